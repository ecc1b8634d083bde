/* What the staff's pages of words show. */
#pragma once
#include "desk/frame.h"
#include "directory/directory_sought.h"
#include "directory/directory_synonym.h"

struct directory_misses_view { const struct tenant *tenant; int64_t day_n; struct directory_miss *miss; size_t miss_n; };
struct directory_synonyms_view { struct directory_group *group; size_t group_n; };
struct directory_synonym_view {
	struct str key, typed;
	bool words_wrong, is_off, has_row, is_shipped, is_tried;
	struct directory_trial *trial; size_t trial_n;
	int64_t more_n;
};
struct str directory_find_place(const struct tenant *, struct area_id);
struct str directory_group_key(struct page *, const struct directory_group *);
struct str directory_group_line(struct page *, const struct directory_group *);

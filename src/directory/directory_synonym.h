/* Words that mean the same, for those who keep them: shipped groups that may be changed or switched off, and the tenant's own. */
#pragma once
#include "directory/directory_search.h"

struct directory_group {
	struct synonym_id synonym_id;                   /* {0}: shipped and untouched */
	struct str shipped_key;                         /* absent: the tenant's own */
	struct str words;                               /* as people write them: `一時預かり,一時保育` */
	bool is_off;
	struct moment changed_at;
};
size_t directory_groups(struct desk *, struct directory_group **ret);   /* the tenant's own first */
/* False: there is none. `key` is a synonym_id as text, or a shipped key. */
bool directory_group_by_key(struct desk *, struct str key, struct directory_group *ret);

enum { DIRECTORY_GROUP_WORDS = 12 };
/* What was typed, by commas or lines; words of one letter and words that fold to the same go. False: fewer than two are left, or too many. */
bool directory_group_read(struct desk *, struct str typed, struct str *ret_words);

/* What this group would change for what was sought yesterday and today: words that contain a member, how many were found, how many would be. */
struct directory_trial { struct str words; int64_t sought_n, now_n, then_n; bool is_more; };
size_t directory_group_try(struct desk *, const struct directory_group *, struct directory_trial **ret);
/* Writes it (synonym_id {0}: a new one, or a shipped one for the first time). Audited. */
void directory_group_put(struct desk *, struct directory_group *);
/* The tenant's own goes; a shipped one is as it was shipped again. Audited. */
void directory_group_drop(struct desk *, const struct directory_group *);

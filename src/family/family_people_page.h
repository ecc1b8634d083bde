/* What the pages of a family's people, of putting records together, and of moving a line are given. */
#pragma once
#include "family/family_merge.h"
#include "family/family_own.h"
#include "web/form.h"

struct family_people_view {
	const struct tenant *tenant;
	const struct family_row *family;
	struct family_guardian_row *guardian; size_t guardian_n;
	struct family_pregnancy_row *pregnancy; size_t pregnancy_n;
	struct family_child_row *child; size_t child_n;
	struct family_own_rights_of_row *right; size_t right_n;
	struct family_merge_all_row *merge; size_t merge_n;
	const struct form *form;
	struct call *call;
	struct day today;
	bool is_late;                                   /* the undo came after its days */
};

/* Choosing another family: to put two together (no story), or for a line to move to. */
struct family_pick_view {
	const struct tenant *tenant;
	const struct family_row *family;
	struct story_id story_id;
	struct str line, typed, why;
	struct family_line_row *found; size_t found_n;
	bool is_wrong, is_not_now;
};

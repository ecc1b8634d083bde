/* What the pages of requests are given. */
#pragma once
#include "disclose/disclose.h"
#include "web/form.h"

struct disclose_list_view { const struct tenant *tenant; struct disclose_row *line; size_t n; struct day today; };

struct disclose_new_view { const struct tenant *tenant; const struct family_row *family; struct family_guardian_row *guardian; size_t guardian_n;
	struct family_child_row *child; size_t child_n; const struct form *form; struct call *typed; struct day today; };

struct disclose_view {
	const struct tenant *tenant;
	const struct disclose_row *request;
	struct str about;                               /* the guardian or child it is about */
	struct disclose_item_row *item; size_t item_n;
	struct disclose_steps_of_row *step; size_t step_n;
	struct arena *arena;
	const struct form *form; struct call *typed;
	struct item_id wrong_id;                        /* the item whose form came back */
	struct account_id own_account_id;
	struct day today;
	bool is_changed, is_not_now, is_same_person;
};

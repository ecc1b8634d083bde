/* What the pages of the room are given. */
#pragma once
#include "desk/account_view.h"
#include "family/family.h"
#include "gift/gift.h"
#include "web/page.h"

struct gift_own_view { const struct tenant *tenant; const struct desk *desk; struct family_id family_id; struct gift_kind *kind; size_t kind_n;
	struct gift_box box; bool has_box, is_out_of_stock; };

struct gift_wait { struct gift_boxes_waiting_row row; struct family_row family; struct str name; };
struct gift_desk_view { const struct tenant *tenant; const struct form *form; const char *form_of; struct call *call; struct gift_kind *kind;
	size_t kind_n; struct gift_wait *wait; size_t wait_n, wait_all_n; struct gift_year year; struct day today; bool may_pay, is_changed; };
struct gift_kind_view { const struct tenant *tenant; const struct form *form; struct gift_kind kind; struct gift_steps_row *step; size_t step_n;
	bool is_new, is_changed, may_pay; };

struct str gift_kind_name(const struct gift_desk_view *, struct kind_id);        /* absent: it is no kind */
struct str gift_typed(struct call *, const char *name);
int64_t gift_left_yen(const struct gift_year *);                /* of the budget; below zero: too much was spent */

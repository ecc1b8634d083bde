/* What the pages about named workers are given. */
#pragma once
#include "family/family_charge_plan.h"
#include "family/family_charge_tell.h"
#include "web/form.h"
#include "web/page.h"

struct family_charge_view {
	const struct tenant *tenant; const struct form *form;
	struct family_charge_facts family;
	struct family_proposal proposal;
	struct family_charge_row *past; struct staff_person *past_person; size_t past_n;
	struct staff_person now; bool has_now;
	struct family_charge_note_row note; bool has_note;      /* the newest handover */
	bool may_decide, is_new, asks_again;            /* just decided; the form to choose is open */
	enum family_charge_refusal refusal;
	struct person_id typed_person_id; struct str typed_reason;
};

struct family_nurse_view { const struct tenant *tenant; struct staff_person person; struct str token; bool is_away, is_gone, is_here; };

struct family_notes_view { const struct tenant *tenant; const struct form *form; struct family_note_line *line; size_t line_n;
	struct note_id wrong_id; struct str typed; bool is_changed; };
struct family_note_line { struct family_charge_note_row note; struct str family, from, to; bool is_from_mine, is_to_mine; };

/* One bar of the picture of loads, in units of its drawing. */
struct family_bar { struct str name, value, note; int x, y, wide, mean_x; };
struct family_balance_view { const struct tenant *tenant; const struct form *form; struct family_loads loads; struct family_charge_plan_row *plan;
	size_t plan_n; struct charge_weights weights; struct family_bar *bar; struct str gini; int high; int64_t birth_n;
	struct person_id without_id; int64_t share_now_n, share_then_n, share_newcomer_n; enum family_plan_end end; struct day next_april; bool has_end; };

struct family_plan_line { struct str family, from, to; struct area_id area_id; int64_t reason_n, load_n; bool is_done, is_ended; };
struct family_plan_side { struct str name; int64_t before_n, after_n, gets_n, gives_n; };
struct family_plan_view { const struct tenant *tenant; struct family_charge_plan_row plan; struct family_plan_line *line; size_t line_n;
	struct family_plan_side *side; size_t side_n; struct str person; int64_t left_n; bool is_early, may_go_back; };

/* Loads are kept in tenths of a child. "24.5" */
struct str family_tenths(struct page *, int64_t);
struct url family_charge_tel(struct page *, struct str phone);
bool family_says(uint32_t reasons, enum charge_term);
/* The first term of the set that is said; -1: none. */
int family_term_next(uint32_t reasons, int after);

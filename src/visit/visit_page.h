/* What the pages of the room are given. */
#pragma once
#include "gift/gift.h"
#include "visit/visit.h"
#include "web/form.h"
#include "web/page.h"

/* The family's own page. */
struct visit_own_view {
	const struct tenant *tenant;
	struct family_id family_id;                     /* absent: the account is bound to none */
	struct staff_person worker; bool has_worker;
	struct visit_row next; bool has_next;
	struct moment *slot; size_t slot_n;             /* free times of the week that is shown */
	struct moment chosen;                           /* asked for, to be confirmed; absent: none */
	struct day from_on, before_on, after_on;        /* the week; DAY_NONE: there is none before or after */
	bool is_taken, is_settled, has_gift, has_mail;
};

/* One visit on a day's list. */
struct visit_line { struct visit_row visit; struct family_row family; struct gift_box box; bool has_box, is_seen; int64_t metre_n; };
struct visit_day_view { const struct tenant *tenant; struct staff_person person; bool has_person, is_own, is_put_refused;
	struct visit_line *line; size_t line_n; struct visit_line *best; struct visit_day day; struct day on, before_on, after_on;
	struct staff_person *other; size_t other_n; struct staff_time *beside; size_t beside_n; };      /* what else takes the person's time that day */

struct visit_view { const struct tenant *tenant; const struct form *form; struct call *call; struct visit_row visit; struct family_row family;
	struct staff_person person; struct staff_person *other; size_t other_n; struct gift_kind *kind; size_t kind_n; struct gift_box box;
	bool has_box, may_write, is_changed, is_out_of_stock; enum staff_time_refusal refusal; struct str draft; };

struct visit_plan_view { const struct tenant *tenant; const struct form *form; struct call *call; struct family_row family;
	struct staff_person person; bool has_person; struct staff_person *other; size_t other_n; struct moment *slot; size_t slot_n;
	enum staff_time_refusal refusal; struct day today; };

struct str visit_typed(struct call *, const char *name);        /* words of a form that came back, or nothing */
struct str visit_clock(struct page *, struct moment);           /* "13:00", for fields */
struct url visit_talk_way(struct page *, int64_t talk);        /* "/desk/meet/..." */

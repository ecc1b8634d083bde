/* What the pages about money are given. */
#pragma once
#include "care/care_fee.h"
#include "desk/account_view.h"
#include "web/page.h"

enum { CARE_FEE_EXAMPLES = 10 };
/* A visit that anybody can picture, and what it costs by these rules. */
struct care_fee_example { const char *word; struct care_fee_ask ask; struct care_fee fee; enum care_fee_refusal refusal; };
struct care_fee_rule_view { const struct tenant *tenant; const struct form *form; struct call *call; struct care_fee_rule rule;
	struct care_fee_rule_row *all; size_t all_n; struct care_fee_wrong wrong;
	struct care_fee_example example[CARE_FEE_EXAMPLES]; size_t example_n; bool may_month;
	struct day today; bool has_rule; };

/* For families: the rules that hold, and what a visit of their own would cost. */
struct care_fee_open_view { const struct tenant *tenant; const struct form *form; struct call *call; struct care_fee_rule rule; struct care_fee fee;
	enum care_fee_refusal refusal; struct day today; bool has_rule, has_fee, has_refusal; };

struct care_fee_line_of { struct care_fee_row row; struct care_fee fee; struct family_row family; struct staff_person person;
	struct care_paid_row *paid; size_t paid_n; bool has_person; };
struct care_fee_own_view { const struct tenant *tenant; struct care_fee_line_of *line; size_t line_n; int64_t owed_yen; };
struct care_fee_view { const struct tenant *tenant; const struct form *form; struct call *call; struct care_fee_line_of line; struct day today;
	struct care_fee_row *other; size_t other_n; enum care_fee_end end; enum care_fee_refusal refusal; bool may_pay; };

struct care_fee_person_line { struct care_fee_by_person_row sum; struct staff_person person; };
struct care_fee_family_line { struct care_fee_by_family_row sum; struct family_row family; };
struct care_fee_month_view { const struct tenant *tenant; struct care_fee_month month; struct care_fee_line_of *line; size_t line_n;
	struct care_fee_person_line *person; size_t person_n; int64_t before_n, after_n, left_n; enum care_fee_end end; bool has_rule; };
struct care_fee_year_view { const struct tenant *tenant; int64_t year_n; struct care_fee_person_line *person; size_t person_n;
	struct care_fee_sums_row own; struct care_fee_line_of *line; size_t line_n; bool has_person; };

/* What a line was typed as, else what is in the rules. */
struct str care_fee_typed(struct call *, struct arena *, const char *name, struct str kept);
struct str care_fee_clock_text(struct arena *, int minute);             /* "07:00" */
int64_t care_fee_left_yen(const struct care_fee_row *);                 /* what is still to be paid; below zero: to be given back */
struct str care_fee_number(struct arena *, int64_t);
struct str care_fee_days_word(int days);                                /* "weekday,saturday": what the form sends */
struct str care_fee_charge_word(enum care_fee_charge);

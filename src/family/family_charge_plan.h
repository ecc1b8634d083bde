/* Families shared out anew: when somebody goes on leave or is transferred, when somebody comes, on 1 April, or to even out. A draft is reckoned
 * without any transaction open, looked at, and carried out in steps. As many families as the weights say keep their worker (match/assign). */
#pragma once
#include "family/family_charge.h"
#include "family/family_charge_plan.sql.h"

struct family_plan_wish { struct str kind; struct person_id person_id; struct day as_of_on; };

struct family_plan_draft {
	enum family_plan_end { FAMILY_PLAN_OK, FAMILY_PLAN_BAD, FAMILY_PLAN_NOBODY } end;
	struct family_plan_wish wish;
	struct operator_id operator_id;
	struct family_charge_plan_move_row *move; size_t move_n;
	int64_t family_n, kept_n, ended_n, cost_n, bound_n;
};
/* Reads (families and people as they will be on that day), ends the turn, reckons. kind: leave | transfer | newcomer | year | even; leave and
 * transfer want a person. BAD: an unknown kind, a person who may not be seen, a day past or over a year ahead. NOBODY: nobody could take over.
 * Loads stay within the even share and a twentieth (or one family, where that is more) where that is possible, else within a tenth, a fifth, half. */
void family_plan_reckon(struct desk *, const struct family_plan_wish *, struct family_plan_draft *ret);
/* A worker for every family that has none, by the same weights: where a town begins, or after a list was taken in. A manager's: within their walls.
 * Reads only; families for whom nobody could serve are left out. Put gives those that still have none their worker. */
struct family_naming { struct family_id *family_id; struct person_id *person_id; size_t n; };
void family_naming_reckon(struct desk *, struct family_naming *ret);
void family_naming_put(struct desk *, const struct family_naming *);
/* Keeps a draft. */
struct plan_id family_plan_keep(struct desk *, const struct family_plan_draft *);

enum family_plan_refusal { FAMILY_PLAN_FINE, FAMILY_PLAN_NO_SUCH, FAMILY_PLAN_SETTLED, FAMILY_PLAN_EARLY, FAMILY_PLAN_LATE };
enum family_plan_refusal family_plan_for_staff(struct desk *, struct plan_id, struct family_charge_plan_row *ret);
size_t family_plan_moves(struct desk *, struct plan_id, struct family_charge_plan_move_row **ret);
/* The next moves, at most FAMILY_PLAN_STEP; families that have another worker by now are left alone. EARLY: its day has not come. *ret_left_n: how
 * many are left; at 0 the plan is done. */
enum { FAMILY_PLAN_STEP = 200 };
enum family_plan_refusal family_plan_carry_out(struct desk *, const struct family_charge_plan_row *, int64_t *ret_left_n);
/* The other way: who was handed over or let go by it has their worker again, FAMILY_PLAN_STEP families at a time (family_charge_take_back; where
 * something else has come of it since, they stay and are not counted). At 0 left the plan is dropped. LATE: over FAMILY_PLAN_BACK_DAYS since then. */
enum { FAMILY_PLAN_BACK_DAYS = 14 };
bool family_plan_may_go_back(const struct desk *, const struct family_charge_plan_row *);
enum family_plan_refusal family_plan_go_back(struct desk *, const struct family_charge_plan_row *, int64_t *ret_back_n, int64_t *ret_left_n);
enum family_plan_refusal family_plan_drop(struct desk *, const struct family_charge_plan_row *);
size_t family_plans(struct desk *, struct family_charge_plan_row **ret);        /* newest first, those one may see */

/* ---- the load of everybody ---- */
struct family_load { struct staff_person person; int64_t family_n, child_n, pregnancy_n, first_n, load_n, share_n; bool is_away; };
/* One line a worker that may be seen, and how evenly they lie. */
struct family_loads { struct family_load *line; size_t n; struct charge_even even; struct day on;
	int64_t family_n, child_n, pregnancy_n, load_n, capacity_n, unnamed_n; };
void family_loads_read(struct desk *, struct day on, struct family_loads *ret);

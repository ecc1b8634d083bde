/* Visits: planned by the worker or picked by the family from free time, reminded of, moved, cancelled, and what came of them. Who was absent,
 * refused or is away for long (里帰り) raises a case conference on 今日. Each adds its line to the family's story. Time is held by staff_time_book. */
#pragma once
#include "family/family.h"
#include "staff/staff_time.h"
#include "visit/visit.sql.h"
#include "visit/visit_rules.h"

enum { VISIT_MINUTES = 60, VISIT_MARGIN = 15, VISIT_STEP = 60, VISIT_DAYS = 21, VISIT_LEAD_HOURS = 20, VISIT_NOTE_MOST = 4000 };

/* TIME: staff_time says why not (ret_time). SETTLED: it is over or cancelled. HAS_ONE: the family has a visit before it already. */
enum visit_refusal { VISIT_OK, VISIT_NO_SUCH, VISIT_TIME, VISIT_CHANGED, VISIT_SETTLED, VISIT_HAS_ONE, VISIT_BAD };

/* Who goes to this family: its named worker, or who stands in today; else who was there last; else a named worker of its area. False: nobody. */
bool visit_worker(struct desk *, const struct family_row *, struct staff_person *ret);
/* When that worker could come, in the next VISIT_DAYS days, not within VISIT_LEAD_HOURS. */
size_t visit_slots(struct desk *, const struct staff_person *, struct moment **ret);

struct visit_new { struct family_id family_id; struct person_id person_id; struct moment from_at; int minutes; struct str kind, place;
	int64_t lat_n, lon_n; bool is_fixed, is_by_family; };
/* kind: pregnancy | newborn | growth | other. By the family: only free time of its own worker, one at a time. Story, next step, audit. */
enum visit_refusal visit_plan(struct desk *, const struct visit_new *, struct visit_id *ret, enum staff_time_refusal *ret_time);
/* To another time and, where given, another person. The family's own: only into free time. */
enum visit_refusal visit_move(struct desk *, const struct visit_row *, struct moment from_at, struct person_id, enum staff_time_refusal *ret_time);
enum visit_refusal visit_cancel(struct desk *, const struct visit_row *);

/* For staff: the family's walls, or one's own visit. For the family: its own. */
enum visit_refusal visit_for_staff(struct desk *, struct visit_id, struct visit_row *ret, struct family_row *ret_family);
enum visit_refusal visit_for_family(struct desk *, struct visit_id, struct visit_row *ret);
bool visit_next_of(struct desk *, struct family_id, struct visit_row *ret);     /* the planned one that comes next */
size_t visit_list_of(struct desk *, struct family_id, struct visit_row **ret);  /* newest first, at most 50 */

/* The words so far; kept until the visit is settled. */
enum visit_refusal visit_draft(struct desk *, struct visit_id, struct str words);
/* state: done | absent | refused | away. The draft goes, a note (may be empty but for done) stays. CHANGED: somebody wrote since version_n. */
enum visit_refusal visit_settle(struct desk *, struct visit_id, int64_t version_n, struct str state, struct str note);

/* The visits of a day of one person, in the order of the road: fixed times stay, the others are put where the way is shortest (straight lines).
 * ret_order[i]: which of ret_visit comes i-th; metres for the way as it is and as it would be. */
struct visit_day { struct visit_row *visit; size_t visit_n; size_t *order; int64_t metre_n, best_n; bool is_other; };
void visit_day_of(struct desk *, struct person_id, struct day, struct visit_day *ret);
/* Gives the visits that are not fixed the times of that order. False: nothing was to be changed, or somebody booked meanwhile. */
bool visit_day_put(struct desk *, struct person_id, struct day);

/* Timed: a letter to each family that has a visit within a day, between 8 and 20 o'clock; without content. How many. */
int64_t visit_remind(struct desk *, int64_t most_n);

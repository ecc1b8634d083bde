/* Where the change of the year stands: read from what is stored, so that it may be left and gone on with at any step. */
#include "family/family_year.h"
#include "desk/may.h"

enum { LATE_DAYS = 15 };                                /* what is left may be done until 15 April */

struct day family_year_april(struct day today)
{
	struct day_parts x = day_split(today);
	bool is_over = x.month > 4 || (x.month == 4 && x.day >= LATE_DAYS);
	return day_make(is_over ? x.year + 1 : x.year, 4, 1);
}

static bool is_mine(struct desk *d, struct area_id area_id)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, area_id);
	return may(d, MAY_CHARGE_BALANCE, &(struct thing){ .operator_id = area ? area->operator_id : d->who.operator_id, .area_id = area_id });
}

/* As it will be on the last day before: whoever has no preschool child and no pregnancy left a day later. */
static void leavers(struct desk *d, struct family_year *y)
{
	struct family_charge_facts *f;
	size_t n = family_charge_facts_all(d, (struct person_id){ 0 }, (struct day){ y->april_on.n - 1 }, &f);
	y->leaver = ARENA_ARRAY(d->arena, struct family_leaver, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!f[i].pregnancy_n && f[i].school_on.n == y->april_on.n && is_mine(d, f[i].area_id))
			y->leaver[y->leaver_n++] = (struct family_leaver){ f[i].family_id, f[i].name, f[i].kana, f[i].person_id };
}

void family_year_read(struct desk *d, struct family_year *ret)
{
	struct family_charge_plan_row *plan;
	struct family_charge_plan_move_row *move;
	struct family_charge_note_row *note;
	*ret = (struct family_year){ .april_on = family_year_april(d->today) };
	leavers(d, ret);
	size_t n = family_plans(d, &plan);
	for (size_t i = 0; i < n && !ret->has_plan; i++)
		if (str_is(plan[i].kind, "year") && plan[i].as_of_on.n >= ret->april_on.n && plan[i].as_of_on.n < ret->april_on.n + LATE_DAYS
			&& !str_is(plan[i].state, "dropped")) {
			ret->plan = plan[i];
			ret->has_plan = true;
		}
	n = ret->has_plan ? family_plan_moves(d, ret->plan.plan_id, &move) : 0;
	for (size_t i = 0; i < n; i++)
		ret->left_n += !move[i].done_at.ms;
	ret->note_n = (int64_t)family_notes_waiting(d, &note);
}

int64_t family_year_farewell(struct desk *d)
{
	return d->today.n < family_year_april(d->today).n ? 0 : family_charge_school(d, FAMILY_YEAR_STEP);
}

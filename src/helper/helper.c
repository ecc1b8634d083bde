/* Who helps: becoming a helper, step by step; what they offer; pauses; reading through the walls between operators. */
#include "helper/helper.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"

enum { OLDEST_MONTHS = 18 * 12, CHILDREN_MOST = 6, WEEK_MINUTES = 7 * 24 * 60, ORDINARY_WAY = 40, ORDINARY_UNTIL = 12 * 12 - 1 };

static const char *const ways[] = { "walk", "bicycle", "bus", "car" };

/* ---- reading ---- */

bool helper_may(struct desk *d, int act, const struct staff_person *x)
{
	return may(d, (enum may)act, &(struct thing){ .operator_id = x->operator_id, .owner_id = x->account_id });
}

bool helper_by_person(struct desk *d, struct person_id person_id, struct helper_line *ret)
{
	struct helper_line x;
	if (!helper_by_key(d, person_id, &x.helper) || !staff_person_by_id(d, person_id, &x.person))
		return false;
	*ret = x;
	return true;
}

bool helper_of_account(struct desk *d, struct account_id account_id, struct helper_line *ret)
{
	struct staff_person x;
	return staff_person_of_account(d, account_id, &x) && helper_by_person(d, x.person_id, ret);
}

bool helper_for_staff(struct desk *d, struct person_id person_id, struct helper_line *ret)
{
	struct helper_line x;
	if (!helper_by_person(d, person_id, &x) || !helper_may(d, MAY_HELPER_READ, &x.person))
		return false;
	*ret = x;
	return true;
}

static bool is_wished(const struct helper_wish *w, const struct helper_line *x)
{
	bool has_left = str_is(x->helper.state, "left"), is_active = str_is(x->helper.state, "active");
	return (w->has_left_too || !has_left || str_is(w->state, "left")) && (!w->is_active_only || is_active)
		&& (!w->state.n || str_eq(w->state, x->helper.state)) && (!w->kinds || (w->kinds & helper_kinds_of(x->helper.kinds)))
		&& staff_has_area(&x->person, w->area_id);
}

/* Both lists are read whole: helpers in the order of their ids, people in the order of their names. */
static const struct helper_row *row_of(const struct helper_row *row, size_t n, struct person_id person_id)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (row[middle].person_id.v < person_id.v)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && row[low].person_id.v == person_id.v ? &row[low] : NULL;
}

static size_t list(struct desk *d, const struct helper_wish *w, bool has_walls, struct helper_line **ret)
{
	struct helper_row *row;
	struct staff_person *person;
	size_t row_n = helper_all(d, &row), kept = 0;
	size_t person_n = staff_people_of_house(d, &(struct staff_wish){ .has_left_too = true }, &person);
	*ret = ARENA_ARRAY(d->arena, struct helper_line, row_n + 1);
	for (size_t i = 0; i < person_n; i++) {
		const struct helper_row *x = row_of(row, row_n, person[i].person_id);
		if (!x)
			continue;
		(*ret)[kept] = (struct helper_line){ *x, person[i] };
		if (is_wished(w, &(*ret)[kept]) && (!has_walls || helper_may(d, MAY_HELPER_READ, &person[i])))
			kept++;
	}
	return kept;
}

size_t helper_list(struct desk *d, const struct helper_wish *w, struct helper_line **ret)
{
	return list(d, w, true, ret);
}

size_t helper_list_of_house(struct desk *d, const struct helper_wish *w, struct helper_line **ret)
{
	return list(d, w, false, ret);
}

/* ---- what they offer ---- */

static bool is_way(struct str word)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (str_is(word, ways[i]))
			return true;
	return false;
}

static bool is_fine(const struct helper_row *x)
{
	bool has_ages = x->from_months_n >= 0 && x->from_months_n <= x->until_months_n && x->until_months_n <= OLDEST_MONTHS;
	bool has_place = (x->lat_n == 0) == (x->lon_n == 0);
	return helper_kinds_of(x->kinds) && has_ages && x->child_n >= 1 && x->child_n <= CHILDREN_MOST && is_way(x->travel) && x->way_n >= 5
		&& x->way_n <= 120 && x->week_n >= 0 && x->week_n <= WEEK_MINUTES && has_place && str_letters(x->words) <= 1000
		&& str_letters(x->place) <= 100;
}

/* A step that a family caused names nobody: staff who read the steps must not read who told what. */
static void step_note(struct desk *d, struct person_id person_id, const char *state, struct str note)
{
	bool is_family = d->who.role == ROLE_FAMILY;
	helper_step_add(d, &(struct helper_step_add_in){ .step_id = { id_new() }, .person_id = person_id, .state = str_of(state), .stepped_at = d->now,
		.note = note, .by_account_id = is_family ? (struct account_id){ 0 } : d->who.account_id, .by_name = is_family ? STR_NONE : d->who.name });
	audit_note(d, "helper.step", "person", person_id.v, str_of(state));
}

/* What nobody said gets what most helpers say. */
static void fill(struct desk *d, struct helper_row *x)
{
	bool has_ages = x->until_months_n > 0;
	x->kinds = x->kinds.n ? x->kinds : helper_kinds_text(d->arena, helper_kind_bit(STR("all")));
	x->until_months_n = has_ages ? x->until_months_n : ORDINARY_UNTIL;
	x->child_n = x->child_n ? x->child_n : 2;
	x->travel = x->travel.n ? x->travel : STR("bicycle");
	x->way_n = x->way_n ? x->way_n : ORDINARY_WAY;
	x->insured_until_on = x->insured_until_on.n ? x->insured_until_on : DAY_NONE;
	x->state = STR("applied");
	x->applied_on = d->today;
	x->active_on = x->resting_until_on = x->left_on = x->paused_from_on = x->paused_until_on = DAY_NONE;
	x->version_n = 1;
}

enum helper_refusal helper_begin(struct desk *d, struct helper_row *x)
{
	struct staff_person person;
	if (!staff_person_by_id(d, x->person_id, &person))
		return HELPER_NO_SUCH;
	fill(d, x);
	if (!is_fine(x))
		return HELPER_BAD;
	int64_t n = helper_add(d, &(struct helper_add_in){ .person_id = x->person_id, .kinds = x->kinds, .from_months_n = x->from_months_n,
		.until_months_n = x->until_months_n, .child_n = x->child_n, .is_pet_fine = x->is_pet_fine, .place = x->place, .lat_n = x->lat_n,
		.lon_n = x->lon_n, .travel = x->travel, .way_n = x->way_n, .week_n = x->week_n, .is_evening_fine = x->is_evening_fine,
		.is_urgent_fine = x->is_urgent_fine, .words = x->words, .family_id = x->family_id, .insured_until_on = x->insured_until_on,
		.applied_on = x->applied_on, .changed_at = d->now });
	if (n != 1)
		return HELPER_BAD;
	step_note(d, x->person_id, "applied", STR_NONE);
	return HELPER_OK;
}

enum helper_refusal helper_put(struct desk *d, struct helper_row *x)
{
	if (!is_fine(x))
		return HELPER_BAD;
	int64_t n = helper_change(d, &(struct helper_change_in){ .kinds = x->kinds, .from_months_n = x->from_months_n,
		.until_months_n = x->until_months_n, .child_n = x->child_n, .is_pet_fine = x->is_pet_fine, .place = x->place, .lat_n = x->lat_n,
		.lon_n = x->lon_n, .travel = x->travel, .way_n = x->way_n, .week_n = x->week_n, .is_evening_fine = x->is_evening_fine,
		.is_urgent_fine = x->is_urgent_fine, .words = x->words, .family_id = x->family_id, .insured_until_on = x->insured_until_on,
		.changed_at = d->now, .person_id = x->person_id, .version_n = x->version_n });
	if (n != 1)
		return HELPER_CHANGED;
	x->version_n++;
	audit_note(d, "helper.put", "person", x->person_id.v, STR_NONE);
	return HELPER_OK;
}

/* ---- from state to state ---- */

static bool is_lapsed_for(struct desk *d, const struct helper_row *x, enum helper_state to)
{
	struct helper_lapse *lapse;
	bool is_asked = to == HELPER_TRAINED || to == HELPER_ACTIVE;
	return is_asked && helper_lapses(d, x, helper_kinds_of(x->kinds), d->today, &lapse) > 0;
}

enum helper_refusal helper_go(struct desk *d, struct helper_row *x, const struct helper_stepping *s)
{
	if (!helper_may_step(helper_state_of(x->state), s->to))
		return HELPER_ORDER;
	if (is_lapsed_for(d, x, s->to))
		return HELPER_IS_LAPSED;
	struct helper_state_put_in in = { .state = str_of(helper_state_words[s->to]), .active_on = s->to == HELPER_ACTIVE ? d->today : DAY_NONE,
		.resting_until_on = s->to == HELPER_RESTING ? s->resting_until_on : DAY_NONE, .left_on = s->to == HELPER_LEFT ? d->today : DAY_NONE,
		.changed_at = d->now, .person_id = x->person_id, .version_n = x->version_n };
	if (helper_state_put(d, &in) != 1)
		return HELPER_CHANGED;
	x->state = in.state;
	x->resting_until_on = in.resting_until_on;
	x->left_on = in.left_on;
	x->version_n++;
	step_note(d, x->person_id, helper_state_words[s->to], s->note);
	return HELPER_OK;
}

bool helper_is_paused(const struct helper_row *x, struct day on)
{
	return !day_is_none(x->paused_from_on) && x->paused_from_on.n <= on.n && (day_is_none(x->paused_until_on) || on.n <= x->paused_until_on.n);
}

/* The step says only that it is so; why stands apart, for managers. */
enum helper_refusal helper_pause(struct desk *d, const struct helper_pausing *p)
{
	if (!day_is_none(p->until_on) && p->until_on.n < d->today.n)
		return HELPER_BAD;
	if (helper_pause_put(d, &(struct helper_pause_put_in){ .paused_from_on = d->today, .paused_until_on = p->until_on, .paused_name = p->name,
		.paused_why = p->why, .changed_at = d->now, .person_id = p->person_id }) != 1)
		return HELPER_NO_SUCH;
	step_note(d, p->person_id, "pause", STR_NONE);
	return HELPER_OK;
}

enum helper_refusal helper_pause_longer(struct desk *d, struct person_id person_id, struct day until_on)
{
	struct helper_row x;
	if (!helper_by_key(d, person_id, &x) || !helper_is_paused(&x, d->today) || until_on.n < d->today.n)
		return HELPER_NO_SUCH;
	helper_pause_put(d, &(struct helper_pause_put_in){ .paused_from_on = x.paused_from_on, .paused_until_on = until_on, .paused_name = x.paused_name,
		.paused_why = x.paused_why, .changed_at = d->now, .person_id = person_id });
	return HELPER_OK;
}

enum helper_refusal helper_pause_end(struct desk *d, struct person_id person_id, struct str why)
{
	if (str_letters(why) > HELPER_WHY_MOST)
		return HELPER_BAD;
	if (helper_pause_put(d, &(struct helper_pause_put_in){ .paused_from_on = DAY_NONE, .paused_until_on = DAY_NONE, .changed_at = d->now,
		.person_id = person_id }) != 1)
		return HELPER_NO_SUCH;
	step_note(d, person_id, "pause-end", why);
	return HELPER_OK;
}

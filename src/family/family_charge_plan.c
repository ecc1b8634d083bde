/* Sharing out: what is asked of match/assign, and what becomes of its answer. */
#include "family/family_charge_plan.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "family/family_charge_facts.sql.h"
#include "match/assign.h"

enum { AHEAD_DAYS = 366, LONG_DAYS = 28, LEAVES_AHEAD = 800, SOLVE_MS = 3000, NAMING_MS = 300, LANGUAGE_COST = 50 };

struct sharing {
	struct desk *d;
	struct family_plan_draft *draft;
	struct charge_order order;
	struct family_charge_facts *family; size_t family_n;   /* those that are shared out */
	struct staff_person *person; size_t person_n;   /* who may take some */
	int64_t *kept_load;                             /* what each of them has beside that */
	int64_t *cost, *load, *capacity, limit_ms;
};

static bool is_kind(struct str kind)
{
	return str_is(kind, "leave") || str_is(kind, "transfer") || str_is(kind, "newcomer") || str_is(kind, "year") || str_is(kind, "even");
}

static bool is_of_one(const struct family_plan_wish *w)
{
	return str_is(w->kind, "leave") || str_is(w->kind, "transfer");
}

/* ---- reading ---- */

static bool is_long(const struct staff_leave *x)
{
	return str_is(x->kind, "transfer") || day_is_none(x->until_on) || x->until_on.n - x->from_on.n >= LONG_DAYS;
}

static bool is_there(const struct staff_person *x, struct day on, const struct staff_leave *leave, size_t leave_n)
{
	for (size_t i = 0; i < leave_n; i++)
		if (leave[i].person_id.v == x->person_id.v && is_long(&leave[i]) && leave[i].from_on.n <= on.n
			&& (day_is_none(leave[i].until_on) || leave[i].until_on.n >= on.n))
			return false;
	return x->is_named && x->capacity_n > 0 && staff_serves(x, on);
}

static void read_people(struct sharing *s)
{
	struct family_plan_wish *w = &s->draft->wish;
	struct staff_person *all;
	struct staff_leave *leave;
	size_t n = staff_people(s->d, &(struct staff_wish){ .is_named_only = true }, &all), leave_n = staff_leave_ahead(s->d, LEAVES_AHEAD, &leave);
	s->person = ARENA_ARRAY(s->d->arena, struct staff_person, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool is_leaving = is_of_one(w) && all[i].person_id.v == w->person_id.v;
		if (!is_leaving && is_there(&all[i], w->as_of_on, leave, leave_n))
			s->person[s->person_n++] = all[i];
	}
	s->kept_load = ARENA_ARRAY(s->d->arena, int64_t, n + 1);
}

static size_t person_at(const struct sharing *s, struct person_id person_id)
{
	size_t i = 0;
	while (i < s->person_n && s->person[i].person_id.v != person_id.v)
		i++;
	return i;
}

static void move_add(struct sharing *s, const struct family_charge_facts *f, struct person_id to, int64_t reason_n)
{
	s->draft->move[s->draft->move_n++] = (struct family_charge_plan_move_row){ .family_id = f->family_id, .from_person_id = f->person_id,
		.to_person_id = to, .reason_n = reason_n, .load_n = f->load_n };
}

/* Who has entered school by then goes; of the others those whose worker leaves, or all. */
static void read_families(struct sharing *s)
{
	struct family_plan_draft *r = s->draft;
	struct family_charge_facts *all;
	struct staff_person seen;
	size_t n = family_charge_facts_all(s->d, (struct person_id){ 0 }, r->wish.as_of_on, &all);
	s->family = ARENA_ARRAY(s->d->arena, struct family_charge_facts, n + 1);
	r->move = ARENA_ARRAY(s->d->arena, struct family_charge_plan_move_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		size_t at = person_at(s, all[i].person_id);
		bool is_mine = at < s->person_n || staff_person_for_staff(s->d, all[i].person_id, &seen) == STAFF_OK;
		if (!is_mine)
			continue;
		r->family_n++;
		if (family_charge_is_over(&all[i]) && str_is(r->wish.kind, "year")) {
			r->ended_n++;
			move_add(s, &all[i], (struct person_id){ 0 }, 0);
		} else if (is_of_one(&r->wish) && all[i].person_id.v != r->wish.person_id.v) {
			r->kept_n++;
			if (at < s->person_n)
				s->kept_load[at] += all[i].load_n;
		} else {
			s->family[s->family_n++] = all[i];
		}
	}
}

/* ---- reckoning ---- */

static struct charge_move move_of(const struct sharing *s, const struct family_charge_facts *f, const struct staff_person *x)
{
	bool is_own = f->person_id.v == x->person_id.v;
	return (struct charge_move){ .is_own = is_own, .is_own_leaving = person_at(s, f->person_id) == s->person_n,
		.months_n = day_is_none(f->from_on) ? 0 : (s->draft->wish.as_of_on.n - f->from_on.n) / 30, .load_n = f->load_n,
		.has_area = !x->area_ids.n || staff_has_area(x, f->area_id), .has_language = !f->asks.needs_language || staff_speaks(x, f->lang),
		.lacks_experience = f->asks.is_first && staff_years(x, s->draft->wish.as_of_on) < s->order.experienced_years };
}

/* A number from 0 to 7 out of two ids; unsigned, for ids are large. */
static int64_t mix_of(const struct staff_person *x, const struct family_charge_facts *f)
{
	return (int64_t)(((uint64_t)f->family_id.v + (uint64_t)x->person_id.v * 31) * 0x9e3779b97f4a7c15u >> 61);
}

static bool is_able(const struct sharing *s, const struct staff_person *x, const struct family_charge_facts *f)
{
	return family_charge_is_possible(s->d, x, f->area_id, s->draft->wish.as_of_on);
}

/* Who has them stays even where the area is another's by now, as long as nobody of those asked could take over. */
static bool has_anybody(const struct sharing *s, const struct family_charge_facts *f)
{
	for (size_t i = 0; i < s->person_n; i++)
		if (is_able(s, &s->person[i], f))
			return true;
	return false;
}

static void ask(struct sharing *s)
{
	struct arena *a = s->d->arena;
	size_t pair_n = s->person_n * s->family_n;
	s->cost = ARENA_ARRAY(a, int64_t, pair_n + 1);
	s->load = ARENA_ARRAY(a, int64_t, pair_n + 1);
	s->capacity = ARENA_ARRAY(a, int64_t, s->person_n + 1);
	for (size_t i = 0; i < s->person_n; i++)
		for (size_t j = 0; j < s->family_n; j++) {
			const struct family_charge_facts *f = &s->family[j];
			struct charge_move m = move_of(s, f, &s->person[i]);
			bool may_be = is_able(s, &s->person[i], f) || (m.is_own && !has_anybody(s, f));
			/* who is as good as another gets light and heavy families alike */
			int64_t mix = f->person_id.v ? 0 : mix_of(&s->person[i], f);
			s->cost[i * s->family_n + j] = may_be ? family_charge_move_cost(&s->order, &m) + mix : ASSIGN_NEVER;
			s->load[i * s->family_n + j] = f->load_n;
		}
}

/* The even share of a full-time worker, and so much more: at least one family, however heavy, for in a small town a twentieth is no family, and
 * two would change hands for nothing. */
static void capacities(struct sharing *s, int64_t more_percent)
{
	int64_t all = 0, share_n = 0, heaviest = 0;
	for (size_t i = 0; i < s->person_n; i++) {
		all += s->kept_load[i];
		share_n += s->person[i].capacity_n;
	}
	for (size_t j = 0; j < s->family_n; j++) {
		all += s->family[j].load_n;
		heaviest = s->family[j].load_n > heaviest ? s->family[j].load_n : heaviest;
	}
	for (size_t i = 0; i < s->person_n; i++) {
		int64_t most = all * s->person[i].capacity_n / share_n, more = most * more_percent / 100;
		most += (more > heaviest ? more : heaviest) - s->kept_load[i];
		s->capacity[i] = more_percent < 0 ? INT64_C(1) << 40 : most > 0 ? most : 0;
	}
}

static bool solve(struct sharing *s, struct assign_answer *ret)
{
	static const int64_t more[] = { 5, 10, 20, 50, -1 };
	struct assign_problem p = { (int64_t)s->person_n, (int64_t)s->family_n, s->cost, s->load, s->capacity };
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		capacities(s, more[i]);
		if (assign_solve(s->d->arena, &p, &(struct assign_effort){ s->limit_ms, 1, 1 }, ret) == ASSIGN_FOUND)
			return true;
	}
	return false;
}

/* Why to this worker, in the terms that are said. */
static int64_t reasons(const struct charge_move *m, const struct family_charge_facts *f)
{
	return (m->has_area && f->asks.has_area ? 1 << CHARGE_AREA : 0) | (m->has_language && f->asks.needs_language ? 1 << CHARGE_LANGUAGE : 0)
		| 1 << CHARGE_LOAD;
}

static void answer_read(struct sharing *s, const struct assign_answer *x)
{
	struct family_plan_draft *r = s->draft;
	r->cost_n = x->cost;
	r->bound_n = x->bound;
	for (size_t j = 0; j < s->family_n; j++) {
		const struct family_charge_facts *f = &s->family[j];
		const struct staff_person *to = &s->person[x->agent[j]];
		struct charge_move m = move_of(s, f, to);
		if (m.is_own)
			r->kept_n++;
		else
			move_add(s, f, to->person_id, reasons(&m, f));
	}
}

void family_plan_reckon(struct desk *d, const struct family_plan_wish *wish, struct family_plan_draft *ret)
{
	struct sharing s = { .d = d, .draft = ret, .limit_ms = SOLVE_MS };
	struct staff_person leaving;
	struct assign_answer answer;
	*ret = (struct family_plan_draft){ .end = FAMILY_PLAN_BAD, .wish = *wish, .operator_id = d->who.operator_id };
	bool is_whole = is_kind(wish->kind) && !day_is_none(wish->as_of_on) && wish->as_of_on.n >= d->today.n && wish->as_of_on.n <= d->today.n + AHEAD_DAYS
		&& (!is_of_one(wish) || staff_person_for_staff(d, wish->person_id, &leaving) == STAFF_OK);
	if (is_whole) {
		family_charge_order_read(tenant_get(d->tenant, "charge.order"), &s.order);
		read_people(&s);
		read_families(&s);
	}
	desk_turn_end(d);
	if (!is_whole)
		return;
	ret->end = s.person_n || !s.family_n ? FAMILY_PLAN_OK : FAMILY_PLAN_NOBODY;
	if (s.person_n && s.family_n) {
		ask(&s);
		if (solve(&s, &answer))
			answer_read(&s, &answer);
		else
			ret->end = FAMILY_PLAN_NOBODY;
	}
}

void family_naming_reckon(struct desk *d, struct family_naming *ret)
{
	struct family_plan_draft draft = { .wish = { .kind = STR("even"), .as_of_on = d->today } };
	struct sharing s = { .d = d, .draft = &draft, .limit_ms = NAMING_MS };
	struct family_charge_facts_without_row *x;
	struct assign_answer answer;
	size_t n = family_charge_facts_without(d, &x);
	bool is_walled = d->who.role == ROLE_MANAGER;
	struct staff_wish named = { .is_named_only = true };
	s.person_n = is_walled ? staff_people(d, &named, &s.person) : staff_people_of_house(d, &named, &s.person);
	s.kept_load = ARENA_ARRAY(d->arena, int64_t, s.person_n + 1);
	s.family = ARENA_ARRAY(d->arena, struct family_charge_facts, n + 1);
	*ret = (struct family_naming){ .family_id = ARENA_ARRAY(d->arena, struct family_id, n + 1),
		.person_id = ARENA_ARRAY(d->arena, struct person_id, n + 1) };
	family_charge_order_read(tenant_get(d->tenant, "charge.order"), &s.order);
	for (size_t i = 0; i < s.person_n; i++)
		s.kept_load[i] = family_charge_load(d, s.person[i].person_id);
	for (size_t i = 0; i < n; i++)
		s.family_n += family_charge_facts_of(d, x[i].family_id, d->today, &s.family[s.family_n]) && has_anybody(&s, &s.family[s.family_n]);
	if (!s.person_n || !s.family_n)
		return;
	ask(&s);
	if (!solve(&s, &answer))
		return;
	for (; ret->n < s.family_n; ret->n++) {
		ret->family_id[ret->n] = s.family[ret->n].family_id;
		ret->person_id[ret->n] = s.person[answer.agent[ret->n]].person_id;
	}
}

void family_naming_put(struct desk *d, const struct family_naming *x)
{
	struct family_charge_row old;
	for (size_t i = 0; i < x->n; i++)
		if (!family_charge_of(d, x->family_id[i], &old))
			family_charge_begin(d, x->family_id[i], x->person_id[i]);
	audit_note(d, "charge.name", "families", 0, STR_NONE);
}

/* ---- keeping and carrying out ---- */

struct plan_id family_plan_keep(struct desk *d, const struct family_plan_draft *x)
{
	struct plan_id plan_id = { id_new() };
	family_charge_plan_add(d, &(struct family_charge_plan_add_in){ .plan_id = plan_id, .kind = x->wish.kind, .person_id = x->wish.person_id,
		.as_of_on = x->wish.as_of_on, .family_n = x->family_n, .kept_n = x->kept_n, .ended_n = x->ended_n, .cost_n = x->cost_n,
		.bound_n = x->bound_n, .made_at = d->now, .by_account_id = d->who.account_id, .operator_id = x->operator_id });
	for (size_t i = 0; i < x->move_n; i++) {
		const struct family_charge_plan_move_row *m = &x->move[i];
		family_charge_plan_move_add(d, &(struct family_charge_plan_move_add_in){ .plan_id = plan_id, .family_id = m->family_id,
			.from_person_id = m->from_person_id, .to_person_id = m->to_person_id, .reason_n = m->reason_n, .load_n = m->load_n });
	}
	audit_note(d, "charge.plan", "plan", plan_id.v, STR_NONE);
	return plan_id;
}

enum family_plan_refusal family_plan_for_staff(struct desk *d, struct plan_id plan_id, struct family_charge_plan_row *ret)
{
	struct family_charge_plan_row x;
	if (!family_charge_plan_by_id(d, plan_id, &x) || !may(d, MAY_CHARGE_BALANCE, &(struct thing){ .operator_id = x.operator_id }))
		return FAMILY_PLAN_NO_SUCH;
	*ret = x;
	return FAMILY_PLAN_FINE;
}

size_t family_plan_moves(struct desk *d, struct plan_id plan_id, struct family_charge_plan_move_row **ret)
{
	return family_charge_plan_moves(d, plan_id, ret);
}

/* Much may have happened since the draft: another worker, another area, a child on the way. What does not hold any more is left as it is. */
static void carry_out_one(struct desk *d, const struct family_charge_plan_move_row *m)
{
	struct family_charge_row old;
	struct family_charge_facts f;
	struct staff_person to;
	if (!family_charge_of(d, m->family_id, &old) || old.person_id.v != m->from_person_id.v
		|| !family_charge_facts_of(d, m->family_id, d->today, &f))
		return;
	if (!m->to_person_id.v && family_charge_is_over(&f))
		family_charge_end(d, &old, "school");
	else if (m->to_person_id.v && staff_person_by_id(d, m->to_person_id, &to) && family_charge_is_possible(d, &to, f.area_id, d->today))
		family_charge_hand_over(d, &old, m->to_person_id, m->reason_n);
}

enum family_plan_refusal family_plan_carry_out(struct desk *d, const struct family_charge_plan_row *x, int64_t *ret_left_n)
{
	struct family_charge_plan_move_row *m;
	if (!str_is(x->state, "draft"))
		return FAMILY_PLAN_SETTLED;
	if (x->as_of_on.n > d->today.n)
		return FAMILY_PLAN_EARLY;
	size_t n = family_charge_plan_moves_left(d, x->plan_id, FAMILY_PLAN_STEP + 1, &m), now_n = n < FAMILY_PLAN_STEP ? n : FAMILY_PLAN_STEP;
	for (size_t i = 0; i < now_n; i++) {
		carry_out_one(d, &m[i]);
		family_charge_plan_move_done(d, d->now, x->plan_id, m[i].family_id);
	}
	*ret_left_n = (int64_t)(n - now_n);
	if (n == now_n) {
		family_charge_plan_settle(d, STR("done"), d->now, x->plan_id);
		audit_note(d, "charge.plan.done", "plan", x->plan_id.v, STR_NONE);
	}
	return FAMILY_PLAN_FINE;
}

bool family_plan_may_go_back(const struct desk *d, const struct family_charge_plan_row *x)
{
	return !str_is(x->state, "dropped") && (!x->done_at.ms || d->now.ms - x->done_at.ms <= FAMILY_PLAN_BACK_DAYS * DAY_MS);
}

enum family_plan_refusal family_plan_go_back(struct desk *d, const struct family_charge_plan_row *x, int64_t *ret_back_n, int64_t *ret_left_n)
{
	struct family_charge_plan_move_row *m;
	if (!family_plan_may_go_back(d, x))
		return str_is(x->state, "dropped") ? FAMILY_PLAN_SETTLED : FAMILY_PLAN_LATE;
	size_t n = family_charge_plan_moves_past(d, x->plan_id, FAMILY_PLAN_STEP + 1, &m), now_n = n < FAMILY_PLAN_STEP ? n : FAMILY_PLAN_STEP;
	*ret_back_n = 0;
	for (size_t i = 0; i < now_n; i++) {
		*ret_back_n += family_charge_take_back(d, m[i].family_id, m[i].to_person_id, m[i].done_at);
		family_charge_plan_move_back(d, x->plan_id, m[i].family_id);
	}
	*ret_left_n = (int64_t)(n - now_n);
	if (n == now_n) {
		family_charge_plan_back(d, d->now, x->plan_id);
		audit_note(d, "charge.plan.back", "plan", x->plan_id.v, STR_NONE);
	}
	return FAMILY_PLAN_FINE;
}

enum family_plan_refusal family_plan_drop(struct desk *d, const struct family_charge_plan_row *x)
{
	if (family_charge_plan_settle(d, STR("dropped"), d->now, x->plan_id) != 1)
		return FAMILY_PLAN_SETTLED;
	audit_note(d, "charge.plan.drop", "plan", x->plan_id.v, STR_NONE);
	return FAMILY_PLAN_FINE;
}

size_t family_plans(struct desk *d, struct family_charge_plan_row **ret)
{
	size_t n = family_charge_plan_newest(d, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (may(d, MAY_CHARGE_BALANCE, &(struct thing){ .operator_id = (*ret)[i].operator_id }))
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

/* ---- the load of everybody ---- */

void family_loads_read(struct desk *d, struct day on, struct family_loads *ret)
{
	struct staff_person *person;
	struct family_charge_facts *family;
	size_t n = staff_people(d, &(struct staff_wish){ .is_named_only = true }, &person);
	int64_t *load = ARENA_ARRAY(d->arena, int64_t, n + 1), *capacity = ARENA_ARRAY(d->arena, int64_t, n + 1);
	*ret = (struct family_loads){ .line = ARENA_ARRAY(d->arena, struct family_load, n + 1), .n = n, .on = on };
	for (size_t i = 0; i < n; i++) {
		struct family_load *x = &ret->line[i];
		x->person = person[i];
		x->is_away = staff_is_away(d, person[i].person_id, on, NULL);
		x->family_n = (int64_t)family_charge_facts_all(d, person[i].person_id, on, &family);
		for (int64_t k = 0; k < x->family_n; k++) {
			x->child_n += family[k].child_n;
			x->pregnancy_n += family[k].pregnancy_n;
			x->first_n += family[k].asks.is_first;
			x->load_n += family[k].load_n;
		}
		capacity[i] = person[i].capacity_n;
		load[i] = x->load_n;
		x->share_n = capacity[i] > 0 ? x->load_n * 100 / capacity[i] : 0;
		ret->family_n += x->family_n;
		ret->child_n += x->child_n;
		ret->pregnancy_n += x->pregnancy_n;
		ret->load_n += x->load_n;
		ret->capacity_n += capacity[i];
	}
	ret->even = family_charge_evenness(load, capacity, n);
}

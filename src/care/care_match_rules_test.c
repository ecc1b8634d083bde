/* The ranking is true: a thousand random pairs a seed, ten seeds, each answer put through a checker that shares nothing with it. */
#include "care/care_match_rules.h"
#include "tests/test.h"
#include <math.h>
#include <stdlib.h>

enum { HELPERS = 20, ROUNDS = 50, SEEDS = 10, PAPERS = 4, TIMES = 6, HOUR_MS = 3600 * 1000 };
static const int64_t day_ms = (int64_t)24 * HOUR_MS;

/* ---- a random town ---- */

struct dice { uint64_t x; };

static int roll(struct dice *d, int sides)
{
	d->x ^= d->x << 13;
	d->x ^= d->x >> 7;
	d->x ^= d->x << 17;
	return (int)((d->x >> 11) % (uint64_t)sides);
}

static bool one_in(struct dice *d, int n)
{
	return roll(d, n) == 0;
}

static struct match_place somewhere(struct dice *d)
{
	if (one_in(d, 8))
		return (struct match_place){ 0, 0 };
	return (struct match_place){ 35560000 + roll(d, 90000), 139580000 + roll(d, 90000) };
}

struct scene { struct match_request r; struct match_helper h[HELPERS]; struct match_time time[HELPERS][TIMES];
	struct match_paper paper[HELPERS][PAPERS]; struct match_result x[HELPERS]; struct match_weights w; };

static struct day near(struct dice *d, struct day on, int most)
{
	return (struct day){ on.n - most + roll(d, 2 * most + 1) };
}

static void roll_times(struct dice *d, struct scene *s, int i)
{
	struct match_helper *h = &s->h[i];
	int64_t at = s->r.from_at.ms - 8 * (int64_t)HOUR_MS;
	h->time = s->time[i];
	for (int n = roll(d, TIMES + 1); n > 0; n--) {
		at += (int64_t)roll(d, 20) * HOUR_MS / 4;
		struct match_time *x = &s->time[i][h->time_n++];
		*x = (struct match_time){ { at }, { at + (1 + roll(d, 8)) * (int64_t)HOUR_MS / 4 }, somewhere(d), somewhere(d) };
		at = x->until_at.ms;
	}
	for (int n = roll(d, 4), from = roll(d, 8 * 60); n > 0; n--) {
		int until = from + 60 + roll(d, 400);
		h->span[h->span_n++] = (struct match_span){ from, until > 1440 ? 1440 : until };
		from = until + roll(d, 90);
		if (from > 1400)
			break;
	}
}

static void roll_papers(struct dice *d, struct scene *s, int i, struct day on)
{
	s->h[i].paper = s->paper[i];
	for (int n = roll(d, PAPERS + 1); n > 0; n--)
		s->paper[i][s->h[i].paper_n++] = (struct match_paper){ n, one_in(d, 12) ? DAY_NONE : near(d, (struct day){ on.n - 300 }, 305),
			one_in(d, 3) ? DAY_NONE : near(d, (struct day){ on.n + 60 }, 70) };
}

static void roll_helper(struct dice *d, struct scene *s, int i, struct day on)
{
	struct match_helper *h = &s->h[i];
	*h = (struct match_helper){ .person_id = 1000 + (i * 7) % HELPERS, .state = one_in(d, 9) ? (enum match_state)roll(d, 3) : MATCH_ACTIVE,
		.resting_until_on = one_in(d, 2) ? DAY_NONE : near(d, on, 30), .kinds = one_in(d, 6) ? (unsigned)roll(d, 32) : 31,
		.langs = (unsigned)roll(d, 4),
		.from_months_n = one_in(d, 3) ? roll(d, 40) : 0, .until_months_n = one_in(d, 3) ? 40 + roll(d, 60) : 144, .child_n = 1 + roll(d, 3),
		.way_n = 5 + roll(d, 90), .week_n = one_in(d, 2) ? 60 * roll(d, 20) : 0, .is_pet_fine = one_in(d, 2), .is_evening_fine = one_in(d, 2),
		.is_urgent_fine = one_in(d, 2), .is_in_area = one_in(d, 2), .home = somewhere(d), .mode = (enum match_mode)roll(d, 4),
		.insured_until_on = one_in(d, 4) ? near(d, on, 20) : DAY_NONE, .is_check_in_scope = one_in(d, 3),
		.confirmed_on = one_in(d, 3) ? DAY_NONE : near(d, on, 100), .due_on = one_in(d, 3) ? DAY_NONE : near(d, on, 100),
		.away_from_on = one_in(d, 10) ? near(d, on, 3) : DAY_NONE, .away_until_on = one_in(d, 2) ? DAY_NONE : near(d, on, 9),
		.is_apart = one_in(d, 15), .is_own_family = one_in(d, 30), .was_sounded = one_in(d, 12), .week_minutes_n = 15 * roll(d, 60),
		.family_n = one_in(d, 2) ? roll(d, 9) : 0, .load_n = 15 * roll(d, 300), .evening_n = roll(d, 9), .urgent_n = roll(d, 9),
		.last_on = one_in(d, 4) ? DAY_NONE : (struct day){ on.n - roll(d, 9) } };
	roll_times(d, s, i);
	roll_papers(d, s, i, on);
}

/* Somebody who can nearly always: else chance would leave nobody to be ranked. */
static void make_willing(struct match_helper *h)
{
	h->state = MATCH_ACTIVE;
	h->kinds = 31;
	h->insured_until_on = h->away_from_on = DAY_NONE;
	h->is_check_in_scope = h->is_apart = h->is_own_family = h->was_sounded = false;
	h->paper_n = 0;
	h->span[0] = (struct match_span){ 0, 1440 };
	h->span_n = 1;
	h->from_months_n = h->week_n = 0;
	h->until_months_n = 200;
	h->child_n = 3;
	h->is_pet_fine = h->is_evening_fine = h->is_urgent_fine = true;
}

static void roll_scene(struct dice *d, struct scene *s)
{
	struct day on = { 20000 + roll(d, 700) };
	int length = 15 * (1 + roll(d, 16)), from = 15 * roll(d, (1440 - length) / 15), youngest = roll(d, 100);
	*s = (struct scene){ .w = care_match_ordinary };
	s->r = (struct match_request){ .from_at = { on.n * day_ms - 9 * HOUR_MS + from * 60000LL }, .from = somewhere(d), .kind = 1u << roll(d, 5),
		.langs = one_in(d, 3) ? (unsigned)roll(d, 4) : 0, .child_n = roll(d, 4), .has_pet = one_in(d, 4), .is_urgent = one_in(d, 4),
		.has_checks = one_in(d, 2) };
	s->r.until_at.ms = s->r.from_at.ms + length * 60000LL;
	s->r.now.ms = s->r.from_at.ms - (int64_t)roll(d, 30) * HOUR_MS;
	s->r.end = one_in(d, 3) ? somewhere(d) : s->r.from;
	if (s->r.child_n) {
		s->r.youngest_n = youngest;
		s->r.oldest_n = youngest + (s->r.child_n > 1 ? roll(d, 60) : 0);
	}
	s->w.fairness = one_in(d, 2) ? 100 : roll(d, 200);
	for (int i = 0; i < HELPERS; i++) {
		roll_helper(d, s, i, on);
		if (one_in(d, 3))
			make_willing(&s->h[i]);
	}
}

/* ---- the checker: everything anew, in another way ---- */

static int day_no(int64_t ms)
{
	return (int)((ms + 9LL * HOUR_MS) / day_ms);
}

static int minute_no(int64_t ms)
{
	return (int)((ms + 9LL * HOUR_MS) % day_ms / 60000);
}

static int road(struct match_place a, struct match_place b, int mode)
{
	static const int metres_a_minute[] = { 60, 160, 200, 300 }, wait[] = { 0, 0, 10, 5 };
	if ((!a.lat_n && !a.lon_n) || (!b.lat_n && !b.lon_n))
		return -1;
	const long double turn = acosl(-1) / 180 / 1000000;
	long double up = (long double)(a.lat_n - b.lat_n) * turn;
	long double along = (long double)(a.lon_n - b.lon_n) * turn * cosl((long double)(a.lat_n + b.lat_n) * turn / 2);
	long long m = llroundl(6371008.8L * hypotl(up, along));
	return m == 0 ? 0 : (int)(m / metres_a_minute[mode]) + (m % metres_a_minute[mode] != 0) + wait[mode];
}

static int road_for_times(struct match_place a, struct match_place b, int mode)
{
	int n = road(a, b, mode);
	return n < 0 ? 30 : n;
}

struct claim { const struct match_reason *reason; size_t n; bool is_used[MATCH_REASONS]; int missing_n; };

/* The answer holds exactly this reason, with these figures, once. */
static void expect(struct claim *c, struct match_reason want)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct match_reason *x = &c->reason[i];
		if (!c->is_used[i] && x->kind == want.kind && x->need == want.need && x->on.n == want.on.n && x->from_at.ms == want.from_at.ms
			&& x->until_at.ms == want.until_at.ms && x->n == want.n && x->most == want.most) {
			c->is_used[i] = true;
			return;
		}
	}
	c->missing_n++;
}

static void expect_if(struct claim *c, bool is_so, struct match_reason want)
{
	if (is_so)
		expect(c, want);
}

#define NO_DAY .on = DAY_NONE

static void check_papers(struct claim *c, const struct match_request *r, const struct match_helper *h)
{
	int today = day_no(r->from_at.ms);
	bool has_confirmed = h->confirmed_on.n != INT32_MIN && (h->due_on.n == INT32_MIN || h->due_on.n >= today);
	expect_if(c, h->is_apart, (struct match_reason){ .kind = MATCH_APART, NO_DAY });
	expect_if(c, r->has_checks && h->is_check_in_scope && !has_confirmed, (struct match_reason){ .kind = MATCH_CHECK, NO_DAY });
	expect_if(c, h->state == MATCH_RESTING || h->state == MATCH_NOT_YET,
		(struct match_reason){ .kind = MATCH_STATE, .on = h->resting_until_on, .n = h->state == MATCH_RESTING ? 1 : 2 });
	expect_if(c, h->is_own_family, (struct match_reason){ .kind = MATCH_OWN, NO_DAY });
	expect_if(c, h->was_sounded, (struct match_reason){ .kind = MATCH_SOUNDED, NO_DAY });
	expect_if(c, (r->kind & ~h->kinds) != 0, (struct match_reason){ .kind = MATCH_KIND, NO_DAY });
	for (size_t i = h->paper_n; i-- > 0;) {
		const struct match_paper *x = &h->paper[i];
		bool has_begun = x->done_on.n != INT32_MIN && x->done_on.n <= today;
		expect_if(c, !has_begun, (struct match_reason){ .kind = MATCH_PAPER_NONE, .need = x->need, .on = x->done_on });
		expect_if(c, has_begun && x->until_on.n != INT32_MIN && x->until_on.n < today,
			(struct match_reason){ .kind = MATCH_PAPER_LAPSED, .need = x->need, .on = x->until_on });
	}
	expect_if(c, h->insured_until_on.n != INT32_MIN && h->insured_until_on.n < today,
		(struct match_reason){ .kind = MATCH_INSURANCE, .on = h->insured_until_on });
	expect_if(c, h->away_from_on.n != INT32_MIN, (struct match_reason){ .kind = MATCH_AWAY, .on = h->away_until_on });
}

/* Minute by minute: is each minute of it in a span? */
static void check_hours(struct claim *c, const struct match_request *r, const struct match_helper *h)
{
	int from = minute_no(r->from_at.ms), until = from + (int)((r->until_at.ms - r->from_at.ms) / 60000), best = -1, best_n = 0;
	int64_t midnight = r->from_at.ms - (int64_t)from * 60000;
	bool is_held = false;
	for (size_t i = 0; i < h->span_n; i++) {
		int inside = 0, away = 0;
		for (int m = from; m < until; m++)
			inside += m >= h->span[i].from && m < h->span[i].until;
		away = h->span[i].from >= until ? h->span[i].from - until : h->span[i].until <= from ? from - h->span[i].until : 0;
		is_held = is_held || inside == until - from;
		int score = inside ? inside : -away;
		if (best < 0 || score > best_n) {
			best = (int)i;
			best_n = score;
		}
	}
	struct match_reason want = { .kind = MATCH_HOURS, NO_DAY };
	if (best >= 0) {
		want.from_at.ms = midnight + h->span[best].from * 60000LL;
		want.until_at.ms = midnight + h->span[best].until * 60000LL;
	}
	expect_if(c, !is_held, want);
}

static void check_times(struct claim *c, const struct match_request *r, const struct match_helper *h)
{
	int64_t last = INT64_MIN, next = INT64_MAX, from = r->from_at.ms, until = r->until_at.ms;
	int to_n = 0, on_n = 0;
	for (size_t i = 0; i < h->time_n; i++) {
		const struct match_time *x = &h->time[i];
		bool is_apart = x->until_at.ms <= from || x->from_at.ms >= until;
		expect_if(c, !is_apart, (struct match_reason){ .kind = MATCH_BUSY, NO_DAY, .from_at = x->from_at, .until_at = x->until_at });
		if (x->until_at.ms <= from && x->until_at.ms > last) {
			last = x->until_at.ms;
			to_n = road_for_times(x->end, r->from, (int)h->mode);
		}
		if (x->from_at.ms >= until && x->from_at.ms < next) {
			next = x->from_at.ms;
			on_n = road_for_times(r->end, x->from, (int)h->mode);
		}
	}
	expect_if(c, last != INT64_MIN && (from - last) / 60000 < to_n,
		(struct match_reason){ .kind = MATCH_BEFORE, NO_DAY, .until_at = { last }, .n = to_n });
	expect_if(c, next != INT64_MAX && (next - until) / 60000 < on_n,
		(struct match_reason){ .kind = MATCH_AFTER, NO_DAY, .from_at = { next }, .n = on_n });
	check_hours(c, r, h);
}

static bool goes_past_six(const struct match_request *r)
{
	int64_t six = r->from_at.ms - (int64_t)minute_no(r->from_at.ms) * 60000 + 18LL * HOUR_MS;
	return r->until_at.ms > six;
}

static void check_wishes(struct claim *c, const struct match_request *r, const struct match_helper *h)
{
	int way = road(r->from, h->home, (int)h->mode), minutes = (int)((r->until_at.ms - r->from_at.ms) / 60000);
	expect_if(c, way >= 0 && way > h->way_n, (struct match_reason){ .kind = MATCH_FAR, NO_DAY, .n = way, .most = h->way_n });
	expect_if(c, h->week_n > 0 && h->week_n - h->week_minutes_n < minutes,
		(struct match_reason){ .kind = MATCH_WEEK, NO_DAY, .n = h->week_minutes_n, .most = h->week_n });
	if (r->child_n > 0) {
		expect_if(c, r->youngest_n < h->from_months_n,
			(struct match_reason){ .kind = MATCH_YOUNG, NO_DAY, .n = r->youngest_n, .most = h->from_months_n });
		expect_if(c, h->until_months_n < r->oldest_n,
			(struct match_reason){ .kind = MATCH_OLD, NO_DAY, .n = r->oldest_n, .most = h->until_months_n });
	}
	expect_if(c, h->child_n < r->child_n, (struct match_reason){ .kind = MATCH_CHILDREN, NO_DAY, .n = r->child_n, .most = h->child_n });
	expect_if(c, r->has_pet > h->is_pet_fine, (struct match_reason){ .kind = MATCH_PET, NO_DAY });
	expect_if(c, goes_past_six(r) && !h->is_evening_fine, (struct match_reason){ .kind = MATCH_EVENING_WISH, NO_DAY });
	expect_if(c, r->is_urgent > h->is_urgent_fine, (struct match_reason){ .kind = MATCH_URGENT_WISH, NO_DAY });
}

/* Every reason that is true is said, and every reason that is said is true. */
static bool reasons_are_true(const struct match_request *r, const struct match_helper *h, const struct match_reason *reason, size_t n)
{
	struct claim c = { .reason = reason, .n = n };
	check_papers(&c, r, h);
	check_times(&c, r, h);
	check_wishes(&c, r, h);
	bool is_true = c.missing_n == 0;
	for (size_t i = 0; i < n; i++)
		is_true = is_true && c.is_used[i];
	return is_true;
}

/* How many reasons the checker itself finds. */
static int reasons_of(const struct match_request *r, const struct match_helper *h)
{
	struct claim c = { .n = 0 };
	check_papers(&c, r, h);
	check_times(&c, r, h);
	check_wishes(&c, r, h);
	return c.missing_n;
}

static bool is_set_aside(enum match_block kind)
{
	static const enum match_block never[] = { MATCH_APART, MATCH_CHECK, MATCH_STATE, MATCH_OWN, MATCH_SOUNDED, MATCH_KIND, MATCH_PAPER_NONE,
		MATCH_PAPER_LAPSED, MATCH_INSURANCE, MATCH_AWAY, MATCH_BUSY };
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (never[i] == kind)
			return false;
	return true;
}

/* The nearest quarter of that day at which the checker finds nothing in the way, where only hours, times and evenings are. */
static int64_t else_of(const struct match_request *r, const struct match_helper *h, const struct match_result *x)
{
	int64_t midnight = r->from_at.ms - (int64_t)minute_no(r->from_at.ms) * 60000, best = 0, length = r->until_at.ms - r->from_at.ms;
	for (size_t i = 0; i < x->reason_n; i++) {
		enum match_block k = x->reason[i].kind;
		if (k != MATCH_BUSY && k != MATCH_HOURS && k != MATCH_BEFORE && k != MATCH_AFTER && k != MATCH_EVENING_WISH)
			return 0;
	}
	for (int q = 95; q >= 0 && x->reason_n; q--) {
		struct match_request at = *r;
		at.from_at.ms = midnight + q * 900000LL;
		at.until_at.ms = at.from_at.ms + length;
		int64_t far = llabs(at.from_at.ms - r->from_at.ms);
		if (at.until_at.ms <= midnight + day_ms && at.from_at.ms >= r->now.ms && (!best || far <= llabs(best - r->from_at.ms)) && !reasons_of(&at, h))
			best = at.from_at.ms;
	}
	return best;
}

static int cost_of(const struct match_request *r, const struct match_helper *h, const struct match_weights *w, int term[MATCH_TERM_N])
{
	int64_t away = (int64_t)day_no(r->from_at.ms) - h->last_on.n;
	int known = h->family_n > 5 ? 5 : h->family_n;
	for (int i = 0; i < MATCH_TERM_N; i++)
		term[i] = 0;
	term[MATCH_T_WAY] = road_for_times(h->home, r->from, (int)h->mode) * w->way;
	term[MATCH_T_FAMILY] = 5 * w->family - known * w->family;
	if (!h->is_in_area)
		term[MATCH_T_AREA] = w->area;
	if (r->langs != 0 && (r->langs & h->langs) == 0)
		term[MATCH_T_LANG] = w->lang;
	term[MATCH_T_LOAD] = (w->load * h->load_n / 600) * w->fairness / 100;
	if (goes_past_six(r))
		term[MATCH_T_EVENING] = h->evening_n * w->evening * w->fairness / 100;
	if (r->is_urgent)
		term[MATCH_T_URGENT] = h->urgent_n * w->urgent * w->fairness / 100;
	if (h->last_on.n != INT32_MIN && away < 3)
		term[MATCH_T_REST] = w->rest * (int)(3 - away);
	int sum = 0;
	for (int i = MATCH_TERM_N; i-- > 0;)
		sum += term[i];
	return sum;
}

/* Nobody behind would go before: by cost, minutes of load, number. */
static bool order_is_true(const struct scene *s)
{
	for (int i = 0; i + 1 < HELPERS; i++) {
		const struct match_result *a = &s->x[i], *b = &s->x[i + 1];
		const struct match_helper *g = &s->h[a->helper], *h = &s->h[b->helper];
		int first = a->reason_n ? a->is_overridable ? 1 : 2 : 0, second = b->reason_n ? b->is_overridable ? 1 : 2 : 0;
		bool is_same = first == 0 && second == 0;
		bool is_before = first < second || (first == second && !is_same && g->person_id < h->person_id)
			|| (is_same && (a->cost < b->cost || (a->cost == b->cost && (g->load_n < h->load_n
				|| (g->load_n == h->load_n && g->person_id < h->person_id)))));
		if (!is_before || a->rank != (first ? 0 : i + 1))
			return false;
	}
	return true;
}

/* What is said against the first holds when it is tried: with that one term as low, it would be cheaper. */
static bool lever_is_true(const struct scene *s, const struct match_result *x)
{
	const struct match_result *first = &s->x[0];
	int with = x->cost - x->term[x->lever] + first->term[x->lever], steepest = 0;
	for (int i = 0; i < MATCH_TERM_N; i++)
		steepest = x->term[i] - first->term[i] > steepest ? x->term[i] - first->term[i] : steepest;
	bool is_steepest = steepest == 0 || x->term[x->lever] - first->term[x->lever] == steepest;
	return is_steepest && x->gap == x->cost - first->cost && x->is_lever_enough == (with < first->cost);
}

struct tally { int pair_n, true_n, blocked_n, kind_n[MATCH_BLOCK_N], possible_n, else_n; };

static void check_scene(struct scene *s, struct tally *t)
{
	bool is_ordered = order_is_true(s);
	for (int i = 0; i < HELPERS; i++) {
		const struct match_result *x = &s->x[i];
		const struct match_helper *h = &s->h[x->helper];
		int term[MATCH_TERM_N], cost = cost_of(&s->r, h, &s->w, term);
		bool is_free = x->reason_n > 0, is_true = is_ordered && reasons_are_true(&s->r, h, x->reason, x->reason_n) && x->cost == cost;
		for (int k = 0; k < MATCH_TERM_N; k++)
			is_true = is_true && term[k] == x->term[k];
		for (size_t k = 0; k < x->reason_n; k++) {
			is_free = is_free && is_set_aside(x->reason[k].kind);
			t->kind_n[x->reason[k].kind]++;
		}
		is_true = is_true && x->is_overridable == is_free && x->else_at.ms == else_of(&s->r, h, x) && x->way_n == road(h->home, s->r.from, (int)h->mode)
			&& (x->rank < 2 || lever_is_true(s, x));
		t->pair_n++;
		t->true_n += is_true;
		t->blocked_n += x->reason_n > 0;
		t->possible_n += x->reason_n == 0;
		t->else_n += x->else_at.ms != 0;
	}
}

TEST(of_a_thousand_random_pairs_a_seed_every_reason_and_every_cost_is_exactly_true)
{
	static struct scene s;
	struct tally t = { 0 };
	for (int seed = 1; seed <= SEEDS; seed++) {
		struct dice d = { (uint64_t)seed * 0x9E3779B97F4A7C15u };
		int before = t.pair_n;
		for (int round = 0; round < ROUNDS; round++) {
			roll_scene(&d, &s);
			care_match_rank(&s.r, s.h, HELPERS, &s.w, s.x);
			check_scene(&s, &t);
		}
		EXPECT_INT(t.pair_n - before, 1000);
		EXPECT_INT(t.true_n, t.pair_n);
	}
	EXPECT(t.possible_n > 1000);                    /* and the dice showed all there is to see */
	EXPECT(t.else_n > 100);
	for (int i = 0; i < MATCH_BLOCK_N; i++)
		EXPECT(t.kind_n[i] > 10);
}

/* The checker itself can say no. */
TEST(an_answer_that_leaves_out_a_reason_or_changes_a_figure_is_found_out)
{
	static struct scene s;
	struct dice d = { 77 };
	int wrong_n = 0, tried_n = 0;
	for (int round = 0; round < 20; round++) {
		roll_scene(&d, &s);
		care_match_rank(&s.r, s.h, HELPERS, &s.w, s.x);
		for (int i = 0; i < HELPERS; i++) {
			struct match_result *x = &s.x[i];
			if (!x->reason_n)
				continue;
			tried_n += 2;
			wrong_n += !reasons_are_true(&s.r, &s.h[x->helper], x->reason, x->reason_n - 1);
			x->reason[0].n++;
			wrong_n += !reasons_are_true(&s.r, &s.h[x->helper], x->reason, x->reason_n);
		}
	}
	EXPECT(tried_n > 100);
	EXPECT_INT(wrong_n, tried_n);
}

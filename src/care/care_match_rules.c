/* The order of helpers for one request. */
#include "care/care_match_rules.h"
#include <math.h>
#include <stdlib.h>

const struct match_weights care_match_ordinary = { .way = 1, .family = 6, .area = 5, .lang = 20, .load = 12, .evening = 4, .urgent = 4, .rest = 3,
	.fairness = 100 };

static const struct { int metres, wait; } speed[] = { [MATCH_WALK] = { 60, 0 }, [MATCH_BICYCLE] = { 160, 0 }, [MATCH_BUS] = { 200, 10 },
	[MATCH_CAR] = { 300, 5 } };

/* ---- the way ---- */

static bool is_known(struct match_place x)
{
	return x.lat_n || x.lon_n;
}

int64_t care_match_metres(struct match_place a, struct match_place b)
{
	const double radius = 6371008.8, part = 3.14159265358979323846 / 180e6;
	if (!is_known(a) || !is_known(b))
		return -1;
	double north = (double)(b.lat_n - a.lat_n) * part;
	double east = (double)(b.lon_n - a.lon_n) * part * cos((double)(a.lat_n + b.lat_n) / 2 * part);
	return (int64_t)(radius * sqrt(north * north + east * east) + 0.5);
}

int care_match_minutes(struct match_place a, struct match_place b, enum match_mode mode)
{
	int64_t metres = care_match_metres(a, b);
	if (metres < 0)
		return -1;
	return (int)((metres + speed[mode].metres - 1) / speed[mode].metres) + (metres > 0 ? speed[mode].wait : 0);
}

static int minutes_or_usual(struct match_place a, struct match_place b, enum match_mode mode)
{
	int n = care_match_minutes(a, b, mode);
	return n < 0 ? MATCH_WAY_UNKNOWN : n;
}

/* ---- what stands in the way ---- */

bool care_match_may_override(enum match_block kind)
{
	switch (kind) {
	case MATCH_HOURS: case MATCH_BEFORE: case MATCH_AFTER: case MATCH_FAR: case MATCH_WEEK: case MATCH_YOUNG: case MATCH_OLD:
	case MATCH_CHILDREN: case MATCH_PET: case MATCH_EVENING_WISH: case MATCH_URGENT_WISH:
		return true;
	default:
		return false;
	}
}

struct ask { const struct match_request *r; const struct match_helper *h; struct match_reason *ret; size_t n; };

static void add(struct ask *a, struct match_reason reason)
{
	if (a->n < MATCH_REASONS)
		a->ret[a->n++] = reason;
}

static void add_if(struct ask *a, bool is_so, enum match_block kind)
{
	if (is_so)
		add(a, (struct match_reason){ .kind = kind, .on = DAY_NONE });
}

static bool is_past(struct day until_on, struct day on)
{
	return !day_is_none(until_on) && until_on.n < on.n;
}

static void ask_papers(struct ask *a)
{
	struct day on = day_of(a->r->from_at);
	const struct match_helper *h = a->h;
	for (size_t i = 0; i < h->paper_n; i++) {
		const struct match_paper *x = &h->paper[i];
		if (day_is_none(x->done_on) || x->done_on.n > on.n)
			add(a, (struct match_reason){ .kind = MATCH_PAPER_NONE, .need = x->need, .on = x->done_on });
		else if (is_past(x->until_on, on))
			add(a, (struct match_reason){ .kind = MATCH_PAPER_LAPSED, .need = x->need, .on = x->until_on });
	}
	if (is_past(h->insured_until_on, on))
		add(a, (struct match_reason){ .kind = MATCH_INSURANCE, .on = h->insured_until_on });
}

static void ask_standing(struct ask *a)
{
	const struct match_helper *h = a->h;
	struct day on = day_of(a->r->from_at);
	add_if(a, h->is_apart, MATCH_APART);
	add_if(a, a->r->has_checks && h->is_check_in_scope && (day_is_none(h->confirmed_on) || is_past(h->due_on, on)), MATCH_CHECK);
	if (h->state != MATCH_ACTIVE)
		add(a, (struct match_reason){ .kind = MATCH_STATE, .on = h->resting_until_on, .n = (int)h->state });
	add_if(a, h->is_own_family, MATCH_OWN);
	add_if(a, h->was_sounded, MATCH_SOUNDED);
	add_if(a, !(h->kinds & a->r->kind), MATCH_KIND);
	ask_papers(a);
	if (!day_is_none(h->away_from_on))
		add(a, (struct match_reason){ .kind = MATCH_AWAY, .on = h->away_until_on });
}

/* The span that holds most of it; of two that hold as much the earlier. */
static const struct match_span *nearest_span(const struct match_helper *h, int from, int until)
{
	const struct match_span *best = NULL;
	int best_n = 0;
	for (size_t i = 0; i < h->span_n; i++) {
		int first = h->span[i].from > from ? h->span[i].from : from, last = h->span[i].until < until ? h->span[i].until : until;
		if (!best || last - first > best_n) {
			best = &h->span[i];
			best_n = last - first;
		}
	}
	return best;
}

static void ask_hours(struct ask *a, struct moment from_at, struct moment until_at)
{
	struct day on = day_of(from_at);
	int from = day_minute(from_at), until = from + (int)((until_at.ms - from_at.ms) / MINUTE);
	const struct match_span *span = nearest_span(a->h, from, until);
	for (size_t i = 0; i < a->h->span_n; i++)
		if (a->h->span[i].from <= from && until <= a->h->span[i].until)
			return;
	struct match_reason reason = { .kind = MATCH_HOURS, .on = DAY_NONE };
	if (span) {
		reason.from_at = day_moment(on, span->from);
		reason.until_at = day_moment(on, span->until);
	}
	add(a, reason);
}

static bool lies_over(const struct match_time *x, struct moment from_at, struct moment until_at)
{
	return x->from_at.ms < until_at.ms && from_at.ms < x->until_at.ms;
}

/* The last that ends before, and the first that begins after: can the way between be made? */
static void ask_ways(struct ask *a, struct moment from_at, struct moment until_at)
{
	const struct match_time *before = NULL, *after = NULL;
	for (size_t i = 0; i < a->h->time_n; i++) {
		const struct match_time *x = &a->h->time[i];
		if (x->until_at.ms <= from_at.ms && (!before || x->until_at.ms > before->until_at.ms))
			before = x;
		if (x->from_at.ms >= until_at.ms && (!after || x->from_at.ms < after->from_at.ms))
			after = x;
	}
	int to_n = before ? minutes_or_usual(before->end, a->r->from, a->h->mode) : 0;
	int on_n = after ? minutes_or_usual(a->r->end, after->from, a->h->mode) : 0;
	if (before && moment_add(before->until_at, (int64_t)to_n * MINUTE).ms > from_at.ms)
		add(a, (struct match_reason){ .kind = MATCH_BEFORE, .on = DAY_NONE, .until_at = before->until_at, .n = to_n });
	if (after && moment_add(until_at, (int64_t)on_n * MINUTE).ms > after->from_at.ms)
		add(a, (struct match_reason){ .kind = MATCH_AFTER, .on = DAY_NONE, .from_at = after->from_at, .n = on_n });
}

static void ask_times(struct ask *a, struct moment from_at, struct moment until_at)
{
	for (size_t i = 0; i < a->h->time_n; i++) {
		const struct match_time *x = &a->h->time[i];
		if (lies_over(x, from_at, until_at))
			add(a, (struct match_reason){ .kind = MATCH_BUSY, .on = DAY_NONE, .from_at = x->from_at, .until_at = x->until_at });
	}
	ask_hours(a, from_at, until_at);
	ask_ways(a, from_at, until_at);
}

static int length_of(const struct match_request *r)
{
	return (int)((r->until_at.ms - r->from_at.ms) / MINUTE);
}

static bool is_evening(const struct match_request *r)
{
	return day_minute(r->from_at) + length_of(r) > MATCH_EVENING;
}

static void number(struct ask *a, enum match_block kind, int n, int most)
{
	add(a, (struct match_reason){ .kind = kind, .on = DAY_NONE, .n = n, .most = most });
}

static void ask_wishes(struct ask *a)
{
	const struct match_request *r = a->r;
	const struct match_helper *h = a->h;
	int way = care_match_minutes(h->home, r->from, h->mode);
	if (way > h->way_n)
		number(a, MATCH_FAR, way, h->way_n);
	if (h->week_n && h->week_minutes_n + length_of(r) > h->week_n)
		number(a, MATCH_WEEK, h->week_minutes_n, h->week_n);
	if (r->child_n && r->youngest_n < h->from_months_n)
		number(a, MATCH_YOUNG, r->youngest_n, h->from_months_n);
	if (r->child_n && r->oldest_n > h->until_months_n)
		number(a, MATCH_OLD, r->oldest_n, h->until_months_n);
	if (r->child_n > h->child_n)
		number(a, MATCH_CHILDREN, r->child_n, h->child_n);
	add_if(a, r->has_pet && !h->is_pet_fine, MATCH_PET);
	add_if(a, is_evening(r) && !h->is_evening_fine, MATCH_EVENING_WISH);
	add_if(a, r->is_urgent && !h->is_urgent_fine, MATCH_URGENT_WISH);
}

size_t care_match_reasons(const struct match_request *r, const struct match_helper *h, struct match_reason ret[MATCH_REASONS])
{
	struct ask a = { .r = r, .h = h, .ret = ret };
	ask_standing(&a);
	ask_times(&a, r->from_at, r->until_at);
	ask_wishes(&a);
	return a.n;
}

/* ---- what would do instead ---- */

static bool is_of_time(enum match_block kind)
{
	return kind == MATCH_BUSY || kind == MATCH_HOURS || kind == MATCH_BEFORE || kind == MATCH_AFTER || kind == MATCH_EVENING_WISH;
}

/* The quarter of that day, not before now, nearest to what was asked for, at which no time stands in the way; the earlier of two as near. */
static struct moment find_else(const struct match_request *r, const struct match_helper *h, const struct match_result *x)
{
	struct moment best = MOMENT_NONE;
	struct day on = day_of(r->from_at);
	for (size_t i = 0; i < x->reason_n; i++)
		if (!is_of_time(x->reason[i].kind))
			return MOMENT_NONE;
	for (int minute = 0; x->reason_n && minute + length_of(r) <= 24 * 60; minute += 15) {
		struct match_reason reason[MATCH_REASONS];
		struct match_request moved = *r;
		struct ask a = { .r = &moved, .h = h, .ret = reason };
		moved.from_at = day_moment(on, minute);
		moved.until_at = moment_add(moved.from_at, r->until_at.ms - r->from_at.ms);
		bool is_nearer = !best.ms || llabs(moved.from_at.ms - r->from_at.ms) < llabs(best.ms - r->from_at.ms);
		if (!is_nearer || moved.from_at.ms < r->now.ms)
			continue;
		ask_times(&a, moved.from_at, moved.until_at);
		ask_wishes(&a);
		if (!a.n)
			best = moved.from_at;
	}
	return best;
}

/* ---- what it costs ---- */

static int fair(int points, const struct match_weights *w)
{
	return points * w->fairness / 100;
}

int care_match_cost(const struct match_request *r, const struct match_helper *h, const struct match_weights *w, int ret_term[MATCH_TERM_N])
{
	int sum = 0, known = h->family_n < MATCH_FAMILY_MOST ? h->family_n : MATCH_FAMILY_MOST;
	int rested = day_is_none(h->last_on) ? MATCH_REST_DAYS : day_of(r->from_at).n - h->last_on.n;
	ret_term[MATCH_T_WAY] = w->way * minutes_or_usual(h->home, r->from, h->mode);
	ret_term[MATCH_T_FAMILY] = w->family * (MATCH_FAMILY_MOST - known);
	ret_term[MATCH_T_AREA] = h->is_in_area ? 0 : w->area;
	ret_term[MATCH_T_LANG] = r->langs && !(h->langs & r->langs) ? w->lang : 0;
	ret_term[MATCH_T_LOAD] = fair(w->load * h->load_n / 600, w);
	ret_term[MATCH_T_EVENING] = is_evening(r) ? fair(w->evening * h->evening_n, w) : 0;
	ret_term[MATCH_T_URGENT] = r->is_urgent ? fair(w->urgent * h->urgent_n, w) : 0;
	ret_term[MATCH_T_REST] = rested < MATCH_REST_DAYS ? w->rest * (MATCH_REST_DAYS - (rested < 0 ? 0 : rested)) : 0;
	for (int i = 0; i < MATCH_TERM_N; i++)
		sum += ret_term[i];
	return sum;
}

/* ---- the order ---- */

static int group_of(const struct match_result *x)
{
	return !x->reason_n ? 0 : x->is_overridable ? 1 : 2;
}

static int sign(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare(const void *one, const void *two, void *arg)
{
	const struct match_result *a = one, *b = two;
	const struct match_helper *h = arg;
	int by = sign(group_of(a), group_of(b));
	if (!by && !a->reason_n)
		by = sign(a->cost, b->cost);
	if (!by && !a->reason_n)
		by = sign(h[a->helper].load_n, h[b->helper].load_n);
	return by ? by : sign(h[a->helper].person_id, h[b->helper].person_id);
}

static void judge(const struct match_request *r, const struct match_helper *h, struct match_result *x)
{
	x->reason_n = care_match_reasons(r, h, x->reason);
	x->is_overridable = x->reason_n > 0;
	for (size_t i = 0; i < x->reason_n; i++)
		x->is_overridable = x->is_overridable && care_match_may_override(x->reason[i].kind);
	x->else_at = find_else(r, h, x);
	x->way_n = care_match_minutes(h->home, r->from, h->mode);
}

static void against(const struct match_result *first, struct match_result *x)
{
	int most = 0;
	x->gap = x->cost - first->cost;
	for (int i = 0; i < MATCH_TERM_N; i++)
		if (x->term[i] - first->term[i] > most) {
			most = x->term[i] - first->term[i];
			x->lever = (enum match_term)i;
		}
	x->is_lever_enough = most > x->gap;
}

void care_match_rank(const struct match_request *r, const struct match_helper *h, size_t n, const struct match_weights *w, struct match_result *ret)
{
	for (size_t i = 0; i < n; i++) {
		ret[i] = (struct match_result){ .helper = i };
		judge(r, &h[i], &ret[i]);
		ret[i].cost = care_match_cost(r, &h[i], w, ret[i].term);
	}
	qsort_r(ret, n, sizeof *ret, compare, (void *)h);
	for (size_t i = 0; i < n && !ret[i].reason_n; i++) {
		ret[i].rank = (int)i + 1;
		against(&ret[0], &ret[i]);
	}
	if (n > 1 && !ret[0].reason_n && !ret[1].reason_n)
		ret[0].gap = ret[1].cost - ret[0].cost;
}

/* Points, their order, and what changed it. */
#include "family/family_charge_rules.h"
#include <string.h>

static const char *const terms[CHARGE_TERM_N] = { "known", "first", "language", "area", "load", "leave" };

const char *family_charge_term_word(enum charge_term term)
{
	return terms[term];
}

/* ---- the tenant's numbers ---- */

enum { NUMBER_MOST = 1000, NEWBORN_DAYS = 120 };

struct number { const char *word; int64_t *at; };

static bool numbers_read(struct str text, const struct number *known, size_t n)
{
	struct str one, word;
	while (text.n) {
		int64_t value;
		str_cut(&text, ',', &one);
		size_t i = 0;
		if (!str_cut(&one, '=', &word) || !str_int(one, &value) || value < 0 || value > NUMBER_MOST)
			return false;
		while (i < n && !str_is(word, known[i].word))
			i++;
		if (i == n)
			return false;
		*known[i].at = value;
	}
	return true;
}

bool family_charge_order_read(struct str text, struct charge_order *ret)
{
	static const struct charge_order usual = { .weight = { [CHARGE_KNOWN] = 60, [CHARGE_FIRST] = 30, [CHARGE_LANGUAGE] = 50, [CHARGE_AREA] = 40,
		[CHARGE_LOAD] = 100, [CHARGE_LEAVE] = 35 }, .experienced_years = 5, .leave_days = 180 };
	struct charge_order x = usual;
	struct number known[] = { { "known", &x.weight[CHARGE_KNOWN] }, { "first", &x.weight[CHARGE_FIRST] }, { "language", &x.weight[CHARGE_LANGUAGE] },
		{ "area", &x.weight[CHARGE_AREA] }, { "load", &x.weight[CHARGE_LOAD] }, { "leave", &x.weight[CHARGE_LEAVE] },
		{ "years", &x.experienced_years }, { "days", &x.leave_days } };
	bool is_fine = numbers_read(text, known, sizeof known / sizeof *known);
	*ret = is_fine ? x : usual;
	return is_fine;
}

bool family_charge_weights_read(struct str text, struct charge_weights *ret)
{
	static const struct charge_weights usual = { .pregnancy = 20, .newborn = 40, .infant = 25, .toddler = 15, .child = 10, .first = 10, .multiple = 10,
		.interpreter = 10, .watch = 30 };
	struct charge_weights x = usual;
	struct number known[] = { { "pregnancy", &x.pregnancy }, { "newborn", &x.newborn }, { "infant", &x.infant }, { "toddler", &x.toddler },
		{ "child", &x.child }, { "first", &x.first }, { "multiple", &x.multiple }, { "interpreter", &x.interpreter }, { "watch", &x.watch } };
	bool is_fine = numbers_read(text, known, sizeof known / sizeof *known);
	*ret = is_fine ? x : usual;
	return is_fine;
}

/* ---- the proposal ---- */

static int64_t share_of(const struct charge_candidate *x)
{
	return x->load_n * 100 / (x->capacity_n > 0 ? x->capacity_n : 1);
}

void family_charge_points(const struct charge_order *o, const struct charge_asks *f, const struct charge_candidate *x, int64_t ret[CHARGE_TERM_N])
{
	bool is_experienced = x->years >= o->experienced_years;
	bool leaves = x->leave_in_days >= 0 && x->leave_in_days <= o->leave_days;
	/* parts of a point, so that the load of one child still tells two colleagues apart */
	memset(ret, 0, sizeof *ret * CHARGE_TERM_N);
	ret[CHARGE_KNOWN] = x->is_known ? o->weight[CHARGE_KNOWN] * 1000 : 0;
	/* of two who are experienced, a year counts a fiftieth of what being so does, up to twenty */
	ret[CHARGE_FIRST] = f->is_first && is_experienced ? o->weight[CHARGE_FIRST] * (1000 + 20 * (x->years < 20 ? x->years : 20)) : 0;
	ret[CHARGE_LANGUAGE] = f->needs_language && x->has_language ? o->weight[CHARGE_LANGUAGE] * 1000 : 0;
	ret[CHARGE_AREA] = f->has_area && x->has_area ? o->weight[CHARGE_AREA] * 1000 : 0;
	ret[CHARGE_LOAD] = -o->weight[CHARGE_LOAD] * share_of(x);       /* 100: a point for every preschool child */
	ret[CHARGE_LEAVE] = leaves ? -o->weight[CHARGE_LEAVE] * 1000 : 0;
}

static int64_t sum_without(const int64_t point[CHARGE_TERM_N], uint32_t without)
{
	int64_t sum = 0;
	for (int t = 0; t < CHARGE_TERM_N; t++)
		if (!(without >> t & 1))
			sum += point[t];
	return sum;
}

size_t family_charge_first(const struct charge_question *q, uint32_t without)
{
	int64_t point[CHARGE_TERM_N], most = 0;
	size_t first = 0;
	for (size_t i = 0; i < q->n; i++) {
		family_charge_points(q->order, q->asks, &q->x[i], point);
		int64_t sum = sum_without(point, without);
		if (i == 0 || sum > most) {
			most = sum;
			first = i;
		}
	}
	return first;
}

static int bits(uint32_t set)
{
	return __builtin_popcount(set);
}

/* The smallest set of terms without which `is_other` holds; 0 when there is none. Of those alike the one whose terms are said first. */
static uint32_t fewest(bool (*is_other)(const void *, uint32_t without), const void *of)
{
	uint32_t best = 0;
	for (uint32_t set = 1; set < 1u << CHARGE_TERM_N; set++)
		if ((!best || bits(set) < bits(best)) && is_other(of, set))
			best = set;
	return best;
}

struct pair { const struct charge_question *q; size_t first, other; };

static bool another_is_first(const void *of, uint32_t without)
{
	const struct pair *x = of;
	return family_charge_first(x->q, without) != x->first;
}

/* Somebody else has as many points: only the list's order still decides. */
static bool is_shared(const void *of, uint32_t without)
{
	const struct pair *x = of;
	int64_t first[CHARGE_TERM_N], other[CHARGE_TERM_N];
	family_charge_points(x->q->order, x->q->asks, &x->q->x[x->first], first);
	for (size_t i = 0; i < x->q->n; i++) {
		family_charge_points(x->q->order, x->q->asks, &x->q->x[i], other);
		if (i != x->first && sum_without(other, without) >= sum_without(first, without))
			return true;
	}
	return false;
}

static bool is_ahead(const void *of, uint32_t without)
{
	const struct pair *x = of;
	int64_t first[CHARGE_TERM_N], other[CHARGE_TERM_N];
	family_charge_points(x->q->order, x->q->asks, &x->q->x[x->first], first);
	family_charge_points(x->q->order, x->q->asks, &x->q->x[x->other], other);
	int64_t a = sum_without(first, without), b = sum_without(other, without);
	return b > a || (b == a && x->other < x->first);
}

static bool is_placed(const struct charge_proposal *r, size_t at)
{
	for (size_t k = 0; k < r->n; k++)
		if (r->place[k].at == at)
			return true;
	return false;
}

static size_t best_left(const struct charge_question *q, const struct charge_proposal *r)
{
	int64_t point[CHARGE_TERM_N], most = 0;
	size_t best = q->n;
	for (size_t i = 0; i < q->n; i++) {
		family_charge_points(q->order, q->asks, &q->x[i], point);
		int64_t sum = sum_without(point, 0);
		if (!is_placed(r, i) && (best == q->n || sum > most)) {
			most = sum;
			best = i;
		}
	}
	return best;
}

void family_charge_propose(const struct charge_question *q, struct charge_proposal *ret)
{
	*ret = (struct charge_proposal){ 0 };
	while (ret->n < CHARGE_SHOWN && ret->n < q->n) {
		size_t best = best_left(q, ret);
		struct pair x = { q, ret->n ? ret->place[0].at : best, best };
		uint32_t reasons = fewest(ret->n ? is_ahead : another_is_first, &x);
		if (!reasons && !ret->n && !is_shared(&x, 0))
			reasons = fewest(is_shared, &x);
		ret->place[ret->n++] = (struct charge_place){ best, reasons };
	}
}

/* ---- loads ---- */

struct day family_charge_school_on(struct day born_on)
{
	struct day_parts p = day_split(born_on);
	bool is_early = p.month < 4 || (p.month == 4 && p.day == 1);
	return day_make(p.year + (is_early ? 6 : 7), 4, 1);
}

/* An age is reached on the day before the birthday; of 29 February, on the 28th. */
static bool has_turned(struct day born_on, int years, struct day on)
{
	struct day_parts p = day_split(born_on);
	struct day birthday = day_make(p.year + years, p.month, p.day);
	if (day_is_none(birthday))
		birthday = day_make(p.year + years, 3, 1);
	return on.n >= birthday.n - 1;
}

int64_t family_charge_child_load(const struct charge_weights *w, const struct charge_child *x, struct day on)
{
	int64_t more = (x->is_first ? w->first : 0) + (x->is_multiple ? w->multiple : 0);
	if (x->is_pregnancy)
		return w->pregnancy + more;
	if (day_is_none(x->born_on) || on.n >= family_charge_school_on(x->born_on).n)
		return 0;
	if (!has_turned(x->born_on, 1, on))
		return (on.n - x->born_on.n < NEWBORN_DAYS ? w->newborn : w->infant) + more;
	return has_turned(x->born_on, 3, on) ? w->child : w->toddler;
}

struct charge_even family_charge_evenness(const int64_t *load_n, const int64_t *capacity_n, size_t n)
{
	struct charge_even ret = { .least_n = INT64_MAX };
	int64_t sum = 0, apart = 0, m = 0;
	for (size_t i = 0; i < n; i++) {
		if (capacity_n[i] <= 0)
			continue;
		int64_t share = load_n[i] * 100 / capacity_n[i];
		sum += share;
		m++;
		ret.most_n = share > ret.most_n ? share : ret.most_n;
		ret.least_n = share < ret.least_n ? share : ret.least_n;
		for (size_t k = 0; k < n; k++)
			if (capacity_n[k] > 0) {
				int64_t other = load_n[k] * 100 / capacity_n[k];
				apart += share > other ? share - other : other - share;
			}
	}
	if (!m)
		return (struct charge_even){ 0 };
	/* half the mean difference of all pairs, over the mean */
	ret.gini_n = sum ? apart * 1000 / (2 * m * sum) : 0;
	ret.mean_n = sum / m;
	return ret;
}

int64_t family_charge_move_cost(const struct charge_order *o, const struct charge_move *x)
{
	int64_t months = x->months_n < 36 ? x->months_n : 36, cost = 0;
	/* two years with the same person weigh about twice what a wrong area does */
	if (!x->is_own && !x->is_own_leaving)
		cost += o->weight[CHARGE_KNOWN] * (12 + months) / 12 + x->load_n / 2;
	if (!x->is_own && x->lacks_experience)
		cost += o->weight[CHARGE_FIRST];
	if (!x->has_area)
		cost += o->weight[CHARGE_AREA];
	if (!x->has_language)
		cost += o->weight[CHARGE_LANGUAGE];
	return cost;
}

/* Answers by simulated annealing: jobs move to another agent or change places with another job; what does not fit is allowed at a price per unit,
 * which rises while nothing fits and falls while all does, so that the walk stays at the edge where the best answers lie. */
#include "match/assign_inside.h"
#include "base/clock.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEAR_MOST = 12, LOOK = 512, PUSH_MOST = 16 };
/* A unit too much costs a little more than the price of capacity at first, so that the walk is free, and far more at the end, so that all fits. */
#define FINE_FIRST 0.05
#define FINE_RISE 200.0
#define COLD 1.3                                        /* where a walk from a good start stays, in parts of a cooling */

struct crowd { int32_t *job; int32_t n, cap; };

struct walk {
	const struct assign_field *f;
	int32_t *agent, *place, *near, *near_count; int near_n; /* near[job * near_n]: agents in order of priced cost */
	struct crowd *crowd;
	int64_t *used, *dear, cost, over;               /* dear: what a unit too much at an agent weighs, by its price */
	double heat, fine;                              /* temperature; how heavily that counts now */
	uint64_t random;
	int64_t best; int32_t *best_agent;
};

static uint64_t draw(struct walk *w)
{
	uint64_t x = w->random;
	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return w->random = x;
}

static int32_t draw_below(struct walk *w, int32_t n)
{
	return (int32_t)(((draw(w) >> 32) * (uint64_t)(uint32_t)n) >> 32);
}

static double draw_unit(struct walk *w)
{
	return (double)((draw(w) >> 11) + 1) * 0x1p-53;
}

static int64_t too_much(const struct walk *w, int i, int64_t used)
{
	return used > w->f->room[i] ? (used - w->f->room[i]) * w->dear[i] : 0;
}

static void join(struct walk *w, int i, int32_t job)
{
	struct crowd *c = &w->crowd[i];
	if (c->n == c->cap) {
		c->cap = c->cap * 2 + 8;
		c->job = realloc(c->job, sizeof *c->job * (size_t)c->cap);
	}
	w->place[job] = c->n;
	c->job[c->n++] = job;
	w->agent[job] = i;
}

static void leave(struct walk *w, int i, int32_t job)
{
	struct crowd *c = &w->crowd[i];
	int32_t last = c->job[--c->n];
	c->job[w->place[job]] = last;
	w->place[last] = w->place[job];
}

static bool accept(struct walk *w, int64_t cost, int64_t over)
{
	double worse = (double)cost + w->fine * (double)over;
	return worse <= 0 || worse < -w->heat * log(draw_unit(w));
}

static void remember(struct walk *w)
{
	if (w->over || w->cost >= w->best)
		return;
	w->best = w->cost;
	memcpy(w->best_agent, w->agent, sizeof *w->agent * (size_t)w->f->n);
}

static void used_add(struct walk *w, int i, int64_t load, int64_t *over)
{
	*over -= too_much(w, i, w->used[i]);
	w->used[i] += load;
	*over += too_much(w, i, w->used[i]);
}

static void move(struct walk *w, int32_t job, int to)
{
	int from = w->agent[job];
	int64_t row = (int64_t)job * w->f->m;
	used_add(w, to, w->f->load[row + to], &w->over);
	used_add(w, from, -(int64_t)w->f->load[row + from], &w->over);
	w->cost += w->f->cost[row + to] - w->f->cost[row + from];
	leave(w, from, job);
	join(w, to, job);
	remember(w);
}

static void shift(struct walk *w, int32_t job, int to)
{
	int from = w->agent[job], m = w->f->m;
	const int32_t *cost = w->f->cost + (int64_t)job * m, *load = w->f->load + (int64_t)job * m;
	int64_t delta = (int64_t)cost[to] - cost[from];
	int64_t over = too_much(w, to, w->used[to] + load[to]) - too_much(w, to, w->used[to])
		+ too_much(w, from, w->used[from] - load[from]) - too_much(w, from, w->used[from]);
	if (accept(w, delta, over))
		move(w, job, to);
}

static int near_draw(struct walk *w, int32_t job)
{
	int32_t n = w->near_count[job], x = draw_below(w, n), y = draw_below(w, n);
	return w->near[(int64_t)job * w->near_n + (x < y ? x : y)];
}

/* Who should leave b, and to whom, once x has come there and left a: the best of some. */
static int32_t best_push(struct walk *w, int32_t x, int b, int *ret_c)
{
	int m = w->f->m, a = w->agent[x];
	struct crowd *crowd = &w->crowd[b];
	int32_t first = draw_below(w, crowd->n), best = -1;
	int64_t come = w->f->load[(int64_t)x * m + b], gone = w->f->load[(int64_t)x * m + a];
	double least = 0;
	for (int32_t k = 0; k < crowd->n && k < PUSH_MOST; k++) {
		int32_t y = crowd->job[first + k < crowd->n ? first + k : first + k - crowd->n];
		const int32_t *cost = w->f->cost + (int64_t)y * m, *load = w->f->load + (int64_t)y * m;
		int64_t at_b = too_much(w, b, w->used[b] + come - load[b]);
		for (int q = 0; q < w->near_count[y]; q++) {
			int c = w->near[(int64_t)y * w->near_n + q];
			if (c == b)
				continue;
			int64_t used = w->used[c] - (c == a ? gone : 0);
			int64_t over = at_b + too_much(w, c, used + load[c]) - too_much(w, c, used);
			double worse = (double)(cost[c] - cost[b]) + w->fine * (double)over;
			if (best < 0 || worse < least) {
				least = worse;
				best = y;
				*ret_c = c;
			}
		}
	}
	return best;
}

/* x goes to b and pushes y on to c, which may be where x came from. */
static void push(struct walk *w, int32_t x, int b)
{
	int a = w->agent[x], c = b, m = w->f->m;
	int32_t y = best_push(w, x, b, &c);
	if (y < 0)
		return;
	const int32_t *cx = w->f->cost + (int64_t)x * m, *cy = w->f->cost + (int64_t)y * m;
	const int32_t *lx = w->f->load + (int64_t)x * m, *ly = w->f->load + (int64_t)y * m;
	int64_t delta = (int64_t)cx[b] + cy[c] - cx[a] - cy[b], over = 0;
	used_add(w, a, -lx[a], &over);
	used_add(w, b, (int64_t)lx[b] - ly[b], &over);
	used_add(w, c, ly[c], &over);
	if (!accept(w, delta, over)) {
		used_add(w, a, lx[a], &over);
		used_add(w, b, (int64_t)ly[b] - lx[b], &over);
		used_add(w, c, -ly[c], &over);
		return;
	}
	w->cost += delta;
	w->over += over;
	leave(w, a, x);
	leave(w, b, y);
	join(w, b, x);
	join(w, c, y);
	remember(w);
}

static void step(struct walk *w)
{
	int32_t job = draw_below(w, w->f->n);
	int to = near_draw(w, job);
	if (to == w->agent[job] || to < 0)
		return;
	if ((draw(w) & 7) && w->crowd[to].n)
		push(w, job, to);
	else
		shift(w, job, to);
}

/* ---- the beginning ---- */

static void near_make(struct walk *w, const int64_t *price, int64_t gap)
{
	int m = w->f->m;
	for (int64_t j = 0; j < w->f->n; j++) {
		int64_t key[NEAR_MOST];
		int32_t *near = w->near + j * w->near_n;
		int n = 0;
		for (int i = 0; i < m; i++) {
			int64_t at = j * m + i, x = (int64_t)w->f->cost[at] * ASSIGN_SCALE + price[i] * w->f->load[at];
			if (w->f->cost[at] == ASSIGN_NO || w->f->load[at] > w->f->room[i] || (n == w->near_n && x >= key[n - 1]))
				continue;
			int k = n < w->near_n ? n++ : n - 1;
			for (; k > 0 && key[k - 1] > x; k--) {
				key[k] = key[k - 1];
				near[k] = near[k - 1];
			}
			key[k] = x;
			near[k] = i;
		}
		w->near_count[j] = n ? n : 1;
		if (!n)
			near[0] = -1;
		while (w->near_count[j] > 2 && key[w->near_count[j] - 1] - key[0] > gap)
			w->near_count[j]--;
	}
}

/* Moves jobs away from an agent with too much, each time the one that costs least for what it takes away, to where there is room. */
static void unload(struct walk *w, int i)
{
	int m = w->f->m;
	while (too_much(w, i, w->used[i])) {
		int32_t best = -1;
		int best_to = -1;
		double least = 0;
		for (int32_t k = 0; k < w->crowd[i].n; k++) {
			int64_t row = (int64_t)w->crowd[i].job[k] * m;
			for (int to = 0; to < m; to++) {
				if (to == i || w->f->cost[row + to] == ASSIGN_NO || w->used[to] + w->f->load[row + to] > w->f->room[to])
					continue;
				double each = (double)(w->f->cost[row + to] - w->f->cost[row + i]) / (w->f->load[row + i] + 0.01);
				if (best < 0 || each < least) {
					least = each;
					best = w->crowd[i].job[k];
					best_to = to;
				}
			}
		}
		if (best < 0)
			return;
		move(w, best, best_to);
	}
}

static bool begin(struct walk *w, const int32_t *given)
{
	for (int32_t j = 0; j < w->f->n; j++) {
		int i = given[0] >= 0 ? given[j] : w->near[(int64_t)j * w->near_n];
		if (i < 0)
			return false;
		join(w, i, j);
		w->used[i] += w->f->load[(int64_t)j * w->f->m + i];
		w->cost += w->f->cost[(int64_t)j * w->f->m + i];
	}
	for (int i = 0; i < w->f->m; i++)
		w->over += too_much(w, i, w->used[i]);
	w->fine = 1e6;                                  /* at first whatever fits better is taken */
	for (int i = 0; i < w->f->m; i++)
		unload(w, i);
	remember(w);
	return true;
}

/* How far apart the first and the second choice of a job lie, on the average: the scale of heat. */
static double spread(const struct walk *w)
{
	double sum = 0;
	int64_t n = 0;
	for (int64_t j = 0; j < w->f->n && w->near_n > 1; j++) {
		const int32_t *near = w->near + j * w->near_n, *cost = w->f->cost + j * w->f->m;
		if (w->near_count[j] > 1) {             /* with one choice alone there is no second to read */
			sum += fabs((double)cost[near[1]] - (double)cost[near[0]]);
			n++;
		}
	}
	return n && sum > 0 ? sum / (double)n : 1;
}

/* One cooling; while it goes on, what does not fit costs more and more. */
static void cool(struct walk *w, const struct assign_search *s, double warm, int64_t step_n)
{
	int64_t begun = clock_monotonic_ns();
	for (int64_t k = 0; k < step_n; k++) {
		if (k % LOOK == 0) {
			int64_t now = clock_monotonic_ns();
			double done = (double)k / (double)step_n, late = (double)(now - begun) / (double)(s->until_ns - begun);
			if (assign_is_over(s, w->best))
				return;
			done = s->is_near ? COLD : late > done ? late : done;   /* a cooling that the time would cut is a quicker one */
			w->heat = warm * pow(0.1, done);
			w->fine = (1 + FINE_FIRST * pow(FINE_RISE, done)) / ASSIGN_SCALE;
		}
		step(w);
	}
}

static struct walk walk_make(const struct assign_search *s)
{
	const struct assign_field *f = s->field;
	struct walk w = { .f = f, .near_n = f->m < NEAR_MOST ? f->m : NEAR_MOST, .best = ASSIGN_FAR, .random = s->seed * 0x9e3779b97f4a7c15u + 0x1234567u };
	w.agent = malloc(4 * (size_t)f->n);
	w.best_agent = malloc(4 * (size_t)f->n);
	w.place = malloc(4 * (size_t)f->n);
	w.near = malloc(4 * (size_t)f->n * (size_t)w.near_n);
	w.near_count = malloc(4 * (size_t)f->n);
	w.crowd = calloc((size_t)f->m, sizeof *w.crowd);
	w.used = calloc((size_t)f->m, sizeof *w.used);
	w.dear = calloc((size_t)f->m, sizeof *w.dear);
	int64_t sum = 0;
	for (int i = 0; i < f->m; i++)
		sum += s->price[i];
	for (int i = 0; i < f->m; i++)
		w.dear[i] = s->price[i] + sum / f->m / 64 + ASSIGN_SCALE / 64;
	near_make(&w, s->price, s->gap);
	return w;
}

static void walk_end(struct walk *w)
{
	for (int i = 0; i < w->f->m; i++)
		free(w->crowd[i].job);
	free(w->agent);
	free(w->best_agent);
	free(w->place);
	free(w->near);
	free(w->near_count);
	free(w->crowd);
	free(w->used);
	free(w->dear);
}

void assign_search(struct assign_search *s)
{
	struct walk w = walk_make(s);
	s->cost = ASSIGN_FAR;
	if (begin(&w, s->agent)) {
		double warm = spread(&w) * 0.03;
		int64_t step_n = (int64_t)w.f->n * 400 + 20000;
		while (!assign_is_over(s, w.best)) {
			cool(&w, s, warm, step_n);
			step_n += step_n < (int64_t)1 << 24 ? step_n / 2 : 0;
			if (s->is_once)
				break;
		}
		s->cost = w.best;
		if (w.best < ASSIGN_FAR)
			memcpy(s->agent, w.best_agent, 4 * (size_t)w.f->n);
	}
	walk_end(&w);
}

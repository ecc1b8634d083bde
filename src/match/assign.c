/* The order of work: equal loads are solved outright; else prices give a first bound, a walk gives a first answer, and then some threads walk on
 * while one branches, until the two meet or the time is over. */
#include "match/assign_inside.h"
#include "base/check.h"
#include "base/clock.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MOST = 16, FIRST_ROUNDS = 300, BRANCH_PAIRS_MOST = 400000, WORTH_ROUNDS = 250, ROOT_ROUNDS = 100, QUICK_ROUNDS = 40 };

static bool is_fine(const struct assign_problem *p)
{
	int64_t m = p->agent_n, n = p->job_n;
	if (m < 1 || n < 1 || m > ASSIGN_AGENTS_MOST || n > INT32_MAX / 4 || m * n > ASSIGN_PAIRS_MOST)
		return false;
	for (int64_t k = 0; k < m * n; k++)
		if (p->cost[k] != ASSIGN_NEVER && (p->cost[k] < 0 || p->cost[k] > ASSIGN_COST_MOST))
			return false;
	for (int64_t k = 0; k < m * n; k++)
		if (p->load[k] < 0 || p->load[k] > 1 << 30)
			return false;
	for (int64_t i = 0; i < m; i++)
		if (p->capacity[i] < 0)
			return false;
	return true;
}

static struct assign_field field_make(const struct assign_problem *p, int64_t limit_ms)
{
	struct assign_field f = { .m = (int)p->agent_n, .n = (int)p->job_n, .best = ASSIGN_FAR, .bound = -ASSIGN_FAR };
	size_t pair_n = (size_t)(p->agent_n * p->job_n);
	f.until_ns = clock_monotonic_ns() + limit_ms * 1000000;
	f.cost = malloc(4 * pair_n);
	f.load = malloc(4 * pair_n);
	f.room = malloc(8 * (size_t)f.m);
	for (int64_t i = 0; i < f.m; i++) {
		f.room[i] = p->capacity[i] < (int64_t)1 << 40 ? p->capacity[i] : (int64_t)1 << 40;
		for (int64_t j = 0; j < f.n; j++) {
			int64_t from = i * f.n + j, to = j * f.m + i;
			f.load[to] = (int32_t)p->load[from];
			f.cost[to] = p->cost[from] == ASSIGN_NEVER || p->load[from] > f.room[i] ? ASSIGN_NO : (int32_t)p->cost[from];
		}
	}
	return f;
}

bool assign_holds(const struct assign_problem *p, const int32_t *agent, int64_t *ret_cost)
{
	int64_t *used = calloc((size_t)p->agent_n, sizeof *used), cost = 0;
	bool holds = true;
	for (int64_t j = 0; holds && j < p->job_n; j++) {
		holds = agent[j] >= 0 && agent[j] < p->agent_n && p->cost[agent[j] * p->job_n + j] != ASSIGN_NEVER;
		if (!holds)
			break;
		used[agent[j]] += p->load[agent[j] * p->job_n + j];
		cost += p->cost[agent[j] * p->job_n + j];
	}
	for (int64_t i = 0; holds && i < p->agent_n; i++)
		holds = used[i] <= p->capacity[i];
	free(used);
	*ret_cost = cost;
	return holds;
}

static void better(struct assign_search *best, const struct assign_search *x)
{
	if (x->cost >= best->cost)
		return;
	best->cost = x->cost;
	memcpy(best->agent, x->agent, 4 * (size_t)best->field->n);
}

/* First far afield, then near by: a third of the time cools, the rest polishes what is best. */
static void walk_both(struct assign_search *s)
{
	int64_t end = s->until_ns, now = clock_monotonic_ns();
	struct assign_search x = *s;
	x.agent = malloc(4 * (size_t)s->field->n);
	memcpy(x.agent, s->agent, 4 * (size_t)s->field->n);
	x.until_ns = now + (end - now) / 3;
	assign_search(&x);
	better(s, &x);
	free(x.agent);
	if (s->cost < ASSIGN_FAR)
		assign_polish(s);
	else
		assign_search(s);
}

/* ---- walking beside the branching ---- */

struct beside { pthread_t thread; struct assign_search search; bool is_begun; };

static void *walk(void *arg)
{
	walk_both(&((struct beside *)arg)->search);
	return NULL;
}

static void beside_begin(struct beside *b, int n, const struct assign_search *like)
{
	for (int k = 0; k < n; k++) {
		b[k].search = *like;
		b[k].search.seed = like->seed + (uint64_t)k + 1;
		b[k].search.agent = malloc(4 * (size_t)like->field->n);
		memcpy(b[k].search.agent, like->agent, 4 * (size_t)like->field->n);
		b[k].is_begun = pthread_create(&b[k].thread, NULL, walk, &b[k]) == 0;
	}
}

static void beside_end(struct beside *b, int n, struct assign_search *best)
{
	for (int k = 0; k < n; k++) {
		if (b[k].is_begun) {
			pthread_join(b[k].thread, NULL);
			better(best, &b[k].search);
		}
		free(b[k].search.agent);
	}
}

/* ---- the whole ---- */

static int64_t gap_of(const struct assign_search *s, int64_t bound)
{
	return s->cost < ASSIGN_FAR ? (s->cost - bound + 1) * ASSIGN_SCALE : ASSIGN_FAR;
}

static void walk_until(struct assign_field *f, struct assign_search *s, int64_t until_ns, int64_t bound)
{
	struct assign_search x = *s;
	x.agent = malloc(4 * (size_t)f->n);
	memcpy(x.agent, s->agent, 4 * (size_t)f->n);
	x.until_ns = until_ns < f->until_ns ? until_ns : f->until_ns;
	x.seed = s->seed++;
	x.gap = gap_of(s, bound);
	walk_both(&x);
	better(s, &x);
	free(x.agent);
	f->best = s->cost;
}

static void raise(struct assign_field *f, int64_t *bound, int64_t to)
{
	if (to > *bound)
		*bound = to;
	f->bound = *bound;
}

/* Worths of jobs at the root: worth their time only where the knapsacks' tables are small. */
static void bound_by_worth(struct assign_field *f, const int64_t *price, int64_t *bound)
{
	int64_t *worth = malloc(8 * (size_t)f->n);
	assign_worth_start(f, price, worth);
	raise(f, bound, assign_worth(f, WORTH_ROUNDS, worth, NULL));
	free(worth);
}

static void branch(struct assign_field *f, struct assign_search *s, int round_n, int64_t *bound)
{
	struct assign_tree tree = { .field = f, .price = s->price, .round_n = round_n, .agent = s->agent, .cost = s->cost, .bound = *bound };
	if (*bound >= s->cost)
		return;
	assign_branch(&tree);
	s->cost = tree.cost;
	raise(f, bound, tree.bound);
}

static bool is_large(const struct assign_field *f)
{
	return (int64_t)f->m * f->n > BRANCH_PAIRS_MOST;
}

/* Prices alone prove what is nearly proven; for the rest the knapsacks are asked. Half of what is left when it is alone, all of it when others
 * walk. */
static void prove(struct assign_field *f, struct assign_search *s, int64_t *bound, bool is_alone)
{
	int64_t until_ns = f->until_ns, now = clock_monotonic_ns(), left = (until_ns - now) / (is_alone ? 2 : 1);
	if (is_large(f)) {
		f->until_ns = now + left;
		if (f->is_priced)
			bound_by_worth(f, s->price, bound);
		f->until_ns = until_ns;
		return;
	}
	f->until_ns = now + left / 8;
	branch(f, s, QUICK_ROUNDS, bound);
	f->until_ns = now + left;
	if (*bound < s->cost)
		bound_by_worth(f, s->price, bound);
	branch(f, s, ROOT_ROUNDS, bound);
	f->until_ns = until_ns;
}

static void work(struct assign_field *f, const struct assign_effort *effort, struct assign_search *s, int64_t *bound)
{
	struct beside beside[THREADS_MOST] = { 0 };
	int64_t *price = calloc((size_t)f->m, sizeof *price), begun = clock_monotonic_ns(), all = f->until_ns - begun;
	int beside_n = effort->thread_n > THREADS_MOST ? THREADS_MOST : effort->thread_n > 1 ? (int)effort->thread_n - 1 : 0;
	f->is_priced = assign_is_own(f) && assign_cut(f, s->agent, price);
	raise(f, bound, assign_price(f, f->is_priced ? 1 : FIRST_ROUNDS, price));
	s->price = price;
	s->is_near = f->is_priced && is_large(f);
	if (*bound < ASSIGN_FAR) {
		int64_t took = clock_monotonic_ns() - begun, first = took * 4 + 4000000;
		walk_until(f, s, clock_monotonic_ns() + (first < all / 6 ? first : all / 6), *bound);
		if (!f->is_priced)
			raise(f, bound, assign_price(f, FIRST_ROUNDS, price));
	}
	if (*bound < s->cost && *bound < ASSIGN_FAR) {
		s->until_ns = f->until_ns;
		s->gap = gap_of(s, *bound);
		beside_begin(beside, beside_n, s);
		prove(f, s, bound, !beside_n);
		f->is_done = *bound >= s->cost;
		if (!f->is_done)
			walk_until(f, s, f->until_ns, *bound);
		beside_end(beside, beside_n, s);
	}
	free(price);
}

static enum assign_end solve(struct assign_field *f, const struct assign_effort *effort, struct assign_answer *ret)
{
	struct assign_search s = { .field = f, .agent = ret->agent, .cost = ASSIGN_FAR, .seed = effort->seed };
	if (assign_is_even(f)) {
		if (!assign_even(f, ret->agent, &ret->cost, &ret->bound))
			return ASSIGN_IMPOSSIBLE;
		ret->is_proven = true;
		return ASSIGN_FOUND;
	}
	s.agent[0] = -1;
	ret->bound = 0;
	work(f, effort, &s, &ret->bound);
	if (ret->bound >= ASSIGN_FAR)
		return ASSIGN_IMPOSSIBLE;
	if (s.cost >= ASSIGN_FAR)
		return ASSIGN_NONE_FOUND;
	ret->cost = s.cost;
	ret->bound = ret->bound < s.cost ? ret->bound : s.cost;
	ret->is_proven = ret->bound == ret->cost;
	return ASSIGN_FOUND;
}

enum assign_end assign_solve(struct arena *a, const struct assign_problem *p, const struct assign_effort *effort, struct assign_answer *ret)
{
	if (!is_fine(p))
		return ASSIGN_BAD;
	*ret = (struct assign_answer){ .agent = ARENA_ARRAY(a, int32_t, p->job_n) };
	struct assign_field f = field_make(p, effort->limit_ms);
	enum assign_end end = solve(&f, effort, ret);
	int64_t cost;
	if (end == ASSIGN_FOUND)
		CHECK(assign_holds(p, ret->agent, &cost) && cost == ret->cost && ret->bound <= cost);
	free(f.cost);
	free(f.load);
	free(f.room);
	return end;
}

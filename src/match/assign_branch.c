/* Branch and bound. A node is a smaller problem of its own: jobs that are settled are gone, room is what is left, pairs that can be in no better
 * answer are never. Both bounds are asked again at every node, starting from the prices of the node above. */
#include "match/assign_inside.h"
#include <stdlib.h>
#include <string.h>

enum { NODE_PRICE_ROUNDS = 12, NODE_WORTH_ROUNDS = 14, WORTHWHILE = 50 };

struct tree { struct assign_field *root; struct assign_tree *given; int32_t *settled; };

struct node { struct assign_field f; int32_t *job; int64_t *price, *worth; int64_t base; };

static bool node_make(struct node *ret, const struct node *from, int jobs)
{
	size_t pair_n = (size_t)jobs * (size_t)from->f.m, m = (size_t)from->f.m;
	*ret = (struct node){ .f = { .m = from->f.m, .n = jobs, .until_ns = from->f.until_ns }, .base = from->base };
	ret->f.cost = malloc(4 * pair_n + 4);
	ret->f.load = malloc(4 * pair_n + 4);
	ret->f.room = malloc(8 * m);
	ret->job = malloc(4 * (size_t)jobs + 4);
	ret->price = malloc(8 * m);
	ret->worth = malloc(8 * (size_t)jobs + 8);
	memcpy(ret->f.room, from->f.room, 8 * m);
	memcpy(ret->price, from->price, 8 * m);
	return true;
}

static void node_end(struct node *x)
{
	free(x->f.cost);
	free(x->f.load);
	free(x->f.room);
	free(x->job);
	free(x->price);
	free(x->worth);
}

static void settle(struct tree *t, struct node *x, int32_t j, int i)
{
	int64_t at = (int64_t)j * x->f.m + i;
	x->f.room[i] -= x->f.load[at];
	x->base += x->f.cost[at];
	t->settled[x->job[j]] = i;
}

/* How many agents may have this job; the last of them in *ret. */
static int open_n(const struct assign_field *f, int64_t j, int *ret)
{
	int n = 0;
	for (int i = 0; i < f->m; i++)
		if (f->cost[j * f->m + i] != ASSIGN_NO && f->load[j * f->m + i] <= f->room[i]) {
			*ret = i;
			n++;
		}
	return n;
}

/* Shuts pairs that do not fit and settles jobs with one choice, until nothing moves. False: a job has none. */
static bool tighten(struct tree *t, struct node *x, bool *is_gone)
{
	bool again = true;
	while (again) {
		again = false;
		for (int32_t j = 0; j < x->f.n; j++) {
			int i = 0, n = is_gone[j] ? 2 : open_n(&x->f, j, &i);
			if (!n)
				return false;
			if (n > 1)
				continue;
			settle(t, x, j, i);
			is_gone[j] = again = true;
		}
	}
	return true;
}

/* The jobs that are left, as a node of their own. */
static struct node shrink(const struct node *x, const bool *is_gone)
{
	struct node y;
	int left = 0, m = x->f.m;
	for (int32_t j = 0; j < x->f.n; j++)
		left += !is_gone[j];
	node_make(&y, x, left);
	left = 0;
	for (int32_t j = 0; j < x->f.n; j++) {
		if (is_gone[j])
			continue;
		for (int i = 0; i < m; i++) {
			int64_t from = (int64_t)j * m + i, to = (int64_t)left * m + i;
			y.f.load[to] = x->f.load[from];
			y.f.cost[to] = x->f.load[from] > x->f.room[i] ? ASSIGN_NO : x->f.cost[from];
		}
		y.worth[left] = x->worth[j];
		y.job[left++] = x->job[j];
	}
	return y;
}

/* Under these prices a pair costs so much more than the job's best that no answer with it can be better than the best known. */
static void shut_dear(struct node *x, int64_t bound)
{
	int m = x->f.m;
	for (int64_t j = 0; j < x->f.n; j++) {
		int64_t least = ASSIGN_FAR;
		for (int i = 0; i < m; i++) {
			int64_t at = j * m + i, v = (int64_t)x->f.cost[at] * ASSIGN_SCALE + x->price[i] * x->f.load[at];
			if (x->f.cost[at] != ASSIGN_NO && v < least)
				least = v;
		}
		for (int i = 0; i < m; i++) {
			int64_t at = j * m + i, v = (int64_t)x->f.cost[at] * ASSIGN_SCALE + x->price[i] * x->f.load[at];
			/* bound was rounded up by less than one; an answer that is no better than the best known is not looked for */
			if (x->f.cost[at] != ASSIGN_NO && (bound - 1) * ASSIGN_SCALE + (v - least) >= (x->f.best - 1) * ASSIGN_SCALE)
				x->f.cost[at] = ASSIGN_NO;
		}
	}
}

static void take(struct tree *t, const struct node *x, int64_t cost)
{
	if (x->base + cost >= t->given->cost)
		return;
	t->given->cost = x->base + cost;
	memcpy(t->given->agent, t->settled, 4 * (size_t)t->root->n);
	t->root->best = t->given->cost;
}

/* The job whose choice matters most: not taken by exactly one knapsack, with the widest gap between its first and second choice. */
static int32_t choose(const struct node *x, const int16_t *pick)
{
	int32_t best = -1;
	int64_t widest = -1;
	int m = x->f.m;
	for (int32_t j = 0; j < x->f.n; j++) {
		int64_t first = ASSIGN_FAR, second = ASSIGN_FAR;
		for (int i = 0; i < m; i++) {
			int64_t at = (int64_t)j * m + i, v = (int64_t)x->f.cost[at] * ASSIGN_SCALE + x->price[i] * x->f.load[at];
			if (x->f.cost[at] == ASSIGN_NO)
				continue;
			second = v < first ? first : v < second ? v : second;
			first = v < first ? v : first;
		}
		int64_t gap = (second - first) + (pick[j] != 1 ? ASSIGN_FAR / 2 : 0);
		if (gap > widest) {
			widest = gap;
			best = j;
		}
	}
	return best;
}

static bool explore(struct tree *t, struct node *x, int depth);

/* Every agent in turn, the cheapest first; false: the time is over. */
static bool children(struct tree *t, struct node *x, int32_t j, int depth)
{
	int m = x->f.m;
	bool *is_tried = calloc((size_t)m, 1), all = true;
	for (int k = 0; all && k < m; k++) {
		int best = -1;
		int64_t least = ASSIGN_FAR;
		for (int i = 0; i < m; i++) {
			int64_t at = (int64_t)j * m + i, v = (int64_t)x->f.cost[at] * ASSIGN_SCALE + x->price[i] * x->f.load[at];
			if (!is_tried[i] && x->f.cost[at] != ASSIGN_NO && x->f.load[at] <= x->f.room[i] && v < least) {
				least = v;
				best = i;
			}
		}
		if (best < 0)
			break;
		is_tried[best] = true;
		bool *is_gone = calloc((size_t)x->f.n, 1);
		is_gone[j] = true;
		struct node y = shrink(x, is_gone);
		free(is_gone);
		int64_t at = (int64_t)j * m + best;
		y.f.room[best] -= x->f.load[at];
		y.base += x->f.cost[at];
		t->settled[x->job[j]] = best;
		all = explore(t, &y, depth + 1);
		node_end(&y);
	}
	free(is_tried);
	return all;
}

/* Every job taken exactly once: the knapsacks' own answer is one of ours. Finding who took it is asked of the worths by the caller's bound. */
static bool bounds(struct tree *t, struct node *x, int16_t *pick, int depth)
{
	x->f.best = t->root->best < ASSIGN_FAR ? t->root->best - x->base : ASSIGN_FAR;
	int64_t bound = assign_price(&x->f, depth ? NODE_PRICE_ROUNDS : t->given->round_n, x->price);
	if (bound >= x->f.best)
		return false;
	if (x->f.best < ASSIGN_FAR)
		shut_dear(x, bound);
	if (!depth || x->worth[0] < 0)
		assign_worth_start(&x->f, x->price, x->worth);
	int rounds = t->given->round_n >= WORTHWHILE ? depth ? NODE_WORTH_ROUNDS : t->given->round_n : 1;
	int64_t strong = assign_worth(&x->f, rounds, x->worth, pick);
	return strong < x->f.best;
}

static bool explore(struct tree *t, struct node *x, int depth)
{
	if (assign_is_late(&x->f))
		return false;
	bool *is_gone = calloc((size_t)x->f.n + 1, 1);
	bool is_possible = tighten(t, x, is_gone);
	struct node y = { 0 };
	if (is_possible)
		y = shrink(x, is_gone);
	free(is_gone);
	if (!is_possible)
		return true;
	bool all = true;
	if (!y.f.n) {
		take(t, &y, 0);
	} else {
		int16_t *pick = calloc((size_t)y.f.n, sizeof *pick);
		if (y.base < t->root->best && bounds(t, &y, pick, depth))
			all = children(t, &y, choose(&y, pick), depth);
		else
			all = !assign_is_late(&y.f) || y.base >= t->root->best;
		free(pick);
	}
	node_end(&y);
	return all;
}

bool assign_branch(struct assign_tree *given)
{
	struct assign_field *f = given->field;
	struct tree t = { f, given, malloc(4 * (size_t)f->n) };
	struct node x, whole = { .f = { .m = f->m, .n = f->n, .room = f->room, .until_ns = f->until_ns }, .price = (int64_t *)(uintptr_t)given->price };
	node_make(&x, &whole, f->n);
	memcpy(x.f.cost, f->cost, 4 * (size_t)f->n * (size_t)f->m);
	memcpy(x.f.load, f->load, 4 * (size_t)f->n * (size_t)f->m);
	for (int32_t j = 0; j < f->n; j++) {
		x.job[j] = j;
		x.worth[j] = -1;
	}
	bool all = explore(&t, &x, 0);
	if (all)
		given->bound = given->cost;
	node_end(&x);
	free(t.settled);
	return all;
}

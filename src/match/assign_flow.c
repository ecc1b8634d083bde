/* Loads that are the job's own, whoever takes it: jobs as amounts, capacities as slots. Jobs come one by one along the cheapest chains of
 * moves (Dijkstra over agents, with prices of slots that keep every edge non-negative). Where every job is one slot this is the whole
 * answer, and the prices at the end prove it; where loads differ, a job may be cut in pieces here, and the prices are the best there are. */
#include "match/assign_inside.h"
#include "base/check.h"
#include <stdlib.h>
#include <string.h>

struct piece { int32_t job; int64_t amount; };
struct crowd { struct piece *piece; int32_t n, cap; };

struct flow {
	const struct assign_field *f;
	bool is_even;
	int64_t *amount, *slot_n, *taken_n, *price;
	struct crowd *crowd;                            /* who is where, with how much */
	int64_t *edge; int32_t *edge_at;                /* [a * m + b]: what a unit from a to b costs at least, and the place of its piece; -1 none */
	bool *is_old;                                   /* the row of a must be made again */
	int32_t *seen;                                  /* of each job: the place of its piece, while a row is made */
	int64_t *distance;
	int *from; bool *is_done;
};

bool assign_is_even(const struct assign_field *f)
{
	for (int i = 0; i < f->m; i++) {
		int32_t load = -1;
		for (int64_t j = 0; j < f->n; j++) {
			int64_t at = j * f->m + i;
			if (f->cost[at] == ASSIGN_NO)
				continue;
			if (load >= 0 && f->load[at] != load)
				return false;
			load = f->load[at];
		}
	}
	return true;
}

bool assign_is_own(const struct assign_field *f)
{
	for (int64_t j = 0; j < f->n; j++)
		for (int i = 1; i < f->m; i++)
			if (f->load[j * f->m + i] != f->load[j * f->m])
				return false;
	return true;
}

static int64_t slots(const struct assign_field *f, int i)
{
	for (int64_t j = 0; j < f->n; j++)
		if (f->cost[j * f->m + i] != ASSIGN_NO)
			return f->load[j * f->m + i] ? f->room[i] / f->load[j * f->m + i] : f->n;
	return 0;
}

/* What one unit of the job costs there. */
static int64_t unit_cost(const struct flow *e, int64_t job, int i)
{
	int32_t cost = e->f->cost[job * e->f->m + i];
	return cost == ASSIGN_NO ? ASSIGN_FAR : e->is_even ? cost : (int64_t)cost * ASSIGN_SCALE / e->amount[job];
}

/* Pieces of one job that came one after the other become one again. */
static void gather(struct flow *e, struct crowd *c)
{
	int32_t kept = 0;
	for (int32_t k = 0; k < c->n; k++) {
		int32_t job = c->piece[k].job, at = e->seen[job];
		if (at < kept && c->piece[at].job == job) {
			c->piece[at].amount += c->piece[k].amount;
			continue;
		}
		e->seen[job] = kept;
		c->piece[kept++] = c->piece[k];
	}
	c->n = kept;
}

static void row_make(struct flow *e, int a)
{
	int m = e->f->m;
	int64_t *edge = e->edge + (int64_t)a * m;
	int32_t *at = e->edge_at + (int64_t)a * m;
	struct crowd *c = &e->crowd[a];
	gather(e, c);
	for (int b = 0; b < m; b++) {
		edge[b] = ASSIGN_FAR;
		at[b] = -1;
	}
	for (int32_t k = 0; k < c->n; k++) {
		int64_t here = unit_cost(e, c->piece[k].job, a);
		for (int b = 0; b < m; b++) {
			int64_t there = unit_cost(e, c->piece[k].job, b);
			if (there < ASSIGN_FAR && there - here < edge[b]) {
				edge[b] = there - here;
				at[b] = k;
			}
		}
	}
	e->is_old[a] = false;
}

static void piece_add(struct flow *e, int a, struct piece piece)
{
	struct crowd *c = &e->crowd[a];
	if (c->n == c->cap) {
		c->cap = c->cap * 2 + 16;
		c->piece = realloc(c->piece, sizeof *c->piece * (size_t)c->cap);
	}
	c->piece[c->n++] = piece;
	e->is_old[a] = true;
}

static int nearest(const struct flow *e)
{
	int best = -1;
	for (int i = 0; i < e->f->m; i++)
		if (!e->is_done[i] && e->distance[i] < ASSIGN_FAR && (best < 0 || e->distance[i] < e->distance[best]))
			best = i;
	return best;
}

static void reach_from(struct flow *e, int a)
{
	int m = e->f->m;
	if (e->is_old[a])
		row_make(e, a);
	const int64_t *edge = e->edge + (int64_t)a * m;
	for (int b = 0; b < m; b++) {
		if (e->is_done[b] || edge[b] >= ASSIGN_FAR)
			continue;
		int64_t there = e->distance[a] + edge[b] + e->price[b] - e->price[a];
		if (there < e->distance[b]) {
			e->distance[b] = there;
			e->from[b] = a;
		}
	}
}

/* The nearest agent with a free slot; -1: no chain leads to one. */
static int find_free(struct flow *e, int32_t job)
{
	for (int i = 0; i < e->f->m; i++) {
		int64_t cost = unit_cost(e, job, i);
		e->distance[i] = cost >= ASSIGN_FAR || !e->slot_n[i] ? ASSIGN_FAR : cost + e->price[i];
		e->from[i] = -1;
		e->is_done[i] = false;
	}
	for (;;) {
		int a = nearest(e);
		if (a < 0 || e->taken_n[a] < e->slot_n[a])
			return a;
		e->is_done[a] = true;
		reach_from(e, a);
	}
}

/* As much as the whole chain to `end` can carry. */
static int64_t carried(const struct flow *e, int end, int64_t most)
{
	int64_t x = e->slot_n[end] - e->taken_n[end] < most ? e->slot_n[end] - e->taken_n[end] : most;
	for (int b = end, a = e->from[b]; a >= 0; b = a, a = e->from[b]) {
		int64_t there = e->crowd[a].piece[e->edge_at[(int64_t)a * e->f->m + b]].amount;
		x = there < x ? there : x;
	}
	return x;
}

static void carry(struct flow *e, int32_t job, int end, int64_t amount)
{
	int b = end;
	e->taken_n[end] += amount;
	for (int a = e->from[b]; a >= 0; b = a, a = e->from[b]) {
		struct crowd *c = &e->crowd[a];
		struct piece *piece = &c->piece[e->edge_at[(int64_t)a * e->f->m + b]];
		piece_add(e, b, (struct piece){ piece->job, amount });
		piece->amount -= amount;
		if (!piece->amount)
			*piece = c->piece[--c->n];
		e->is_old[a] = true;
	}
	piece_add(e, b, (struct piece){ job, amount });
}

static bool place_job(struct flow *e, int32_t job)
{
	int64_t left = e->amount[job];
	while (left) {
		int end = find_free(e, job);
		if (end < 0)
			return false;
		for (int i = 0; i < e->f->m; i++)
			if (e->is_done[i] && e->distance[i] < e->distance[end])
				e->price[i] += e->distance[end] - e->distance[i];
		int64_t amount = carried(e, end, left);
		carry(e, job, end, amount);
		left -= amount;
	}
	return true;
}

static struct flow flow_make(const struct assign_field *f, struct arena *a, bool is_even)
{
	size_t m = (size_t)f->m, n = (size_t)f->n;
	struct flow e = { .f = f, .is_even = is_even };
	e.amount = ARENA_ARRAY(a, int64_t, n);
	e.slot_n = ARENA_ARRAY(a, int64_t, m);
	e.taken_n = ARENA_ARRAY(a, int64_t, m);
	e.price = ARENA_ARRAY(a, int64_t, m);
	e.distance = ARENA_ARRAY(a, int64_t, m);
	e.from = ARENA_ARRAY(a, int, m);
	e.is_done = ARENA_ARRAY(a, bool, m);
	e.is_old = ARENA_ARRAY(a, bool, m);
	e.crowd = ARENA_ARRAY(a, struct crowd, m);
	e.seen = ARENA_ARRAY(a, int32_t, n);
	e.edge = ARENA_ARRAY(a, int64_t, m * m);
	e.edge_at = ARENA_ARRAY(a, int32_t, m * m);
	for (size_t j = 0; j < n; j++)
		e.amount[j] = is_even ? 1 : f->load[j * m];
	for (int i = 0; i < f->m; i++) {
		e.slot_n[i] = is_even ? slots(f, i) : f->room[i];
		e.is_old[i] = true;
	}
	return e;
}

static struct arena *flow_room(const struct assign_field *f)
{
	size_t m = (size_t)f->m;
	return arena_new(m * m * 24 + m * 128 + (size_t)f->n * 32 + (1 << 20));
}

static void flow_end(struct flow *e, struct arena *a)
{
	for (int i = 0; i < e->f->m; i++)
		free(e->crowd[i].piece);
	arena_free(a);
}

static int64_t proof(const struct flow *e)
{
	int64_t sum = 0;
	for (int64_t j = 0; j < e->f->n; j++) {
		int64_t least = ASSIGN_FAR;
		for (int i = 0; i < e->f->m; i++) {
			int64_t cost = unit_cost(e, j, i);
			if (cost < ASSIGN_FAR && e->slot_n[i] && cost + e->price[i] < least)
				least = cost + e->price[i];
		}
		sum += least;
	}
	for (int i = 0; i < e->f->m; i++)
		sum -= e->price[i] * e->slot_n[i];
	return sum;
}

/* Where most of each job is. */
static void answer(struct flow *e, int32_t *agent)
{
	int64_t *most = calloc((size_t)e->f->n, sizeof *most);
	for (int i = 0; i < e->f->m; i++) {
		gather(e, &e->crowd[i]);
		for (int32_t k = 0; k < e->crowd[i].n; k++) {
			struct piece piece = e->crowd[i].piece[k];
			if (piece.amount > most[piece.job]) {
				most[piece.job] = piece.amount;
				agent[piece.job] = i;
			}
		}
	}
	free(most);
}

bool assign_even(const struct assign_field *f, int32_t *agent, int64_t *ret_cost, int64_t *ret_bound)
{
	struct arena *a = flow_room(f);
	struct flow e = flow_make(f, a, true);
	bool all = true;
	for (int32_t j = 0; all && j < f->n; j++)
		all = place_job(&e, j);
	if (all) {
		answer(&e, agent);
		*ret_cost = 0;
		for (int64_t j = 0; j < f->n; j++)
			*ret_cost += f->cost[j * f->m + agent[j]];
		*ret_bound = proof(&e);
		CHECK(*ret_bound == *ret_cost);
	}
	flow_end(&e, a);
	return all;
}

/* For what takes no room: anybody; -1: nobody may. */
static int cheapest(const struct assign_field *f, int64_t job)
{
	const int32_t *cost = f->cost + job * f->m;
	int best = 0;
	for (int i = 1; i < f->m; i++)
		best = cost[i] < cost[best] ? i : best;
	return cost[best] == ASSIGN_NO ? -1 : best;
}

bool assign_cut(const struct assign_field *f, int32_t *agent, int64_t *price)
{
	struct arena *a = flow_room(f);
	struct flow e = flow_make(f, a, false);
	bool all = true;
	for (int32_t j = 0; all && j < f->n && !(j % 16 == 15 && assign_is_late(f)); j++)
		all = place_job(&e, j);
	all = all && !assign_is_late(f);
	memcpy(price, e.price, sizeof *price * (size_t)f->m);
	for (int64_t j = 0; all && j < f->n; j++)
		agent[j] = e.amount[j] ? -1 : cheapest(f, j);
	if (all)
		answer(&e, agent);
	flow_end(&e, a);
	return all;
}

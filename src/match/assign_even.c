/* Equal loads: each agent has so many slots. Jobs come one by one along the cheapest chain of moves (Dijkstra over agents, with prices of slots that
 * keep every edge non-negative); the prices at the end prove the cost. */
#include "match/assign_inside.h"
#include "base/check.h"
#include <stdlib.h>
#include <string.h>

struct even {
	const struct assign_field *f;
	int64_t *slot_n, *taken_n, *price;
	int32_t *agent;
	int32_t *edge_job;                              /* [a * m + b]: the job at a that goes to b at the least cost, -1 none */
	int64_t *edge;                                  /* what that costs */
	bool *is_old;                                   /* the row of a must be made again */
	int32_t *member, *member_n, *place; int64_t member_cap;
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

static int64_t slots(const struct assign_field *f, int i)
{
	for (int64_t j = 0; j < f->n; j++)
		if (f->cost[j * f->m + i] != ASSIGN_NO)
			return f->load[j * f->m + i] ? f->room[i] / f->load[j * f->m + i] : f->n;
	return 0;
}

static int64_t cost_at(const struct assign_field *f, int64_t job, int i)
{
	int32_t cost = f->cost[job * f->m + i];
	return cost == ASSIGN_NO ? ASSIGN_FAR : cost;
}

static void row_make(struct even *e, int a)
{
	int m = e->f->m;
	int64_t *edge = e->edge + (int64_t)a * m;
	int32_t *job = e->edge_job + (int64_t)a * m;
	for (int b = 0; b < m; b++) {
		edge[b] = ASSIGN_FAR;
		job[b] = -1;
	}
	for (int32_t k = 0; k < e->member_n[a]; k++) {
		int32_t j = e->member[a * e->member_cap + k];
		const int32_t *cost = e->f->cost + (int64_t)j * m;
		for (int b = 0; b < m; b++)
			if (cost[b] != ASSIGN_NO && cost[b] - cost[a] < edge[b]) {
				edge[b] = cost[b] - cost[a];
				job[b] = j;
			}
	}
	e->is_old[a] = false;
}

static void member_add(struct even *e, int a, int32_t job)
{
	e->place[job] = e->member_n[a];
	e->member[a * e->member_cap + e->member_n[a]++] = job;
	e->agent[job] = a;
	e->is_old[a] = true;
}

static void member_drop(struct even *e, int a, int32_t job)
{
	int32_t *member = e->member + a * e->member_cap, last = member[--e->member_n[a]];
	member[e->place[job]] = last;
	e->place[last] = e->place[job];
	e->is_old[a] = true;
}

static int nearest(const struct even *e)
{
	int best = -1;
	for (int i = 0; i < e->f->m; i++)
		if (!e->is_done[i] && e->distance[i] < ASSIGN_FAR && (best < 0 || e->distance[i] < e->distance[best]))
			best = i;
	return best;
}

static void reach_from(struct even *e, int a)
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
static int find_free(struct even *e, int32_t job)
{
	for (int i = 0; i < e->f->m; i++) {
		int64_t cost = cost_at(e->f, job, i);
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

static bool place_job(struct even *e, int32_t job)
{
	int end = find_free(e, job);
	if (end < 0)
		return false;
	for (int i = 0; i < e->f->m; i++)
		if (e->is_done[i] && e->distance[i] < e->distance[end])
			e->price[i] += e->distance[end] - e->distance[i];
	e->taken_n[end]++;
	int b = end;
	for (int a = e->from[b]; a >= 0; b = a, a = e->from[b]) {
		int32_t moved = e->edge_job[(int64_t)a * e->f->m + b];
		member_drop(e, a, moved);
		member_add(e, b, moved);
	}
	member_add(e, b, job);
	return true;
}

static struct even even_make(const struct assign_field *f, struct arena *a, int32_t *agent)
{
	size_t m = (size_t)f->m, n = (size_t)f->n;
	struct even e = { .f = f, .agent = agent, .member_cap = f->n };
	e.slot_n = ARENA_ARRAY(a, int64_t, m);
	e.taken_n = ARENA_ARRAY(a, int64_t, m);
	e.price = ARENA_ARRAY(a, int64_t, m);
	e.distance = ARENA_ARRAY(a, int64_t, m);
	e.from = ARENA_ARRAY(a, int, m);
	e.is_done = ARENA_ARRAY(a, bool, m);
	e.is_old = ARENA_ARRAY(a, bool, m);
	e.member_n = ARENA_ARRAY(a, int32_t, m);
	e.place = ARENA_ARRAY(a, int32_t, n + 1);
	e.edge = ARENA_ARRAY(a, int64_t, m * m);
	e.edge_job = ARENA_ARRAY(a, int32_t, m * m);
	e.member_cap = 0;
	for (int i = 0; i < f->m; i++) {
		int64_t slot_n = slots(f, i);
		e.slot_n[i] = slot_n < f->n ? slot_n : f->n;
		e.member_cap = e.slot_n[i] > e.member_cap ? e.slot_n[i] : e.member_cap;
		e.is_old[i] = true;
	}
	e.member_cap++;
	e.member = ARENA_ARRAY(a, int32_t, m * (size_t)e.member_cap);
	return e;
}

static int64_t proof(const struct even *e)
{
	int64_t sum = 0;
	for (int64_t j = 0; j < e->f->n; j++) {
		int64_t least = ASSIGN_FAR;
		for (int i = 0; i < e->f->m; i++) {
			int64_t cost = cost_at(e->f, j, i);
			if (cost < ASSIGN_FAR && e->slot_n[i] && cost + e->price[i] < least)
				least = cost + e->price[i];
		}
		sum += least;
	}
	for (int i = 0; i < e->f->m; i++)
		sum -= e->price[i] * e->slot_n[i];
	return sum;
}

bool assign_even(const struct assign_field *f, int32_t *agent, int64_t *ret_cost, int64_t *ret_bound)
{
	size_t m = (size_t)f->m;
	struct arena *a = arena_new(m * m * 16 + m * ((size_t)f->n + 64) * 8 + (size_t)f->n * 16 + (1 << 20));
	struct even e = even_make(f, a, agent);
	bool all = true;
	for (int32_t j = 0; all && j < f->n; j++)
		all = place_job(&e, j);
	if (all) {
		*ret_cost = 0;
		for (int64_t j = 0; j < f->n; j++)
			*ret_cost += f->cost[j * f->m + agent[j]];
		*ret_bound = proof(&e);
		CHECK(*ret_bound == *ret_cost);
	}
	arena_free(a);
	return all;
}

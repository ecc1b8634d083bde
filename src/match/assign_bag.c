/* What agents would take at given worths of jobs: the pairs that gain, by agent, and the knapsack of each. Nearly all pairs gain nothing, so each job
 * keeps its cheapest agents in order, and its whole row is looked at only where all of those gain. */
#include "match/assign_inside.h"
#include <stdlib.h>
#include <string.h>

enum { HEAD = 24 };

struct pair { int64_t gain; int32_t agent, job; };

struct assign_bags {
	const struct assign_field *f;
	int head_n;
	uint16_t *head;                                 /* [job * head_n + k]: its cheapest agents, the cheapest first */
	struct pair *pair;                              /* those that gain, job by job */
	size_t n, cap;
	int64_t *begin;                                 /* of each agent among the sorted */
	int64_t *worth; int32_t *load, *job; uint8_t *took; size_t sorted_cap;
};

static void head_make(const struct assign_field *f, int64_t j, uint16_t *head, int most)
{
	const int32_t *cost = f->cost + j * f->m;
	int n = 0;
	for (int i = 0; i < f->m; i++) {
		if (n == most && cost[i] >= cost[head[n - 1]])
			continue;
		int at = n < most ? n++ : n - 1;
		for (; at > 0 && cost[head[at - 1]] > cost[i]; at--)
			head[at] = head[at - 1];
		head[at] = (uint16_t)i;
	}
}

struct assign_bags *assign_bags_make(const struct assign_field *f)
{
	struct assign_bags *b = calloc(1, sizeof *b);
	b->f = f;
	b->head_n = f->m < HEAD ? f->m : HEAD;
	b->head = malloc(sizeof *b->head * (size_t)b->head_n * (size_t)f->n);
	b->begin = malloc(sizeof *b->begin * ((size_t)f->m + 1));
	for (int64_t j = 0; j < f->n; j++)
		head_make(f, j, b->head + j * b->head_n, b->head_n);
	return b;
}

void assign_bags_free(struct assign_bags *b)
{
	free(b->head);
	free(b->begin);
	free(b->pair);
	free(b->worth);
	free(b->load);
	free(b->job);
	free(b->took);
	free(b);
}

/* False: it gains nothing, and nor does any dearer one. */
static bool pair_put(struct assign_bags *b, int64_t worth, int64_t j, int i)
{
	const struct assign_field *f = b->f;
	int64_t at = j * f->m + i, gain = worth - (int64_t)f->cost[at] * ASSIGN_SCALE;
	if (gain <= 0 || f->cost[at] == ASSIGN_NO)
		return false;
	if (f->load[at] > f->room[i])
		return true;
	if (b->n == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 4096;
		b->pair = realloc(b->pair, sizeof *b->pair * b->cap);
	}
	b->pair[b->n++] = (struct pair){ gain, i, (int32_t)j };
	return true;
}

static void job_put(struct assign_bags *b, int64_t worth, int64_t j)
{
	const uint16_t *head = b->head + j * b->head_n;
	size_t before = b->n;
	int k = 0;
	while (k < b->head_n && pair_put(b, worth, j, head[k]))
		k++;
	if (k < b->head_n || k == b->f->m)
		return;
	b->n = before;
	for (int i = 0; i < b->f->m; i++)
		pair_put(b, worth, j, i);
}

static void sorted_room(struct assign_bags *b)
{
	if (b->n <= b->sorted_cap)
		return;
	b->sorted_cap = b->cap;
	b->worth = realloc(b->worth, 8 * b->cap);
	b->load = realloc(b->load, 4 * b->cap);
	b->job = realloc(b->job, 4 * b->cap);
	b->took = realloc(b->took, b->cap);
}

/* By agent, the jobs of each in their order. */
static void sort(struct assign_bags *b)
{
	const struct assign_field *f = b->f;
	sorted_room(b);
	memset(b->begin, 0, sizeof *b->begin * ((size_t)f->m + 1));
	for (size_t k = 0; k < b->n; k++)
		b->begin[b->pair[k].agent + 1]++;
	for (int i = 0; i < f->m; i++)
		b->begin[i + 1] += b->begin[i];
	for (size_t k = b->n; k-- > 0;) {
		const struct pair *x = &b->pair[k];
		int64_t at = --b->begin[x->agent + 1];
		b->worth[at] = x->gain;
		b->load[at] = f->load[(int64_t)x->job * f->m + x->agent];
		b->job[at] = x->job;
	}
}

int64_t assign_bags_fill(struct assign_bags *b, const int64_t *worth, int16_t *pick)
{
	int64_t sum = 0;
	b->n = 0;
	for (int64_t j = 0; j < b->f->n; j++)
		job_put(b, worth[j], j);
	if (!b->n)
		return 0;
	sort(b);
	memset(b->took, 0, b->n);
	for (int i = 0; i < b->f->m; i++) {
		int64_t from = b->begin[i + 1], to = i + 2 <= b->f->m ? b->begin[i + 2] : (int64_t)b->n;
		if (to > from)
			sum += assign_knapsack(&(struct assign_knapsack){ (int)(to - from), b->worth + from, b->load + from, b->f->room[i] }, b->took + from);
	}
	for (size_t k = 0; k < b->n; k++)
		pick[b->job[k]] = (int16_t)(pick[b->job[k]] + b->took[k]);
	return sum;
}

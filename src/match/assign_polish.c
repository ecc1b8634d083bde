/* Bettering an answer: the jobs of a few agents are shared out anew among just these, by branching with a short time. Where loads hardly fit, single
 * moves get nowhere and this does. How many agents are taken together follows how well it goes. */
#include "match/assign_inside.h"
#include "base/clock.h"
#include <stdlib.h>
#include <string.h>

enum { AGENTS_FIRST = 3, AGENTS_MOST = 12, JOBS_MOST = 120, ROUNDS = 24, TURN_NS = 30 * 1000 * 1000 };

struct polish {
	struct assign_search *s;
	uint64_t random;
	int32_t *job, *agent; int n;                    /* the part: its jobs, and their agents counted within it */
	int *who; int who_n;
	int64_t *room, *price;
};

static uint32_t draw_below(struct polish *p, uint32_t n)
{
	p->random = p->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(((p->random >> 33) * n) >> 31);
}

/* So many agents, drawn evenly. */
static void choose(struct polish *p, int wanted)
{
	const struct assign_field *f = p->s->field;
	bool *is_in = calloc((size_t)f->m, 1);
	p->who_n = 0;
	while (p->who_n < wanted) {
		int i = (int)draw_below(p, (uint32_t)f->m);
		if (!is_in[i]) {
			is_in[i] = true;
			p->who[p->who_n++] = i;
		}
	}
	free(is_in);
}

static void gather(struct polish *p)
{
	const struct assign_field *f = p->s->field;
	int *within = malloc(sizeof *within * (size_t)f->m);
	for (int i = 0; i < f->m; i++)
		within[i] = -1;
	for (int k = 0; k < p->who_n; k++) {
		within[p->who[k]] = k;
		p->room[k] = f->room[p->who[k]];
		p->price[k] = p->s->price[p->who[k]];
	}
	p->n = 0;
	for (int32_t j = 0; j < f->n; j++)
		if (within[p->s->agent[j]] >= 0) {
			p->job[p->n] = j;
			p->agent[p->n++] = within[p->s->agent[j]];
		}
	free(within);
}

static struct assign_field part_of(const struct polish *p)
{
	const struct assign_field *f = p->s->field;
	struct assign_field part = { .m = p->who_n, .n = p->n, .room = p->room, .bound = -ASSIGN_FAR };
	part.cost = malloc(4 * (size_t)(part.m * part.n));
	part.load = malloc(4 * (size_t)(part.m * part.n));
	for (int j = 0; j < part.n; j++)
		for (int k = 0; k < part.m; k++) {
			int64_t from = (int64_t)p->job[j] * f->m + p->who[k];
			part.cost[j * part.m + k] = f->cost[from];
			part.load[j * part.m + k] = f->load[from];
		}
	return part;
}

/* True: it became cheaper. An answer just as cheap is taken too, so that the next turn stands elsewhere. */
static bool turn(struct polish *p)
{
	struct assign_search *s = p->s;
	struct assign_field part = part_of(p);
	int64_t now = clock_monotonic_ns(), was = 0;
	for (int j = 0; j < part.n; j++)
		was += part.cost[j * part.m + p->agent[j]];
	int64_t cost = was + (draw_below(p, 4) == 0);
	part.best = cost;
	part.until_ns = now + TURN_NS < s->until_ns ? now + TURN_NS : s->until_ns;
	struct assign_tree tree = { .field = &part, .price = p->price, .round_n = ROUNDS, .agent = p->agent, .cost = cost };
	assign_branch(&tree);
	cost = tree.cost;
	if (cost <= was) {
		for (int j = 0; j < part.n; j++)
			s->agent[p->job[j]] = p->who[p->agent[j]];
		s->cost += cost - was;
	}
	free(part.cost);
	free(part.load);
	return cost < was;
}

void assign_polish(struct assign_search *s)
{
	size_t m = (size_t)s->field->m, n = (size_t)s->field->n;
	struct polish p = { .s = s, .random = s->seed * 0x9e3779b97f4a7c15u + 77, .job = malloc(4 * n), .agent = malloc(4 * n),
		.who = malloc(sizeof(int) * m), .room = malloc(8 * m), .price = malloc(8 * m) };
	int wanted = AGENTS_FIRST, idle = 0;
	while (!assign_is_over(s, s->cost)) {
		choose(&p, wanted < s->field->m ? wanted : s->field->m);
		gather(&p);
		if (p.n > JOBS_MOST && wanted > 2) {
			wanted--;
			continue;
		}
		idle = turn(&p) ? 0 : idle + 1;
		if (idle > s->field->m * 2 + 10) {
			idle = 0;
			wanted = wanted < AGENTS_MOST ? wanted + 1 : AGENTS_FIRST;
		}
	}
	free(p.job);
	free(p.agent);
	free(p.who);
	free(p.room);
	free(p.price);
}

/* Bettering an answer: the jobs of a few agents are shared out anew among just these, by branching with a short time. Where loads hardly fit, single
 * moves get nowhere and this does. How many agents are taken together follows how well it goes. */
#include "match/assign_inside.h"
#include "base/clock.h"
#include <stdlib.h>
#include <string.h>

enum { AGENTS_FIRST = 3, AGENTS_MOST = 12, JOBS_MOST = 120, ROUNDS = 24, TURN_NS = 30 * 1000 * 1000, RIVALS = 4, LOOKS = 4000 };

struct stay { int32_t job; int64_t margin; };

struct polish {
	struct assign_search *s;
	uint64_t random;
	int32_t *job, *agent; int n;                    /* the part: its jobs, and their agents counted within it */
	int *who; int who_n;
	int64_t *room, *price;
	struct stay *stay;
};

static uint32_t draw_below(struct polish *p, uint32_t n)
{
	p->random = p->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(((p->random >> 33) * n) >> 31);
}

static int64_t priced(const struct polish *p, int32_t job, int i)
{
	int64_t at = (int64_t)job * p->s->field->m + i;
	if (p->s->field->cost[at] == ASSIGN_NO)
		return ASSIGN_FAR;
	return (int64_t)p->s->field->cost[at] * ASSIGN_SCALE + p->s->price[i] * p->s->field->load[at];
}

/* Who else would be good for this job, at these prices: one of the best few. */
static int rival(struct polish *p, int32_t job, const bool *is_in)
{
	int64_t key[RIVALS];
	int who[RIVALS], n = 0;
	for (int i = 0; i < p->s->field->m; i++) {
		int64_t x = is_in[i] ? ASSIGN_FAR : priced(p, job, i);
		if (x >= ASSIGN_FAR || (n == RIVALS && x >= key[n - 1]))
			continue;
		int k = n < RIVALS ? n++ : n - 1;
		for (; k > 0 && key[k - 1] > x; k--) {
			key[k] = key[k - 1];
			who[k] = who[k - 1];
		}
		key[k] = x;
		who[k] = i;
	}
	return n ? who[draw_below(p, (uint32_t)n)] : -1;
}

/* A job that one of those drawn so far has; -1 after some vain looks. */
static int32_t job_of(struct polish *p, const bool *is_in)
{
	for (int look = 0; look < LOOKS; look++) {
		int32_t job = (int32_t)draw_below(p, (uint32_t)p->s->field->n);
		if (is_in[p->s->agent[job]])
			return job;
	}
	return -1;
}

/* So many agents: drawn evenly; where loads are the jobs' own and agents many, such as want each other's jobs. */
static void choose(struct polish *p, int wanted)
{
	const struct assign_field *f = p->s->field;
	bool *is_in = calloc((size_t)f->m, 1);
	p->who_n = 0;
	while (p->who_n < wanted) {
		int32_t job = f->is_priced && f->m > AGENTS_MOST && p->who_n && draw_below(p, 8) ? job_of(p, is_in) : -1;
		int i = job >= 0 ? rival(p, job, is_in) : (int)draw_below(p, (uint32_t)f->m);
		if (i >= 0 && !is_in[i]) {
			is_in[i] = true;
			p->who[p->who_n++] = i;
		}
	}
	free(is_in);
}

/* How far the job is from going to another of those drawn; less than nothing: it would like to. */
static int64_t margin(const struct polish *p, int32_t job)
{
	int64_t least = ASSIGN_FAR;
	for (int k = 0; k < p->who_n; k++)
		if (p->who[k] != p->s->agent[job]) {
			int64_t x = priced(p, job, p->who[k]);
			least = x < least ? x : least;
		}
	return least - priced(p, job, p->s->agent[job]);
}

static int by_margin(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;
	return x->margin < y->margin ? -1 : x->margin > y->margin ? 1 : x->job < y->job ? -1 : x->job > y->job;
}

/* The jobs of those drawn; how many there are. Where they are many, those that are surest where they are stay there, and what
 * they take is no room any more. */
static int gather(struct polish *p)
{
	const struct assign_field *f = p->s->field;
	int *within = malloc(sizeof *within * (size_t)f->m), n = 0;
	for (int i = 0; i < f->m; i++)
		within[i] = -1;
	for (int k = 0; k < p->who_n; k++) {
		within[p->who[k]] = k;
		p->room[k] = f->room[p->who[k]];
		p->price[k] = p->s->price[p->who[k]];
	}
	for (int32_t j = 0; j < f->n; j++)
		if (within[p->s->agent[j]] >= 0)
			p->stay[n++].job = j;
	p->n = n < JOBS_MOST ? n : JOBS_MOST;
	for (int k = 0; k < n && n > JOBS_MOST; k++)
		p->stay[k].margin = margin(p, p->stay[k].job);
	if (n > JOBS_MOST)
		qsort(p->stay, (size_t)n, sizeof *p->stay, by_margin);
	for (int k = 0; k < n; k++) {
		int32_t job = p->stay[k].job;
		int at = within[p->s->agent[job]];
		if (k >= p->n)
			p->room[at] -= f->load[(int64_t)job * f->m + p->s->agent[job]];
		else {
			p->job[k] = job;
			p->agent[k] = at;
		}
	}
	free(within);
	return n;
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
		.who = malloc(sizeof(int) * m), .room = malloc(8 * m), .price = malloc(8 * m),
		.stay = malloc(sizeof(struct stay) * n) };
	int wanted = AGENTS_FIRST, idle = 0;
	while (!assign_is_over(s, s->cost)) {
		choose(&p, wanted < s->field->m ? wanted : s->field->m);
		if (gather(&p) > JOBS_MOST && !s->field->is_priced && wanted > 2) {
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
	free(p.stay);
}

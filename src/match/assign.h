/* The generalised assignment problem: every job goes to one agent, agents have capacities, the sum of costs is least. In Yorisoi: families to named
 * workers with loads of their own, and whatever else must be shared out. It knows no family. Exact where it can be proven within the time, else the
 * best found with a bound below which nothing can lie. Pure but for the clock and threads. */
#pragma once
#include "base/arena.h"

enum { ASSIGN_AGENTS_MOST = 2000, ASSIGN_PAIRS_MOST = 40 * 1000 * 1000, ASSIGN_COST_MOST = 100 * 1000 * 1000 };
#define ASSIGN_NEVER ((int64_t)1 << 40)                 /* the cost of a pair that may not be */

/* cost and load: [agent * job_n + job]; costs 0 to ASSIGN_COST_MOST or ASSIGN_NEVER; loads 0 to 2^30; capacity >= 0. */
struct assign_problem { int64_t agent_n, job_n; const int64_t *cost, *load, *capacity; };
/* One seed and one thread give one answer as long as the time does not cut the search. */
struct assign_effort { int64_t limit_ms; uint64_t seed; int64_t thread_n; };

enum assign_end { ASSIGN_FOUND, ASSIGN_NONE_FOUND, ASSIGN_IMPOSSIBLE, ASSIGN_BAD };
struct assign_answer {
	int64_t cost, bound;                            /* bound <= the cost of every answer there can be; whole numbers, never by rounding errors */
	bool is_proven;                                 /* cost == bound */
	int32_t *agent;                                 /* of each job, counted from 0; in the arena */
};

/* ASSIGN_NONE_FOUND: neither an answer nor a proof that there is none within the time (bound is still true). ASSIGN_BAD: numbers out of range. */
enum assign_end assign_solve(struct arena *, const struct assign_problem *, const struct assign_effort *, struct assign_answer *ret);
/* An own look at an answer: every job has an agent that may have it, no capacity is passed; its cost. */
bool assign_holds(const struct assign_problem *, const int32_t *agent, int64_t *ret_cost);

/* Between the parts of assign: the problem with one row a job, prices as whole numbers (parts of 1 / ASSIGN_SCALE), so that a bound is exact. */
#pragma once
#include "match/assign.h"
#include <stdatomic.h>

enum { ASSIGN_SCALE = 4096, ASSIGN_NO = INT32_MAX };
#define ASSIGN_FAR (INT64_MAX / 4)

struct assign_field {
	int m, n;                                       /* agents, jobs */
	int32_t *cost, *load;                           /* [job * m + agent]; ASSIGN_NO: never */
	int64_t *room;                                  /* capacity of each agent */
	int64_t until_ns;
	_Atomic int64_t best;                           /* cost of the best answer anybody found; ASSIGN_FAR: none */
	_Atomic int64_t bound;                          /* whoever has an answer this cheap may stop, and all others too */
	_Atomic bool is_done;
	bool is_priced;                                 /* the first prices are the best there are (assign_cut) */
};

bool assign_is_late(const struct assign_field *);

/* ---- equal loads: a transport problem, solved exactly ---- */
bool assign_is_even(const struct assign_field *);       /* every agent's loads are all alike */
bool assign_even(const struct assign_field *, int32_t *agent, int64_t *ret_cost, int64_t *ret_bound);

/* Every job has a load of its own, whoever takes it. */
bool assign_is_own(const struct assign_field *);
/* Only for these: jobs cut in pieces, so that capacities are used to the last unit. price: the best prices of capacity there are; agent: who has most
 * of each job (more than fits, by a job or two). False: no time, or it cannot be; price is a start all the same. */
bool assign_cut(const struct assign_field *, int32_t *agent, int64_t *price);

/* ---- bounds ---- */
/* Prices of capacity: the bound of the linear relaxation, from below. price has m numbers (start and best end); returns the bound in whole cost. */
int64_t assign_price(const struct assign_field *, int round_n, int64_t *price);
/* Prices of jobs, knapsacks solved exactly: stronger. worth has n numbers (start and best end). pick (may be NULL): how many agents took each job. */
int64_t assign_worth(const struct assign_field *, int round_n, int64_t *worth, int16_t *pick);
void assign_worth_start(const struct assign_field *, const int64_t *price, int64_t *worth);
/* The most that a knapsack can hold of worths > 0; took says what. Exact where the table is small enough, else from above (then took is greedy). */
struct assign_knapsack { int n; const int64_t *worth; const int32_t *load; int64_t room; };
int64_t assign_knapsack(const struct assign_knapsack *, uint8_t *took);
/* What agents take at these worths of jobs, each its best knapsack: their gain together; pick[job] grows by how many took it. */
struct assign_bags *assign_bags_make(const struct assign_field *);
int64_t assign_bags_fill(struct assign_bags *, const int64_t *worth, int16_t *pick);
void assign_bags_free(struct assign_bags *);

/* ---- answers ---- */
struct assign_search {
	struct assign_field *field;
	const int64_t *price; int64_t gap;              /* pairs dearer than their job's best by more than this (scaled) are left out */
	uint64_t seed;
	int64_t until_ns; bool is_once;                 /* one cooling is enough */
	bool is_near;                                   /* many jobs, and the start is good: the walk stays cold */
	int32_t *agent;
	int64_t cost;
};
/* The time is over, or there is nothing left to find. */
bool assign_is_over(const struct assign_search *, int64_t cost);
/* Walks from `agent` (a first answer is made when agent[0] < 0); leaves the best that fits, cost ASSIGN_FAR when none did. */
void assign_search(struct assign_search *);
/* Branches until everything is proven or the time is over; true: proven. Betters agent and cost; bound
 * rises to what was proven. round_n: how hard the root is priced; small for parts of a polish. */
struct assign_tree { struct assign_field *field; const int64_t *price; int round_n; int32_t *agent; int64_t cost, bound; };
bool assign_branch(struct assign_tree *);
/* Betters an answer until the time is over: takes all jobs of a few agents and shares them out among those anew, by branching. */
void assign_polish(struct assign_search *);

/* Assigning: against every answer there is on small problems, against its own proof on larger ones, and the ends that are no answer. */
#include "match/assign.h"
#include "tests/test.h"
#include <stdlib.h>

struct case_of { struct assign_problem p; int64_t cost[64], load[64], capacity[8]; };

static uint64_t random_state = 42;

static int64_t draw(int64_t below)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((random_state >> 33) % (uint64_t)below);
}

static void draw_case(struct case_of *x, int64_t m, int64_t n, bool is_even)
{
	int64_t sum = 0;
	x->p = (struct assign_problem){ m, n, x->cost, x->load, x->capacity };
	for (int64_t k = 0; k < m * n; k++) {
		x->cost[k] = draw(8) ? draw(50) : ASSIGN_NEVER;
		x->load[k] = is_even ? 3 : 1 + draw(9);
		sum += x->load[k];
	}
	for (int64_t i = 0; i < m; i++)
		x->capacity[i] = sum / m / m + draw(5);
}

/* Every answer in turn; ASSIGN_NEVER when none fits. */
static int64_t least_of_all(const struct assign_problem *p)
{
	int64_t best = ASSIGN_NEVER, all = 1, cost;
	int32_t agent[16];
	for (int64_t j = 0; j < p->job_n; j++)
		all *= p->agent_n;
	for (int64_t k = 0; k < all; k++) {
		int64_t rest = k;
		for (int64_t j = 0; j < p->job_n; j++, rest /= p->agent_n)
			agent[j] = (int32_t)(rest % p->agent_n);
		if (assign_holds(p, agent, &cost) && cost < best)
			best = cost;
	}
	return best;
}

static void compare(bool is_even)
{
	for (int k = 0; k < 120; k++) {
		struct arena *a = arena_new(1 << 20);
		struct case_of x;
		struct assign_answer r = { 0 };
		int64_t cost;
		draw_case(&x, 2 + draw(2), 4 + draw(5), is_even);
		int64_t least = least_of_all(&x.p);
		enum assign_end end = assign_solve(a, &x.p, &(struct assign_effort){ 4000, 7, 1 + draw(2) }, &r);
		EXPECT_INT(end == ASSIGN_FOUND, least < ASSIGN_NEVER);
		if (least < ASSIGN_NEVER) {
			EXPECT(r.is_proven && assign_holds(&x.p, r.agent, &cost));
			EXPECT_INT(r.cost, least);
			EXPECT_INT(r.bound, least);
		} else {
			EXPECT_INT(end, ASSIGN_IMPOSSIBLE);
		}
		arena_free(a);
	}
}

TEST(assign_finds_the_least_of_all_answers)
{
	compare(false);
}

TEST(assign_with_equal_loads_is_exact_and_proves_it)
{
	compare(true);
}

TEST(assign_shares_families_by_weight_and_bounds_what_it_found)
{
	enum { M = 4, N = 60 };
	static int64_t cost[M * N], load[M * N], capacity[M];
	int64_t sum = 0, held;
	for (int64_t j = 0; j < N; j++) {
		int64_t weight = 2 + draw(8);
		sum += weight;
		for (int64_t i = 0; i < M; i++) {
			cost[i * N + j] = draw(100);
			load[i * N + j] = weight;
		}
	}
	for (int64_t i = 0; i < M; i++)
		capacity[i] = sum / M + 3;
	struct arena *a = arena_new(1 << 20);
	struct assign_answer r;
	struct assign_problem p = { M, N, cost, load, capacity };
	REQUIRE(assign_solve(a, &p, &(struct assign_effort){ 3000, 1, 2 }, &r) == ASSIGN_FOUND);
	EXPECT(assign_holds(&p, r.agent, &held) && held == r.cost && r.bound <= r.cost);
	/* a bound is below every answer: also below one that is made by hand, in turn */
	int64_t by_hand = 0;
	for (int64_t j = 0; j < N; j++)
		by_hand += cost[(j % M) * N + j];
	EXPECT(r.bound <= by_hand && r.cost <= by_hand);
	arena_free(a);
}

TEST(assign_refuses_numbers_out_of_range_and_says_when_nothing_fits)
{
	struct arena *a = arena_new(1 << 20);
	struct assign_answer r;
	struct assign_effort effort = { 500, 1, 1 };
	int64_t cost[4] = { 1, 2, 3, 4 }, load[4] = { 5, 5, 5, 6 }, capacity[2] = { 5, 4 };
	struct assign_problem p = { 2, 2, cost, load, capacity };
	EXPECT_INT(assign_solve(a, &p, &effort, &r), ASSIGN_IMPOSSIBLE);
	cost[0] = -1;
	EXPECT_INT(assign_solve(a, &p, &effort, &r), ASSIGN_BAD);
	cost[0] = 1;
	load[0] = -1;
	EXPECT_INT(assign_solve(a, &p, &effort, &r), ASSIGN_BAD);
	load[0] = 5;
	capacity[0] = 10;
	REQUIRE(assign_solve(a, &p, &effort, &r) == ASSIGN_FOUND);
	EXPECT_INT(r.cost, 3);
	arena_free(a);
}

/* Bounds from prices. A price on capacity lets every job choose alone: the cheapest choice of each, less what the capacities are worth, lies below
 * every answer (Lagrange). The other way round, a worth on jobs lets every agent fill its own knapsack. Both are bettered step by step along the
 * subgradient. All numbers are whole, so a bound holds to the last digit. */
#include "match/assign_inside.h"
#include "base/clock.h"
#include <stdlib.h>
#include <string.h>

bool assign_is_late(const struct assign_field *f)
{
	return f->is_done || clock_monotonic_ns() >= f->until_ns;
}

bool assign_is_over(const struct assign_search *s, int64_t cost)
{
	if (cost <= s->field->bound)
		s->field->is_done = true;
	return s->field->is_done || clock_monotonic_ns() >= s->until_ns;
}

/* In whole cost: the least whole number that is not below sum / ASSIGN_SCALE. */
static int64_t whole(int64_t sum)
{
	return sum >= 0 ? (sum + ASSIGN_SCALE - 1) / ASSIGN_SCALE : -(-sum / ASSIGN_SCALE);
}

/* ---- prices of capacity ---- */

static int64_t price_try(const struct assign_field *f, const int64_t *price, int64_t *over)
{
	int64_t sum = 0;
	int m = f->m;
	for (int i = 0; i < m; i++) {
		sum -= price[i] * f->room[i];
		over[i] = -f->room[i];
	}
	for (int64_t j = 0; j < f->n; j++) {
		const int32_t *cost = f->cost + j * m, *load = f->load + j * m;
		int64_t least = ASSIGN_FAR;
		int at = -1;
		for (int i = 0; i < m; i++) {
			int64_t x = (int64_t)cost[i] * ASSIGN_SCALE + price[i] * load[i];
			if (x < least && cost[i] != ASSIGN_NO) {
				least = x;
				at = i;
			}
		}
		if (at < 0)
			return ASSIGN_FAR;
		sum += least;
		over[at] += load[at];
	}
	return sum;
}

static double step_of(double share, int64_t gap, double square)
{
	return square > 0 ? share * (double)(gap > ASSIGN_SCALE / 4 ? gap : ASSIGN_SCALE / 4) / square : 0;
}

static double square_of(const int64_t *v, const int64_t *price, int n)
{
	double sum = 0;
	for (int i = 0; i < n; i++)
		if (v[i] > 0 || !price || price[i] > 0)
			sum += (double)v[i] * (double)v[i];
	return sum;
}

int64_t assign_price(const struct assign_field *f, int round_n, int64_t *price)
{
	size_t size = sizeof(int64_t) * (size_t)f->m;
	int64_t *now = malloc(size), *over = malloc(size), best = -ASSIGN_FAR;
	double share = 1.5;
	int stale = 0;
	memcpy(now, price, size);
	for (int round = 0; round < round_n && !(round % 8 == 7 && assign_is_late(f)); round++) {
		int64_t sum = price_try(f, now, over);
		if (sum >= ASSIGN_FAR) {
			best = ASSIGN_FAR;
			break;
		}
		stale++;
		if (sum > best) {
			best = sum;
			stale = 0;
			memcpy(price, now, size);
		}
		int64_t goal = f->best < ASSIGN_FAR ? f->best * ASSIGN_SCALE : best + (best > 0 ? best : -best) / 20 + ASSIGN_SCALE;
		if (best > goal - ASSIGN_SCALE && f->best < ASSIGN_FAR)
			break;
		if (stale > 12) {
			share *= 0.6;
			stale = 0;
			memcpy(now, price, size);
			price_try(f, now, over);
		}
		double step = step_of(share, goal - sum, square_of(over, now, f->m));
		if (share < 1e-5 || step == 0)
			break;
		for (int i = 0; i < f->m; i++) {
			double next = (double)now[i] + step * (double)over[i];
			now[i] = next > 0 ? (int64_t)next : 0;
		}
	}
	free(now);
	free(over);
	return best >= ASSIGN_FAR ? ASSIGN_FAR : whole(best);
}

/* ---- worths of jobs ---- */

void assign_worth_start(const struct assign_field *f, const int64_t *price, int64_t *worth)
{
	for (int64_t j = 0; j < f->n; j++) {
		worth[j] = ASSIGN_FAR;
		for (int i = 0; i < f->m; i++) {
			int64_t at = j * f->m + i;
			int64_t x = (int64_t)f->cost[at] * ASSIGN_SCALE + price[i] * f->load[at];
			if (f->cost[at] != ASSIGN_NO && x < worth[j])
				worth[j] = x;
		}
	}
}

static int64_t worth_try(const struct assign_field *f, const int64_t *worth, struct assign_bags *bags, int16_t *pick)
{
	int64_t sum = 0;
	memset(pick, 0, sizeof *pick * (size_t)f->n);
	for (int64_t j = 0; j < f->n; j++) {
		if (worth[j] >= ASSIGN_FAR)
			return ASSIGN_FAR;
		sum += worth[j];
	}
	return sum - assign_bags_fill(bags, worth, pick);
}

static bool worth_step(const struct assign_field *f, double share, int64_t gap, const int16_t *pick, int64_t *now)
{
	double square = 0;
	for (int64_t j = 0; j < f->n; j++)
		square += (double)((1 - pick[j]) * (1 - pick[j]));
	double step = step_of(share, gap, square);
	if (step == 0 || share < 1e-4)
		return false;
	for (int64_t j = 0; j < f->n; j++)
		now[j] += (int64_t)(step * (1 - pick[j]));
	return true;
}

int64_t assign_worth(const struct assign_field *f, int round_n, int64_t *worth, int16_t *ret_pick)
{
	size_t n = (size_t)f->n;
	struct assign_bags *bags = assign_bags_make(f);
	int64_t *now = malloc(8 * n), best = -ASSIGN_FAR;
	int16_t *pick = malloc(2 * n);
	double share = f->is_priced ? 0.2 : 1.2;         /* from the best prices only small steps lead on */
	int stale = 0;
	memcpy(now, worth, 8 * n);
	for (int round = 0; round < round_n && !(round && assign_is_late(f)); round++) {
		int64_t sum = worth_try(f, now, bags, pick);
		stale++;
		if (sum > best) {
			best = sum;
			stale = 0;
			memcpy(worth, now, 8 * n);
			if (ret_pick)
				memcpy(ret_pick, pick, 2 * n);
		}
		int64_t goal = f->best < ASSIGN_FAR ? f->best * ASSIGN_SCALE : best + (best > 0 ? best : -best) / 50 + ASSIGN_SCALE;
		if (best >= ASSIGN_FAR || (f->best < ASSIGN_FAR && best > goal - ASSIGN_SCALE))
			break;
		if (stale > 8) {
			share *= 0.65;
			stale = 0;
			memcpy(now, worth, 8 * n);
			worth_try(f, now, bags, pick);
		}
		if (!worth_step(f, share, goal - sum, pick, now))
			break;
	}
	assign_bags_free(bags);
	free(now);
	free(pick);
	return best >= ASSIGN_FAR ? ASSIGN_FAR : whole(best);
}

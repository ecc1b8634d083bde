/* The 0/1 knapsack: a table over the capacity after what surely goes in or stays out has been set aside; past a size, the bound of Dantzig. */
#include "match/assign_inside.h"
#include <stdlib.h>
#include <string.h>

enum { TABLE_MOST = 24 * 1000 * 1000 };

struct item { int64_t worth; int32_t load; int32_t at; };

static int by_density(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	__int128 left = (__int128)x->worth * y->load, right = (__int128)y->worth * x->load;
	return left > right ? -1 : left < right ? 1 : x->at < y->at ? -1 : 1;
}

/* Fills in order of density: *ret_greedy is a real answer, the return value no answer can pass. */
static int64_t dantzig(const struct item *item, int n, int64_t room, int64_t *ret_greedy, uint8_t *took)
{
	int64_t sum = 0, left = room, above = -1;
	for (int k = 0; k < n; k++) {
		if (item[k].load <= left) {
			left -= item[k].load;
			sum += item[k].worth;
			if (took)
				took[item[k].at] = 1;
			continue;
		}
		if (above < 0)
			above = sum + (int64_t)((__int128)item[k].worth * left / item[k].load);
	}
	*ret_greedy = sum;
	return above < 0 ? sum : above;
}

/* best[r]: the most in room r; keep[k * (room + 1) + r]: item k is in it. */
static int64_t table(const struct item *item, int n, int64_t room, uint8_t *took)
{
	size_t wide = (size_t)(room > 0 ? room : 0) + 1;
	int64_t *best = calloc(wide, sizeof *best), most;
	uint8_t *keep = malloc(wide * (size_t)n + 1);
	int64_t filled = 0;
	for (int k = 0; k < n; k++) {
		int64_t load = item[k].load, worth = item[k].worth;
		uint8_t *row = keep + (size_t)k * wide;
		memset(row, 0, wide);
		filled = filled + load < room ? filled + load : room;
		for (int64_t r = room; r >= load; r--)
			if (best[r - load] + worth > best[r]) {
				best[r] = best[r - load] + worth;
				row[r] = 1;
			}
	}
	most = best[room];
	for (int k = n - 1, r = (int)room; k >= 0; k--)
		if (keep[(size_t)k * wide + (size_t)r]) {
			took[item[k].at] = 1;
			r -= item[k].load;
		}
	free(best);
	free(keep);
	return most;
}

int64_t assign_knapsack(const struct assign_knapsack *b, uint8_t *took)
{
	struct item *item = malloc(sizeof *item * (size_t)(b->n + 1));
	int n = 0;
	int64_t sure = 0, all = 0, greedy, most;
	for (int k = 0; k < b->n; k++) {
		if (!b->load[k]) {
			took[k] = 1;
			sure += b->worth[k];
			continue;
		}
		item[n++] = (struct item){ b->worth[k], b->load[k], k };
		all += b->load[k];
	}
	if (all <= b->room || b->room * n > TABLE_MOST) {
		qsort(item, (size_t)n, sizeof *item, by_density);
		most = dantzig(item, n, b->room, &greedy, took);
	} else {
		most = table(item, n, b->room, took);
	}
	free(item);
	return sure + most;
}

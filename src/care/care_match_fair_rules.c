/* Figures of an even share. */
#include "care/care_match_fair_rules.h"
#include <stdlib.h>

static int compare(const void *one, const void *two)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
	return (a > b) - (a < b);
}

int care_match_gini(int64_t *x, size_t n)
{
	int64_t sum = 0, weighted = 0;
	qsort(x, n, sizeof *x, compare);
	for (size_t i = 0; i < n; i++) {
		sum += x[i];
		weighted += (int64_t)(2 * (i + 1)) * x[i] - (int64_t)(n + 1) * x[i];
	}
	if (sum <= 0)
		return 0;
	return (int)((weighted * 200 / ((int64_t)n * sum) + 1) / 2);
}

int care_match_ratio(int64_t x, int64_t sum, size_t n)
{
	return sum > 0 ? (int)((x * (int64_t)n * 200 / sum + 1) / 2) : 0;
}

int64_t care_match_middle(int64_t *x, size_t n)
{
	if (!n)
		return 0;
	qsort(x, n, sizeof *x, compare);
	return x[(n - 1) / 2];
}

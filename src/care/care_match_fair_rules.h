/* Figures of an even share. Pure. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Gini coefficient in percent, rounded: 0 when all have the same (or nothing), near 100 when one has all. Sorts x. Corrado Gini 1912. */
int care_match_gini(int64_t *x, size_t n);
/* What this is of the mean, in percent, rounded; 0 when there is no sum. */
int care_match_ratio(int64_t x, int64_t sum, size_t n);
/* The middle one; of two middle ones the lower. Sorts x; 0 of nothing. */
int64_t care_match_middle(int64_t *x, size_t n);

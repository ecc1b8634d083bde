/* The one seam of time: tests set it, everything else asks it. */
#pragma once
#include "base/day.h"

struct moment clock_now(void);
int64_t clock_monotonic_ns(void);
void clock_set(struct moment);                          /* tests: time stands still there; MOMENT_NONE lets it run again */

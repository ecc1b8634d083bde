/* The one seam of time. */
#include "base/clock.h"
#include <stdatomic.h>

static _Atomic int64_t stopped_at;

struct moment clock_now(void)
{
	int64_t stopped = atomic_load_explicit(&stopped_at, memory_order_relaxed);
	if (stopped)
		return (struct moment){ stopped };
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (struct moment){ (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000000 };
}

int64_t clock_monotonic_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void clock_set(struct moment m)
{
	atomic_store(&stopped_at, m.ms);
}

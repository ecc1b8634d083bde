/* Leaky buckets in a fixed table: a slot belongs to whoever hashes there; two in one slot share it, which only makes both a little slower. */
#include "app/limit.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/seal.h"
#include <pthread.h>

enum { SLOTS = 1 << 14 };
struct bucket { int64_t at_ms; double level; };
struct limits { pthread_mutex_t lock; uint64_t key; double address_a_ms, visitor_a_ms, address_most, visitor_most;
	struct bucket address[SLOTS], visitor[SLOTS]; };

struct limits *limit_new(int address_a_minute, int visitor_a_minute)
{
	static struct limits l;
	l = (struct limits){ .lock = PTHREAD_MUTEX_INITIALIZER, .address_a_ms = address_a_minute / 60000.0, .visitor_a_ms = visitor_a_minute / 60000.0,
		.address_most = address_a_minute, .visitor_most = visitor_a_minute };
	seal_random(&l.key, sizeof l.key);
	return &l;
}

static bool take(struct bucket *b, double a_ms, double most, int64_t now, int *ret_after_s)
{
	double level = b->level - (double)(now - b->at_ms) * a_ms;
	b->at_ms = now;
	b->level = level < 0 ? 0 : level;
	if (b->level + 1 > most) {
		*ret_after_s = (int)(1 / a_ms / SECOND) + 1;
		return false;
	}
	b->level += 1;
	return true;
}

static size_t slot(const struct limits *l, struct str x)
{
	uint64_t h = l->key;
	for (size_t i = 0; i < x.n; i++)
		h = (h ^ (unsigned char)x.s[i]) * UINT64_C(0x100000001b3);
	return (size_t)((h ^ h >> 29) & (SLOTS - 1));
}

bool limit_take(struct limits *l, struct str address, struct str visitor, int *ret_after_s)
{
	int64_t now = clock_monotonic_ns() / 1000000;
	pthread_mutex_lock(&l->lock);
	bool ok = take(&l->address[slot(l, address)], l->address_a_ms, l->address_most, now, ret_after_s)
		&& (!visitor.n || take(&l->visitor[slot(l, visitor)], l->visitor_a_ms, l->visitor_most, now, ret_after_s));
	pthread_mutex_unlock(&l->lock);
	return ok;
}

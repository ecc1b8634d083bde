/* Time-ordered ids: two threads, or a clock that jumps back, never give the same one or a smaller one in this process. */
#include "base/id.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/seal.h"
#include <pthread.h>

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const int64_t since = 1704067200000;             /* 2024-01-01 UTC */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int64_t id_new(void)
{
	static int64_t last_ms, sequence, process = -1;
	pthread_mutex_lock(&lock);
	if (process < 0) {
		uint16_t r;
		seal_random(&r, sizeof r);
		process = r & 1023;
	}
	int64_t now = clock_now().ms - since;
	if (now > last_ms) {
		last_ms = now;
		sequence = 0;
	} else if (++sequence > 4095) {
		last_ms++;                              /* borrow from the next millisecond rather than wait */
		sequence = 0;
	}
	int64_t id = last_ms << 22 | process << 12 | sequence;
	pthread_mutex_unlock(&lock);
	CHECK(id > 0);
	return id;
}

void id_put(int64_t id, char ret[14])
{
	uint64_t v = (uint64_t)id;
	for (int i = 12; i >= 0; i--, v >>= 5)
		ret[i] = letters[v & 31];
	ret[13] = 0;
}

struct str id_text(struct arena *a, int64_t id)
{
	char b[14];
	id_put(id, b);
	return arena_str(a, (struct str){ b, 13 });
}

bool id_parse(struct str s, int64_t *ret)
{
	uint64_t v = 0;
	if (s.n != 13)
		return false;
	for (size_t i = 0; i < 13; i++) {
		const char *at = s.s[i] ? strchr(letters, s.s[i]) : NULL;
		if (!at || (i == 0 && at - letters > 7))
			return false;
		v = v << 5 | (uint64_t)(at - letters);
	}
	if (v == 0)
		return false;
	*ret = (int64_t)v;
	return true;
}

struct str id_token(struct arena *a)
{
	unsigned char r[26];
	char b[26];
	seal_random(r, sizeof r);
	for (size_t i = 0; i < sizeof b; i++)
		b[i] = letters[r[i] & 31];
	return arena_str(a, (struct str){ b, sizeof b });
}

bool id_is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!s.s[i] || !strchr(letters, s.s[i]))
			return false;
	return s.n == 26;
}

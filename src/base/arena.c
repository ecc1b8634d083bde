/* Blocks in a chain; the first one stays over resets, so that a busy worker asks the system for nothing. */
#include "base/arena.h"
#include "base/check.h"
#include <stdarg.h>

enum { FIRST = 32 * 1024 };

struct block { struct block *next; size_t n, cap; max_align_t data[]; };
struct arena { struct block *first, *last; size_t total, cap; };

static struct block *block_new(size_t n)
{
	struct block *b = malloc(sizeof *b + n);
	CHECK(b);
	*b = (struct block){ NULL, 0, n };
	return b;
}

struct arena *arena_new(size_t cap)
{
	struct arena *a = malloc(sizeof *a);
	CHECK(a);
	struct block *b = block_new(FIRST);
	*a = (struct arena){ b, b, FIRST, cap < FIRST ? FIRST : cap };
	return a;
}

void arena_reset(struct arena *a)
{
	for (struct block *b = a->first->next, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	a->first->next = NULL;
	a->first->n = 0;
	a->last = a->first;
	a->total = FIRST;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a->first);
	free(a);
}

static void *take(struct arena *a, size_t n)
{
	n = (n + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	CHECK(n <= a->cap);
	if (a->last->cap - a->last->n < n) {
		size_t cap = a->last->cap * 2 > (1u << 20) ? 1u << 20 : a->last->cap * 2;
		cap = cap < n ? n : cap;
		CHECK(a->total + n <= a->cap);
		a->last->next = block_new(cap);
		a->last = a->last->next;
		a->total += cap;
	}
	void *p = (char *)a->last->data + a->last->n;
	a->last->n += n;
	return p;
}

void *arena_get(struct arena *a, size_t n)
{
	void *p = take(a, n ? n : 1);
	memset(p, 0, n);
	return p;
}

struct str arena_str(struct arena *a, struct str x)
{
	if (!x.s)
		return STR_NONE;
	char *p = take(a, x.n + 1);
	memcpy(p, x.s, x.n);
	p[x.n] = 0;
	return (struct str){ p, x.n };
}

struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	char *p = take(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

size_t arena_used(const struct arena *a)
{
	size_t n = 0;
	for (const struct block *b = a->first; b; b = b->next)
		n += b->n;
	return n;
}

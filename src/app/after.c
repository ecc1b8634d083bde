/* Counts that pages leave, each copied out of its request into a small arena of its own; the sealer's thread writes what came together, so that a
 * search costs no commit. */
#include "app/serve.h"
#include <stdatomic.h>

enum { CAP = 64 << 10 };

struct after { struct after *next; struct arena *arena; struct desk desk; bool is_at_once; struct served *served; };

struct after *after_of(const struct serve *s, struct served *served, const struct desk *d)
{
	if (!d->count)
		return NULL;
	struct arena *arena = arena_new(CAP);
	struct after *a = ARENA_NEW(arena, struct after);
	*a = (struct after){ .arena = arena, .served = served, .is_at_once = !s->web, .desk = { .arena = arena } };
	for (const struct desk_count *x = d->count; x; x = x->next) {
		struct desk_count copy = *x;
		copy.words = arena_str(arena, x->words);
		desk_count(&a->desk, &copy);
	}
	return a;
}

void after_run(struct after *a)
{
	if (!a)
		return;
	struct served *s = a->served;
	bool is_at_once = a->is_at_once;                /* once it hangs there, the sealer may have written and freed it */
	a->next = s->after;
	while (!atomic_compare_exchange_weak(&s->after, &a->next, a))
		;
	if (is_at_once)
		after_flush(s);
}

static void flush_run(struct desk *d, void *arg)
{
	for (const struct after *a = arg; a; a = a->next)
		for (const struct desk_count *x = a->desk.count; x; x = x->next)
			x->write(d, x);
}

static void forget(struct after *first)
{
	for (struct after *a = first, *next; a; a = next) {
		next = a->next;
		arena_free(a->arena);
	}
}

void after_flush(struct served *s)
{
	struct after *first = s->after ? atomic_exchange(&s->after, NULL) : NULL;
	if (!first)
		return;
	struct arena *arena = arena_new((size_t)16 << 20);
	tenants_write(s, arena, &(struct work){ .run = flush_run, .arg = first });
	arena_free(arena);
	forget(first);
}

void after_forget(struct served *s)
{
	forget(atomic_exchange(&s->after, NULL));
}

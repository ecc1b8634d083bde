/* Counts, copied out of the request into an arena of their own and written in the tenant's next group. */
#include "app/serve.h"

enum { CAP = 256 << 10 };

struct after { struct store_write write; struct arena *arena; struct store *store; struct desk desk; bool is_served; };

static void after_write(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct after *a = w->arg;
	a->desk.turn = turn;
	if (!tenant_version(&a->desk))
		return;                                 /* it has moved meanwhile */
	for (const struct desk_count *x = a->desk.count; x; x = x->next)
		x->write(&a->desk, x);
	*keep = turn->fault == STORE_OK;
}

static void after_done(struct store_write *w, enum store_fault what)
{
	struct after *a = w->arg;
	(void)what;
	if (a->is_served)
		arena_free(a->arena);
}

struct after *after_of(const struct serve *s, struct served *served, const struct desk *d)
{
	if (!d->count)
		return NULL;
	struct arena *arena = arena_new(CAP);
	struct after *a = ARENA_NEW(arena, struct after);
	*a = (struct after){ .arena = arena, .store = served->store, .is_served = s->web != NULL,
		.desk = { .arena = arena, .tenant_id = d->tenant_id, .now = d->now, .today = d->today, .who = { .role = ROLE_NOBODY } } };
	a->write = (struct store_write){ .run = after_write, .done = after_done, .arena = arena, .arg = a };
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
	if (a->is_served) {
		store_write_queue(a->store, &a->write);
		return;
	}
	store_write(a->store, &a->write);
	arena_free(a->arena);
}

/* Points about the machine: their words, and the questions that a page asks of them. */
#include "desk/machine.h"
#include "base/check.h"

const char *machine_kind_word(enum machine_kind kind)
{
	static const char *const word[MACHINE_KIND_N] = { "data", "version", "audit", "disk", "rights", "clock", "clock-files", "clock-jump", "clock-kept",
		"clock-asked", "backup", "backup-place", "leftover", "certificate", "mail", "serving" };
	CHECK(kind >= 0 && kind < MACHINE_KIND_N && word[kind]);
	return word[kind];
}

const char *machine_state_word(enum machine_state state)
{
	static const char *const word[] = { "ok", "note", "soon", "wrong" };
	CHECK(state >= MACHINE_WELL && state <= MACHINE_WRONG);
	return word[state];
}

void machine_add(struct machine_points *all, struct machine_point point)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? all->cap * 2 : 32;
		struct machine_point *more = ARENA_ARRAY(all->arena, struct machine_point, cap);
		if (all->n)
			memcpy(more, all->point, all->n * sizeof *more);
		all->point = more;
		all->cap = cap;
	}
	all->point[all->n++] = point;
}

const struct machine_point *machine_worst(const struct machine_points *all, enum machine_kind kind)
{
	const struct machine_point *worst = NULL;
	for (size_t i = 0; i < all->n; i++)
		if (all->point[i].kind == kind && (!worst || all->point[i].state > worst->state))
			worst = &all->point[i];
	return worst;
}

size_t machine_count(const struct machine_points *all, enum machine_state state)
{
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++)
		n += all->point[i].state == state;
	return n;
}

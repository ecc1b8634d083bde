/* A guardian asks by itself: who may, about whom, and what became of what it asked. */
#include "desk/tenant.h"
#include "disclose/disclose_inside.h"
#include "family/family_own.h"

/* The account was bound by a code that staff gave in person, and nothing is kept secret around it. */
static bool is_known(const struct family_guardian_row *g, const struct family_row *f)
{
	return g->account_id.v && g->confirmed_at.ms && str_is(g->confirmed_by, "staff") && !g->is_protected && !f->is_secret;
}

void disclose_own_read(struct desk *d, const struct family_guardian_row *g, struct disclose_own *ret)
{
	struct family_child_row *child;
	struct disclose_row *all;
	struct disclose_asked_by_row asked;
	*ret = (struct disclose_own){ .family = { .family_id = g->family_id } };
	family_by_id(d, g->family_id, &ret->family);
	ret->may_ask = is_known(g, &ret->family);
	bool is_first = family_own_is_first(d, g);
	size_t n = family_children_of(d, ret->family.family_id, &child);
	ret->child = ARENA_ARRAY(d->arena, struct family_child_row, n + 1);
	for (size_t i = 0; i < n; i++)
		if (str_is(child[i].state, "here") && str_is(family_own_right(d, g, is_first, child[i].child_id), "custody"))
			ret->child[ret->child_n++] = child[i];
	n = disclose_of_family(d, ret->family.family_id, &all);
	ret->request = ARENA_ARRAY(d->arena, struct disclose_row, n + 1);
	for (size_t i = 0; i < n; i++)
		if (disclose_asked_by(d, all[i].request_id, g->account_id, &asked) && asked.step_n)
			ret->request[ret->request_n++] = all[i];
}

enum disclose_refusal disclose_ask(struct desk *d, const struct family_guardian_row *g, struct child_id child_id, struct str what)
{
	struct disclose_own own;
	disclose_own_read(d, g, &own);
	bool is_there = !child_id.v;
	for (size_t i = 0; i < own.child_n; i++)
		is_there = is_there || own.child[i].child_id.v == child_id.v;
	if (!own.may_ask)
		return DISCLOSE_COUNTER;
	if (!is_there)
		return DISCLOSE_NO_SUCH;
	for (size_t i = 0; i < own.request_n; i++)
		if (disclose_is_open(&own.request[i]) && own.request[i].child_id.v == child_id.v)
			return DISCLOSE_NOT_NOW;
	disclose_begin(d, &own.family, &(struct disclose_new){ .family_id = own.family.family_id, .guardian_id = { child_id.v ? 0 : g->guardian_id.v },
		.child_id = child_id, .asker = g->name, .relation = child_id.v ? STR("parent") : STR("self"), .what = what, .asked_on = d->today }, "online");
	desk_tell(d, STR("task"), STR("changed"));
	return DISCLOSE_OK;
}

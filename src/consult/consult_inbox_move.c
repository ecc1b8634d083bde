/* A talk is put elsewhere: into another area, to a family, away from it; and back within ten minutes by whoever did it. */
#include "consult/consult_inbox.h"
#include "consult/consult_inside.h"
#include "consult/consult_rules.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "family/family.h"

static void moved(struct desk *d, const char *kind, const struct consult_thread_row *was, const struct consult_thread_row *now)
{
	consult_inbox_move_add(d, &(struct consult_inbox_move_add_in){ .moved_id = { id_new() }, .thread_id = was->thread_id, .kind = str_of(kind),
		.was_area_id = was->area_id, .area_id = now->area_id, .was_family_id = was->family_id, .family_id = now->family_id,
		.by_account_id = d->who.account_id, .by_name = d->who.name, .moved_at = d->now });
}

static void put_area(struct desk *d, struct consult_thread_row *t, struct area_id area_id)
{
	consult_inbox_area(d, area_id, t->thread_id);
	t->area_id = area_id;
	if (str_is(t->state, "waiting"))
		consult_task(d, t);
	audit_note(d, "consult.move", "thread", t->thread_id.v, STR_NONE);
	desk_tell(d, STR("task"), STR("changed"));
}

static void put_family(struct desk *d, struct consult_thread_row *t, struct family_id family_id)
{
	consult_inbox_family(d, family_id, t->thread_id);
	if (t->family_id.v != family_id.v) {
		consult_story_change(d, t->family_id, t->thread_id, "talk-off");
		consult_story_change(d, family_id, t->thread_id, "talk-on");
	}
	t->family_id = family_id;
	if (family_id.v)
		sos_join_family(d, t->thread_id.v, family_id);
	audit_note(d, "consult.family", "thread", t->thread_id.v, STR_NONE);
}

/* Between areas of one legal body; to another body it goes by a referral, with consent or a reason. */
enum consult_refusal consult_move(struct desk *d, struct thread_id thread_id, struct area_id area_id)
{
	struct consult_thread_row t, was;
	const struct tenant_area *area = tenant_area_of(d->tenant, area_id);
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!area || (t.operator_id.v && area->operator_id.v != t.operator_id.v))
		return CONSULT_BAD;
	was = t;
	put_area(d, &t, area_id);
	if (was.area_id.v != t.area_id.v)
		moved(d, "area", &was, &t);
	return CONSULT_OK;
}

enum consult_refusal consult_family_set(struct desk *d, struct thread_id thread_id, struct family_id family_id)
{
	struct consult_thread_row t, was;
	struct family_row f;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (family_id.v && (!family_by_id(d, family_id, &f) || !family_may(d, MAY_FAMILY_READ, &f)))
		return CONSULT_BAD;
	was = t;
	put_family(d, &t, family_id);
	if (was.family_id.v != t.family_id.v)
		moved(d, "family", &was, &t);
	return CONSULT_OK;
}

bool consult_may_move_back(const struct desk *d, const struct consult_inbox_move_row *x)
{
	return !x->back_at.ms && x->by_account_id.v == d->who.account_id.v && d->now.ms - x->moved_at.ms <= CONSULT_UNDO_MINUTES * MINUTE;
}

bool consult_moved_last(struct desk *d, struct consult_inbox_move_row *ret)
{
	return d->who.account_id.v && consult_inbox_move_mine(d, d->who.account_id, ret) && consult_may_move_back(d, ret);
}

/* Whoever moved it out of her own sight may still put it back: it is her own act, minutes ago. */
enum consult_refusal consult_move_back(struct desk *d, struct thread_id thread_id)
{
	struct consult_inbox_move_row *x;
	struct consult_thread_row t;
	size_t n = consult_inbox_move_list(d, thread_id, &x);
	if (!n || !consult_thread_by_id(d, thread_id, &t) || x[0].by_account_id.v != d->who.account_id.v)
		return CONSULT_NO_SUCH;
	bool is_area = str_is(x[0].kind, "area");
	bool is_as_left = is_area ? t.area_id.v == x[0].area_id.v : t.family_id.v == x[0].family_id.v;
	if (!consult_may_move_back(d, &x[0]) || !is_as_left || consult_inbox_move_back(d, d->now, x[0].moved_id) != 1)
		return CONSULT_CLOSED;
	if (is_area)
		put_area(d, &t, x[0].was_area_id);
	else
		put_family(d, &t, x[0].was_family_id);
	audit_note(d, "consult.move-back", "thread", thread_id.v, STR_NONE);
	return CONSULT_OK;
}

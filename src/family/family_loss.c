/* The one switch, and its way back. */
#include "family/family_loss.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"

static bool may_write(struct desk *d, struct family_id family_id, struct family_row *ret)
{
	return family_for_staff(d, family_id, ret) == FAMILY_OK && family_may(d, MAY_FAMILY_WRITE, ret);
}

static const struct family_child_row *child_of(struct desk *d, struct family_id family_id, struct child_id child_id)
{
	struct family_child_row *x;
	size_t n = child_id.v ? family_children_of(d, family_id, &x) : 0;
	for (size_t i = 0; i < n; i++)
		if (x[i].child_id.v == child_id.v)
			return &x[i];
	return NULL;
}

static const struct family_pregnancy_row *pregnancy_of(struct desk *d, struct family_id family_id, struct pregnancy_id pregnancy_id)
{
	struct family_pregnancy_row *x;
	size_t n = pregnancy_id.v ? family_pregnancies_of(d, family_id, &x) : 0;
	for (size_t i = 0; i < n; i++)
		if (x[i].pregnancy_id.v == pregnancy_id.v)
			return &x[i];
	return NULL;
}

enum family_refusal family_loss_switch(struct desk *d, const struct family_loss_new *v)
{
	struct family_row f;
	return may_write(d, v->family_id, &f) ? family_loss_start(d, v) : FAMILY_NO_SUCH;
}

enum family_refusal family_loss_start(struct desk *d, const struct family_loss_new *v)
{
	struct family_row f;
	if (!family_by_id(d, v->family_id, &f))
		return FAMILY_NO_SUCH;
	const struct family_child_row *child = child_of(d, f.family_id, v->child_id);
	const struct family_pregnancy_row *pregnancy = child ? NULL : pregnancy_of(d, f.family_id, v->pregnancy_id);
	if (!child && !pregnancy)
		return FAMILY_NO_SUCH;
	bool is_new = child ? family_loss_child(d, STR("lost"), v->lost_on, child->child_id, child->state) == 1 && !str_is(child->state, "lost")
		: str_is(pregnancy->state, "under_way") && family_loss_pregnancy(d, STR("lost"), v->lost_on, pregnancy->pregnancy_id,
			STR("under_way")) == 1;
	if (!is_new)
		return FAMILY_NOT_NOW;
	int64_t stopped_n = outbox_stop(d, child ? child->child_id.v : pregnancy->pregnancy_id.v);
	family_loss_put(d, &(struct family_loss_put_in){ .loss_id = { id_new() }, .family_id = child ? child->family_id : pregnancy->family_id,
		.pregnancy_id = child ? (struct pregnancy_id){ 0 } : pregnancy->pregnancy_id, .child_id = child ? child->child_id : (struct child_id){ 0 },
		.lost_on = v->lost_on, .source = v->source, .switched_at = d->now, .by_account_id = d->who.account_id, .letter_n = stopped_n });
	family_story_add(d, &(struct family_line_new){ .family_id = f.family_id, .happened_at = day_moment(v->lost_on, 12 * 60), .kind = STR("loss"),
		.line = v->source, .room = STR("family"), .who_may_see = STR("staff") });
	audit_note(d, "family.loss", "family", f.family_id.v, STR_NONE);
	return FAMILY_OK;
}

enum family_refusal family_loss_undo(struct desk *d, struct family_id family_id, struct loss_id loss_id, bool *ret_is_undone)
{
	struct family_row f;
	struct family_loss_row x;
	if (!may_write(d, family_id, &f) || !family_loss_by_id(d, loss_id, &x) || !family_is_same(d, x.family_id, f.family_id) || x.undone_at.ms)
		return FAMILY_NO_SUCH;
	*ret_is_undone = false;
	if (!x.undo_asked_at.ms) {
		family_loss_ask_undo(d, d->now, d->who.account_id, loss_id);
		audit_note(d, "family.loss-undo-asked", "family", f.family_id.v, STR_NONE);
		return FAMILY_OK;
	}
	if (x.undo_asked_by_account_id.v == d->who.account_id.v)
		return FAMILY_SAME_PERSON;
	if (x.child_id.v)
		family_loss_child(d, STR("here"), DAY_NONE, x.child_id, STR("lost"));
	else
		family_loss_pregnancy(d, STR("under_way"), DAY_NONE, x.pregnancy_id, STR("lost"));
	family_loss_undone(d, d->now, d->who.account_id, loss_id);
	family_story_add(d, &(struct family_line_new){ .family_id = f.family_id, .kind = STR("change"), .line = STR("loss-undone"), .room = STR("family"),
		.who_may_see = STR("staff") });
	audit_note(d, "family.loss-undone", "family", f.family_id.v, STR_NONE);
	*ret_is_undone = true;
	return FAMILY_OK;
}

bool family_is_mourning(struct desk *d, struct family_id family_id)
{
	struct family_child_row *child;
	struct family_pregnancy_row *pregnancy;
	size_t child_n = family_children_of(d, family_id, &child), pregnancy_n = family_pregnancies_of(d, family_id, &pregnancy);
	bool is_lost = false;
	for (size_t i = 0; i < child_n; i++) {
		if (str_is(child[i].state, "here"))
			return false;
		is_lost = is_lost || str_is(child[i].state, "lost");
	}
	for (size_t i = 0; i < pregnancy_n; i++) {
		if (str_is(pregnancy[i].state, "under_way"))
			return false;
		is_lost = is_lost || str_is(pregnancy[i].state, "lost");
	}
	return is_lost;
}

bool family_may_tell(struct desk *d, struct family_id family_id, struct pregnancy_id pregnancy_id, struct child_id child_id)
{
	struct family_row f;
	if (!family_by_id(d, family_id, &f) || !str_is(f.state, "open"))
		return false;
	if (!child_id.v && !pregnancy_id.v)
		return !family_is_mourning(d, f.family_id);
	const struct family_child_row *child = child_of(d, f.family_id, child_id);
	const struct family_pregnancy_row *pregnancy = pregnancy_of(d, f.family_id, pregnancy_id);
	return !(child && str_is(child->state, "lost")) && !(pregnancy && str_is(pregnancy->state, "lost"));
}

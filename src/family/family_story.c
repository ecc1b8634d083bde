/* The one story, what to know, and the next step. */
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "family/family_charge.h"
#include "family/family_inside.h"
#include "family/family_looks.h"

struct story_id family_story_add(struct desk *d, const struct family_line_new *v)
{
	struct story_id id = { id_new() };
	family_story_put(d, &(struct family_story_put_in){ .story_id = id, .family_id = v->family_id,
		.happened_at = v->happened_at.ms ? v->happened_at : d->now, .kind = v->kind, .line = v->line.s ? v->line : STR(""), .room = v->room,
		.subject_n = v->subject_id, .who_may_see = v->who_may_see.n ? v->who_may_see : STR("staff"), .owner_account_id = v->owner_account_id,
		.by_account_id = d->who.account_id, .by_name = d->who.role & ROLE_STAFF ? d->who.name : STR_NONE, .noted_at = d->now });
	return id;
}

size_t family_story(struct desk *d, const struct family_row *f, struct family_story_row **ret)
{
	bool is_in_charge = family_is_in_charge(d, f) || d->who.role == ROLE_MANAGER;
	return family_story_of(d, f->family_id, is_in_charge, FAMILY_STORY_MOST, ret);
}

struct str family_story_way(struct desk *d, const struct family_story_row *x)
{
	if (str_is(x->room, "consult") && x->subject_n)
		return arena_fmt(d->arena, "/desk/talk/%s", id_text(d->arena, x->subject_n).s);
	if (str_is(x->room, "care") && x->subject_n)
		return arena_fmt(d->arena, "/desk/care/%s", id_text(d->arena, x->subject_n).s);
	if (str_is(x->room, "visit") && x->subject_n)
		return arena_fmt(d->arena, "/desk/visit/%s", id_text(d->arena, x->subject_n).s);
	if (str_is(x->room, "talk") && x->subject_n)
		return arena_fmt(d->arena, "/desk/meet/%s", id_text(d->arena, x->subject_n).s);
	if (str_is(x->room, "sos") && x->subject_n)
		return arena_fmt(d->arena, "/desk/sos/%s", id_text(d->arena, x->subject_n).s);
	return STR_NONE;
}

/* ---- the next step ---- */

/* The named worker sees it also where the family lives outside of her areas. */
static struct account_id named_account(struct desk *d, struct family_id family_id)
{
	struct family_charge_row charge;
	struct staff_person person = { .version_n = 0 };
	return family_charge_of(d, family_id, &charge) && staff_person_by_id(d, charge.person_id, &person) ? person.account_id : (struct account_id){ 0 };
}

void family_next_task(struct desk *d, const struct family_row *f)
{
	task_raise(d, &(struct task_new){ .kind = TASK_NEXT_STEP, .subject_id = f->family_id.v, .line = f->name,
		.href = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, f->family_id.v).s),
		.due_at = day_is_none(f->next_on) ? MOMENT_NONE : day_moment(f->next_on, 17 * 60), .operator_id = f->operator_id, .area_id = f->area_id,
		.to_account_id = named_account(d, f->family_id), .least = ROLE_WORKER });
}

enum family_refusal family_next_set(struct desk *d, struct family_id family_id, struct str line, struct day on)
{
	struct family_row f;
	if (family_for_staff(d, family_id, &f) != FAMILY_OK || !family_may(d, MAY_FAMILY_WRITE, &f))
		return FAMILY_NO_SUCH;
	family_next_put(d, line, on, d->now, f.family_id);
	f.next_on = on;
	if (day_is_none(on) || on.n < d->today.n)
		family_next_task(d, &f);
	else
		task_settle_subject(d, TASK_NEXT_STEP, f.family_id.v);
	audit_note(d, "family.next", "family", f.family_id.v, STR_NONE);
	return FAMILY_OK;
}

/* ---- what to know ---- */

struct fact_id family_fact_add(struct desk *d, const struct family_fact_new *v)
{
	struct fact_id id = { id_new() };
	family_fact_put(d, &(struct family_fact_put_in){ .fact_id = id, .family_id = v->family_id, .child_id = v->child_id, .kind = v->kind,
		.line = v->line, .source = v->source, .noted_on = d->today, .by_account_id = d->who.account_id,
		.by_name = d->who.role & ROLE_STAFF ? d->who.name : STR_NONE, .added_at = d->now });
	audit_note(d, "family.fact", "family", v->family_id.v, STR_NONE);
	return id;
}

enum family_refusal family_fact_drop(struct desk *d, struct family_id family_id, struct fact_id fact_id)
{
	struct family_row f;
	if (family_for_staff(d, family_id, &f) != FAMILY_OK || !family_may(d, MAY_FAMILY_WRITE, &f)
		|| family_fact_end(d, d->now, fact_id, f.family_id) != 1)
		return FAMILY_NO_SUCH;
	audit_note(d, "family.fact-drop", "family", f.family_id.v, STR_NONE);
	return FAMILY_OK;
}

/* ---- timed ---- */

void family_hourly(struct desk *d)
{
	family_looks_hourly(d);
	struct family_line_row *line;
	size_t n = family_search_past_next(d, d->today, 200, &line);
	for (size_t i = 0; i < n; i++)
		family_next_task(d, &(struct family_row){ .family_id = line[i].family_id, .operator_id = line[i].operator_id, .area_id = line[i].area_id,
			.name = line[i].name, .next_on = line[i].next_on });
}

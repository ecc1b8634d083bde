/* What follows from a change of worker. */
#include "family/family_charge_tell.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "family/family.h"
#include "family/family_charge_card.page.h"
#include "family/family_charge_desk.page.h"
#include "family/family_charge_facts.sql.h"

/* A letter holds a notice and nothing of the family; where an address is protected none goes out. */
static void letter(struct desk *d, struct family_id family_id, struct str to, enum lang lang)
{
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = { .out = &subject, .base = d->base, .lang = lang };
	family_charge_notice_subject(&p);
	p.out = &text;
	family_charge_notice_text(&p, d->tenant, arena_fmt(d->arena, "%.*s/me", STR_ARG(d->site)));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = to, .subject = str_trim(out_done(&subject)), .text = out_done(&text),
		.reason = STR("charge"), .subject_id = family_id.v });
}

static void letters(struct desk *d, struct family_id family_id)
{
	struct family_charge_facts_mail_row one;
	struct family_charge_facts_mails_row *more;
	enum lang lang = LANG_JA;
	if (!family_charge_facts_mail(d, family_id, &one))
		return;
	if (!lang_parse(one.lang, &lang))
		lang = LANG_JA;
	size_t n = family_charge_facts_mails(d, family_id, &more);
	if (one.mail.n)
		letter(d, family_id, one.mail, lang);
	for (size_t i = 0; i < n; i++)
		if (!str_eq(more[i].mail, one.mail))
			letter(d, family_id, more[i].mail, lang);
}

/* A line that the family reads too: whose turn it is, in the words of a page. */
static void story(struct desk *d, const struct family_charge_row *x, enum family_charge_said said, const struct staff_person *to)
{
	struct out line = { .arena = d->arena };
	struct page p = { .out = &line, .lang = LANG_JA };
	family_charge_story_line(&p, said, to);
	family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .happened_at = d->now, .kind = STR("charge"),
		.line = str_trim(out_done(&line)), .room = STR("charge"), .subject_id = x->charge_id.v, .who_may_see = STR("family") });
}

void family_tell_begin(struct desk *d, const struct family_charge_row *x)
{
	struct staff_person to = { .version_n = 0 };
	if (staff_person_by_id(d, x->person_id, &to))
		story(d, x, FAMILY_CHARGE_BEGUN, &to);
}

/* One task for whoever hands over, however many families it are. */
static void task(struct desk *d, const struct staff_person *x)
{
	task_raise(d, &(struct task_new){ .kind = TASK_HANDOVER, .subject_id = x->person_id.v, .line = x->name, .href = STR("/desk/charge/notes"),
		.due_at = day_moment((struct day){ d->today.n + 14 }, 17 * 60), .operator_id = x->operator_id,
		.to_account_id = x->account_id, .least = ROLE_SITE });
	desk_tell(d, STR("task"), STR("changed"));
}

/* The task goes when nothing of theirs is left open. */
static void settle(struct desk *d, struct person_id from)
{
	struct family_charge_note_row *x;
	size_t n = family_charge_notes_open(d, &x);
	for (size_t i = 0; i < n; i++)
		if (x[i].from_person_id.v == from.v)
			return;
	task_settle_subject(d, TASK_HANDOVER, from.v);
	desk_tell(d, STR("task"), STR("changed"));
}

void family_tell_handover(struct desk *d, const struct family_charge_row *old, struct person_id to)
{
	struct staff_person from = { .version_n = 0 }, next = { .version_n = 0 };
	if (!staff_person_by_id(d, old->person_id, &from) || !staff_person_by_id(d, to, &next))
		return;
	family_charge_note_add(d, &(struct family_charge_note_add_in){ .note_id = { id_new() }, .family_id = old->family_id,
		.from_person_id = old->person_id, .to_person_id = to, .made_at = d->now });
	task(d, &from);
	story(d, old, FAMILY_CHARGE_HANDED, &next);
	letters(d, old->family_id);
}

void family_tell_end(struct desk *d, const struct family_charge_row *old, const char *end_kind)
{
	struct staff_person from = { .version_n = 0 };
	bool is_school = str_is(str_of(end_kind), "school");
	if (!staff_person_by_id(d, old->person_id, &from))
		return;
	story(d, old, is_school ? FAMILY_CHARGE_SCHOOL : FAMILY_CHARGE_ENDED, &from);
	if (is_school)
		letters(d, old->family_id);
}

void family_tell_back(struct desk *d, const struct family_charge_row *old)
{
	struct staff_person from = { .version_n = 0 };
	if (!staff_person_by_id(d, old->person_id, &from))
		return;
	story(d, old, FAMILY_CHARGE_BACK, &from);
	letters(d, old->family_id);
	settle(d, old->person_id);
}

/* ---- notes ---- */

static bool is_of(struct desk *d, const struct staff_person *me, struct person_id person_id)
{
	struct staff_person x;
	return me->person_id.v == person_id.v || (d->who.role == ROLE_MANAGER && staff_person_for_staff(d, person_id, &x) == STAFF_OK);
}

static bool is_mine(struct desk *d, const struct staff_person *me, const struct family_charge_note_row *x)
{
	return is_of(d, me, x->from_person_id) || is_of(d, me, x->to_person_id);
}

size_t family_notes_waiting(struct desk *d, struct family_charge_note_row **ret)
{
	struct staff_person me = { .version_n = 0 };
	staff_person_of_account(d, d->who.account_id, &me);
	size_t n = family_charge_notes_open(d, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (is_mine(d, &me, &(*ret)[i]))
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

bool family_note_by_id(struct desk *d, struct note_id note_id, struct family_charge_note_row *ret)
{
	struct staff_person me = { .version_n = 0 };
	struct family_charge_note_row x;
	staff_person_of_account(d, d->who.account_id, &me);
	if (!family_charge_note_by_id(d, note_id, &x) || !is_mine(d, &me, &x))
		return false;
	*ret = x;
	return true;
}

enum family_note_refusal family_note_give(struct desk *d, const struct family_charge_note_row *x, struct str words)
{
	struct staff_person me = { .version_n = 0 };
	staff_person_of_account(d, d->who.account_id, &me);
	if (!is_of(d, &me, x->from_person_id))
		return FAMILY_NOTE_NOT_YOURS;
	if (family_charge_note_give(d, &(struct family_charge_note_give_in){ .words = words, .given_at = d->now,
		.given_by_account_id = d->who.account_id, .note_id = x->note_id, .version_n = x->version_n }) != 1)
		return FAMILY_NOTE_CHANGED;
	audit_note(d, "charge.note.give", "family", x->family_id.v, STR_NONE);
	return FAMILY_NOTE_OK;
}

enum family_note_refusal family_note_take(struct desk *d, const struct family_charge_note_row *x)
{
	struct staff_person me = { .version_n = 0 };
	staff_person_of_account(d, d->who.account_id, &me);
	if (!is_of(d, &me, x->to_person_id))
		return FAMILY_NOTE_NOT_YOURS;
	if (family_charge_note_take(d, d->now, d->who.account_id, x->note_id, x->version_n) != 1)
		return FAMILY_NOTE_CHANGED;
	audit_note(d, "charge.note.take", "family", x->family_id.v, STR_NONE);
	settle(d, x->from_person_id);
	return FAMILY_NOTE_OK;
}

/* A talk's call for help: whose it is, where it leads, who is in charge of the family. */
#include "consult/consult_sos.h"
#include "consult/consult_inside.h"
#include "consult/consult.page.h"
#include "consult/consult_sos.page.h"
#include "family/family.h"
#include "family/family_charge.h"
#include "push/push.h"
#include "staff/staff.h"

/* Whom the family knows: to whom it wrote, else its named worker. */
static struct account_id charge_of(struct desk *d, const struct consult_thread_row *t)
{
	struct family_guardian_row g;
	struct family_charge_row charge;
	struct staff_person x;
	struct person_id person_id = t->to_person_id;
	if (!person_id.v && tenant_has_room(d->tenant, "family") && t->owner_account_id.v && family_of_account(d, t->owner_account_id, &g)
		&& family_charge_of(d, g.family_id, &charge))
		person_id = charge.person_id;
	return person_id.v && staff_person_by_id(d, person_id, &x) ? x.account_id : (struct account_id){ 0 };
}

static struct family_id family_of(struct desk *d, const struct consult_thread_row *t)
{
	struct family_guardian_row g;
	if (t->family_id.v || !t->owner_account_id.v || !tenant_has_room(d->tenant, "family") || !family_of_account(d, t->owner_account_id, &g))
		return t->family_id;
	return g.family_id;
}

struct sos_id consult_sos_raise(struct desk *d, const struct consult_thread_row *t, const struct sos_new *v)
{
	struct sos_new new = *v;
	new.subject_id = t->thread_id.v;
	new.href = arena_fmt(d->arena, "/desk/talk/%s", id_text(d->arena, t->thread_id.v).s);
	new.operator_id = t->operator_id;
	new.area_id = t->area_id;
	new.charge_account_id = charge_of(d, t);
	new.family_id = family_of(d, t);
	return sos_raise(d, &new);
}

void consult_sos_answered(struct desk *d, const struct consult_thread_row *t)
{
	struct sos_row s;
	if (sos_of_subject(d, t->thread_id.v, &s) && !s.taken_at.ms)
		sos_take(d, s.sos_id);
}

/* Who pressed and wrote nothing has said enough. */
static struct str words_or_none(struct desk *d, struct str words)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .base = d->base, .lang = d->lang };
	if (words.n)
		return words;
	consult_sos_no_words(&p);
	return str_trim(out_done(&o));
}

struct thread_id consult_sos_press(struct desk *d, const struct consult_thread_row *t, const struct consult_new *new, struct str *ret_token)
{
	struct consult_thread_row row = { 0 };
	struct consult_new words = *new;
	words.words = words_or_none(d, new->words);
	if (t) {
		row = *t;
		consult_write(d, t, words.words);
	} else {
		struct thread_id thread_id = consult_ask(d, &words, ret_token);
		if (!consult_thread_by_id(d, thread_id, &row))
			return thread_id;
	}
	bool is_morning = sos_watch(d, row.area_id, row.operator_id).presence == SOS_NOBODY;
	consult_sos_raise(d, &row, &(struct sos_new){ .source = "family", .is_morning = is_morning });
	return row.thread_id;
}

enum consult_sos_state consult_sos_state(struct desk *d, struct thread_id thread_id, struct sos_row *ret)
{
	if (!sos_of_subject(d, thread_id.v, ret))
		return CONSULT_SOS_NONE;
	if (ret->taken_at.ms)
		return CONSULT_SOS_TAKEN;
	return ret->rings_at.ms > d->now.ms ? CONSULT_SOS_WAITS : CONSULT_SOS_RINGS;
}

void consult_push_answer(struct desk *d, const struct consult_thread_row *t)
{
	enum { KEEP_DAYS = 3 };
	struct out title = { .arena = d->arena }, body = { .arena = d->arena };
	struct page p = { .out = &title, .base = d->base };
	lang_parse(t->lang, &p.lang);
	consult_notice_subject(&p);
	p.out = &body;
	consult_push_body(&p);
	push_tell(d, (struct account_id){ t->thread_id.v }, &(struct push_notice){ .title = str_trim(out_done(&title)), .body = str_trim(out_done(&body)),
		.path = STR(""), .tag = STR("answer"), .reason = STR("answer"), .subject_id = t->thread_id.v, .keep_s = KEEP_DAYS * 24 * 3600 });
}

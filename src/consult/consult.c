/* The story of a question: asked, waiting on 今日, read (and that it was read is known), answered, closed. */
#include "consult/consult.h"
#include "consult/consult.page.h"
#include "consult/consult_line.h"
#include "consult/consult_inside.h"
#include "consult/consult_inbox.h"
#include "consult/consult_act.h"
#include "consult/consult_promise.h"
#include "consult/consult_rules.h"
#include "consult/consult_urgent_rules.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "push/push.h"
#include "staff/staff.h"

struct thing consult_thing(const struct consult_thread_row *t)
{
	return (struct thing){ .operator_id = t->operator_id, .area_id = t->area_id, .owner_id = t->owner_account_id };
}

void consult_task(struct desk *d, const struct consult_thread_row *t)
{
	task_raise(d, &(struct task_new){ .kind = TASK_QUESTION, .subject_id = t->thread_id.v, .line = t->nickname,
		.href = arena_fmt(d->arena, "/desk/talk/%s", id_text(d->arena, t->thread_id.v).s), .due_at = t->promise_at,
		.operator_id = t->operator_id, .area_id = t->area_id, .to_account_id = t->charge_account_id, .least = ROLE_SITE });
	desk_tell(d, STR("task"), STR("changed"));
}

struct str consult_topic(struct desk *d, struct thread_id thread_id)
{
	return arena_fmt(d->arena, "t-%s", id_text(d->arena, thread_id.v).s);
}

static struct file_place place_of(struct thread_id thread_id, struct message_id message_id)
{
	return (struct file_place){ .kind = "thread", .subject_id = thread_id.v, .part_id = message_id.v };
}

/* With the photos of the form that it came by. */
static void message_add(struct desk *d, struct thread_id thread_id, bool is_from_staff, const struct consult_said *said)
{
	struct file_place place = place_of(thread_id, said->message_id);
	consult_message_add(d, &(struct consult_message_add_in){ .message_id = said->message_id, .thread_id = thread_id,
		.is_from_staff = is_from_staff, .by_account_id = d->who.account_id, .by_name = is_from_staff ? d->who.name : STR_NONE,
		.words = said->words, .kind = str_of(said->kind), .written_at = said->at });
	file_attach_all(d, &place);
	desk_tell(d, consult_topic(d, thread_id), STR("changed"));
}

/* The more urgent of what was found before and now stands; what rings is a task of its own until somebody answers. */
static void look_for_urgent(struct desk *d, struct consult_thread_row *t, struct str words)
{
	struct urgent u = consult_urgent(d->arena, words);
	if (u.level == URGENT_NOW) {
		task_raise(d, &(struct task_new){ .kind = TASK_URGENT, .subject_id = t->thread_id.v, .line = t->nickname,
			.href = arena_fmt(d->arena, "/desk/talk/%s", id_text(d->arena, t->thread_id.v).s), .due_at = d->now,
			.operator_id = t->operator_id, .area_id = t->area_id, .to_account_id = t->charge_account_id, .least = ROLE_SITE });
		consult_sos_raise(d, t, &(struct sos_new){ .source = "words", .kind = str_of(consult_urgent_kind_word(u.kind)), .reason = u.reason });
	}
	if ((int64_t)u.level <= t->urgent_n)
		return;
	t->urgent_n = u.level;
	t->urgent_kind = str_of(consult_urgent_kind_word(u.kind));
	t->urgent_words = u.reason;
	consult_thread_urgent(d, &(struct consult_thread_urgent_in){ .urgent_n = t->urgent_n, .urgent_kind = t->urgent_kind, .urgent_words = t->urgent_words,
		.order_n = consult_order_waiting(t->promise_at, d->now, t->urgent_n == URGENT_NOW), .thread_id = t->thread_id });
}

static struct consult_said said_now(const struct desk *d, struct str words)
{
	return (struct consult_said){ .words = words, .message_id = { id_new() }, .at = d->now };
}

size_t consult_files(struct desk *d, struct thread_id thread_id, struct file_line_row **ret)
{
	struct file_place place = place_of(thread_id, (struct message_id){ 0 });
	return file_list(d, &place, ret);
}

void consult_file_send(struct desk *d, struct call *c, struct thread_id thread_id, struct str file)
{
	struct file_place place = place_of(thread_id, (struct message_id){ 0 });
	file_send(d, c, &place, file);
}

/* What was written to one person lies with those who work beside her: her operator, and her area where she has just one. */
static void address(struct desk *d, struct person_id to, struct consult_thread_row *t)
{
	struct staff_person x;
	struct str ids, one;
	if (!to.v || !staff_person_by_id(d, to, &x))
		return;
	t->to_person_id = to;
	t->operator_id = x.operator_id;
	ids = x.area_ids.n > 2 ? (struct str){ x.area_ids.s + 1, x.area_ids.n - 2 } : STR_NONE;
	t->area_id.v = 0;
	if (str_cut(&ids, ',', &one) && !ids.n)
		str_int(one, &t->area_id.v);
}

struct thread_id consult_ask(struct desk *d, const struct consult_new *v, struct str *ret_token)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, v->area_id);
	bool is_open;
	struct consult_thread_row t = { .thread_id = { id_new() }, .nickname = v->nickname, .area_id = v->area_id,
		.operator_id = area ? area->operator_id : (struct operator_id){ 0 }, .promise_at = consult_promise_now(d, v->area_id, &is_open) };
	t.owner_account_id = d->who.role == ROLE_FAMILY ? d->who.account_id : (struct account_id){ 0 };
	address(d, v->to_person_id, &t);
	t.lang = str_of(lang_code(d->lang));
	consult_route(d, &t);
	*ret_token = id_token(d->arena);
	consult_thread_add(d, &(struct consult_thread_add_in){ .thread_id = t.thread_id, .token_hash = seal_hash(d->arena, *ret_token),
		.owner_account_id = t.owner_account_id, .family_id = t.family_id, .channel = v->said ? STR("line") : STR("web"),
		.charge_account_id = t.charge_account_id, .charge_name = t.charge_name,
		.order_n = consult_order_waiting(t.promise_at, d->now, false), .operator_id = t.operator_id, .area_id = t.area_id,
		.nickname = v->nickname, .notice_mail = v->notice_mail, .lang = t.lang, .opened_at = d->now, .promise_at = t.promise_at,
		.to_person_id = t.to_person_id });
	struct consult_said said = said_now(d, v->words);
	message_add(d, t.thread_id, false, v->said ? v->said : &said);
	consult_promise_made(d, &t, t.promise_at);
	look_for_urgent(d, &t, v->said ? v->said->words : v->words);
	consult_task(d, &t);
	consult_story(d, &t, "talk");
	audit_note(d, "consult.ask", "thread", t.thread_id.v, STR_NONE);
	return t.thread_id;
}

enum consult_refusal consult_by_token(struct desk *d, struct str token, struct consult_thread_row *ret)
{
	if (!id_is_token(token) || !consult_thread_by_token(d, seal_hash(d->arena, token), ret))
		return CONSULT_NO_SUCH;
	struct thing thing = consult_thing(ret);
	thing.is_held = true;
	return may(d, MAY_CONSULT_READ_OWN, &thing) ? CONSULT_OK : CONSULT_NO_SUCH;
}

enum consult_refusal consult_for_owner(struct desk *d, struct thread_id thread_id, struct consult_thread_row *ret)
{
	if (!consult_thread_by_id(d, thread_id, ret))
		return CONSULT_NO_SUCH;
	struct thing thing = { .operator_id = ret->operator_id, .area_id = ret->area_id, .owner_id = ret->owner_account_id };
	return may(d, MAY_CONSULT_READ_OWN, &thing) ? CONSULT_OK : CONSULT_NO_SUCH;
}

/* Whoever has the talk, or to whom it is offered, is not kept off by areas: a named worker's families live anywhere. The legal body's wall stands. */
static bool may_as_holder(struct desk *d, enum may act, const struct consult_thread_row *t)
{
	struct thing thing = consult_thing(t);
	int64_t me = d->who.account_id.v;
	if (me && (t->charge_account_id.v == me || t->offered_account_id.v == me))
		thing.area_id.v = 0;
	return may(d, act, &thing);
}

enum consult_refusal consult_for_staff(struct desk *d, struct thread_id thread_id, struct consult_thread_row *ret)
{
	return consult_thread_by_id(d, thread_id, ret) && may_as_holder(d, MAY_CONSULT_READ, ret) ? CONSULT_OK : CONSULT_NO_SUCH;
}

enum consult_refusal consult_to_act(struct desk *d, struct thread_id thread_id, struct consult_thread_row *ret)
{
	if (consult_for_staff(d, thread_id, ret) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	return may_as_holder(d, MAY_CONSULT_ANSWER, ret) ? CONSULT_OK : CONSULT_NO_SUCH;
}

enum consult_refusal consult_write(struct desk *d, const struct consult_thread_row *t, struct str words)
{
	struct consult_said said = said_now(d, words);
	return consult_write_as(d, t, &said);
}

void consult_note_as(struct desk *d, const struct consult_thread_row *t, const struct consult_said *said)
{
	message_add(d, t->thread_id, false, said);
}

enum consult_refusal consult_write_as(struct desk *d, const struct consult_thread_row *t, const struct consult_said *said)
{
	bool is_open;
	struct consult_thread_row now = *t;
	now.promise_at = consult_promise_now(d, t->area_id, &is_open);
	if (str_is(t->state, "waiting") && t->promise_at.ms)
		now.promise_at = t->promise_at;         /* an earlier promise is not put off by writing again */
	message_add(d, t->thread_id, false, said);
	look_for_urgent(d, &now, said->words);
	consult_thread_waits(d, d->now, now.promise_at, consult_order_waiting(now.promise_at, d->now, now.urgent_n == URGENT_NOW), t->thread_id);
	consult_promise_made(d, t, now.promise_at);
	struct consult_thread_row root = consult_joined_waits(d, &now);
	consult_task(d, &root);
	consult_story(d, t, "talk");
	audit_note(d, "consult.write", "thread", t->thread_id.v, STR_NONE);
	return CONSULT_OK;
}

/* The notice says only that there is an answer: what it says is read behind the family's own link. */
static void notice(struct desk *d, const struct consult_thread_row *t)
{
	if (!t->notice_mail.n)
		return;
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = { .out = &subject, .base = d->base };
	lang_parse(t->lang, &p.lang);
	consult_notice_subject(&p);
	p.out = &text;
	consult_notice_text(&p, d->tenant);
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = t->notice_mail, .subject = str_trim(out_done(&subject)),
		.text = out_done(&text), .reason = STR("answer"), .subject_id = t->thread_id.v });
}

enum consult_refusal consult_answer_as(struct desk *d, struct thread_id thread_id, int64_t version_n, struct str words,
	struct consult_answered *ret)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (consult_thread_answered(d, &(struct consult_thread_answered_in){ .last_at = d->now, .order_n = consult_order_rested(d->now),
		.by_name = d->who.name, .by_account_id = d->who.account_id, .thread_id = thread_id, .version_n = version_n }) != 1)
		return CONSULT_CHANGED;
	struct consult_said said = said_now(d, words);
	struct consult_thread_row here = t;
	consult_joined_answered(d, &t);
	message_add(d, t.thread_id, true, &said);
	*ret = (struct consult_answered){ said.message_id, t.thread_id };
	task_settle_subject(d, TASK_QUESTION, thread_id.v);
	task_settle_subject(d, TASK_URGENT, thread_id.v);
	notice(d, &t);
	consult_story(d, &t, "answer");
	consult_push_answer(d, &t);
	consult_line_answered(d, &t, words);
	consult_sos_answered(d, &t);
	if (here.thread_id.v != t.thread_id.v)
		consult_sos_answered(d, &here);
	consult_promise_met(d, thread_id);
	audit_note(d, "consult.answer", "thread", thread_id.v, STR_NONE);
	desk_tell(d, STR("task"), STR("changed"));
	return CONSULT_OK;
}

enum consult_refusal consult_answer(struct desk *d, struct thread_id thread_id, int64_t version_n, struct str words)
{
	struct consult_answered answered;
	return consult_answer_as(d, thread_id, version_n, words, &answered);
}

enum consult_refusal consult_close(struct desk *d, struct thread_id thread_id, int64_t version_n)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (str_is(t.state, "closed"))
		return CONSULT_CLOSED;
	if (consult_thread_closed(d, d->now, consult_order_rested(d->now), thread_id, version_n) != 1)
		return CONSULT_CHANGED;
	consult_act_ensure(d, &t);
	task_settle_subject(d, TASK_QUESTION, thread_id.v);
	task_settle_subject(d, TASK_URGENT, thread_id.v);
	consult_promise_dropped(d, thread_id);
	audit_note(d, "consult.close", "thread", thread_id.v, STR_NONE);
	desk_tell(d, STR("task"), STR("changed"));
	return CONSULT_OK;
}

int64_t consult_forget(struct desk *d, int64_t most_n)
{
	struct day_parts today = day_split(d->today);
	int month = today.year * 12 + today.month - 1 - d->tenant->retain_months;
	struct day before = day_make(month / 12, month % 12 + 1, today.day > 28 ? 28 : today.day);
	struct consult_threads_past_row *past;
	consult_line_forget(d);
	if (d->tenant->retain_months <= 0 || day_is_none(before))
		return 0;
	size_t n = consult_threads_past(d, day_moment(before, 0), most_n, &past);
	for (size_t i = 0; i < n; i++) {
		struct file_place place = place_of(past[i].thread_id, (struct message_id){ 0 });
		file_erase(d, &place);
		consult_inbox_forget(d, past[i].thread_id);
		consult_act_forget(d, past[i].thread_id);
		consult_messages_erase(d, past[i].thread_id);
		consult_promise_forget(d, past[i].thread_id);
		consult_thread_erase(d, past[i].thread_id);
		task_settle_subject(d, TASK_QUESTION, past[i].thread_id.v);
		task_settle_subject(d, TASK_URGENT, past[i].thread_id.v);
		sos_forget_subject(d, past[i].thread_id.v);
		push_drop_all(d, (struct account_id){ past[i].thread_id.v });
		audit_note(d, "consult.erase", "thread", past[i].thread_id.v, STR_NONE);
	}
	return (int64_t)n;
}

/* What comes after the booking: the letter the day before, what was written beside the talk, how it ended, and the one question. */
#include "count/count.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "family/family_loss.h"
#include "talk/talk_inside.h"
#include "talk/talk_words.page.h"

/* ---- the end ---- */

/* A talk that was held is one act of its channel, of the day on which it was. */
static void count_held(struct desk *d, const struct talk_row *x)
{
	static const char *const channels[] = { [TALK_VIDEO] = "video", [TALK_PHONE] = "phone", [TALK_SITE] = "counter", [TALK_HOME] = "visit" };
	enum talk_how how;
	if (!tenant_has_room(d->tenant, "consult") || !talk_how_of(x->how, &how))
		return;
	count_add(d, &(struct count_new){ .kind = "talk", .subject_n = x->talk_id.v, .subject_version_n = 1, .done_on = day_of(x->from_at),
		.operator_id = x->operator_id, .area_id = x->area_id, .counter_id = x->counter_id, .by_account_id = d->who.account_id,
		.by_name = d->who.name, .channel = str_of(channels[how]), .minutes_n = (x->until_at.ms - x->from_at.ms) / MINUTE });
}

enum talk_refusal talk_settle(struct desk *d, const struct talk_row *x, int64_t version_n, struct str state, struct str note)
{
	struct talk_row now = *x;
	bool is_held = str_is(state, "held");
	if ((!is_held && !str_is(state, "missed")) || (is_held && !note.n))
		return TALK_BAD;
	if (!str_is(x->state, "planned"))
		return TALK_SETTLED;
	if (talk_settled(d, &(struct talk_settled_in){ .state = state, .note = note, .settled_at = d->now, .by_account_id = d->who.account_id,
		.by_name = d->who.name, .talk_id = x->talk_id, .version_n = version_n }) != 1)
		return TALK_CHANGED;
	now.note = note.s ? note : STR("");
	talk_tell_story(d, &now, state.s);
	if (is_held)
		count_held(d, x);
	if (task_settle_subject(d, TASK_TALK, x->talk_id.v))
		desk_tell(d, STR("task"), STR("changed"));
	audit_note(d, "talk.settle", "talk", x->talk_id.v, state);
	return TALK_OK;
}

enum talk_refusal talk_feel(struct desk *d, const struct talk_row *x, struct str feeling, struct str words)
{
	if (!str_is(feeling, "good") && !str_is(feeling, "fair") && !str_is(feeling, "bad"))
		return TALK_BAD;
	if (talk_felt(d, feeling, words, d->now, x->talk_id) != 1)
		return TALK_SETTLED;
	audit_note(d, "talk.feel", "talk", x->talk_id.v, STR_NONE);
	return TALK_OK;
}

/* ---- words beside the talk ---- */

enum talk_refusal talk_write(struct desk *d, const struct talk_row *x, struct str words)
{
	struct consult_thread_row t;
	struct str token;
	if (x->thread_id.v && consult_thread_by_id(d, x->thread_id, &t))
		return consult_write(d, &t, words) == CONSULT_OK ? TALK_OK : TALK_SETTLED;
	struct thread_id thread_id = consult_ask(d, &(struct consult_new){ .words = words, .nickname = str_letters(x->name) <= 20 ? x->name : STR_NONE,
		.area_id = x->area_id, .to_person_id = x->person_id, .notice_mail = x->mail }, &token);
	talk_threaded(d, thread_id, x->talk_id);
	return TALK_OK;
}

/* ---- the day before ---- */

/* Where the family's address must stay hidden, or somebody was lost, nobody is written to. */
static struct str letter_to(struct desk *d, const struct talk_row *x)
{
	struct family_row f;
	if (!x->family_id.v)
		return x->mail;
	if (!family_by_id(d, x->family_id, &f) || f.is_secret || family_is_mourning(d, f.family_id))
		return STR_NONE;
	return f.mail;
}

static void remind(struct desk *d, const struct talk_row *x)
{
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	enum lang lang = LANG_JA;
	struct str to = letter_to(d, x);
	if (!to.n)
		return;
	lang_parse(x->lang, &lang);
	struct page p = talk_plain(d, &subject, lang), q = talk_plain(d, &text, lang);
	talk_remind_subject(&p);
	talk_remind_text(&q, d->tenant, x->from_at, arena_fmt(d->arena, "%.*s/meet/go/%.*s", STR_ARG(d->site), STR_ARG(talk_token(d, x->talk_id))));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = to, .subject = str_trim(out_done(&subject)), .text = out_done(&text),
		.reason = STR("talk"), .subject_id = x->talk_id.v, .not_after = x->from_at });
}

int64_t talk_remind(struct desk *d, int64_t most_n)
{
	struct talk_row *x;
	int minute = day_minute(d->now);
	if (minute < 8 * 60 || minute >= 20 * 60)
		return 0;
	size_t n = talk_to_remind(d, d->now, moment_add(d->now, DAY_MS), most_n, &x);
	for (size_t i = 0; i < n; i++) {
		remind(d, &x[i]);
		talk_reminded(d, d->now, x[i].talk_id);
	}
	return (int64_t)n;
}

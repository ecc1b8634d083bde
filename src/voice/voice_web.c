/* The front of the box: said without a name, answered by a person, counted by month. */
#include "voice/voice_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "voice/voice.page.h"
#include "voice/voice_desk.page.h"
#include "web/reply.h"

enum { PUBLIC_MOST = 60 };
static const char *const kind_words[] = { "glad", "wish", "trouble", "other", NULL };
static const char *const wants_words[] = { "public", "private", "none", NULL };

/* ---- whoever has something to say ---- */

static void draw_say(struct desk *d, struct call *c, struct voice_say_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	frame_begin(&p, d, c, TAB_HOME);
	frame_of(&p)->back = STR("/");
	if (v->form)
		frame_complaints(&p, v->form);
	voice_say_page(&p, v);
}

static void show_say(struct desk *d, struct call *c)
{
	draw_say(d, c, &(struct voice_say_view){ .kind = STR("wish"), .wants = STR("public") });
}

static void say(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct str token, words = form_text(&f, "words", VOICE_WORDS_MOST, true);
	int kind = form_choice(&f, "kind", kind_words, true), wants = form_choice(&f, "wants", wants_words, true);
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
		draw_say(d, c, &(struct voice_say_view){ .form = &f, .words = form_value(c, "words"), .kind = form_value(c, "kind"),
			.wants = form_value(c, "wants") });
		return;
	}
	voice_say(d, &(struct voice_new){ words, str_of(kind_words[kind]), str_of(wants_words[wants]) }, &token);
	reply_see_other(c, arena_fmt(d->arena, "/voice/%s?new=1", token.s));
}

static void draw_held(struct desk *d, struct call *c, struct voice_held_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->token = c->part[0];
	v->link = arena_fmt(d->arena, "%.*s/voice/%.*s", STR_ARG(d->site), STR_ARG(c->part[0]));
	v->is_open = v->is_open || voice_is_open_still(d, &v->voice) || v->voice.is_public;
	v->is_ended = !v->is_open && v->voice.opened_at.ms;
	frame_begin(&p, d, c, TAB_HOME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/voice");
	voice_held_page(&p, v);
}

static void show_held(struct desk *d, struct call *c)
{
	struct voice_held_view v = { .is_new = form_value(c, "new").n > 0 };
	if (voice_held(d, c->part[0], &v.voice) != VOICE_OK || !may(d, MAY_VOICE_HELD, &(struct thing){ .is_held = true })) {
		refuse_missing(d, c);
		return;
	}
	draw_held(d, c, &v);
}

static void open_held(struct desk *d, struct call *c)
{
	struct voice_held_view v = { .is_new = false };
	enum voice_refusal r = voice_open(d, c->part[0], &v.voice);
	if (r == VOICE_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	if (r == VOICE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/voice/%.*s", STR_ARG(c->part[0])));
		return;
	}
	desk_refuse(d);
	reply_status(c, 410);
	draw_held(d, c, &v);
}

static void show_public(struct desk *d, struct call *c)
{
	struct page p;
	struct voice_month *month;
	struct voice_public_view v = { .tenant = d->tenant };
	size_t n = voice_months(d, &month);
	v.voice_n = voice_list_public(d, PUBLIC_MOST, &v.voice);
	for (size_t i = 0; i < n; i++) {
		v.said_n += month[i].said_n;
		v.answered_n += month[i].answered_n;
	}
	frame_begin(&p, d, c, TAB_HOME);
	frame_of(&p)->back = STR("/voice");
	voice_public_page(&p, &v);
}

const void *voice_home_read(struct desk *d)
{
	return d->tenant;
}

void voice_home_show(struct page *p, const void *view)
{
	(void)view;
	voice_home(p);
}

/* ---- the desk ---- */

static void show_desk(struct desk *d, struct call *c)
{
	struct page p;
	struct voice_desk_view v = { .tenant = d->tenant, .may_answer = may_ever(d, MAY_VOICE_ANSWER) };
	v.voice_n = voice_list(d, VOICE_LIST_MOST, &v.voice);
	v.month_n = voice_months(d, &v.month);
	frame_begin(&p, d, c, TAB_INBOX);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	voice_desk_page(&p, &v);
}

static bool one_of(struct desk *d, struct call *c, struct voice_row *ret)
{
	struct voice_id voice_id;
	if (id_parse(c->part[0], &voice_id.v) && voice_by_id(d, voice_id, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw_one(struct desk *d, struct call *c, struct voice_one_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->may_answer = may_ever(d, MAY_VOICE_ANSWER);
	frame_begin(&p, d, c, TAB_INBOX);
	frame_of(&p)->back = STR("/desk/voice");
	if (v->form)
		frame_complaints(&p, v->form);
	voice_one_page(&p, v);
}

static void show_one(struct desk *d, struct call *c)
{
	struct voice_one_view v = { .form = NULL };
	if (!one_of(d, c, &v.voice))
		return;
	v.answer = v.voice.answer;
	v.shown = v.voice.shown.n ? v.voice.shown : v.voice.words;
	v.is_public = v.voice.is_public || (!v.voice.answer.n && str_is(v.voice.wants, "public"));
	draw_one(d, c, &v);
}

static void refuse_one(struct desk *d, struct call *c, struct voice_one_view *v, enum voice_refusal r)
{
	desk_refuse(d);
	v->is_changed = r == VOICE_CHANGED;
	reply_status(c, r == VOICE_CHANGED ? 409 : 422);
	draw_one(d, c, v);
}

static void answer(struct desk *d, struct call *c)
{
	struct voice_one_view v = { .form = NULL };
	if (!one_of(d, c, &v.voice))
		return;
	struct form f = form_of(c);
	struct voice_answer x = { .voice_id = v.voice.voice_id, .version_n = form_int(&f, "version", 1, INT32_MAX, true),
		.is_public = form_is_on(&f, "public"), .answer = form_text(&f, "answer", VOICE_WORDS_MOST, true) };
	x.shown = form_text(&f, "shown", VOICE_WORDS_MOST, x.is_public);
	enum voice_refusal r = form_is_fine(&f) ? voice_answer(d, &x) : VOICE_BAD;
	if (r == VOICE_OK) {
		reply_see_other(c, STR("/desk/voice?done=1"));
		return;
	}
	if (r == VOICE_NOT_ALLOWED)
		form_complain(&f, "public", COMPLAINT_NOT_CHOICE);
	v.form = &f;
	v.answer = form_value(c, "answer");
	v.shown = form_value(c, "shown");
	v.is_public = x.is_public;
	refuse_one(d, c, &v, r);
}

static void settle(struct desk *d, struct call *c)
{
	struct voice_one_view v = { .form = NULL };
	if (!one_of(d, c, &v.voice))
		return;
	struct form f = form_of(c);
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum voice_refusal r = form_is_fine(&f) ? voice_read(d, v.voice.voice_id, version_n, form_is_on(&f, "back")) : VOICE_BAD;
	if (r == VOICE_OK) {
		reply_see_other(c, STR("/desk/voice?done=1"));
		return;
	}
	v.form = &f;
	refuse_one(d, c, &v, r);
}

const struct route voice_routes[] = {
	{ METHOD_GET, "/voice", MAY_VOICE_SAY, show_say, .room = "voice" },
	{ METHOD_POST, "/voice", MAY_VOICE_SAY, say, .room = "voice", .sample = "words=Thank+you&kind=glad&wants=public" },
	{ METHOD_GET, "/voices", MAY_VOICE_SAY, show_public, .room = "voice" },
	{ METHOD_GET, "/voice/{token}", MAY_VOICE_HELD, show_held, .room = "voice", .holes = "token:voice" },
	{ METHOD_POST, "/voice/{token}", MAY_VOICE_HELD, open_held, .room = "voice", .sample = "x=1", .holes = "token:voice" },
	{ METHOD_GET, "/desk/voice", MAY_VOICE_READ, show_desk, .room = "voice" },
	{ METHOD_GET, "/desk/voice/{voice}", MAY_VOICE_READ, show_one, .room = "voice", .holes = "voice" },
	{ METHOD_POST, "/desk/voice/{voice}", MAY_VOICE_ANSWER, answer, .room = "voice", .sample = "answer=Thank+you&shown=Hello&public=on&version=1",
		.holes = "voice" },
	{ METHOD_POST, "/desk/voice/{voice}/settle", MAY_VOICE_ANSWER, settle, .room = "voice", .sample = "version=1", .holes = "voice" },
};
const size_t voice_route_n = sizeof voice_routes / sizeof *voice_routes;

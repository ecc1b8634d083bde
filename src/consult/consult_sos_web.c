/* The front of the button: a page that tells the truth before it is pressed, the press, and staff's own hand. */
#include "consult/consult_inside.h"
#include "consult/consult_promise.page.h"
#include "consult/consult_sos.page.h"
#include "consult/consult_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "push/push.h"
#include "web/reply.h"

enum { WORDS_MOST = 2000, CONTACT_MOST = 40, REASON_MOST = 1000 };

static bool thread_of(struct desk *d, struct call *c, struct consult_thread_row *ret)
{
	bool found = consult_by_token(d, c->part[0], ret) == CONSULT_OK;
	if (!found)
		refuse_missing(d, c);
	return found;
}

static void draw(struct desk *d, struct call *c, const struct consult_thread_row *t, const struct form *f)
{
	struct page p;
	struct consult_sos_view v = { .tenant = d->tenant, .token = t ? c->part[0] : STR_NONE,
		.watch = sos_watch(d, t ? t->area_id : (struct area_id){ 0 }, t ? t->operator_id : (struct operator_id){ 0 }) };
	if (f) {
		v.words = form_value(c, "words");
		v.contact = form_value(c, "contact");
		v.words_wrong = form_complaint(f, "words");
		v.contact_wrong = form_complaint(f, "contact");
	}
	frame_begin(&p, d, c, TAB_TALK);
	frame_of(&p)->is_noindex = t != NULL;
	if (f)
		frame_complaints(&p, f);
	consult_sos_page(&p, &v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, NULL, NULL);
}

static void show_of_talk(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (thread_of(d, c, &t))
		draw(d, c, &t, NULL);
}

static struct str with_contact(struct desk *d, struct str words, struct str contact)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .base = d->base, .lang = d->lang };
	if (!contact.n)
		return words;
	consult_sos_contact(&p, words, contact);
	return str_trim(out_done(&o));
}

static void press_in(struct desk *d, struct call *c, const struct consult_thread_row *t)
{
	struct form f = form_of(c);
	struct str words = form_text(&f, "words", WORDS_MOST, false), contact = form_text(&f, "contact", CONTACT_MOST, false), token = c->part[0];
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
		draw(d, c, t, &f);
		return;
	}
	consult_sos_press(d, t, &(struct consult_new){ .words = with_contact(d, words, contact) }, &token);
	reply_see_other(c, arena_fmt(d->arena, "/t/%.*s?new=1", STR_ARG(token)));
}

static void press(struct desk *d, struct call *c)
{
	press_in(d, c, NULL);
}

static void press_of_talk(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (thread_of(d, c, &t))
		press_in(d, c, &t);
}

/* A browser that is to be told of answers; its notice leads back by the link that only it and the family hold. */
static void listen(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	struct form f = form_of(c);
	struct push_new v = push_read(&f);
	if (!thread_of(d, c, &t))
		return;
	v.account_id.v = t.thread_id.v;
	v.path = arena_fmt(d->arena, "t/%.*s", STR_ARG(c->part[0]));
	if (!form_is_fine(&f) || push_put(d, &v) != PUSH_OK)
		desk_refuse(d);
	reply_see_other(c, arena_fmt(d->arena, "/t/%.*s", STR_ARG(c->part[0])));
}

static void listen_no_more(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (!thread_of(d, c, &t))
		return;
	push_drop_all(d, (struct account_id){ t.thread_id.v });
	reply_see_other(c, arena_fmt(d->arena, "/t/%.*s", STR_ARG(c->part[0])));
}

/* Staff who read a talk and see more in it than the words say. */
static void raise(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	struct thread_id thread_id;
	struct form f = form_of(c);
	struct str reason = form_text(&f, "reason", REASON_MOST, false);
	if (!id_parse(c->part[0], &thread_id.v) || consult_for_staff(d, thread_id, &t) != CONSULT_OK) {
		refuse_missing(d, c);
		return;
	}
	struct sos_id sos_id = consult_sos_raise(d, &t, &(struct sos_new){ .source = "staff", .reason = form_is_fine(&f) ? reason : STR_NONE });
	reply_see_other(c, arena_fmt(d->arena, "/desk/sos/%s", id_text(d->arena, sos_id.v).s));
}

static void show_promises(struct desk *d, struct call *c)
{
	struct page p;
	struct consult_promise_view v;
	consult_promise_look(d, &v);
	frame_begin(&p, d, c, TAB_INBOX);
	frame_of(&p)->back = STR("/desk/talk");
	consult_promise_page(&p, &v);
}

const struct route consult_sos_routes[] = {
	{ METHOD_GET, "/desk/promise", MAY_CONSULT_COUNT, show_promises, NULL, "consult", NULL, NULL },
	{ METHOD_GET, "/sos", MAY_CONSULT_ASK, show, NULL, "consult", NULL, NULL },
	{ METHOD_POST, "/sos", MAY_CONSULT_ASK, press, NULL, "consult", "words=%E3%81%9F%E3%81%99%E3%81%91%E3%81%A6&contact=090", NULL },
	{ METHOD_GET, "/t/{token}/sos", MAY_CONSULT_READ_OWN, show_of_talk, NULL, "consult", NULL, "token:thread" },
	{ METHOD_POST, "/t/{token}/sos", MAY_CONSULT_READ_OWN, press_of_talk, NULL, "consult", "words=%E3%81%9F", "token:thread" },
	{ METHOD_POST, "/t/{token}/push", MAY_CONSULT_READ_OWN, listen, NULL, "consult", PUSH_SAMPLE, "token:thread" },
	{ METHOD_POST, "/t/{token}/push/drop", MAY_CONSULT_READ_OWN, listen_no_more, NULL, "consult", "", "token:thread" },
	{ METHOD_POST, "/desk/talk/{thread}/sos", MAY_CONSULT_ANSWER, raise, NULL, "consult", "reason=x", "thread" },
};
const size_t consult_sos_route_n = sizeof consult_sos_routes / sizeof *consult_sos_routes;

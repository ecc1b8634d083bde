/* The room's front: reads forms, calls one operation, shows a page. */
#include "consult/consult_web.h"
#include "consult/consult.page.h"
#include "consult/consult_desk.page.h"
#include "consult/consult_inside.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/public.h"
#include "desk/refuse.h"
#include "family/family.h"
#include "push/push.h"
#include "family/family_charge.h"
#include "touch/touch.h"
#include "web/live.h"
#include "web/reply.h"

enum { WORDS_MOST = 4000, NICKNAME_MOST = 20, LOOKS_MOST = 500, CARDS_MOST = 8 };

/* ---- the family ---- */

static bool to_of(struct desk *d, struct str token, struct staff_person *ret)
{
	return id_is_token(token) && family_charge_person_by_token(d, token, ret);
}

static struct str name_of(struct desk *d, struct person_id person_id)
{
	struct staff_person x;
	return person_id.v && staff_person_by_id(d, person_id, &x) ? x.name : STR_NONE;
}

static void ask_page(struct desk *d, struct call *c, struct consult_ask_view *v, const struct form *f)
{
	struct page p;
	v->tenant = d->tenant;
	v->batch = file_batch(d);
	struct staff_person to;
	v->at = form_value(c, "at");
	v->to_token = form_value(c, "to");
	if (to_of(d, v->to_token, &to))
		v->to = staff_shown_name(&to).n ? staff_shown_name(&to) : d->tenant->worker_word;
	v->promise_at = consult_promise_now(d, v->area_id, &v->is_open);
	frame_begin(&p, d, c, TAB_TALK);
	if (f)
		frame_complaints(&p, f);
	consult_ask_page(&p, v);
}

static void show_ask(struct desk *d, struct call *c)
{
	ask_page(d, c, &(struct consult_ask_view){ 0 }, NULL);
}

/* One photo that cannot be taken stops the form: what was written comes back, the photos are to be chosen again. */
static void complain_of_photos(struct desk *d, struct form *f)
{
	if (file_batch(d)->refusal != FILE_OK)
		form_complain(f, "photo", COMPLAINT_NOT_IMAGE);
}

static struct consult_new new_of(struct form *f)
{
	return (struct consult_new){ .words = form_text(f, "words", WORDS_MOST, true), .nickname = form_text(f, "nickname", NICKNAME_MOST, false),
		.area_id = { form_id(f, "area", false) }, .notice_mail = form_mail(f, "mail", false) };
}

static bool is_question_whole(struct desk *d, struct call *c)
{
	(void)d;
	struct form f = form_of(c);
	new_of(&f);
	return form_is_fine(&f);
}

static bool is_message_whole(struct desk *d, struct call *c)
{
	(void)d;
	struct form f = form_of(c);
	form_text(&f, "words", WORDS_MOST, true);
	return form_is_fine(&f);
}

static void ask(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct consult_new v = new_of(&f);
	if (v.area_id.v && !tenant_area_of(d->tenant, v.area_id))
		v.area_id.v = 0;
	complain_of_photos(d, &f);
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
		ask_page(d, c, &(struct consult_ask_view){ .words = form_value(c, "words"), .nickname = form_value(c, "nickname"),
			.mail = form_value(c, "mail"), .area_id = v.area_id, .words_wrong = form_complaint(&f, "words"),
			.nickname_wrong = form_complaint(&f, "nickname"), .mail_wrong = form_complaint(&f, "mail") }, &f);
		return;
	}
	struct str token;
	struct staff_person to;
	if (to_of(d, form_value(c, "to"), &to))
		v.to_person_id = to.person_id;
	struct thread_id thread_id = consult_ask(d, &v, &token);
	touch_led(d, &(struct touch_way){ .token = form_value(c, "at"), .kind = "ask", .subject_id = thread_id.v, .stage = "unknown" });
	reply_see_other(c, arena_fmt(d->arena, "/t/%s?new=1", token.s));
}

/* Pages are opened and opened again while one answers: what one person saw within ten minutes is one look. */
static bool is_same_look(const struct consult_look *newer, const struct audit_look *x)
{
	return str_eq(newer->name, x->name) && str_eq(newer->role, x->role) && newer->at.ms - x->at.ms < 10 * MINUTE;
}

static size_t looks(struct desk *d, struct thread_id thread_id, struct consult_look **ret)
{
	struct audit_look *look;
	size_t n = audit_looks(d, "thread", thread_id.v, LOOKS_MOST, &look), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct consult_look, n + 1);
	for (size_t i = 0; i < n; i++)
		if (str_is(look[i].act, "consult.read") && !(kept && is_same_look(&(*ret)[kept - 1], &look[i])))
			(*ret)[kept++] = (struct consult_look){ look[i].at, look[i].role, look[i].name };
	return kept;
}

static void thread_page(struct desk *d, struct call *c, struct consult_thread_view *v, const struct form *f)
{
	struct page p;
	struct family_guardian_row g;
	v->tenant = d->tenant;
	v->file_base = v->token.n ? arena_fmt(d->arena, "/t/%.*s/file", STR_ARG(v->token))
		: arena_fmt(d->arena, "/me/talk/%s/file", id_text(d->arena, v->thread->thread_id.v).s);
	v->live = arena_fmt(d->arena, "%.*s%.*s?live=1", STR_ARG(d->base), STR_ARG(c->path));
	v->topic = consult_topic(d, v->thread->thread_id);
	v->link = arena_fmt(d->arena, "%.*s/t/%.*s", STR_ARG(d->site), STR_ARG(v->token));
	v->message_n = consult_messages(d, v->thread->thread_id, &v->message);
	v->file_n = consult_files(d, v->thread->thread_id, &v->file);
	v->card_n = consult_cards(d, v->thread->thread_id, &v->card);
	v->option_n = consult_options(d, v->thread->thread_id, &v->option);
	v->batch = file_batch(d);
	v->look_n = looks(d, v->thread->thread_id, &v->look);
	v->sos_state = consult_sos_state(d, v->thread->thread_id, &v->sos);
	v->push_key = push_key_text(d);
	v->push_worker = arena_fmt(d->arena, "%.*s/sw.js", STR_ARG(d->base));
	v->push_listens = push_listens(d, (struct account_id){ v->thread->thread_id.v });
	v->may_join = v->token.n && !v->thread->owner_account_id.v && tenant_has_room(d->tenant, "family") && d->who.role == ROLE_FAMILY
		&& family_of_account(d, d->who.account_id, &g);
	frame_begin(&p, d, c, TAB_TALK);
	frame_of(&p)->is_noindex = true;
	if (f)
		frame_complaints(&p, f);
	consult_thread_page(&p, v);
}

/* The talk behind the secret link, or the account's own talk by its number. */
static bool family_thread(struct desk *d, struct call *c, bool by_token, struct consult_thread_row *ret)
{
	struct thread_id thread_id = { 0 };
	bool found = by_token ? consult_by_token(d, c->part[0], ret) == CONSULT_OK
		: id_parse(c->part[0], &thread_id.v) && consult_for_owner(d, thread_id, ret) == CONSULT_OK;
	if (!found)
		refuse_missing(d, c);
	return found;
}

/* The same address with live=1 is the talk's stream: the open page hears that there is more, and asks for itself again. */
static void show_family(struct desk *d, struct call *c, bool by_token)
{
	struct consult_thread_row t;
	if (!family_thread(d, c, by_token, &t))
		return;
	if (str_is(form_value(c, "live"), "1")) {
		live_open(c, d->tenant_id.v, consult_topic(d, t.thread_id));
		live_own(c->reply.live, d->who.session_id.v);
	} else {
		thread_page(d, c, &(struct consult_thread_view){ .thread = &t, .token = by_token ? c->part[0] : STR_NONE,
			.is_new = str_is(form_value(c, "new"), "1") }, NULL);
	}
}

static void write_family(struct desk *d, struct call *c, bool by_token)
{
	struct consult_thread_row t;
	if (!family_thread(d, c, by_token, &t))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "words", WORDS_MOST, true);
	complain_of_photos(d, &f);
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
		thread_page(d, c, &(struct consult_thread_view){ .thread = &t, .token = by_token ? c->part[0] : STR_NONE,
			.words = form_value(c, "words"), .words_wrong = form_complaint(&f, "words") }, &f);
		return;
	}
	consult_write(d, &t, words);
	reply_see_other(c, arena_fmt(d->arena, "%s/%.*s", by_token ? "/t" : "/me/talk", STR_ARG(c->part[0])));
}

static void show_thread(struct desk *d, struct call *c)
{
	show_family(d, c, true);
}

static void write_more(struct desk *d, struct call *c)
{
	write_family(d, c, true);
}

static void show_own(struct desk *d, struct call *c)
{
	show_family(d, c, false);
}

static void write_own(struct desk *d, struct call *c)
{
	write_family(d, c, false);
}

/* One of the ways that lie side by side, by the family itself. */
static void choose_family(struct desk *d, struct call *c, bool by_token)
{
	struct consult_thread_row t;
	struct option_id option = { 0 };
	if (!family_thread(d, c, by_token, &t))
		return;
	if (!id_parse(form_value(c, "option"), &option.v) || consult_option_choose_own(d, &t, option) != CONSULT_OK)
		desk_refuse(d);
	reply_see_other(c, arena_fmt(d->arena, "%s/%.*s#options", by_token ? "/t" : "/me/talk", STR_ARG(c->part[0])));
}

static void choose_thread(struct desk *d, struct call *c)
{
	choose_family(d, c, true);
}

static void choose_own(struct desk *d, struct call *c)
{
	choose_family(d, c, false);
}

static void send_family_file(struct desk *d, struct call *c, bool by_token)
{
	struct consult_thread_row t;
	if (family_thread(d, c, by_token, &t))
		consult_file_send(d, c, t.thread_id, c->part[1]);
}

static void send_thread_file(struct desk *d, struct call *c)
{
	send_family_file(d, c, true);
}

static void send_own_file(struct desk *d, struct call *c)
{
	send_family_file(d, c, false);
}

/* Who holds the link makes the talk hers, in her record. */
static void join_own(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (!family_thread(d, c, true, &t))
		return;
	if (consult_join(d, &t) == CONSULT_OK) {
		reply_see_other(c, STR("/me/family"));
		return;
	}
	desk_refuse(d);
	reply_see_other(c, arena_fmt(d->arena, "/t/%.*s", STR_ARG(c->part[0])));
}

/* What other rooms put there. */
static void own_read(struct desk *d, struct consult_list_view *v)
{
	v->shown = ARENA_ARRAY(d->arena, struct public_shown, PUBLIC_PIECES);
	for (size_t i = 0; i < own_piece_n && v->shown_n < PUBLIC_PIECES; i++) {
		const void *view = tenant_has_room(d->tenant, own_pieces[i].room) ? own_pieces[i].read(d) : NULL;
		if (view)
			v->shown[v->shown_n++] = (struct public_shown){ &own_pieces[i], view };
	}
}

static void show_mine(struct desk *d, struct call *c)
{
	struct page p;
	struct consult_list_view v = { .tenant = d->tenant };
	if (d->who.role == ROLE_FAMILY)
		v.line_n = consult_threads_of_owner(d, d->who.account_id, &v.line);
	own_read(d, &v);
	v.has_family = tenant_has_room(d->tenant, "family");
	v.is_family = d->who.role == ROLE_FAMILY;
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	consult_mine_page(&p, &v);
}

/* ---- the desk ---- */

static bool thread_of(struct desk *d, struct call *c, struct consult_thread_row *ret)
{
	struct thread_id thread_id;
	if (id_parse(c->part[0], &thread_id.v) && consult_for_staff(d, thread_id, ret) == CONSULT_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

void consult_talk_show(struct desk *d, struct call *c, struct consult_thread_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->area = tenant_area_of(d->tenant, v->thread->area_id);
	v->to = name_of(d, v->thread->to_person_id);
	v->beside = consult_beside_read(d, c, v);
	v->batch = file_batch(d);
	v->look_n = looks(d, v->thread->thread_id, &v->look);
	v->sos_state = consult_sos_state(d, v->thread->thread_id, &v->sos);
	frame_begin(&p, d, c, TAB_INBOX);
	frame_of(&p)->back = STR("/desk/talk");
	if (v->form)
		frame_complaints(&p, v->form);
	consult_talk_page(&p, v);
}

static void show_talk(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (!thread_of(d, c, &t))
		return;
	if (t.into_thread_id.v) {                       /* read where it goes on */
		reply_see_other(c, arena_fmt(d->arena, "/desk/talk/%s", id_text(d->arena, t.into_thread_id.v).s));
		return;
	}
	desk_trace(d, &(struct desk_trace){ .act = STR("consult.read"), .kind = STR("thread"), .subject_id = t.thread_id.v, .is_awaited = true });
	consult_talk_show(d, c, &(struct consult_thread_view){ .thread = &t });
}

/* The small ones come with the page, which left its trace; who opens a photo is noted again. */
static void send_talk_file(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (!thread_of(d, c, &t))
		return;
	consult_file_send(d, c, t.thread_id, c->part[1]);
	if (d->later && !str_is(form_value(c, "small"), "1"))
		desk_trace(d, &(struct desk_trace){ .act = STR("consult.file"), .kind = STR("thread"), .subject_id = t.thread_id.v, .is_awaited = true });
}

/* The answer did not go out: the same page again, with what was typed and what is new. */
static void show_again(struct desk *d, struct call *c, enum consult_refusal r, enum complaint wrong)
{
	struct consult_thread_row t;
	desk_refuse(d);
	if (r == CONSULT_NO_SUCH || !thread_of(d, c, &t)) {
		refuse_missing(d, c);
		return;
	}
	reply_status(c, r == CONSULT_CHANGED ? 409 : 422);
	consult_talk_show(d, c, &(struct consult_thread_view){ .thread = &t, .words = form_value(c, "words"), .words_wrong = wrong,
		.is_changed = r == CONSULT_CHANGED });
}

/* A button inside of the answer: a canned text goes behind what was typed, or places are sought; nothing is sent. Enter in the field of the search
 * presses the first button of the form, so a search that changed is never an answer. */
static bool help_answer(struct desk *d, struct call *c, const struct consult_thread_row *t)
{
	struct canned_id canned = { 0 };
	struct consult_inbox_canned_row x;
	struct str words = form_value(c, "words"), find = form_value(c, "find");
	bool is_canned = id_parse(form_value(c, "canned"), &canned.v) && consult_inbox_canned_by_id(d, canned, &x);
	if (!is_canned && !str_is(form_value(c, "act"), "find") && (!find.n || str_eq(find, form_value(c, "found"))))
		return false;
	if (is_canned)
		words = arena_fmt(d->arena, "%.*s%s%s", STR_ARG(words), words.n ? "\n" : "", consult_fill(d, t, x.words).s);
	desk_refuse(d);
	consult_talk_show(d, c, &(struct consult_thread_view){ .thread = t, .words = words });
	return true;
}

static void put_cards(struct desk *d, struct call *c, const struct consult_answered *to)
{
	struct entry_id entry[CARDS_MOST];
	size_t n = 0;
	for (size_t i = 0; i < c->fields.field_n && n < CARDS_MOST; i++)
		n += str_is(c->fields.field[i].name, "entry") && id_parse(c->fields.field[i].value, &entry[n].v);
	consult_cards_put(d, to->thread_id, to->message_id, entry, n);
}

/* A canned answer that is sent, with what it does besides, by one press. */
static bool macro_of(struct desk *d, struct call *c, struct consult_inbox_canned_row *ret)
{
	struct canned_id canned_id = { 0 };
	return id_parse(form_value(c, "macro"), &canned_id.v) && consult_inbox_canned_by_id(d, canned_id, ret);
}

static void answer(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	struct consult_answered done;
	if (!thread_of(d, c, &t) || help_answer(d, c, &t))
		return;
	struct form f = form_of(c);
	struct consult_inbox_canned_row macro;
	bool is_macro = macro_of(d, c, &macro);
	struct str words = form_text(&f, "words", WORDS_MOST, !is_macro);
	if (is_macro)
		words = arena_fmt(d->arena, "%.*s%s%s", STR_ARG(words), words.n ? "\n" : "", consult_fill(d, &t, macro.words).s);
	complain_of_photos(d, &f);
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum consult_refusal r = form_is_fine(&f) ? consult_answer_as(d, t.thread_id, version_n, words, &done) : CONSULT_OK;
	if (r == CONSULT_OK && is_macro && form_is_fine(&f))
		r = consult_macro_end(d, t.thread_id, &macro);
	if (r != CONSULT_OK || !form_is_fine(&f)) {
		show_again(d, c, r, form_complaint(&f, "words"));
		return;
	}
	put_cards(d, c, &done);
	reply_see_other(c, arena_fmt(d->arena, "/desk/talk/%.*s", STR_ARG(c->part[0])));
}

static void close_talk(struct desk *d, struct call *c)
{
	struct consult_thread_row t;
	if (!thread_of(d, c, &t))
		return;
	struct form f = form_of(c);
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum consult_refusal r = form_is_fine(&f) ? consult_close(d, t.thread_id, version_n) : CONSULT_CHANGED;
	if (r != CONSULT_OK && r != CONSULT_CLOSED)
		show_again(d, c, r, COMPLAINT_NONE);
	else
		reply_see_other(c, STR("/desk/talk"));
}

const struct route consult_routes[] = {
	{ METHOD_GET, "/ask", MAY_CONSULT_ASK, show_ask, NULL, "consult", NULL, NULL },
	{ METHOD_POST, "/ask", MAY_CONSULT_ASK, ask, file_prepare, "consult", "words=%E5%A4%9C%E6%B3%A3%E3%81%8D&nickname=%E3%81%BF%E3%81%8B", NULL },
	{ METHOD_GET, "/t/{token}", MAY_CONSULT_READ_OWN, show_thread, NULL, "consult", NULL, "token:thread" },
	{ METHOD_POST, "/t/{token}", MAY_CONSULT_READ_OWN, write_more, file_prepare, "consult", "words=%E3%81%BE%E3%81%9F", "token:thread" },
	{ METHOD_POST, "/t/{token}/join", MAY_CONSULT_READ_OWN, join_own, NULL, "family", "x=1", "token:thread" },
	{ METHOD_POST, "/t/{token}/choose", MAY_CONSULT_READ_OWN, choose_thread, NULL, "consult", "option=1", "token:thread" },
	{ METHOD_POST, "/me/talk/{thread}/choose", MAY_CONSULT_READ_OWN, choose_own, NULL, "consult", "option=1", "thread" },
	{ METHOD_GET, "/t/{token}/file/{file}", MAY_CONSULT_READ_OWN, send_thread_file, NULL, "consult", NULL, "token:thread,file" },
	{ METHOD_GET, "/me/talk/{thread}/file/{file}", MAY_CONSULT_READ_OWN, send_own_file, NULL, "consult", NULL, "thread,file" },
	{ METHOD_GET, "/desk/talk/{thread}/file/{file}", MAY_CONSULT_READ, send_talk_file, NULL, "consult", NULL, "thread,file" },
	{ METHOD_GET, "/me", MAY_CONSULT_READ_OWN, show_mine, NULL, "consult", NULL, NULL },
	{ METHOD_GET, "/me/talk/{thread}", MAY_CONSULT_READ_OWN, show_own, NULL, "consult", NULL, "thread" },
	{ METHOD_POST, "/me/talk/{thread}", MAY_CONSULT_READ_OWN, write_own, file_prepare, "consult", "words=%E3%81%BE%E3%81%9F", "thread" },
	{ METHOD_GET, "/desk/talk/{thread}", MAY_CONSULT_READ, show_talk, NULL, "consult", NULL, "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/answer", MAY_CONSULT_ANSWER, answer, file_prepare, "consult", "version=1&words=%E3%81%AF%E3%81%84", "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/close", MAY_CONSULT_ANSWER, close_talk, NULL, "consult", "version=1", "thread" },
};
const size_t consult_route_n = sizeof consult_routes / sizeof *consult_routes;

const struct route_spooled consult_spooled[] = { { ask, is_question_whole }, { write_more, is_message_whole }, { write_own, is_message_whole } };
const size_t consult_spooled_n = sizeof consult_spooled / sizeof *consult_spooled;

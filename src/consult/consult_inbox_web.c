/* The inbox's front: the list, writing down, canned answers, and the buttons beside a talk. */
#include "consult/consult_web.h"
#include "consult/consult_desk.page.h"
#include "consult/consult_inbox_desk.page.h"
#include "consult/consult_inside.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { WORDS_MOST = 4000, NICKNAME_MOST = 20, LINE_MOST = 400, FAMILIES_MOST = 8 };

/* ---- the list ---- */

static const char *const states[] = { "waiting", "answered", "closed", NULL };
static const char *const filters[] = { "mine", "area", "free", "late", "urgent", "rest", NULL };

/* -1795568400000.0h3k...: where the next page begins. */
static void read_after(struct call *c, struct consult_box *box)
{
	struct str rest = form_value(c, "after"), n;
	box->after_n = INT64_MIN;
	if (str_cut(&rest, '.', &n) && !(str_int(n, &box->after_n) && id_parse(rest, &box->after_thread_id.v)))
		*box = (struct consult_box){ .state = box->state, .filter = box->filter, .label = box->label, .channel = box->channel,
			.after_n = INT64_MIN };
}

static struct str more_of(struct desk *d, const struct consult_inbox_view *v)
{
	const struct consult_inbox_row *last = &v->line[v->line_n - 1];
	struct out o = { .arena = d->arena };
	out_fmt(&o, "/desk/talk?state=%.*s&filter=%.*s&label=", STR_ARG(v->box.state), STR_ARG(v->box.filter));
	out_percent(&o, v->box.label);
	out_fmt(&o, "&after=%lld.%s", (long long)last->order_n, id_text(d->arena, last->thread_id.v).s);
	return out_done(&o);
}

static void show_inbox(struct desk *d, struct call *c)
{
	struct page p;
	bool is_more;
	struct may_reach reach = may_reach(d, MAY_CONSULT_READ);
	struct consult_inbox_view v = { .tenant = d->tenant, .now = d->now, .me = d->who.account_id, .has_areas = !reach.has_all_areas,
		.box = { .state = count_knows(states, form_value(c, "state")) ? form_value(c, "state") : STR("waiting"),
			.filter = count_knows(filters, form_value(c, "filter")) ? form_value(c, "filter") : STR(""), .label = form_value(c, "label") } };
	read_after(c, &v.box);
	v.is_first = v.box.after_n == INT64_MIN;
	v.line_n = consult_inbox(d, &v.box, &v.line, &is_more);
	if (is_more)
		v.more = more_of(d, &v);
	if (str_is(v.box.state, "waiting"))
		consult_inbox_count(d, &v.count);
	v.offered_n = v.is_first ? consult_offered(d, &v.offered) : 0;
	v.label_n = consult_labels(d, v.label);
	struct consult_thread_row gone;
	v.has_moved = v.is_first && consult_moved_last(d, &v.moved) && consult_for_staff(d, v.moved.thread_id, &gone) != CONSULT_OK;
	desk_trace(d, &(struct desk_trace){ .act = STR("consult.list"), .kind = STR("inbox"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_INBOX);
	consult_inbox_page_of(&p, &v);
}

/* ---- written down ---- */

struct str consult_typed(struct call *c, const char *name, struct str usual)
{
	return c && form_value(c, name).s ? form_value(c, name) : usual;
}

static struct str code(struct call *c, const char *name, const char *const *list)
{
	return count_knows(list, form_value(c, name)) ? form_value(c, name) : STR_NONE;
}

static void typed_code(struct call *c, const char *name, const char *const *list, struct str *ret)
{
	if (form_value(c, name).s)
		*ret = code(c, name, list);
}

void consult_act_typed(struct call *c, struct form *f, struct consult_act_row *a)
{
	typed_code(c, "channel", count_channels, &a->channel);
	typed_code(c, "topic", count_topics, &a->topic);
	typed_code(c, "outcome", count_outcomes, &a->outcome);
	typed_code(c, "asker", count_askers, &a->asker);
	typed_code(c, "age", count_ages, &a->age);
	typed_code(c, "matter", count_matters, &a->matter);
	if (form_value(c, "agency").s)
		a->agency = form_text(f, "agency", 100, false);
	if (form_value(c, "minutes").n)
		a->minutes_n = form_int(f, "minutes", 0, 24 * 60, true);
	if (form_value(c, "done").n)
		a->done_on = form_day(f, "done", true);
}

static struct area_id own_area(const struct desk *d)
{
	struct str rest = d->who.area_ids, one;
	int64_t id = 0;
	if (str_cut(&rest, ',', &one) && !rest.n && !id_parse(str_trim(one), &id))
		str_int(str_trim(one), &id);
	return (struct area_id){ id };
}

static void draw_down(struct desk *d, struct call *c, struct consult_down_view *v)
{
	struct page p;
	struct family_row f;
	struct family_id family_id = { 0 };
	v->tenant = d->tenant;
	if (tenant_has_room(d->tenant, "family") && id_parse(form_value(c, "family"), &family_id.v) && family_by_id(d, family_id, &f)
		&& family_may(d, MAY_FAMILY_READ, &f)) {
		v->chosen = f;
		v->has_chosen = true;
	}
	if (!v->act.channel.n)
		v->act = (struct consult_act_row){ .channel = STR("phone"), .outcome = STR("advice"), .minutes_n = 15 };
	if (!v->area_id.v)
		v->area_id = own_area(d);
	frame_begin(&p, d, c, TAB_INBOX);
	frame_of(&p)->back = STR("/desk/talk");
	if (v->form)
		frame_complaints(&p, v->form);
	consult_down_page(&p, v);
}

static void show_down(struct desk *d, struct call *c)
{
	draw_down(d, c, &(struct consult_down_view){ .form = NULL });
}

static void down_again(struct desk *d, struct call *c, struct consult_down_view *v, int status)
{
	desk_refuse(d);
	reply_status(c, status);
	v->call = c;
	draw_down(d, c, v);
}

/* Looking for the family keeps what was typed: nothing is written yet. */
static void seek_family(struct desk *d, struct call *c, struct consult_down_view *v)
{
	struct str sought = form_value(c, "sought");
	v->is_sought = sought.n > 0 && tenant_has_room(d->tenant, "family");
	v->family_n = v->is_sought ? family_search(d, sought, (struct area_id){ 0 }, &v->family) : 0;
	v->family_n = v->family_n > FAMILIES_MOST ? FAMILIES_MOST : v->family_n;
	down_again(d, c, v, 200);
}

/* What is likely of a talk just written down, and over it what was tapped. */
static enum consult_refusal put_down(struct desk *d, struct call *c, struct form *f, struct thread_id thread_id)
{
	struct consult_thread_row t;
	struct consult_act_row a;
	if (consult_for_staff(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	consult_act_suggest(d, &t, &a);
	consult_act_typed(c, f, &a);
	return consult_act_put(d, thread_id, &a);
}

static void write_down(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct thread_id thread_id;
	struct str act = form_value(c, "act");
	struct consult_down x = { .channel = code(c, "channel", count_channels), .words = form_text(&f, "words", WORDS_MOST, !str_is(act, "seek")),
		.nickname = form_text(&f, "nickname", NICKNAME_MOST, false), .area_id = { form_id(&f, "area", false) },
		.family_id = { form_id(&f, "family", false) }, .is_done = !str_is(act, "wait") };
	struct consult_down_view v = { .form = &f, .area_id = x.area_id, .act = { .channel = x.channel, .minutes_n = 15 } };
	consult_act_typed(c, &f, &v.act);
	bool is_new_search = form_value(c, "sought").n && !x.family_id.v && !str_eq(form_value(c, "sought"), form_value(c, "was"));
	if (str_is(act, "seek") || is_new_search) {     /* Enter in that field presses the form's first button */
		seek_family(d, c, &v);
		return;
	}
	if (!x.area_id.v)
		x.area_id = own_area(d);
	enum consult_refusal r = form_is_fine(&f) ? consult_write_down(d, &x, &thread_id) : CONSULT_BAD;
	if (r == CONSULT_OK && x.is_done)
		r = put_down(d, c, &f, thread_id);
	if (r == CONSULT_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/talk/%s", id_text(d->arena, thread_id.v).s));
		return;
	}
	if (form_is_fine(&f))
		form_complain(&f, "area", COMPLAINT_NOT_CHOICE);
	down_again(d, c, &v, 422);
}

/* ---- canned answers ---- */

static void draw_canned(struct desk *d, struct call *c, struct consult_canned_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->canned_n = consult_inbox_canned_all(d, &v->canned);
	v->label_n = consult_labels(d, v->label);
	frame_begin(&p, d, c, TAB_INBOX);
	frame_of(&p)->back = STR("/desk/talk");
	if (v->form)
		frame_complaints(&p, v->form);
	consult_canned_page(&p, v);
}

static void show_canned(struct desk *d, struct call *c)
{
	struct consult_canned_view v = { .form = NULL };
	struct canned_id id = { 0 };
	if (id_parse(form_value(c, "one"), &id.v))
		consult_inbox_canned_by_id(d, id, &v.one);
	draw_canned(d, c, &v);
}

static void put_canned(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct consult_canned_view v = { .form = &f };
	v.one.canned_id.v = form_id(&f, "one", false);
	if (str_is(form_value(c, "act"), "end")) {
		consult_inbox_canned_end(d, d->now, v.one.canned_id);
		reply_see_other(c, STR("/desk/canned"));
		return;
	}
	v.one.title = form_text(&f, "title", 60, true);
	v.one.words = form_text(&f, "words", WORDS_MOST, true);
	v.one.version_n = form_int(&f, "version", 1, INT32_MAX, false);
	v.one.label = form_value(c, "label");
	v.one.and_then = form_value(c, "then");
	enum consult_refusal r = form_is_fine(&f) ? consult_canned_put(d, &v.one) : CONSULT_BAD;
	if (r == CONSULT_OK) {
		reply_see_other(c, STR("/desk/canned"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == CONSULT_CHANGED ? 409 : 422);
	v.is_changed = r == CONSULT_CHANGED;
	draw_canned(d, c, &v);
}

/* ---- the buttons beside a talk ---- */

bool consult_part_thread(struct desk *d, struct call *c, struct thread_id *ret)
{
	struct consult_thread_row t;
	if (id_parse(c->part[0], &ret->v) && consult_to_act(d, *ret, &t) == CONSULT_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

/* Back to the talk; what was refused is told there, and nothing typed is lost. */
void consult_beside_end(struct desk *d, struct call *c, enum consult_refusal r, struct form *f)
{
	struct consult_thread_row t;
	struct thread_id thread_id;
	if (r == CONSULT_OK && (!f || form_is_fine(f))) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/talk/%.*s", STR_ARG(c->part[0])));
		return;
	}
	desk_refuse(d);
	if (r == CONSULT_NO_SUCH || !id_parse(c->part[0], &thread_id.v) || consult_for_staff(d, thread_id, &t) != CONSULT_OK) {
		refuse_missing(d, c);
		return;
	}
	reply_status(c, r == CONSULT_TAKEN || r == CONSULT_CHANGED || r == CONSULT_CLOSED ? 409 : 422);
	consult_talk_show(d, c, &(struct consult_thread_view){ .thread = &t, .is_refused = true, .refusal = r, .form = f });
}

/* Out of one's sight it may have gone: then back to the list, where it can be taken back. */
static void elsewhere_end(struct desk *d, struct call *c, enum consult_refusal r, struct thread_id t)
{
	struct consult_thread_row row;
	if (r == CONSULT_OK && consult_for_staff(d, t, &row) != CONSULT_OK)
		reply_see_other(c, STR("/desk/talk"));
	else
		consult_beside_end(d, c, r, NULL);
}

/* To another area, to a family, away from it, and back. False: the button was another one. */
static bool elsewhere(struct desk *d, struct call *c, struct thread_id t, struct str act)
{
	struct area_id area_id = { 0 };
	struct family_id family_id = { 0 };
	struct consult_thread_row row;
	if (str_is(act, "seek") && consult_for_staff(d, t, &row) == CONSULT_OK) {
		desk_refuse(d);
		consult_talk_show(d, c, &(struct consult_thread_view){ .thread = &row });
	} else if (str_is(act, "move")) {
		id_parse(form_value(c, "area"), &area_id.v);
		elsewhere_end(d, c, consult_move(d, t, area_id), t);
	} else if (str_is(act, "leave") || id_parse(form_value(c, "family"), &family_id.v)) {
		elsewhere_end(d, c, consult_family_set(d, t, family_id), t);
	} else {
		return false;
	}
	return true;
}

static void hand(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (str_is(form_value(c, "act"), "back") && id_parse(c->part[0], &t.v)) {
		elsewhere_end(d, c, consult_move_back(d, t), t);
		return;
	}
	if (!consult_part_thread(d, c, &t) || elsewhere(d, c, t, form_value(c, "act")))
		return;
	struct form f = form_of(c);
	struct str act = form_value(c, "act"), words = form_text(&f, "words", LINE_MOST, false);
	enum consult_refusal r = CONSULT_BAD;
	if (str_is(act, "take"))
		r = consult_take(d, t);
	else if (str_is(act, "accept"))
		r = consult_accept(d, t);
	else if (str_is(act, "decline"))
		r = consult_decline(d, t);
	else if (str_is(act, "let-go"))
		r = consult_let_go(d, t);
	else if (form_is_fine(&f))
		r = consult_offer(d, t, (struct account_id){ form_id(&f, "to", true) }, words);
	consult_beside_end(d, c, r, &f);
}

static struct moment rest_until(const struct desk *d, struct str act)
{
	return str_is(act, "now") ? MOMENT_NONE : consult_rest_until(d, act);
}

static void rest(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (consult_part_thread(d, c, &t))
		consult_beside_end(d, c, consult_rest(d, t, rest_until(d, form_value(c, "act"))), NULL);
}

static void label(struct desk *d, struct call *c)
{
	struct thread_id t;
	struct str on = form_value(c, "on");
	if (consult_part_thread(d, c, &t))
		consult_beside_end(d, c, consult_label(d, t, on.n ? on : form_value(c, "off"), on.n > 0), NULL);
}

static void note(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (!consult_part_thread(d, c, &t))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "note", WORDS_MOST, true);
	consult_beside_end(d, c, form_is_fine(&f) ? consult_note(d, t, words) : CONSULT_OK, &f);
}

static void one(struct desk *d, struct call *c)
{
	struct thread_id t, other;
	if (!consult_part_thread(d, c, &t))
		return;
	if (!id_parse(c->part[1], &other.v)) {
		refuse_missing(d, c);
		return;
	}
	consult_beside_end(d, c, str_is(form_value(c, "act"), "part") ? consult_part(d, t, other) : consult_unite(d, t, other), NULL);
}

static void undo(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (consult_part_thread(d, c, &t))
		consult_beside_end(d, c, consult_undo(d, t), NULL);
}

static void reply_present(struct desk *d, struct call *c, struct thread_id t)
{
	struct consult_present *present;
	size_t n = consult_present(d, t, &present);
	struct page p = { .out = &c->reply.body, .base = d->base };
	c->reply.body.arena = d->arena;
	consult_present_of(&p, present, n);
	c->reply.type = "text/html; charset=utf-8";
	reply_status(c, 200);
}

/* By the page's script while it is open: who else is there. */
static void see_here(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (consult_part_thread(d, c, &t))
		reply_present(d, c, t);
}

static void here(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (!consult_part_thread(d, c, &t))
		return;
	consult_here(d, t, str_is(form_value(c, "writing"), "1"), str_is(form_value(c, "gone"), "1"));
	reply_present(d, c, t);
}

const struct route consult_inbox_routes[] = {
	{ METHOD_GET, "/desk/talk", MAY_CONSULT_READ, show_inbox, .room = "consult" },
	{ METHOD_GET, "/desk/write-down", MAY_CONSULT_ANSWER, show_down, .room = "consult" },
	{ METHOD_POST, "/desk/write-down", MAY_CONSULT_ANSWER, write_down, .room = "consult", .sample = "channel=phone&words=Crying&act=done" },
	{ METHOD_GET, "/desk/canned", MAY_CONSULT_ANSWER, show_canned, .room = "consult" },
	{ METHOD_POST, "/desk/canned", MAY_CONSULT_ANSWER, put_canned, .room = "consult", .sample = "title=Hello&words=Hello" },
	{ METHOD_POST, "/desk/talk/{thread}/hand", MAY_CONSULT_ANSWER, hand, .room = "consult", .sample = "act=take", .holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/rest", MAY_CONSULT_ANSWER, rest, .room = "consult", .sample = "act=morning", .holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/label", MAY_CONSULT_ANSWER, label, .room = "consult", .sample = "off=x", .holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/note", MAY_CONSULT_ANSWER, note, .room = "consult", .sample = "note=Call+her", .holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/one/{thread}", MAY_CONSULT_ANSWER, one, .room = "consult", .sample = "act=unite",
		.holes = "thread,thread" },
	{ METHOD_POST, "/desk/talk/{thread}/undo", MAY_CONSULT_ANSWER, undo, .room = "consult", .sample = "x=1", .holes = "answered" },
	{ METHOD_GET, "/desk/talk/{thread}/here", MAY_CONSULT_ANSWER, see_here, .room = "consult", .holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/here", MAY_CONSULT_ANSWER, here, .room = "consult", .sample = "writing=1", .holes = "thread" },
};
const size_t consult_inbox_route_n = sizeof consult_inbox_routes / sizeof *consult_inbox_routes;

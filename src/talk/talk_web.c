/* The family's front: where to begin, choosing a time as links, and the page of a link. */
#include "talk/talk_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_loss.h"
#include "talk/talk.page.h"
#include "talk/talk_inside.h"
#include "talk/talk_rules.h"
#include "talk/talk_words.page.h"
#include "web/reply.h"

enum { WEEK = 7, COUNTERS_MOST = 60 };
static const char *const how_words[] = { "video", "phone", "site", "home", NULL };
static const char *const feeling_words[] = { "good", "fair", "bad", NULL };

struct str talk_typed(struct call *c, const char *name)
{
	return c ? form_value(c, name) : STR_NONE;
}

struct url talk_way_how(struct page *p, const struct talk_pick_view *v, enum talk_how how)
{
	return url_of(arena_fmt(p->out->arena, "%.*s?how=%s", STR_ARG(v->path), talk_how_word(how)));
}

struct url talk_way_slot(struct page *p, const struct talk_pick_view *v, struct moment at)
{
	return url_of(arena_fmt(p->out->arena, "%.*s?how=%s&slot=%lld", STR_ARG(v->path), talk_how_word(v->how), (long long)at.ms));
}

struct url talk_way_week(struct page *p, const struct talk_pick_view *v, struct day on)
{
	struct day_parts x = day_split(on);
	return url_of(arena_fmt(p->out->arena, "%.*s?how=%s&from=%04d-%02d-%02d", STR_ARG(v->path), talk_how_word(v->how), x.year, x.month, x.day));
}

/* ---- where to begin ---- */

static bool own_family(struct desk *d, struct family_guardian_row *ret_guardian, struct family_row *ret)
{
	return d->who.role == ROLE_FAMILY && family_of_account(d, d->who.account_id, ret_guardian) && family_by_id(d, ret_guardian->family_id, ret);
}

static void read_counters(struct desk *d, struct talk_home_view *v)
{
	struct talk_with with;
	v->counter = ARENA_ARRAY(d->arena, const struct tenant_counter *, COUNTERS_MOST);
	for (size_t i = 0; i < d->tenant->counter_n && v->counter_n < COUNTERS_MOST; i++)
		if (talk_with_counter(d, d->tenant->counter[i].counter_id, &with))
			v->counter[v->counter_n++] = with.counter;
}

static void show_home(struct desk *d, struct call *c)
{
	struct page p;
	struct family_guardian_row g;
	struct family_row f;
	struct talk_home_view v = { .tenant = d->tenant, .group_url = tenant_get(d->tenant, "video.group_url") };
	v.mine_n = talk_mine(d, &v.mine);
	v.token = ARENA_ARRAY(d->arena, struct str, v.mine_n + 1);
	for (size_t i = 0; i < v.mine_n; i++)
		v.token[i] = talk_token(d, v.mine[i].talk_id);
	if (own_family(d, &g, &f)) {
		v.family_id = f.family_id;
		talk_with_worker(d, &f, &v.with);
	}
	read_counters(d, &v);
	frame_begin(&p, d, c, TAB_TALK);
	talk_home_page(&p, &v);
}

/* ---- choosing ---- */

/* What a page to choose from is about: whose talk it becomes, or which one is moved. */
struct target { struct talk_pick_view view; struct talk_new new; };

static struct str face_of(const struct talk_with *with)
{
	return with->has_person ? staff_shown_name(&with->person) : STR_NONE;
}

static void read_week(struct desk *d, struct call *c, struct talk_pick_view *v)
{
	struct moment *all;
	int64_t slot_n;
	size_t n = talk_slots(d, &v->with, v->how, &all);
	if (!day_parse(form_value(c, "from"), &v->from_on) || v->from_on.n < d->today.n || v->from_on.n >= d->today.n + TALK_DAYS)
		v->from_on = d->today;
	v->from_on.n -= (v->from_on.n - d->today.n) % WEEK;
	struct moment from_at = day_moment(v->from_on, 0), until_at = day_moment((struct day){ v->from_on.n + WEEK }, 0);
	v->slot = ARENA_ARRAY(d->arena, struct moment, n + 1);
	v->before_on = v->from_on.n > d->today.n ? (struct day){ v->from_on.n - WEEK } : DAY_NONE;
	v->after_on = v->from_on.n + WEEK < d->today.n + TALK_DAYS ? (struct day){ v->from_on.n + WEEK } : DAY_NONE;
	for (size_t i = 0; i < n; i++)
		if (all[i].ms >= from_at.ms && all[i].ms < until_at.ms)
			v->slot[v->slot_n++] = all[i];
	if (str_int(form_value(c, "slot"), &slot_n) && slot_n > d->now.ms && slot_n < d->now.ms + (TALK_DAYS + 1) * DAY_MS && !v->is_taken)
		v->chosen.ms = slot_n;
}

static void draw_pick(struct desk *d, struct call *c, struct talk_pick_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->face_name = face_of(&v->with);
	if (v->has_old)
		talk_how_of(v->old.how, &v->how);
	else
		talk_how_of(form_value(c, "how"), &v->how);
	if (v->how == TALK_HOME && !v->may_home)
		v->how = TALK_VIDEO;
	read_week(d, c, v);
	frame_begin(&p, d, c, TAB_TALK);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = v->chosen.ms ? v->path : STR("/meet");
	if (v->form)
		frame_complaints(&p, v->form);
	talk_pick_page(&p, v);
}

static void again(struct desk *d, struct call *c, struct target *t, const struct form *f)
{
	desk_refuse(d);
	t->view.is_taken = form_is_fine(f);
	reply_status(c, t->view.is_taken ? 409 : 422);
	t->view.form = f;
	t->view.call = c;
	draw_pick(d, c, &t->view);
}

static void book(struct desk *d, struct call *c, struct target *t)
{
	struct form f = form_of(c);
	struct talk_id talk_id;
	enum staff_time_refusal why;
	int how = form_choice(&f, "how", how_words, true);
	struct talk_new *v = &t->new;
	v->how = how < 0 || (how == TALK_HOME && !t->view.may_home) ? TALK_VIDEO : (enum talk_how)how;
	v->minutes = talk_minutes(v->how);
	v->with = t->view.with;
	v->is_by_family = true;
	v->from_at.ms = form_int(&f, "slot", 0, INT64_MAX, true);
	if (t->view.asks_name)
		v->name = form_text(&f, "name", 20, false);
	if (t->view.asks_mail)
		v->mail = form_mail(&f, "mail", false);
	if (v->how == TALK_PHONE)
		v->phone = form_text(&f, "phone", 20, true);
	if (!form_is_fine(&f) || talk_plan(d, v, &talk_id, &why) != TALK_OK)
		again(d, c, t, &f);
	else
		reply_see_other(c, arena_fmt(d->arena, "/meet/go/%.*s?new=1", STR_ARG(talk_token(d, talk_id))));
}

static bool at_counter(struct desk *d, struct call *c, struct target *ret)
{
	struct counter_id counter_id;
	*ret = (struct target){ .view = { .asks_name = true, .asks_mail = true, .path = arena_fmt(d->arena, "/meet/at/%.*s", STR_ARG(c->part[0])) } };
	if (id_parse(c->part[0], &counter_id.v) && talk_with_counter(d, counter_id, &ret->view.with))
		return true;
	refuse_missing(d, c);
	return false;
}

/* Whoever holds a letter's link; where it was written to nobody, the counter of its area answers. */
static bool with_thread(struct desk *d, struct call *c, struct target *ret)
{
	struct consult_thread_row t;
	*ret = (struct target){ .view = { .path = arena_fmt(d->arena, "/meet/with/%.*s", STR_ARG(c->part[0])) } };
	bool is_there = consult_by_token(d, c->part[0], &t) == CONSULT_OK;
	bool has_with = is_there && talk_with_thread(d, &t, &ret->view.with);
	for (size_t i = 0; is_there && !has_with && i < d->tenant->counter_n; i++)
		if (!t.area_id.v || d->tenant->counter[i].area_id.v == t.area_id.v)
			has_with = talk_with_counter(d, d->tenant->counter[i].counter_id, &ret->view.with);
	ret->new.thread_id = is_there ? t.thread_id : (struct thread_id){ 0 };
	if (!has_with)
		refuse_missing(d, c);
	return has_with;
}

static bool with_worker(struct desk *d, struct call *c, struct target *ret)
{
	struct family_guardian_row g;
	struct family_row f;
	int64_t id;
	*ret = (struct target){ .view = { .may_home = true, .path = arena_fmt(d->arena, "/me/meet/%.*s", STR_ARG(c->part[0])) } };
	if (!id_parse(c->part[0], &id) || !own_family(d, &g, &f) || f.family_id.v != id || !talk_with_worker(d, &f, &ret->view.with)) {
		refuse_missing(d, c);
		return false;
	}
	ret->view.phone = f.phone;
	ret->new.family_id = f.family_id;
	ret->new.guardian_id = g.guardian_id;
	return true;
}

static void show_pick(struct desk *d, struct call *c, bool (*find)(struct desk *, struct call *, struct target *))
{
	struct target t;
	if (find(d, c, &t))
		draw_pick(d, c, &t.view);
}

static void book_pick(struct desk *d, struct call *c, bool (*find)(struct desk *, struct call *, struct target *))
{
	struct target t;
	if (find(d, c, &t))
		book(d, c, &t);
}

static void show_at_counter(struct desk *d, struct call *c)
{
	show_pick(d, c, at_counter);
}

static void book_at_counter(struct desk *d, struct call *c)
{
	book_pick(d, c, at_counter);
}

static void show_with_thread(struct desk *d, struct call *c)
{
	show_pick(d, c, with_thread);
}

static void book_with_thread(struct desk *d, struct call *c)
{
	book_pick(d, c, with_thread);
}

static void show_with_worker(struct desk *d, struct call *c)
{
	show_pick(d, c, with_worker);
}

static void book_with_worker(struct desk *d, struct call *c)
{
	book_pick(d, c, with_worker);
}

/* ---- the talk of a link ---- */

static bool held(struct desk *d, struct call *c, struct talk_row *ret)
{
	if (talk_by_token(d, c->part[0], ret) == TALK_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static struct str face_of_talk(struct desk *d, const struct talk_row *x)
{
	struct staff_person person;
	return x->person_id.v && staff_person_by_id(d, x->person_id, &person) ? staff_shown_name(&person) : STR_NONE;
}

/* No calendar's line about a family that mourns. */
static bool may_tell(struct desk *d, const struct talk_row *x)
{
	return !x->family_id.v || family_may_tell(d, x->family_id, (struct pregnancy_id){ 0 }, (struct child_id){ 0 });
}

static void draw_own(struct desk *d, struct call *c, struct talk_own_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->token = c->part[0];
	v->link = arena_fmt(d->arena, "%.*s/meet/go/%.*s", STR_ARG(d->site), STR_ARG(c->part[0]));
	v->face_name = face_of_talk(d, &v->talk);
	v->counter = v->talk.counter_id.v ? tenant_counter_of(d->tenant, v->talk.counter_id) : NULL;
	v->is_over = !str_is(v->talk.state, "planned") || v->talk.until_at.ms <= d->now.ms || str_is(form_value(c, "end"), "1");
	v->is_open = d->now.ms >= v->talk.from_at.ms - (int64_t)TALK_OPEN_MINUTES * MINUTE;
	v->has_felt = v->talk.felt_at.ms != 0;
	v->has_ics = may_tell(d, &v->talk);
	v->is_new = str_is(form_value(c, "new"), "1");
	frame_begin(&p, d, c, TAB_TALK);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/meet");
	if (v->form)
		frame_complaints(&p, v->form);
	talk_own_page(&p, v);
}

static void show_own(struct desk *d, struct call *c)
{
	struct talk_own_view v = { .form = NULL };
	if (held(d, c, &v.talk))
		draw_own(d, c, &v);
}

static void own_again(struct desk *d, struct call *c, const struct talk_row *x, const struct form *f)
{
	desk_refuse(d);
	reply_status(c, f ? 422 : 409);
	draw_own(d, c, &(struct talk_own_view){ .talk = *x, .form = f, .call = f ? c : NULL, .is_settled = !f });
}

static void back_to_own(struct desk *d, struct call *c)
{
	reply_see_other(c, arena_fmt(d->arena, "/meet/go/%.*s", STR_ARG(c->part[0])));
}

static bool to_move(struct desk *d, struct call *c, struct talk_pick_view *ret)
{
	*ret = (struct talk_pick_view){ .has_old = true, .may_home = true, .path = arena_fmt(d->arena, "/meet/go/%.*s/move", STR_ARG(c->part[0])) };
	if (!held(d, c, &ret->old))
		return false;
	bool has_with = ret->old.person_id.v ? talk_with_person(d, ret->old.person_id, &ret->with) : talk_with_counter(d, ret->old.counter_id, &ret->with);
	if (has_with && str_is(ret->old.state, "planned"))
		return true;
	own_again(d, c, &ret->old, NULL);
	return false;
}

static void show_move(struct desk *d, struct call *c)
{
	struct talk_pick_view v;
	if (to_move(d, c, &v))
		draw_pick(d, c, &v);
}

static void move(struct desk *d, struct call *c)
{
	struct target t = { .new = { .is_by_family = true } };
	enum staff_time_refusal why;
	if (!to_move(d, c, &t.view))
		return;
	struct form f = form_of(c);
	struct moment at = { form_int(&f, "slot", 0, INT64_MAX, true) };
	if (form_is_fine(&f) && talk_move(d, &t.view.old, at, (struct person_id){ 0 }, &why) == TALK_OK)
		back_to_own(d, c);
	else
		again(d, c, &t, &f);
}

static void cancel(struct desk *d, struct call *c)
{
	struct talk_row x;
	if (!held(d, c, &x))
		return;
	if (talk_cancel(d, &x) == TALK_OK)
		back_to_own(d, c);
	else
		own_again(d, c, &x, NULL);
}

static void feel(struct desk *d, struct call *c)
{
	struct talk_row x;
	if (!held(d, c, &x))
		return;
	struct form f = form_of(c);
	int feeling = form_choice(&f, "feeling", feeling_words, true);
	struct str words = form_text(&f, "words", TALK_WORDS_MOST, false);
	if (!form_is_fine(&f))
		own_again(d, c, &x, &f);
	else if (talk_feel(d, &x, str_of(feeling_words[feeling]), words) == TALK_OK)
		reply_see_other(c, arena_fmt(d->arena, "/meet/go/%.*s?end=1", STR_ARG(c->part[0])));
	else
		own_again(d, c, &x, NULL);
}

static struct str summary(struct desk *d)
{
	struct out out = { .arena = d->arena };
	struct page p = talk_plain(d, &out, d->lang);
	talk_ics_summary(&p);
	return str_trim(out_done(&out));
}

static void send_ics(struct desk *d, struct call *c)
{
	struct talk_row x;
	if (!held(d, c, &x))
		return;
	if (!may_tell(d, &x)) {
		refuse_missing(d, c);
		return;
	}
	reply_text(c, 200, STR(""));
	c->reply.type = "text/calendar; charset=utf-8";
	reply_header(c, "Content-Disposition", STR("attachment; filename=\"talk.ics\""));
	talk_ics_write(&c->reply.body, &(struct talk_ics){ .uid = arena_fmt(d->arena, "%s@%.*s", id_text(d->arena, x.talk_id.v).s, STR_ARG(d->tenant->name)),
		.summary = summary(d), .url = x.family_id.v ? arena_fmt(d->arena, "%.*s/meet", STR_ARG(d->site)) : STR_NONE, .from_at = x.from_at,
		.until_at = x.until_at, .made_at = x.made_at, .sequence_n = x.version_n, .is_cancelled = str_is(x.state, "cancelled") });
}

/* The slot of the samples is Friday 27 November 2026, 11:00. */
#define SAMPLE "how=video&slot=1795744800000"
const struct route talk_routes[] = {
	{ METHOD_GET, "/meet", MAY_TALK_ASK, show_home, .room = "talk" },
	{ METHOD_GET, "/meet/at/{counter}", MAY_TALK_ASK, show_at_counter, .room = "talk", .holes = "open" },
	{ METHOD_POST, "/meet/at/{counter}", MAY_TALK_ASK, book_at_counter, .room = "talk", .sample = SAMPLE, .holes = "open" },
	{ METHOD_GET, "/meet/with/{token}", MAY_CONSULT_READ_OWN, show_with_thread, .room = "talk", .holes = "token:letter" },
	{ METHOD_POST, "/meet/with/{token}", MAY_CONSULT_READ_OWN, book_with_thread, .room = "talk", .sample = SAMPLE, .holes = "token:letter" },
	{ METHOD_GET, "/me/meet/{household}", MAY_TALK_OWN, show_with_worker, .room = "talk", .holes = "home" },
	{ METHOD_POST, "/me/meet/{household}", MAY_TALK_OWN, book_with_worker, .room = "talk", .sample = SAMPLE, .holes = "home" },
	{ METHOD_GET, "/meet/go/{token}", MAY_TALK_HELD, show_own, .room = "talk", .holes = "token:talk" },
	{ METHOD_GET, "/meet/go/{token}/move", MAY_TALK_HELD, show_move, .room = "talk", .holes = "token:talk" },
	{ METHOD_POST, "/meet/go/{token}/move", MAY_TALK_HELD, move, .room = "talk", .sample = "slot=1795744800000", .holes = "token:talk" },
	{ METHOD_POST, "/meet/go/{token}/cancel", MAY_TALK_HELD, cancel, .room = "talk", .sample = "x=1", .holes = "token:talk" },
	{ METHOD_POST, "/meet/go/{token}/felt", MAY_TALK_HELD, feel, .room = "talk", .sample = "feeling=good&words=Thanks", .holes = "token:talk" },
	{ METHOD_GET, "/meet/go/{token}/talk.ics", MAY_TALK_HELD, send_ics, .room = "talk", .holes = "token:talk" },
};
const size_t talk_route_n = sizeof talk_routes / sizeof *talk_routes;

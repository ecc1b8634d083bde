/* The staff's front of talks: a day, one talk, planning. */
#include "talk/talk_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "talk/talk_desk.page.h"
#include "web/reply.h"

static const char *const state_words[] = { "held", "missed", NULL };
static const char *const how_words[] = { "video", "phone", "site", "home", NULL };

struct str talk_clock(struct page *p, struct moment at)
{
	return arena_fmt(p->out->arena, "%02d:%02d", day_minute(at) / 60, day_minute(at) % 60);
}

static struct person_id form_person(struct desk *d, struct form *f)
{
	struct staff_person x;
	struct person_id person_id = { form_id(f, "person", false) };
	if (person_id.v && staff_person_for_staff(d, person_id, &x) != STAFF_OK)
		form_complain(f, "person", COMPLAINT_NOT_CHOICE);
	return person_id;
}

static struct str person_name(struct desk *d, struct person_id person_id)
{
	struct staff_person x;
	return person_id.v && staff_person_by_id(d, person_id, &x) ? x.name : STR_NONE;
}

/* ---- a day ---- */

static void show_day(struct desk *d, struct call *c)
{
	struct page p;
	struct talk_row *talk;
	struct talk_day_view v = { .tenant = d->tenant, .group_url = tenant_get(d->tenant, "video.group_url") };
	if (!day_parse(form_value(c, "on"), &v.on))
		v.on = d->today;
	v.before_on.n = v.on.n - 1;
	v.after_on.n = v.on.n + 1;
	v.line_n = talk_day_of(d, v.on, (struct person_id){ 0 }, &talk);
	v.line = ARENA_ARRAY(d->arena, struct talk_line, v.line_n + 1);
	for (size_t i = 0; i < v.line_n; i++)
		v.line[i] = (struct talk_line){ talk[i], talk_name(d, &talk[i]), person_name(d, talk[i].person_id),
			tenant_counter_of(d->tenant, talk[i].counter_id) };
	desk_trace(d, &(struct desk_trace){ .act = STR("talk.day"), .kind = STR("tenant"), .subject_id = d->tenant_id.v, .is_awaited = true });
	frame_begin(&p, d, c, TAB_VISIT);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	talk_day_page(&p, &v);
}

/* ---- one talk ---- */

static bool talk_of(struct desk *d, struct call *c, struct talk_view *v)
{
	struct talk_id talk_id;
	if (id_parse(c->part[0], &talk_id.v) && talk_for_staff(d, talk_id, &v->talk, &v->family) == TALK_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw(struct desk *d, struct call *c, struct talk_view *v)
{
	struct page p;
	struct day_parts on = day_split(day_of(v->talk.from_at));
	v->tenant = d->tenant;
	v->name = talk_name(d, &v->talk);
	v->person = person_name(d, v->talk.person_id);
	v->counter = tenant_counter_of(d->tenant, v->talk.counter_id);
	v->link = arena_fmt(d->arena, "%.*s/meet/go/%.*s", STR_ARG(d->site), STR_ARG(talk_token(d, v->talk.talk_id)));
	v->other_n = staff_people(d, &(struct staff_wish){ .operator_id = v->talk.operator_id }, &v->other);
	frame_begin(&p, d, c, TAB_VISIT);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/meet?on=%04d-%02d-%02d", on.year, on.month, on.day);
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	talk_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct talk_view v = { .form = NULL };
	if (!talk_of(d, c, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = v.family.family_id.v ? STR("family.read") : STR("talk.read"),
		.kind = v.family.family_id.v ? STR("family") : STR("talk"), .subject_id = v.family.family_id.v ? v.family.family_id.v : v.talk.talk_id.v,
		.purpose = STR("talk"), .is_awaited = true });
	draw(d, c, &v);
}

static void done(struct desk *d, struct call *c)
{
	reply_see_other(c, arena_fmt(d->arena, "/desk/meet/%.*s?done=1", STR_ARG(c->part[0])));
}

static void again(struct desk *d, struct call *c, struct talk_view *v, int status)
{
	desk_refuse(d);
	reply_status(c, status);
	v->call = c;
	talk_of(d, c, v);
	draw(d, c, v);
}

static void settle(struct desk *d, struct call *c)
{
	struct talk_view v = { .form = NULL };
	if (!talk_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int state = form_choice(&f, "state", state_words, true);
	struct str note = form_text(&f, "note", TALK_NOTE_MOST, state == 0);
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum talk_refusal r = form_is_fine(&f) ? talk_settle(d, &v.talk, version_n, str_of(state_words[state]), note) : TALK_BAD;
	if (r == TALK_OK) {
		done(d, c);
		return;
	}
	v.form = &f;
	v.is_changed = r == TALK_CHANGED || r == TALK_SETTLED;
	again(d, c, &v, v.is_changed ? 409 : 422);
}

static void move(struct desk *d, struct call *c)
{
	struct talk_view v = { .form = NULL };
	if (!talk_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	int minute = form_clock(&f, "begin", 15, true);
	struct person_id person_id = form_person(d, &f);
	if (!person_id.v)
		person_id = v.talk.person_id;
	if (!person_id.v)
		form_complain(&f, "person", COMPLAINT_MISSING);
	enum talk_refusal r = form_is_fine(&f) ? talk_move(d, &v.talk, day_moment(on, minute), person_id, &v.refusal) : TALK_BAD;
	if (r == TALK_OK) {
		done(d, c);
		return;
	}
	v.form = &f;
	v.is_changed = r == TALK_SETTLED;
	again(d, c, &v, r == TALK_BAD ? 422 : 409);
}

static void cancel(struct desk *d, struct call *c)
{
	struct talk_view v = { .form = NULL };
	if (!talk_of(d, c, &v))
		return;
	if (talk_cancel(d, &v.talk) == TALK_OK) {
		done(d, c);
		return;
	}
	v.is_changed = true;
	again(d, c, &v, 409);
}

/* ---- planning ---- */

static bool family_to_meet(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id family_id;
	if (id_parse(c->part[0], &family_id.v) && family_for_staff(d, family_id, ret) == FAMILY_OK && family_may(d, MAY_TALK_WRITE, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw_plan(struct desk *d, struct call *c, struct talk_plan_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->other_n = staff_people(d, &(struct staff_wish){ .operator_id = v->family.operator_id }, &v->other);
	v->guardian_n = family_guardians_of(d, v->family.family_id, &v->guardian);
	if (!v->with.has_person)
		talk_with_worker(d, &v->family, &v->with);
	if (v->with.has_person)
		v->slot_n = talk_slots(d, &v->with, TALK_VIDEO, &v->slot);
	frame_begin(&p, d, c, TAB_VISIT);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, v->family.family_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	talk_plan_page(&p, v);
}

static void show_plan(struct desk *d, struct call *c)
{
	struct talk_plan_view v = { .form = NULL };
	if (family_to_meet(d, c, &v.family))
		draw_plan(d, c, &v);
}

/* Whose talk it is: one of this family's guardians, the first where none is named. */
static struct guardian_id form_guardian(struct desk *d, struct form *f, struct family_id family_id)
{
	struct family_guardian_row *g;
	size_t n = family_guardians_of(d, family_id, &g);
	struct guardian_id id = { form_id(f, "guardian", false) };
	for (size_t i = 0; i < n; i++)
		if (!id.v || g[i].guardian_id.v == id.v)
			return g[i].guardian_id;
	form_complain(f, "guardian", COMPLAINT_NOT_CHOICE);
	return id;
}

static void read_plan(struct desk *d, struct form *f, struct talk_plan_view *v, struct talk_new *x)
{
	struct day on = form_day(f, "on", true);
	int minute = form_clock(f, "begin", 15, true), how = form_choice(f, "how", how_words, true);
	struct person_id person_id = form_person(d, f);
	x->how = how < 0 ? TALK_VIDEO : (enum talk_how)how;
	x->minutes = (int)form_int(f, "minutes", 15, 240, true);
	x->phone = form_text(f, "phone", 20, how == TALK_PHONE);
	x->place = form_text(f, "place", 200, false);
	x->family_id = v->family.family_id;
	x->guardian_id = form_guardian(d, f, v->family.family_id);
	if (!(person_id.v ? talk_with_person(d, person_id, &x->with) : talk_with_worker(d, &v->family, &x->with)))
		form_complain(f, "person", COMPLAINT_MISSING);
	if (form_is_fine(f) && x->minutes % 15)
		form_complain(f, "minutes", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(f))
		x->from_at = day_moment(on, minute);
}

static void plan(struct desk *d, struct call *c)
{
	struct talk_plan_view v = { .form = NULL };
	struct talk_new x = { .family_id = { 0 } };
	struct talk_id talk_id;
	if (!family_to_meet(d, c, &v.family))
		return;
	struct form f = form_of(c);
	read_plan(d, &f, &v, &x);
	if (form_is_fine(&f) && talk_plan(d, &x, &talk_id, &v.refusal) == TALK_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/meet/%s?done=1", id_text(d->arena, talk_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, form_is_fine(&f) ? 409 : 422);
	v.form = &f;
	v.call = c;
	v.with = x.with;
	draw_plan(d, c, &v);
}

const struct route talk_desk_routes[] = {
	{ METHOD_GET, "/desk/meet", MAY_TALK_READ, show_day, .room = "talk" },
	{ METHOD_GET, "/desk/meet/for/{household}", MAY_TALK_WRITE, show_plan, .room = "talk", .holes = "home" },
	{ METHOD_POST, "/desk/meet/for/{household}", MAY_TALK_WRITE, plan, .room = "talk",
		.sample = "on=2026-12-03&begin=10%3A00&minutes=30&how=video", .holes = "home" },
	{ METHOD_GET, "/desk/meet/{talk}", MAY_TALK_READ, show, .room = "talk", .holes = "talk" },
	{ METHOD_POST, "/desk/meet/{talk}/note", MAY_TALK_WRITE, settle, .room = "talk", .sample = "state=missed&version=1&note=Nobody",
		.holes = "talk" },
	{ METHOD_POST, "/desk/meet/{talk}/move", MAY_TALK_WRITE, move, .room = "talk", .sample = "on=2026-12-04&begin=11%3A00", .holes = "talk" },
	{ METHOD_POST, "/desk/meet/{talk}/cancel", MAY_TALK_WRITE, cancel, .room = "talk", .sample = "x=1", .holes = "talk" },
};
const size_t talk_desk_route_n = sizeof talk_desk_routes / sizeof *talk_desk_routes;

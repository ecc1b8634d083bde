/* A fortnight of one person: shown to colleagues, changed by the person or whoever leads. */
#include "desk/frame.h"
#include "desk/refuse.h"
#include "staff/staff_time.page.h"
#include "staff/staff_web.h"
#include "web/reply.h"

enum { FORTNIGHT = 14 };
static const char *const leave_words[] = { "holiday", "sick", "parental", "training", "transfer", "other", NULL };

struct str staff_clock(struct page *p, int minute)
{
	return arena_fmt(p->out->arena, "%02d:%02d", minute / 60, minute % 60);
}

const struct staff_person *staff_one_of(const struct staff_time_view *v, struct person_id person_id)
{
	for (size_t i = 0; i < v->other_n; i++)
		if (v->other[i].person_id.v == person_id.v)
			return &v->other[i];
	return NULL;
}

/* ---- showing ---- */

static void read_day(struct desk *d, struct staff_time_view *v, struct staff_day *x)
{
	struct staff_time_shift_row *shift;
	x->span_n = staff_hours_on(d, &v->person, x->on, x->span);
	x->is_shift = staff_time_shift_on(d, v->person.person_id, x->on, &shift) > 0;
	x->is_away = staff_is_away(d, v->person.person_id, x->on, NULL);
	x->time_n = staff_time_of(d, v->person.person_id, day_moment(x->on, 0), day_moment((struct day){ x->on.n + 1 }, 0), &x->time);
}

static void draw(struct desk *d, struct call *c, struct staff_time_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->today = d->today;
	v->form_of = v->form_of ? v->form_of : "";
	if (!day_parse(form_value(c, "from"), &v->from_on) || v->form)
		v->from_on = d->today;
	v->before_on.n = v->from_on.n - FORTNIGHT;
	v->after_on.n = v->from_on.n + FORTNIGHT;
	v->may_time = staff_web_may(d, MAY_STAFF_TIME, &v->person);
	v->leave_n = staff_leave_list(d, v->person.person_id, &v->leave);
	v->other_n = staff_people(d, &(struct staff_wish){ .operator_id = v->person.operator_id }, &v->other);
	v->day = ARENA_ARRAY(d->arena, struct staff_day, FORTNIGHT);
	for (v->day_n = 0; v->day_n < FORTNIGHT; v->day_n++) {
		v->day[v->day_n].on.n = v->from_on.n + (int32_t)v->day_n;
		read_day(d, v, &v->day[v->day_n]);
	}
	frame_begin(&p, d, c, TAB_STAFF);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/staff/%s", id_text(d->arena, v->person.person_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	staff_time_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form = NULL };
	if (staff_web_person(d, c, &v.person))
		draw(d, c, &v);
}

/* ---- changing ---- */

static bool find(struct desk *d, struct call *c, struct staff_time_view *v)
{
	if (!staff_web_person(d, c, &v->person))
		return false;
	bool is_allowed = staff_web_may(d, MAY_STAFF_TIME, &v->person);
	if (!is_allowed)
		refuse_missing(d, c);
	return is_allowed;
}

static void done(struct desk *d, struct call *c)
{
	reply_see_other(c, arena_fmt(d->arena, "/desk/time/%.*s?done=1", STR_ARG(c->part[0])));
}

static void again(struct desk *d, struct call *c, struct staff_time_view *v, const struct form *f)
{
	desk_refuse(d);
	reply_status(c, v->refusal == STAFF_TIME_TAKEN ? 409 : 422);
	v->form = f;
	draw(d, c, v);
}

static void add_leave(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form_of = "leave" };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	int kind = form_choice(&f, "kind", leave_words, true);
	struct staff_person other;
	struct staff_leave x = { .person_id = v.person.person_id, .kind = kind >= 0 ? str_of(leave_words[kind]) : STR_NONE,
		.from_on = form_day(&f, "from", true), .until_on = form_day(&f, "until", false),
		.stand_in_person_id = { form_id(&f, "stand-in", false) } };
	if (x.stand_in_person_id.v && (staff_person_for_staff(d, x.stand_in_person_id, &other) != STAFF_OK
		|| x.stand_in_person_id.v == x.person_id.v))
		form_complain(&f, "stand-in", COMPLAINT_NOT_CHOICE);
	if (form_is_fine(&f) && staff_leave_put(d, &x) == STAFF_OK) {
		done(d, c);
		return;
	}
	if (form_is_fine(&f))
		form_complain(&f, "until", COMPLAINT_OUT_OF_RANGE);
	again(d, c, &v, &f);
}

static void end_leave(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form = NULL };
	struct leave_id leave_id;
	if (!find(d, c, &v))
		return;
	if (id_parse(c->part[1], &leave_id.v) && staff_leave_end(d, v.person.person_id, leave_id) == STAFF_OK)
		done(d, c);
	else
		refuse_missing(d, c);
}

static void put_shift(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form_of = "shift" };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	bool is_off = !form_value(c, "begin").n && !form_value(c, "end").n;
	struct staff_span span = { form_clock(&f, "begin", 15, !is_off), form_clock(&f, "end", 15, !is_off) };
	if (form_is_fine(&f) && on.n < d->today.n)
		form_complain(&f, "on", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&f) && staff_shift_put(d, v.person.person_id, on, &span, is_off ? 0 : 1) == STAFF_OK) {
		done(d, c);
		return;
	}
	if (form_is_fine(&f))
		form_complain(&f, "end", COMPLAINT_OUT_OF_RANGE);
	again(d, c, &v, &f);
}

static void usual(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form_of = "shift" };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	if (form_is_fine(&f)) {
		staff_shift_usual(d, v.person.person_id, on);
		done(d, c);
	} else {
		again(d, c, &v, &f);
	}
}

static void put_away(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form_of = "away" };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "away-on", true);
	int from = form_clock(&f, "away-begin", 15, true), until = form_clock(&f, "away-end", 15, true);
	struct staff_time t = { .kind = STR("leave"), .person_id = v.person.person_id, .line = form_text(&f, "line", 100, false) };
	if (form_is_fine(&f)) {
		t.from_at = day_moment(on, from);
		t.until_at = day_moment(on, until);
		v.refusal = staff_time_book(d, &t, false);
	}
	if (form_is_fine(&f) && v.refusal == STAFF_TIME_OK)
		done(d, c);
	else
		again(d, c, &v, &f);
}

static void end_away(struct desk *d, struct call *c)
{
	struct staff_time_view v = { .form = NULL };
	struct staff_time t;
	struct booking_id booking_id;
	if (!find(d, c, &v))
		return;
	bool is_there = id_parse(c->part[1], &booking_id.v) && staff_time_by_id(d, booking_id, &t) && t.person_id.v == v.person.person_id.v;
	if (is_there && str_is(t.kind, "leave") && staff_time_cancel(d, booking_id))
		done(d, c);
	else
		refuse_missing(d, c);
}

const struct route staff_time_routes[] = {
	{ METHOD_GET, "/desk/time/{person}", MAY_STAFF_READ, show, .room = NULL, .holes = "person" },
	{ METHOD_POST, "/desk/time/{person}/leave", MAY_STAFF_TIME, add_leave, .room = NULL, .sample = "kind=sick&from=2026-12-01&until=2026-12-02",
		.holes = "person" },
	{ METHOD_POST, "/desk/time/{person}/leave/{leave}/end", MAY_STAFF_TIME, end_leave, .room = NULL, .sample = "x=1", .holes = "person,leave" },
	{ METHOD_POST, "/desk/time/{person}/shift", MAY_STAFF_TIME, put_shift, .room = NULL, .sample = "on=2026-12-05&begin=10%3A00&end=12%3A00",
		.holes = "person" },
	{ METHOD_POST, "/desk/time/{person}/usual", MAY_STAFF_TIME, usual, .room = NULL, .sample = "on=2026-12-05", .holes = "person" },
	{ METHOD_POST, "/desk/time/{person}/away", MAY_STAFF_TIME, put_away, .room = NULL,
		.sample = "away-on=2026-12-04&away-begin=10%3A00&away-end=11%3A30", .holes = "person" },
	{ METHOD_POST, "/desk/time/{person}/away/{booking}/end", MAY_STAFF_TIME, end_away, .room = NULL, .sample = "x=1", .holes = "person,booking" },
};
const size_t staff_time_route_n = sizeof staff_time_routes / sizeof *staff_time_routes;

/* The list of who works here, one person, and their photo. */
#include "staff/staff_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "file/file.h"
#include "staff/staff_desk.page.h"
#include "web/reply.h"

bool staff_web_person(struct desk *d, struct call *c, struct staff_person *ret)
{
	struct person_id person_id;
	if (id_parse(c->part[0], &person_id.v) && staff_person_for_staff(d, person_id, ret) == STAFF_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

bool staff_web_may(struct desk *d, enum may act, const struct staff_person *x)
{
	return may(d, act, &(struct thing){ .operator_id = x->operator_id, .owner_id = x->account_id });
}

/* ---- the list ---- */

static void how_now(struct desk *d, const struct staff_leave *leave, size_t leave_n, struct staff_line *x)
{
	for (size_t i = 0; i < leave_n && !x->is_away; i++)
		if (leave[i].person_id.v == x->person.person_id.v && (day_is_none(leave[i].until_on) || leave[i].until_on.n >= d->today.n)) {
			x->is_away = true;
			x->leave = leave[i];
		}
	x->is_here = !x->is_away && staff_is_on_duty(d, &x->person, d->now);
}

static void name_stand_ins(const struct staff_person *person, size_t person_n, struct staff_line *x)
{
	for (size_t i = 0; x->is_away && i < person_n; i++)
		if (person[i].person_id.v == x->leave.stand_in_person_id.v)
			x->stand_in = person[i].name;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct staff_leave *leave;
	struct staff_person *person;
	struct staff_list_view v = { .tenant = d->tenant, .today = d->today, .may_add = may_ever(d, MAY_STAFF_EDIT),
		.is_here_only = str_is(form_value(c, "now"), "1") };
	size_t leave_n = staff_leave_ahead(d, 0, &leave), person_n = staff_people(d, &(struct staff_wish){ .is_named_only = false }, &person);
	v.line = ARENA_ARRAY(d->arena, struct staff_line, person_n + 1);
	for (size_t i = 0; i < person_n; i++) {
		struct staff_line x = { .person = person[i] };
		how_now(d, leave, leave_n, &x);
		name_stand_ins(person, person_n, &x);
		v.here_n += x.is_here;
		if (x.is_here || !v.is_here_only)
			v.line[v.line_n++] = x;
	}
	frame_begin(&p, d, c, TAB_STAFF);
	staff_list_page(&p, &v);
}

/* ---- one person ---- */

void staff_web_show(struct desk *d, struct call *c, const struct form *form)
{
	struct page p;
	struct staff_person_view v = { .tenant = d->tenant, .today = d->today, .form = form, .typed = form ? form_value(c, "name") : STR_NONE };
	if (!staff_web_person(d, c, &v.person))
		return;
	v.may_edit = staff_person_may_edit(d, &v.person);
	v.is_own = v.person.account_id.v && v.person.account_id.v == d->who.account_id.v;
	v.may_time = staff_web_may(d, MAY_STAFF_TIME, &v.person);
	v.training_n = staff_training_list(d, v.person.person_id, &v.training);
	frame_begin(&p, d, c, TAB_STAFF);
	frame_of(&p)->back = STR("/desk/staff");
	if (form)
		frame_complaints(&p, form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	staff_person_page(&p, &v);
}

static void show_person(struct desk *d, struct call *c)
{
	staff_web_show(d, c, NULL);
}

/* ---- the photo ---- */

struct url staff_photo_url(struct page *p, const struct staff_person *x)
{
	if (!x->photo_id.v)
		return (struct url){ STR_NONE };
	return url_of(arena_fmt(p->out->arena, "%.*s/face/%s?v=%lld", STR_ARG(p->base), id_text(p->out->arena, x->person_id.v).s,
		(long long)x->version_n));
}

/* Colleagues see it always, everybody else when its owner shows it. */
static void send_face(struct desk *d, struct call *c)
{
	struct staff_person x, seen;
	struct person_id person_id;
	struct file_line_row *line;
	bool is_there = id_parse(c->part[0], &person_id.v) && staff_person_by_id(d, person_id, &x) && x.photo_id.v;
	struct file_place place = { .kind = "face", .subject_id = is_there ? x.photo_id.v : 1, .part_id = 1 };
	bool is_seen = is_there && (x.is_photo_shown || staff_person_for_staff(d, person_id, &seen) == STAFF_OK);
	if (is_seen && file_list(d, &place, &line))
		file_send(d, c, &place, id_text(d->arena, line[0].file_id.v));
	else
		refuse_missing(d, c);
}

const struct route staff_routes[] = {
	{ METHOD_GET, "/desk/staff", MAY_STAFF_READ, show_list, .room = NULL },
	{ METHOD_GET, "/desk/staff/{person}", MAY_STAFF_READ, show_person, .room = NULL, .holes = "person" },
	{ METHOD_GET, "/face/{person}", MAY_READ_SITE, send_face, .room = NULL, .holes = "face" },
};
const size_t staff_route_n = sizeof staff_routes / sizeof *staff_routes;

/* One request on the family's phone: who comes, the talk beforehand, the report, and what the family says of it. */
#include "care/care_web.h"
#include "care/care_one.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

static bool request_of(struct desk *d, struct call *c, struct care_view *v)
{
	struct request_id request_id;
	if (id_parse(c->part[0], &request_id.v) && care_for_family(d, request_id, &v->line.request) == CARE_OK
		&& !str_is(v->line.request.state, "draft"))
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw(struct desk *d, struct call *c, struct care_view *v)
{
	struct page p;
	care_request_of(d, v->line.request.request_id, &v->line.request);
	care_view_read(d, v);
	v->photo_base = arena_fmt(d->arena, "/me/care/%s/photo", id_text(d->arena, v->line.request.request_id.v).s);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/me/care");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("sent");
	care_one_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (request_of(d, c, &v))
		draw(d, c, &v);
}

static void answer(struct desk *d, struct call *c, struct care_view *v, enum care_refusal r)
{
	if (care_view_answer(d, c, v, r))
		reply_see_other(c, arena_fmt(d->arena, "/me/care/%s?done=1", id_text(d->arena, v->line.request.request_id.v).s));
	else
		draw(d, c, v);
}

static bool visit_of(struct desk *d, struct call *c, struct care_view *v, struct care_assignment_row *a)
{
	if (!request_of(d, c, v))
		return false;
	if (care_assigned(d, v->line.request.request_id, a))
		return true;
	answer(d, c, v, CARE_NOT_NOW);
	return false;
}

static void meet(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	struct care_assignment_row a;
	if (!visit_of(d, c, &v, &a))
		return;
	struct form f = form_of(c);
	struct care_meet m = care_form_meet(&f);
	a.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_meet_put(d, &a, &m) : CARE_BAD);
}

static void confirm(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	struct care_assignment_row a;
	if (visit_of(d, c, &v, &a))
		answer(d, c, &v, care_confirm(d, &a));
}

static void say(struct desk *d, struct call *c)
{
	static const char *const marks[] = { "good", "fair", "bad", NULL };
	struct care_view v = { .form = NULL };
	struct care_assignment_row a;
	if (!visit_of(d, c, &v, &a))
		return;
	struct form f = form_of(c);
	int mark = form_choice(&f, "mark", marks, true);
	struct str words = form_text(&f, "words", 2000, false);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_voice_say(d, &a, str_of(marks[mark]), words) : CARE_BAD);
}

static void tell_private(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	struct care_assignment_row a;
	if (!visit_of(d, c, &v, &a))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "private", 4000, true);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_private_tell(d, &a, words, form_is_on(&f, "pair")) : CARE_BAD);
}

static void cancel(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (request_of(d, c, &v))
		answer(d, c, &v, care_cancel(d, &v.line.request, STR_NONE));
}

static void again(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!request_of(d, c, &v))
		return;
	care_again(d, &v.line.request);
	reply_see_other(c, STR("/me/care/new?step=1"));
}

static void photo(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	struct care_assignment_row a;
	if (!request_of(d, c, &v))
		return;
	if (!care_assigned(d, v.line.request.request_id, &a)) {
		refuse_missing(d, c);
		return;
	}
	file_send(d, c, &(struct file_place){ .kind = "care", .subject_id = a.assignment_id.v }, c->part[1]);
}

const struct route care_own_routes[] = {
	{ METHOD_GET, "/me/care/{request}", MAY_CARE_OWN, show, .room = "care", .holes = "request" },
	{ METHOD_GET, "/me/care/{request}/photo/{photo}", MAY_CARE_OWN, photo, .room = "care", .holes = "request:photo,care-photo" },
	{ METHOD_POST, "/me/care/{request}/meet", MAY_CARE_OWN, meet, .room = "care", .sample = "version=1&how=phone&agreed=1",
		.holes = "request:held" },
	{ METHOD_POST, "/me/care/{request}/confirm", MAY_CARE_OWN, confirm, .room = "care", .sample = "x=1", .holes = "request:reported" },
	{ METHOD_POST, "/me/care/{request}/voice", MAY_CARE_OWN, say, .room = "care", .sample = "mark=good&words=Thanks",
		.holes = "request:reported" },
	{ METHOD_POST, "/me/care/{request}/private", MAY_CARE_OWN, tell_private, .room = "care", .sample = "private=Late&pair=1",
		.holes = "request:reported" },
	{ METHOD_POST, "/me/care/{request}/cancel", MAY_CARE_OWN, cancel, .room = "care", .sample = "x=1", .holes = "request" },
	{ METHOD_POST, "/me/care/{request}/again", MAY_CARE_OWN, again, .room = "care", .sample = "x=1", .holes = "request" },
};
const size_t care_own_route_n = sizeof care_own_routes / sizeof *care_own_routes;

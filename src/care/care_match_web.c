/* The ranking on the desk, sounding out from it, and who carries how much. */
#include "care/care_match_web.h"
#include "care/care_match.page.h"
#include "care/care_match_fair.page.h"
#include "care/care_match_page.h"
#include "care/care_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

const struct helper_line *care_match_line(const struct care_match *m, const struct match_result *x)
{
	return &m->line[x->helper];
}

bool care_match_is_chosen(const struct care_match_view *v, struct person_id person_id)
{
	return v->call && form_value(v->call, arena_fmt(v->call->arena, "who-%s", id_text(v->call->arena, person_id.v).s).s).n > 0;
}

static bool request_of(struct desk *d, struct call *c, struct care_match_view *v)
{
	struct request_id request_id;
	if (id_parse(c->part[0], &request_id.v) && care_for_staff(d, request_id, &v->line.request, &v->line.family) == CARE_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw(struct desk *d, struct call *c, struct care_match_view *v)
{
	struct page p;
	struct match_weights w = care_match_weights(d);
	v->tenant = d->tenant;
	v->may_write = family_may(d, MAY_CARE_WRITE, &v->line.family);
	care_line_read(d, &v->line.request, &v->line);
	v->has_time = care_match_run(d, &v->line.request, &w, &v->m);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/care/%.*s", STR_ARG(c->part[0]));
	if (v->form)
		frame_complaints(&p, v->form);
	care_match_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct care_match_view v = { .refusal = CARE_OK };
	if (!request_of(d, c, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("care.match"), .kind = STR("family"), .subject_id = v.line.request.family_id.v,
		.purpose = STR("care"), .is_awaited = true });
	draw(d, c, &v);
}

/* ---- sounding out ---- */

/* In the order of the ranking, whatever order the browser sends the boxes in. */
static size_t chosen(struct desk *d, struct call *c, const struct care_request_row *x, struct person_id **ret)
{
	struct care_match m;
	struct match_weights w = care_match_weights(d);
	struct care_match_view v = { .call = c };
	size_t n = 0;
	if (!care_match_run(d, x, &w, &m))
		return 0;
	*ret = ARENA_ARRAY(d->arena, struct person_id, m.n + 1);
	for (size_t i = 0; i < m.n; i++) {
		struct person_id person_id = { m.facts[m.result[i].helper].person_id };
		if (care_match_is_chosen(&v, person_id))
			(*ret)[n++] = person_id;
	}
	return n;
}

static void offer(struct desk *d, struct call *c)
{
	static const char *const ways[] = { "turn", "many", NULL };
	struct care_match_view v = { .refusal = CARE_BAD };
	struct person_id *person = NULL, stuck = { 0 };
	if (!request_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int way = form_choice(&f, "way", ways, true);
	struct care_offer_new o = { .is_turn = way == 0, .minutes_n = form_int(&f, "within", 5, 3 * 24 * 60, true),
		.reason = form_text(&f, "why", 500, false) };
	o.n = chosen(d, c, &v.line.request, &person);
	o.person = person;
	if (form_is_fine(&f))
		v.refusal = v.line.request.stage_n != 1 || care_is_past(d, &v.line.request) ? CARE_NOT_NOW : care_match_may_ask(d, &v.line.request, &o, &stuck);
	if (form_is_fine(&f) && v.refusal == CARE_OK)
		v.refusal = care_offer_send(d, &v.line.request, &o, &stuck);
	if (v.refusal == CARE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/care/%.*s?done=1", STR_ARG(c->part[0])));
		return;
	}
	v.has_stuck = stuck.v && staff_person_by_id(d, stuck, &v.stuck);
	v.form = &f;
	v.call = c;
	desk_refuse(d);
	reply_status(c, v.refusal == CARE_BAD ? 422 : 409);
	draw(d, c, &v);
}

/* ---- who carries how much ---- */

static void show_fair(struct desk *d, struct call *c)
{
	struct page p;
	struct care_match_fair_view v = { .tenant = d->tenant, .today = d->today };
	care_match_fair(d, &v.fair);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/helpers");
	care_match_fair_page(&p, &v);
}

const struct route care_match_routes[] = {
	{ METHOD_GET, "/desk/care/fair", MAY_HELPER_READ, show_fair, .room = "care" },
	{ METHOD_GET, "/desk/care/{request}/match", MAY_CARE_READ, show, .room = "care", .holes = "request" },
	{ METHOD_POST, "/desk/care/{request}/match", MAY_CARE_WRITE, offer, .room = "care", .sample = "way=many&within=60&who-{thing-willing}=1",
		.holes = "request" },
};
const size_t care_match_route_n = sizeof care_match_routes / sizeof *care_match_routes;

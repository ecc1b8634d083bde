/* The desk's front of care: the list, one request, sounding out, and what is entered for others. */
#include "care/care_web.h"
#include "care/care_match.h"
#include "care/care_request.page.h"
#include "care/care_desk.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

/* ---- the list ---- */

static void read_lines(struct desk *d, const struct care_request_row *row, size_t n, struct care_line **ret)
{
	*ret = ARENA_ARRAY(d->arena, struct care_line, n + 1);
	care_lines_read(d, row, n, *ret);
}

static void read_list(struct desk *d, struct call *c, struct care_list_view *v)
{
	struct care_request_row *row, after;
	struct request_id after_id;
	struct care_list ask = { .stage_n = v->stage_n, .state = v->state, .limit_n = CARE_PAGE + 1 };
	bool has_after = id_parse(form_value(c, "after"), &after_id.v) && care_request_of(d, after_id, &after);
	ask.after = has_after ? &after : NULL;
	size_t n = care_list(d, &ask, &row);
	v->is_more = n > CARE_PAGE;
	v->line_n = v->is_more ? CARE_PAGE : n;
	if (v->line_n)
		v->after_request_id = row[v->line_n - 1].request_id;
	read_lines(d, row, v->line_n, &v->line);
	if (has_after)
		return;
	v->urgent_n = care_list(d, &(struct care_list){ .stage_n = v->stage_n, .state = v->state, .is_urgent = true, .limit_n = CARE_PAGE }, &row);
	read_lines(d, row, v->urgent_n, &v->urgent);
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct care_list_view v = { .tenant = d->tenant, .stage_n = 1, .state = form_value(c, "state").n ? form_value(c, "state") : STR(""),
		.may_set = may_ever(d, MAY_CARE_SET), .may_private = may_ever(d, MAY_CARE_PRIVATE), .may_month = may_ever(d, MAY_FEE_MONTH),
		.may_count = may_ever(d, MAY_COUNT_READ) && tenant_has_room(d->tenant, "consult") };
	int64_t stage_n;
	if (str_int(form_value(c, "stage"), &stage_n) && stage_n >= 1 && stage_n <= 3)
		v.stage_n = stage_n;
	for (int i = 1; i <= 3; i++)
		v.count_n[i] = care_count(d, i, false);
	read_list(d, c, &v);
	desk_trace(d, &(struct desk_trace){ .act = STR("care.list"), .kind = STR("request"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_CARE);
	care_list_page(&p, &v);
}

/* ---- one request ---- */

static bool was_asked(const struct care_desk_view *v, struct person_id person_id)
{
	for (size_t i = 0; i < v->offer_n; i++)
		if (v->offer[i].offer.person_id.v == person_id.v && v->offer[i].offer.slot_n == v->v.line.request.slot_n)
			return true;
	return false;
}

static void read_offers(struct desk *d, struct care_desk_view *v)
{
	struct care_offer_row *row;
	v->offer_n = care_offers(d, &v->v.line.request, &row);
	v->offer = ARENA_ARRAY(d->arena, struct care_offer_line, v->offer_n + 1);
	for (size_t i = 0; i < v->offer_n; i++) {
		v->offer[i].offer = row[i];
		staff_person_by_id(d, row[i].person_id, &v->offer[i].person);
	}
}

static bool is_busy(const struct staff_time *busy, size_t n, struct person_id person_id)
{
	for (size_t i = 0; i < n; i++)
		if (busy[i].person_id.v == person_id.v)
			return true;
	return false;
}

/* Everybody of the house who could be asked; whom something bars is refused when they are asked. */
static void read_people(struct desk *d, struct care_desk_view *v)
{
	struct staff_person *all;
	struct staff_time *busy;
	const struct care_request_row *x = &v->v.line.request;
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .operator_id = x->operator_id }, &all);
	size_t busy_n = staff_time_of(d, (struct person_id){ 0 }, x->from_at, x->until_at, &busy);
	struct person_id *person_id = ARENA_ARRAY(d->arena, struct person_id, n + 1);
	bool *warned = ARENA_ARRAY(d->arena, bool, n + 1);
	v->person = ARENA_ARRAY(d->arena, struct care_person_line, n + 1);
	for (size_t i = 0; i < n; i++)
		person_id[i] = all[i].person_id;
	care_match_warns(d, x, person_id, n, warned);
	for (size_t i = 0; i < n; i++)
		v->person[v->person_n++] = (struct care_person_line){ .person = all[i], .was_asked = was_asked(v, all[i].person_id),
			.is_busy = is_busy(busy, busy_n, all[i].person_id), .is_warned = warned[i] };
}

static void draw(struct desk *d, struct call *c, struct care_desk_view *v)
{
	struct page p;
	struct request_id request_id = v->v.line.request.request_id;
	struct str id = id_text(d->arena, request_id.v);
	care_for_staff(d, request_id, &v->v.line.request, &v->v.line.family);
	care_view_read(d, &v->v);
	v->may_write = family_may(d, MAY_CARE_WRITE, &v->v.line.family);
	v->is_past = care_is_past(d, &v->v.line.request);
	read_offers(d, v);
	if (v->v.line.request.stage_n == 1 && v->v.line.request.from_at.ms && !v->is_past)
		read_people(d, v);
	if (v->v.line.has_visit)
		v->incident_n = care_incidents(d, v->v.line.visit.assignment_id, &v->incident);
	v->v.photo_base = arena_fmt(d->arena, "/desk/care/%s/photo", id.s);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/care");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_request_page(&p, v);
}

static bool request_of(struct desk *d, struct call *c, struct care_desk_view *v)
{
	struct request_id request_id;
	if (id_parse(c->part[0], &request_id.v) && care_for_staff(d, request_id, &v->v.line.request, &v->v.line.family) == CARE_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void show(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	if (!request_of(d, c, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("family.read"), .kind = STR("family"), .subject_id = v.v.line.family.family_id.v,
		.purpose = STR("care"), .is_awaited = true });
	draw(d, c, &v);
}

/* Done: back to the request; refused: its page again, with what was typed. */
static void answer(struct desk *d, struct call *c, struct care_desk_view *v, enum care_refusal r)
{
	if (r == CARE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/care/%s?done=1", id_text(d->arena, v->v.line.request.request_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == CARE_BAD || r == CARE_CONSENT ? 422 : 409);
	v->refusal = r;
	v->v.call = c;
	draw(d, c, v);
}

/* ---- sounding out ---- */

static size_t chosen(struct desk *d, struct call *c, struct person_id **ret)
{
	size_t n = 0;
	*ret = ARENA_ARRAY(d->arena, struct person_id, CARE_OFFERS_MOST + 1);
	for (size_t i = 0; i < c->fields.field_n && n < CARE_OFFERS_MOST; i++) {
		struct str name = c->fields.field[i].name;
		if (str_starts(name, "who-") && id_parse((struct str){ name.s + 4, name.n - 4 }, &(*ret)[n].v))
			n++;
	}
	return n;
}

/* 行ける人みんなに: whom nothing keeps away. */
static size_t everybody(struct desk *d, struct care_desk_view *v, struct person_id *ret)
{
	size_t n = 0;
	read_offers(d, v);
	read_people(d, v);
	for (size_t i = 0; i < v->person_n && n < CARE_OFFERS_MOST; i++)
		if (!v->person[i].was_asked && !v->person[i].is_busy && !v->person[i].is_warned
			&& care_may_go(d, &v->v.line.request, v->person[i].person.person_id) == CARE_OK)
			ret[n++] = v->person[i].person.person_id;
	v->person_n = 0;
	return n;
}

bool care_is_chosen(const struct care_desk_view *v, struct person_id person_id)
{
	struct call *c = v->v.call;
	return c && form_value(c, arena_fmt(c->arena, "who-%s", id_text(c->arena, person_id.v).s).s).n > 0;
}

static bool are_of_house(struct desk *d, const struct care_desk_view *v, const struct person_id *person, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct staff_person x;
		if (!staff_person_by_id(d, person[i], &x) || (x.operator_id.v && x.operator_id.v != v->v.line.request.operator_id.v))
			return false;
	}
	return true;
}

static void offer(struct desk *d, struct call *c)
{
	static const char *const ways[] = { "turn", "many", NULL };
	struct care_desk_view v = { .refusal = CARE_OK };
	struct person_id *person, stuck = { 0 };
	if (!request_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int way = form_choice(&f, "way", ways, true);
	struct care_offer_new o = { .is_turn = way == 0, .minutes_n = form_int(&f, "within", 5, 3 * 24 * 60, true),
		.reason = form_text(&f, "why", 500, false) };
	o.n = chosen(d, c, &person);
	if (form_is_on(&f, "all"))
		o.n = everybody(d, &v, person);
	o.person = person;
	enum care_refusal r = form_is_fine(&f) && are_of_house(d, &v, person, o.n) ? care_offer_send(d, &v.v.line.request, &o, &stuck) : CARE_BAD;
	v.has_stuck = stuck.v && staff_person_by_id(d, stuck, &v.stuck);
	v.v.form = &f;
	answer(d, c, &v, r);
}

/* An answer that came by telephone. */
static void enter(struct desk *d, struct call *c, bool is_yes)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_offer_row o;
	struct offer_id offer_id;
	if (!id_parse(c->part[0], &offer_id.v) || !care_offer_of(d, offer_id, &o)
		|| care_for_staff(d, o.request_id, &v.v.line.request, &v.v.line.family) != CARE_OK) {
		refuse_missing(d, c);
		return;
	}
	enum care_refusal r = care_offer_answer(d, offer_id, is_yes, true, &v.time);
	v.has_stuck = staff_person_by_id(d, o.person_id, &v.stuck);
	answer(d, c, &v, r);
}

static void enter_yes(struct desk *d, struct call *c)
{
	enter(d, c, true);
}

static void enter_no(struct desk *d, struct call *c)
{
	enter(d, c, false);
}

/* ---- time, end ---- */

static void set_slot(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	if (!request_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct moment from_at = care_form_moment(&f, "on", "begin", true);
	int64_t minutes_n = form_int(&f, "minutes", 15, 24 * 60, true);
	v.v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_slot_set(d, &v.v.line.request, from_at, moment_add(from_at, minutes_n * MINUTE)) : CARE_BAD);
}

static void cancel(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	if (request_of(d, c, &v))
		answer(d, c, &v, care_cancel(d, &v.v.line.request, STR_NONE));
}

static void end_unfilled(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	if (!request_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct str note = form_text(&f, "note", 1000, false), reason = form_text(&f, "reason", 20, true);
	v.v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_unfilled(d, &v.v.line.request, reason, note) : CARE_BAD);
}

/* ---- who goes ---- */

static bool visit_of(struct desk *d, struct call *c, struct care_desk_view *v, struct care_assignment_row *a)
{
	struct assignment_id assignment_id;
	if (id_parse(c->part[0], &assignment_id.v) && care_assignment_of(d, assignment_id, a)
		&& care_for_staff(d, a->request_id, &v->v.line.request, &v->v.line.family) == CARE_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void drop(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_assignment_row a;
	if (visit_of(d, c, &v, &a))
		answer(d, c, &v, care_drop_out(d, &a, STR_NONE));
}

static void meet(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_assignment_row a;
	if (!visit_of(d, c, &v, &a))
		return;
	struct form f = form_of(c);
	struct care_meet m = care_form_meet(&f);
	a.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	v.v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_meet_put(d, &a, &m) : CARE_BAD);
}

static void confirm(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_assignment_row a;
	if (visit_of(d, c, &v, &a))
		answer(d, c, &v, care_confirm(d, &a));
}

static void reply(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_assignment_row a;
	struct care_voice_row voice;
	if (!visit_of(d, c, &v, &a))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "reply", 2000, true);
	enum care_refusal r = !care_voice(d, a.assignment_id, &voice) ? CARE_NOT_NOW : form_is_fine(&f) ? care_voice_reply(d, &voice, words) : CARE_BAD;
	v.v.form = &f;
	answer(d, c, &v, r);
}

static void end_incident(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_incident_row x;
	struct care_assignment_row a;
	struct incident_id incident_id;
	if (!id_parse(c->part[0], &incident_id.v) || !care_report_incident_by_id(d, incident_id, &x) || !care_assignment_of(d, x.assignment_id, &a)
		|| care_for_staff(d, a.request_id, &v.v.line.request, &v.v.line.family) != CARE_OK) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct str outcome = form_text(&f, "outcome", 2000, true);
	v.v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_incident_end(d, incident_id, outcome) : CARE_BAD);
}

static void photo(struct desk *d, struct call *c)
{
	struct care_desk_view v = { .refusal = CARE_OK };
	struct care_assignment_row a;
	if (!request_of(d, c, &v))
		return;
	if (!care_assigned(d, v.v.line.request.request_id, &a)) {
		refuse_missing(d, c);
		return;
	}
	file_send(d, c, &(struct file_place){ .kind = "care", .subject_id = a.assignment_id.v }, c->part[1]);
}

const struct route care_routes[] = {
	{ METHOD_GET, "/desk/care", MAY_CARE_READ, show_list, .room = "care" },
	{ METHOD_GET, "/desk/care/{request}", MAY_CARE_READ, show, .room = "care", .holes = "request" },
	{ METHOD_GET, "/desk/care/{request}/photo/{photo}", MAY_CARE_READ, photo, .room = "care", .holes = "request:photo,care-photo" },
	{ METHOD_POST, "/desk/care/{request}/offer", MAY_CARE_WRITE, offer, .room = "care", .sample = "way=many&within=60&who-{thing-carer}=1",
		.holes = "request" },
	{ METHOD_POST, "/desk/care/{request}/slot", MAY_CARE_WRITE, set_slot, .room = "care",
		.sample = "on=2026-12-10&begin=10%3A00&minutes=120", .holes = "request" },
	{ METHOD_POST, "/desk/care/{request}/cancel", MAY_CARE_WRITE, cancel, .room = "care", .sample = "x=1", .holes = "request" },
	{ METHOD_POST, "/desk/care/{request}/unfilled", MAY_CARE_WRITE, end_unfilled, .room = "care", .sample = "reason=nobody_free&note=No",
		.holes = "request" },
	{ METHOD_POST, "/desk/care/offer/{offer}/yes", MAY_CARE_WRITE, enter_yes, .room = "care", .sample = "x=1", .holes = "offer" },
	{ METHOD_POST, "/desk/care/offer/{offer}/no", MAY_CARE_WRITE, enter_no, .room = "care", .sample = "x=1", .holes = "offer" },
	{ METHOD_POST, "/desk/care/visit/{held}/drop", MAY_CARE_WRITE, drop, .room = "care", .sample = "x=1", .holes = "held" },
	{ METHOD_POST, "/desk/care/visit/{held}/meet", MAY_CARE_WRITE, meet, .room = "care", .sample = "version=1&how=phone&agreed=1", .holes = "held" },
	{ METHOD_POST, "/desk/care/visit/{reported}/confirm", MAY_CARE_WRITE, confirm, .room = "care", .sample = "x=1", .holes = "reported" },
	{ METHOD_POST, "/desk/care/visit/{voiced}/reply", MAY_CARE_WRITE, reply, .room = "care", .sample = "reply=Thanks", .holes = "voiced" },
	{ METHOD_POST, "/desk/care/incident/{incident}/end", MAY_CARE_WRITE, end_incident, .room = "care", .sample = "outcome=Mended",
		.holes = "incident" },
};
const size_t care_route_n = sizeof care_routes / sizeof *care_routes;

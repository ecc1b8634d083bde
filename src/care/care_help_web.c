/* The helper's phone: offers and plan, one visit with its steps, the report. A worker who helps as well has the same pages. */
#include "care/care_web.h"
#include "care/care_fee_rules.h"
#include "care/care_help.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_search.h"
#include "helper/helper.h"
#include "web/reply.h"

enum { BACK_DAYS = 60, AHEAD_DAYS = 120, HITS = 8, KEEP_HOURS = 13 };

/* ---- offers and plan ---- */

static void read_asks(struct desk *d, struct care_help_view *v)
{
	struct care_offer_row *row;
	size_t n = care_offers_to(d, v->person.person_id, moment_add(d->now, -30 * DAY_MS), &row);
	v->ask = ARENA_ARRAY(d->arena, struct care_ask_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct care_request_row x;
		bool is_lapsed = str_is(row[i].state, "open") && row[i].until_at.ms <= d->now.ms;
		if (str_is(row[i].state, "waiting") || is_lapsed || !care_request_of(d, row[i].request_id, &x))
			continue;
		v->ask[v->ask_n].offer = row[i];
		care_line_read(d, &x, &v->ask[v->ask_n++].line);
	}
}

static void read_plan(struct desk *d, struct care_help_view *v)
{
	struct care_assignment_row *row;
	size_t n = care_assignments_of_person(d, v->person.person_id, moment_add(d->now, -BACK_DAYS * DAY_MS), moment_add(d->now, AHEAD_DAYS * DAY_MS),
		&row);
	v->visit = ARENA_ARRAY(d->arena, struct care_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct care_request_row x;
		if (row[i].confirmed_at.ms || !care_request_of(d, row[i].request_id, &x))
			continue;
		care_line_read(d, &x, &v->visit[v->visit_n++]);
	}
}

static void draw_list(struct desk *d, struct call *c, struct care_help_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->now = d->now;
	v->is_there = staff_person_of_account(d, d->who.account_id, &v->person);
	if (v->is_there) {
		read_asks(d, v);
		read_plan(d, v);
	}
	frame_begin(&p, d, c, TAB_HELP);
	frame_of(&p)->is_noindex = true;
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("sent");
	care_help_page(&p, v);
}

static void show_list(struct desk *d, struct call *c)
{
	draw_list(d, c, &(struct care_help_view){ .is_thanked = form_value(c, "thanks").n });
}

static void say(struct desk *d, struct call *c, bool is_yes)
{
	struct care_offer_row o;
	struct offer_id offer_id;
	struct staff_person person;
	enum staff_time_refusal time;
	if (!id_parse(c->part[0], &offer_id.v) || !care_offer_of(d, offer_id, &o) || !staff_person_of_account(d, d->who.account_id, &person)
		|| person.person_id.v != o.person_id.v || str_is(o.state, "waiting")) {
		refuse_missing(d, c);
		return;
	}
	enum care_refusal r = care_offer_answer(d, offer_id, is_yes, false, &time);
	if (r == CARE_OK) {
		reply_see_other(c, is_yes ? STR("/help?thanks=1") : STR("/help?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	draw_list(d, c, &(struct care_help_view){ .is_late = r != CARE_TIME, .is_taken = r == CARE_TIME });
}

static void say_yes(struct desk *d, struct call *c)
{
	say(d, c, true);
}

static void say_no(struct desk *d, struct call *c)
{
	say(d, c, false);
}

/* ---- one visit ---- */

static bool visit_of(struct desk *d, struct call *c, struct care_view *v)
{
	struct assignment_id assignment_id;
	if (id_parse(c->part[0], &assignment_id.v) && care_assignment_of(d, assignment_id, &v->line.visit) && care_is_own(d, &v->line.visit)
		&& str_is(v->line.visit.state, "held") && care_request_of(d, v->line.visit.request_id, &v->line.request))
		return true;
	refuse_missing(d, c);
	return false;
}

static bool has_place(const struct care_view *v, struct entry_id entry_id)
{
	for (size_t i = 0; i < v->place_n; i++)
		if (v->place[i].entry_id.v == entry_id.v)
			return true;
	return false;
}

/* What was chosen first, then what is found for the words. */
static void find_places(struct desk *d, struct call *c, struct care_view *v)
{
	struct directory_found found;
	v->query = form_value(c, "q");
	if (!v->query.n)
		return;
	directory_search(d, &(struct directory_query){ .words = v->query, .age_n = DIRECTORY_AGE_ANY, .limit_n = HITS }, &found);
	for (size_t i = 0; i < found.hit_n; i++)
		if (!has_place(v, found.hit[i].entry_id))
			v->place[v->place_n++] = (struct care_place){ .entry_id = found.hit[i].entry_id, .name = found.hit[i].name, .phone = found.hit[i].phone };
}

/* A helper's own phone keeps the page until it has been reported, the session ends, or half a day has passed; never of a family that hides. */
static struct moment keep_until(const struct desk *d, const struct care_view *v)
{
	struct moment end = moment_add(v->line.visit.until_at, KEEP_HOURS * HOUR);
	if (d->who.role != ROLE_HELPER || v->line.visit.reported_at.ms || v->line.family.is_secret)
		return MOMENT_NONE;
	return end.ms < d->who.until_at.ms ? end : d->who.until_at;
}

/* As they said that they travel. */
static struct str usual_way(struct desk *d, struct person_id person_id)
{
	struct helper_line x;
	if (!helper_by_person(d, person_id, &x))
		return STR("public");
	return str_is(x.helper.travel, "walk") ? STR("foot") : str_is(x.helper.travel, "bus") ? STR("public") : x.helper.travel;
}

static void draw(struct desk *d, struct call *c, struct care_view *v)
{
	struct page p;
	care_request_of(d, v->line.request.request_id, &v->line.request);
	care_view_read(d, v);
	v->line.has_visit = care_assignment_of(d, v->line.visit.assignment_id, &v->line.visit);
	v->watch = sos_watch(d, v->line.request.area_id, v->line.request.operator_id);
	v->has_sos = sos_of_subject(d, v->line.visit.assignment_id.v, &v->sos);
	v->keep_until = keep_until(d, v);
	v->way = usual_way(d, v->line.visit.person_id);
	if (v->line.visit.ended_at.ms)
		find_places(d, c, v);
	frame_begin(&p, d, c, TAB_HELP);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/help");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_visit_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("family.read"), .kind = STR("family"), .subject_id = v.line.request.family_id.v,
		.purpose = STR("care"), .is_awaited = true });
	draw(d, c, &v);
}

static void answer(struct desk *d, struct call *c, struct care_view *v, enum care_refusal r)
{
	if (care_view_answer(d, c, v, r))
		reply_see_other(c, arena_fmt(d->arena, "/help/visit/%s?done=1", id_text(d->arena, v->line.visit.assignment_id.v).s));
	else
		draw(d, c, v);
}

/* When it was pressed, where the signal came back later: so many seconds ago. */
static struct moment pressed_at(const struct desk *d, struct call *c)
{
	int64_t ago_n;
	return str_int(form_value(c, "ago"), &ago_n) && ago_n > 0 && ago_n < 13 * 3600 ? moment_add(d->now, -ago_n * SECOND) : MOMENT_NONE;
}

static void start(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (visit_of(d, c, &v))
		answer(d, c, &v, care_start(d, &v.line.visit, pressed_at(d, c)));
}

static void finish(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (visit_of(d, c, &v))
		answer(d, c, &v, care_end(d, &v.line.visit, pressed_at(d, c)));
}

/* What the pocket needs when there is no signal: plain text, kept on the phone by whoever goes. */
static void card(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	care_view_read(d, &v);
	c->reply.body.arena = d->arena;
	struct page p = { .out = &c->reply.body, .base = d->base, .lang = LANG_JA };
	care_card_text(&p, &v);
	desk_trace(d, &(struct desk_trace){ .act = STR("family.read"), .kind = STR("family"), .subject_id = v.line.request.family_id.v,
		.purpose = STR("care"), .is_awaited = true });
	reply_status(c, 200);
	c->reply.type = "text/plain; charset=utf-8";
	reply_header(c, "Content-Disposition", STR("attachment; filename=\"card.txt\""));
}

static void late(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int64_t minutes_n = form_int(&f, "late", 0, 240, true);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_late(d, &v.line.visit, minutes_n) : CARE_BAD);
}

static void meet(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct care_meet m = care_form_meet(&f);
	v.line.visit.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_meet_put(d, &v.line.visit, &m) : CARE_BAD);
}

static void drop(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	enum care_refusal r = care_drop_out(d, &v.line.visit, form_text(&f, "why", 500, false));
	if (r == CARE_OK)
		reply_see_other(c, STR("/help?done=1"));
	else
		answer(d, c, &v, r);
}

static void call_desk(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	care_call_desk(d, &v.line.visit, pressed_at(d, c));
	answer(d, c, &v, CARE_OK);
}

static void tell_incident(struct desk *d, struct call *c)
{
	static const char *const kinds[] = { "near_miss", "accident", NULL };
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int kind = form_choice(&f, "kind", kinds, true);
	struct str words = form_text(&f, "words", 4000, true), done = form_text(&f, "done", 2000, false);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_incident_tell(d, &v.line.visit, str_of(kinds[kind]), words, done) : CARE_BAD);
}

/* ---- the report ---- */

static struct moment clock_of_day(struct form *f, const char *name, struct moment day_at)
{
	struct str typed = form_text(f, name, 8, false), rest = typed, hour;
	int64_t h, m;
	if (!typed.n)
		return MOMENT_NONE;
	if (str_cut(&rest, ':', &hour) && str_int(hour, &h) && str_int(rest, &m) && h >= 0 && h < 24 && m >= 0 && m < 60)
		return day_moment(day_of(day_at), (int)(h * 60 + m));
	form_complain(f, name, COMPLAINT_WRONG);
	return MOMENT_NONE;
}

static struct care_report read_report(struct desk *d, struct form *f, const struct care_view *v)
{
	static const char *const ways[] = { "foot", "bicycle", "public", "car", NULL };
	int way = form_choice(f, "by", ways, false);
	return (struct care_report){ .way = way >= 0 ? str_of(ways[way]) : STR_NONE, .way_metre_n = way == CARE_WAY_CAR ? care_form_metres(f, "km") : 0,
		.words = form_text(f, "report", CARE_REPORT_MOST, false), .transport_yen = form_int(f, "yen", 0, 100000, false),
		.entry_ids = care_form_ids(d, f->call, "entry-"), .left_home_at = clock_of_day(f, "left", v->line.visit.started_at),
		.back_home_at = clock_of_day(f, "back", v->line.visit.ended_at) };
}

static void keep(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct care_report r = read_report(d, &f, &v);
	v.form = &f;
	answer(d, c, &v, form_is_fine(&f) ? care_report_keep(d, &v.line.visit, &r) : CARE_BAD);
}

/* Searching keeps what was written, and comes back to it with what was found. */
static void find(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct care_report r = read_report(d, &f, &v);
	struct str words = form_text(&f, "q", 60, false);
	struct out way = { .arena = d->arena };
	v.form = &f;
	enum care_refusal end = form_is_fine(&f) ? care_report_keep(d, &v.line.visit, &r) : CARE_BAD;
	if (end != CARE_OK) {
		answer(d, c, &v, end);
		return;
	}
	out_fmt(&way, "/help/visit/%s?q=", id_text(d->arena, v.line.visit.assignment_id.v).s);
	out_percent(&way, words);
	out_z(&way, "#report");
	reply_see_other(c, out_done(&way));
}

static void give(struct desk *d, struct call *c)
{
	struct care_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct care_card_row card = { 0 };
	struct care_report r = read_report(d, &f, &v);
	bool may_show = care_card(d, v.line.request.family_id, &card) && card.is_photo_fine;
	if (!r.words.n)
		form_complain(&f, "report", COMPLAINT_MISSING);
	if (file_batch(d)->refusal != FILE_OK)
		form_complain(&f, "photo", COMPLAINT_NOT_IMAGE);
	v.form = &f;
	enum care_refusal end = form_is_fine(&f) ? care_report_give(d, &v.line.visit, &r) : CARE_BAD;
	if (end == CARE_OK && may_show)
		file_attach_all(d, &(struct file_place){ .kind = "care", .subject_id = v.line.visit.assignment_id.v,
			.part_id = v.line.visit.assignment_id.v });
	answer(d, c, &v, end);
}

const struct route care_help_routes[] = {
	{ METHOD_GET, "/help", MAY_CARE_HELP, show_list, .room = "care" },
	{ METHOD_POST, "/help/offer/{offer}/yes", MAY_CARE_HELP, say_yes, .room = "care", .sample = "x=1", .holes = "offer" },
	{ METHOD_POST, "/help/offer/{offer}/no", MAY_CARE_HELP, say_no, .room = "care", .sample = "x=1", .holes = "offer" },
	{ METHOD_GET, "/help/visit/{held}", MAY_CARE_HELP, show, .room = "care", .holes = "held" },
	{ METHOD_GET, "/help/visit/{held}/card", MAY_CARE_HELP, card, .room = "care", .holes = "held" },
	{ METHOD_POST, "/help/visit/{held}/start", MAY_CARE_HELP, start, .room = "care", .sample = "x=1", .holes = "held:now" },
	{ METHOD_POST, "/help/visit/{held}/end", MAY_CARE_HELP, finish, .room = "care", .sample = "x=1", .holes = "held:started" },
	{ METHOD_POST, "/help/visit/{held}/late", MAY_CARE_HELP, late, .room = "care", .sample = "late=10", .holes = "held" },
	{ METHOD_POST, "/help/visit/{held}/meet", MAY_CARE_HELP, meet, .room = "care", .sample = "version=1&how=phone&agreed=1", .holes = "held" },
	{ METHOD_POST, "/help/visit/{held}/drop", MAY_CARE_HELP, drop, .room = "care", .sample = "why=Ill", .holes = "held" },
	{ METHOD_POST, "/help/visit/{held}/call", MAY_CARE_HELP, call_desk, .room = "care", .sample = "x=1", .holes = "held" },
	{ METHOD_POST, "/help/visit/{held}/incident", MAY_CARE_HELP, tell_incident, .room = "care",
		.sample = "kind=near_miss&words=Stumbled&done=Held", .holes = "held" },
	{ METHOD_POST, "/help/visit/{held}/keep", MAY_CARE_HELP, keep, .room = "care", .sample = "report=So+far&yen=0", .holes = "held:ended" },
	{ METHOD_POST, "/help/visit/{held}/find", MAY_CARE_HELP, find, .room = "care", .sample = "report=So+far&yen=0&q=park", .holes = "held:ended" },
	{ METHOD_POST, "/help/visit/{held}/report", MAY_CARE_HELP, give, file_prepare, .room = "care", .sample = "report=All+went+well&yen=0",
		.holes = "held:ended" },
};
const size_t care_help_route_n = sizeof care_help_routes / sizeof *care_help_routes;

/* What the desk writes about a helper: the next step, offers and wishes, times, pauses, pairs, the check; who applied; which trainings open what. */
#include "desk/frame.h"
#include "desk/refuse.h"
#include "directory/directory_search.h"
#include "helper/helper_desk.page.h"
#include "helper/helper_edit.page.h"
#include "helper/helper_web.h"
#include "web/reply.h"

static const char *const way_words[] = { "walk", "bicycle", "bus", "car", NULL };
static const char *const side_words[] = { "family", "helper", "desk", NULL };
static const char *const need_words[] = { "all", "accompany", "care", "escort", "errand", "paper", NULL };

/* ---- reading forms ---- */

unsigned helper_form_kinds(struct form *f)
{
	unsigned kinds = 0;
	for (int i = 0; i < HELPER_KIND_N; i++)
		if (form_is_on(f, arena_fmt(f->call->arena, "kind-%s", helper_kind_words[i]).s))
			kinds |= 1u << i;
	return kinds;
}

/* Parts that touch become one span. */
static size_t join(struct call *c, const char *prefix, struct staff_span ret[HELPER_PARTS])
{
	size_t n = 0;
	for (int part = 0; part < HELPER_PARTS; part++) {
		if (!form_value(c, arena_fmt(c->arena, "%s%d", prefix, part).s).n)
			continue;
		if (n && ret[n - 1].until == helper_parts[part].from)
			ret[n - 1].until = helper_parts[part].until;
		else
			ret[n++] = helper_parts[part];
	}
	return n;
}

size_t helper_form_day(struct call *c, struct staff_span ret[HELPER_PARTS])
{
	return join(c, "p", ret);
}

size_t helper_form_week(struct call *c, struct helper_span ret[7 * HELPER_PARTS])
{
	size_t n = 0;
	for (int weekday = 0; weekday < 7; weekday++) {
		struct staff_span span[HELPER_PARTS];
		size_t span_n = join(c, arena_fmt(c->arena, "w%d-", weekday).s, span);
		for (size_t i = 0; i < span_n; i++)
			ret[n++] = (struct helper_span){ weekday, span[i].from, span[i].until };
	}
	return n;
}

/* "35.601234, 139.6": millionths of a degree; Japan only; empty: nobody said. */
static bool degrees(struct str written, int64_t *ret)
{
	struct str rest = str_trim(written), whole;
	int64_t n, part = 0;
	if (!str_cut(&rest, '.', &whole) || !str_int(whole, &n) || n < 0 || n > 180)
		return false;
	for (size_t i = 0; i < 6; i++) {
		bool is_there = rest.s && i < rest.n;
		if (is_there && (rest.s[i] < '0' || rest.s[i] > '9'))
			return false;
		part = part * 10 + (is_there ? rest.s[i] - '0' : 0);
	}
	*ret = n * 1000000 + part;
	return true;
}

void helper_where_name(struct desk *d, struct helper_row *x)
{
	struct directory_dot at;
	bool is_named = x->place.n && directory_named_place(d, x->place, &at);
	x->lat_n = is_named ? at.lat_n : 0;
	x->lon_n = is_named ? at.lon_n : 0;
}

/* What is typed; else where the directory has what the place is called. */
static void form_where(struct desk *d, struct form *f, struct helper_row *x)
{
	struct str lon = form_text(f, "where", 60, false), lat;
	helper_where_name(d, x);
	if (!lon.n)
		return;
	bool is_read = str_cut(&lon, ',', &lat) && degrees(lat, &x->lat_n) && degrees(lon, &x->lon_n);
	if (!is_read || x->lat_n < 20000000 || x->lat_n > 46000000 || x->lon_n < 122000000 || x->lon_n > 154000000)
		form_complain(f, "where", COMPLAINT_WRONG);
}

/* ---- answering ---- */

static void done(struct desk *d, struct call *c)
{
	reply_see_other(c, arena_fmt(d->arena, "/desk/helper/%.*s?done=1", STR_ARG(c->part[0])));
}

static void again(struct desk *d, struct call *c, struct helper_view *v, enum helper_refusal r)
{
	desk_refuse(d);
	reply_status(c, r == HELPER_CHANGED || r == HELPER_ORDER || r == HELPER_IS_LAPSED ? 409 : 422);
	v->call = c;
	v->is_changed = r == HELPER_CHANGED;
	v->is_lapsed = r == HELPER_IS_LAPSED;
	v->is_order = r == HELPER_ORDER;
	helper_by_person(d, v->x.helper.person_id, &v->x);
	helper_web_draw(d, c, v);
}

static void finish(struct desk *d, struct call *c, struct helper_view *v, enum helper_refusal r)
{
	if (r == HELPER_OK)
		done(d, c);
	else
		again(d, c, v, r);
}

/* ---- one helper ---- */

static void put_offer(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_EDIT, &v))
		return;
	struct form f = form_of(c);
	struct helper_row x = v.x.helper;
	unsigned kinds = helper_form_kinds(&f);
	int way = form_choice(&f, "travel", way_words, true);
	x.kinds = helper_kinds_text(d->arena, kinds);
	x.from_months_n = form_int(&f, "from-months", 0, 216, true);
	x.until_months_n = form_int(&f, "until-months", 0, 216, true);
	x.child_n = form_int(&f, "children", 1, 6, true);
	x.way_n = form_int(&f, "way", 5, 120, true);
	x.week_n = 60 * form_int(&f, "week", 0, 60, false);
	x.place = form_text(&f, "place", 100, false);
	x.travel = way >= 0 ? str_of(way_words[way]) : x.travel;
	x.is_pet_fine = form_is_on(&f, "pet");
	x.is_evening_fine = form_is_on(&f, "evening");
	x.is_urgent_fine = form_is_on(&f, "urgent");
	x.insured_until_on = form_day(&f, "insured", false);
	x.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	form_where(d, &f, &x);
	if (!kinds)
		form_complain(&f, "kind", COMPLAINT_MISSING);
	if (form_is_fine(&f) && x.until_months_n < x.from_months_n)
		form_complain(&f, "until-months", COMPLAINT_OUT_OF_RANGE);
	v.form = &f;
	finish(d, c, &v, form_is_fine(&f) ? helper_put(d, &x) : HELPER_BAD);
}

static void put_state(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_EDIT, &v))
		return;
	struct form f = form_of(c);
	int to = form_choice(&f, "state", helper_state_words, true);
	struct helper_stepping s = { .to = (enum helper_state)to, .resting_until_on = form_day(&f, "resting", false),
		.note = form_text(&f, "note", 400, false) };
	v.x.helper.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	v.form = &f;
	finish(d, c, &v, form_is_fine(&f) ? helper_go(d, &v.x.helper, &s) : HELPER_BAD);
}

static void put_hours(struct desk *d, struct call *c)
{
	struct helper_span span[7 * HELPER_PARTS];
	struct helper_view v = { .form = NULL };
	if (helper_web_find(d, c, MAY_HELPER_EDIT, &v))
		finish(d, c, &v, helper_hours_put(d, v.x.helper.person_id, span, helper_form_week(c, span)));
}

static void put_day(struct desk *d, struct call *c)
{
	struct staff_span span[HELPER_PARTS];
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_EDIT, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	if (form_is_fine(&f) && on.n < d->today.n)
		form_complain(&f, "on", COMPLAINT_OUT_OF_RANGE);
	v.form = &f;
	if (form_is_fine(&f) && form_is_on(&f, "usual")) {
		helper_day_usual(d, v.x.helper.person_id, on);
		done(d, c);
		return;
	}
	finish(d, c, &v, form_is_fine(&f) ? helper_day_put(d, v.x.helper.person_id, on, span, helper_form_day(c, span)) : HELPER_BAD);
}

static void put_pause(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_MANAGE, &v))
		return;
	struct form f = form_of(c);
	struct helper_pausing x = { .person_id = v.x.helper.person_id, .until_on = form_day(&f, "until", true), .name = form_text(&f, "name", 100, true),
		.why = form_text(&f, "why", 1000, false) };
	if (form_is_fine(&f) && x.until_on.n < d->today.n)
		form_complain(&f, "until", COMPLAINT_OUT_OF_RANGE);
	v.form = &f;
	finish(d, c, &v, form_is_fine(&f) ? helper_pause(d, &x) : HELPER_BAD);
}

static void end_pause(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_MANAGE, &v))
		return;
	struct form f = form_of(c);
	struct str why = form_text(&f, "why-end", HELPER_WHY_MOST, true);
	v.form = &f;
	finish(d, c, &v, form_is_fine(&f) ? helper_pause_end(d, v.x.helper.person_id, why) : HELPER_BAD);
}

/* The family is named by the number in its record's address. */
static void add_block(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	struct block_id block_id;
	if (!helper_web_find(d, c, MAY_HELPER_MANAGE, &v))
		return;
	struct form f = form_of(c);
	int side = form_choice(&f, "side", side_words, true);
	struct helper_blocking x = { .person_id = v.x.helper.person_id, .family_id = { form_id(&f, "family", true) },
		.side = side >= 0 ? str_of(side_words[side]) : STR_NONE, .why = form_text(&f, "why-not", 1000, false) };
	v.form = &f;
	finish(d, c, &v, form_is_fine(&f) ? helper_block_add(d, &x, &block_id) : HELPER_BAD);
}

static void end_block(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	struct helper_block_row *row;
	struct block_id block_id;
	if (!helper_web_find(d, c, MAY_HELPER_MANAGE, &v))
		return;
	size_t n = id_parse(c->part[1], &block_id.v) ? helper_blocks_of_person(d, v.x.helper.person_id, &row) : 0;
	for (size_t i = 0; i < n; i++)
		if (row[i].block_id.v == block_id.v && helper_block_end(d, block_id)) {
			done(d, c);
			return;
		}
	refuse_missing(d, c);
}

static void put_check(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_MANAGE, &v))
		return;
	if (!helper_may_check(d)) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct helper_check_row x = { .person_id = v.x.helper.person_id, .is_in_scope = form_is_on(&f, "scope"),
		.confirmed_on = form_day(&f, "confirmed", false), .due_on = form_day(&f, "due", false) };
	enum helper_refusal r = form_is_fine(&f) ? helper_check_put(d, &x) : HELPER_BAD;
	if (r == HELPER_BAD && form_is_fine(&f))
		form_complain(&f, "confirmed", COMPLAINT_OUT_OF_RANGE);
	v.form = &f;
	finish(d, c, &v, r);
}

/* ---- somebody of staff becomes a helper ---- */

static void draw_new(struct desk *d, struct call *c, const struct form *f)
{
	struct page p;
	struct helper_line *helper;
	struct helper_new_view v = { .tenant = d->tenant, .form = f, .may_add = may_ever(d, MAY_STAFF_EDIT) };
	size_t helper_n = helper_list_of_house(d, &(struct helper_wish){ .has_left_too = true }, &helper);
	size_t n = staff_people(d, &(struct staff_wish){ .is_named_only = false }, &v.person);
	for (size_t i = 0; i < n; i++) {
		bool is_one = !helper_may(d, MAY_HELPER_EDIT, &v.person[i]);
		for (size_t k = 0; k < helper_n; k++)
			is_one = is_one || helper[k].helper.person_id.v == v.person[i].person_id.v;
		if (!is_one)
			v.person[v.person_n++] = v.person[i];
	}
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/helpers");
	if (f)
		frame_complaints(&p, f);
	helper_new_page(&p, &v);
}

static void show_new(struct desk *d, struct call *c)
{
	draw_new(d, c, NULL);
}

static void add_new(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct staff_person person;
	struct helper_row x = { .person_id = { form_id(&f, "person", true) }, .insured_until_on = DAY_NONE };
	bool is_theirs = form_is_fine(&f) && staff_person_by_id(d, x.person_id, &person) && helper_may(d, MAY_HELPER_EDIT, &person);
	if (is_theirs && helper_begin(d, &x) == HELPER_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/helper/%s?done=1", id_text(d->arena, x.person_id.v).s));
		return;
	}
	if (form_is_fine(&f))
		form_complain(&f, "person", COMPLAINT_NOT_CHOICE);
	desk_refuse(d);
	reply_status(c, 422);
	draw_new(d, c, &f);
}

/* ---- who applied ---- */

static void show_applications(struct desk *d, struct call *c)
{
	struct page p;
	struct helper_application_view v = { .tenant = d->tenant, .may_edit = may(d, MAY_HELPER_EDIT, NULL) };
	if (v.may_edit)
		v.row_n = helper_applications(d, &v.row);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/helpers");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	if (v.row_n)
		desk_trace(d, &(struct desk_trace){ .act = STR("helper.applications"), .kind = STR("tenant"), .subject_id = d->tenant_id.v, .is_awaited = true });
	helper_application_page(&p, &v);
}

static bool application_of(struct desk *d, struct call *c, struct application_id *ret)
{
	struct helper_application_row row;
	if (may(d, MAY_HELPER_EDIT, NULL) && id_parse(c->part[0], &ret->v) && helper_application_by_id(d, *ret, &row))
		return true;
	refuse_missing(d, c);
	return false;
}

static void welcome(struct desk *d, struct call *c)
{
	struct application_id application_id;
	struct person_id person_id;
	if (!application_of(d, c, &application_id))
		return;
	if (helper_welcome(d, application_id, &person_id) == HELPER_OK)
		reply_see_other(c, arena_fmt(d->arena, "/desk/helper/%s?done=1", id_text(d->arena, person_id.v).s));
	else
		refuse_missing(d, c);
}

static void thank(struct desk *d, struct call *c)
{
	struct application_id application_id;
	if (application_of(d, c, &application_id) && helper_thank(d, application_id) == HELPER_OK)
		reply_see_other(c, STR("/desk/helpers/applications?done=1"));
}

/* ---- which trainings open which kinds ---- */

static void draw_needs(struct desk *d, struct call *c, const struct form *f)
{
	struct page p;
	struct helper_need_view v = { .tenant = d->tenant, .form = f, .call = f ? c : NULL };
	v.row_n = helper_needs_all(d, &v.row);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/helpers");
	if (f)
		frame_complaints(&p, f);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	helper_need_page(&p, &v);
}

static void show_needs(struct desk *d, struct call *c)
{
	draw_needs(d, c, NULL);
}

static void add_need(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	int kind = form_choice(&f, "kind", need_words, true);
	struct helper_need_row x = { .kind = kind >= 0 ? str_of(need_words[kind]) : STR_NONE, .training = form_text(&f, "training", 100, true),
		.months_n = form_int(&f, "months", 0, 600, false) };
	if (form_is_fine(&f) && helper_need_put(d, &x) == HELPER_OK) {
		reply_see_other(c, STR("/desk/helpers/needs?done=1"));
		return;
	}
	if (form_is_fine(&f))
		form_complain(&f, "training", COMPLAINT_TAKEN);
	desk_refuse(d);
	reply_status(c, 422);
	draw_needs(d, c, &f);
}

static void end_need(struct desk *d, struct call *c)
{
	struct need_id need_id;
	if (id_parse(c->part[0], &need_id.v) && helper_need_end(d, need_id))
		reply_see_other(c, STR("/desk/helpers/needs?done=1"));
	else
		refuse_missing(d, c);
}

#define OFFER "kind-care=on&from-months=0&until-months=72&children=2&travel=bicycle&way=40&version=1"

const struct route helper_edit_routes[] = {
	{ METHOD_GET, "/desk/helpers/new", MAY_HELPER_EDIT, show_new, .room = "care" },
	{ METHOD_POST, "/desk/helpers/new", MAY_HELPER_EDIT, add_new, .room = "care", .sample = "person={thing-person}" },
	{ METHOD_GET, "/desk/helpers/applications", MAY_HELPER_EDIT, show_applications, .room = "care" },
	{ METHOD_POST, "/desk/helpers/applications/{application}/welcome", MAY_HELPER_EDIT, welcome, .room = "care", .sample = "x=1",
		.holes = "application" },
	{ METHOD_POST, "/desk/helpers/applications/{application}/thank", MAY_HELPER_EDIT, thank, .room = "care", .sample = "x=1",
		.holes = "application" },
	{ METHOD_GET, "/desk/helpers/needs", MAY_HELPER_MANAGE, show_needs, .room = "care" },
	{ METHOD_POST, "/desk/helpers/needs", MAY_HELPER_MANAGE, add_need, .room = "care", .sample = "kind=care&training=CPR&months=60" },
	{ METHOD_POST, "/desk/helpers/needs/{need}/end", MAY_HELPER_MANAGE, end_need, .room = "care", .sample = "x=1", .holes = "need" },
	{ METHOD_POST, "/desk/helper/{helper}/offer", MAY_HELPER_EDIT, put_offer, .room = "care", .sample = OFFER, .holes = "helper" },
	{ METHOD_POST, "/desk/helper/{helper}/state", MAY_HELPER_EDIT, put_state, .room = "care", .sample = "state=left&version=1", .holes = "helper" },
	{ METHOD_POST, "/desk/helper/{helper}/hours", MAY_HELPER_EDIT, put_hours, .room = "care", .sample = "w4-1=on&w4-2=on", .holes = "helper" },
	{ METHOD_POST, "/desk/helper/{helper}/day", MAY_HELPER_EDIT, put_day, .room = "care", .sample = "on=2026-12-03&p1=on", .holes = "helper" },
	{ METHOD_POST, "/desk/helper/{managed}/pause", MAY_HELPER_MANAGE, put_pause, .room = "care", .sample = "until=2026-12-31&name=Boss",
		.holes = "helper:managed" },
	{ METHOD_POST, "/desk/helper/{managed}/pause-end", MAY_HELPER_MANAGE, end_pause, .room = "care", .sample = "why-end=Talked",
		.holes = "helper:managed" },
	{ METHOD_POST, "/desk/helper/{managed}/block", MAY_HELPER_MANAGE, add_block, .room = "care", .sample = "side=desk&family=0000000000099",
		.holes = "helper:managed" },
	{ METHOD_POST, "/desk/helper/{helper}/block/{block}/end", MAY_HELPER_MANAGE, end_block, .room = "care", .sample = "x=1",
		.holes = "helper,block" },
	{ METHOD_POST, "/desk/helper/{managed}/check", MAY_HELPER_MANAGE, put_check, .room = "care", .sample = "scope=on&confirmed=2026-11-01",
		.holes = "helper:managed" },
};
const size_t helper_edit_route_n = sizeof helper_edit_routes / sizeof *helper_edit_routes;

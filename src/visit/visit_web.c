/* The staff's front of visits. */
#include "visit/visit_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "visit/visit_desk.page.h"
#include "web/reply.h"

static const char *const state_words[] = { "done", "absent", "refused", "away", NULL };
static const char *const kind_words[] = { "pregnancy", "newborn", "growth", "other", NULL };

struct str visit_typed(struct call *c, const char *name)
{
	return c ? form_value(c, name) : STR_NONE;
}

struct str visit_clock(struct page *p, struct moment at)
{
	return arena_fmt(p->out->arena, "%02d:%02d", day_minute(at) / 60, day_minute(at) % 60);
}

struct url visit_talk_way(struct page *p, int64_t talk)
{
	return url_of(arena_fmt(p->out->arena, "/desk/meet/%s", id_text(p->out->arena, talk).s));
}

static struct str day_text(struct arena *a, struct day on)
{
	struct day_parts x = day_split(on);
	return arena_fmt(a, "%04d-%02d-%02d", x.year, x.month, x.day);
}

/* Degrees with at most six figures behind the point, as millionths. */
static bool read_degrees(struct str written, int64_t *ret)
{
	struct str rest = str_trim(written), whole;
	int64_t degrees, part = 0;
	if (!str_cut(&rest, '.', &whole) || !str_int(whole, &degrees) || degrees < 0 || degrees > 180)
		return false;
	for (size_t i = 0; i < 6; i++) {
		bool is_digit = rest.s && i < rest.n && rest.s[i] >= '0' && rest.s[i] <= '9';
		if (rest.s && i < rest.n && !is_digit)
			return false;
		part = part * 10 + (is_digit ? rest.s[i] - '0' : 0);
	}
	*ret = degrees * 1000000 + part;
	return true;
}

/* ---- a day ---- */

static struct visit_line line_of(struct desk *d, const struct visit_row *x)
{
	struct visit_line line = { .visit = *x };
	family_by_id(d, x->family_id, &line.family);
	line.has_box = gift_of_family(d, x->family_id, &line.box);
	return line;
}

static void read_lines(struct desk *d, struct visit_day_view *v)
{
	struct visit_stop last = { .lat_n = 0 };
	visit_day_of(d, v->person.person_id, v->on, &v->day);
	v->line_n = v->day.visit_n;
	v->line = ARENA_ARRAY(d->arena, struct visit_line, v->line_n + 1);
	v->best = ARENA_ARRAY(d->arena, struct visit_line, v->line_n + 1);
	for (size_t i = 0; i < v->line_n; i++) {
		struct visit_stop here = { v->day.visit[i].lat_n, v->day.visit[i].lon_n, 0, false };
		v->line[i] = line_of(d, &v->day.visit[i]);
		v->line[i].metre_n = visit_metres(&last, &here);
		last = here;
	}
	for (size_t i = 0; i < v->line_n; i++)
		v->best[i] = v->line[v->day.order[i]];
}

/* Talks, interviews, outreach: the one calendar knows them all, without names of families. */
static void read_beside(struct desk *d, struct visit_day_view *v)
{
	size_t n = staff_time_of(d, v->person.person_id, day_moment(v->on, 0), day_moment(v->after_on, 0), &v->beside);
	for (size_t i = 0; i < n; i++)
		if (!str_is(v->beside[i].room, "visit"))
			v->beside[v->beside_n++] = v->beside[i];
}

/* Of whom: whoever is named, as far as colleagues are seen; else oneself. */
static void find_person(struct desk *d, struct call *c, struct visit_day_view *v)
{
	struct person_id person_id;
	v->other_n = staff_people(d, &(struct staff_wish){ .is_named_only = true }, &v->other);
	v->has_person = id_parse(form_value(c, "who"), &person_id.v) && staff_person_for_staff(d, person_id, &v->person) == STAFF_OK;
	if (!v->has_person)
		v->has_person = staff_person_of_account(d, d->who.account_id, &v->person);
	if (!v->has_person && v->other_n) {
		v->person = v->other[0];
		v->has_person = true;
	}
}

/* A colleague's day is seen by whom the families' walls let see those families. */
static void leave_out_unseen(struct desk *d, struct visit_day_view *v)
{
	size_t kept = 0;
	bool is_own = v->person.account_id.v && v->person.account_id.v == d->who.account_id.v;
	for (size_t i = 0; i < v->line_n; i++)
		if (is_own || family_may(d, MAY_VISIT_READ, &v->line[i].family))
			v->line[kept++] = v->line[i];
	if (kept < v->line_n)
		v->day.is_other = false;
	v->line_n = kept;
}

static void draw_day(struct desk *d, struct call *c, struct visit_day_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	if (!day_parse(form_value(c, "on"), &v->on))
		v->on = d->today;
	v->before_on.n = v->on.n - 1;
	v->after_on.n = v->on.n + 1;
	if (!v->has_person)
		find_person(d, c, v);
	if (v->has_person) {
		read_lines(d, v);
		read_beside(d, v);
	}
	leave_out_unseen(d, v);
	if (d->is_get)
		desk_trace(d, &(struct desk_trace){ .act = STR("visit.day"), .kind = STR("person"), .subject_id = v->person.person_id.v,
			.is_awaited = true });
	frame_begin(&p, d, c, TAB_VISIT);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	visit_day_page(&p, v);
}

static void show_day(struct desk *d, struct call *c)
{
	draw_day(d, c, &(struct visit_day_view){ .has_person = false });
}

static void put_order(struct desk *d, struct call *c)
{
	struct visit_day_view v = { .is_put_refused = true };
	struct person_id person_id;
	bool is_there = id_parse(c->part[0], &person_id.v) && staff_person_for_staff(d, person_id, &v.person) == STAFF_OK
		&& may(d, MAY_STAFF_TIME, &(struct thing){ .operator_id = v.person.operator_id, .owner_id = v.person.account_id });
	if (!is_there) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	v.has_person = true;
	if (form_is_fine(&f) && visit_day_put(d, person_id, on)) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/visits?on=%.*s&who=%.*s&done=1", STR_ARG(form_value(c, "on")), STR_ARG(c->part[0])));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	draw_day(d, c, &v);
}

/* ---- one visit ---- */

static bool visit_of(struct desk *d, struct call *c, struct visit_view *v)
{
	struct visit_id visit_id;
	if (id_parse(c->part[0], &visit_id.v) && visit_for_staff(d, visit_id, &v->visit, &v->family) == VISIT_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw(struct desk *d, struct call *c, struct visit_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->may_write = true;                            /* who may read a visit may write on it */
	staff_person_by_id(d, v->visit.person_id, &v->person);
	v->other_n = staff_people(d, &(struct staff_wish){ .operator_id = v->family.operator_id, .is_named_only = true }, &v->other);
	v->kind_n = gift_kinds(d, &v->kind);
	v->has_box = gift_of_family(d, v->visit.family_id, &v->box);
	v->draft = v->call ? form_value(c, "note") : v->visit.draft;
	frame_begin(&p, d, c, TAB_VISIT);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/visits?on=%s", day_text(d->arena, day_of(v->visit.from_at)).s);
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	visit_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("family.read"), .kind = STR("family"), .subject_id = v.family.family_id.v,
		.purpose = STR("visit"), .is_awaited = true });
	draw(d, c, &v);
}

static void done(struct desk *d, struct call *c)
{
	reply_see_other(c, arena_fmt(d->arena, "/desk/visit/%.*s?done=1", STR_ARG(c->part[0])));
}

static void again(struct desk *d, struct call *c, struct visit_view *v, int status)
{
	desk_refuse(d);
	reply_status(c, status);
	v->call = c;
	visit_of(d, c, v);
	draw(d, c, v);
}

static void keep_draft(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "note", VISIT_NOTE_MOST, false);
	v.form = &f;
	if (!form_is_fine(&f))
		again(d, c, &v, 422);
	else if (visit_draft(d, v.visit.visit_id, words) != VISIT_OK)
		again(d, c, &v, 409);
	else
		done(d, c);
}

static void settle(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int state = form_choice(&f, "state", state_words, true);
	struct str note = form_text(&f, "note", VISIT_NOTE_MOST, state == 0);
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum visit_refusal r = form_is_fine(&f) ? visit_settle(d, v.visit.visit_id, version_n, str_of(state_words[state]), note) : VISIT_BAD;
	if (r == VISIT_OK) {
		done(d, c);
		return;
	}
	v.form = &f;
	v.is_changed = r == VISIT_CHANGED || r == VISIT_SETTLED;
	again(d, c, &v, v.is_changed ? 409 : 422);
}

static struct person_id form_person(struct desk *d, struct form *f)
{
	struct staff_person x;
	struct person_id person_id = { form_id(f, "person", false) };
	if (person_id.v && (staff_person_for_staff(d, person_id, &x) != STAFF_OK || !x.is_named))
		form_complain(f, "person", COMPLAINT_NOT_CHOICE);
	return person_id;
}

static void move(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	int minute = form_clock(&f, "begin", 15, true);
	struct person_id person_id = form_person(d, &f);
	enum visit_refusal r = form_is_fine(&f) ? visit_move(d, &v.visit, day_moment(on, minute), person_id, &v.refusal) : VISIT_BAD;
	if (r == VISIT_OK) {
		done(d, c);
		return;
	}
	v.form = &f;
	v.is_changed = r == VISIT_SETTLED;
	again(d, c, &v, r == VISIT_BAD ? 422 : 409);
}

static void cancel(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	if (visit_cancel(d, &v.visit) == VISIT_OK) {
		done(d, c);
		return;
	}
	v.is_changed = true;
	again(d, c, &v, 409);
}

/* ---- the box ---- */

static void hand_box(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	struct form f = form_of(c);
	struct kind_id kind_id = { form_id(&f, "kind", false) };
	struct gift_box chosen;
	if (!kind_id.v && gift_of_family(d, v.visit.family_id, &chosen))
		kind_id = chosen.kind_id;
	enum gift_refusal r = form_is_fine(&f) ? gift_hand_over(d, v.visit.family_id, kind_id, v.visit.visit_id.v) : GIFT_NO_SUCH;
	if (r == GIFT_OK) {
		struct gift_box box;
		if (gift_of_family(d, v.visit.family_id, &box))
			family_story_add(d, &(struct family_line_new){ .family_id = v.visit.family_id, .kind = STR("gift"),
				.line = box.kind.words[LANG_JA], .room = STR("visit"), .subject_id = v.visit.visit_id.v, .who_may_see = STR("family") });
		done(d, c);
		return;
	}
	if (r == GIFT_HANDED_ALREADY)
		v.is_changed = true;
	v.is_out_of_stock = r == GIFT_OUT_OF_STOCK;
	v.form = &f;
	again(d, c, &v, r == GIFT_NO_SUCH ? 422 : 409);
}

static void take_box_back(struct desk *d, struct call *c)
{
	struct visit_view v = { .form = NULL };
	if (!visit_of(d, c, &v))
		return;
	if (gift_take_back(d, v.visit.family_id) == GIFT_OK) {
		done(d, c);
		return;
	}
	v.is_changed = true;
	again(d, c, &v, 409);
}

/* ---- planning ---- */

static bool family_to_visit(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id family_id;
	if (id_parse(c->part[0], &family_id.v) && family_for_staff(d, family_id, ret) == FAMILY_OK && family_may(d, MAY_VISIT_WRITE, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw_plan(struct desk *d, struct call *c, struct visit_plan_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->today = d->today;
	v->other_n = staff_people(d, &(struct staff_wish){ .operator_id = v->family.operator_id, .is_named_only = true }, &v->other);
	if (!v->has_person)
		v->has_person = visit_worker(d, &v->family, &v->person);
	if (v->has_person)
		v->slot_n = visit_slots(d, &v->person, &v->slot);
	frame_begin(&p, d, c, TAB_VISIT);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, v->family.family_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	visit_plan_page(&p, v);
}

static void show_plan(struct desk *d, struct call *c)
{
	struct visit_plan_view v = { .form = NULL };
	if (family_to_visit(d, c, &v.family))
		draw_plan(d, c, &v);
}

/* "32.0142, 130.1928" in millionths of a degree; Japan only. */
static void form_where(struct form *f, struct visit_new *v)
{
	struct str lon = form_text(f, "where", 60, false), lat;
	if (!lon.n)
		return;
	bool is_cut = str_cut(&lon, ',', &lat) && read_degrees(lat, &v->lat_n) && read_degrees(lon, &v->lon_n);
	if (!is_cut || v->lat_n < 20000000 || v->lat_n > 46000000 || v->lon_n < 122000000 || v->lon_n > 154000000)
		form_complain(f, "where", COMPLAINT_WRONG);
}

static void plan(struct desk *d, struct call *c)
{
	struct visit_plan_view v = { .form = NULL };
	struct visit_id visit_id;
	if (!family_to_visit(d, c, &v.family))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	int minute = form_clock(&f, "begin", 15, true), kind = form_choice(&f, "kind", kind_words, true);
	struct visit_new x = { .family_id = v.family.family_id, .person_id = form_person(d, &f), .minutes = (int)form_int(&f, "minutes", 15, 240, true),
		.kind = kind >= 0 ? str_of(kind_words[kind]) : STR_NONE, .place = form_text(&f, "place", 200, false), .is_fixed = form_is_on(&f, "fixed") };
	form_where(&f, &x);
	if (!x.person_id.v && visit_worker(d, &v.family, &v.person))
		x.person_id = v.person.person_id;
	if (!x.person_id.v)
		form_complain(&f, "person", COMPLAINT_MISSING);
	if (form_is_fine(&f) && x.minutes % 15)
		form_complain(&f, "minutes", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&f)) {
		x.from_at = day_moment(on, minute);
		if (visit_plan(d, &x, &visit_id, &v.refusal) == VISIT_OK) {
			reply_see_other(c, arena_fmt(d->arena, "/desk/visit/%s?done=1", id_text(d->arena, visit_id.v).s));
			return;
		}
	}
	desk_refuse(d);
	reply_status(c, form_is_fine(&f) ? 409 : 422);
	v.form = &f;
	v.call = c;
	v.has_person = staff_person_by_id(d, x.person_id, &v.person);
	draw_plan(d, c, &v);
}

const struct route visit_routes[] = {
	{ METHOD_GET, "/desk/visits", MAY_VISIT_READ, show_day, .room = "visit" },
	{ METHOD_POST, "/desk/visits/order/{road}", MAY_VISIT_WRITE, put_order, .room = "visit", .sample = "on=2026-12-01", .holes = "road" },
	{ METHOD_GET, "/desk/visits/for/{household}", MAY_VISIT_WRITE, show_plan, .room = "visit", .holes = "household" },
	{ METHOD_POST, "/desk/visits/for/{household}", MAY_VISIT_WRITE, plan, .room = "visit",
		.sample = "on=2026-12-03&begin=10%3A00&minutes=60&kind=pregnancy&place=Home&where=32.0142,130.1928", .holes = "household" },
	{ METHOD_GET, "/desk/visit/{visit}", MAY_VISIT_READ, show, .room = "visit", .holes = "visit" },
	{ METHOD_POST, "/desk/visit/{visit}/draft", MAY_VISIT_WRITE, keep_draft, .room = "visit", .sample = "note=Hello", .holes = "visit" },
	{ METHOD_POST, "/desk/visit/{visit}/note", MAY_VISIT_WRITE, settle, .room = "visit", .sample = "state=absent&version=1&note=Nobody",
		.holes = "visit" },
	{ METHOD_POST, "/desk/visit/{visit}/move", MAY_VISIT_WRITE, move, .room = "visit", .sample = "on=2026-12-04&begin=11%3A00", .holes = "visit" },
	{ METHOD_POST, "/desk/visit/{visit}/cancel", MAY_VISIT_WRITE, cancel, .room = "visit", .sample = "x=1", .holes = "visit" },
	{ METHOD_POST, "/desk/visit/{chosen}/box", MAY_VISIT_WRITE, hand_box, .room = "visit", .sample = "x=1", .holes = "chosen" },
	{ METHOD_POST, "/desk/visit/{boxed}/box-back", MAY_VISIT_WRITE, take_box_back, .room = "visit", .sample = "x=1", .holes = "boxed" },
};
const size_t visit_route_n = sizeof visit_routes / sizeof *visit_routes;

/* What helpers and those who would like to be one write by the phone. */
#include "desk/frame.h"
#include "desk/refuse.h"
#include "helper/helper.page.h"
#include "helper/helper_own.page.h"
#include "helper/helper_web.h"
#include "web/reply.h"

/* ---- applying ---- */

static void draw_apply(struct desk *d, struct call *c, const struct form *f)
{
	struct page p;
	struct helper_apply_view v = { .tenant = d->tenant, .form = f, .call = f ? c : NULL, .is_done = d->is_get && form_value(c, "done").n };
	frame_begin(&p, d, c, TAB_NONE);
	if (f)
		frame_complaints(&p, f);
	helper_apply_page(&p, &v);
}

static void show_apply(struct desk *d, struct call *c)
{
	draw_apply(d, c, NULL);
}

static bool has_area(const struct desk *d, int64_t id)
{
	return !id || tenant_area_of(d->tenant, (struct area_id){ id });
}

static void apply(struct desk *d, struct call *c)
{
	struct application_id application_id;
	struct form f = form_of(c);
	struct helper_applying a = { .name = form_text(&f, "name", 100, true), .phone = form_text(&f, "phone", 40, false),
		.mail = form_mail(&f, "mail", false), .words = form_text(&f, "words", 1000, false), .area_id = { form_id(&f, "area", false) },
		.kinds = helper_form_kinds(&f) };
	if (!a.kinds)
		form_complain(&f, "kind", COMPLAINT_MISSING);
	if (!has_area(d, a.area_id.v))
		form_complain(&f, "area", COMPLAINT_NOT_CHOICE);
	if (!a.phone.n && !a.mail.n && !form_complaint(&f, "mail"))
		form_complain(&f, "phone", COMPLAINT_MISSING);
	if (form_is_fine(&f) && helper_apply(d, &a, &application_id) == HELPER_OK) {
		reply_see_other(c, STR("/helper?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw_apply(d, c, &f);
}

/* ---- one's own page ---- */

static void draw(struct desk *d, struct call *c, struct helper_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->is_own = true;
	v->is_there = helper_of_account(d, d->who.account_id, &v->x);
	if (v->is_there)
		helper_view_read(d, v);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	helper_own_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, &(struct helper_view){ .form = NULL });
}

/* The address names them, so that a page left open on a shared phone changes nobody else's. */
static bool find(struct desk *d, struct call *c, struct helper_view *v)
{
	int64_t id;
	if (id_parse(c->part[0], &id) && helper_of_account(d, d->who.account_id, &v->x) && v->x.helper.person_id.v == id)
		return true;
	refuse_missing(d, c);
	return false;
}

static void finish(struct desk *d, struct call *c, struct helper_view *v, enum helper_refusal r)
{
	if (r == HELPER_OK) {
		reply_see_other(c, STR("/helper/me?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == HELPER_BAD ? 422 : 409);
	v->call = c;
	v->is_changed = r == HELPER_CHANGED || r == HELPER_ORDER;
	v->is_lapsed = r == HELPER_IS_LAPSED;
	draw(d, c, v);
}

static void put_hours(struct desk *d, struct call *c)
{
	struct helper_span span[7 * HELPER_PARTS];
	struct helper_view v = { .form = NULL };
	if (find(d, c, &v))
		finish(d, c, &v, helper_hours_put(d, v.x.helper.person_id, span, helper_form_week(c, span)));
}

static void put_day(struct desk *d, struct call *c)
{
	struct staff_span span[HELPER_PARTS];
	struct helper_view v = { .form = NULL };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct day on = form_day(&f, "on", true);
	bool is_usual = form_is_on(&f, "usual");
	if (form_is_fine(&f) && on.n < d->today.n)
		form_complain(&f, "on", COMPLAINT_OUT_OF_RANGE);
	v.form = &f;
	if (form_is_fine(&f) && is_usual)
		helper_day_usual(d, v.x.helper.person_id, on);
	size_t n = helper_form_day(c, span);
	finish(d, c, &v, !form_is_fine(&f) ? HELPER_BAD : is_usual ? HELPER_OK : helper_day_put(d, v.x.helper.person_id, on, span, n));
}

static void put_wish(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct helper_row x = v.x.helper;
	unsigned kinds = helper_form_kinds(&f);
	x.kinds = helper_kinds_text(d->arena, kinds);
	x.week_n = 60 * form_int(&f, "week", 0, 60, false);
	x.is_evening_fine = form_is_on(&f, "evening");
	x.is_urgent_fine = form_is_on(&f, "urgent");
	x.is_pet_fine = form_is_on(&f, "pet");
	struct str place = form_text(&f, "place", 100, false);
	if (!str_eq(place, x.place)) {                          /* the office may know it better than the words say */
		x.place = place;
		helper_where_name(d, &x);
	}
	x.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	if (!kinds)
		form_complain(&f, "kind", COMPLAINT_MISSING);
	v.form = &f;
	finish(d, c, &v, form_is_fine(&f) ? helper_put(d, &x) : HELPER_BAD);
}

static void put_rest(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct helper_stepping s = { .to = form_is_on(&f, "back") ? HELPER_ACTIVE : HELPER_RESTING, .resting_until_on = form_day(&f, "resting", false) };
	v.x.helper.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	v.form = &f;
	bool is_between = str_is(v.x.helper.state, "active") || str_is(v.x.helper.state, "resting");
	finish(d, c, &v, !form_is_fine(&f) ? HELPER_BAD : is_between ? helper_go(d, &v.x.helper, &s) : HELPER_ORDER);
}

const struct route helper_own_routes[] = {
	{ METHOD_GET, "/helper", MAY_HELPER_APPLY, show_apply, .room = "care" },
	{ METHOD_POST, "/helper", MAY_HELPER_APPLY, apply, .room = "care", .sample = "name=Nana&phone=000&kind-care=on" },
	{ METHOD_GET, "/helper/me", MAY_HELPER_OWN, show, .room = "care" },
	{ METHOD_POST, "/helper/me/{helper}/hours", MAY_HELPER_OWN, put_hours, .room = "care", .sample = "w4-1=on", .holes = "helper" },
	{ METHOD_POST, "/helper/me/{helper}/day", MAY_HELPER_OWN, put_day, .room = "care", .sample = "on=2026-12-03&p1=on", .holes = "helper" },
	{ METHOD_POST, "/helper/me/{helper}/wish", MAY_HELPER_OWN, put_wish, .room = "care", .sample = "kind-care=on&week=6&version=1",
		.holes = "helper" },
	{ METHOD_POST, "/helper/me/{active}/rest", MAY_HELPER_OWN, put_rest, .room = "care", .sample = "version=5", .holes = "helper:active" },
};
const size_t helper_own_route_n = sizeof helper_own_routes / sizeof *helper_own_routes;

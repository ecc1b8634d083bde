/* The family's front of visits: free times as links, one press to confirm. */
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "visit/visit.page.h"
#include "visit/visit_web.h"
#include "web/reply.h"

enum { WEEK = 7 };

static bool own_family(struct desk *d, struct family_row *ret)
{
	struct family_guardian_row guardian;
	return family_of_account(d, d->who.account_id, &guardian) && family_by_id(d, guardian.family_id, ret);
}

/* One week of what is free; another is a link away. */
static void read_slots(struct desk *d, struct visit_own_view *v)
{
	struct moment *all, from_at = day_moment(v->from_on, 0), until_at = day_moment((struct day){ v->from_on.n + WEEK }, 0);
	size_t n = visit_slots(d, &v->worker, &all);
	v->slot = ARENA_ARRAY(d->arena, struct moment, n + 1);
	v->before_on = v->from_on.n > d->today.n ? (struct day){ v->from_on.n - WEEK } : DAY_NONE;
	v->after_on = v->from_on.n + WEEK < d->today.n + VISIT_DAYS ? (struct day){ v->from_on.n + WEEK } : DAY_NONE;
	for (size_t i = 0; i < n; i++)
		if (all[i].ms >= from_at.ms && all[i].ms < until_at.ms)
			v->slot[v->slot_n++] = all[i];
}

static void read_week(struct desk *d, struct call *c, struct visit_own_view *v)
{
	int64_t slot_n;
	if (!day_parse(form_value(c, "from"), &v->from_on) || v->from_on.n < d->today.n || v->from_on.n >= d->today.n + VISIT_DAYS)
		v->from_on = d->today;
	v->from_on.n -= (v->from_on.n - d->today.n) % WEEK;
	if (d->is_get && str_int(form_value(c, "slot"), &slot_n) && slot_n > d->now.ms && slot_n < d->now.ms + (VISIT_DAYS + 1) * DAY_MS)
		v->chosen.ms = slot_n;
}

static void draw(struct desk *d, struct call *c, struct visit_own_view *v)
{
	struct page p;
	struct family_row f;
	v->tenant = d->tenant;
	read_week(d, c, v);
	if (own_family(d, &f)) {
		v->family_id = f.family_id;
		v->has_mail = f.mail.n && !f.is_secret;
		v->has_gift = tenant_has_room(d->tenant, "gift");
		v->has_next = visit_next_of(d, f.family_id, &v->next);
		v->has_worker = v->has_next ? staff_person_by_id(d, v->next.person_id, &v->worker) : visit_worker(d, &f, &v->worker);
		if (v->has_worker)
			read_slots(d, v);
	}
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = v->chosen.ms ? STR("/me/visit") : STR("/me");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	visit_own_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, &(struct visit_own_view){ .family_id = { 0 } });
}

static struct moment form_slot(struct call *c)
{
	struct form f = form_of(c);
	return (struct moment){ form_int(&f, "slot", 0, INT64_MAX, true) };
}

static void answer(struct desk *d, struct call *c, enum visit_refusal r)
{
	if (r == VISIT_OK) {
		reply_see_other(c, STR("/me/visit?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	draw(d, c, &(struct visit_own_view){ .is_taken = r == VISIT_TIME || r == VISIT_HAS_ONE, .is_settled = r == VISIT_SETTLED });
}

/* ---- booking ---- */

/* What the family expects decides what the visit is about. */
static struct str kind_for(struct desk *d, const struct family_row *f)
{
	struct family_pregnancy_row *x;
	struct family_child_row *child;
	size_t n = family_pregnancies_of(d, f->family_id, &x), child_n = family_children_of(d, f->family_id, &child);
	for (size_t i = 0; i < n; i++)
		if (str_is(x[i].state, "under_way"))
			return STR("pregnancy");
	for (size_t i = 0; i < child_n; i++)
		if (str_is(child[i].state, "here") && child[i].born_on.n + 120 > d->today.n)
			return STR("newborn");
	return STR("growth");
}

static void book(struct desk *d, struct call *c)
{
	struct family_row f;
	struct staff_person worker;
	struct visit_id visit_id;
	enum staff_time_refusal why;
	int64_t id;
	if (!id_parse(c->part[0], &id) || !own_family(d, &f) || f.family_id.v != id) {
		refuse_missing(d, c);
		return;
	}
	if (!visit_worker(d, &f, &worker)) {
		answer(d, c, VISIT_TIME);
		return;
	}
	answer(d, c, visit_plan(d, &(struct visit_new){ .family_id = f.family_id, .person_id = worker.person_id, .from_at = form_slot(c),
		.minutes = VISIT_MINUTES, .kind = kind_for(d, &f), .is_by_family = true }, &visit_id, &why));
}

static bool own_visit(struct desk *d, struct call *c, struct visit_row *ret)
{
	struct visit_id visit_id;
	if (id_parse(c->part[0], &visit_id.v) && visit_for_family(d, visit_id, ret) == VISIT_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void move(struct desk *d, struct call *c)
{
	struct visit_row x;
	enum staff_time_refusal why;
	if (own_visit(d, c, &x))
		answer(d, c, visit_move(d, &x, form_slot(c), (struct person_id){ 0 }, &why));
}

static void cancel(struct desk *d, struct call *c)
{
	struct visit_row x;
	if (own_visit(d, c, &x))
		answer(d, c, visit_cancel(d, &x));
}

/* The slot of the samples is Friday 27 November 2026, 11:00. */
const struct route visit_own_routes[] = {
	{ METHOD_GET, "/me/visit", MAY_VISIT_OWN, show, .room = "visit" },
	{ METHOD_POST, "/me/visit/new/{household}", MAY_VISIT_OWN, book, .room = "visit", .sample = "slot=1795744800000", .holes = "household" },
	{ METHOD_POST, "/me/visit/{visit}/move", MAY_VISIT_OWN, move, .room = "visit", .sample = "slot=1795744800000", .holes = "visit" },
	{ METHOD_POST, "/me/visit/{visit}/cancel", MAY_VISIT_OWN, cancel, .room = "visit", .sample = "x=1", .holes = "visit" },
};
const size_t visit_own_route_n = sizeof visit_own_routes / sizeof *visit_own_routes;

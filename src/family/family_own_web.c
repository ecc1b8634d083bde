/* The family on its phone: comes in by a code or by itself, sees its own record and who looked, takes it along, lets a second guardian in. */
#include "family/family_web.h"
#include "base/qr.h"
#include "base/zip.h"
#include "desk/account_key.h"
#include "desk/account_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_own.page.h"
#include "family/family_own_page.h"
#include "family/family_own_take.page.h"
#include "touch/touch.h"
#include "web/reply.h"

enum { NAME_MOST = 100 };

/* ---- coming in ---- */

static void join_page(struct desk *d, struct call *c, const struct family_join_view *v)
{
	struct page p;
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	family_join_page(&p, v);
}

/* Looking consumes nothing: the code of a paper's QR only stands in the field. */
static void show_join(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	join_page(d, c, &(struct family_join_view){ .tenant = d->tenant, .code = form_text(&f, "code", 20, false) });
}

/* Staff who try the page stay themselves; a family that is in already keeps its account. */
static struct account_id family_account(struct desk *d)
{
	return d->who.role == ROLE_FAMILY ? d->who.account_id : account_family_add(d);
}

static void begin_session(struct desk *d, struct call *c, struct account_id account_id)
{
	struct account_secret who;
	if (d->who.account_id.v != account_id.v && account_secret_of(d, account_id, &who))
		account_begin(d, c, &who, true);
}

/* Wrong ones count, so the turn is kept; what was typed comes back. */
static void join(struct desk *d, struct call *c)
{
	struct family_guardian_row g, own;
	struct form f = form_of(c);
	struct family_join_view v = { .tenant = d->tenant, .code = form_text(&f, "code", 20, true), .refusal = FAMILY_NO_SUCH };
	v.is_waiting = account_guard_wait(d, "code", c->address).ms > d->now.ms;
	if (v.is_waiting || !form_is_fine(&f) || !family_own_code_is_open(d, v.code)) {
		if (!v.is_waiting)
			account_guard_fail(d, "code", c->address, FAMILY_CODE_TRIES);
		reply_status(c, v.is_waiting ? 429 : 422);
		join_page(d, c, &v);
		return;
	}
	bool is_bound = d->who.role == ROLE_FAMILY && family_of_account(d, d->who.account_id, &own);
	struct account_id account_id = is_bound ? d->who.account_id : family_account(d);
	v.refusal = family_own_use_code(d, v.code, account_id, &g);
	if (v.refusal != FAMILY_OK) {
		desk_refuse(d);
		reply_status(c, 409);
		join_page(d, c, &v);
		return;
	}
	begin_session(d, c, account_id);
	reply_see_other(c, STR("/me/family?new=1"));
}

/* ---- by itself ---- */

static void self_page(struct desk *d, struct call *c, const struct form *f)
{
	struct page p;
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/join");
	if (f)
		frame_complaints(&p, f);
	family_self_page(&p, &(struct family_self_view){ .tenant = d->tenant, .form = f, .call = c, .is_birth = str_is(form_value(c, "when"), "born") });
}

static void show_self(struct desk *d, struct call *c)
{
	self_page(d, c, NULL);
}

static struct family_new read_self(struct desk *d, struct call *c, struct form *f)
{
	struct family_new v = { .name = form_text(f, "name", NAME_MOST, true), .kana = form_text(f, "kana", NAME_MOST, true),
		.phone = form_text(f, "phone", 20, false), .area_id = { form_id(f, "area", false) }, .lang = str_of(lang_code(d->lang)),
		.born_on = DAY_NONE, .due_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE, .coming_on = DAY_NONE,
		.is_coming = form_is_on(f, "is-coming"), .how = STR("self") };
	struct day on = form_day(f, "on", true);
	bool is_birth = str_is(form_value(c, "when"), "born");
	if (!day_is_none(on) && (is_birth ? on.n > d->today.n || on.n < d->today.n - 19 * 366 : on.n > d->today.n + 300 || on.n < d->today.n - 30))
		form_complain(f, "on", COMPLAINT_OUT_OF_RANGE);
	*(is_birth ? &v.child_born_on : &v.due_on) = on;
	if (v.area_id.v && !tenant_area_of(d->tenant, v.area_id))
		v.area_id.v = 0;
	return v;
}

/* A record of its own, which nobody has confirmed: it never opens what is there already; staff put the two together. */
static void register_self(struct desk *d, struct call *c)
{
	struct family_guardian_row own, *g;
	struct form f = form_of(c);
	struct family_new v = read_self(d, c, &f);
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
		self_page(d, c, &f);
		return;
	}
	if (d->who.role == ROLE_FAMILY && family_of_account(d, d->who.account_id, &own)) {
		reply_see_other(c, STR("/me/family"));
		return;
	}
	struct account_id account_id = family_account(d);
	struct family_id id = family_register(d, &v);
	touch_led(d, &(struct touch_way){ .token = form_value(c, "at"), .kind = "join", .subject_id = id.v,
		.stage = touch_stage(v.due_on, v.child_born_on, d->today) });
	if (family_guardians_of(d, id, &g) == 1)
		family_own_bind(d, account_id, MOMENT_NONE, STR_NONE, g[0].guardian_id);
	begin_session(d, c, account_id);
	reply_see_other(c, STR("/me/family?new=1"));
}

/* ---- the family's page ---- */

/* Who is bound to no record is led to where one comes in. */
static bool own_guardian(struct desk *d, struct call *c, struct family_guardian_row *ret)
{
	if (d->who.role == ROLE_FAMILY && family_of_account(d, d->who.account_id, ret))
		return true;
	reply_see_other(c, STR("/join"));
	return false;
}

static void fill_own(struct desk *d, const struct family_guardian_row *g, struct family_own_view *v)
{
	struct family_row f = { .family_id = g->family_id };
	struct family_child_row *child;
	family_by_id(d, g->family_id, &f);
	*v = (struct family_own_view){ .tenant = d->tenant, .guardian = g, .today = d->today, .is_first = family_own_is_first(d, g),
		.is_secret = f.is_secret };
	v->has_card = family_charge_card(d, f.family_id, &v->card);
	if (v->has_card)
		v->worker = staff_shown_name(&v->card.person);
	v->may_second = v->is_first && g->confirmed_at.ms && !f.is_secret;
	if (v->is_first)
		v->pregnancy_n = family_pregnancies_of(d, g->family_id, &v->pregnancy);
	size_t n = family_children_of(d, g->family_id, &child);
	v->child = ARENA_ARRAY(d->arena, struct family_child_row, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!str_is(family_own_right(d, g, v->is_first, child[i].child_id), "none"))
			v->child[v->child_n++] = child[i];
	v->story_n = family_own_story(d, g->family_id, g->account_id, v->is_first, &v->story);
}

static void show_own(struct desk *d, struct call *c)
{
	struct page p;
	struct family_guardian_row g;
	struct family_own_view v;
	if (!own_guardian(d, c, &g))
		return;
	fill_own(d, &g, &v);
	v.is_new = str_is(form_value(c, "new"), "1");
	frame_begin(&p, d, c, TAB_ME);
	family_own_page(&p, &v);
}

static void show_looked(struct desk *d, struct call *c)
{
	struct page p;
	struct family_guardian_row g;
	struct family_own_view v = { .tenant = d->tenant };
	if (!own_guardian(d, c, &g))
		return;
	v.looked_n = family_own_looked(d, &g, &v.looked);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/me/family");
	family_looked_page(&p, &v);
}

static void show_export(struct desk *d, struct call *c)
{
	struct page p;
	struct family_guardian_row g;
	struct family_own_view v;
	if (!own_guardian(d, c, &g))
		return;
	fill_own(d, &g, &v);
	v.looked_n = family_own_looked(d, &g, &v.looked);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/me/family");
	family_export_page(&p, &v);
}

/* What rooms above tell for people to read, one after the other. */
static void read_told(struct desk *d, struct account_id account_id, struct family_own_view *v)
{
	enum { ROOMS_MOST = 8 };
	struct family_told *told[ROOMS_MOST];
	size_t n[ROOMS_MOST] = { 0 }, all_n = 0;
	for (size_t i = 0; i < family_piece_n && i < ROOMS_MOST; i++) {
		if (family_pieces[i].told && tenant_has_room(d->tenant, family_pieces[i].room))
			n[i] = family_pieces[i].told(d, account_id, &told[i]);
		all_n += n[i];
	}
	v->told = ARENA_ARRAY(d->arena, struct family_told, all_n + 1);
	for (size_t i = 0; i < ROOMS_MOST; i++)
		for (size_t k = 0; k < n[i]; k++)
			v->told[v->told_n++] = told[i][k];
}

static struct str take_page(struct desk *d, struct call *c, const struct family_guardian_row *g)
{
	struct page p;
	struct family_own_view v;
	struct out o = { .arena = d->arena };
	fill_own(d, g, &v);
	v.looked_n = family_own_looked(d, g, &v.looked);
	read_told(d, g->account_id, &v);
	frame_begin(&p, d, c, TAB_ME);
	p.out = &o;
	family_take_page(&p, &v);
	return out_done(&o);
}

static void send_export(struct desk *d, struct call *c)
{
	struct family_guardian_row g;
	if (!own_guardian(d, c, &g))
		return;
	struct str form = form_value(c, "form");
	struct str page = str_is(form, "html") || str_is(form, "zip") ? take_page(d, c, &g) : STR_NONE;
	struct str json = str_is(form, "html") ? STR_NONE : family_own_export(d, &g);
	audit_note(d, "family.export", "family", g.family_id.v, STR_NONE);
	if (str_is(form, "html")) {
		reply_file(c, page, "text/html; charset=utf-8", "yorisoi.html");
	} else if (str_is(form, "zip")) {
		struct zip z = zip_new(d->arena);
		zip_add(&z, "yorisoi.html", page);
		zip_add(&z, "yorisoi.json", json);
		reply_file(c, zip_done(&z), "application/zip", "yorisoi.zip");
	} else {
		reply_file(c, json, "application/json", "yorisoi.json");
	}
}

/* ---- the second guardian ---- */

static void second_page(struct desk *d, struct call *c, struct family_second_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->call = c;
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/me/family");
	if (v->form)
		frame_complaints(&p, v->form);
	family_second_page(&p, v);
}

static void show_second(struct desk *d, struct call *c)
{
	struct family_guardian_row g;
	struct family_own_view own;
	if (!own_guardian(d, c, &g))
		return;
	fill_own(d, &g, &own);
	second_page(d, c, &(struct family_second_view){ .is_refused = !own.may_second });
}

static void put_second(struct desk *d, struct call *c)
{
	static const char *const relation[] = { "mother", "father", "grandparent", "other", NULL };
	struct family_guardian_row g;
	if (!own_guardian(d, c, &g))
		return;
	struct form f = form_of(c);
	struct family_new v = { .name = form_text(&f, "name", NAME_MOST, true), .kana = form_text(&f, "kana", NAME_MOST, true), .born_on = DAY_NONE };
	struct family_second_view view = { .form = &f };
	int i = form_choice(&f, "relation", relation, true);
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
	} else {
		v.relation = str_of(relation[i]);
		view.form = NULL;
		view.is_refused = family_own_second(d, &g, &v, &view.code) != FAMILY_OK;
	}
	second_page(d, c, &view);
}

/* ---- the paper from the counter ---- */

static void give_paper(struct desk *d, struct call *c)
{
	struct page p;
	struct family_row f;
	struct family_id family_id;
	struct guardian_id guardian_id;
	struct family_guardian_row g;
	if (!id_parse(c->part[0], &family_id.v) || family_for_staff(d, family_id, &f) != FAMILY_OK || !family_may(d, MAY_FAMILY_WRITE, &f)
		|| !id_parse(c->part[1], &guardian_id.v) || !family_guardian_by_id(d, guardian_id, &g) || !family_is_same(d, g.family_id, f.family_id)
		|| g.ended_at.ms) {
		refuse_missing(d, c);
		return;
	}
	struct family_paper_view v = { .tenant = d->tenant, .code = family_own_code(d, &g, "staff"), .family_id = f.family_id };
	v.link = arena_fmt(d->arena, "%.*s/join", STR_ARG(d->site));
	qr_path(d->arena, arena_fmt(d->arena, "%s?code=%s", v.link.s, v.code.s), &v.qr_path, &v.qr_n);
	frame_begin(&p, d, c, TAB_NONE);
	lang_parse(f.lang, &p.lang);
	family_paper_page(&p, &v);
}

const struct route family_own_routes[] = {
	{ METHOD_GET, "/join", MAY_FAMILY_OWN, show_join, .room = "family" },
	{ METHOD_POST, "/join", MAY_FAMILY_OWN, join, .room = "family", .sample = "code={thing-paper}" },
	{ METHOD_GET, "/join/new", MAY_FAMILY_OWN, show_self, .room = "family" },
	{ METHOD_POST, "/join/new", MAY_FAMILY_OWN, register_self, .room = "family",
		.sample = "name=%E5%B1%B1&kana=%E3%82%84%E3%81%BE&when=due&on=2027-05-01" },
	{ METHOD_GET, "/me/family", MAY_FAMILY_OWN, show_own, .room = "family" },
	{ METHOD_GET, "/me/family/looked", MAY_FAMILY_OWN, show_looked, .room = "family" },
	{ METHOD_GET, "/me/family/export", MAY_FAMILY_OWN, show_export, .room = "family" },
	{ METHOD_POST, "/me/family/export", MAY_FAMILY_OWN, send_export, .room = "family", .sample = "form=zip" },
	{ METHOD_GET, "/me/family/second", MAY_FAMILY_OWN, show_second, .room = "family" },
	{ METHOD_POST, "/me/family/second", MAY_FAMILY_OWN, put_second, .room = "family",
		.sample = "name=%E5%B1%B1&kana=%E3%82%84%E3%81%BE&relation=father" },
	{ METHOD_POST, "/desk/family/{family}/guardian/{guardian}/paper", MAY_FAMILY_WRITE, give_paper, .room = "family", .sample = "x=1",
		.holes = "family,guardian" },
};
const size_t family_own_route_n = sizeof family_own_routes / sizeof *family_own_routes;

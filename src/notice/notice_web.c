/* Notices on the desk: the list, the form, one notice, and the presses that mark, tell again and withdraw. */
#include "notice/notice_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "notice/notice_desk.page.h"
#include "notice/notice_inside.h"
#include "notice/notice_page.h"
#include "notice/notice_send_desk.page.h"
#include "notice/notice_send_web.h"
#include "web/reply.h"

/* ---- the line on 今日 ---- */

const void *notice_today_read(struct desk *d)
{
	struct notice_list_view *v = ARENA_NEW(d->arena, struct notice_list_view);
	struct notice_row *row;
	size_t n = notice_waiting(d, &row);
	*v = (struct notice_list_view){ .tenant = d->tenant, .line = ARENA_ARRAY(d->arena, struct notice_line, n + 1), .line_n = n, .today = d->today,
		.may_send = may_ever(d, MAY_NOTICE_SEND) && tenant_has_room(d->tenant, "family") };
	for (size_t i = 0; i < n; i++)
		v->line[i].notice = row[i];
	return v;
}

void notice_today_show(struct page *p, const void *view)
{
	notice_today(p, view);
}

/* ---- the list ---- */

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct notice_row *row;
	size_t n = notice_mine(d, "office", &row);
	struct notice_list_view v = { .tenant = d->tenant, .line = ARENA_ARRAY(d->arena, struct notice_line, n + 1), .line_n = n, .today = d->today,
		.may_write = may_ever(d, MAY_NOTICE_WRITE), .may_send = may_ever(d, MAY_NOTICE_SEND) && tenant_has_room(d->tenant, "family") };
	for (size_t i = 0; i < n; i++)
		v.line[i] = (struct notice_line){ row[i], notice_is_read(d, &row[i]), row[i].by_account_id.v == d->who.account_id.v };
	if (v.may_send)
		v.area_n = notice_mine(d, "area", &v.area);
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk");
	notice_list_page(&p, &v);
}

/* ---- the form ---- */

static void draw_form(struct desk *d, struct call *c, struct notice_form_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->call = c;
	v->batch = file_batch(d);
	v->is_contractor = notice_is_contractor(d, may_reach(d, MAY_NOTICE_WRITE).operator_id);
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk/notice");
	if (v->form)
		frame_complaints(&p, v->form);
	if (v->is_area)
		notice_send_form_page(&p, v);
	else
		notice_form_page(&p, v);
}

/* What it is by the form or the address; of one that is corrected, what it was. */
static bool is_area(struct call *c, const struct notice_row *was)
{
	return was ? str_is(was->kind, "area") : str_is(form_value(c, "kind"), "area");
}

static bool may_begin(struct desk *d, bool is_to_families)
{
	return !is_to_families || (may_ever(d, MAY_NOTICE_SEND) && tenant_has_room(d->tenant, "family"));
}

/* The one that is corrected, where the address or the form names one. False: it is not theirs, and that was said. */
static bool corrected(struct desk *d, struct call *c, struct notice_row *ret, bool *ret_has)
{
	struct notice_id id;
	struct str text = form_value(c, "notice");
	*ret_has = text.n > 0;
	if (!*ret_has || (id_parse(text, &id.v) && notice_for_staff(d, id, ret) == NOTICE_OK && notice_may_edit(d, ret)))
		return true;
	refuse_missing(d, c);
	return false;
}

static void show_form(struct desk *d, struct call *c)
{
	struct notice_row n;
	bool has;
	if (!corrected(d, c, &n, &has))
		return;
	struct notice_form_view v = { .notice = has ? &n : NULL, .is_area = is_area(c, has ? &n : NULL) };
	if (may_begin(d, v.is_area))
		draw_form(d, c, &v);
	else
		refuse_missing(d, c);
}

static void add_mark(struct out *o, struct str mark)
{
	if (!o->n)
		out_z(o, ",");
	out_fmt(o, "%.*s,", STR_ARG(mark));
}

static struct str areas_of(struct desk *d, struct form *f)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < d->tenant->area_n; i++)
		if (form_is_on(f, arena_fmt(d->arena, "area-%s", id_text(d->arena, d->tenant->area[i].area_id.v).s).s))
			add_mark(&o, arena_fmt(d->arena, "%lld", (long long)d->tenant->area[i].area_id.v));
	return o.n ? out_done(&o) : STR_NONE;
}

static struct str operators_of(struct desk *d, struct form *f)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		if (form_is_on(f, arena_fmt(d->arena, "operator-%s", id_text(d->arena, d->tenant->operator[i].operator_id.v).s).s))
			add_mark(&o, arena_fmt(d->arena, "%lld", (long long)d->tenant->operator[i].operator_id.v));
	return o.n ? out_done(&o) : STR_NONE;
}

static struct str roles_of(struct desk *d, struct form *f)
{
	static const char *const role[] = { "site", "worker", "manager", "admin" };
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < sizeof role / sizeof *role; i++)
		if (form_is_on(f, arena_fmt(d->arena, "role-%s", role[i]).s))
			add_mark(&o, str_of(role[i]));
	return o.n ? out_done(&o) : STR_NONE;
}

/* A span of ages the wrong way round is said at its end. */
static void read_area(struct form *f, struct notice_new *v)
{
	v->kind = STR("area");
	v->is_urgent = form_is_on(f, "urgent");
	if (form_value(f->call, "age-from").n)
		v->age_from_n = form_int(f, "age-from", 0, 240, false);
	if (form_value(f->call, "age-until").n)
		v->age_until_n = form_int(f, "age-until", 0, 240, false);
	if (v->age_until_n >= 0 && v->age_until_n < v->age_from_n)
		form_complain(f, "age-until", COMPLAINT_OUT_OF_RANGE);
}

static struct notice_new read_form(struct desk *d, struct form *f, const struct notice_row *was)
{
	struct notice_new v = { .kind = STR("office"), .title = form_text(f, "title", NOTICE_TITLE_MOST, true),
		.words = form_text(f, "words", NOTICE_WORDS_MOST, true), .area_list = areas_of(d, f), .age_from_n = -1, .age_until_n = -1 };
	if (is_area(f->call, was))
		read_area(f, &v);
	v.operator_list = operators_of(d, f);
	v.role_list = roles_of(d, f);
	v.until_on = form_day(f, "until", false);
	v.is_confirm = form_is_on(f, "confirm");
	if (!day_is_none(v.until_on) && v.until_on.n < d->today.n)
		form_complain(f, "until", COMPLAINT_OUT_OF_RANGE);
	if (was) {
		v.notice_id = was->notice_id;
		v.version_n = form_int(f, "version", 1, INT32_MAX, true);
	}
	return v;
}

static void write_one(struct desk *d, struct call *c)
{
	struct notice_row was;
	struct notice_id id;
	bool has;
	if (!corrected(d, c, &was, &has))
		return;
	if (!may_begin(d, is_area(c, has ? &was : NULL))) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct notice_new v = read_form(d, &f, has ? &was : NULL);
	bool is_fine = form_is_fine(&f) && file_batch(d)->refusal == FILE_OK;
	enum notice_refusal r = is_fine ? notice_put(d, &v, &id) : NOTICE_OK;
	if (!is_fine || r != NOTICE_OK) {
		desk_refuse(d);
		reply_status(c, r == NOTICE_OK ? 422 : 409);
		draw_form(d, c, &(struct notice_form_view){ .form = &f, .notice = has ? &was : NULL, .is_changed = r != NOTICE_OK,
			.is_area = str_is(v.kind, "area") });
		return;
	}
	file_attach_all(d, &(struct file_place){ "notice", id.v, id.v });
	reply_see_other(c, arena_fmt(d->arena, "/desk/notice/%s", id_text(d->arena, id.v).s));
}

/* ---- one ---- */

static bool notice_here(struct desk *d, struct call *c, struct notice_row *ret)
{
	struct notice_id id;
	if (id_parse(c->part[0], &id.v) && notice_for_staff(d, id, ret) == NOTICE_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw_one(struct desk *d, struct call *c, struct notice_one_view *v)
{
	struct page p;
	struct file_place place = { "notice", v->notice->notice_id.v, v->notice->notice_id.v };
	v->tenant = d->tenant;
	v->today = d->today;
	v->may_edit = notice_may_edit(d, v->notice);
	v->is_mine = v->notice->by_account_id.v == d->who.account_id.v;
	v->is_read = notice_is_read(d, v->notice);
	v->file_n = file_list(d, &place, &v->file);
	if (v->may_edit) {
		v->reader_n = notice_readers(d, v->notice, &v->reader, &v->read_n);
		v->version_n = notice_versions(d, v->notice->notice_id, &v->version);
	}
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk/notice");
	notice_one_page(&p, v);
}

static void show_one(struct desk *d, struct call *c)
{
	struct notice_row n;
	if (!notice_here(d, c, &n))
		return;
	struct str file = form_value(c, "file");
	if (file.n && (!str_is(n.state, "withdrawn") || notice_may_edit(d, &n))) {
		file_send(d, c, &(struct file_place){ "notice", n.notice_id.v, n.notice_id.v }, file);
		return;
	}
	if (str_is(n.kind, "area")) {
		desk_trace(d, &(struct desk_trace){ .act = STR("notice.read"), .kind = STR("notice"), .subject_id = n.notice_id.v, .is_awaited = true });
		notice_send_show(d, c, &(struct notice_send_view){ .notice = &n });
		return;
	}
	struct notice_one_view v = { .notice = &n };
	if (!str_int(form_value(c, "told"), &v.told_n))
		v.told_n = 0;
	desk_trace(d, &(struct desk_trace){ .act = STR("notice.read"), .kind = STR("notice"), .subject_id = n.notice_id.v });
	draw_one(d, c, &v);
}

static void act_area(struct desk *d, struct call *c, const struct notice_row *n)
{
	struct form f = form_of(c);
	struct str what = form_value(c, "act");
	enum notice_refusal r = str_is(what, "send") ? notice_send_press(d, &f, n) : str_is(what, "stop") ? notice_stop(d, n)
		: str_is(what, "withdraw") ? notice_withdraw(d, n) : NOTICE_NO_SUCH;
	if (r == NOTICE_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	if (r == NOTICE_OK && form_is_fine(&f)) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/notice/%s", id_text(d->arena, n->notice_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == NOTICE_OK ? 422 : 409);
	notice_send_show(d, c, &(struct notice_send_view){ .notice = n, .form = &f, .refusal = r, .typed_on = form_value(c, "on"),
		.typed_at = form_value(c, "at") });
}

static void act(struct desk *d, struct call *c)
{
	struct notice_row n;
	if (!notice_here(d, c, &n))
		return;
	if (str_is(n.kind, "area")) {
		act_area(d, c, &n);
		return;
	}
	struct str what = form_value(c, "act");
	int64_t told_n = 0;
	enum notice_refusal r = str_is(what, "open") ? notice_mark(d, &n, false) : str_is(what, "confirm") ? notice_mark(d, &n, true)
		: str_is(what, "again") ? notice_again(d, &n, &told_n) : str_is(what, "withdraw") ? notice_withdraw(d, &n) : NOTICE_NO_SUCH;
	if (r == NOTICE_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	if (r != NOTICE_OK) {
		desk_refuse(d);
		reply_status(c, 409);
		draw_one(d, c, &(struct notice_one_view){ .notice = &n, .refusal = r });
		return;
	}
	struct str told = told_n ? arena_fmt(d->arena, "?told=%lld", (long long)told_n) : STR("");
	reply_see_other(c, arena_fmt(d->arena, "/desk/notice/%s%s", id_text(d->arena, n.notice_id.v).s, told.s));
}

const struct route notice_routes[] = {
	{ METHOD_GET, "/desk/notice", MAY_NOTICE_READ, show_list, .room = NULL },
	{ METHOD_GET, "/desk/notice/new", MAY_NOTICE_WRITE, show_form, .room = NULL },
	{ METHOD_POST, "/desk/notice/new", MAY_NOTICE_WRITE, write_one, .prepare = file_prepare, .sample = "kind=office&title=Hello&words=To+all" },
	{ METHOD_GET, "/desk/notice/{notice}", MAY_NOTICE_READ, show_one, .holes = "notice" },
	{ METHOD_POST, "/desk/notice/{notice}", MAY_NOTICE_READ, act, .sample = "act=open", .holes = "notice" },
};
const size_t notice_route_n = sizeof notice_routes / sizeof *notice_routes;

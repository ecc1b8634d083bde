/* The front of the boxes: a family chooses, staff look after stock and money. */
#include "gift/gift_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "gift/gift.page.h"
#include "gift/gift_desk.page.h"
#include "web/reply.h"

/* ---- the family ---- */

static bool own_family(struct desk *d, struct family_row *ret)
{
	struct family_guardian_row guardian;
	return family_of_account(d, d->who.account_id, &guardian) && family_by_id(d, guardian.family_id, ret);
}

static void draw_own(struct desk *d, struct call *c, bool is_out_of_stock)
{
	struct page p;
	struct family_row f;
	struct gift_own_view v = { .tenant = d->tenant, .desk = d, .is_out_of_stock = is_out_of_stock };
	if (own_family(d, &f)) {
		v.family_id = f.family_id;
		v.kind_n = gift_kinds(d, &v.kind);
		v.has_box = gift_of_family(d, f.family_id, &v.box);
	}
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/me/visit");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	gift_own_page(&p, &v);
}

static void show_own(struct desk *d, struct call *c)
{
	draw_own(d, c, false);
}

/* Nothing pressed: the first that is there, unless one was chosen before. */
static struct kind_id wished(struct desk *d, struct form *f)
{
	struct gift_kind *all;
	struct kind_id kind_id = { form_id(f, "kind", false) };
	size_t n = kind_id.v ? 0 : gift_kinds(d, &all);
	size_t free_n = 0;
	for (size_t i = 0; i < n; i++)
		if (gift_kind_is_free(&all[i]) && free_n++ == 0)
			kind_id = all[i].kind_id;
	return free_n == 1 || !n ? kind_id : (struct kind_id){ 0 };
}

static void choose(struct desk *d, struct call *c)
{
	struct family_row f;
	int64_t id;
	if (!id_parse(c->part[0], &id) || !own_family(d, &f) || f.family_id.v != id) {
		refuse_missing(d, c);
		return;
	}
	struct form form = form_of(c);
	struct kind_id kind_id = wished(d, &form);
	enum gift_refusal r = kind_id.v ? gift_choose(d, f.family_id, kind_id, true) : GIFT_NO_SUCH;
	if (r == GIFT_OK) {
		reply_see_other(c, STR("/me/gift?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == GIFT_NO_SUCH ? 422 : 409);
	draw_own(d, c, r == GIFT_OUT_OF_STOCK);
}

/* ---- the desk ---- */

struct str gift_typed(struct call *c, const char *name)
{
	return c ? form_value(c, name) : STR_NONE;
}

int64_t gift_left_yen(const struct gift_year *y)
{
	return y->budget_yen - y->spent_yen;
}

struct str gift_kind_name(const struct gift_desk_view *v, struct kind_id kind_id)
{
	for (size_t i = 0; i < v->kind_n; i++)
		if (v->kind[i].kind_id.v == kind_id.v)
			return v->kind[i].words[LANG_JA];
	return STR_NONE;
}

/* Families of other areas are counted, not named. */
static void read_waiting(struct desk *d, struct gift_desk_view *v)
{
	struct gift_boxes_waiting_row *row;
	v->wait_all_n = gift_waiting(d, &row);
	v->wait = ARENA_ARRAY(d->arena, struct gift_wait, v->wait_all_n + 1);
	for (size_t i = 0; i < v->wait_all_n; i++) {
		struct gift_wait x = { .row = row[i], .name = gift_kind_name(v, row[i].kind_id) };
		if (family_by_id(d, row[i].family_id, &x.family) && family_may(d, MAY_FAMILY_READ, &x.family))
			v->wait[v->wait_n++] = x;
	}
}

static void draw(struct desk *d, struct call *c, struct gift_desk_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->today = d->today;
	v->form_of = v->form_of ? v->form_of : "";
	v->may_pay = may_ever(d, MAY_GIFT_PAY);
	v->kind_n = gift_kinds(d, &v->kind);
	gift_year(d, day_fiscal_year(d->today), &v->year);
	read_waiting(d, v);
	frame_begin(&p, d, c, TAB_VISIT);
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	if (d->is_get)
		desk_trace(d, &(struct desk_trace){ .act = STR("gift.list"), .kind = STR("gift"), .is_awaited = true });
	gift_desk_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, &(struct gift_desk_view){ .form = NULL });
}

static void pay(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct gift_cost x = { .line = form_text(&f, "line", 200, true), .paid_on = form_day(&f, "paid", true),
		.cost_yen = form_int(&f, "yen", 0, 1000000000, true), .kind_id = { form_id(&f, "kind", false) },
		.piece_n = form_int(&f, "pieces", 0, 100000, false) };
	if (x.piece_n > 0 && !x.kind_id.v)
		form_complain(&f, "kind", COMPLAINT_NOT_CHOICE);
	if (form_is_fine(&f) && gift_pay(d, &x) == GIFT_OK) {
		reply_see_other(c, STR("/desk/gift?done=1"));
		return;
	}
	if (form_is_fine(&f))
		form_complain(&f, "kind", COMPLAINT_NOT_CHOICE);
	desk_refuse(d);
	reply_status(c, 422);
	draw(d, c, &(struct gift_desk_view){ .form = &f, .form_of = "pay", .call = c });
}

static void put_budget(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	int64_t year_n = form_int(&f, "year", 2000, 2200, true), yen = form_int(&f, "budget", 0, 1000000000000, true);
	if (form_is_fine(&f)) {
		gift_budget_set(d, year_n, yen);
		reply_see_other(c, STR("/desk/gift?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw(d, c, &(struct gift_desk_view){ .form = &f, .form_of = "budget", .call = c });
}

/* ---- one kind ---- */

static bool kind_of(struct desk *d, struct call *c, struct gift_kind_view *v)
{
	struct kind_id kind_id;
	v->is_new = c->part_n == 0;
	v->kind.is_open = true;
	if (v->is_new || (id_parse(c->part[0], &kind_id.v) && gift_kind_of(d, kind_id, &v->kind)))
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw_kind(struct desk *d, struct call *c, struct gift_kind_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->may_pay = may_ever(d, MAY_GIFT_PAY);
	v->step_n = v->is_new ? 0 : gift_ledger(d, v->kind.kind_id, &v->step);
	frame_begin(&p, d, c, TAB_VISIT);
	frame_of(&p)->back = STR("/desk/gift");
	if (v->form)
		frame_complaints(&p, v->form);
	gift_kind_page(&p, v);
}

static void show_kind(struct desk *d, struct call *c)
{
	struct gift_kind_view v = { .form = NULL };
	if (kind_of(d, c, &v))
		draw_kind(d, c, &v);
}

static void save_kind(struct desk *d, struct call *c)
{
	struct gift_kind_view v = { .form = NULL };
	if (!kind_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int64_t stored_n = v.kind.version_n;
	for (int i = 0; i < LANG_N; i++)
		v.kind.words[i] = form_text(&f, lang_code((enum lang)i), 100, i == LANG_JA);
	v.kind.unit_yen = form_int(&f, "unit", 0, 10000000, true);
	v.kind.is_open = form_is_on(&f, "open");
	if (!v.is_new)
		v.kind.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum gift_refusal r = form_is_fine(&f) ? gift_kind_put(d, &v.kind) : GIFT_BAD;
	if (r == GIFT_OK) {
		reply_see_other(c, STR("/desk/gift?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == GIFT_CHANGED ? 409 : 422);
	v.is_changed = r == GIFT_CHANGED;
	v.kind.version_n = stored_n;
	v.form = &f;
	draw_kind(d, c, &v);
}

static void count(struct desk *d, struct call *c)
{
	struct gift_kind_view v = { .form = NULL };
	if (!kind_of(d, c, &v))
		return;
	struct form f = form_of(c);
	int64_t counted_n = form_int(&f, "counted", 0, 100000, true);
	if (form_is_fine(&f) && gift_count(d, v.kind.kind_id, counted_n) == GIFT_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/gift/%.*s", STR_ARG(c->part[0])));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	v.form = &f;
	draw_kind(d, c, &v);
}

const struct route gift_routes[] = {
	{ METHOD_GET, "/me/gift", MAY_GIFT_OWN, show_own, .room = "gift" },
	{ METHOD_POST, "/me/gift/{wisher}", MAY_GIFT_OWN, choose, .room = "gift", .sample = "x=1", .holes = "wisher" },
	{ METHOD_GET, "/desk/gift", MAY_GIFT_READ, show, .room = "gift" },
	{ METHOD_POST, "/desk/gift/pay", MAY_GIFT_PAY, pay, .room = "gift", .sample = "line=Tea&paid=2026-11-25&yen=1200" },
	{ METHOD_POST, "/desk/gift/budget", MAY_GIFT_PAY, put_budget, .room = "gift", .sample = "year=2026&budget=380000" },
	{ METHOD_GET, "/desk/gift/new", MAY_GIFT_PAY, show_kind, .room = "gift" },
	{ METHOD_POST, "/desk/gift/new", MAY_GIFT_PAY, save_kind, .room = "gift", .sample = "ja=Cape&unit=2000&open=on" },
	{ METHOD_GET, "/desk/gift/{kind}", MAY_GIFT_READ, show_kind, .room = "gift", .holes = "kind" },
	{ METHOD_POST, "/desk/gift/{kind}", MAY_GIFT_PAY, save_kind, .room = "gift", .sample = "ja=Cape&unit=2000&open=on&version=1", .holes = "kind" },
	{ METHOD_POST, "/desk/gift/{kind}/count", MAY_GIFT_PAY, count, .room = "gift", .sample = "counted=7", .holes = "kind" },
};
const size_t gift_route_n = sizeof gift_routes / sizeof *gift_routes;

/* The front of touchpoints: the public address behind a code, and the desk's pages. */
#include "touch/touch_web.h"
#include "base/qr.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "touch/touch.page.h"
#include "touch/touch_desk.page.h"
#include "touch/touch_page.h"
#include "touch/touch_poster.h"
#include "web/reply.h"

enum { NAME_MOST = 80, DAYS = 90 };

/* ---- the family ---- */

static void open(struct desk *d, struct call *c)
{
	struct page p;
	struct touch_row x;
	if (!touch_by_token(d, c->part[0], &x)) {
		refuse_missing(d, c);
		return;
	}
	struct touch_open_view v = { .tenant = d->tenant, .touch = &x, .has_ask = tenant_has_room(d->tenant, "consult"),
		.has_join = tenant_has_room(d->tenant, "family"), .has_find = tenant_has_room(d->tenant, "directory") };
	touch_seen(d, &x);
	if (x.withdrawn_at.ms)
		reply_status(c, 410);
	frame_begin(&p, d, c, TAB_HOME);
	frame_of(&p)->is_noindex = true;
	if (x.withdrawn_at.ms)
		touch_gone_page(&p, &v);
	else
		touch_open_page(&p, &v);
}

/* ---- the desk ---- */

static struct day day_or(struct day x, int otherwise)
{
	return day_is_none(x) ? (struct day){ otherwise } : x;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct form f = form_of(c);
	struct touch_list_view v = { .tenant = d->tenant, .from_on = day_or(form_day(&f, "from", false), d->today.n - DAYS),
		.until_on = day_or(form_day(&f, "until", false), d->today.n) };
	v.n = touch_sums(d, v.from_on, v.until_on, &v.sum);
	for (size_t i = 0; i < v.n; i++) {
		v.all.seen_n += v.sum[i].seen_n;
		v.all.ask_n += v.sum[i].ask_n;
		v.all.join_n += v.sum[i].join_n;
	}
	frame_begin(&p, d, c, TAB_FAMILY);
	touch_list_page(&p, &v);
}

static void form_page(struct desk *d, struct call *c, struct touch_form_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = v->touch ? arena_fmt(d->arena, "/desk/touch/%s", id_text(d->arena, v->touch->touch_id.v).s) : STR("/desk/touch");
	if (v->form)
		frame_complaints(&p, v->form);
	touch_form_page(&p, v);
}

static void show_new(struct desk *d, struct call *c)
{
	form_page(d, c, &(struct touch_form_view){ .form = NULL });
}

/* Where the asker could not see it afterwards, it cannot be put. */
static struct touch_new read_form(struct desk *d, struct form *f)
{
	static const char *const kind[] = { "handbook", "clinic", "office", "nursery", "school", "site", "shop", "company", "other", NULL };
	struct touch_new v = { .name = form_text(f, "name", NAME_MOST, true), .area_id = { form_id(f, "area", false) } };
	int i = form_choice(f, "kind", kind, true);
	const struct tenant_area *area = tenant_area_of(d->tenant, v.area_id);
	v.kind = str_of(kind[i < 0 ? 0 : i]);
	if (v.area_id.v && (!area || !may(d, MAY_TOUCH, &(struct thing){ .operator_id = area->operator_id, .area_id = area->area_id })))
		form_complain(f, "area", COMPLAINT_NOT_CHOICE);
	return v;
}

static void make(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct touch_new v = read_form(d, &f);
	if (!form_is_fine(&f)) {
		desk_refuse(d);
		reply_status(c, 422);
		form_page(d, c, &(struct touch_form_view){ .form = &f, .typed = c });
		return;
	}
	reply_see_other(c, arena_fmt(d->arena, "/desk/touch/%s", id_text(d->arena, touch_add(d, &v).v).s));
}

static bool touch_here(struct desk *d, struct call *c, struct touch_row *ret)
{
	struct touch_id id;
	bool is_there = id_parse(c->part[0], &id.v) && touch_for_staff(d, id, ret) == TOUCH_OK;
	if (!is_there)
		refuse_missing(d, c);
	return is_there;
}

static struct str link_of(const struct desk *d, const struct touch_row *x)
{
	return arena_fmt(d->arena, "%.*s/q/%.*s", STR_ARG(d->site), STR_ARG(x->token));
}

static void show_one(struct desk *d, struct call *c)
{
	struct page p;
	struct touch_row x;
	struct touch_sum *sum;
	if (!touch_here(d, c, &x))
		return;
	struct touch_one_view v = { .tenant = d->tenant, .touch = &x, .link = link_of(d, &x), .from_on = { d->today.n - DAYS }, .until_on = d->today };
	size_t n = touch_sums(d, v.from_on, v.until_on, &sum);
	for (size_t i = 0; i < n; i++)
		if (sum[i].touch.touch_id.v == x.touch_id.v)
			v.sum = sum[i];
	v.day_n = touch_days(d, x.touch_id, v.from_on, v.until_on, &v.day);
	qr_path(d->arena, v.link, &v.qr_path, &v.qr_n);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/touch");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	touch_one_page(&p, &v);
}

static void show_edit(struct desk *d, struct call *c)
{
	struct touch_row x;
	if (touch_here(d, c, &x))
		form_page(d, c, &(struct touch_form_view){ .touch = &x });
}

static void edit(struct desk *d, struct call *c)
{
	struct touch_row x;
	if (!touch_here(d, c, &x))
		return;
	struct form f = form_of(c);
	struct touch_new v = read_form(d, &f);
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum touch_refusal r = form_is_fine(&f) ? touch_edit(d, &x, &v, version_n) : TOUCH_OK;
	if (form_is_fine(&f) && r == TOUCH_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/touch/%s?done=1", id_text(d->arena, x.touch_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == TOUCH_OK ? 422 : 409);
	form_page(d, c, &(struct touch_form_view){ .form = &f, .typed = c, .touch = &x, .is_changed = r == TOUCH_CHANGED });
}

static void withdraw(struct desk *d, struct call *c)
{
	struct touch_row x;
	if (!touch_here(d, c, &x))
		return;
	touch_withdraw(d, &x, str_is(form_value(c, "on"), "1"));
	reply_see_other(c, arena_fmt(d->arena, "/desk/touch/%s?done=1", id_text(d->arena, x.touch_id.v).s));
}

/* ---- paper ---- */

struct printing { struct desk_later later; struct touch_poster poster; bool is_card; };

static void print(struct desk *d, struct call *c, struct desk_later *later)
{
	struct printing *x = (struct printing *)later;
	struct str pdf = x->is_card ? touch_poster_cards(d->arena, &x->poster) : touch_poster_sheet(d->arena, &x->poster);
	if (!pdf.n) {
		refuse_fault(d, c);
		return;
	}
	reply_file(c, pdf, "application/pdf", x->is_card ? "cards.pdf" : "poster.pdf");
}

static void send_paper(struct desk *d, struct call *c)
{
	struct touch_row x;
	enum lang lang;
	struct printing *to = ARENA_NEW(d->arena, struct printing);
	struct out foot = { .arena = d->arena };
	if (!touch_here(d, c, &x))
		return;
	if (!lang_parse(form_value(c, "lang"), &lang))
		lang = LANG_JA;
	struct page p = { .out = &foot, .base = d->base, .lang = lang };
	touch_poster_foot(&p, d->tenant);
	to->poster = (struct touch_poster){ .heading = frame_words(d, lang, touch_poster_heading), .lead = frame_words(d, lang, touch_poster_lead),
		.scan = frame_words(d, lang, touch_poster_scan), .foot = str_trim(out_done(&foot)), .url = link_of(d, &x), .lang = lang_html(lang),
		.hue = d->tenant->hue };
	to->is_card = str_is(form_value(c, "form"), "card");
	to->later = (struct desk_later){ .run = print, .is_slow = true };
	d->later = &to->later;
}

const struct route touch_routes[] = {
	{ METHOD_GET, "/q/{token}", MAY_READ_SITE, open, .holes = "token:touch" },
	{ METHOD_GET, "/desk/touch", MAY_TOUCH, show_list, .room = NULL },
	{ METHOD_GET, "/desk/touch/new", MAY_TOUCH, show_new, .room = NULL },
	{ METHOD_POST, "/desk/touch/new", MAY_TOUCH, make, .sample = "name=Hall&kind=office" },
	{ METHOD_GET, "/desk/touch/{touch}", MAY_TOUCH, show_one, .holes = "touch" },
	{ METHOD_GET, "/desk/touch/{touch}/edit", MAY_TOUCH, show_edit, .holes = "touch" },
	{ METHOD_POST, "/desk/touch/{touch}/edit", MAY_TOUCH, edit, .sample = "version=1&name=Hall&kind=clinic", .holes = "touch" },
	{ METHOD_POST, "/desk/touch/{touch}/withdraw", MAY_TOUCH, withdraw, .sample = "on=1", .holes = "touch" },
	{ METHOD_GET, "/desk/touch/{touch}/paper", MAY_TOUCH, send_paper, .holes = "touch" },
};
const size_t touch_route_n = sizeof touch_routes / sizeof *touch_routes;

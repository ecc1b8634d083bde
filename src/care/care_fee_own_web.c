/* The family's front of money: prices before asking, statements and receipts after; and the helper's own year. */
#include "care/care_fee.page.h"
#include "care/care_fee_web.h"
#include "care/care_fee_money.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

int64_t care_fee_left_yen(const struct care_fee_row *x)
{
	return (x->is_live ? x->family_yen : 0) - x->paid_yen;
}

void care_fee_line_fill(struct desk *d, const struct care_fee_row *row, struct care_fee_line_of *ret)
{
	*ret = (struct care_fee_line_of){ .row = *row };
	care_fee_lines_read(row->lines, &ret->fee);
	family_by_id(d, row->family_id, &ret->family);
	ret->has_person = row->person_id.v && staff_person_by_id(d, row->person_id, &ret->person);
	ret->paid_n = row->paid_yen ? care_paid_of(d, row->fee_id, &ret->paid) : 0;
}

/* ---- before asking ---- */

/* "09:30" of that day. */
static struct moment clock_on(struct form *f, const char *name, struct day on)
{
	struct str rest = form_text(f, name, 5, true), hour, minute;
	int64_t h, m;
	if (str_cut(&rest, ':', &hour) && str_cut(&rest, ':', &minute) && str_int(hour, &h) && str_int(minute, &m) && h >= 0 && h <= 24 && m >= 0
		&& m < 60 && !day_is_none(on))
		return day_moment(on, (int)(h * 60 + m));
	if (form_complaint(f, name) == COMPLAINT_NONE)
		form_complain(f, name, COMPLAINT_WRONG);
	return MOMENT_NONE;
}

static void try(struct desk *d, struct form *f, struct care_fee_open_view *v)
{
	struct day on = form_day(f, "on", true);
	struct care_fee_ask ask = { .from_at = clock_on(f, "from", on), .until_at = clock_on(f, "until", on),
		.child_n = form_int(f, "children", 1, CARE_FEE_CHILDREN, false), .holidays = care_fee_holidays(d) };
	ask.child_n = ask.child_n ? ask.child_n : 1;
	if (!form_is_fine(f))
		return;
	v->has_fee = care_fee_estimate(d, &ask, &v->fee, &v->refusal) == CARE_FEE_FINE;
	v->has_refusal = !v->has_fee;
}

static void show_open(struct desk *d, struct call *c)
{
	struct page p;
	struct form f = form_of(c);
	struct care_fee_open_view v = { .tenant = d->tenant, .today = d->today, .call = c };
	v.has_rule = care_fee_rule_on(d, d->today, &v.rule);
	if (form_value(c, "from").s) {
		v.form = &f;
		try(d, &f, &v);
	}
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/me");
	if (v.form)
		frame_complaints(&p, v.form);
	care_fee_open_page(&p, &v);
}

const struct care_fee_open_view *care_fee_before(struct desk *d, const struct care_request_row *x)
{
	struct care_fee_open_view *v = ARENA_NEW(d->arena, struct care_fee_open_view);
	struct care_fee_ask ask = { .from_at = x->from_at, .until_at = x->until_at, .child_n = x->child_n > 0 ? x->child_n : 1,
		.holidays = care_fee_holidays(d) };
	*v = (struct care_fee_open_view){ .tenant = d->tenant, .today = d->today };
	v->has_rule = care_fee_rule_on(d, x->from_at.ms ? day_of(x->from_at) : d->today, &v->rule);
	if (v->has_rule && x->from_at.ms && x->until_at.ms) {
		v->has_fee = care_fee_estimate(d, &ask, &v->fee, &v->refusal) == CARE_FEE_FINE;
		v->has_refusal = !v->has_fee;
	}
	return v;
}

/* ---- after the visit ---- */

static void show_own(struct desk *d, struct call *c)
{
	struct page p;
	struct care_fee_row *row = NULL;
	struct care_fee_own_view v = { .tenant = d->tenant };
	struct family_guardian_row g;
	if (family_of_account(d, d->who.account_id, &g))
		v.line_n = care_fee_list_of_family(d, g.family_id, &row);
	v.line = ARENA_ARRAY(d->arena, struct care_fee_line_of, v.line_n + 1);
	for (size_t i = 0; i < v.line_n; i++) {
		v.line[i].row = row[i];
		care_fee_lines_read(row[i].lines, &v.line[i].fee);
		v.owed_yen += care_fee_left_yen(&row[i]) > 0 ? care_fee_left_yen(&row[i]) : 0;
	}
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/me");
	care_fee_own_page(&p, &v);
}

static bool own_of(struct desk *d, struct call *c, struct care_fee_line_of *ret)
{
	struct fee_id fee_id;
	struct care_fee_row row;
	if (id_parse(c->part[0], &fee_id.v) && care_fee_for_family(d, fee_id, &row) == CARE_FEE_FINE) {
		care_fee_line_fill(d, &row, ret);
		return true;
	}
	refuse_missing(d, c);
	return false;
}

static void show_mine(struct desk *d, struct call *c)
{
	struct page p;
	struct care_fee_line_of x;
	if (!own_of(d, c, &x))
		return;
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/me/fee");
	care_fee_mine_page(&p, &(struct care_fee_own_view){ .tenant = d->tenant, .line = &x, .line_n = 1 });
}

static void send_mine(struct desk *d, struct call *c)
{
	struct care_fee_line_of *x = ARENA_NEW(d->arena, struct care_fee_line_of);
	if (!own_of(d, c, x))
		return;
	if (!x->paid_n) {
		refuse_missing(d, c);
		return;
	}
	care_fee_send_receipt(d, c, x);
}

/* ---- the helper ---- */

static void show_earned(struct desk *d, struct call *c)
{
	struct page p;
	struct staff_person person;
	struct care_fee_row *row;
	struct form f = form_of(c);
	struct care_fee_year_view v = { .tenant = d->tenant, .year_n = form_int(&f, "year", 2000, 2200, false) };
	if (!v.year_n)
		v.year_n = day_split(d->today).year;
	v.has_person = staff_person_of_account(d, d->who.account_id, &person);
	if (v.has_person) {
		v.own = care_fee_year_of_person(d, person.person_id, v.year_n);
		v.line_n = care_fee_list_of_person(d, person.person_id, &row);
	}
	v.line = ARENA_ARRAY(d->arena, struct care_fee_line_of, v.line_n + 1);
	for (size_t i = 0; i < v.line_n; i++) {
		v.line[i].row = row[i];
		care_fee_lines_read(row[i].lines, &v.line[i].fee);
	}
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	care_fee_earned_page(&p, &v);
}

const struct route care_fee_own_routes[] = {
	{ METHOD_GET, "/care/fee", MAY_READ_SITE, show_open, .room = "care" },
	{ METHOD_GET, "/me/fee", MAY_FEE_OWN, show_own, .room = "care" },
	{ METHOD_GET, "/me/fee/{fee}", MAY_FEE_OWN, show_mine, .room = "care", .holes = "fee" },
	{ METHOD_GET, "/me/fee/{fee}/receipt", MAY_FEE_OWN, send_mine, .room = "care", .holes = "fee:paid" },
	{ METHOD_GET, "/help/pay", MAY_FEE_EARNED, show_earned, .room = "care" },
};
const size_t care_fee_own_route_n = sizeof care_fee_own_routes / sizeof *care_fee_own_routes;

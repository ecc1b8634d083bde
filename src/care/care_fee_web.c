/* The desk's front of one statement: what it says, money that came, mending, the receipt. */
#include "care/care_fee_web.h"
#include "care/care_web.h"
#include "care/care_fee_money.page.h"
#include "care/care_fee_out.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { NOTE_MOST = 500, MOST_YEN = 1000000 };
static const char *const ways[] = { "cash", "transfer", "other", NULL };

static void draw(struct desk *d, struct call *c, struct care_fee_view *v)
{
	struct page p;
	struct care_fee_row *all;
	size_t n = care_fee_list_of_family(d, v->line.row.family_id, &all);
	v->tenant = d->tenant;
	v->today = d->today;
	v->may_pay = may_ever(d, MAY_FEE_PAY);
	v->other = ARENA_ARRAY(d->arena, struct care_fee_row, n + 1);
	for (size_t i = 0; i < n; i++)
		if (v->line.row.assignment_id.v && all[i].assignment_id.v == v->line.row.assignment_id.v)
			v->other[v->other_n++] = all[i];
	frame_begin(&p, d, c, TAB_NONE);
	frame_of(&p)->back = may_ever(d, MAY_FEE_MONTH) ? arena_fmt(d->arena, "/desk/fee?month=%lld", (long long)v->line.row.month_n) : STR("/desk");
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_fee_one_page(&p, v);
}

static bool fee_of(struct desk *d, struct call *c, enum may act, struct care_fee_view *v)
{
	struct fee_id fee_id;
	struct care_fee_row row;
	if (id_parse(c->part[0], &fee_id.v) && care_fee_for_staff(d, (int)act, fee_id, &row) == CARE_FEE_FINE) {
		care_fee_line_fill(d, &row, &v->line);
		return true;
	}
	refuse_missing(d, c);
	return false;
}

static void show(struct desk *d, struct call *c)
{
	struct care_fee_view v = { .form = NULL };
	if (!fee_of(d, c, MAY_FEE_READ, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("fee.read"), .kind = STR("fee"), .subject_id = v.line.row.fee_id.v, .is_awaited = true });
	draw(d, c, &v);
}

static void refused(struct desk *d, struct call *c, struct care_fee_view *v, struct form *f)
{
	desk_refuse(d);
	v->form = f;
	v->call = c;
	reply_status(c, v->end == CARE_FEE_REVERSED ? 409 : 422);
	draw(d, c, v);
}

static void pay(struct desk *d, struct call *c)
{
	struct care_fee_view v = { .form = NULL };
	if (!fee_of(d, c, MAY_FEE_PAY, &v))
		return;
	struct form f = form_of(c);
	int64_t yen = form_int(&f, "yen", -MOST_YEN, MOST_YEN, true);
	struct day on = form_day(&f, "paid-on", true);
	int way = form_choice(&f, "way", ways, true);
	if (form_is_fine(&f))
		v.end = care_paid_take(d, &v.line.row, yen, on, str_of(ways[way]));
	if (form_is_fine(&f) && v.end == CARE_FEE_FINE) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/fee/%s?done=1", id_text(d->arena, v.line.row.fee_id.v).s));
		return;
	}
	refused(d, c, &v, &f);
}

static int minute_of(struct form *f, const char *name)
{
	struct str rest = form_text(f, name, 5, false), hour, minute;
	int64_t h, m;
	if (!rest.n)
		return -1;
	if (str_cut(&rest, ':', &hour) && str_cut(&rest, ':', &minute) && str_int(hour, &h) && str_int(minute, &m) && h >= 0 && h <= 24 && m >= 0 && m < 60)
		return (int)(h * 60 + m);
	form_complain(f, name, COMPLAINT_WRONG);
	return -1;
}

static void mend(struct desk *d, struct call *c)
{
	struct care_fee_view v = { .form = NULL };
	struct fee_id fee_id;
	if (!fee_of(d, c, MAY_FEE_PAY, &v))
		return;
	struct form f = form_of(c);
	struct care_fee_mend m = { .child_n = form_int(&f, "children", 1, CARE_FEE_CHILDREN, false), .way_yen = form_int(&f, "transport", 0, 100000, false),
		.way_metre_n = care_form_metres(&f, "km"),
		.is_absent = form_is_on(&f, "absent"), .note = form_text(&f, "note", NOTE_MOST, true) };
	int from = minute_of(&f, "from"), until = minute_of(&f, "until");
	if ((from < 0) != (until < 0))
		form_complain(&f, from < 0 ? "from" : "until", COMPLAINT_MISSING);
	m.child_n = m.child_n ? m.child_n : v.line.row.child_n;
	if (from >= 0 && until >= 0) {
		m.from_at = day_moment(v.line.row.visit_on, from);
		m.until_at = day_moment(v.line.row.visit_on, until);
	}
	if (form_is_fine(&f))
		v.end = care_fee_mend(d, &v.line.row, &m, &fee_id, &v.refusal);
	if (form_is_fine(&f) && v.end == CARE_FEE_FINE) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/fee/%s?done=1", id_text(d->arena, fee_id.v).s));
		return;
	}
	refused(d, c, &v, &f);
}

/* ---- the receipt ---- */

struct printing { struct desk_later later; struct care_paper paper; };

static void print(struct desk *d, struct call *c, struct desk_later *later)
{
	struct str pdf = care_fee_paper(d->arena, &((struct printing *)later)->paper, 1);
	if (!pdf.n) {
		refuse_fault(d, c);
		return;
	}
	reply_file(c, pdf, "application/pdf", "receipt.pdf");
}

void care_fee_send_receipt(struct desk *d, struct call *c, const struct care_fee_line_of *x)
{
	struct printing *to = ARENA_NEW(d->arena, struct printing);
	(void)c;
	to->paper = care_fee_receipt(d, x);
	to->later = (struct desk_later){ .run = print, .is_slow = true };
	d->later = &to->later;
}

static void send(struct desk *d, struct call *c)
{
	struct care_fee_view v = { .form = NULL };
	if (!fee_of(d, c, MAY_FEE_READ, &v))
		return;
	if (!v.line.paid_n) {
		refuse_missing(d, c);
		return;
	}
	care_fee_send_receipt(d, c, &v.line);
}

const struct route care_fee_routes[] = {
	{ METHOD_GET, "/desk/fee/{fee}", MAY_FEE_READ, show, .room = "care", .holes = "fee" },
	{ METHOD_POST, "/desk/fee/{fee}/paid", MAY_FEE_PAY, pay, .room = "care", .sample = "yen=100&paid-on=2026-11-25&way=cash", .holes = "fee" },
	{ METHOD_POST, "/desk/fee/{fee}/mend", MAY_FEE_PAY, mend, .room = "care", .sample = "note=Once+more",
		.holes = "fee" },
	{ METHOD_GET, "/desk/fee/{fee}/receipt", MAY_FEE_READ, send, .room = "care", .holes = "fee:paid" },
};
const size_t care_fee_route_n = sizeof care_fee_routes / sizeof *care_fee_routes;

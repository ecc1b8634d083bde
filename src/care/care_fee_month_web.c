/* The desk's front of a month: the three amounts, who is paid what, papers and tables, and the closing by a person. */
#include "care/care_fee_web.h"
#include "care/care_fee_money.page.h"
#include "care/care_fee_out.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { FIRST_MONTH = 200001, LAST_MONTH = 299912, HUNDRED = 100, MONTHS = 12 };

static bool is_month(int64_t n)
{
	return n >= FIRST_MONTH && n <= LAST_MONTH && n % HUNDRED >= 1 && n % HUNDRED <= MONTHS;
}

static int64_t month_of(struct desk *d, struct call *c)
{
	int64_t n;
	return str_int(form_value(c, "month"), &n) && is_month(n) ? n : care_fee_month_of(d->today);
}

/* Families and helpers come again and again: each is asked for once. */
struct known { struct family_row *family; size_t family_n; struct staff_person *person; size_t person_n; };

static const struct family_row *family_known(struct desk *d, struct known *k, struct family_id family_id)
{
	for (size_t i = k->family_n; i-- > 0;)
		if (k->family[i].family_id.v == family_id.v)
			return &k->family[i];
	struct family_row *x = &k->family[k->family_n++];
	if (!family_by_id(d, family_id, x))
		*x = (struct family_row){ .name = STR("-") };
	x->family_id = family_id;
	return x;
}

static const struct staff_person *person_known(struct desk *d, struct known *k, struct person_id person_id)
{
	for (size_t i = 0; i < k->person_n; i++)
		if (k->person[i].person_id.v == person_id.v)
			return &k->person[i];
	struct staff_person *x = &k->person[k->person_n++];
	if (!staff_person_by_id(d, person_id, x))
		*x = (struct staff_person){ .name = STR("-") };
	x->person_id = person_id;
	return x;
}

static void read_month(struct desk *d, int64_t month_n, int64_t most_n, struct care_fee_month_view *v)
{
	struct care_fee_row *row;
	struct care_fee_rule rule;
	v->tenant = d->tenant;
	care_fee_month(d, month_n, &v->month);
	v->line_n = care_fee_month_list(d, month_n, most_n, &row);
	struct known k = { .family = ARENA_ARRAY(d->arena, struct family_row, v->line_n + 1),
		.person = ARENA_ARRAY(d->arena, struct staff_person, v->line_n + v->month.person_n + 1) };
	v->line = ARENA_ARRAY(d->arena, struct care_fee_line_of, v->line_n + 1);
	for (size_t i = 0; i < v->line_n; i++) {
		struct care_fee_line_of *x = &v->line[i];
		*x = (struct care_fee_line_of){ .row = row[i], .family = *family_known(d, &k, row[i].family_id), .has_person = row[i].person_id.v != 0 };
		care_fee_lines_read(row[i].lines, &x->fee);
		if (x->has_person)
			x->person = *person_known(d, &k, row[i].person_id);
		v->left_n += care_fee_left_yen(&row[i]) > 0 ? care_fee_left_yen(&row[i]) : 0;
	}
	v->person_n = v->month.person_n;
	v->person = ARENA_ARRAY(d->arena, struct care_fee_person_line, v->person_n + 1);
	for (size_t i = 0; i < v->person_n; i++)
		v->person[i] = (struct care_fee_person_line){ v->month.person[i], *person_known(d, &k, v->month.person[i].person_id) };
	v->after_n = care_fee_month_after(month_n);
	v->before_n = month_n % HUNDRED == 1 ? month_n - HUNDRED + MONTHS - 1 : month_n - 1;
	v->has_rule = care_fee_rule_on(d, d->today, &rule);
}

static void draw(struct desk *d, struct call *c, struct care_fee_month_view *v, int64_t month_n)
{
	struct page p;
	read_month(d, month_n, CARE_FEE_LIST_MOST, v);
	if (d->is_get)
		desk_trace(d, &(struct desk_trace){ .act = STR("fee.month"), .kind = STR("month"), .subject_id = month_n, .is_awaited = true });
	frame_begin(&p, d, c, TAB_NONE);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_fee_month_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, &(struct care_fee_month_view){ .end = CARE_FEE_FINE }, month_of(d, c));
}

static void close_month(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	int64_t month_n = form_int(&f, "month", FIRST_MONTH, LAST_MONTH, true);
	struct care_fee_month_view v = { .end = CARE_FEE_WRONG };
	if (form_is_fine(&f) && is_month(month_n))
		v.end = care_fee_month_close(d, month_n);
	if (v.end == CARE_FEE_FINE) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/fee?month=%lld&done=1", (long long)month_n));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	draw(d, c, &v, is_month(month_n) ? month_n : care_fee_month_of(d->today));
}

/* ---- the year ---- */

static void read_year(struct desk *d, int64_t year_n, struct care_fee_year_view *v)
{
	struct care_fee_by_person_row *row;
	v->tenant = d->tenant;
	v->year_n = year_n;
	v->person_n = care_fee_year(d, year_n, &row);
	v->person = ARENA_ARRAY(d->arena, struct care_fee_person_line, v->person_n + 1);
	for (size_t i = 0; i < v->person_n; i++) {
		v->person[i].sum = row[i];
		staff_person_by_id(d, row[i].person_id, &v->person[i].person);
	}
}

static void show_year(struct desk *d, struct call *c)
{
	struct page p;
	struct care_fee_year_view v = { .tenant = d->tenant };
	int64_t year_n;
	bool is_given = str_int(form_value(c, "year"), &year_n) && year_n >= 2000 && year_n <= 2200;
	read_year(d, is_given ? year_n : day_split(d->today).year, &v);
	frame_begin(&p, d, c, TAB_NONE);
	frame_of(&p)->back = STR("/desk/fee");
	care_fee_year_page(&p, &v);
}

/* ---- papers and tables ---- */

enum as { AS_PDF, AS_XLSX, AS_CSV, AS_CP932 };
struct making { struct desk_later later; struct care_paper *paper; size_t paper_n; struct sheet sheet; enum as as; const char *name; };

static void make(struct desk *d, struct call *c, struct desk_later *later)
{
	static const struct { const char *type, *ending; } kinds[] = { [AS_PDF] = { "application/pdf", "pdf" },
		[AS_XLSX] = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
		[AS_CSV] = { "text/csv; charset=utf-8", "csv" }, [AS_CP932] = { "text/csv; charset=Shift_JIS", "csv" } };
	struct making *m = (struct making *)later;
	size_t lost_n;
	struct str bytes = m->as == AS_PDF ? care_fee_paper(d->arena, m->paper, m->paper_n) : m->as == AS_XLSX ? sheet_xlsx(d->arena, &m->sheet, 1)
		: m->as == AS_CSV ? sheet_csv(d->arena, &m->sheet) : sheet_csv_cp932(d->arena, &m->sheet, &lost_n);
	if (!bytes.n) {
		refuse_fault(d, c);
		return;
	}
	reply_file(c, bytes, kinds[m->as].type, arena_fmt(d->arena, "%s.%s", m->name, kinds[m->as].ending).s);
}

/* What is asked for as paper is drawn from the same rows as the table. */
static bool choose(struct desk *d, struct call *c, int64_t month_n, struct making *m)
{
	static const char *const whats[] = { "statements", "lines", "payout", "report", "year" };
	struct care_fee_month_view *v = ARENA_NEW(d->arena, struct care_fee_month_view);
	struct care_fee_year_view year = { .tenant = d->tenant };
	struct str what = form_value(c, "what").n ? form_value(c, "what") : STR("report");
	for (size_t i = 0; i < sizeof whats / sizeof *whats; i++)
		if (str_is(what, whats[i]))
			m->name = whats[i];
	if (!m->name || (m->as == AS_PDF && (str_is(what, "lines") || str_is(what, "year"))))
		return false;
	if (str_is(what, "year")) {
		read_year(d, month_n / HUNDRED, &year);
		m->sheet = care_fee_payout_sheet(d, year.person, year.person_n);
		return true;
	}
	read_month(d, month_n, CARE_FEE_MONTH_MOST, v);
	m->paper = ARENA_NEW(d->arena, struct care_paper);
	m->paper_n = 1;
	if (str_is(what, "payout")) {
		m->sheet = care_fee_payout_sheet(d, v->person, v->person_n);
		*m->paper = care_fee_payout_paper(d, v);
	} else if (str_is(what, "report")) {
		m->sheet = care_fee_report_sheet(d, v);
		*m->paper = care_fee_report_paper(d, v);
	} else {
		m->sheet = care_fee_lines_sheet(d, v);
		m->paper_n = m->as == AS_PDF ? care_fee_statements(d, v, &m->paper) : 0;
	}
	return m->as != AS_PDF || m->paper_n > 0;
}

static void send(struct desk *d, struct call *c)
{
	static const char *const words[] = { "pdf", "xlsx", "csv", "cp932", NULL };
	struct making *m = ARENA_NEW(d->arena, struct making);
	struct form f = form_of(c);
	int as = form_value(c, "as").n ? form_choice(&f, "as", words, true) : AS_CSV;
	int64_t month_n = month_of(d, c);
	m->as = as < 0 ? AS_PDF : (enum as)as;
	if (as < 0 || !choose(d, c, month_n, m)) {
		refuse_missing(d, c);
		return;
	}
	desk_trace(d, &(struct desk_trace){ .act = STR("fee.export"), .kind = STR("month"), .subject_id = month_n, .is_awaited = true });
	m->later = (struct desk_later){ .run = make, .is_slow = true };
	d->later = &m->later;
}

const struct route care_fee_month_routes[] = {
	{ METHOD_GET, "/desk/fee", MAY_FEE_MONTH, show, .room = "care" },
	{ METHOD_POST, "/desk/fee/close", MAY_FEE_MONTH, close_month, .room = "care", .sample = "month=202001" },
	{ METHOD_GET, "/desk/fee/files", MAY_FEE_MONTH, send, .room = "care" },
	{ METHOD_GET, "/desk/fee/year", MAY_FEE_MONTH, show_year, .room = "care" },
};
const size_t care_fee_month_route_n = sizeof care_fee_month_routes / sizeof *care_fee_month_routes;

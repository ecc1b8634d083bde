/* Rows and sums for paper and tables. */
#include "care/care_fee_out.h"
#include "care/care_fee_money.page.h"
#include "base/out.h"

enum { LINES = 12, FACTS = 4, HEADS = 11, SUM_ROWS = 8 };
enum { SAID_LINES, SAID_PAYOUT, SAID_FACT, SAID_SUMS, SAID_KINDS, SAID_RECEIPT, SAID_TITLES, SAID_MORE, SAID_PARTS };

void care_fee_said_read(struct desk *d, struct care_fee_said *ret)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .base = d->base, .lang = LANG_JA };
	care_fee_words(&p);
	struct str rest = out_done(&o), line, one;
	*ret = (struct care_fee_said){ .word = { { STR_NONE } } };
	for (size_t i = 0; i < LINES && str_cut(&rest, '\n', &line);) {
		struct str words = line;
		if (!str_trim(line).n)
			continue;
		for (size_t k = 0; k < LINES && str_cut(&words, '\t', &one); k++)
			ret->word[i][k] = str_trim(one);
		i++;
	}
}

struct str care_fee_money_text(struct arena *a, int64_t yen)
{
	char plain[32], with[44];
	size_t n = (size_t)snprintf(plain, sizeof plain, "%lld", (long long)(yen < 0 ? -yen : yen)), at = 0;
	if (yen < 0)
		with[at++] = '-';
	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			with[at++] = ',';
		with[at++] = plain[i];
	}
	with[at] = 0;
	return arena_fmt(a, "%s", with);
}

struct str care_fee_day_text(struct arena *a, struct day on)
{
	struct day_parts x = day_split(on);
	return arena_fmt(a, "%04d-%02d-%02d", x.year, x.month, x.day);
}

static struct str yen_text(struct desk *d, const struct care_fee_said *w, int64_t yen)
{
	return arena_fmt(d->arena, "%s%.*s", care_fee_money_text(d->arena, yen).s, STR_ARG(w->word[SAID_TITLES][9]));
}

static struct str issuer(struct desk *d)
{
	return arena_fmt(d->arena, "%.*s\n%.*s\n%.*s", STR_ARG(d->tenant->town), STR_ARG(d->tenant->title), STR_ARG(d->tenant->phone));
}

static struct str month_text(struct desk *d, const struct care_fee_said *w, int64_t month_n)
{
	return arena_fmt(d->arena, "%lld%.*s%lld%.*s", (long long)(month_n / 100), STR_ARG(w->word[SAID_TITLES][6]), (long long)(month_n % 100),
		STR_ARG(w->word[SAID_TITLES][7]));
}

static struct str kind_text(const struct care_fee_said *w, const struct care_fee_row *x)
{
	static const char *const kinds[] = { "visit", "cancel", "registration", "reversal" };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(x->kind, kinds[i]))
			return w->word[SAID_KINDS][i];
	return x->kind;
}

/* ---- paper ---- */

static struct str part_text(struct desk *d, const struct care_fee_said *w, const struct care_fee_line *x)
{
	static const int place[CARE_FEE_KIND_N] = { [CARE_FEE_WAY] = 0, [CARE_FEE_SIBLING] = 1, [CARE_FEE_FLAT] = 2, [CARE_FEE_TIME] = 3,
		[CARE_FEE_CANCEL] = 4, [CARE_FEE_REGISTRATION] = 5 };
	struct str name = w->word[SAID_PARTS][place[x->kind]];
	if (x->kind != CARE_FEE_TIME && x->kind != CARE_FEE_FLAT)
		return name;
	return arena_fmt(d->arena, "%.*s %lld%.*s", STR_ARG(name), (long long)x->minute_n, STR_ARG(w->word[SAID_LINES][4]));
}

struct care_paper care_fee_receipt(struct desk *d, const struct care_fee_line_of *x)
{
	static const double wide[] = { 120, 50 };
	struct care_fee_said *w = ARENA_NEW(d->arena, struct care_fee_said);
	struct str *cell = ARENA_ARRAY(d->arena, struct str, 2 * (CARE_FEE_LINES + 1)), *fact = ARENA_ARRAY(d->arena, struct str, FACTS);
	struct str *head = ARENA_ARRAY(d->arena, struct str, 2);
	const struct care_paid_row *last = &x->paid[x->paid_n - 1];
	size_t n = 0;
	care_fee_said_read(d, w);
	for (; n < x->fee.line_n; n++) {
		cell[2 * n] = part_text(d, w, &x->fee.line[n]);
		cell[2 * n + 1] = yen_text(d, w, x->fee.line[n].family_yen);
	}
	cell[2 * n] = w->word[SAID_TITLES][5];
	cell[2 * n + 1] = yen_text(d, w, x->row.family_yen);
	head[0] = w->word[SAID_MORE][1];
	head[1] = w->word[SAID_TITLES][3];
	fact[0] = arena_fmt(d->arena, "%.*s  %lld-%lld", STR_ARG(w->word[SAID_RECEIPT][5]), (long long)last->year_n, (long long)last->receipt_n);
	fact[1] = arena_fmt(d->arena, "%.*s  %s", STR_ARG(w->word[SAID_RECEIPT][4]), care_fee_day_text(d->arena, last->paid_on).s);
	fact[2] = arena_fmt(d->arena, "%.*s  %s  %.*s", STR_ARG(w->word[SAID_KINDS][0]), care_fee_day_text(d->arena, x->row.visit_on).s,
		STR_ARG(x->has_person ? x->person.name : STR_NONE));
	return (struct care_paper){ .title = w->word[SAID_RECEIPT][0], .name = x->family.name, .name_after = w->word[SAID_RECEIPT][1],
		.amount = yen_text(d, w, x->row.paid_yen), .amount_note = w->word[SAID_RECEIPT][3], .issuer = issuer(d), .note = w->word[SAID_RECEIPT][2],
		.page_word = STR_NONE, .fact = fact, .fact_n = 3,
		.table = { .head = head, .wide = wide, .column_n = 2, .cell = cell, .row_n = n + 1, .is_summed = true } };
}

/* Lines come in the order of days: those of one family are looked for. */
static struct care_paper statement(struct desk *d, const struct care_fee_said *w, const struct care_fee_month_view *v, struct family_id family_id)
{
	static const double wide[] = { 30, 60, 20, 30, 30 };
	struct str *cell = ARENA_ARRAY(d->arena, struct str, CARE_PAPER_COLUMNS * (v->line_n + 1)), *fact = ARENA_ARRAY(d->arena, struct str, 1);
	struct str *head = ARENA_ARRAY(d->arena, struct str, CARE_PAPER_COLUMNS);
	struct care_paper x = { .title = w->word[SAID_TITLES][0], .name_after = w->word[SAID_RECEIPT][1], .issuer = issuer(d), .fact = fact, .fact_n = 1 };
	int64_t family_yen = 0, add_yen = 0, minute_n = 0;
	size_t n = 0;
	for (size_t i = 0; i < v->line_n; i++) {
		const struct care_fee_line_of *one = &v->line[i];
		if (one->row.family_id.v != family_id.v)
			continue;
		struct str *c = cell + CARE_PAPER_COLUMNS * n++;
		x.name = one->family.name;
		c[0] = care_fee_day_text(d->arena, one->row.visit_on);
		c[1] = arena_fmt(d->arena, "%.*s  %.*s", STR_ARG(kind_text(w, &one->row)), STR_ARG(one->has_person ? one->person.name : STR_NONE));
		c[2] = arena_fmt(d->arena, "%lld", (long long)one->row.minute_n);
		c[3] = care_fee_money_text(d->arena, one->row.add_yen);
		c[4] = care_fee_money_text(d->arena, one->row.family_yen);
		family_yen += one->row.family_yen;
		add_yen += one->row.add_yen;
		minute_n += one->row.minute_n;
	}
	struct str *sum_row = cell + CARE_PAPER_COLUMNS * n++;
	sum_row[0] = w->word[SAID_TITLES][5];
	sum_row[2] = arena_fmt(d->arena, "%lld", (long long)minute_n);
	sum_row[3] = care_fee_money_text(d->arena, add_yen);
	sum_row[4] = care_fee_money_text(d->arena, family_yen);
	head[0] = w->word[SAID_LINES][0], head[1] = w->word[SAID_LINES][3], head[2] = w->word[SAID_LINES][4], head[3] = w->word[SAID_TITLES][4];
	head[4] = w->word[SAID_TITLES][3];
	fact[0] = month_text(d, w, v->month.month_n);
	x.amount = yen_text(d, w, family_yen);
	x.amount_note = w->word[SAID_RECEIPT][3];
	x.table = (struct care_paper_table){ head, wide, CARE_PAPER_COLUMNS, cell, n, true };
	return x;
}

size_t care_fee_statements(struct desk *d, const struct care_fee_month_view *v, struct care_paper **ret)
{
	struct care_fee_said *w = ARENA_NEW(d->arena, struct care_fee_said);
	care_fee_said_read(d, w);
	*ret = ARENA_ARRAY(d->arena, struct care_paper, v->month.family_n + 1);
	for (size_t i = 0; i < v->month.family_n; i++)
		(*ret)[i] = statement(d, w, v, v->month.family[i].family_id);
	return v->month.family_n;
}

static void sheet_text(struct str *ret, const struct sheet *s, struct desk *d)
{
	for (size_t i = 0; i < s->row_n * s->column_n; i++)
		ret[i] = s->cell[i].is_number ? care_fee_money_text(d->arena, s->cell[i].n) : s->cell[i].text;
}

static struct care_paper paper_of(struct desk *d, const struct sheet *s, const struct care_fee_month_view *v, const double *wide, bool is_summed)
{
	struct care_fee_said *w = ARENA_NEW(d->arena, struct care_fee_said);
	struct str *cell = ARENA_ARRAY(d->arena, struct str, s->row_n * s->column_n + 1), *fact = ARENA_ARRAY(d->arena, struct str, 1);
	care_fee_said_read(d, w);
	sheet_text(cell, s, d);
	fact[0] = month_text(d, w, v->month.month_n);
	return (struct care_paper){ .title = s->name, .issuer = issuer(d), .page_word = w->word[SAID_MORE][2], .fact = fact, .fact_n = 1,
		.table = { cell, wide, s->column_n, cell + s->column_n, s->row_n - 1, is_summed } };
}

struct care_paper care_fee_payout_paper(struct desk *d, const struct care_fee_month_view *v)
{
	static const double wide[] = { 60, 18, 20, 24, 24, 24 };
	struct sheet s = care_fee_payout_sheet(d, v->person, v->person_n);
	return paper_of(d, &s, v, wide, true);
}

struct care_paper care_fee_report_paper(struct desk *d, const struct care_fee_month_view *v)
{
	static const double wide[] = { 120, 50 };
	struct sheet s = care_fee_report_sheet(d, v);
	return paper_of(d, &s, v, wide, false);
}

/* ---- tables ---- */

static struct sheet_cell number(int64_t n)
{
	return (struct sheet_cell){ .n = n, .is_number = true };
}

struct sheet care_fee_lines_sheet(struct desk *d, const struct care_fee_month_view *v)
{
	struct care_fee_said *w = ARENA_NEW(d->arena, struct care_fee_said);
	struct sheet_cell *cell = ARENA_ARRAY(d->arena, struct sheet_cell, HEADS * (v->line_n + 2));
	care_fee_said_read(d, w);
	for (size_t c = 0; c < HEADS; c++)
		cell[c].text = w->word[SAID_LINES][c];
	for (size_t i = 0; i < v->line_n; i++) {
		const struct care_fee_line_of *x = &v->line[i];
		struct sheet_cell *c = cell + HEADS * (i + 1);
		c[0].text = care_fee_day_text(d->arena, x->row.visit_on);
		c[1].text = x->family.name;
		c[2].text = x->has_person ? x->person.name : STR_NONE;
		c[3].text = kind_text(w, &x->row);
		c[4] = number(x->row.minute_n);
		c[5] = number(x->row.child_n);
		c[6] = number(x->row.family_yen);
		c[7] = number(x->row.add_yen);
		c[8] = number(x->row.helper_yen);
		c[9] = number(x->row.paid_yen);
		c[10].text = x->row.note;
	}
	return (struct sheet){ w->word[SAID_TITLES][0], cell, HEADS, v->line_n + 1 };
}

struct sheet care_fee_payout_sheet(struct desk *d, const struct care_fee_person_line *person, size_t n)
{
	enum { COLUMNS = 6 };
	struct care_fee_said *w = ARENA_NEW(d->arena, struct care_fee_said);
	struct sheet_cell *cell = ARENA_ARRAY(d->arena, struct sheet_cell, COLUMNS * (n + 2));
	struct care_fee_by_person_row all = { .fee_n = 0 };
	care_fee_said_read(d, w);
	for (size_t c = 0; c < COLUMNS; c++)
		cell[c].text = w->word[SAID_PAYOUT][c];
	for (size_t i = 0; i <= n; i++) {
		const struct care_fee_by_person_row *x = i < n ? &person[i].sum : &all;
		struct sheet_cell *c = cell + COLUMNS * (i + 1);
		c[0].text = i < n ? person[i].person.name : w->word[SAID_TITLES][5];
		c[1] = number(x->fee_n), c[2] = number(x->minute_n), c[3] = number(x->family_yen), c[4] = number(x->add_yen), c[5] = number(x->helper_yen);
		all.fee_n += x->fee_n;
		all.minute_n += x->minute_n;
		all.family_yen += x->family_yen;
		all.add_yen += x->add_yen;
		all.helper_yen += x->helper_yen;
	}
	return (struct sheet){ w->word[SAID_TITLES][1], cell, COLUMNS, n + 2 };
}

static struct str use_text(struct desk *d, const struct care_fee_uses_of_row *x, bool is_minutes)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .base = d->base, .lang = LANG_JA };
	care_fee_use_word(&p, x->reason, is_minutes);
	return str_trim(out_done(&o));
}

/* The sums, and where the town counts why help is used, how often and how long for each reason. */
struct sheet care_fee_report_sheet(struct desk *d, const struct care_fee_month_view *v)
{
	struct care_fee_said *w = ARENA_NEW(d->arena, struct care_fee_said);
	size_t row_n = SUM_ROWS + 2 * v->month.use_n;
	struct sheet_cell *cell = ARENA_ARRAY(d->arena, struct sheet_cell, 2 * row_n), *at = cell + 2 * SUM_ROWS;
	const struct care_fee_sums_row *s = &v->month.sums;
	const int64_t n[SUM_ROWS - 1] = { s->fee_n, s->minute_n, s->family_yen, s->add_yen, s->helper_yen, s->house_yen, s->paid_yen };
	care_fee_said_read(d, w);
	cell[0].text = w->word[SAID_FACT][0];
	cell[1].text = w->word[SAID_FACT][1];
	for (size_t i = 0; i < SUM_ROWS - 1; i++) {
		cell[2 * (i + 1)].text = w->word[SAID_SUMS][i];
		cell[2 * (i + 1) + 1] = number(n[i]);
	}
	for (size_t i = 0; i < v->month.use_n; i++, at += 4) {
		at[0].text = use_text(d, &v->month.use[i], false);
		at[1] = number(v->month.use[i].visit_n);
		at[2].text = use_text(d, &v->month.use[i], true);
		at[3] = number(v->month.use[i].minute_n);
	}
	return (struct sheet){ w->word[SAID_TITLES][2], cell, 2, row_n };
}

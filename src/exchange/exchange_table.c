/* From bytes to tables: encoding, form, heading. JSON is read in exchange_json.c. */
#include "exchange/exchange_table.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "base/out.h"
#include "exchange/exchange_cell.h"
#include "exchange/exchange_json.h"
#include <string.h>

enum { HEAD_ROWS = 30, CELLS_MOST = 8000000, TABLES_MOST = 200, ABOVE_BYTES = 2000 };

/* ---- which row is the heading ---- */

static int digits(struct str s)
{
	int n = 0;
	for (size_t i = 0; i < s.n && i < 200; i++)
		n += s.s[i] >= '0' && s.s[i] <= '9';
	return n;
}

/* The same word in several columns (Y, Y, Y) counts once. */
static bool is_again(const struct str *cell, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(cell[i], cell[at]))
			return true;
	return false;
}

int exchange_heading_score(const struct exchange_words *w, const struct str *cell, size_t n)
{
	int score = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_sure;
		if (!cell[i].n || cell[i].n > 150 || is_again(cell, i))
			continue;
		int to = exchange_word(w, cell[i], &is_sure);
		score += to == TO_NOTHING ? 0 : is_sure ? 3 : 1;
		score -= digits(cell[i]) >= 4 ? 2 : 0;
	}
	return score;
}

static size_t filled(const struct csv_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->cell_n; i++)
		n += str_trim(row->cell[i]).n > 0;
	return n;
}

struct rows { struct csv_row *row; size_t n, cap; };

static void row_keep(struct arena *a, struct rows *r, const struct csv_row *row)
{
	if (r->n == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : 256;
		struct csv_row *more = ARENA_ARRAY(a, struct csv_row, cap);
		if (r->n)
			memcpy(more, r->row, r->n * sizeof *more);
		r->row = more;
		r->cap = cap;
	}
	r->row[r->n++] = *row;
}

/* P14_001,P14_002: names of fields instead of headings, above rows that are none. */
static bool is_fields(const struct csv_row *row)
{
	for (size_t i = 0; i < row->cell_n; i++) {
		struct str s = str_trim(row->cell[i]);
		if (!s.n || s.n > 30 || s.s[0] < 'A' || s.s[0] > 'z')
			return false;
		for (size_t k = 0; k < s.n; k++)
			if (!((s.s[k] >= 'a' && s.s[k] <= 'z') || (s.s[k] >= 'A' && s.s[k] <= 'Z') || (s.s[k] >= '0' && s.s[k] <= '9') || s.s[k] == '_'))
				return false;
	}
	return row->cell_n > 1;
}

/* The best of the first rows; none: -1. A word alone in its row is a title, unless all rows have but one. */
static int heading_of(const struct exchange_words *w, const struct rows *r)
{
	int best = -1, best_score = 2;
	size_t widest = 0;
	for (size_t i = 0; i < r->n && i < HEAD_ROWS; i++)
		widest = filled(&r->row[i]) > widest ? filled(&r->row[i]) : widest;
	for (size_t i = 0; i < r->n && i < HEAD_ROWS; i++) {
		int score = r->row[i].wrong || (widest > 1 && filled(&r->row[i]) < 2) ? 0 : exchange_heading_score(w, r->row[i].cell, r->row[i].cell_n);
		if (score > best_score) {
			best = (int)i;
			best_score = score;
		}
	}
	return best < 0 && r->n > 1 && is_fields(&r->row[0]) && !is_fields(&r->row[1]) ? 0 : best;
}

/* A second line of the heading: it has words only below cells that stretch over several columns. */
static bool is_second_line(const struct csv_row *head, const struct csv_row *next)
{
	bool has_words = false;
	if (next->wrong)
		return false;
	for (size_t i = 0; i < head->cell_n; i++) {
		bool is_wide = !str_trim(head->cell[i]).n || (i + 1 < head->cell_n && !str_trim(head->cell[i + 1]).n);
		bool is_filled = i < next->cell_n && str_trim(next->cell[i]).n;
		if (is_filled && !is_wide)
			return false;
		has_words = has_words || is_filled;
	}
	return has_words;
}

/* Where a table's heading stands: its line, one above it that names groups of columns, and one below it. */
struct heading { const struct csv_row *head, *above, *below; size_t from; };

static struct heading heading_at(const struct rows *r, size_t at)
{
	struct heading h = { .head = &r->row[at], .from = at + 1 };
	if (h.from < r->n && is_second_line(h.head, &r->row[h.from]))
		h.below = &r->row[h.from++];
	else if (at > 0 && !r->row[at - 1].wrong && filled(&r->row[at - 1]) > 1 && r->row[at - 1].line_n + 1 == h.head->line_n
		&& is_second_line(&r->row[at - 1], h.head))
		h.above = &r->row[at - 1];
	return h;
}

static struct str cell_of(struct arena *a, const struct csv_row *row, size_t at)
{
	return row && at < row->cell_n ? exchange_cell_clean(a, row->cell[at]) : STR_NONE;
}

static struct str heading_cell(struct arena *a, const struct heading *h, size_t at)
{
	const struct csv_row *upper = h->above ? h->above : h->head;
	struct str own = cell_of(a, upper, at), above = own, below = cell_of(a, h->above ? h->head : h->below, at);
	for (size_t i = at; (h->above || h->below) && !above.n && i > 0; i--)
		above = cell_of(a, upper, i - 1);
	if (!below.n)
		return own.n ? own : arena_fmt(a, "%s%zu", exchange_word_column, at + 1);
	return above.n ? arena_fmt(a, "%.*s %.*s", STR_ARG(above), STR_ARG(below)) : below;
}

static const char *wrong_of(enum csv_wrong wrong)
{
	static const char *const why[] = { NULL, "a quotation mark (\") of this line is never closed", "a cell is longer than 100,000 bytes",
		"the line has more than 500 cells" };
	return why[wrong];
}

static void table_fill(struct arena *a, struct exchange_table *t, const struct rows *r, size_t from, size_t to)
{
	t->line = ARENA_ARRAY(a, struct exchange_line, to - from + 1);
	for (size_t i = from; i < to; i++) {
		struct exchange_line *x = &t->line[t->line_n++];
		*x = (struct exchange_line){ .line_n = r->row[i].line_n, .wrong = wrong_of(r->row[i].wrong) };
		x->cell = r->row[i].cell;
		if (r->row[i].cell_n < t->column_n) {
			x->cell = ARENA_ARRAY(a, struct str, t->column_n);
			if (r->row[i].cell_n)
				memcpy(x->cell, r->row[i].cell, r->row[i].cell_n * sizeof *x->cell);
		}
		for (size_t k = 0; k < t->column_n; k++)
			x->cell[k] = str_trim(x->cell[k]);
	}
}

static struct str words_above(struct arena *a, const struct rows *r, size_t to)
{
	struct out out = { .arena = a };
	for (size_t i = 0; i < to; i++)
		for (size_t k = 0; k < r->row[i].cell_n && out.n < ABOVE_BYTES; k++) {
			out_str(&out, exchange_cell_cut(a, str_trim(r->row[i].cell[k]), 300));
			out_z(&out, k + 1 < r->row[i].cell_n ? " " : "\n");
		}
	return out.n ? out_done(&out) : STR_NONE;
}

/* From its heading (or the first row, where there is none) to the next table's. */
static void table_of_rows(struct arena *a, const struct rows *r, const struct heading *h, size_t to, struct exchange_table *t)
{
	size_t from = h->head ? h->from : 0;
	*t = (struct exchange_table){ .has_header = h->head != NULL };
	t->column_n = h->head ? h->head->cell_n : 0;
	for (size_t i = from; i < to; i++)
		t->column_n = r->row[i].cell_n > t->column_n ? r->row[i].cell_n : t->column_n;
	t->is_joined = h->above || h->below;
	t->key = t->label = ARENA_ARRAY(a, struct str, t->column_n + 1);
	if (t->is_joined)
		t->key = ARENA_ARRAY(a, struct str, t->column_n + 1);
	for (size_t i = 0; i < t->column_n; i++) {
		struct str own = t->is_joined ? cell_of(a, h->above ? h->head : h->below, i) : STR_NONE;
		t->label[i] = h->head ? heading_cell(a, h, i) : arena_fmt(a, "%s%zu", exchange_word_column, i + 1);
		t->key[i] = own.n ? own : t->label[i];
	}
	table_fill(a, t, r, from, to);
}

static bool is_equal(const struct csv_row *x, const struct csv_row *y)
{
	for (size_t i = 0; i < x->cell_n || i < y->cell_n; i++)
		if (!str_eq(i < x->cell_n ? str_trim(x->cell[i]) : STR(""), i < y->cell_n ? str_trim(y->cell[i]) : STR("")))
			return false;
	return true;
}

/* It has a word for names, and half of its cells are words of headings. */
static bool is_heading(const struct exchange_words *w, const struct csv_row *row)
{
	size_t known = 0, all = 0;
	bool has_name = false, is_sure;
	for (size_t i = 0; i < row->cell_n; i++) {
		struct str s = str_trim(row->cell[i]);
		int to = s.n && s.n <= 150 && !is_again(row->cell, i) ? exchange_word(w, s, &is_sure) : TO_NOTHING;
		all += s.n > 0;
		known += to != TO_NOTHING && (is_sure || digits(s) < 4);
		has_name = has_name || (to == FACT_NAME && is_sure);
	}
	return has_name && all > 2 && known * 2 >= all;
}

/* A sheet of several lists, one below the other: behind a blank line or a title there is another heading. -1: none. */
static int next_heading(const struct exchange_words *w, const struct rows *r, const struct csv_row *head, size_t from)
{
	for (size_t i = from; i < r->n; i++) {
		const struct csv_row *row = &r->row[i], *before = &r->row[i - 1];
		bool is_apart = !before->wrong && (filled(before) <= 1 || row->line_n > before->line_n + 1);
		if (!is_apart || row->wrong || is_equal(row, head) || !is_heading(w, row))
			continue;
		return (int)i;
	}
	return -1;
}

static void tables_of_rows(struct arena *a, const struct exchange_words *w, const struct rows *r, struct exchange_tables *ret)
{
	int at = heading_of(w, r);
	ret->table = ARENA_ARRAY(a, struct exchange_table, TABLES_MOST);
	do {
		struct heading h = at < 0 ? (struct heading){ 0 } : heading_at(r, (size_t)at);
		int next = at < 0 || ret->table_n + 1 == TABLES_MOST ? -1 : next_heading(w, r, h.head, h.from + 1);
		size_t to = next < 0 ? r->n : heading_at(r, (size_t)next).above ? (size_t)next - 1 : (size_t)next;
		table_of_rows(a, r, &h, to, &ret->table[ret->table_n]);
		if (!ret->table_n++ && at > 0)
			ret->table[0].above = words_above(a, r, (size_t)at);
		at = next;
	} while (at >= 0);
}

/* The rows before the heading are known only afterwards; a quote that swallows rows shows only once the heading's width is known: read again then. */
static bool rows_read(struct arena *a, const struct exchange_words *w, struct str text, struct rows *ret, struct str *ret_why)
{
	struct csv csv;
	struct csv_row row;
	size_t cells = 0;
	csv_begin(&csv, text);
	while (ret->n < HEAD_ROWS && csv_next(&csv, a, &row))
		row_keep(a, ret, &row);
	int head = heading_of(w, ret);
	csv_begin(&csv, text);
	csv.column_n = head >= 0 ? ret->row[head].cell_n : 0;
	ret->n = 0;
	while (csv_next(&csv, a, &row)) {
		row_keep(a, ret, &row);
		cells += row.cell_n;
		if (ret->n <= EXCHANGE_ROWS_MOST && cells <= CELLS_MOST)
			continue;
		*ret_why = arena_fmt(a, "it has more than %d rows or %d cells. Split it, and import the pieces one by one.", EXCHANGE_ROWS_MOST, CELLS_MOST);
		return false;
	}
	return true;
}

static bool csv_tables(struct arena *a, const struct exchange_words *w, struct str text, struct exchange_tables *ret, struct str *ret_why)
{
	struct rows rows = { 0 };
	struct csv csv;
	if (!rows_read(a, w, text, &rows, ret_why)) {
		ret->wrong = "large";
		return false;
	}
	csv_begin(&csv, text);
	ret->form = csv.separator == '\t' ? "TSV" : csv.separator == ';' ? "CSV with semicolons" : csv.separator == '|' ? "CSV with bars" : "CSV";
	tables_of_rows(a, w, &rows, ret);
	return true;
}

static struct str refusal(struct arena *a, enum encoding encoding)
{
	static const char *const why[] = {
		[ENCODING_ZIP] = "it is a ZIP archive (an Excel file is one, too), whatever its name says. Unpack it, or save the sheet as CSV, and import that.",
		[ENCODING_EXCEL] = "it is an old Excel file. Save the sheet as CSV and import that.",
		[ENCODING_PDF] = "it is a PDF. Ask its publisher for the same as CSV.",
		[ENCODING_BINARY] = "it is no text in UTF-8, UTF-16, CP932 (Shift_JIS) or EUC-JP. Save the sheet as CSV and import that.",
		[ENCODING_EMPTY] = "it is empty." };
	return arena_fmt(a, "%s", why[encoding]);
}

bool exchange_read(struct arena *a, const struct exchange_words *w, struct str bytes, struct exchange_tables *ret, struct str *ret_why)
{
	enum encoding encoding;
	struct str text;
	*ret = (struct exchange_tables){ 0 };
	if (bytes.n > EXCHANGE_BYTES_MOST) {
		ret->wrong = "large";
		*ret_why = arena_fmt(a, "it is larger than %d MB. Split it, and import the pieces one by one.", EXCHANGE_BYTES_MOST >> 20);
		return false;
	}
	if (!encoding_read(a, bytes, &encoding, &text, &ret->broken_n)) {
		ret->wrong = encoding_word(encoding);
		*ret_why = refusal(a, encoding);
		return false;
	}
	ret->encoding = encoding_word(encoding);
	struct str trimmed = str_trim(text);
	if (trimmed.s[0] == '{' || trimmed.s[0] == '[')
		return exchange_json_tables(a, text, ret, ret_why);
	if (trimmed.s[0] == '<') {
		ret->wrong = "html";
		*ret_why = STR("it is a web page or XML, not a table. Download the CSV or JSON itself.");
		return false;
	}
	return csv_tables(a, w, text, ret, ret_why);
}

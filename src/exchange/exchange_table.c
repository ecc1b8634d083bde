/* From bytes to tables: encoding, form, heading. JSON is read in exchange_json.c. */
#include "exchange/exchange_table.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "exchange/exchange_json.h"
#include <string.h>

enum { HEAD_ROWS = 30, CELLS_MOST = 8000000 };

/* ---- which row is the heading ---- */

static int digits(struct str s)
{
	int n = 0;
	for (size_t i = 0; i < s.n && i < 200; i++)
		n += s.s[i] >= '0' && s.s[i] <= '9';
	return n;
}

int exchange_heading_score(const struct exchange_words *w, const struct str *cell, size_t n)
{
	int score = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_sure;
		if (!cell[i].n || cell[i].n > 150)
			continue;
		int to = exchange_word(w, cell[i], &is_sure);
		score += to == TO_NOTHING ? 0 : is_sure ? 3 : 1;
		score -= digits(cell[i]) >= 4 ? 2 : 0;
	}
	return score;
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

/* The best of the first rows; none: -1. */
static int heading_of(const struct exchange_words *w, const struct rows *r)
{
	int best = -1, best_score = 2;
	for (size_t i = 0; i < r->n && i < HEAD_ROWS; i++) {
		int score = r->row[i].wrong ? 0 : exchange_heading_score(w, r->row[i].cell, r->row[i].cell_n);
		if (score > best_score) {
			best = (int)i;
			best_score = score;
		}
	}
	return best;
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

static struct str heading_cell(struct arena *a, const struct csv_row *head, const struct csv_row *second, size_t at)
{
	struct str own = at < head->cell_n ? str_trim(head->cell[at]) : STR_NONE, above = own;
	struct str below = second && at < second->cell_n ? str_trim(second->cell[at]) : STR_NONE;
	for (size_t i = at; second && !above.n && i > 0; i--)
		above = i - 1 < head->cell_n ? str_trim(head->cell[i - 1]) : STR_NONE;
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

static void table_fill(struct arena *a, struct exchange_table *t, const struct rows *r, size_t from)
{
	t->line = ARENA_ARRAY(a, struct exchange_line, r->n + 1);
	for (size_t i = from; i < r->n; i++) {
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

static void table_of_rows(struct arena *a, const struct exchange_words *w, const struct rows *r, struct exchange_table *t)
{
	int head = heading_of(w, r);
	size_t from = (size_t)(head + 1);
	const struct csv_row *second = head >= 0 && from < r->n && is_second_line(&r->row[head], &r->row[from]) ? &r->row[from] : NULL;
	*t = (struct exchange_table){ .has_header = head >= 0 };
	for (size_t i = head >= 0 ? (size_t)head : 0; i < r->n; i++)
		t->column_n = r->row[i].cell_n > t->column_n ? r->row[i].cell_n : t->column_n;
	t->key = t->label = ARENA_ARRAY(a, struct str, t->column_n + 1);
	for (size_t i = 0; i < t->column_n; i++)
		t->key[i] = head >= 0 ? heading_cell(a, &r->row[head], second, i) : arena_fmt(a, "%s%zu", exchange_word_column, i + 1);
	table_fill(a, t, r, from + (second != NULL));
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
	ret->form = csv.separator == '\t' ? "TSV" : csv.separator == ';' ? "CSV with semicolons" : "CSV";
	ret->table = ARENA_NEW(a, struct exchange_table);
	ret->table_n = 1;
	table_of_rows(a, w, &rows, ret->table);
	return true;
}

static struct str refusal(struct arena *a, enum encoding encoding)
{
	static const char *const why[] = {
		[ENCODING_ZIP] = "it is a ZIP archive (an Excel file is one, too), whatever its name says. Unpack it, or save the sheet as CSV, and import that.",
		[ENCODING_EXCEL] = "it is an old Excel file. Save the sheet as CSV and import that.",
		[ENCODING_PDF] = "it is a PDF. Ask its publisher for the same as CSV.",
		[ENCODING_BINARY] = "it is no text in UTF-8, UTF-16 or CP932 (Shift_JIS). Save the sheet as CSV and import that.",
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

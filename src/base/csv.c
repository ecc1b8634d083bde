/* Reading tables as text. A row is read twice at most: once as the quotes say, and when that cannot be right, only its first line counts. */
#include "base/csv.h"
#include "base/out.h"
#include <string.h>

static size_t count(struct str line, char c)
{
	size_t n = 0;
	bool in_quotes = false;
	for (size_t i = 0; i < line.n; i++) {
		in_quotes ^= line.s[i] == '"';
		n += !in_quotes && line.s[i] == c;
	}
	return n;
}

void csv_begin(struct csv *v, struct str text)
{
	static const char separator[] = { ',', '\t', ';', '|' };
	size_t sum[4] = { 0 };
	struct str rest = text, line;
	for (int i = 0; i < 10 && str_cut(&rest, '\n', &line); i++)
		for (int k = 0; k < 4; k++)
			sum[k] += count(line.n > 20000 ? (struct str){ line.s, 20000 } : line, separator[k]);
	int best = sum[1] > sum[0] && sum[1] >= sum[2] ? 1 : sum[2] > sum[0] ? 2 : !sum[0] && sum[3] ? 3 : 0;
	*v = (struct csv){ .text = text, .line = 1, .separator = separator[best] };
}

struct reading { struct csv *v; struct arena *arena; struct str cell[CSV_CELLS_MOST]; size_t cell_n, at; int64_t line; enum csv_wrong wrong; };

static bool is_end(const struct reading *r)
{
	return r->at >= r->v->text.n || r->v->text.s[r->at] == '\n' || r->v->text.s[r->at] == '\r';
}

static bool is_between(const struct reading *r)
{
	return is_end(r) || r->v->text.s[r->at] == r->v->separator;
}

static struct str plain_cell(struct reading *r)
{
	size_t from = r->at;
	while (!is_between(r))
		r->at++;
	if (r->at - from > CSV_CELL_MOST)
		r->wrong = CSV_LONG;
	return (struct str){ r->v->text.s + from, r->at - from };
}

/* Behind the opening quote. Doubled quotes need a copy; what stands behind the closing one belongs to the cell all the same. */
static struct str quoted_cell(struct reading *r)
{
	struct str t = r->v->text;
	struct out out = { .arena = r->arena };
	size_t from = r->at;
	int64_t began = r->line;
	bool is_copy = false;
	for (;; r->at++) {
		if (r->at >= t.n || r->line - began > CSV_CELL_LINES_MOST || r->at - from > CSV_CELL_MOST) {
			r->wrong = CSV_OPEN_QUOTE;
			return STR_NONE;
		}
		r->line += t.s[r->at] == '\n' || (t.s[r->at] == '\r' && (r->at + 1 == t.n || t.s[r->at + 1] != '\n'));
		if (t.s[r->at] != '"')
			continue;
		out_put(&out, t.s + from, r->at - from);
		from = r->at + 1;
		if (from >= t.n || t.s[from] != '"')
			break;
		is_copy = true;
		r->at++;
	}
	struct str whole = { t.s + from - 1 - out.n, out.n };
	r->at++;
	struct str tail = plain_cell(r);
	if (!is_copy && !tail.n)
		return whole;
	out_str(&out, tail);
	return out_done(&out);
}

static void line_end(struct reading *r)
{
	struct str t = r->v->text;
	if (r->at < t.n && t.s[r->at] == '\r')
		r->at++;
	if (r->at < t.n && t.s[r->at] == '\n')
		r->at++;
	r->line++;
}

static void row_read(struct reading *r)
{
	for (;;) {
		bool is_quoted = r->at < r->v->text.n && r->v->text.s[r->at] == '"';
		r->at += is_quoted;
		struct str cell = is_quoted ? quoted_cell(r) : plain_cell(r);
		if (r->wrong)
			return;
		if (r->cell_n == CSV_CELLS_MOST) {
			r->wrong = CSV_WIDE;
			return;
		}
		r->cell[r->cell_n++] = cell;
		if (is_end(r))
			break;
		r->at++;
	}
	line_end(r);
}

static struct str first_line(const struct csv *v)
{
	size_t n = 0;
	while (v->at + n < v->text.n && v->text.s[v->at + n] != '\n' && v->text.s[v->at + n] != '\r')
		n++;
	return (struct str){ v->text.s + v->at, n };
}

static size_t separators(struct str line, char c)
{
	size_t n = 0;
	for (size_t i = 0; i < line.n; i++)
		n += line.s[i] == c;
	return n;
}

/* A quote that was never closed ends at the next quote, some rows on: the row has then another number of cells than the heading, while its first
 * line alone has enough. */
static bool swallowed(const struct csv *v, const struct reading *r)
{
	struct str line = first_line(v);
	return v->column_n > 1 && r->line > v->line + 1 && r->cell_n != v->column_n && separators(line, '"') % 2 == 1
		&& separators(line, v->separator) + 1 >= v->column_n;
}

static bool skip_blank(struct csv *v)
{
	while (v->at < v->text.n) {
		struct str line = first_line(v);
		if (str_trim(line).n || (line.n && v->separator == '\t' && separators(line, '\t')))
			return true;
		struct reading r = { .v = v, .at = v->at + line.n, .line = v->line };
		line_end(&r);
		v->at = r.at;
		v->line = r.line;
	}
	return false;
}

/* The line alone, its quotes taken as letters: whole when it has as many cells as the heading. */
static bool line_alone(const struct csv *v, struct reading *r)
{
	struct str line = first_line(v), cell;
	r->cell_n = 0;
	r->wrong = CSV_FINE;
	for (bool has_more = v->column_n > 1; has_more;) {
		const char *end = memchr(line.s, v->separator, line.n);
		cell = (struct str){ line.s, end ? (size_t)(end - line.s) : line.n };
		has_more = end != NULL;
		line = (struct str){ line.s + cell.n + has_more, line.n - cell.n - has_more };
		if (r->cell_n == CSV_CELLS_MOST || cell.n > CSV_CELL_MOST)
			return false;
		bool is_quoted = cell.n && cell.s[0] == '"', is_closed = is_quoted && cell.n > 1 && cell.s[cell.n - 1] == '"';
		r->cell[r->cell_n++] = is_quoted ? (struct str){ cell.s + 1, cell.n - 1 - is_closed } : cell;
	}
	return r->cell_n > 1 && r->cell_n == v->column_n;
}

bool csv_next(struct csv *v, struct arena *a, struct csv_row *ret)
{
	if (!skip_blank(v))
		return false;
	struct reading r = { .v = v, .arena = a, .at = v->at, .line = v->line };
	row_read(&r);
	if (!r.wrong && swallowed(v, &r))
		r.wrong = CSV_OPEN_QUOTE;
	if (r.wrong) {
		enum csv_wrong wrong = r.wrong;
		r.at = v->at + first_line(v).n;
		r.line = v->line;
		line_end(&r);
		r.wrong = wrong == CSV_OPEN_QUOTE && line_alone(v, &r) ? CSV_FINE : wrong;
	}
	*ret = (struct csv_row){ .line_n = v->line, .wrong = r.wrong };
	if (!r.wrong) {
		ret->cell = ARENA_ARRAY(a, struct str, r.cell_n);
		memcpy(ret->cell, r.cell, r.cell_n * sizeof *ret->cell);
		ret->cell_n = r.cell_n;
	}
	v->at = r.at;
	v->line = r.line;
	return true;
}

/* ---- writing ---- */

/* A cell that a spreadsheet would take for a formula gets an apostrophe in front. Numbers (+81..., -3) are no formulas. */
static bool is_formula(struct str s)
{
	if (!s.n || !memchr("=@+-\t\r", s.s[0], 6))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!((s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '-' || s.s[i] == '.' || s.s[i] == ' '))
			return true;
	return s.s[0] != '+' && s.s[0] != '-';
}

void csv_put(struct out *o, struct str s)
{
	bool is_quoted = is_formula(s);
	for (size_t i = 0; i < s.n && !is_quoted; i++)
		is_quoted = s.s[i] == ',' || s.s[i] == '"' || s.s[i] == '\n' || s.s[i] == '\r';
	if (!is_quoted) {
		out_str(o, s);
		return;
	}
	out_z(o, is_formula(s) ? "\"'" : "\"");
	for (size_t i = 0; i < s.n; i++)
		out_put(o, s.s[i] == '"' ? "\"\"" : &s.s[i], s.s[i] == '"' ? 2 : 1);
	out_z(o, "\"");
}

/* Lists of people as offices keep them. */
#include "base/roll.h"
#include "base/encoding.h"
#include "base/fold.h"

enum { HEADING_ROWS = 10, ROWS_MOST = 200000, COLUMNS_MOST = 64 };

static bool fits(struct arena *a, struct str heading, const char *words)
{
	struct str rest = str_of(words), one, folded = fold_text(a, heading);
	while (folded.n && str_cut(&rest, '|', &one))
		if (str_eq(fold_text(a, one), folded))
			return true;
	return false;
}

/* How many columns of this row are known; their places are noted. */
static size_t read_heading(struct roll *r, const struct csv_row *row, struct str *ret_unknown)
{
	struct out unknown = { .arena = r->arena };
	size_t known_n = 0;
	for (size_t i = 0; i < COLUMNS_MOST; i++)
		r->place[i] = -1;
	for (size_t k = 0; k < row->cell_n; k++) {
		bool is_known = false;
		for (size_t i = 0; i < r->column_n && !is_known; i++)
			if (r->place[i] < 0 && fits(r->arena, str_trim(row->cell[k]), r->column[i].words)) {
				r->place[i] = (int)k;
				is_known = true;
			}
		known_n += is_known;
		if (!is_known && str_trim(row->cell[k]).n)
			out_fmt(&unknown, "%s%.*s", unknown.n ? ", " : "", STR_ARG(str_trim(row->cell[k])));
	}
	*ret_unknown = unknown.n ? out_done(&unknown) : STR_NONE;
	return known_n;
}

/* The heading is among the first rows: the one of which most columns are known. */
static bool find_heading(struct roll *r, struct str text, struct csv *ret_csv)
{
	struct csv csv;
	struct csv_row row;
	size_t best = 0, best_at = 0;
	csv_begin(&csv, text);
	for (size_t i = 0; i < HEADING_ROWS && csv_next(&csv, r->arena, &row); i++) {
		size_t n = read_heading(r, &row, &r->unknown);
		if (n > best) {
			best = n;
			best_at = i;
		}
	}
	csv_begin(ret_csv, text);
	for (size_t i = 0; best && i <= best_at && csv_next(ret_csv, r->arena, &row); i++)
		ret_csv->column_n = row.cell_n;
	if (best)
		read_heading(r, &row, &r->unknown);
	return best > 0;
}

static bool has_key(const struct roll *r, const char *key)
{
	for (size_t i = 0; i < r->column_n; i++)
		if (r->place[i] >= 0 && str_is(str_of(key), r->column[i].key))
			return true;
	return false;
}

static void take_row(struct roll *r, const struct csv_row *row)
{
	struct roll_row *x = &r->row[r->row_n++];
	x->line_n = row->line_n;
	x->cell = ARENA_ARRAY(r->arena, struct str, r->column_n);
	for (size_t i = 0; i < r->column_n; i++)
		if (r->place[i] >= 0 && (size_t)r->place[i] < row->cell_n)
			x->cell[i] = str_trim(row->cell[r->place[i]]);
	if (row->wrong != CSV_FINE)
		roll_settle(r, x, ROLL_REJECTED, STR("the row cannot be read: a quote that is never closed, or far too long a cell"));
}

bool roll_open(struct arena *a, struct str bytes, struct roll *r, const char *must, struct str *ret_why)
{
	enum encoding encoding;
	struct str text;
	struct csv csv;
	struct csv_row row;
	size_t broken_n, cap = 64;
	r->arena = a;
	bool is_text = encoding_read(a, bytes, &encoding, &text, &broken_n);
	r->encoding = encoding_word(encoding);
	if (!is_text)
		*ret_why = arena_fmt(a, "This is no table of text (it looks like %s). Save it as CSV and import that.", r->encoding);
	else if (!find_heading(r, text, &csv))
		*ret_why = STR("No heading of this file is known here. The first row must name the columns.");
	else if (!has_key(r, must))
		*ret_why = arena_fmt(a, "The column \"%s\" is missing; a heading must name it.", must);
	else {
		r->row = ARENA_ARRAY(a, struct roll_row, cap);
		while (r->row_n < ROWS_MOST && csv_next(&csv, a, &row)) {
			if (r->row_n == cap) {
				struct roll_row *more = ARENA_ARRAY(a, struct roll_row, cap * 2);
				for (size_t i = 0; i < cap; i++)
					more[i] = r->row[i];
				r->row = more;
				cap *= 2;
			}
			take_row(r, &row);
		}
		return true;
	}
	return false;
}

struct str roll_cell(const struct roll *r, const struct roll_row *row, const char *key)
{
	for (size_t i = 0; i < r->column_n; i++)
		if (str_is(str_of(key), r->column[i].key))
			return row->cell[i].n ? row->cell[i] : STR_NONE;
	return STR_NONE;
}

void roll_settle(struct roll *r, struct roll_row *row, enum roll_end end, struct str why)
{
	row->end = end;
	row->why = end == ROLL_REJECTED ? arena_str(r->arena, why) : STR_NONE;
	r->added_n += end == ROLL_ADDED;
	r->changed_n += end == ROLL_CHANGED;
	r->unchanged_n += end == ROLL_UNCHANGED;
	r->rejected_n += end == ROLL_REJECTED;
}

/* What a commit costs comes in jolts (SQLite carries its log over every few turns), so the dearest of the last ones counts, fading by a sixteenth. */
int64_t roll_pace(struct roll *r)
{
	enum { MS = 1000000, FIRST = 3 * MS, LEAST = 2 * MS, MOST = 8 * MS, WHOLE = 30 * MS };
	int64_t commit = r->turn_ns - r->piece_ns;
	r->commit_ns = commit > r->commit_ns ? commit : r->commit_ns - r->commit_ns / 16;
	int64_t next = r->turn_ns ? WHOLE - r->commit_ns : FIRST;
	r->piece_ns = next < LEAST ? LEAST : next > MOST ? MOST : next;
	return r->piece_ns;
}

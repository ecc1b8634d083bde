/* The table is taken with its sums as one larger table whose every line adds up to nothing: a hidden number must never be alone in a line, and the
 * hidden ones of a line must leave room for each other. */
#include "care/care_unmet_rules.h"
#include <string.h>

enum { ROWS = CARE_UNMET_ROWS + 1, COLUMNS = CARE_UNMET_COLUMNS + 1, ROOM = 2 };
struct grid { int64_t n[ROWS][COLUMNS]; bool hidden[ROWS][COLUMNS]; size_t row_n, column_n; };

/* A line of the grid: its last place is the sum of the others. */
struct line { int64_t *n[ROWS]; bool *hidden[ROWS]; size_t len; };

static struct line line_of(struct grid *g, size_t at)
{
	struct line x = { .len = 0 };
	bool is_row = at < g->row_n;
	size_t len = is_row ? g->column_n : g->row_n;
	for (size_t i = 0; i < len; i++) {
		x.n[x.len] = is_row ? &g->n[at][i] : &g->n[i][at - g->row_n];
		x.hidden[x.len++] = is_row ? &g->hidden[at][i] : &g->hidden[i][at - g->row_n];
	}
	return x;
}

/* What a reader knows of a hidden place: that it is no zero, if zeros were shown; here they may be hidden too, so only that it is not below zero.
 * Hidden parts add up to a known number when their sum is shown: it must be able to be split in another way. */
static bool is_safe(const struct line *x)
{
	size_t hidden_n = 0;
	int64_t parts = 0;
	for (size_t i = 0; i < x->len; i++)
		hidden_n += *x->hidden[i];
	for (size_t i = 0; i + 1 < x->len; i++)
		parts += *x->hidden[i] ? *x->n[i] : 0;
	if (hidden_n == 0)
		return true;
	if (hidden_n == 1)
		return false;
	return *x->hidden[x->len - 1] || parts >= ROOM;
}

/* One more of the line: the smallest that is shown, small sums before large ones, sums last. */
static bool hide_one(struct line *x)
{
	size_t best = x->len;
	for (size_t i = 0; i < x->len; i++) {
		if (*x->hidden[i])
			continue;
		bool is_sum = i + 1 == x->len;
		if (best == x->len || (!is_sum && (*x->n[i] > 0) > (*x->n[best] > 0)) || (!is_sum && *x->n[i] > 0 && *x->n[i] < *x->n[best]))
			best = i;
	}
	if (best == x->len)
		return false;
	*x->hidden[best] = true;
	return true;
}

static void fill(struct grid *g, const struct care_unmet_table *t)
{
	*g = (struct grid){ .row_n = t->row_n + 1, .column_n = t->column_n + 1 };
	for (size_t r = 0; r < t->row_n; r++)
		for (size_t c = 0; c < t->column_n; c++) {
			int64_t n = t->cell[r * t->column_n + c];
			g->n[r][c] = n;
			g->n[r][t->column_n] += n;
			g->n[t->row_n][c] += n;
			g->n[t->row_n][t->column_n] += n;
		}
	for (size_t r = 0; r < g->row_n; r++)
		for (size_t c = 0; c < g->column_n; c++)
			g->hidden[r][c] = g->n[r][c] >= 1 && g->n[r][c] <= CARE_UNMET_SMALL;
}

void care_unmet_hide(const struct care_unmet_table *t, struct care_unmet_mask *ret)
{
	struct grid g;
	bool is_more = true;
	fill(&g, t);
	while (is_more) {
		is_more = false;
		for (size_t at = 0; at < g.row_n + g.column_n; at++) {
			struct line x = line_of(&g, at);
			if (!is_safe(&x))
				is_more = hide_one(&x) || is_more;
		}
	}
	memset(ret, 0, sizeof *ret);
	for (size_t r = 0; r < t->row_n; r++)
		for (size_t c = 0; c < t->column_n; c++)
			ret->cell[r * t->column_n + c] = g.hidden[r][c];
	for (size_t r = 0; r < t->row_n; r++)
		ret->row[r] = g.hidden[r][t->column_n];
	for (size_t c = 0; c < t->column_n; c++)
		ret->column[c] = g.hidden[t->row_n][c];
	ret->all = g.hidden[t->row_n][t->column_n];
}

/* What was not met: no small number can be found out of a public table, by a program that subtracts and bounds whatever is shown. */
#include "directory/directory_outline.h"
#include "tests/visit.h"
#include "care/care_unmet_rules.h"
#include "tests/test.h"
#include <string.h>

enum { R = 6, C = 5, BIG = 1000000 };

static uint64_t seed = 249;
static int pick(int n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (int)((seed >> 33) % (uint64_t)n);
}

/* A reader: each place with its sums lies between two bounds, which every line that adds up narrows, until nothing moves. */
struct reader { int64_t low[R + 1][C + 1], high[R + 1][C + 1]; };

static bool narrow(int64_t *low, int64_t *high, int64_t l, int64_t h)
{
	bool is_moved = l > *low || h < *high;
	*low = l > *low ? l : *low;
	*high = h < *high ? h : *high;
	return is_moved;
}

/* place[0..n-2] add up to place[n-1]. */
static bool line(int64_t **low, int64_t **high, int n)
{
	bool is_moved = false;
	int64_t low_sum = 0, high_sum = 0;
	for (int i = 0; i + 1 < n; i++) {
		low_sum += *low[i];
		high_sum += *high[i];
	}
	is_moved = narrow(low[n - 1], high[n - 1], low_sum, high_sum);
	for (int i = 0; i + 1 < n; i++)
		is_moved = narrow(low[i], high[i], *low[n - 1] - (high_sum - *high[i]), *high[n - 1] - (low_sum - *low[i])) || is_moved;
	return is_moved;
}

static void read_all(struct reader *x)
{
	bool is_moved = true;
	for (int k = 0; is_moved && k < 200; k++) {
		int64_t *low[R + C + 2], *high[R + C + 2];
		is_moved = false;
		for (int r = 0; r <= R; r++) {
			for (int c = 0; c <= C; c++)
				low[c] = &x->low[r][c], high[c] = &x->high[r][c];
			is_moved = line(low, high, C + 1) || is_moved;
		}
		for (int c = 0; c <= C; c++) {
			for (int r = 0; r <= R; r++)
				low[r] = &x->low[r][c], high[r] = &x->high[r][c];
			is_moved = line(low, high, R + 1) || is_moved;
		}
	}
}

static bool is_hidden(const struct care_unmet_mask *m, int r, int c)
{
	return r == R ? (c == C ? m->all : m->column[c]) : c == C ? m->row[r] : m->cell[r * C + c];
}

TEST(a_program_that_subtracts_finds_no_small_number)
{
	int hidden_n = 0, shown_n = 0;
	for (int i = 0; i < 4000; i++) {
		int64_t cell[R * C], all[R + 1][C + 1];
		int rough = 1 + pick(40);
		struct care_unmet_mask m;
		struct reader x;
		memset(all, 0, sizeof all);
		for (int k = 0; k < R * C; k++) {
			cell[k] = pick(3) ? pick(rough) : 0;
			all[k / C][k % C] = cell[k];
			all[k / C][C] += cell[k];
			all[R][k % C] += cell[k];
			all[R][C] += cell[k];
		}
		care_unmet_hide(&(struct care_unmet_table){ cell, R, C }, &m);
		for (int r = 0; r <= R; r++)
			for (int c = 0; c <= C; c++) {
				bool is_gone = is_hidden(&m, r, c);
				EXPECT(is_gone || all[r][c] == 0 || all[r][c] > CARE_UNMET_SMALL);
				x.low[r][c] = is_gone ? 0 : all[r][c];
				x.high[r][c] = is_gone ? BIG : all[r][c];
				*(is_gone ? &hidden_n : &shown_n) += 1;
			}
		read_all(&x);
		for (int r = 0; r <= R; r++)
			for (int c = 0; c <= C; c++)
				if (all[r][c] >= 1 && all[r][c] <= CARE_UNMET_SMALL && x.low[r][c] == x.high[r][c])
					test_failed(__FILE__, __LINE__, "table %d: %d, %d is %lld", i, r, c, (long long)x.low[r][c]);
	}
	EXPECT(hidden_n > 1000 && shown_n > 1000);
}

TEST(a_table_of_large_numbers_is_shown_whole)
{
	int64_t cell[R * C];
	struct care_unmet_mask m;
	for (int k = 0; k < R * C; k++)
		cell[k] = k % 4 ? 10 + k : 0;
	care_unmet_hide(&(struct care_unmet_table){ cell, R, C }, &m);
	for (int r = 0; r <= R; r++)
		for (int c = 0; c <= C; c++)
			EXPECT(!is_hidden(&m, r, c));
}

/* ---- the map ---- */

static void outline_run(struct desk *d, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < d->tenant->area_n; i++) {
		int64_t west_n = 139600000 + (int64_t)i * 20000;
		directory_outline_put(d, &(struct directory_outline){ .area_id = d->tenant->area[i].area_id, .name = d->tenant->area[i].name,
			.south_n = 35600000, .north_n = 35616000, .west_n = west_n, .east_n = west_n + 20000,
			.points = arena_fmt(d->arena, "35600000,%lld 35616000,%lld 35616000,%lld 35600000,%lld", (long long)west_n, (long long)west_n,
				(long long)(west_n + 20000), (long long)(west_n + 20000)) }, 1);
	}
}

TEST(what_was_not_met_is_drawn_on_the_outlines_of_the_town_where_it_has_them)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_MANAGER);
	visit_get(v, "/desk/care/unmet");
	EXPECT(v->status == 200 && visit_has(v, "地区の図") && !visit_has(v, "<path class="));
	town_act(t, t->here, outline_run, NULL);
	visit_get(v, "/desk/care/unmet");
	EXPECT(v->status == 200 && visit_has(v, "地区の地図") && visit_has(v, "d=\"M8 ") && !visit_has(v, "地区の図"));
	visit_leave(v);
	town_leave(t);
}

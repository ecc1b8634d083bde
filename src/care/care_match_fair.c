/* Counting who carried how much, and trying what evenness costs. */
#include "care/care_match_fair.h"
#include "care/care_match.sql.h"
#include "desk/may.h"

static struct moment first_at(const struct desk *d)
{
	return day_moment((struct day){ d->today.n - CARE_FAIR_DAYS }, 0);
}

static int by_load(const void *one, const void *two)
{
	const struct care_match_fair_line *a = one, *b = two;
	return (a->minutes_n < b->minutes_n) - (a->minutes_n > b->minutes_n);
}

static void add(struct care_match_fair_line *x, const struct care_match_load_row *row)
{
	int minutes = (int)((row->until_at.ms - row->from_at.ms) / MINUTE);
	x->minutes_n += minutes;
	x->time_n++;
	x->evening_n += day_minute(row->from_at) + minutes > MATCH_EVENING;
	x->urgent_n += row->is_urgent;
}

/* Who was active at all: a helper who rests is not measured by what others did meanwhile. */
static void see_helpers(struct desk *d, struct care_match_fair *f)
{
	struct helper_line *all;
	struct care_match_load_row *row;
	struct request_id none = { 1 };                 /* every request counts; an absent id would be NULL, and equal to nothing */
	size_t row_n = care_match_load(d, first_at(d), d->now, none, &row);
	f->line_n = helper_list(d, &(struct helper_wish){ .is_active_only = true }, &all);
	f->line = ARENA_ARRAY(d->arena, struct care_match_fair_line, f->line_n + 1);
	int64_t *minutes = ARENA_ARRAY(d->arena, int64_t, f->line_n + 1);
	for (size_t i = 0; i < f->line_n; i++) {
		f->line[i].x = all[i];
		for (size_t k = 0; k < row_n; k++)
			if (row[k].person_id.v == all[i].helper.person_id.v)
				add(&f->line[i], &row[k]);
		minutes[i] = f->line[i].minutes_n;
		f->minutes_n += f->line[i].minutes_n;
		f->time_n += f->line[i].time_n;
		f->evening_n += f->line[i].evening_n;
		f->urgent_n += f->line[i].urgent_n;
	}
	for (size_t i = 0; i < f->line_n; i++)
		f->line[i].ratio = care_match_ratio(f->line[i].minutes_n, f->minutes_n, f->line_n);
	f->gini = care_match_gini(minutes, f->line_n);
	qsort(f->line, f->line_n, sizeof *f->line, by_load);
}

/* ---- requests ---- */

static struct care_match_fair_area *area_of(struct care_match_fair *f, struct area_id area_id)
{
	for (size_t i = 0; i < f->area_n; i++)
		if (f->area[i].area->area_id.v == area_id.v)
			return &f->area[i];
	return NULL;
}

static void see_requests(struct desk *d, struct care_match_fair *f)
{
	struct care_match_ends_row *row;
	size_t n = care_match_ends(d, first_at(d), d->now, &row), wait_n = 0;
	int64_t *wait = ARENA_ARRAY(d->arena, int64_t, n + 1);
	f->area_n = d->tenant->area_n;
	f->area = ARENA_ARRAY(d->arena, struct care_match_fair_area, f->area_n + 1);
	for (size_t i = 0; i < f->area_n; i++)
		f->area[i].area = &d->tenant->area[i];
	for (size_t i = 0; i < n; i++) {
		struct care_match_fair_area *area = area_of(f, row[i].area_id);
		bool is_served = row[i].filled_at.ms && !str_is(row[i].state, "cancelled"), is_over = is_served || str_is(row[i].state, "unfilled");
		f->asked_n++;
		f->ended_n += is_over;
		f->served_n += is_served;
		if (area && is_over) {
			area->asked_n++;
			area->served_n += is_served;
		}
		if (is_served)
			wait[wait_n++] = (row[i].filled_at.ms - row[i].asked_at.ms) / HOUR;
	}
	f->wait_half_n = care_match_middle(wait, wait_n);
	f->wait_most_n = wait_n ? wait[wait_n - 1] : 0;
}

static void see_families(struct desk *d, struct care_match_fair *f)
{
	struct care_match_pairs_row *row;
	size_t n = care_match_pairs(d, first_at(d), d->now, &row);
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && row[end].family_id.v == row[i].family_id.v)
			end++;
		f->family_n++;
		f->family_by[end - i > 3 ? 3 : end - i - 1]++;
		i = end;
	}
}

/* ---- the price ---- */

/* What the first costs apart from evenness, or -1 when nobody can. */
static int plain_cost(const struct care_match *m, int64_t *ret_person)
{
	const struct match_result *x = m->n ? &m->result[0] : NULL;
	if (!x || x->reason_n)
		return -1;
	*ret_person = m->facts[x->helper].person_id;
	return x->cost - x->term[MATCH_T_LOAD] - x->term[MATCH_T_EVENING] - x->term[MATCH_T_URGENT];
}

static void try_request(struct desk *d, struct request_id request_id, struct care_match_fair *f)
{
	struct care_request_row x;
	struct care_match with, without;
	struct match_weights fair = care_match_weights(d), plain = fair;
	int64_t one = 0, other = 0;
	plain.fairness = 0;
	if (!care_request_of(d, request_id, &x) || !care_match_run(d, &x, &fair, &with))
		return;
	without = with;
	without.result = ARENA_ARRAY(d->arena, struct match_result, with.n + 1);
	care_match_rank(&with.ask, with.facts, with.n, &plain, without.result);
	int a = plain_cost(&with, &one), b = plain_cost(&without, &other);
	if (a < 0 || b < 0)
		return;
	f->tried_n++;
	f->changed_n += one != other;
	f->with_n += a;
	f->without_n += b;
}

void care_match_fair(struct desk *d, struct care_match_fair *ret)
{
	struct care_match_requests_row *row;
	*ret = (struct care_match_fair){ .line_n = 0 };
	see_helpers(d, ret);
	see_requests(d, ret);
	see_families(d, ret);
	size_t n = care_match_requests(d, d->now, CARE_FAIR_TRIED, &row);
	for (size_t i = 0; i < n; i++)
		try_request(d, row[i].request_id, ret);
}

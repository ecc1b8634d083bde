/* The order of a day's visits. */
#include "visit/visit_rules.h"
#include <math.h>

static bool is_known(const struct visit_stop *x)
{
	return x->lat_n || x->lon_n;
}

int64_t visit_metres(const struct visit_stop *a, const struct visit_stop *b)
{
	const double metres = 6371008.8, part = 3.14159265358979323846 / 180e6;
	if (!is_known(a) || !is_known(b))
		return 0;
	double north = (double)(b->lat_n - a->lat_n) * part;
	double east = (double)(b->lon_n - a->lon_n) * part * cos((double)(a->lat_n + b->lat_n) / 2 * part);
	return (int64_t)(metres * sqrt(north * north + east * east) + 0.5);
}

int64_t visit_road_metres(const struct visit_stop *stop, const size_t *order, size_t n)
{
	const struct visit_stop *last = NULL;
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		const struct visit_stop *x = &stop[order ? order[i] : i];
		if (!is_known(x))
			continue;
		sum += last ? visit_metres(last, x) : 0;
		last = x;
	}
	return sum;
}

struct search { const struct visit_stop *stop; size_t n; size_t *now, *best; int64_t best_n; bool used[VISIT_STOPS]; };

static bool may_change(const struct visit_stop *stop, size_t a, size_t b)
{
	return a == b || (!stop[a].is_fixed && !stop[b].is_fixed && stop[a].minutes == stop[b].minutes);
}

/* Every order; at most VISIT_TRIED stops may change, so this ends. */
static void try_at(struct search *s, size_t at)
{
	if (at == s->n) {
		int64_t way = visit_road_metres(s->stop, s->now, s->n);
		if (way >= s->best_n)
			return;
		s->best_n = way;
		for (size_t i = 0; i < s->n; i++)
			s->best[i] = s->now[i];
		return;
	}
	for (size_t k = 0; k < s->n; k++) {
		if (s->used[k] || !may_change(s->stop, at, k))
			continue;
		s->used[k] = true;
		s->now[at] = k;
		try_at(s, at + 1);
		s->used[k] = false;
	}
}

/* At each time the nearest of those that may go there. */
static void go_nearest(struct search *s)
{
	for (size_t at = 0; at < s->n; at++) {
		size_t best = at;
		int64_t best_n = INT64_MAX;
		for (size_t k = 0; k < s->n; k++) {
			bool is_free = !s->used[k] && may_change(s->stop, at, k);
			int64_t way = is_free && at ? visit_metres(&s->stop[s->now[at - 1]], &s->stop[k]) : 0;
			if (is_free && way < best_n) {
				best = k;
				best_n = way;
			}
		}
		s->used[best] = true;
		s->now[at] = best;
	}
	if (visit_road_metres(s->stop, s->now, s->n) < s->best_n)
		for (size_t i = 0; i < s->n; i++)
			s->best[i] = s->now[i];
}

void visit_order(const struct visit_stop *stop, size_t n, size_t *ret)
{
	size_t now[VISIT_STOPS], free_n = 0;
	struct search s = { .stop = stop, .n = n > VISIT_STOPS ? VISIT_STOPS : n, .now = now, .best = ret };
	for (size_t i = 0; i < n; i++)
		ret[i] = i;
	for (size_t i = 0; i < s.n; i++)
		free_n += !stop[i].is_fixed;
	s.best_n = visit_road_metres(stop, ret, n);
	if (free_n < 2 || n > VISIT_STOPS)
		return;
	if (free_n <= VISIT_TRIED)
		try_at(&s, 0);
	else
		go_nearest(&s);
}

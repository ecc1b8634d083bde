/* Places from words and areas: no map service is asked. */
#include "care/care_place.h"
#include "directory/directory_search.h"

struct care_middles care_middles(struct desk *d)
{
	return (struct care_middles){ ARENA_ARRAY(d->arena, struct match_place, d->tenant->area_n + 1), ARENA_ARRAY(d->arena, bool, d->tenant->area_n + 1) };
}

struct match_place care_middle(struct desk *d, struct care_middles *m, struct area_id area_id)
{
	size_t i = 0;
	while (i < d->tenant->area_n && d->tenant->area[i].area_id.v != area_id.v)
		i++;
	if (!area_id.v || i == d->tenant->area_n)
		return (struct match_place){ 0 };
	if (!m->is_read[i])
		directory_area_place(d, area_id, &m->at[i].lat_n, &m->at[i].lon_n);
	m->is_read[i] = true;
	return m->at[i];
}

struct match_place care_place_of(struct desk *d, struct care_middles *m, const struct care_request_row *x, bool *ret_is_guessed)
{
	struct match_place at = { x->lat_n, x->lon_n };
	*ret_is_guessed = !at.lat_n && !at.lon_n;
	return *ret_is_guessed ? care_middle(d, m, x->place_area_id.v ? x->place_area_id : x->area_id) : at;
}

void care_place_name(struct desk *d, struct care_request_row *x)
{
	struct directory_dot at = { .lat_n = 0 }, end = { .lat_n = 0 };
	bool is_out = str_is(x->place_kind, "out");
	if (is_out && x->place.n)
		directory_named_place(d, x->place, &at);
	if (x->end_place.n)
		directory_named_place(d, x->end_place, &end);
	x->lat_n = at.lat_n;
	x->lon_n = at.lon_n;
	x->end_lat_n = end.lat_n;
	x->end_lon_n = end.lon_n;
}

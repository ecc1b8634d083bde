/* Areas by outline or by the words of an address; places free. */
#include "directory/directory_outline.h"
#include "base/nfkc.h"
#include "desk/tenant.h"
#include "directory/directory_given.sql.h"
#include "directory/directory_words.h"
#include <string.h>

size_t directory_figures_of_day(struct desk *d, struct day day, struct directory_figure **ret)
{
	struct directory_given_vacancy_of_day_row *row;
	size_t n = directory_given_vacancy_of_day(d, day, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_figure, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_figure){ .entry_id = row[i].entry_id, .vacancy = { .counted_on = row[i].counted_on, .age_n = row[i].age_n,
			.free_n = row[i].free_n, .waiting_n = row[i].waiting_n, .enrolled_n = row[i].enrolled_n } };
	return n;
}

/* ---- outlines ---- */

void directory_outline_put(struct desk *d, const struct directory_outline *v, int64_t import_id)
{
	directory_given_outline_add(d, &(struct directory_given_outline_add_in){ .outline_id = { id_new() }, .area_id = v->area_id, .name = v->name,
		.south_n = v->south_n, .west_n = v->west_n, .north_n = v->north_n, .east_n = v->east_n, .points = v->points,
		.import_id = { import_id } });
}

void directory_outline_replace(struct desk *d, struct str name, int64_t import_id)
{
	directory_given_outline_drop(d, name, (struct import_id){ import_id });
}

size_t directory_outlines(struct desk *d, struct directory_outline **ret)
{
	struct directory_given_outlines_all_row *row;
	size_t n = directory_given_outlines_all(d, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_outline, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_outline){ .area_id = row[i].area_id, .name = row[i].name, .south_n = row[i].south_n, .west_n = row[i].west_n,
			.north_n = row[i].north_n, .east_n = row[i].east_n, .points = row[i].points };
	return n;
}

struct point { int64_t lat, lon; };

/* "lat,lon" in front of *rest. */
static bool point_cut(struct str *rest, struct point *ret)
{
	struct str pair, lat;
	if (!str_cut(rest, ' ', &pair) || !str_cut(&pair, ',', &lat))
		return false;
	return str_int(lat, &ret->lat) && str_int(pair, &ret->lon);
}

/* Does the edge cross the line that goes east from the point? */
static bool crosses(struct point a, struct point b, int64_t lat, int64_t lon)
{
	if ((a.lat > lat) == (b.lat > lat))
		return false;
	__int128 left = (__int128)(b.lon - a.lon) * (lat - a.lat), right = (__int128)(lon - a.lon) * (b.lat - a.lat);
	return b.lat > a.lat ? right < left : right > left;
}

bool directory_outline_holds(const struct directory_outline *o, int64_t lat_n, int64_t lon_n)
{
	struct str rings = o->points, ring;
	bool is_inside = false;
	if (lat_n < o->south_n || lat_n > o->north_n || lon_n < o->west_n || lon_n > o->east_n)
		return false;
	while (str_cut(&rings, ';', &ring)) {
		struct point first, at, before;
		if (!point_cut(&ring, &first))
			continue;
		for (before = first; point_cut(&ring, &at); before = at)
			is_inside ^= crosses(before, at, lat_n, lon_n);
		is_inside ^= crosses(before, first, lat_n, lon_n);
	}
	return is_inside;
}

/* ---- areas by words ---- */

/* The words without the town's own name, which stands in every address. */
static struct str without_town(struct arena *a, struct str words, struct str town)
{
	struct str s = nfkc(a, words), t = nfkc(a, town);
	const char *at = t.n && s.n ? memmem(s.s, s.n, t.s, t.n) : NULL;
	return at ? (struct str){ at + t.n, s.n - (size_t)(at + t.n - s.s) } : s;
}

static bool is_named(const struct desk *d, struct str name, const struct str *words)
{
	struct str rest = name, town;
	while (directory_area_word_cut(&rest, &town))
		for (int i = 0; i < 4; i++) {
			struct str s = without_town(d->arena, words[i], d->tenant->town);
			if (s.n && memmem(s.s, s.n, town.s, town.n))
				return true;
		}
	return false;
}

struct area_id directory_area_of(const struct desk *d, const struct directory_outline *outline, size_t outline_n, const struct directory_whence *v)
{
	for (size_t i = 0; i < outline_n && (v->lat_n || v->lon_n); i++)
		if (outline[i].area_id.v && directory_outline_holds(&outline[i], v->lat_n, v->lon_n))
			return outline[i].area_id;
	for (size_t i = 0; i < d->tenant->area_n; i++)
		if (v->words[0].n && (str_eq(v->words[0], d->tenant->area[i].name) || str_eq(v->words[0], d->tenant->area[i].nickname)))
			return d->tenant->area[i].area_id;
	for (size_t i = 0; i < d->tenant->area_n; i++)
		if (is_named(d, d->tenant->area[i].name, v->words))
			return d->tenant->area[i].area_id;
	return (struct area_id){ 0 };
}

/* Polygons, thinned to about five metres (Douglas and Peucker 1973), as millionths of a degree. */
#include "exchange/exchange_outline.h"
#include "base/out.h"
#include "desk/tenant.h"
#include "directory/directory_outline.h"
#include <string.h>

enum { NEAR = 50, POINTS_MOST = 200000, TEXT_MOST = 390000 };

struct point { int64_t lat, lon; bool is_kept; };

bool exchange_is_outline(const struct exchange_tables *t, struct str kind)
{
	if (kind.n)
		return str_is(kind, "outline");
	for (size_t i = 0; i < t->table_n; i++) {
		size_t shapes = 0;
		for (size_t k = 0; k < t->table[i].line_n; k++)
			shapes += str_ends(json_text(t->table[i].line[k].geometry, "type"), "Polygon");
		if (!shapes || shapes < t->table[i].line_n || t->table[i].column_n > 8)
			return false;
	}
	return t->table_n > 0;
}

/* Distance from a line of two points, in millionths of a degree; a degree of longitude counts four fifths here. */
static double off_line(const struct point *p, const struct point *a, const struct point *b)
{
	double x = (double)(b->lon - a->lon) * 0.8, y = (double)(b->lat - a->lat), px = (double)(p->lon - a->lon) * 0.8, py = (double)(p->lat - a->lat);
	double length = x * x + y * y, along = length > 0 ? (px * x + py * y) / length : 0;
	along = along < 0 ? 0 : along > 1 ? 1 : along;
	double dx = px - along * x, dy = py - along * y;
	return dx * dx + dy * dy;
}

static void thin(struct point *p, size_t n, size_t *stack)
{
	size_t depth = 0;
	p[0].is_kept = p[n - 1].is_kept = true;
	stack[depth++] = 0;
	stack[depth++] = n - 1;
	while (depth) {
		size_t to = stack[--depth], from = stack[--depth], far = from;
		double most = NEAR * NEAR;
		for (size_t i = from + 1; i < to; i++) {
			double away = off_line(&p[i], &p[from], &p[to]);
			if (away > most) {
				most = away;
				far = i;
			}
		}
		if (far == from)
			continue;
		p[far].is_kept = true;
		stack[depth++] = from;
		stack[depth++] = far;
		stack[depth++] = far;
		stack[depth++] = to;
	}
}

static bool ring_read(struct arena *a, const struct json *ring, struct point **ret, size_t *ret_n)
{
	if (ring->kind != JSON_IS_LIST || ring->n < 4 || ring->n > POINTS_MOST)
		return false;
	*ret = ARENA_ARRAY(a, struct point, ring->n);
	for (size_t i = 0; i < ring->n; i++) {
		const struct json *at = &ring->item[i];
		if (at->kind != JSON_IS_LIST || at->n < 2 || at->item[0].kind != JSON_IS_NUMBER || at->item[1].kind != JSON_IS_NUMBER)
			return false;
		double lon = at->item[0].number, lat = at->item[1].number;
		if (!(lat > 20 && lat < 46 && lon > 122 && lon < 154.5))
			return false;
		(*ret)[i] = (struct point){ .lat = (int64_t)(lat * 1e6 + 0.5), .lon = (int64_t)(lon * 1e6 + 0.5) };
	}
	*ret_n = ring->n;
	return true;
}

struct box { int64_t south, west, north, east; };

static void ring_write(struct arena *a, struct point *p, size_t n, struct out *out, struct box *box)
{
	bool is_closed = p[0].lat == p[n - 1].lat && p[0].lon == p[n - 1].lon, is_first = true;
	thin(p, n, ARENA_ARRAY(a, size_t, n * 4 + 8));
	for (size_t i = 0; i < n - is_closed; i++) {
		if (!p[i].is_kept)
			continue;
		out_fmt(out, "%s%lld,%lld", is_first ? "" : " ", (long long)p[i].lat, (long long)p[i].lon);
		is_first = false;
		box->south = p[i].lat < box->south ? p[i].lat : box->south;
		box->north = p[i].lat > box->north ? p[i].lat : box->north;
		box->west = p[i].lon < box->west ? p[i].lon : box->west;
		box->east = p[i].lon > box->east ? p[i].lon : box->east;
	}
}

/* `south west north east|points`; absent when it is no polygon. */
static struct str polygon_write(struct arena *a, const struct json *rings)
{
	struct out out = { .arena = a };
	struct box box = { INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN };
	if (!rings || rings->kind != JSON_IS_LIST)
		return STR_NONE;
	for (size_t i = 0; i < rings->n; i++) {
		struct point *p;
		size_t n;
		if (!ring_read(a, &rings->item[i], &p, &n))
			return STR_NONE;
		if (i)
			out_z(&out, ";");
		ring_write(a, p, n, &out, &box);
	}
	return !out.n || out.n > TEXT_MOST ? STR_NONE : arena_fmt(a, "%lld %lld %lld %lld|%.*s", (long long)box.south, (long long)box.west,
		(long long)box.north, (long long)box.east, (int)out.n, out.b);
}

bool exchange_outline_read(struct str given, struct directory_outline *ret)
{
	struct str rest = given, head, number;
	int64_t *side[] = { &ret->south_n, &ret->west_n, &ret->north_n, &ret->east_n };
	if (!str_cut(&rest, '|', &head))
		return false;
	for (int i = 0; i < 4; i++)
		if (!str_cut(&head, ' ', &number) || !str_int(number, side[i]))
			return false;
	ret->points = rest;
	return true;
}

/* ---- features ---- */

static struct str name_of(const struct exchange_table *t, const struct exchange_line *x)
{
	static const char *const key[] = { "name", "NAME", "title", "S_NAME", "N03_004", "N03_003" };
	for (size_t k = 0; k < sizeof key / sizeof *key; k++)
		for (size_t i = 0; i < t->column_n; i++)
			if (str_is(t->key[i], key[k]) && x->cell[i].n)
				return x->cell[i];
	for (size_t i = 0; i < t->column_n; i++)
		if (x->cell[i].n && !str_is(t->key[i], "latitude") && !str_is(t->key[i], "longitude"))
			return x->cell[i];
	return STR_NONE;
}

static void item_add(struct arena *a, struct exchange_job *job, const struct exchange_item *x)
{
	if ((job->item_n & (job->item_n - 1)) == 0) {
		struct exchange_item *more = ARENA_ARRAY(a, struct exchange_item, job->item_n ? job->item_n * 2 : 1);
		if (job->item_n)
			memcpy(more, job->item, job->item_n * sizeof *more);
		job->item = more;
	}
	job->item[job->item_n++] = *x;
}

static void feature_add(struct arena *a, const struct exchange_table *t, const struct exchange_line *x, struct exchange_job *job)
{
	const struct json *at = json_at(x->geometry, "coordinates");
	bool is_many = str_is(json_text(x->geometry, "type"), "MultiPolygon");
	struct exchange_item item = { .line_n = x->line_n, .name = name_of(t, x), .end = EXCHANGE_REJECTED, .why = EXCHANGE_NO_OUTLINE };
	size_t n = is_many && at && at->kind == JSON_IS_LIST ? at->n : 1;
	item.why = item.name.n ? item.why : EXCHANGE_NO_NAME;
	item.name = item.name.n > 190 ? (struct str){ item.name.s, 0 } : item.name;
	for (size_t i = 0; i < n && item.name.n; i++) {
		item.given = polygon_write(a, is_many && at ? &at->item[i] : at);
		item.end = item.given.n ? EXCHANGE_ADDED : EXCHANGE_REJECTED;
		item.why = item.given.n ? EXCHANGE_FINE : EXCHANGE_NO_OUTLINE;
		item_add(a, job, &item);
	}
	if (!item.name.n)
		item_add(a, job, &item);
}

bool exchange_outline_open(struct arena *a, const struct exchange_tables *t, struct exchange_job *job, struct str *ret_why)
{
	for (size_t i = 0; i < t->table_n; i++)
		for (size_t k = 0; k < t->table[i].line_n; k++)
			feature_add(a, &t->table[i], &t->table[i].line[k], job);
	for (size_t i = 0; i < job->item_n; i++)
		if (job->item[i].end != EXCHANGE_REJECTED)
			return true;
	job->wrong = "no_outline";
	*ret_why = STR("there is no outline in it. Outlines come as GeoJSON with Polygon or MultiPolygon features.");
	return false;
}

/* ---- what is new ---- */

static bool is_known(const struct directory_outline *o, size_t n, const struct exchange_item *x)
{
	struct directory_outline mine;
	for (size_t i = 0; i < n && exchange_outline_read(x->given, &mine); i++)
		if (str_eq(o[i].name, x->name) && str_eq(o[i].points, mine.points))
			return true;
	return false;
}

/* The area whose name ends the outline's: 神奈川県川崎市川崎区 is 川崎区. */
static struct area_id area_of(const struct desk *d, struct str name)
{
	for (size_t i = 0; i < d->tenant->area_n; i++)
		if (str_ends(name, d->tenant->area[i].name.s))
			return d->tenant->area[i].area_id;
	return (struct area_id){ 0 };
}

/* Outlines of one name go in together or not at all: those that are here already are put in again beside the new one. */
void exchange_outline_match(struct desk *d, struct exchange_job *job)
{
	struct directory_outline *o;
	size_t n = directory_outlines(d, &o);
	for (size_t i = 0; i < job->item_n; i++) {
		struct exchange_item *x = &job->item[i];
		if (x->end == EXCHANGE_REJECTED)
			continue;
		x->area_id = area_of(d, x->name);
		x->end = is_known(o, n, x) ? EXCHANGE_UNCHANGED : EXCHANGE_ADDED;
	}
	for (size_t i = 0; i < job->item_n; i++)
		for (size_t k = 0; k < job->item_n && job->item[i].end == EXCHANGE_ADDED; k++)
			if (job->item[k].end == EXCHANGE_UNCHANGED && str_eq(job->item[k].name, job->item[i].name))
				job->item[k].end = EXCHANGE_CHANGED;
}

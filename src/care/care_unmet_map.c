/* The map of what was not met: the outlines of the town's areas drawn to scale, each as dark as its share. Only where every area that was asked for
 * has an outline; else the page keeps its tiles. */
#include "care/care_unmet_page.h"
#include "base/out.h"
#include "directory/directory_outline.h"
#include <math.h>

enum { WIDE = 640, TALL = 640, EDGE = 8 };
/* Millionths of a degree to the picture: a degree of longitude is shorter than one of latitude. */
struct frame { int64_t south_n, west_n, north_n, east_n; double east, scale; };

static int across(const struct frame *f, int64_t lon_n)
{
	return EDGE + (int)lround((double)(lon_n - f->west_n) * f->east * f->scale);
}

static int down(const struct frame *f, int64_t lat_n)
{
	return EDGE + (int)lround((double)(f->north_n - lat_n) * f->scale);
}

/* One ring; points that fall on the same spot are drawn once. */
static void ring_put(const struct frame *f, struct str ring, struct out *o)
{
	struct str point, lat;
	int64_t lat_n, lon_n;
	int x, y, was_x = -1, was_y = -1;
	while (str_cut(&ring, ' ', &point)) {
		if (!str_cut(&point, ',', &lat) || !str_int(lat, &lat_n) || !str_int(point, &lon_n))
			continue;
		x = across(f, lon_n);
		y = down(f, lat_n);
		if (x == was_x && y == was_y)
			continue;
		out_fmt(o, "%s%d %d", was_x < 0 ? "M" : "L", x, y);
		was_x = x;
		was_y = y;
	}
	if (was_x >= 0)
		out_z(o, "Z");
}

static const struct directory_outline *largest_of(const struct directory_outline *o, size_t n, struct area_id area_id)
{
	const struct directory_outline *best = NULL;
	for (size_t i = 0; i < n; i++)
		if (o[i].area_id.v == area_id.v && (!best || o[i].points.n > best->points.n))
			best = &o[i];
	return best;
}

static struct frame frame_around(const struct directory_outline *o, size_t n)
{
	struct frame f = { .south_n = INT64_MAX, .west_n = INT64_MAX, .north_n = INT64_MIN, .east_n = INT64_MIN };
	for (size_t i = 0; i < n; i++) {
		if (!o[i].area_id.v)
			continue;
		f.south_n = o[i].south_n < f.south_n ? o[i].south_n : f.south_n;
		f.west_n = o[i].west_n < f.west_n ? o[i].west_n : f.west_n;
		f.north_n = o[i].north_n > f.north_n ? o[i].north_n : f.north_n;
		f.east_n = o[i].east_n > f.east_n ? o[i].east_n : f.east_n;
	}
	f.east = cos((double)(f.south_n + f.north_n) / 2 * 1.7453292519943e-8);
	double wide = (double)(f.east_n - f.west_n) * f.east, tall = (double)(f.north_n - f.south_n);
	f.scale = fmin((WIDE - 2 * EDGE) / fmax(wide, 1), (TALL - 2 * EDGE) / fmax(tall, 1));
	return f;
}

static void shape(struct desk *d, const struct frame *f, const struct directory_outline *o, size_t n, struct care_unmet_tile *ret)
{
	const struct directory_outline *main = largest_of(o, n, ret->area_id);
	struct out path = { .arena = d->arena };
	for (size_t i = 0; i < n; i++) {
		struct str rings = o[i].points, ring;
		while (o[i].area_id.v == ret->area_id.v && str_cut(&rings, ';', &ring))
			ring_put(f, ring, &path);
	}
	ret->path = out_done(&path);
	ret->x = across(f, (main->west_n + main->east_n) / 2);
	ret->y = down(f, (main->south_n + main->north_n) / 2);
}

bool care_unmet_map_read(struct desk *d, struct care_unmet_view *v)
{
	struct directory_outline *o;
	size_t n = tenant_has_room(d->tenant, "directory") ? directory_outlines(d, &o) : 0, drawn_n = 0;
	for (size_t i = 0; i < v->tile_n; i++) {
		bool has_outline = n && largest_of(o, n, v->tile[i].area_id);
		if (!has_outline && v->unmet.area[i].asked_n > 0)
			return false;
		drawn_n += has_outline;
	}
	if (!drawn_n)
		return false;
	struct frame f = frame_around(o, n);
	for (size_t i = 0; i < v->tile_n; i++)
		if (largest_of(o, n, v->tile[i].area_id))
			shape(d, &f, o, n, &v->tile[i]);
	v->high = down(&f, f.south_n) + EDGE;
	return true;
}

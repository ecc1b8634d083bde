/* The map's page: a list of places with where they are. */
#include "desk/frame.h"
#include "desk/may.h"
#include "directory/directory_map.h"
#include "directory/directory_map.page.h"
#include "directory/directory_outline.h"
#include "directory/directory_web.h"
#include "web/reply.h"
#include <string.h>

static struct str known_need(struct str s)
{
	for (size_t i = 0; directory_needs[i]; i++)
		if (str_is(s, directory_needs[i]))
			return s;
	return STR_NONE;
}

static struct str address(struct arena *a, const char *path, const struct directory_query *q, struct str need)
{
	struct out o = { .arena = a };
	out_z(&o, path);
	if (need.n)
		out_fmt(&o, "?need=%.*s", STR_ARG(need));
	if (q->area_id.v)
		out_fmt(&o, "%carea=%s", need.n ? '&' : '?', id_text(a, q->area_id.v).s);
	return out_done(&o);
}

struct url directory_map_link(struct page *p, const struct directory_map *v, const char *need)
{
	return url_of(address(p->out->arena, "/map", v->q, str_is(v->q->need, need) ? STR_NONE : str_of(need)));
}

struct str directory_map_degrees(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%.6f", (double)n / 1e6);
}

static struct directory_query asked(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct directory_query q = { .area_id = { form_id(&f, "area", false) }, .need = known_need(form_value(c, "need")), .age_n = DIRECTORY_AGE_ANY,
		.limit_n = DIRECTORY_MAP_MOST };
	if (!tenant_area_of(d->tenant, q.area_id))
		q.area_id.v = 0;
	return q;
}

/* https://tiles.example.jp/{z}/{x}/{y}.png is from https://tiles.example.jp. */
static struct str origin_of(struct str address)
{
	const char *slash = address.n > 8 ? memchr(address.s + 8, '/', address.n - 8) : NULL;
	return slash ? (struct str){ address.s, (size_t)(slash - address.s) } : address;
}

static void show_map(struct desk *d, struct call *c)
{
	struct page p;
	struct directory_query q = asked(d, c);
	struct directory_map v = { .tenant = d->tenant, .q = &q, .area = tenant_area_of(d->tenant, q.area_id),
		.tiles = tenant_get(d->tenant, "map.tiles"), .credit = tenant_get(d->tenant, "map.credit") };
	if (v.tiles.n)
		reply_images_from(c, origin_of(v.tiles));
	directory_search(d, &q, &v.found);
	v.back_query = address(d->arena, "/search", &q, q.need);
	frame_begin(&p, d, c, TAB_FIND);
	frame_of(&p)->back = STR("/search");
	frame_of(&p)->is_noindex = q.need.n || q.area_id.v;
	directory_map_page(&p, &v);
}

/* All of them, also those that the list is too short for: [id, name, latitude, longitude] in millionths of a degree. */
static void show_dots(struct desk *d, struct call *c)
{
	struct directory_dot *dot;
	struct directory_query q = asked(d, c);
	struct out o = { .arena = d->arena };
	size_t n = directory_dots(d, &q, DIRECTORY_DOTS_MOST, &dot);
	out_z(&o, "[");
	for (size_t i = 0; i < n; i++) {
		out_fmt(&o, "%s[\"%s\",", i ? "," : "", id_text(d->arena, dot[i].entry_id.v).s);
		out_json(&o, dot[i].name);
		out_fmt(&o, ",%lld,%lld]", (long long)dot[i].lat_n, (long long)dot[i].lon_n);
	}
	out_z(&o, "]");
	reply_json(c, 200, out_done(&o));
}

/* Where the areas lie: drawn below the places, read once by the script. */
static void show_outlines(struct desk *d, struct call *c)
{
	struct directory_outline *outline;
	struct out o = { .arena = d->arena };
	size_t n = directory_outlines(d, &outline);
	out_z(&o, "[");
	for (size_t i = 0; i < n; i++) {
		out_z(&o, i ? ",{\"name\":" : "{\"name\":");
		out_json(&o, outline[i].name);
		out_z(&o, ",\"points\":");
		out_json(&o, outline[i].points);
		out_z(&o, "}");
	}
	out_z(&o, "]");
	reply_json(c, 200, out_done(&o));
}

const struct route directory_map_routes[] = {
	{ METHOD_GET, "/map/outlines", MAY_DIRECTORY_READ, show_outlines, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/map/places", MAY_DIRECTORY_READ, show_dots, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/map", MAY_DIRECTORY_READ, show_map, NULL, "directory", NULL, NULL },
};
const size_t directory_map_route_n = sizeof directory_map_routes / sizeof *directory_map_routes;

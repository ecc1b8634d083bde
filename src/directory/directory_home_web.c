/* The directory on the front page, and the page of one area. */
#include "base/hours.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_home.h"
#include "directory/directory_home.page.h"
#include "directory/directory_web.h"
#include "web/reply.h"

enum { MARKS_MOST = 6, NEWS_MOST = 3, HITS_MOST = 8, AREAS_FEW = 4, COUNTERS_FEW = 8 };

const void *directory_home_read(struct desk *d)
{
	struct directory_home *v = ARENA_NEW(d->arena, struct directory_home);
	v->tenant = d->tenant;
	v->has_consult = tenant_has_room(d->tenant, "consult");
	v->is_many = d->tenant->area_n > AREAS_FEW || d->tenant->counter_n > COUNTERS_FEW;
	v->mark_n = directory_marks(d, MARKS_MOST, &v->mark);
	v->news_n = directory_news_today(d, NEWS_MOST, &v->news);
	return v;
}

void directory_home_show(struct page *p, const void *view)
{
	directory_home_part(p, view);
}

static void read_counters(struct desk *d, struct directory_area *v)
{
	struct str closed_days = tenant_get(d->tenant, "closed_days");
	v->counter = ARENA_ARRAY(d->arena, struct directory_counter, d->tenant->counter_n + 1);
	for (size_t i = 0; i < d->tenant->counter_n; i++) {
		const struct tenant_counter *x = &d->tenant->counter[i];
		if (x->area_id.v == v->area->area_id.v)
			v->counter[v->counter_n++] = (struct directory_counter){ x, hours_open_until(d->now, x->hours_rule, closed_days),
				hours_next_open(d->now, x->hours_rule, closed_days) };
	}
}

static void read_news(struct desk *d, struct directory_area *v)
{
	struct directory_news *all;
	size_t n = directory_news_today(d, NEWS_MOST * 8, &all);
	v->news = all;
	for (size_t i = 0; i < n && v->news_n < NEWS_MOST; i++)
		if (!all[i].area_id.v || all[i].area_id.v == v->area->area_id.v)
			v->news[v->news_n++] = all[i];
}

static void show_area(struct desk *d, struct call *c)
{
	struct directory_area v = { .tenant = d->tenant, .has_consult = tenant_has_room(d->tenant, "consult") };
	struct area_id area_id;
	struct page p;
	if (id_parse(c->part[0], &area_id.v))
		v.area = tenant_area_of(d->tenant, area_id);
	if (!v.area) {
		refuse_missing(d, c);
		return;
	}
	read_counters(d, &v);
	read_news(d, &v);
	directory_search(d, &(struct directory_query){ .area_id = area_id, .age_n = DIRECTORY_AGE_ANY, .limit_n = HITS_MOST }, &v.found);
	frame_begin(&p, d, c, TAB_FIND);
	frame_of(&p)->back = STR("/");
	directory_area_page(&p, &v);
}

const struct route directory_home_routes[] = {
	{ METHOD_GET, "/area/{area}", MAY_DIRECTORY_READ, show_area, NULL, "directory", NULL, "area" },
};
const size_t directory_home_route_n = sizeof directory_home_routes / sizeof *directory_home_routes;

/* Staff look at what was not found, and keep the words that mean the same. */
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_sought.page.h"
#include "directory/directory_sought_page.h"
#include "directory/directory_web.h"
#include "web/reply.h"

enum { TYPED_MOST = 600 };

struct str directory_find_place(const struct tenant *t, struct area_id area_id)
{
	const struct tenant_area *area = tenant_area_of(t, area_id);
	return area ? area->name : STR("");
}

struct str directory_group_key(struct page *p, const struct directory_group *g)
{
	return g->synonym_id.v ? id_text(p->out->arena, g->synonym_id.v) : g->shipped_key;
}

/* With 、 between the words, as people write lists. */
struct str directory_group_line(struct page *p, const struct directory_group *g)
{
	struct out o = { .arena = p->out->arena };
	struct str rest = g->words, one;
	while (str_cut(&rest, ',', &one))
		out_fmt(&o, "%s%.*s", o.n ? "\xe3\x80\x81" : "", STR_ARG(one));
	return out_done(&o);
}

static void show_misses(struct desk *d, struct call *c)
{
	struct page p;
	form_read(c);
	struct str days = form_value(c, "days");
	struct directory_misses_view v = { .tenant = d->tenant, .day_n = str_is(days, "7") ? 7 : str_is(days, "365") ? 365 : 30 };
	v.miss_n = directory_misses(d, (struct day){ d->today.n - (int32_t)v.day_n + 1 }, &v.miss);
	frame_begin(&p, d, c, TAB_PLACES);
	directory_misses_page(&p, &v);
}

static void show_synonyms(struct desk *d, struct call *c)
{
	struct page p;
	struct directory_synonyms_view v = { 0 };
	v.group_n = directory_groups(d, &v.group);
	frame_begin(&p, d, c, TAB_PLACES);
	directory_synonyms_page(&p, &v);
}

static void synonym_page(struct desk *d, struct call *c, struct directory_synonym_view *v)
{
	struct page p;
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/synonyms");
	directory_synonym_page(&p, v);
}

static void show_new(struct desk *d, struct call *c)
{
	form_read(c);
	struct form f = form_of(c);
	synonym_page(d, c, &(struct directory_synonym_view){ .key = STR(""), .typed = form_text(&f, "words", TYPED_MOST, false) });
}

static void show_synonym(struct desk *d, struct call *c)
{
	struct page p = { .out = &(struct out){ .arena = d->arena } };
	struct directory_group g;
	if (!directory_group_by_key(d, c->part[0], &g)) {
		refuse_missing(d, c);
		return;
	}
	synonym_page(d, c, &(struct directory_synonym_view){ .key = c->part[0], .typed = directory_group_line(&p, &g), .is_off = g.is_off,
		.has_row = g.synonym_id.v != 0, .is_shipped = g.shipped_key.n > 0 });
}

static void try_it(struct desk *d, struct call *c, struct directory_synonym_view *v, const struct directory_group *g)
{
	v->is_tried = true;
	v->trial_n = directory_group_try(d, g, &v->trial);
	for (size_t i = 0; i < v->trial_n; i++)
		v->more_n += v->trial[i].then_n > v->trial[i].now_n ? v->trial[i].then_n - v->trial[i].now_n : 0;
	desk_refuse(d);                                 /* nothing is kept */
	synonym_page(d, c, v);
}

static void save(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct str key = form_value(c, "key");
	struct directory_group g = { 0 };
	if (key.n && !directory_group_by_key(d, key, &g)) {
		refuse_missing(d, c);
		return;
	}
	if (form_value(c, "drop").n) {
		directory_group_drop(d, &g);
		reply_see_other(c, STR("/desk/synonyms"));
		return;
	}
	struct directory_synonym_view v = { .key = key, .typed = form_text(&f, "words", TYPED_MOST, true), .is_off = form_is_on(&f, "off"),
		.has_row = g.synonym_id.v != 0, .is_shipped = g.shipped_key.n > 0 };
	g.is_off = v.is_off;
	if (!form_is_fine(&f) || !directory_group_read(d, v.typed, &g.words)) {
		v.words_wrong = true;
		desk_refuse(d);
		reply_status(c, 422);
		synonym_page(d, c, &v);
		return;
	}
	if (form_value(c, "try").n) {
		try_it(d, c, &v, &g);
		return;
	}
	directory_group_put(d, &g);
	reply_see_other(c, STR("/desk/synonyms"));
}

const struct route directory_sought_routes[] = {
	{ METHOD_GET, "/desk/sought", MAY_DIRECTORY_APPROVE, show_misses, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/synonyms", MAY_DIRECTORY_APPROVE, show_synonyms, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/synonyms/new", MAY_DIRECTORY_APPROVE, show_new, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/synonyms/{group}", MAY_DIRECTORY_APPROVE, show_synonym, NULL, "directory", NULL, "word:temporary" },
	{ METHOD_POST, "/desk/synonyms", MAY_DIRECTORY_APPROVE, save, NULL, "directory", "words=nursery, kindergarten", NULL },
};
const size_t directory_sought_route_n = sizeof directory_sought_routes / sizeof *directory_sought_routes;

/* The front of finding: reads a question from the address, answers it as a page or as JSON. All of it is GET: a search can be kept and shared. */
#include "directory/directory_web.h"
#include "directory/directory_find.page.h"
#include "directory/directory_sought.h"
#include "base/hours.h"
#include "desk/may.h"
#include "web/reply.h"

enum { WORDS_MOST = 100, AGE_MOST = 240, SUGGESTED = 8 };

/* ---- the question ---- */

static bool is_any(struct str s, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

/* A word of a list, or nothing: an unknown one is left out, so that an old link still finds something. */
static struct str word_of(struct call *c, const char *field, const char *const *words)
{
	struct str s = form_value(c, field);
	return is_any(s, words) ? s : STR_NONE;
}

static struct str amenities_of(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < c->fields.field_n; i++)
		for (size_t k = 0; str_is(c->fields.field[i].name, "have") && directory_amenities[k]; k++)
			if (str_is(c->fields.field[i].value, directory_amenities[k]))
				out_fmt(&o, "%s%s,", o.n ? "" : ",", directory_amenities[k]);
	return o.n ? out_done(&o) : STR_NONE;
}

/* `2026-11-25T10:30`, as browsers write a day with its time. */
static struct moment moment_of(struct str s)
{
	struct str head;
	struct day day;
	int64_t hour, minute;
	if (s.n != 16 || s.s[10] != 'T' || s.s[13] != ':' || !day_parse((struct str){ s.s, 10 }, &day) || day_is_none(day))
		return MOMENT_NONE;
	head = (struct str){ s.s + 11, 2 };
	s = (struct str){ s.s + 14, 2 };
	if (!str_int(head, &hour) || !str_int(s, &minute) || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return MOMENT_NONE;
	return day_moment(day, (int)(hour * 60 + minute));
}

/* Degrees with at most six places behind the point, in millionths. */
static bool degrees(struct str s, int64_t most, int64_t *ret)
{
	struct str whole, part = s;
	int64_t a = 0, b = 0;
	bool is_south = str_starts(s, "-");
	str_cut(&part, '.', &whole);
	if (!str_int(whole, &a) || part.n > 6 || (part.n && (part.s[0] == '-' || !str_int(part, &b))))
		return false;
	for (size_t i = part.n; i < 6; i++)
		b *= 10;
	if (a > most || a < -most)
		return false;
	*ret = a * 1000000 + (is_south ? -b : b);
	return true;
}

static struct str near_of(struct desk *d, struct call *c, struct directory_query *q)
{
	struct str near = form_value(c, "near"), rest = near, lat;
	int64_t id;
	if (id_parse(near, &id))
		return directory_area_place(d, (struct area_id){ id }, &q->lat_n, &q->lon_n) ? near : STR_NONE;
	if (near.n < 30 && str_cut(&rest, ',', &lat) && degrees(lat, 90, &q->lat_n) && degrees(rest, 180, &q->lon_n))
		return near;
	q->lat_n = q->lon_n = 0;
	return STR_NONE;
}

static const char *const kinds[] = { "facility", "service", "programme", "informal", NULL };

static void read_question(struct desk *d, struct call *c, struct directory_query *q, struct directory_find_view *v)
{
	struct form f = form_of(c);
	int64_t page_n = form_int(&f, "page", 1, FIND_PAGES, false), age_n = form_int(&f, "age", 0, AGE_MOST, false);
	const struct directory_type *type = directory_type_of(form_value(c, "type"));
	struct str words = form_text(&f, "q", WORDS_MOST, false), at = form_value(c, "at"), open = form_value(c, "open");
	*q = (struct directory_query){ .words = words, .area_id = { form_id(&f, "area", false) }, .kind = word_of(c, "kind", kinds),
		.type = type ? str_of(type->word) : STR_NONE, .need = word_of(c, "need", directory_needs), .amenities = amenities_of(d, c),
		.age_n = form_value(c, "age").n && !form_complaint(&f, "age") ? age_n : DIRECTORY_AGE_ANY, .is_free = form_is_on(&f, "free"),
		.limit_n = DIRECTORY_PAGE };
	if (q->area_id.v && !tenant_area_of(d->tenant, q->area_id))
		q->area_id.v = 0;
	q->open_at = str_is(open, "now") ? d->now : str_is(open, "at") || (at.n && !open.s) ? moment_of(at) : MOMENT_NONE;
	*v = (struct directory_find_view){ .tenant = d->tenant, .q = q, .call = c, .now = d->now, .is_now = str_is(open, "now"), .near = near_of(d, c, q),
		.at = q->open_at.ms && !str_is(open, "now") ? at : STR_NONE, .page_n = page_n > 0 ? page_n : 1 };
	q->from_n = (v->page_n - 1) * DIRECTORY_PAGE;
	v->is_asked = words.n || q->area_id.v || q->kind.n || q->type.n || q->need.n || q->amenities.n || q->age_n >= 0 || q->is_free || q->open_at.ms;
}

/* Of the area that was asked for, else the first with a telephone. */
static const struct tenant_counter *counter_for(const struct tenant *t, struct area_id area_id)
{
	const struct tenant_counter *first = NULL;
	for (size_t i = 0; i < t->counter_n; i++) {
		const struct tenant_counter *x = &t->counter[i];
		if (!x->phone.n || x->is_outreach)
			continue;
		if (area_id.v && x->area_id.v == area_id.v)
			return x;
		first = first ? first : x;
	}
	return first;
}

static void answer_question(struct desk *d, struct call *c, struct directory_find_view *v, struct directory_query *q, struct directory_found *found)
{
	form_read(c);
	read_question(d, c, q, v);
	directory_search(d, q, found);
	v->found = found;
	v->page_last = (found->total_n + DIRECTORY_PAGE - 1) / DIRECTORY_PAGE;
	v->counter = found->total_n ? NULL : counter_for(d->tenant, q->area_id);
	if (q->words.n && v->page_n == 1)
		directory_sought(d, q, found->taken_words.n ? 0 : found->total_n);
}

static void show(struct desk *d, struct call *c)
{
	struct page p;
	struct directory_query q;
	struct directory_find_view v;
	struct directory_found found;
	answer_question(d, c, &v, &q, &found);
	frame_begin(&p, d, c, TAB_FIND);
	if (v.is_asked)
		frame_of(&p)->is_noindex = true;        /* endless addresses are no use to search engines */
	directory_find_page(&p, &v);
}

/* ---- what the page asks ---- */

struct url directory_find_link(struct page *p, const struct directory_find_view *v, const char *field, struct str value)
{
	struct out o = { .arena = p->out->arena };
	struct page part = { .out = &o };
	bool is_open = strcmp(field, "open") == 0;
	out_z(&o, "/search");
	char sign = '?';
	for (size_t i = 0; i < v->call->fields.field_n; i++) {
		const struct field *x = &v->call->fields.field[i];
		static const char *const known[] = { "q", "age", "area", "near", "open", "at", "free", "have", "need", "type", "kind", NULL };
		bool is_left = str_is(x->name, field) || (str_is(x->name, "have") && str_is(x->value, field)) || (str_is(x->name, "at") && is_open);
		if (!x->value.n || is_left || !is_any(x->name, known))
			continue;
		out_fmt(&o, "%c%.*s=", sign, STR_ARG(x->name));
		page_part_str(&part, x->value);
		sign = '&';
	}
	if (value.n) {
		out_fmt(&o, "%c%s=", sign, field);
		page_part_str(&part, value);
	}
	return url_of(out_done(&o));
}

/* Piece by piece, so that nothing comes between them: a line of a page would put a blank there. */
void directory_find_marked(struct page *p, struct str s)
{
	size_t from = 0;
	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.s[i] != '\x02' && s.s[i] != '\x03')
			continue;
		struct str piece = { s.s + from, i - from };
		if (piece.n && i < s.n && s.s[i] == '\x03')
			directory_find_mark(p, piece);
		else
			page_text_str(p, piece);
		from = i + 1;
	}
}

struct str directory_find_open(const struct directory_find_view *v, const struct directory_hit *x)
{
	struct moment at = v->q->open_at.ms ? v->q->open_at : v->now;
	if (!x->hours_rule.n)
		return STR("unknown");
	return hours_are_open(at, x->hours_rule, STR_NONE) ? STR("open") : STR("closed");
}

struct str directory_find_metres(struct page *p, int64_t n)
{
	if (n < 1000)
		return arena_fmt(p->out->arena, "%d m", (int)(n < 50 ? 50 : (n + 5) / 10 * 10));
	return arena_fmt(p->out->arena, "%d.%d km", (int)(n / 1000), (int)(n % 1000 / 100));
}

struct str directory_find_area_name(const struct directory_find_view *v, struct str id)
{
	struct area_id area_id;
	const struct tenant_area *area = id_parse(id, &area_id.v) ? tenant_area_of(v->tenant, area_id) : NULL;
	return area ? area->name : STR("");
}

bool directory_find_has(const struct directory_find_view *v, const char *amenity)
{
	return directory_list_has(v->q->amenities, amenity);
}

bool directory_find_is_older(const struct directory_find_view *v, int64_t age_n)
{
	return v->q->age_n == age_n;
}

/* ---- JSON ---- */

static void put_pair(struct out *o, const char *key, struct str value)
{
	out_fmt(o, ",\"%s\":", key);
	out_json(o, value.n ? value : STR_NONE);
}

static void put_number(struct out *o, const char *key, int64_t n, bool is_known)
{
	if (is_known)
		out_fmt(o, ",\"%s\":%lld", key, (long long)n);
	else
		out_fmt(o, ",\"%s\":null", key);
}

static void put_degrees(struct out *o, const char *key, int64_t n, bool is_known)
{
	if (is_known)
		out_fmt(o, ",\"%s\":%s%lld.%06lld", key, n < 0 ? "-" : "", (long long)(n < 0 ? -n : n) / 1000000, (long long)(n < 0 ? -n : n) % 1000000);
	else
		out_fmt(o, ",\"%s\":null", key);
}

static void put_item(struct out *o, struct desk *d, const struct directory_find_view *v, const struct directory_hit *x)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, x->area_id);
	struct str open = directory_find_open(v, x);
	bool has_place = x->lat_n || x->lon_n;
	out_fmt(o, "{\"id\":\"%s\"", id_text(d->arena, x->entry_id.v).s);
	put_pair(o, "url", arena_fmt(d->arena, "%.*s/d/%s", STR_ARG(d->site), id_text(d->arena, x->entry_id.v).s));
	put_pair(o, "kind", x->kind);
	put_pair(o, "type", x->type);
	put_pair(o, "name", x->name);
	put_pair(o, "kana", x->kana);
	put_pair(o, "summary", x->summary);
	put_pair(o, "area", area ? area->name : STR_NONE);
	put_pair(o, "area_id", area ? id_text(d->arena, area->area_id.v) : STR_NONE);
	put_pair(o, "address", x->address);
	put_pair(o, "phone", x->phone);
	put_pair(o, "ages", x->ages);
	put_number(o, "age_from_n", x->age_from_n, x->age_from_n >= 0);
	put_number(o, "age_to_n", x->age_to_n, x->age_to_n >= 0);
	put_pair(o, "hours_rule", x->hours_rule);
	out_fmt(o, ",\"is_open\":%s", str_is(open, "open") ? "true" : str_is(open, "closed") ? "false" : "null");
	put_pair(o, "fee_kind", x->fee_kind);
	put_degrees(o, "lat", x->lat_n, has_place);
	put_degrees(o, "lon", x->lon_n, has_place);
	put_number(o, "metres_n", x->metres_n, x->metres_n >= 0);
	struct day_parts day = day_split(x->verified_on);
	put_pair(o, "verified_on", day_is_none(x->verified_on) ? STR_NONE : arena_fmt(d->arena, "%04d-%02d-%02d", day.year, day.month, day.day));
	out_z(o, "}");
}

static void put_items(struct out *o, struct desk *d, const struct directory_find_view *v, const struct directory_hit *hit, size_t n)
{
	out_z(o, "[");
	for (size_t i = 0; i < n; i++) {
		out_z(o, i ? "," : "");
		put_item(o, d, v, &hit[i]);
	}
	out_z(o, "]");
}

static void put_facet(struct out *o, const char *key, const struct directory_facet *f, size_t n)
{
	out_fmt(o, "\"%s\":[", key);
	for (size_t i = 0; i < n; i++)
		out_fmt(o, "%s{\"word\":\"%.*s\",\"n\":%lld}", i ? "," : "", STR_ARG(f[i].word), (long long)f[i].n);
	out_z(o, "]");
}

static void show_json(struct desk *d, struct call *c)
{
	struct directory_query q;
	struct directory_find_view v;
	struct directory_found f;
	struct out o = { .arena = d->arena };
	answer_question(d, c, &v, &q, &f);
	out_fmt(&o, "{\"total_n\":%lld,\"is_more\":%s,\"page_n\":%lld,\"items\":", (long long)f.total_n, f.is_more ? "true" : "false", (long long)v.page_n);
	put_items(&o, d, &v, f.hit, f.hit_n);
	put_pair(&o, "taken_words", f.taken_words);
	out_z(&o, ",\"facets\":{");
	put_facet(&o, "type", f.type, f.type_n);
	out_z(&o, ",");
	put_facet(&o, "need", f.need, f.need_n);
	out_z(&o, ",");
	put_facet(&o, "area_id", f.area, f.area_n);
	out_z(&o, ",");
	put_facet(&o, "amenity", f.amenity, f.amenity_n);
	out_z(&o, "},\"instead\":");
	put_items(&o, d, &v, f.wider_area, f.wider_area_n);
	out_z(&o, "}");
	reply_json(c, 200, out_done(&o));
}

static void suggest(struct desk *d, struct call *c)
{
	struct str *line;
	struct out o = { .arena = d->arena };
	form_read(c);
	struct form f = form_of(c);
	size_t n = directory_suggest(d, form_text(&f, "q", WORDS_MOST, false), SUGGESTED, &line);
	out_z(&o, "[");
	for (size_t i = 0; i < n; i++) {
		out_z(&o, i ? "," : "");
		out_json(&o, line[i]);
	}
	out_z(&o, "]");
	reply_json(c, 200, out_done(&o));
}

const struct route directory_find_routes[] = {
	{ METHOD_GET, "/search", MAY_DIRECTORY_READ, show, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/api/search", MAY_DIRECTORY_READ, show_json, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/api/suggest", MAY_DIRECTORY_READ, suggest, NULL, "directory", NULL, NULL },
};
const size_t directory_find_route_n = sizeof directory_find_routes / sizeof *directory_find_routes;

/* /hsds: read by other programs. Every list is paged; what does not exist answers 404 in JSON. */
#include "exchange/exchange_hsds_web.h"
#include "exchange/exchange_api_web.h"
#include "exchange/exchange_hsds.h"
#include "desk/may.h"
#include "web/form.h"
#include "web/reply.h"

enum { PER_PAGE = 50, PER_PAGE_MOST = 500, PAGE_MOST = 1000000 };

struct list {
	struct out *o;
	int64_t page_n, per_page_n, from_n, all_n, shown_n;
	bool is_lines;                                  /* format=ndjson: one a line, no page around them */
};

static void missing(struct desk *d, struct call *c)
{
	exchange_api_refuse(d, c, 404, "There is nothing with this id.");
}

/* page and per_page; false after a 400. */
static bool list_begin(struct desk *d, struct call *c, struct list *l, struct out *o)
{
	struct form f = form_of(c);
	struct str format = form_value(c, "format");
	*l = (struct list){ .o = o, .page_n = form_int(&f, "page", 1, PAGE_MOST, false), .per_page_n = form_int(&f, "per_page", 1, PER_PAGE_MOST, false) };
	l->page_n = l->page_n ? l->page_n : 1;
	l->per_page_n = l->per_page_n ? l->per_page_n : PER_PAGE;
	l->from_n = (l->page_n - 1) * l->per_page_n;
	l->is_lines = str_is(format, "ndjson");
	if (form_is_fine(&f) && (!format.n || l->is_lines || str_is(format, "json")))
		return true;
	exchange_api_refuse(d, c, 400, "page is from 1, per_page from 1 to 500, format json or ndjson.");
	return false;
}

static void list_next(struct list *l)
{
	if (l->shown_n++)
		out_z(l->o, l->is_lines ? "\n" : ",");
	else if (!l->is_lines)
		out_z(l->o, "{\"contents\":[");
}

static void list_end(struct call *c, struct list *l)
{
	int64_t pages = (l->all_n + l->per_page_n - 1) / l->per_page_n;
	if (l->is_lines) {
		out_z(l->o, l->shown_n ? "\n" : "");
		exchange_api_answer(c, 200, l->o);
		reply_header(c, "Content-Type", STR("application/x-ndjson"));
		return;
	}
	if (!l->shown_n)
		out_z(l->o, "{\"contents\":[");
	out_fmt(l->o, "],\"total_items\":%lld,\"total_pages\":%lld,\"page_number\":%lld,\"size\":%lld,\"first_page\":%s,\"last_page\":%s,\"empty\":%s}",
		(long long)l->all_n, (long long)pages, (long long)l->page_n, (long long)l->shown_n, l->page_n == 1 ? "true" : "false",
		l->page_n >= pages ? "true" : "false", l->shown_n ? "false" : "true");
	exchange_api_answer(c, 200, l->o);
}

static void show_root(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	out_z(&o, "{\"version\":\"3.1\",\"profile\":");
	out_json(&o, arena_fmt(d->arena, "%.*s/hsds/profile", STR_ARG(d->site)));
	out_z(&o, ",\"openapi_url\":");
	out_json(&o, arena_fmt(d->arena, "%.*s/api/openapi.json", STR_ARG(d->site)));
	out_z(&o, "}");
	exchange_api_answer(c, 200, &o);
}

/* The profile as JSON Merge Patches (RFC 7396) of the published schemas: it narrows, so that all that holds to it is HSDS too. */
static void show_profile(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	out_z(&o, "{\"id\":");
	out_json(&o, arena_fmt(d->arena, "%.*s/hsds/profile", STR_ARG(d->site)));
	out_z(&o, ",\"name\":\"Japanese child-rearing profile of HSDS 3.1\",\"version\":\"1.0\",\"patches\":{"
		"\"cost_option.json\":{\"properties\":{\"currency\":{\"enum\":[\"JPY\"],\"description\":\"Whole yen.\"}}},"
		"\"schedule.json\":{\"properties\":{\"timezone\":{\"const\":9,\"description\":\"Japan has one time and no summer time.\"}}},"
		"\"address.json\":{\"properties\":{\"country\":{\"const\":\"JP\"}}},"
		"\"attribute.json\":{\"properties\":{\"link_type\":{\"enum\":[\"type\",\"need\",\"kana\",\"easy_japanese\",\"age_from_months\",\"age_to_months\","
		"\"line_url\",\"name_en\"],\"description\":\"type and need point to a term of our taxonomies. The others carry a value: the name in kana; the "
		"description in plain Japanese; the first and the last month of age, counted from birth; the address on LINE; the name in Latin "
		"letters.\"}}}}}");
	exchange_api_answer(c, 200, &o);
}

/* ---- filters ---- */

/* True: usable. A term or a body that does not exist finds nothing; an id that is none of ours too. */
static bool filter_read(struct desk *d, struct call *c, struct directory_filter *f)
{
	struct str term = form_value(c, "taxonomy_term_id"), body = form_value(c, "organization_id"), after = form_value(c, "modified_after");
	int64_t id;
	int place;
	f->words = str_trim(form_value(c, "search"));
	if (term.n) {
		if (!exchange_uuid_read(term, UUID_TERM, &id, &place) || id >= EXCHANGE_TAXONOMY_N || place >= exchange_term_n((int)id))
			return false;
		*(id == 0 ? &f->type : &f->need) = exchange_term_word((int)id, place);
	}
	if (body.n) {
		struct directory_entry e;
		if (!exchange_uuid_read(body, UUID_ORGANIZATION, &id, &place) || !directory_by_id(d, (struct entry_id){ id }, &e))
			return false;
		f->body = directory_body_of(d, &e);
		f->has_body = true;
	}
	if (after.n) {
		struct day day;
		if (!day_parse(after.n > 10 ? (struct str){ after.s, 10 } : after, &day))
			return false;
		f->changed_from_at = day_moment(day, 0);
	}
	return true;
}

static void entries(struct desk *d, struct call *c, void (*show)(struct desk *, const struct directory_entry *, bool is_full, struct out *))
{
	struct out o = { .arena = d->arena };
	struct list l;
	struct directory_filter f = { 0 };
	struct directory_entry *e;
	if (!list_begin(d, c, &l, &o))
		return;
	if (filter_read(d, c, &f)) {
		f.from_n = l.from_n;
		f.limit_n = l.per_page_n;
		l.all_n = directory_list_n(d, &f);
		size_t n = directory_list(d, &f, &e);
		for (size_t i = 0; i < n; i++) {
			list_next(&l);
			show(d, &e[i], str_is(form_value(c, "full"), "true"), &o);
		}
	}
	list_end(c, &l);
}

static void service_in_list(struct desk *d, const struct directory_entry *e, bool is_full, struct out *o)
{
	if (is_full)
		exchange_hsds_service(d, e, o);
	else
		exchange_hsds_service_line(d, e, o);
}

static void at_in_list(struct desk *d, const struct directory_entry *e, bool is_full, struct out *o)
{
	exchange_hsds_at(d, e, !is_full, o);
}

static void show_services(struct desk *d, struct call *c)
{
	entries(d, c, service_in_list);
}

static void show_at_list(struct desk *d, struct call *c)
{
	entries(d, c, at_in_list);
}

/* The live entry that the address names. */
static bool entry_of(struct desk *d, struct call *c, enum exchange_uuid_kind kind, struct directory_entry *ret)
{
	int64_t id;
	int place;
	return exchange_uuid_read(c->part[0], kind, &id, &place) && directory_by_id(d, (struct entry_id){ id }, ret) && str_is(ret->state, "live");
}

static void show_service(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct out o = { .arena = d->arena };
	if (!entry_of(d, c, UUID_SERVICE, &e)) {
		missing(d, c);
		return;
	}
	exchange_hsds_service(d, &e, &o);
	exchange_api_answer(c, 200, &o);
}

static void show_at(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct out o = { .arena = d->arena };
	if (!entry_of(d, c, UUID_AT, &e)) {
		missing(d, c);
		return;
	}
	exchange_hsds_at(d, &e, false, &o);
	exchange_api_answer(c, 200, &o);
}

static void show_organizations(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	struct list l;
	struct directory_body *b;
	struct str words = str_trim(form_value(c, "search"));
	if (!list_begin(d, c, &l, &o))
		return;
	l.all_n = directory_body_count(d, words);
	size_t n = directory_bodies(d, words, l.from_n, l.per_page_n, &b);
	for (size_t i = 0; i < n; i++) {
		list_next(&l);
		exchange_hsds_body(d, &(struct exchange_body){ b[i].name, b[i].entry_id }, !str_is(form_value(c, "full"), "true"), &o);
	}
	list_end(c, &l);
}

static void show_organization(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct out o = { .arena = d->arena };
	if (!entry_of(d, c, UUID_ORGANIZATION, &e)) {
		missing(d, c);
		return;
	}
	struct str name = directory_body_of(d, &e);
	exchange_hsds_body(d, &(struct exchange_body){ name, directory_body_entry(d, name) }, false, &o);
	exchange_api_answer(c, 200, &o);
}

static void show_taxonomies(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	struct list l;
	if (!list_begin(d, c, &l, &o))
		return;
	l.all_n = EXCHANGE_TAXONOMY_N;
	for (int64_t i = l.from_n; i < EXCHANGE_TAXONOMY_N && i < l.from_n + l.per_page_n; i++) {
		list_next(&l);
		exchange_hsds_taxonomy(d, (int)i, &o);
	}
	list_end(c, &l);
}

static void show_taxonomy(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	int64_t id;
	int place;
	if (!exchange_uuid_read(c->part[0], UUID_TAXONOMY, &id, &place) || id || place >= EXCHANGE_TAXONOMY_N) {
		missing(d, c);
		return;
	}
	exchange_hsds_taxonomy(d, place, &o);
	exchange_api_answer(c, 200, &o);
}

static void show_terms(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	struct list l;
	struct str only = form_value(c, "taxonomy_id");
	int64_t id = -1, at = 0;
	int place = -1;
	if (!list_begin(d, c, &l, &o))
		return;
	if (only.n && (!exchange_uuid_read(only, UUID_TAXONOMY, &id, &place) || id))
		place = EXCHANGE_TAXONOMY_N;
	for (int t = 0; t < EXCHANGE_TAXONOMY_N; t++)
		for (int i = 0; i < exchange_term_n(t) && (!only.n || t == place); i++, at++) {
			if (at < l.from_n || at >= l.from_n + l.per_page_n)
				continue;
			list_next(&l);
			exchange_hsds_term(d, t, i, &o);
		}
	l.all_n = at;
	list_end(c, &l);
}

static void show_term(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	int64_t id;
	int place;
	if (!exchange_uuid_read(c->part[0], UUID_TERM, &id, &place) || id >= EXCHANGE_TAXONOMY_N || place >= exchange_term_n((int)id)) {
		missing(d, c);
		return;
	}
	exchange_hsds_term(d, (int)id, place, &o);
	exchange_api_answer(c, 200, &o);
}

const struct route exchange_hsds_routes[] = {
	{ METHOD_GET, "/hsds", MAY_DIRECTORY_READ, show_root, .room = "directory" },
	{ METHOD_GET, "/hsds/", MAY_DIRECTORY_READ, show_root, .room = "directory" },
	{ METHOD_GET, "/hsds/profile", MAY_DIRECTORY_READ, show_profile, .room = "directory" },
	{ METHOD_GET, "/hsds/services", MAY_DIRECTORY_READ, show_services, .room = "directory" },
	{ METHOD_GET, "/hsds/services/{service}", MAY_DIRECTORY_READ, show_service, .room = "directory", .holes = "uuid:service" },
	{ METHOD_GET, "/hsds/organizations", MAY_DIRECTORY_READ, show_organizations, .room = "directory" },
	{ METHOD_GET, "/hsds/organizations/{organization}", MAY_DIRECTORY_READ, show_organization, .room = "directory", .holes = "uuid:body" },
	{ METHOD_GET, "/hsds/service_at_locations", MAY_DIRECTORY_READ, show_at_list, .room = "directory" },
	{ METHOD_GET, "/hsds/service_at_locations/{at}", MAY_DIRECTORY_READ, show_at, .room = "directory", .holes = "uuid:at" },
	{ METHOD_GET, "/hsds/taxonomies", MAY_DIRECTORY_READ, show_taxonomies, .room = "directory" },
	{ METHOD_GET, "/hsds/taxonomies/{taxonomy}", MAY_DIRECTORY_READ, show_taxonomy, .room = "directory",
		.holes = "word:00000000-0000-8000-8000-0d00796f7269" },
	{ METHOD_GET, "/hsds/taxonomy_terms", MAY_DIRECTORY_READ, show_terms, .room = "directory" },
	{ METHOD_GET, "/hsds/taxonomy_terms/{term}", MAY_DIRECTORY_READ, show_term, .room = "directory",
		.holes = "word:00000000-0000-8000-8000-0e00796f7269" },
};
const size_t exchange_hsds_route_n = sizeof exchange_hsds_routes / sizeof *exchange_hsds_routes;

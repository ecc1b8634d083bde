/* Our own JSON API, described by /api/openapi.json (assets/openapi.json), and the downloads. */
#include "exchange/exchange_api_web.h"
#include "exchange/exchange_out.h"
#include "desk/may.h"
#include "desk/tenant.h"
#include "web/asset.h"
#include "web/form.h"
#include "web/reply.h"

enum { PER_PAGE = 50, PER_PAGE_MOST = 500, PAGE_MOST = 1000000, DOWNLOAD_MOST = 4000, PIECE = 500 };

void exchange_api_answer(struct call *c, int status, struct out *o)
{
	reply_header(c, "Access-Control-Allow-Origin", STR("*"));
	reply_json(c, status, out_done(o));
}

void exchange_api_refuse(struct desk *d, struct call *c, int status, const char *why)
{
	struct out o = { .arena = d->arena };
	out_z(&o, "{\"error\":");
	out_json(&o, str_of(why));
	out_z(&o, "}");
	desk_refuse(d);
	exchange_api_answer(c, status, &o);
}

/* Only words of ours are asked for; another is a mistake of the asker, not an empty list. */
static bool filter_read(struct call *c, struct directory_filter *f)
{
	struct str kind = form_value(c, "kind"), since = form_value(c, "changed_from");
	struct day day;
	bool is_need = false;
	f->type = form_value(c, "type");
	f->need = form_value(c, "need");
	f->kind = kind;
	for (size_t i = 0; directory_needs[i]; i++)
		is_need = is_need || str_is(f->need, directory_needs[i]);
	if (since.n && !day_parse(since, &day))
		return false;
	if (since.n)
		f->changed_from_at = day_moment(day, 0);
	bool is_kind = str_is(kind, "facility") || str_is(kind, "service") || str_is(kind, "programme") || str_is(kind, "informal");
	return (!kind.n || is_kind) && (!f->type.n || directory_type_of(f->type)) && (!f->need.n || is_need);
}

static void show_entries(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	struct form form = form_of(c);
	struct directory_filter f = { 0 };
	struct directory_entry *e;
	int64_t page_n = form_int(&form, "page", 1, PAGE_MOST, false), per_page_n = form_int(&form, "per_page", 1, PER_PAGE_MOST, false);
	if (!form_is_fine(&form) || !filter_read(c, &f)) {
		exchange_api_refuse(d, c, 400,
			"See openapi.json for the words of kind, type and need, and the range of page and per_page; changed_from is a date.");
		return;
	}
	page_n = page_n ? page_n : 1;
	f.limit_n = per_page_n ? per_page_n : PER_PAGE;
	f.from_n = (page_n - 1) * f.limit_n;
	int64_t total_n = directory_list_n(d, &f);
	size_t n = directory_list(d, &f, &e);
	out_fmt(&o, "{\"total_n\":%lld,\"page\":%lld,\"per_page\":%lld,\"items\":[", (long long)total_n, (long long)page_n, (long long)f.limit_n);
	for (size_t i = 0; i < n; i++) {
		out_z(&o, i ? "," : "");
		exchange_json_entry(d, &e[i], &o);
	}
	out_z(&o, "]}");
	exchange_api_answer(c, 200, &o);
}

static void show_entry(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	struct directory_entry e;
	int64_t id;
	if (!id_parse(c->part[0], &id) || !directory_by_id(d, (struct entry_id){ id }, &e) || !str_is(e.state, "live")) {
		exchange_api_refuse(d, c, 404, "There is no entry with this id.");
		return;
	}
	exchange_json_entry(d, &e, &o);
	exchange_api_answer(c, 200, &o);
}

static void show_description(struct desk *d, struct call *c)
{
	const struct asset *a = asset_find(str_of(asset_url("openapi.json")));
	reply_header(c, "Access-Control-Allow-Origin", STR("*"));
	reply_json(c, 200, arena_str(d->arena, (struct str){ (const char *)a->plain, a->plain_n }));
}

/* As much as fits into one reply; a town with more is read page by page, or by `yorisoi export`. */
static void download(struct desk *d, struct call *c)
{
	struct out o = { .arena = d->arena };
	enum exchange_format format;
	struct entry_id after = { 0 };
	int64_t n = directory_list_n(d, &(struct directory_filter){ 0 });
	if (!exchange_format_parse(c->part[0], &format)) {
		exchange_api_refuse(d, c, 404, "The formats are ods, ods-v1, geojson, json and hsds.");
		return;
	}
	if (n > DOWNLOAD_MOST) {
		exchange_api_refuse(d, c, 413, "There are more entries than one download holds: read /api/entries page by page, or ask the office for the file.");
		return;
	}
	exchange_out_begin(d, format, &o);
	while (exchange_out_piece(d, format, &after, PIECE, &o))
		continue;
	exchange_out_end(d, format, &o);
	bool is_csv = format == EXCHANGE_ODS || format == EXCHANGE_ODS_V1;
	exchange_api_answer(c, 200, &o);
	reply_header(c, "Content-Type", str_of(exchange_format_type(format)));
	reply_header(c, "Content-Disposition", arena_fmt(d->arena, "attachment; filename=\"%.*s-%.*s.%s\"", STR_ARG(d->tenant->name),
		STR_ARG(c->part[0]), is_csv ? "csv" : format == EXCHANGE_GEOJSON ? "geojson" : "json"));
}

const struct route exchange_api_routes[] = {
	{ METHOD_GET, "/api/openapi.json", MAY_DIRECTORY_READ, show_description, .room = "directory" },
	{ METHOD_GET, "/api/entries", MAY_DIRECTORY_READ, show_entries, .room = "directory" },
	{ METHOD_GET, "/api/entries/{entry}", MAY_DIRECTORY_READ, show_entry, .room = "directory", .holes = "entry" },
	{ METHOD_GET, "/api/export/{format}", MAY_DIRECTORY_READ, download, .room = "directory", .holes = "word:ods" },
};
const size_t exchange_api_route_n = sizeof exchange_api_routes / sizeof *exchange_api_routes;

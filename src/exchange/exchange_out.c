/* Entries as others want to read them. */
#include "exchange/exchange_out.h"
#include "exchange/exchange_hsds.h"
#include "exchange/exchange_out_words.h"
#include "exchange/exchange_value.h"
#include "base/check.h"
#include "base/csv.h"
#include "desk/tenant.h"
#include "directory/directory_parts.page.h"
#include <stdlib.h>

static const struct { const char *word, *type; } formats[EXCHANGE_FORMAT_N] = {
	[EXCHANGE_ODS] = { "ods", "text/csv; charset=utf-8" }, [EXCHANGE_ODS_V1] = { "ods-v1", "text/csv; charset=utf-8" },
	[EXCHANGE_GEOJSON] = { "geojson", "application/geo+json" }, [EXCHANGE_JSON] = { "json", "application/json" },
	[EXCHANGE_HSDS] = { "hsds", "application/json" },
};

bool exchange_format_parse(struct str word, enum exchange_format *ret)
{
	for (int i = 0; i < EXCHANGE_FORMAT_N; i++)
		if (str_is(word, formats[i].word))
			return *ret = (enum exchange_format)i, true;
	return false;
}

const char *exchange_format_type(enum exchange_format format)
{
	return formats[format].type;
}

/* ---- CSV ---- */

/* Millionths of a degree without rounding: 130.194444. */
static struct str degrees(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%s%lld.%06lld", n < 0 ? "-" : "", llabs((long long)n) / 1000000, llabs((long long)n) % 1000000);
}

static bool has_place(const struct directory_entry *e)
{
	return e->lat_n || e->lon_n;
}

static struct str type_name(struct desk *d, struct str type)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = LANG_JA };
	directory_type_name(&p, type);
	return str_trim(out_done(&o));
}

static struct str column_value(struct desk *d, const struct exchange_column *c, const struct directory_entry *e)
{
	switch (c->what) {
	case EXCHANGE_ID: return id_text(d->arena, e->entry_id.v);
	case EXCHANGE_TOWN: return d->tenant->town;
	case EXCHANGE_LATITUDE: return has_place(e) ? degrees(d->arena, e->lat_n) : STR_NONE;
	case EXCHANGE_LONGITUDE: return has_place(e) ? degrees(d->arena, e->lon_n) : STR_NONE;
	default: break;
	}
	if (c->fact == FACT_TYPE_WORDS && !e->fact[FACT_TYPE_WORDS].n)
		return type_name(d, e->type);
	return e->fact[c->fact];
}

static void line(struct desk *d, const struct exchange_column *column, size_t n, const struct directory_entry *e, struct out *o)
{
	for (size_t i = 0; i < n; i++) {
		out_z(o, i ? "," : "");
		csv_put(o, e ? column_value(d, &column[i], e) : str_of(column[i].header));
	}
	out_z(o, "\r\n");
}

/* ---- JSON ---- */

static void json_list(struct out *o, const char *key, struct str list)
{
	struct str rest = list, one;
	bool is_first = true;
	out_fmt(o, ",\"%s\":[", key);
	while (str_cut(&rest, ',', &one))
		if (one.n) {
			out_z(o, is_first ? "" : ",");
			out_json(o, one);
			is_first = false;
		}
	out_z(o, "]");
}

static void json_age(struct out *o, const char *key, int64_t n)
{
	out_fmt(o, ",\"%s\":", key);
	if (n < 0)
		out_z(o, "null");
	else
		out_int(o, n);
}

static void json_day(struct out *o, const char *key, struct day day)
{
	struct day_parts x = day_is_none(day) ? (struct day_parts){ 0 } : day_split(day);
	if (day_is_none(day))
		out_fmt(o, ",\"%s\":null", key);
	else
		out_fmt(o, ",\"%s\":\"%04d-%02d-%02d\"", key, x.year, x.month, x.day);
}

/* What follows `"id":..` in the JSON and in the properties of GeoJSON. */
static void json_body(struct desk *d, const struct directory_entry *e, struct out *o)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, e->area_id);
	struct str text = id_text(d->arena, e->entry_id.v);
	out_fmt(o, "\"id\":\"%s\",\"kind\":\"%s\",\"type\":\"%s\",\"name\":", text.s, e->kind.s, e->type.s);
	out_json(o, e->fact[FACT_NAME]);
	out_z(o, ",\"area\":");
	out_json(o, area ? area->name : STR_NONE);
	json_age(o, "age_from_months", e->age_from_n);
	json_age(o, "age_to_months", e->age_to_n);
	out_fmt(o, ",\"fee\":\"%s\"", e->fee_kind.s);
	json_list(o, "needs", e->needs);
	json_list(o, "amenities", e->amenities);
	out_z(o, ",\"hours\":");
	out_json(o, e->hours_rule.n ? e->hours_rule : STR_NONE);
	json_day(o, "verified_on", e->verified_on);
	out_fmt(o, ",\"changed_at\":\"%s\"", exchange_time(d->arena, e->changed_at).s);
	out_z(o, ",\"url\":");
	out_json(o, arena_fmt(d->arena, "%.*s/d/%s", STR_ARG(d->site), text.s));
	out_z(o, ",\"facts\":");
	out_str(o, directory_facts_write(d->arena, e->fact));
}

void exchange_json_entry(struct desk *d, const struct directory_entry *e, struct out *o)
{
	out_z(o, "{");
	json_body(d, e, o);
	if (has_place(e))
		out_fmt(o, ",\"latitude\":%s,\"longitude\":%s}", degrees(d->arena, e->lat_n).s, degrees(d->arena, e->lon_n).s);
	else
		out_z(o, ",\"latitude\":null,\"longitude\":null}");
}

static void geo_entry(struct desk *d, const struct directory_entry *e, struct out *o)
{
	out_z(o, "{\"type\":\"Feature\",\"geometry\":");
	if (has_place(e))
		out_fmt(o, "{\"type\":\"Point\",\"coordinates\":[%s,%s]}", degrees(d->arena, e->lon_n).s, degrees(d->arena, e->lat_n).s);
	else
		out_z(o, "null");
	out_z(o, ",\"properties\":{");
	json_body(d, e, o);
	out_z(o, "}}");
}

/* ---- the whole ---- */

void exchange_out_begin(struct desk *d, enum exchange_format format, struct out *o)
{
	switch (format) {
	case EXCHANGE_ODS:
		out_z(o, "\xef\xbb\xbf");
		line(d, exchange_ods, exchange_ods_n, NULL, o);
		break;
	case EXCHANGE_ODS_V1:
		out_z(o, "\xef\xbb\xbf");
		line(d, exchange_ods_v1, exchange_ods_v1_n, NULL, o);
		break;
	case EXCHANGE_GEOJSON:
		out_z(o, "{\"type\":\"FeatureCollection\",\"features\":[");
		break;
	default:
		out_z(o, "[");
	}
}

void exchange_out_entry(struct desk *d, enum exchange_format format, const struct directory_entry *e, bool is_first, struct out *o)
{
	bool is_csv = format == EXCHANGE_ODS || format == EXCHANGE_ODS_V1;
	if (!is_csv)
		out_z(o, is_first ? "\n" : ",\n");
	switch (format) {
	case EXCHANGE_ODS: line(d, exchange_ods, exchange_ods_n, e, o); break;
	case EXCHANGE_ODS_V1: line(d, exchange_ods_v1, exchange_ods_v1_n, e, o); break;
	case EXCHANGE_GEOJSON: geo_entry(d, e, o); break;
	case EXCHANGE_JSON: exchange_json_entry(d, e, o); break;
	case EXCHANGE_HSDS: exchange_hsds_service(d, e, o); break;
	case EXCHANGE_FORMAT_N: CHECK(false);
	}
}

void exchange_out_end(struct desk *d, enum exchange_format format, struct out *o)
{
	(void)d;
	if (format == EXCHANGE_GEOJSON)
		out_z(o, "\n]}\n");
	else if (format == EXCHANGE_JSON || format == EXCHANGE_HSDS)
		out_z(o, "\n]\n");
}

bool exchange_out_piece(struct desk *d, enum exchange_format format, struct entry_id *after, int64_t most, struct out *o)
{
	struct directory_entry *e;
	size_t n = directory_list_after(d, *after, most, &e);
	for (size_t i = 0; i < n; i++) {
		exchange_out_entry(d, format, &e[i], !after->v, o);
		*after = e[i].entry_id;
	}
	return (int64_t)n == most;
}

/* Puts together what one page of the directory says. What says nothing is left out here, so that the page only shows. */
#include "directory/directory_place.h"
#include "directory/directory_desk.h"
#include "base/hours.h"
#include "directory/directory_words.h"

/* ---- hours of a week ---- */

static bool is_same_day(struct str rule, int a, int b)
{
	struct hours_span x[HOURS_SPANS], y[HOURS_SPANS];
	size_t n = hours_on(rule, a, x);
	return n == hours_on(rule, b, y) && memcmp(x, y, n * sizeof *x) == 0;
}

size_t directory_week_read(struct str rule, struct directory_week ret[DIRECTORY_SPANS])
{
	size_t n = 0;
	for (int i = 0; i < 7;) {
		struct hours_span span[HOURS_SPANS];
		int from = (i + 1) % 7, last = i;
		size_t span_n = hours_on(rule, from, span);
		while (last < 6 && is_same_day(rule, from, (last + 2) % 7))
			last++;
		for (size_t k = 0; k < span_n && n < DIRECTORY_SPANS; k++)
			ret[n++] = (struct directory_week){ from, (last + 1) % 7, span[k].from, span[k].to };
		i = last + 1;
	}
	return n;
}

static void read_hours(struct desk *d, struct directory_place *v)
{
	struct str rule = v->entry->hours_rule, closed_days = tenant_get(d->tenant, "closed_days");
	if (!rule.n)
		return;
	v->week = ARENA_ARRAY(d->arena, struct directory_week, DIRECTORY_SPANS);
	v->week_n = directory_week_read(rule, v->week);
	v->until_at = hours_open_until(d->now, rule, STR_NONE);
	v->next_at = hours_next_open(d->now, rule, closed_days);
	v->open = v->until_at.ms ? hours_are_closed_on(d->today, closed_days) ? DIRECTORY_OPEN_ASK : DIRECTORY_OPEN : DIRECTORY_SHUT;
}

/* ---- rows ---- */

static bool says(const struct directory_place *v, enum directory_fact fact)
{
	const struct directory_entry *e = v->entry;
	struct str words = e->fact[fact];
	if (fact == FACT_HOURS)
		return v->week_n || words.n || e->fact[FACT_DAYS].n || e->fact[FACT_OPENS].n;
	if (fact == FACT_AGES)
		return words.n || e->age_from_n >= 0;
	if (fact == FACT_FEE)
		return words.n || !str_is(e->fee_kind, "unknown");
	if (fact == FACT_ADDRESS)
		return v->address.n > 0;
	return words.n > 0 && directory_is_yes(words);
}

static struct directory_rows rows_of(struct desk *d, const struct directory_place *v, const enum directory_fact *fact, size_t n)
{
	struct directory_rows r = { .row = ARENA_ARRAY(d->arena, struct directory_row, n + 1) };
	for (size_t i = 0; i < n; i++)
		if (says(v, fact[i]))
			r.row[r.n++] = (struct directory_row){ fact[i], str_trim(v->entry->fact[fact[i]]) };
	return r;
}
#define ROWS(d, v, list) rows_of(d, v, list, sizeof (list) / sizeof *(list))

static void read_rows(struct desk *d, struct directory_place *v)
{
	static const enum directory_fact visit[] = { FACT_HOURS, FACT_HOURS_NOTE, FACT_ADDRESS, FACT_ACCESS, FACT_AGES, FACT_TARGET, FACT_FEE,
		FACT_HOW_TO_APPLY, FACT_DOCUMENTS, FACT_LANGUAGES, FACT_PHONE, FACT_PHONE_EXT, FACT_FAX, FACT_MAIL, FACT_FORM_URL, FACT_LINE_URL, FACT_URL,
		FACT_CONTACT_NOTE };
	static const enum directory_fact help[] = { FACT_SUPPORT, FACT_MONEY, FACT_GOODS, FACT_CONDITIONS, FACT_PERIOD, FACT_APPLY_PERIOD, FACT_COUNTER,
		FACT_LAW };
	static const enum directory_fact care[] = { FACT_TEMPORARY, FACT_TEMPORARY_OPENS, FACT_TEMPORARY_CLOSES, FACT_TEMPORARY_FEE_KIND,
		FACT_TEMPORARY_FEE, FACT_TEMPORARY_FEE_NOTE, FACT_SICK_CARE, FACT_EXTENDED, FACT_NIGHT, FACT_HOLIDAY_CARE, FACT_ALL_DAY };
	static const enum directory_fact more[] = { FACT_TYPE_WORDS, FACT_OWNERSHIP, FACT_BODY, FACT_CAPACITY, FACT_APPROVED, FACT_DISTRICT,
		FACT_PARKING, FACT_EQUIPMENT, FACT_DRINKING_WATER, FACT_NOTE, FACT_PICTURE_URL, FACT_PICTURE_LICENCE, FACT_MORE };
	v->visit = ROWS(d, v, visit);
	v->help = ROWS(d, v, help);
	v->care = ROWS(d, v, care);
	v->more = ROWS(d, v, more);
}

static size_t words_of(struct desk *d, struct str list, struct str **ret)
{
	struct str rest = list, one;
	size_t n = 0;
	*ret = ARENA_ARRAY(d->arena, struct str, list.n / 2 + 1);
	while (rest.n && str_cut(&rest, ',', &one))
		if (one.n)
			(*ret)[n++] = one;
	return n;
}

/* ---- where, and how to show others ---- */

static struct str address_of(struct desk *d, const struct directory_entry *e)
{
	const struct str *f = e->fact;
	struct str building = f[FACT_BUILDING];
	struct str whole = f[FACT_ADDRESS].n ? f[FACT_ADDRESS]
		: arena_fmt(d->arena, "%.*s%.*s%.*s%.*s", STR_ARG(f[FACT_PREFECTURE]), STR_ARG(f[FACT_CITY]), STR_ARG(f[FACT_TOWN]), STR_ARG(f[FACT_BLOCK]));
	if (!building.n || str_ends(whole, building.s))
		return str_trim(whole);
	return str_trim(arena_fmt(d->arena, "%.*s\n%.*s", STR_ARG(whole), STR_ARG(building)));
}

/* Phones open their own application; desks see the map of the Geospatial Information Authority. Nothing is loaded by us. */
static struct str map_url(struct desk *d, const struct directory_place *v, struct str agent)
{
	const struct directory_entry *e = v->entry;
	bool is_apple = str_has(agent, "iPhone") || str_has(agent, "iPad") || str_has(agent, "Macintosh"), is_android = str_has(agent, "Android");
	bool has_place = e->lat_n || e->lon_n;
	struct out o = { .arena = d->arena }, query = { .arena = d->arena };
	struct str point = arena_fmt(d->arena, "%.6f,%.6f", (double)e->lat_n / 1e6, (double)e->lon_n / 1e6);
	if (!has_place && !v->address.n)
		return STR_NONE;
	out_percent(&query, has_place ? e->fact[FACT_NAME] : v->address);
	struct str words = out_done(&query);
	if (is_apple)
		out_fmt(&o, "https://maps.apple.com/?q=%s%s%s", words.s, has_place ? "&ll=" : "", has_place ? point.s : "");
	else if (is_android)
		out_fmt(&o, "geo:%s?q=%s%s%s%s", has_place ? point.s : "0,0", has_place ? point.s : "", has_place ? "(" : "", words.s, has_place ? ")" : "");
	else if (has_place)
		out_fmt(&o, "https://maps.gsi.go.jp/#17/%.6f/%.6f/", (double)e->lat_n / 1e6, (double)e->lon_n / 1e6);
	else
		out_fmt(&o, "https://www.google.com/maps/search/?api=1&query=%s", words.s);
	return out_done(&o);
}

static void read_share(struct desk *d, struct directory_place *v)
{
	struct out mail = { .arena = d->arena }, line = { .arena = d->arena };
	v->site_url = arena_fmt(d->arena, "%.*s/d/%s", STR_ARG(d->site), id_text(d->arena, v->entry->entry_id.v).s);
	struct str name = v->entry->fact[FACT_NAME];
	out_z(&mail, "mailto:?subject=");
	out_percent(&mail, name);
	out_z(&mail, "&body=");
	out_percent(&mail, arena_fmt(d->arena, "%.*s\n%.*s\n%.*s", STR_ARG(name), STR_ARG(v->entry->fact[FACT_PHONE]), STR_ARG(v->site_url)));
	out_z(&line, "https://line.me/R/msg/text/?");
	out_percent(&line, arena_fmt(d->arena, "%.*s\n%.*s", STR_ARG(name), STR_ARG(v->site_url)));
	v->mail_url = out_done(&mail);
	v->line_url = out_done(&line);
}

static void read_lead(struct desk *d, struct directory_place *v)
{
	const struct str *f = v->entry->fact;
	bool wants_easy = d->lang == LANG_EASY && f[FACT_EASY].n;
	v->lead = wants_easy ? f[FACT_EASY] : f[FACT_SUMMARY];
	v->lead_easy = wants_easy ? STR_NONE : f[FACT_EASY];
	if (!v->lead.n && f[FACT_SUPPORT].n)
		v->lead = f[FACT_SUPPORT];
}

void directory_place_read(struct desk *d, const struct directory_entry *e, struct str agent, struct directory_place *ret)
{
	struct directory_place *v = ret;
	*v = (struct directory_place){ .entry = e, .tenant = d->tenant, .area = tenant_area_of(d->tenant, e->area_id) };
	struct str *need;
	read_hours(d, v);
	/* Only places for sick children are marked, only places that look after children have figures: nobody else is asked. */
	v->has_mark = (str_is(e->type, "sick_care") || directory_list_has(e->amenities, "sick")) && directory_mark_today(d, e->entry_id, &v->mark);
	v->phone_n = directory_phone_read(d->arena, e->fact[FACT_PHONE], &v->phone);
	for (size_t i = 0; i < v->phone_n && !v->dial.n; i++)
		v->dial = v->phone[i].dial;
	v->address = address_of(d, e);
	v->map_url = map_url(d, v, agent);
	read_lead(d, v);
	read_rows(d, v);
	if (words_of(d, e->needs, &need))
		v->need = need[0];
	v->amenity_n = words_of(d, e->amenities, &v->amenity);
	if (directory_list_has(e->needs, "leave"))
		v->vacancy_n = directory_vacancies(d, e->entry_id, &v->vacancy);
	v->origin_n = directory_origins(d, e->entry_id, &v->origin);
	v->is_stale = day_is_none(e->verified_on) || e->verified_on.n < directory_stale_before(d, e->type).n;
	v->is_hard = directory_list_has(e->needs, "hard") || directory_list_has(e->needs, "talk");
	v->has_consult = tenant_has_room(d->tenant, "consult");
	v->may_edit = directory_may_edit(d, e);
	read_share(d, v);
}

/* Entries in the words of HSDS. */
#include "exchange/exchange_hsds.h"
#include "exchange/exchange_value.h"
#include "desk/tenant.h"
#include "directory/directory_parts.page.h"

struct writer { struct desk *d; struct out *o; bool has; };

static void key(struct writer *w, const char *name)
{
	out_fmt(w->o, "%s\"%s\":", w->has ? "," : "", name);
	w->has = true;
}

static void text(struct writer *w, const char *name, struct str value)
{
	if (!value.n)
		return;
	key(w, name);
	out_json(w->o, value);
}

static void word(struct writer *w, const char *name, const char *value)
{
	text(w, name, str_of(value));
}

static void uuid(struct writer *w, const char *name, struct exchange_uuid value)
{
	text(w, name, str_of(value.s));
}

/* Opens an object (with a key) or an element (without); what is returned goes to close(). */
static bool open(struct writer *w, const char *name, char bracket)
{
	bool had = w->has;
	if (name)
		key(w, name);
	else if (had)
		out_z(w->o, ",");
	out_put(w->o, &bracket, 1);
	w->has = false;
	return true;
}

static void close(struct writer *w, char bracket)
{
	out_put(w->o, &bracket, 1);
	w->has = true;
}

/* ---- what HSDS checks ---- */

static void url(struct writer *w, const char *name, struct str value)
{
	if (exchange_is_url(str_trim(value)))
		text(w, name, str_trim(value));
}

static void mail(struct writer *w, const char *name, struct str value)
{
	if (exchange_is_mail(value))
		text(w, name, value);
}

/* ---- taxonomies ---- */

int exchange_term_n(int taxonomy)
{
	int n = 0;
	if (taxonomy == 0)
		return (int)directory_type_n;
	while (directory_needs[n])
		n++;
	return n;
}

struct str exchange_term_word(int taxonomy, int place)
{
	return str_of(taxonomy == 0 ? directory_types[place].word : directory_needs[place]);
}

static struct str term_name(struct desk *d, int taxonomy, int place)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = LANG_JA };
	if (taxonomy == 0)
		directory_type_name(&p, exchange_term_word(0, place));
	else
		directory_need_name(&p, exchange_term_word(1, place));
	return str_trim(out_done(&o));
}

static const char *const taxonomy_word[EXCHANGE_TAXONOMY_N] = { "type", "need" };

void exchange_hsds_taxonomy(struct desk *d, int taxonomy, struct out *o)
{
	struct writer w = { d, o, false };
	open(&w, NULL, '{');
	uuid(&w, "id", exchange_uuid(UUID_TAXONOMY, 0, taxonomy));
	text(&w, "name", arena_fmt(d->arena, "yorisoi-%s", taxonomy_word[taxonomy]));
	word(&w, "description", taxonomy ? "What a family needs: one service may answer several needs." : "What kind of place or help it is.");
	close(&w, '}');
}

static void term(struct writer *w, int taxonomy, int place)
{
	uuid(w, "id", exchange_uuid(UUID_TERM, taxonomy, place));
	text(w, "code", exchange_term_word(taxonomy, place));
	text(w, "name", term_name(w->d, taxonomy, place));
	text(w, "description", term_name(w->d, taxonomy, place));
	text(w, "taxonomy", arena_fmt(w->d->arena, "yorisoi-%s", taxonomy_word[taxonomy]));
	word(w, "language", "ja");
	uuid(w, "taxonomy_id", exchange_uuid(UUID_TAXONOMY, 0, taxonomy));
}

void exchange_hsds_term(struct desk *d, int taxonomy, int place, struct out *o)
{
	struct writer w = { d, o, false };
	open(&w, NULL, '{');
	term(&w, taxonomy, place);
	close(&w, '}');
}

/* ---- parts of a service ---- */

/* "0996-00-0001 / 0996-00-0002" is two telephones. */
static void phones(struct writer *w, const struct directory_entry *e)
{
	struct str rest = e->fact[FACT_PHONE], one;
	int64_t extension;
	int place = 0;
	open(w, "phones", '[');
	while (place < 9 && str_cut(&rest, '/', &one)) {
		if (!str_trim(one).n)
			continue;
		open(w, NULL, '{');
		uuid(w, "id", exchange_uuid(UUID_PHONE, e->entry_id.v, place++));
		text(w, "number", str_trim(one));
		if (place == 1 && str_int(str_trim(e->fact[FACT_PHONE_EXT]), &extension)) {
			key(w, "extension");
			out_int(w->o, extension);
		}
		word(w, "type", "voice");
		close(w, '}');
	}
	if (e->fact[FACT_FAX].n) {
		open(w, NULL, '{');
		uuid(w, "id", exchange_uuid(UUID_PHONE, e->entry_id.v, 10));
		text(w, "number", e->fact[FACT_FAX]);
		word(w, "type", "fax");
		close(w, '}');
	}
	close(w, ']');
}

static void schedule(struct writer *w, const struct directory_entry *e, struct str rule, int place)
{
	struct str rest = rule, days, from, to = rule;
	if (!str_cut(&rest, ' ', &days) || !str_cut(&rest, '-', &from))
		return;
	to = str_trim(rest);
	open(w, NULL, '{');
	uuid(w, "id", exchange_uuid(UUID_SCHEDULE, e->entry_id.v, place));
	key(w, "timezone");
	out_int(w->o, 9);
	word(w, "freq", "WEEKLY");
	word(w, "wkst", "MO");
	text(w, "byday", exchange_by_day(w->d->arena, days));
	text(w, "description", e->fact[FACT_HOURS].n ? e->fact[FACT_HOURS] : e->fact[FACT_HOURS_NOTE]);
	text(w, "opens_at", from);
	text(w, "closes_at", to);
	close(w, '}');
}

static void schedules(struct writer *w, const struct directory_entry *e)
{
	struct str rest = e->hours_rule, one;
	int place = 0;
	if (!e->hours_rule.n)
		return;
	open(w, "schedules", '[');
	while (place < 50 && str_cut(&rest, ';', &one))
		schedule(w, e, str_trim(one), place++);
	close(w, ']');
}

static void languages(struct writer *w, const struct directory_entry *e)
{
	struct str rest = e->fact[FACT_LANGUAGES], one;
	int place = 0;
	if (!rest.n)
		return;
	open(w, "languages", '[');
	while (place < 50 && str_cut(&rest, ',', &one)) {
		if (!str_trim(one).n)
			continue;
		open(w, NULL, '{');
		uuid(w, "id", exchange_uuid(UUID_LANGUAGE, e->entry_id.v, place++));
		text(w, str_trim(one).n <= 5 && (unsigned char)str_trim(one).s[0] < 0x80 ? "code" : "name", str_trim(one));
		close(w, '}');
	}
	close(w, ']');
}

static void cost(struct writer *w, const struct directory_entry *e)
{
	if (!e->fact[FACT_FEE].n)
		return;
	open(w, "cost_options", '[');
	open(w, NULL, '{');
	uuid(w, "id", exchange_uuid(UUID_COST, e->entry_id.v, 0));
	text(w, "option", e->fee_kind);
	word(w, "currency", "JPY");
	if (str_is(e->fee_kind, "free")) {
		key(w, "amount");
		out_int(w->o, 0);
	}
	text(w, "amount_description", e->fact[FACT_FEE]);
	close(w, '}');
	close(w, ']');
}

static void documents(struct writer *w, const struct directory_entry *e)
{
	struct str rest = e->fact[FACT_DOCUMENTS], one;
	int place = 0;
	if (!rest.n)
		return;
	open(w, "required_documents", '[');
	while (place < 50 && str_cut(&rest, '\n', &one)) {
		if (!str_trim(one).n)
			continue;
		open(w, NULL, '{');
		uuid(w, "id", exchange_uuid(UUID_DOCUMENT, e->entry_id.v, place++));
		text(w, "document", str_trim(one));
		close(w, '}');
	}
	close(w, ']');
}

static void attribute_term(struct writer *w, const struct directory_entry *e, int taxonomy, int place)
{
	open(w, NULL, '{');
	uuid(w, "id", exchange_uuid(UUID_ATTRIBUTE, e->entry_id.v, taxonomy * 64 + place));
	uuid(w, "link_id", exchange_uuid(UUID_SERVICE, e->entry_id.v, 0));
	uuid(w, "taxonomy_term_id", exchange_uuid(UUID_TERM, taxonomy, place));
	word(w, "link_type", taxonomy_word[taxonomy]);
	word(w, "link_entity", "service");
	open(w, "taxonomy_term", '{');
	term(w, taxonomy, place);
	close(w, '}');
	close(w, '}');
}

static void attribute(struct writer *w, const struct directory_entry *e, int place, const char *type, struct str value)
{
	if (!value.n)
		return;
	open(w, NULL, '{');
	uuid(w, "id", exchange_uuid(UUID_ATTRIBUTE, e->entry_id.v, 128 + place));
	uuid(w, "link_id", exchange_uuid(UUID_SERVICE, e->entry_id.v, 0));
	word(w, "link_type", type);
	word(w, "link_entity", "service");
	text(w, "value", value);
	close(w, '}');
}

/* What the profile adds: kana, months of age, やさしい日本語, the address on LINE. */
static void attributes(struct writer *w, const struct directory_entry *e)
{
	struct arena *a = w->d->arena;
	open(w, "attributes", '[');
	for (int taxonomy = 0; taxonomy < EXCHANGE_TAXONOMY_N; taxonomy++)
		for (int i = 0; i < exchange_term_n(taxonomy); i++) {
			const char *name = exchange_term_word(taxonomy, i).s;
			if (taxonomy ? directory_list_has(e->needs, name) : str_is(e->type, name))
				attribute_term(w, e, taxonomy, i);
		}
	attribute(w, e, 0, "kana", e->fact[FACT_KANA]);
	attribute(w, e, 1, "easy_japanese", e->fact[FACT_EASY]);
	attribute(w, e, 2, "age_from_months", e->age_from_n < 0 ? STR_NONE : arena_fmt(a, "%lld", (long long)e->age_from_n));
	attribute(w, e, 3, "age_to_months", e->age_to_n < 0 ? STR_NONE : arena_fmt(a, "%lld", (long long)e->age_to_n));
	attribute(w, e, 4, "line_url", exchange_is_url(e->fact[FACT_LINE_URL]) ? e->fact[FACT_LINE_URL] : STR_NONE);
	attribute(w, e, 5, "name_en", e->fact[FACT_NAME_EN]);
	close(w, ']');
}

/* ---- organizations ---- */

static void body_fields(struct writer *w, struct str name, struct entry_id first)
{
	const struct tenant *t = w->d->tenant;
	uuid(w, "id", exchange_uuid(UUID_ORGANIZATION, first.v, 0));
	text(w, "name", name.n ? name : t->town.n ? t->town : t->title);
	text(w, "description", name.n ? name : t->lead.n ? t->lead : t->title);
	if (!name.n)
		url(w, "website", w->d->site);
}

/* ---- services ---- */

static void age(struct writer *w, const char *name, int64_t months)
{
	if (months < 0)
		return;
	key(w, name);
	out_fmt(w->o, "%lld.%02lld", (long long)months / 12, (long long)(months % 12) * 100 / 12);
}

static void service_fields(struct writer *w, const struct directory_entry *e)
{
	const struct str *f = e->fact;
	uuid(w, "id", exchange_uuid(UUID_SERVICE, e->entry_id.v, 0));
	text(w, "name", f[FACT_NAME]);
	text(w, "alternate_name", f[FACT_NICKNAME].n ? f[FACT_NICKNAME] : f[FACT_NAME_EN]);
	text(w, "description", f[FACT_DESCRIPTION].n ? f[FACT_DESCRIPTION] : f[FACT_SUMMARY].n ? f[FACT_SUMMARY] : f[FACT_SUPPORT]);
	url(w, "url", f[FACT_URL]);
	mail(w, "email", str_trim(f[FACT_MAIL]));
	word(w, "status", "active");
	text(w, "application_process", f[FACT_HOW_TO_APPLY]);
	text(w, "fees_description", f[FACT_FEE]);
	text(w, "eligibility_description", f[FACT_TARGET].n ? f[FACT_TARGET] : f[FACT_AGES]);
	age(w, "minimum_age", e->age_from_n);
	age(w, "maximum_age", e->age_to_n);
	text(w, "assured_date", exchange_day(w->d->arena, e->verified_on));
	text(w, "last_modified", exchange_time(w->d->arena, e->changed_at));
}

static void organization(struct writer *w, const struct directory_entry *e)
{
	struct str name = directory_body_of(w->d, e);
	struct entry_id first = directory_body_entry(w->d, name);
	open(w, "organization", '{');
	body_fields(w, name, first.v ? first : e->entry_id);
	close(w, '}');
}

static bool has_location(const struct directory_entry *e)
{
	return e->fact[FACT_ADDRESS].n || e->lat_n || e->lon_n;
}

static void degrees(struct writer *w, const char *name, int64_t n)
{
	key(w, name);
	out_fmt(w->o, "%s%lld.%06lld", n < 0 ? "-" : "", (long long)(n < 0 ? -n : n) / 1000000, (long long)(n < 0 ? -n : n) % 1000000);
}

static void location_fields(struct writer *w, const struct directory_entry *e)
{
	uuid(w, "id", exchange_uuid(UUID_LOCATION, e->entry_id.v, 0));
	word(w, "location_type", has_location(e) ? "physical" : "virtual");
	text(w, "name", e->fact[FACT_NAME]);
	text(w, "transportation", e->fact[FACT_ACCESS]);
	if (e->lat_n || e->lon_n) {
		degrees(w, "latitude", e->lat_n);
		degrees(w, "longitude", e->lon_n);
	}
}

/* HSDS wants all of an address's parts: what is not known is written as empty, never invented. */
static void address(struct writer *w, const struct directory_entry *e)
{
	const struct str *f = e->fact;
	if (!f[FACT_ADDRESS].n)
		return;
	open(w, "addresses", '[');
	open(w, NULL, '{');
	uuid(w, "id", exchange_uuid(UUID_ADDRESS, e->entry_id.v, 0));
	text(w, "address_1", f[FACT_ADDRESS]);
	text(w, "address_2", f[FACT_BUILDING]);
	key(w, "city");
	out_json(w->o, f[FACT_CITY].n ? f[FACT_CITY] : STR(""));
	key(w, "state_province");
	out_json(w->o, f[FACT_PREFECTURE].n ? f[FACT_PREFECTURE] : STR(""));
	key(w, "postal_code");
	out_json(w->o, f[FACT_POSTAL].n ? f[FACT_POSTAL] : STR(""));
	word(w, "country", "JP");
	word(w, "address_type", "physical");
	close(w, '}');
	close(w, ']');
}

static void accessibility(struct writer *w, const struct directory_entry *e)
{
	struct str rest = e->amenities, one;
	int place = 0;
	open(w, "accessibility", '[');
	while (place < 50 && str_cut(&rest, ',', &one)) {
		if (!one.n)
			continue;
		struct out o = { .arena = w->d->arena };
		struct page p = { .out = &o, .lang = LANG_JA };
		directory_amenity_name(&p, one);
		open(w, NULL, '{');
		uuid(w, "id", exchange_uuid(UUID_ACCESS, e->entry_id.v, place++));
		text(w, "description", str_trim(out_done(&o)));
		text(w, "details", one);
		close(w, '}');
	}
	close(w, ']');
}

static void at_fields(struct writer *w, const struct directory_entry *e)
{
	uuid(w, "id", exchange_uuid(UUID_AT, e->entry_id.v, 0));
	uuid(w, "service_id", exchange_uuid(UUID_SERVICE, e->entry_id.v, 0));
	uuid(w, "location_id", exchange_uuid(UUID_LOCATION, e->entry_id.v, 0));
}

static void location(struct writer *w, const struct directory_entry *e)
{
	open(w, "location", '{');
	location_fields(w, e);
	address(w, e);
	accessibility(w, e);
	close(w, '}');
}

void exchange_hsds_service_line(struct desk *d, const struct directory_entry *e, struct out *o)
{
	struct writer w = { d, o, false };
	open(&w, NULL, '{');
	service_fields(&w, e);
	organization(&w, e);
	close(&w, '}');
}

void exchange_hsds_service(struct desk *d, const struct directory_entry *e, struct out *o)
{
	struct writer w = { d, o, false };
	open(&w, NULL, '{');
	service_fields(&w, e);
	organization(&w, e);
	phones(&w, e);
	schedules(&w, e);
	languages(&w, e);
	cost(&w, e);
	documents(&w, e);
	if (has_location(e)) {
		open(&w, "service_at_locations", '[');
		open(&w, NULL, '{');
		at_fields(&w, e);
		location(&w, e);
		close(&w, '}');
		close(&w, ']');
	}
	attributes(&w, e);
	close(&w, '}');
}

void exchange_hsds_at(struct desk *d, const struct directory_entry *e, bool is_line, struct out *o)
{
	struct writer w = { d, o, false };
	open(&w, NULL, '{');
	at_fields(&w, e);
	if (is_line) {
		open(&w, "location", '{');
		location_fields(&w, e);
		close(&w, '}');
	} else {
		location(&w, e);
	}
	open(&w, "service", '{');
	service_fields(&w, e);
	organization(&w, e);
	close(&w, '}');
	if (!is_line) {
		phones(&w, e);
		schedules(&w, e);
	}
	close(&w, '}');
}

static void services_of(struct writer *w, const struct exchange_body *b)
{
	struct directory_entry *e;
	size_t n = directory_list(w->d, &(struct directory_filter){ .body = b->name, .has_body = true, .limit_n = 500 }, &e);
	open(w, "services", '[');
	for (size_t i = 0; i < n; i++) {
		open(w, NULL, '{');
		service_fields(w, &e[i]);
		close(w, '}');
	}
	close(w, ']');
}

void exchange_hsds_body(struct desk *d, const struct exchange_body *b, bool is_line, struct out *o)
{
	struct writer w = { d, o, false };
	open(&w, NULL, '{');
	body_fields(&w, b->name, b->entry_id);
	if (!is_line)
		services_of(&w, b);
	close(&w, '}');
}

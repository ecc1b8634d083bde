/* A tenant as it is served: everything read once into one struct, looked up without further queries. */
#include "desk/tenant.h"
#include "base/check.h"
#include "base/conf.h"
#include "base/hours.h"
#include "desk/tenant.sql.h"

/* ---- reading ---- */

static void load_settings(struct desk *d, struct arena *a, struct tenant *t)
{
	struct tenant_settings_row *row = NULL;
	t->setting_n = tenant_settings(d, &row);
	t->setting = ARENA_ARRAY(a, struct conf_item, t->setting_n + 1);
	for (size_t i = 0; i < t->setting_n; i++)
		t->setting[i] = (struct conf_item){ .key = arena_str(a, row[i].key), .value = arena_str(a, row[i].value) };
}

static void load_operators(struct desk *d, struct arena *a, struct tenant *t)
{
	struct tenant_operators_row *row = NULL;
	t->operator_n = tenant_operators(d, &row);
	t->operator = ARENA_ARRAY(a, struct tenant_operator, t->operator_n + 1);
	for (size_t i = 0; i < t->operator_n; i++)
		t->operator[i] = (struct tenant_operator){ row[i].operator_id, arena_str(a, row[i].key), arena_str(a, row[i].name),
			arena_str(a, row[i].kind) };
}

static void load_areas(struct desk *d, struct arena *a, struct tenant *t)
{
	struct tenant_areas_row *row = NULL;
	t->area_n = tenant_areas(d, &row);
	t->area = ARENA_ARRAY(a, struct tenant_area, t->area_n + 1);
	for (size_t i = 0; i < t->area_n; i++)
		t->area[i] = (struct tenant_area){ row[i].area_id, arena_str(a, row[i].key), arena_str(a, row[i].name),
			arena_str(a, row[i].nickname), row[i].operator_id };
}

static void load_counters(struct desk *d, struct arena *a, struct tenant *t)
{
	struct tenant_counters_row *row = NULL;
	t->counter_n = tenant_counters(d, &row);
	t->counter = ARENA_ARRAY(a, struct tenant_counter, t->counter_n + 1);
	for (size_t i = 0; i < t->counter_n; i++)
		t->counter[i] = (struct tenant_counter){
			.counter_id = row[i].counter_id,
			.area_id = row[i].area_id,
			.operator_id = row[i].operator_id,
			.key = arena_str(a, row[i].key),
			.name = arena_str(a, row[i].name),
			.nickname = arena_str(a, row[i].nickname),
			.place = arena_str(a, row[i].place),
			.phone = arena_str(a, row[i].phone),
			.hours = arena_str(a, row[i].hours),
			.hours_rule = arena_str(a, row[i].hours_rule),
			.note = arena_str(a, row[i].note),
			.is_outreach = row[i].is_outreach,
		};
}

static void load_facts(struct desk *d, struct arena *a, struct tenant *t)
{
	struct tenant_facts_row *row = NULL;
	t->fact_n = tenant_facts(d, &row);
	t->fact = ARENA_ARRAY(a, struct tenant_fact, t->fact_n + 1);
	for (size_t i = 0; i < t->fact_n; i++)
		t->fact[i] = (struct tenant_fact){ arena_str(a, row[i].label), arena_str(a, row[i].value), arena_str(a, row[i].note) };
}

static int number(const struct tenant *t, const char *key)
{
	int64_t n = 0;
	str_int(tenant_get(t, key), &n);
	return (int)n;
}

/* The settings that the whole house reads get names of their own. */
static void name_settings(struct tenant *t)
{
	t->title = tenant_get(t, "title");
	t->town = tenant_get(t, "town");
	t->kind = tenant_get(t, "kind");
	t->host = tenant_get(t, "host");
	t->lead = tenant_get(t, "lead");
	t->hue = tenant_hue_mend(number(t, "hue"));
	t->languages = tenant_get(t, "languages");
	t->rooms = tenant_get(t, "rooms");
	t->leave_url = tenant_get(t, "leave_url");
	t->phone = tenant_get(t, "phone");
	t->mail_from = tenant_get(t, "mail_from");
	t->mail_name = tenant_get(t, "mail_name");
	t->privacy = tenant_get(t, "privacy");
	t->access_text = tenant_get(t, "access_text");
	t->terms = tenant_get(t, "terms");
	t->worker_word = tenant_get(t, "worker_word");
	t->logo_url = tenant_get(t, "logo");
	t->retain_months = number(t, "retain_months");
	t->is_closed = str_is(tenant_get(t, "closed"), "yes");
}

struct tenant *tenant_load(struct desk *d, struct arena *a)
{
	struct tenant_only_row row = { 0 };
	if (!tenant_only(d, &row))
		return NULL;
	struct tenant *t = ARENA_NEW(a, struct tenant);
	struct tenant_id before = d->tenant_id;
	*t = (struct tenant){ .tenant_id = row.tenant_id, .name = arena_str(a, row.name), .version_n = row.version_n, .is_demo = row.is_demo };
	d->tenant_id = row.tenant_id;
	load_settings(d, a, t);
	load_operators(d, a, t);
	load_areas(d, a, t);
	load_counters(d, a, t);
	load_facts(d, a, t);
	d->tenant_id = before;
	name_settings(t);
	return desk_is_faulted(d) ? NULL : t;
}

int64_t tenant_version(struct desk *d)
{
	struct tenant_version_now_row row = { 0 };
	tenant_version_now(d, &row);
	return row.version_n;
}

/* ---- looking up ---- */

static struct str setting_raw(const struct tenant *t, const char *key)
{
	for (size_t i = 0; i < t->setting_n; i++)
		if (str_is(t->setting[i].key, key))
			return t->setting[i].value;
	return STR_NONE;
}

struct str tenant_get(const struct tenant *t, const char *key)
{
	const struct tenant_setting_kind *kind = tenant_setting_kind_of(str_of(key));
	CHECK(kind);
	if (kind->kind == SET_SECRET)
		return STR_NONE;
	struct str value = setting_raw(t, key);
	if (value.s)
		return value;
	return kind->fallback[0] ? str_of(kind->fallback) : STR_NONE;
}

bool tenant_is_set(const struct tenant *t, const char *key)
{
	return setting_raw(t, key).s != NULL;
}

bool tenant_secret(const struct desk *d, const struct tenant *t, const char *key, struct str *ret)
{
	struct str box = setting_raw(t, key);
	if (!box.s || !d->tenant_key)
		return false;
	struct seal_key seal = seal_derive(d->tenant_key, STR("setting"), t->tenant_id.v);
	return seal_open(d->arena, &seal, box, ret);
}

static bool list_has(struct str list, const char *word)
{
	struct str rest = list, one;
	while (str_cut(&rest, ',', &one))
		if (str_is(str_trim(one), word))
			return true;
	return false;
}

bool tenant_has_room(const struct tenant *t, const char *room)
{
	return list_has(t->rooms, room);
}

bool tenant_has_lang(const struct tenant *t, enum lang lang)
{
	return list_has(t->languages, lang_code(lang));
}

const struct tenant_area *tenant_area_of(const struct tenant *t, struct area_id area_id)
{
	for (size_t i = 0; area_id.v && i < t->area_n; i++)
		if (t->area[i].area_id.v == area_id.v)
			return &t->area[i];
	return NULL;
}

struct operator_id tenant_operator_named(const struct tenant *t, struct str key)
{
	for (size_t i = 0; i < t->operator_n; i++)
		if (str_eq(t->operator[i].key, key))
			return t->operator[i].operator_id;
	return (struct operator_id){ 0 };
}

struct area_id tenant_area_named(const struct tenant *t, struct str key)
{
	for (size_t i = 0; i < t->area_n; i++)
		if (str_eq(t->area[i].key, key))
			return t->area[i].area_id;
	return (struct area_id){ 0 };
}

const struct tenant_counter *tenant_counter_of(const struct tenant *t, struct counter_id counter_id)
{
	for (size_t i = 0; counter_id.v && i < t->counter_n; i++)
		if (t->counter[i].counter_id.v == counter_id.v)
			return &t->counter[i];
	return NULL;
}

const struct tenant_counter *tenant_counter_for(const struct tenant *t, struct area_id area_id)
{
	const struct tenant_counter *found = NULL;
	for (size_t i = 0; i < t->counter_n; i++) {
		const struct tenant_counter *x = &t->counter[i];
		if (!x->hours_rule.n || x->is_outreach)
			continue;
		if (!found || (x->area_id.v == area_id.v && found->area_id.v != area_id.v))
			found = x;
	}
	return found;
}

/* Any week is like this one; days on which the counters are closed are the night duty's. */
static bool is_anybody_on_duty(const struct tenant *t, struct str night, struct moment at)
{
	bool is_on = hours_are_open(at, night, STR_NONE);
	for (size_t i = 0; i < t->counter_n && !is_on; i++)
		is_on = !t->counter[i].is_outreach && hours_are_open(at, t->counter[i].hours_rule, STR_NONE);
	return is_on;
}

bool tenant_night_covers(const struct tenant *t, struct str night)
{
	enum { STEP = 15 };
	struct day monday = day_make(2026, 11, 23);
	bool has = night.n > 0;
	for (int i = 0; i < 7 * 24 * 60 / STEP && has; i++)
		has = is_anybody_on_duty(t, night, moment_add(day_moment(monday, 0), (int64_t)i * STEP * MINUTE));
	return has;
}

bool tenant_has_night_duty(const struct tenant *t)
{
	return tenant_night_covers(t, tenant_get(t, "sos.night"));
}

/* A new tenant from its readable profile. Every mistake is named by file and line, and then nothing is made. People and questions of a profile
 * are for the demo (app/demo): here only their keys are looked at. */
#include "base/conf.h"
#include "desk/audit.h"
#include "desk/tenant.h"
#include "desk/tenant.page.h"
#include "desk/tenant.sql.h"

struct making { struct desk *d; const struct conf *conf; struct str *ret_why; };

/* ---- which sections and keys there are ---- */

enum { KEYS_MAX = 26 };
static const struct { const char *section; const char *key[KEYS_MAX]; } sections[] = {
	{ "operator", { "name", "kind" } },
	{ "area", { "name", "nickname", "operator" } },
	{ "counter", { "name", "nickname", "area", "operator", "place", "phone", "hours", "hours_rule", "note", "is_outreach" } },
	{ "person", { "name", "role", "title", "area", "operator", "about", "face", "mail", "invited_hours_ago",
		"kana", "kind", "began", "speaks", "capacity", "phone", "hours", "hours_rule", "child_months" } },
	{ "fact", { "value", "note" } },
	{ "families", { "children", "births" } },
	{ "canned", { "title", "text" } },
	{ "count", { "from", "until", "channels", "all" } },
	{ "gift", { "ja", "ja-easy", "en", "zh", "vi", "pt", "unit", "pieces", "yen", "line" } },
	{ "care", { "legal", "number", "on" } },
	{ "scene", { "kind", "icon", "ja", "ja-easy", "en", "zh", "vi", "pt", "hint-ja", "hint-ja-easy", "hint-en", "hint-zh", "hint-vi", "hint-pt" } },
	{ "care-report", { "words", "voice" } },
	{ "need", { "kind", "training", "months" } },
	{ "helper", { "name", "kana", "area", "face", "about", "phone", "speaks", "kinds", "from_months", "until_months", "children", "pet", "place",
		"lat", "lon", "travel", "way", "week", "evening", "urgent", "trained", "comes", "state" } },
	{ "question", { "text", "nickname", "area", "minutes_ago" } },
	{ "fee", { "rules", "source", "confirmed" } },
	{ "past", { "family", "area", "kind", "words", "hour", "minutes", "days_ago", "every", "times", "end" } },
};
enum { SECTION_N = sizeof sections / sizeof *sections };

static bool complain(struct making *m, const struct conf_item *item, const char *what)
{
	struct str key = item->key.n ? item->key : item->name;
	*m->ret_why = arena_fmt(m->d->arena, "%s:%d: %.*s%s%.*s %s", m->conf->name, item->line, STR_ARG(item->section), item->section.n ? " " : "",
		STR_ARG(key), what);
	return false;
}

static int section_of(struct str name)
{
	for (int i = 0; i < SECTION_N; i++)
		if (str_is(name, sections[i].section))
			return i;
	return -1;
}

static bool key_is_known(int section, struct str key)
{
	for (int i = 0; i < KEYS_MAX && sections[section].key[i]; i++)
		if (str_is(key, sections[section].key[i]))
			return true;
	return false;
}

static bool is_setting(const struct conf_item *item)
{
	return !item->section.n || (str_is(item->section, "tenant") && item->key.n);
}

static bool check_item(struct making *m, const struct conf_item *item)
{
	if (!item->section.n || str_is(item->section, "tenant"))
		return !item->key.n || tenant_setting_kind_of(item->key) || complain(m, item, "is no setting (yorisoi tenant set --help lists them)");
	int section = section_of(item->section);
	if (section < 0)
		return complain(m, item, "is in an unknown section; there are operator, area, counter, person, fact, families, gift, canned, count, care, "
			"scene, need, helper, question, fee and past");
	if (!item->key.n)
		return item->name.n || complain(m, item, "needs a name behind the section's word");
	return key_is_known(section, item->key) || complain(m, item, "is not a key of this section");
}

static bool check_all(struct making *m)
{
	for (size_t i = 0; i < m->conf->item_n; i++)
		if (!check_item(m, &m->conf->item[i]))
			return false;
	return true;
}

/* ---- reading one section ---- */

/* The value of a key below the head at `at`. */
static const struct conf_item *below(const struct making *m, size_t at, const char *key)
{
	for (size_t i = at + 1; i < m->conf->item_n && m->conf->item[i].key.n; i++)
		if (str_is(m->conf->item[i].key, key))
			return &m->conf->item[i];
	return NULL;
}

static struct str value_below(const struct making *m, size_t at, const char *key)
{
	const struct conf_item *item = below(m, at, key);
	return item && item->value.n ? item->value : STR_NONE;
}

static bool outcome(struct making *m, const struct conf_item *head, enum tenant_refusal refusal)
{
	struct str why = *m->ret_why;
	if (refusal != TENANT_OK)
		*m->ret_why = arena_fmt(m->d->arena, "%s:%d: %.*s", m->conf->name, head->line, STR_ARG(why));
	return refusal == TENANT_OK;
}

/* The id that a key named further up was given. */
static bool find_operator(struct making *m, size_t at, struct operator_id *ret)
{
	const struct conf_item *item = below(m, at, "operator");
	struct tenant_operators_row *row = NULL;
	size_t n = item && item->value.n ? tenant_operators(m->d, &row) : 0;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(row[i].key, item->value))
			continue;
		*ret = row[i].operator_id;
		return true;
	}
	return !item || !item->value.n || complain(m, item, "names an operator that is not further up");
}

static bool find_area(struct making *m, size_t at, struct area_id *ret_area, struct operator_id *ret_operator)
{
	const struct conf_item *item = below(m, at, "area");
	struct tenant_areas_row *row = NULL;
	size_t n = item && item->value.n ? tenant_areas(m->d, &row) : 0;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(row[i].key, item->value))
			continue;
		*ret_area = row[i].area_id;
		if (!ret_operator->v)
			*ret_operator = row[i].operator_id;
		return true;
	}
	return !item || !item->value.n || complain(m, item, "names an area that is not further up");
}

static bool make_operator(struct making *m, size_t at)
{
	const struct conf_item *head = &m->conf->item[at];
	struct tenant_operator o = { .key = head->name, .name = value_below(m, at, "name"), .kind = value_below(m, at, "kind") };
	if (!o.kind.n)
		o.kind = STR("public");
	return outcome(m, head, tenant_operator_put(m->d, &o, m->ret_why));
}

static bool make_area(struct making *m, size_t at)
{
	const struct conf_item *head = &m->conf->item[at];
	struct tenant_area a = { .key = head->name, .name = value_below(m, at, "name"), .nickname = value_below(m, at, "nickname") };
	if (!a.name.n)
		a.name = head->name;
	return find_operator(m, at, &a.operator_id) && outcome(m, head, tenant_area_put(m->d, &a, m->ret_why));
}

static bool make_counter(struct making *m, size_t at)
{
	const struct conf_item *head = &m->conf->item[at], *outreach = below(m, at, "is_outreach");
	struct tenant_counter c = {
		.key = head->name,
		.name = value_below(m, at, "name"),
		.nickname = value_below(m, at, "nickname"),
		.place = value_below(m, at, "place"),
		.phone = value_below(m, at, "phone"),
		.hours = value_below(m, at, "hours"),
		.hours_rule = value_below(m, at, "hours_rule"),
		.note = value_below(m, at, "note"),
		.is_outreach = outreach && str_is(outreach->value, "yes"),
	};
	if (!c.name.n)
		c.name = head->name;
	if (outreach && !str_is(outreach->value, "yes") && !str_is(outreach->value, "no"))
		return complain(m, outreach, "is yes or no");
	if (!find_operator(m, at, &c.operator_id) || !find_area(m, at, &c.area_id, &c.operator_id))
		return false;
	return outcome(m, head, tenant_counter_put(m->d, &c, m->ret_why));
}

static bool make_fact(struct making *m, size_t at)
{
	const struct conf_item *head = &m->conf->item[at];
	struct str value = value_below(m, at, "value"), note = value_below(m, at, "note");
	if (!value.n || str_letters(value) > 200 || str_letters(note) > 500 || str_letters(head->name) > 100)
		return complain(m, head, "needs a value of at most 200 letters, and perhaps a note of at most 500");
	tenant_fact_put(m->d, head->name, value, note, (int64_t)at);
	return true;
}

/* ---- all of it ---- */

static bool make_sections(struct making *m)
{
	static const struct { const char *section; bool (*make)(struct making *, size_t at); } order[] = {
		{ "operator", make_operator }, { "area", make_area }, { "counter", make_counter }, { "fact", make_fact } };
	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < m->conf->item_n; i++) {
			const struct conf_item *item = &m->conf->item[i];
			if (!item->key.n && str_is(item->section, order[k].section) && !order[k].make(m, i))
				return false;
		}
	return true;
}

static bool make_settings(struct making *m)
{
	for (size_t i = 0; i < m->conf->item_n; i++) {
		const struct conf_item *item = &m->conf->item[i];
		if (is_setting(item) && !outcome(m, item, tenant_set(m->d, item->key, item->value, m->ret_why)))
			return false;
	}
	return true;
}

static void set_worker_word(struct desk *d, struct str *ret_why)
{
	struct tenant t = { 0 };
	struct out out = { .arena = d->arena };
	struct page p = { .out = &out, .lang = LANG_JA };
	tenant_worker_word(&p, &t);
	tenant_set(d, STR("worker_word"), str_trim(out_done(&out)), ret_why);
}

static bool name_is_fine(struct str name)
{
	bool is_fine = name.n >= 2 && name.n <= 31 && name.s[0] >= 'a' && name.s[0] <= 'z';
	for (size_t i = 0; is_fine && i < name.n; i++) {
		char c = name.s[i];
		is_fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
	}
	return is_fine;
}

enum tenant_refusal tenant_make(struct desk *d, struct str name, struct str title, const struct conf *profile, struct str *ret_why)
{
	static const struct conf empty = { .name = "profile" };
	struct tenant_only_row there = { 0 };
	struct making m = { .d = d, .conf = profile ? profile : &empty, .ret_why = ret_why };
	if (!name_is_fine(name)) {
		*ret_why = STR("A tenant's name has 2 to 31 of a-z, 0-9 and -, and begins with a letter.");
		return TENANT_BAD_NAME;
	}
	if (tenant_only(d, &there)) {
		*ret_why = arena_fmt(d->arena, "This file holds the tenant %.*s already.", STR_ARG(there.name));
		return TENANT_TAKEN;
	}
	if (!check_all(&m))
		return TENANT_BAD_VALUE;
	if (!d->tenant_id.v)
		d->tenant_id = (struct tenant_id){ id_new() };
	tenant_add(d, name, d->now, d->is_demo);
	set_worker_word(d, ret_why);
	if (!make_settings(&m) || !make_sections(&m))
		return TENANT_BAD_VALUE;
	enum tenant_refusal titled = title.n || !conf_get(m.conf, "", "title").n ? tenant_set(d, STR("title"), title, ret_why) : TENANT_OK;
	if (titled == TENANT_OK)
		audit_note(d, "tenant.make", "tenant", d->tenant_id.v, STR_NONE);
	return titled;
}

/* Tenants: made from a profile or refused with its line, read back whole, changed by settings. */
#include "desk/town_test.h"
#include <glob.h>

TEST(a_profile_becomes_a_tenant_and_is_read_back)
{
	struct town *t = town_open();
	const struct tenant *n = t->tenant;
	REQUIRE(n);
	EXPECT_STR(n->name, "akune");
	EXPECT_STR(n->title, "子育て支援コンシェルジュ");
	EXPECT_STR(n->languages, "ja,ja-easy,en");
	EXPECT_STR(n->worker_word, "相談員");
	EXPECT_INT(n->hue, 190);
	EXPECT_INT(n->retain_months, 60);
	EXPECT(tenant_has_room(n, "consult") && !tenant_has_room(n, "consul"));
	EXPECT(tenant_has_lang(n, LANG_EN) && !tenant_has_lang(n, LANG_VI));
	REQUIRE(n->operator_n == 2 && n->area_n == 2 && n->counter_n == 1 && n->fact_n == 1);
	EXPECT_STR(n->operator[0].key, "city");
	EXPECT_STR(n->operator[1].kind, "private");
	EXPECT_STR(n->area[1].nickname, "みなみ");
	EXPECT_INT(n->area[1].operator_id.v, n->operator[1].operator_id.v);
	EXPECT_STR(n->counter[0].phone, "0996-73-1211");
	EXPECT_INT(n->counter[0].area_id.v, n->area[0].area_id.v);
	EXPECT_INT(n->counter[0].operator_id.v, n->operator[0].operator_id.v);
	EXPECT(tenant_area_of(n, n->area[1].area_id) == &n->area[1]);
	EXPECT(tenant_counter_of(n, (struct counter_id){ 1 }) == NULL);
	EXPECT_STR(n->fact[0].value, "96人");
	EXPECT(!n->is_demo && !n->is_closed);
	town_close(t);
}

static void expect_refused(const char *name, const char *profile, enum tenant_refusal refusal, const char *why)
{
	struct town *t = town_open_at(NULL);
	struct town_making m = { .name = name, .profile = profile };
	town_do(t, town_make_run, &m);
	EXPECT_INT(m.refusal, refusal);
	if (!str_has(m.why, why))
		EXPECT_STR(m.why, why);
	town_load(t);
	EXPECT(t->tenant == NULL);
	town_close(t);
}

TEST(a_wrong_profile_is_refused_by_its_line_and_nothing_is_made)
{
	expect_refused("akune", "title = A\n\nhuee = 3\n", TENANT_BAD_VALUE, "akune.conf:3:");
	expect_refused("akune", "title = A\n[site x]\n", TENANT_BAD_VALUE, "akune.conf:2:");
	expect_refused("akune", "title = A\n[area x]\ncolour = red\n", TENANT_BAD_VALUE, "akune.conf:3:");
	expect_refused("akune", "title = A\n[area x]\noperator = y\n", TENANT_BAD_VALUE, "akune.conf:3:");
	expect_refused("akune", "title = A\n[counter x]\nhours_rule = daily\n", TENANT_BAD_VALUE, "akune.conf:2:");
	expect_refused("akune", "title = A\n[operator x]\nname = X\nkind = church\n", TENANT_BAD_VALUE, "akune.conf:2:");
	expect_refused("akune", "title = A\n[person]\n", TENANT_BAD_VALUE, "akune.conf:2:");
	expect_refused("akune", "title = A\nhue = 400\n", TENANT_BAD_VALUE, "akune.conf:2:");
	expect_refused("akune", "town = B\n", TENANT_BAD_VALUE, "title");
	expect_refused("Akune", "title = A\n", TENANT_BAD_NAME, "name");
	expect_refused("a", "title = A\n", TENANT_BAD_NAME, "name");
}

static void make_from(struct desk *d, void *arg)
{
	struct town_making *m = arg;
	struct conf conf = { 0 };
	m->refusal = TENANT_BAD_VALUE;
	if (conf_read(test_arena(), m->profile, &conf, &m->why))
		m->refusal = tenant_make(d, str_of(m->name), STR(""), &conf, &m->why);
	m->why = arena_str(test_arena(), m->why);
}

TEST(every_town_of_the_demo_becomes_a_tenant)
{
	glob_t found = { 0 };
	EXPECT(glob("demo/*.conf", 0, NULL, &found) == 0 && found.gl_pathc == 10);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct town *t = town_open_at(NULL);
		struct town_making m = { .name = "town", .profile = found.gl_pathv[i] };
		town_do(t, make_from, &m);
		if (m.refusal != TENANT_OK)
			test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(m.why));
		town_load(t);
		EXPECT(t->tenant && t->tenant->counter_n > 0 && t->tenant->fact_n > 0);
		town_close(t);
	}
	globfree(&found);
}

TEST(a_file_holds_one_tenant)
{
	struct town *t = town_open();
	struct town_making m = { .name = "osaka", .profile = "title = A\n" };
	town_do(t, town_make_run, &m);
	EXPECT_INT(m.refusal, TENANT_TAKEN);
	town_close(t);
}

/* ---- settings ---- */

struct setting { const char *key, *value; enum tenant_refusal refusal; int64_t version_n; };

static void set(struct desk *d, void *arg)
{
	struct setting *s = arg;
	struct str why = STR_NONE;
	s->refusal = tenant_set(d, str_of(s->key), str_of(s->value), &why);
	s->version_n = tenant_version(d);
	EXPECT(s->refusal == TENANT_OK || why.n > 0);
	if (s->refusal != TENANT_OK)
		desk_refuse(d);
}

static enum tenant_refusal set_one(struct town *t, const char *key, const char *value)
{
	struct setting s = { .key = key, .value = value };
	town_do(t, set, &s);
	return s.refusal;
}

TEST(every_change_of_a_setting_moves_the_version)
{
	struct town *t = town_open();
	struct setting s = { .key = "phone", .value = " 0996-00-0000 " };
	int64_t before = t->tenant->version_n;
	town_do(t, set, &s);
	EXPECT_INT(s.refusal, TENANT_OK);
	EXPECT_INT(s.version_n, before + 1);
	town_load(t);
	EXPECT_STR(t->tenant->phone, "0996-00-0000");
	EXPECT_INT(set_one(t, "phone", ""), TENANT_OK);
	town_load(t);
	EXPECT(!t->tenant->phone.s);
	town_close(t);
}

TEST(values_that_make_no_sense_are_refused)
{
	static const char *const bad[][2] = { { "hue", "blue" }, { "hue", "360" }, { "rooms", "consult,casino" }, { "languages", "en" },
		{ "languages", "ja,xx" }, { "leave_url", "javascript:alert(1)" }, { "leave_url", "https://" }, { "logo", "//evil.example" },
		{ "mail_from", "a@b" }, { "mail_from", "a b@example.jp" }, { "kind", "church" }, { "closed", "perhaps" }, { "title", "" },
		{ "title", "a\nb" }, { "smtp.url", "http://mail" }, { "closed_days", "tomorrow" }, { "host", "Example.jp/x" }, { "lock_minutes", "-1" } };
	struct town *t = town_open();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (set_one(t, bad[i][0], bad[i][1]) != TENANT_BAD_VALUE)
			test_failed(__FILE__, __LINE__, "%s = %s was taken", bad[i][0], bad[i][1]);
	EXPECT_INT(set_one(t, "nonsense", "1"), TENANT_NO_SUCH_KEY);
	EXPECT_INT(tenant_setting_check(STR("hue"), STR("400")), TENANT_OUT_OF_RANGE);
	EXPECT_INT(set_one(t, "closed_days", "2026-12-29, 2026-12-30"), TENANT_OK);
	EXPECT_INT(set_one(t, "logo", "/logo?v=1"), TENANT_OK);
	EXPECT_INT(set_one(t, "smtp.url", "smtp://127.0.0.1:1025"), TENANT_OK);
	EXPECT_INT(set_one(t, "privacy", "一行目\n\n二行目"), TENANT_OK);
	town_close(t);
}

TEST(a_town_may_close_every_room)
{
	struct town *t = town_open();
	EXPECT_INT(set_one(t, "rooms", ""), TENANT_OK);
	town_load(t);
	EXPECT(!tenant_has_room(t->tenant, "consult"));
	town_close(t);
}

TEST(hues_of_danger_go_to_the_nearer_edge)
{
	EXPECT_INT(tenant_hue_mend(7), 7);
	EXPECT_INT(tenant_hue_mend(8), 7);
	EXPECT_INT(tenant_hue_mend(26), 7);
	EXPECT_INT(tenant_hue_mend(27), 46);
	EXPECT_INT(tenant_hue_mend(45), 46);
	EXPECT_INT(tenant_hue_mend(46), 46);
	EXPECT_INT(tenant_hue_mend(-10), 350);
	struct town *t = town_open();
	EXPECT_INT(set_one(t, "hue", "30"), TENANT_OK);
	town_load(t);
	EXPECT_STR(tenant_get(t->tenant, "hue"), "46");
	town_close(t);
}

TEST(a_secret_is_sealed_and_never_given_back)
{
	struct town *t = town_open();
	struct str plain = STR_NONE;
	EXPECT(!tenant_is_set(t->tenant, "smtp.password"));
	EXPECT_INT(set_one(t, "smtp.password", "geheim"), TENANT_OK);
	town_load(t);
	struct desk d = town_desk(t, NULL);
	EXPECT(tenant_is_set(t->tenant, "smtp.password"));
	EXPECT(!tenant_get(t->tenant, "smtp.password").s);
	for (size_t i = 0; i < t->tenant->setting_n; i++)
		EXPECT(!str_has(t->tenant->setting[i].value, "geheim"));
	REQUIRE(tenant_secret(&d, t->tenant, "smtp.password", &plain));
	EXPECT_STR(plain, "geheim");
	t->key.b[0] ^= 1;
	EXPECT(!tenant_secret(&d, t->tenant, "smtp.password", &plain));
	EXPECT(!tenant_secret(&d, t->tenant, "line.channel_token", &plain));
	town_close(t);
}

/* ---- places ---- */

static void put_counter(struct desk *d, void *arg)
{
	struct tenant_counter *c = arg;
	struct str why = STR_NONE;
	EXPECT_INT(tenant_counter_put(d, c, &why), TENANT_OK);
}

static void end_counter(struct desk *d, void *arg)
{
	const struct tenant_counter *c = arg;
	EXPECT(tenant_counter_end(d, c->counter_id));
	EXPECT(!tenant_counter_end(d, c->counter_id));
}

TEST(a_counter_is_changed_by_its_key_and_can_be_ended)
{
	struct town *t = town_open();
	struct tenant_counter c = t->tenant->counter[0];
	c.nickname = STR("こども窓口");
	c.counter_id.v = 0;
	town_do(t, put_counter, &c);
	EXPECT_INT(c.counter_id.v, t->tenant->counter[0].counter_id.v);
	struct tenant_counter other = { .key = STR("salon"), .name = STR("サロン"), .is_outreach = true };
	town_do(t, put_counter, &other);
	town_load(t);
	REQUIRE(t->tenant->counter_n == 2);
	EXPECT_STR(t->tenant->counter[0].nickname, "こども窓口");
	EXPECT_STR(t->tenant->counter[1].key, "salon");
	EXPECT(t->tenant->counter[1].is_outreach);
	town_do(t, end_counter, &other);
	town_load(t);
	EXPECT_INT(t->tenant->counter_n, 1);
	town_close(t);
}

TEST(hours_are_read_as_people_write_them_in_rules)
{
	EXPECT(tenant_hours_rule_is_fine(STR("Mon-Fri 08:30-17:15; Sat 09:00-12:00")));
	EXPECT(tenant_hours_rule_is_fine(STR("Mon,Wed 09:00-24:00")));
	EXPECT(tenant_hours_rule_is_fine(STR("")));
	EXPECT(!tenant_hours_rule_is_fine(STR("Mon-Fri")));
	EXPECT(!tenant_hours_rule_is_fine(STR("Mon-Fry 08:30-17:15")));
	EXPECT(!tenant_hours_rule_is_fine(STR("Mon 8:30-17:15")));
	EXPECT(!tenant_hours_rule_is_fine(STR("Mon 08:30-25:00")));
}

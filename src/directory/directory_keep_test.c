/* Keeping the directory true: partner groups, the office's yes, letters that need no signing in, sources that say otherwise. */
#include "desk/account.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "desk/town_test.h"
#include "directory/directory_conflict.h"
#include "directory/directory_desk.h"
#include "directory/directory_edit_page.h"
#include "directory/directory_proposal.h"
#include "directory/directory_verify.h"
#include "directory/directory_verify.sql.h"

struct keeping {
	struct directory_entry entry; struct directory_proposal proposal;
	struct str key, value, phone, fee, token, mail, words;
	struct directory_conflict_at_row conflict;
	enum directory_refusal r;
	int64_t n, version_n;
	bool is_so;
};

static void as(struct town *t, enum role role, const char *operator)
{
	t->who = (struct who){ .role = role, .account_id = { role == ROLE_NOBODY ? 0 : 77 }, .name = STR("港 あきら"),
		.operator_id = tenant_operator_named(t->tenant, str_of(operator)) };
}

static void set_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	struct str why;
	EXPECT_INT(tenant_set(d, k->key, k->value, &why), TENANT_OK);
}

static struct town *town_with(const char *key, const char *value)
{
	struct town *t = town_open();
	town_do(t, set_run, &(struct keeping){ .key = STR("rooms"), .value = STR("consult,directory") });
	town_do(t, set_run, &(struct keeping){ .key = STR("site_url"), .value = STR("https://kosodate.example.jp/akune/") });
	if (key)
		town_do(t, set_run, &(struct keeping){ .key = str_of(key), .value = str_of(value) });
	town_load(t);
	return t;
}

static void copy(struct directory_entry *e)
{
	for (int i = 0; i < FACT_N; i++)
		e->fact[i] = e->fact[i].s ? arena_str(test_arena(), e->fact[i]) : STR_NONE;
	struct str *word[] = { &e->kind, &e->state, &e->type, &e->needs, &e->amenities, &e->fee_kind, &e->hours_rule, &e->edited, &e->verified_by };
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		*word[i] = word[i]->s ? arena_str(test_arena(), *word[i]) : STR_NONE;
}

static void add_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	k->entry = (struct directory_entry){ .kind = STR("facility"), .state = STR("live"), .type = STR("hiroba"), .operator_id = k->entry.operator_id,
		.age_from_n = -1, .age_to_n = -1, .verified_on = DAY_NONE,
		.fact = { [FACT_NAME] = STR("ひだまりのへや"), [FACT_PHONE] = STR("000-0000-0001"), [FACT_FEE] = STR("無料"), [FACT_MAIL] = k->mail } };
	k->r = directory_put(d, &k->entry, &(struct directory_change){ .by_name = STR("役所") });
	copy(&k->entry);
}

static void load_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	k->is_so = directory_by_id(d, k->entry.entry_id, &k->entry);
	k->n = directory_may_edit(d, &k->entry);
	copy(&k->entry);
}

/* The group's own way: a proposal where one is needed, else at once. */
static void change_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	struct directory_change change = { .why = STR("四月から"), .version_n = k->entry.version_n };
	if (k->phone.s)
		k->entry.fact[FACT_PHONE] = k->phone;
	if (k->fee.s)
		k->entry.fact[FACT_FEE] = k->fee;
	k->is_so = directory_proposal_is_needed(d, &k->entry);
	k->r = k->is_so ? directory_proposal_put(d, &k->entry, &change, k->mail) : directory_put(d, &k->entry, &change);
	if (directory_proposal_of(d, k->entry.entry_id, &k->proposal))
		k->proposal.fact[FACT_PHONE] = arena_str(test_arena(), k->proposal.fact[FACT_PHONE]);
	copy(&k->entry);
}

static void take_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	struct directory_proposal p;
	k->is_so = directory_proposal_by_id(d, k->proposal.proposal_id, &p);
	p.version_n = k->proposal.version_n;
	k->r = k->words.n ? directory_proposal_back(d, &p, k->words) : directory_proposal_take(d, &p, k->version_n);
}

static void tasks_run(struct desk *d, void *arg)
{
	((struct keeping *)arg)->n = task_count(d);
}

/* The letters that wait now: how many, and the last one's text. */
static void letters_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	struct outbox_due *due;
	size_t n = outbox_take(d, 50, &due);
	k->n = (int64_t)n;
	k->words = n ? arena_str(test_arena(), due[n - 1].text) : STR_NONE;
	k->mail = n ? arena_str(test_arena(), due[n - 1].to) : STR_NONE;
	for (size_t i = 0; i < n; i++)
		outbox_settle(d, due[i].letter_id, OUTBOX_SENT, STR_NONE);
	const char *at = k->words.n ? strstr(k->words.s, "/confirm/") : NULL;
	k->token = at ? (struct str){ at + strlen("/confirm/"), 26 } : STR_NONE;
}

static int64_t letters(struct town *t, struct keeping *k)
{
	town_do(t, letters_run, k);
	return k->n;
}

TEST(a_partner_group_keeps_its_own_entries_and_no_others)
{
	struct town *t = town_with(NULL, NULL);
	struct keeping own = { .entry.operator_id = tenant_operator_named(t->tenant, STR("npo")) }, office = { .n = 0 };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &own);
	town_do(t, add_run, &office);
	as(t, ROLE_SITE, "npo");
	town_do(t, load_run, &own);
	town_do(t, load_run, &office);
	EXPECT(own.n == 1 && office.n == 0);
	own.phone = STR("000-0000-0002");
	town_do(t, change_run, &own);
	EXPECT(own.r == DIRECTORY_OK && !own.is_so);
	EXPECT(directory_list_has(own.entry.edited, "phone") && own.entry.version_n == 2);
	as(t, ROLE_SITE, "city");
	town_do(t, load_run, &own);
	EXPECT_INT(own.n, 0);
	town_close(t);
}

TEST(a_change_that_waits_is_seen_by_families_only_after_a_yes)
{
	struct town *t = town_with("directory.partner_changes", "approve");
	struct keeping k = { .entry.operator_id = tenant_operator_named(t->tenant, STR("npo")) };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	as(t, ROLE_SITE, "npo");
	k.phone = STR("000-0000-0002");
	k.mail = STR("group@example.jp");
	town_do(t, change_run, &k);
	EXPECT(k.r == DIRECTORY_OK && k.is_so && k.entry.version_n == 1);
	as(t, ROLE_MANAGER, "city");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 1);
	/* The office moves another fact meanwhile: the yes undoes nothing of it. */
	struct keeping office = { .entry.entry_id = k.entry.entry_id, .fee = STR("100円") };
	town_do(t, load_run, &office);
	EXPECT_STR(office.entry.fact[FACT_PHONE], "000-0000-0001");
	town_do(t, change_run, &office);
	k.version_n = 1;
	town_do(t, take_run, &k);
	EXPECT_INT(k.r, DIRECTORY_CHANGED);
	k.version_n = 2;
	town_do(t, take_run, &k);
	EXPECT_INT(k.r, DIRECTORY_OK);
	town_do(t, load_run, &k);
	EXPECT_STR(k.entry.fact[FACT_PHONE], "000-0000-0002");
	EXPECT_STR(k.entry.fact[FACT_FEE], "100円");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 0);
	EXPECT_INT(letters(t, &k), 1);
	EXPECT_STR(k.mail, "group@example.jp");
	EXPECT(k.words.n && str_has(k.words, "https://kosodate.example.jp/akune/desk/directory/"));
	town_close(t);
}

TEST(a_change_goes_back_with_a_word_and_can_be_mended)
{
	struct town *t = town_with("directory.partner_changes", "approve");
	struct keeping k = { .entry.operator_id = tenant_operator_named(t->tenant, STR("npo")) };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	as(t, ROLE_SITE, "npo");
	k.phone = STR("000");
	k.mail = STR("group@example.jp");
	town_do(t, change_run, &k);
	as(t, ROLE_MANAGER, "city");
	k.words = STR("番号が短いようです");
	town_do(t, take_run, &k);
	EXPECT_INT(k.r, DIRECTORY_OK);
	town_do(t, take_run, &k);
	EXPECT_INT(k.r, DIRECTORY_CHANGED);
	EXPECT(letters(t, &k) == 1 && str_has(k.words, "番号が短いようです"));
	as(t, ROLE_SITE, "npo");
	k.phone = STR("000-0000-0003");
	town_do(t, change_run, &k);
	EXPECT_STR(k.proposal.fact[FACT_PHONE], "000-0000-0003");
	as(t, ROLE_MANAGER, "city");
	k.words = STR_NONE;
	k.version_n = 1;
	town_do(t, take_run, &k);
	EXPECT_INT(k.r, DIRECTORY_OK);
	town_close(t);
}

/* ---- still true? ---- */

static void hourly_run(struct desk *d, void *arg)
{
	((struct keeping *)arg)->is_so = directory_hourly(d, 50);
}

static void by_token_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	struct str mail;
	k->r = directory_verify_by_token(d, k->token, &k->entry, &mail);
	if (k->r == DIRECTORY_OK)
		copy(&k->entry);
}

static void right_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	directory_verify_right(d, &k->entry, directory_keeper(d, k->entry.operator_id));
}

static int64_t hour(struct town *t, struct keeping *k, int64_t days)
{
	t->now = moment_add(t->now, days * DAY_MS);
	town_do(t, hourly_run, k);
	EXPECT_INT(t->fault, STORE_OK);
	return letters(t, k);
}

TEST(an_entry_is_asked_about_once_reminded_once_and_then_the_offices)
{
	struct town *t = town_with(NULL, NULL);
	struct keeping k = { .entry.operator_id = tenant_operator_named(t->tenant, STR("npo")), .mail = STR("hiroba@example.jp") };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	EXPECT_INT(hour(t, &k, 30), 0);
	EXPECT_INT(hour(t, &k, 160), 1);
	EXPECT_STR(k.mail, "hiroba@example.jp");
	struct str first = k.token;
	EXPECT_INT(hour(t, &k, 0), 0);
	EXPECT_INT(hour(t, &k, 9), 0);
	EXPECT_INT(hour(t, &k, 2), 1);
	EXPECT(str_has(k.words, "もう一度だけ") && !str_eq(first, k.token));
	EXPECT_INT(hour(t, &k, 9), 0);
	as(t, ROLE_WORKER, "city");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 0);
	struct str second = arena_str(test_arena(), k.token.s ? k.token : STR(""));
	EXPECT_INT(hour(t, &k, 2), 0);
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 1);
	(void)second;
	k.token = first;
	town_do(t, by_token_run, &k);
	EXPECT_INT(k.r, DIRECTORY_OK);
	as(t, ROLE_NOBODY, "");
	town_do(t, right_run, &k);
	town_do(t, load_run, &k);
	EXPECT(k.entry.verified_on.n == day_of(t->now).n);
	EXPECT_STR(k.entry.verified_by, "NPOひだまり");
	k.token = first;
	town_do(t, by_token_run, &k);
	EXPECT_INT(k.r, DIRECTORY_NO_SUCH);
	as(t, ROLE_WORKER, "city");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 0);
	EXPECT_INT(hour(t, &k, 100), 0);
	EXPECT_INT(hour(t, &k, 100), 1);
	town_close(t);
}

TEST(a_link_ends_with_its_days_and_with_its_entry)
{
	struct town *t = town_with(NULL, NULL);
	struct keeping k = { .mail = STR("hiroba@example.jp") };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	EXPECT_INT(hour(t, &k, 190), 1);
	t->now = moment_add(t->now, (DIRECTORY_LINK_DAYS - 1) * DAY_MS);
	town_do(t, by_token_run, &k);
	EXPECT_INT(k.r, DIRECTORY_OK);
	t->now = moment_add(t->now, DAY_MS);
	town_do(t, by_token_run, &k);
	EXPECT_INT(k.r, DIRECTORY_NO_SUCH);
	k.token = STR("0123456789abcdefghjkmnpqrs");
	town_do(t, by_token_run, &k);
	EXPECT_INT(k.r, DIRECTORY_NO_SUCH);
	town_close(t);
}

TEST(who_cannot_be_reached_by_mail_is_the_offices_at_once_and_a_town_may_never_ask)
{
	struct town *t = town_with(NULL, NULL);
	struct keeping k = { .n = 0 };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	EXPECT_INT(hour(t, &k, 190), 0);
	as(t, ROLE_WORKER, "city");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 1);
	town_close(t);
	t = town_with("directory.verify_months", "0");
	k = (struct keeping){ .mail = STR("hiroba@example.jp") };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	EXPECT_INT(hour(t, &k, 3000), 0);
	town_close(t);
}

TEST(a_type_is_asked_about_at_its_own_interval)
{
	struct town *t = town_with("directory.verify_types", "公園=12, 子育てひろば=1");
	struct keeping k = { .n = 0 };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	EXPECT_INT(hour(t, &k, 20), 0);
	as(t, ROLE_WORKER, "city");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 0);
	EXPECT_INT(hour(t, &k, 40), 0);
	as(t, ROLE_WORKER, "city");
	town_do(t, tasks_run, &k);
	EXPECT_INT(k.n, 1);
	town_close(t);
}

/* ---- sources ---- */

static void raise_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	k->is_so = directory_conflict_raise(d, &k->conflict);
}

static void settle_run(struct desk *d, void *arg)
{
	struct keeping *k = arg;
	struct directory_conflict_open_row *line;
	k->n = (int64_t)directory_conflicts(d, STR_NONE, (struct entry_id){ 0 }, &line);
	k->r = k->n ? directory_conflict_settle(d, line[0].conflict_id, k->version_n == 1) : DIRECTORY_NO_SUCH;
}

TEST(what_a_source_says_otherwise_is_decided_once)
{
	struct town *t = town_with(NULL, NULL);
	struct keeping k = { .entry.operator_id = tenant_operator_named(t->tenant, STR("npo")) };
	as(t, ROLE_ADMIN, "");
	town_do(t, add_run, &k);
	k.conflict = (struct directory_conflict_at_row){ .entry_id = k.entry.entry_id, .fact = STR("phone"), .source = STR("city.csv"),
		.old_value = STR("000-0000-0000"), .our_value = STR("000-0000-0001"), .their_value = STR("000-0000-0009") };
	town_do(t, raise_run, &k);
	EXPECT(k.is_so);
	town_do(t, raise_run, &k);
	EXPECT(!k.is_so);
	as(t, ROLE_SITE, "city");
	town_do(t, settle_run, &k);
	EXPECT(k.n == 0 && k.r == DIRECTORY_NO_SUCH);
	as(t, ROLE_SITE, "npo");
	town_do(t, settle_run, &k);
	EXPECT(k.n == 1 && k.r == DIRECTORY_OK);
	town_do(t, load_run, &k);
	EXPECT_STR(k.entry.fact[FACT_PHONE], "000-0000-0001");
	town_do(t, raise_run, &k);
	EXPECT(!k.is_so);
	k.conflict.their_value = STR("000-0000-0008");
	town_do(t, raise_run, &k);
	EXPECT(k.is_so);
	k.version_n = 1;
	town_do(t, settle_run, &k);
	EXPECT_INT(k.r, DIRECTORY_OK);
	town_do(t, load_run, &k);
	EXPECT_STR(k.entry.fact[FACT_PHONE], "000-0000-0008");
	town_close(t);
}

/* ---- two people at one form ---- */

TEST(of_two_who_edit_neither_loses_a_word)
{
	struct str base[FACT_N] = { [FACT_PHONE] = STR("1"), [FACT_FEE] = STR("無料"), [FACT_AGES] = STR("0歳") };
	struct str now[FACT_N] = { [FACT_PHONE] = STR("2"), [FACT_FEE] = STR("100円"), [FACT_AGES] = STR("0歳") };
	struct directory_edit_view v = { .entry.fact = { [FACT_PHONE] = STR("3"), [FACT_FEE] = STR("無料"), [FACT_AGES] = STR("1歳") } };
	directory_edit_merge(&v, base, now);
	EXPECT_STR(v.entry.fact[FACT_PHONE], "3");
	EXPECT_STR(v.now[FACT_PHONE], "2");
	EXPECT(v.is_adopted[FACT_FEE] && str_is(v.entry.fact[FACT_FEE], "100円"));
	EXPECT(str_is(v.entry.fact[FACT_AGES], "1歳") && !v.now[FACT_AGES].s);
}

TEST(a_place_is_read_as_people_write_it_and_nowhere_else)
{
	int64_t lat = 0, lon = 0;
	EXPECT(directory_edit_place_read(STR("32.0142, 130.192512"), &lat, &lon) && lat == 32014200 && lon == 130192512);
	EXPECT(!directory_edit_place_read(STR("130.19, 32.01"), &lat, &lon) && !directory_edit_place_read(STR("32.01"), &lat, &lon));
	EXPECT(!directory_edit_place_read(STR("32.0a, 130"), &lat, &lon) && directory_edit_place_read(STR("32, 130"), &lat, &lon));
	EXPECT_STR(directory_edit_place(test_arena(), 32014200, 130192512), "32.014200, 130.192512");
	EXPECT_STR(directory_edit_place(test_arena(), 0, 0), "");
}

/* The record of who looked: sealed into one chain, and every tampering with the file is found and named. */
#include "desk/audit.h"
#include "base/out.h"
#include "desk/town_test.h"
#include <sqlite3.h>

struct act { int n; int64_t sealed_n; struct audit_verdict verdict; struct audit_look *look; size_t look_n; };

static void write_some(struct desk *d, void *arg)
{
	struct act *a = arg;
	for (int i = 0; i < a->n; i++)
		audit_note(d, "consult.read", "thread", 100 + i, STR("お返事を書くため"));
}

static void seal(struct desk *d, void *arg)
{
	((struct act *)arg)->sealed_n = audit_seal(d);
}

static void verify(struct desk *d, void *arg)
{
	struct act *a = arg;
	audit_verify(d, &a->verdict);
	a->verdict.why = arena_str(test_arena(), a->verdict.why);
}

static struct audit_verdict verdict_of(struct town *t)
{
	struct act a = { 0 };
	town_do(t, verify, &a);
	return a.verdict;
}

/* Ten sealed rows (the making of the town among them is more) and then `tail_n` that are not. */
static void fill(struct town *t, int tail_n)
{
	struct act a = { .n = 10 };
	town_do(t, write_some, &a);
	town_do(t, seal, &a);
	EXPECT(a.sealed_n > 10);
	a.n = tail_n;
	town_do(t, write_some, &a);
}

TEST(an_untouched_record_holds_and_says_how_long_its_tail_is)
{
	struct town *t = town_open();
	fill(t, 3);
	struct audit_verdict v = verdict_of(t);
	EXPECT(v.holds);
	EXPECT_INT(v.tail_n, 3);
	EXPECT_INT(v.row_n, v.sealed_n + 3);
	struct act a = { 0 };
	town_do(t, seal, &a);
	EXPECT_INT(a.sealed_n, 3);
	town_do(t, seal, &a);
	EXPECT_INT(a.sealed_n, 0);
	v = verdict_of(t);
	EXPECT(v.holds);
	EXPECT_INT(v.tail_n, 0);
	town_close(t);
}

TEST(a_long_record_is_verified_page_by_page)
{
	struct town *t = town_open();
	struct act a = { .n = 1500 };
	town_do(t, write_some, &a);
	while (town_do(t, seal, &a), a.sealed_n > 0)
		;
	a.n = 900;
	town_do(t, write_some, &a);
	struct audit_verdict v = verdict_of(t);
	EXPECT(v.holds);
	EXPECT(v.sealed_n > 1500);
	EXPECT_INT(v.tail_n, 900);
	town_close(t);
}

/* ---- tampering ---- */

static const char *file_path(void)
{
	return arena_fmt(test_arena(), "%s/akune.db", test_folder()).s;
}

/* A town on disk, closed again; its tenant, key and clock stay. */
static struct town *town_on_disk(int tail_n)
{
	struct town *t = town_open_at(file_path());
	struct town_making m = { .name = "akune", .profile = town_profile };
	town_do(t, town_make_run, &m);
	EXPECT_INT(m.refusal, TENANT_OK);
	town_load(t);
	fill(t, tail_n);
	store_close(t->store);
	t->store = NULL;
	return t;
}

static void tamper(const char *sql)
{
	sqlite3 *db = NULL;
	char *why = NULL;
	EXPECT(sqlite3_open(file_path(), &db) == SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		test_failed(__FILE__, __LINE__, "%s", why);
	EXPECT(sqlite3_changes(db) > 0);
	sqlite3_free(why);
	sqlite3_close(db);
}

static void expect_broken(const char *sql, int64_t at, const char *why)
{
	struct town *t = town_on_disk(2);
	tamper(sql);
	struct town *again = town_open_at(file_path());
	t->store = again->store;
	struct audit_verdict v = verdict_of(t);
	EXPECT(!v.holds);
	if (at)
		EXPECT_INT(v.broken_at, at);
	if (!str_has(v.why, why))
		EXPECT_STR(v.why, why);
	arena_free(again->arena);
	town_close(t);
	remove(file_path());
}

TEST(a_changed_row_is_found)
{
	expect_broken("UPDATE audit_entry SET account_id = 42 WHERE seal_n = 5", 5, "changed");
	expect_broken("UPDATE audit_entry SET noted_at = noted_at + 1 WHERE seal_n = 5", 5, "changed");
	expect_broken("UPDATE audit_entry SET purpose = 'x' WHERE seal_n = 5", 5, "changed");
	expect_broken("UPDATE audit_entry SET act = 'consult.rea', kind = 'dthread' WHERE seal_n = (SELECT max(seal_n) FROM audit_entry)", 0, "changed");
}

TEST(a_row_that_was_taken_out_is_found)
{
	expect_broken("DELETE FROM audit_entry WHERE seal_n = 7", 7, "missing");
	expect_broken("DELETE FROM audit_entry WHERE seal_n = 1", 1, "missing");
	expect_broken("DELETE FROM audit_entry WHERE seal_n = 7; UPDATE audit_entry SET seal_n = seal_n - 1 WHERE seal_n > 7", 7, "follow");
}

TEST(a_sealed_end_that_was_cut_off_is_found)
{
	expect_broken("DELETE FROM audit_entry WHERE seal_n > 9", 10, "missing at the end");
	expect_broken("DELETE FROM audit_entry WHERE seal_n > 9; UPDATE audit_head SET sealed_n = 9, chain = (SELECT chain FROM audit_entry "
		"WHERE seal_n = 9)", 9, "head");
	expect_broken("DELETE FROM audit_entry WHERE seal_n > 9; DELETE FROM audit_head", 1, "beyond the head");
	expect_broken("UPDATE audit_entry SET seal_n = NULL, chain = NULL WHERE seal_n > 9", 10, "missing at the end");
}

TEST(rows_in_another_order_are_found)
{
	expect_broken("UPDATE audit_entry SET seal_n = CASE seal_n WHEN 5 THEN 6 ELSE 5 END WHERE seal_n IN (5, 6)", 5, "follow");
	expect_broken("UPDATE audit_entry SET seal_n = 5 WHERE seal_n = 6", 5, "twice");
}

TEST(a_row_not_yet_sealed_cannot_be_changed_either)
{
	expect_broken("UPDATE audit_entry SET subject_n = 1 WHERE seal_n IS NULL", 0, "not sealed yet");
}

TEST(a_record_under_another_machines_key_does_not_hold)
{
	struct town *t = town_open();
	fill(t, 0);
	t->key.b[5] ^= 1;
	EXPECT(!verdict_of(t).holds);
	town_close(t);
}

/* ---- traces and looks ---- */

static void trace(struct desk *d, void *arg)
{
	(void)arg;
	desk_trace(d, &(struct desk_trace){ .act = STR("consult.read"), .kind = STR("thread"), .subject_id = 8, .is_awaited = true });
	desk_trace(d, &(struct desk_trace){ .act = STR("consult.list"), .kind = STR("inbox") });
	audit_write_traces(d, d->trace);
}

static void looks(struct desk *d, void *arg)
{
	struct act *a = arg;
	a->look_n = audit_looks(d, "thread", 8, 10, &a->look);
}

TEST(who_looked_at_a_thing_is_answered_newest_first)
{
	struct town *t = town_open();
	struct act a = { 0 };
	t->who = (struct who){ .role = ROLE_WORKER, .account_id = { 3 } };
	town_do(t, trace, NULL);
	t->now = moment_add(t->now, MINUTE);
	t->who.role = ROLE_MANAGER;
	town_do(t, trace, NULL);
	town_do(t, looks, &a);
	REQUIRE(a.look_n == 2);
	EXPECT_STR(a.look[0].role, "manager");
	EXPECT_STR(a.look[1].role, "worker");
	EXPECT_STR(a.look[1].act, "consult.read");
	EXPECT_INT(a.look[1].account_id.v, 3);
	EXPECT(verdict_of(t).holds);
	town_close(t);
}

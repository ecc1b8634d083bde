/* The store on PostgreSQL: every query of the program, the wall without the application, faults, snapshots, two processes. */
#include "tests/pg.h"
#include "store/pg.h"
#include "store/store_test.h"

static const struct query add_row = { "add", "INSERT INTO tenant_setting (tenant_id, key, value) VALUES (:tenant_id, :key, :value)", 3, 0, true,
	"INSERT INTO tenant_setting (tenant_id, key, value) VALUES ($1, $2, $3)", "itt>" };
static const struct query add_row_patiently = { "add later", "", 3, 0, true,
	"INSERT INTO tenant_setting (tenant_id, key, value) VALUES ($1, $2, $3)", "itt>!" };
static const struct query count_rows = { "count", "SELECT count(*) FROM tenant_setting", 0, 1, false,
	"SELECT count(*) FROM tenant_setting", ">i" };
static const struct query value_of = { "value", "", 0, 1, false, "SELECT value FROM tenant_setting", ">t" };
static const struct query count_of = { "count of", "", 1, 1, false, "SELECT count(*) FROM tenant_setting WHERE tenant_id = $1", "i>i" };
static const struct query change_all = { "change", "UPDATE tenant_setting SET value = 'x'", 0, 0, true,
	"UPDATE tenant_setting SET value = 'x'", ">" };
static const struct query wrong = { "wrong", "SELECT value FROM tenant_setting", 0, 1, false,
	"SELECT 1 / value::bigint FROM tenant_setting", ">i" };
static const struct query add_tenant = { "tenant", "INSERT INTO tenant (tenant_id, name, version_n, made_at, is_demo) VALUES (:a, :b, :c, :d, :is_e)",
	5, 0, true, "INSERT INTO tenant (tenant_id, name, version_n, made_at, is_demo) VALUES ($1, $2, $3, $4, $5)", "itiib>" };

struct setting { struct store_write write; int64_t tenant_id; const char *key; const struct query *query; int64_t changed_n; bool is_refused; };

static void run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct setting *s = w->arg;
	struct store_run *r = store_run_begin(turn, s->query);
	if (!r)
		return;
	bool is_row = s->query == &add_row || s->query == &add_row_patiently;
	if (is_row || s->query == &add_tenant) {
		store_bind_int(r, 1, s->tenant_id);
		store_bind_str(r, 2, str_of(s->key));
	}
	if (is_row)
		store_bind_str(r, 3, STR("字"));
	for (int i = 3; i <= 5 && s->query == &add_tenant; i++)
		store_bind_int(r, i, 1);
	s->changed_n = store_run_end(r);
	*keep = !s->is_refused;
}

static enum store_fault act(struct store *store, struct setting s)
{
	s.write = (struct store_write){ .run = run, .arena = test_arena(), .arg = &s };
	enum store_fault fault = store_write(store, &s.write);
	return fault;
}

static struct store *open_of(int64_t tenant_id)
{
	struct str why = STR_NONE;
	struct store *store = store_open(&(struct store_conf){ .url = test_store(), .tenant_id = tenant_id }, test_arena(), &why);
	if (!store)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
	return store;
}

static int64_t rows(struct store *store)
{
	struct store_turn turn;
	int64_t n = store_read_begin(store, test_arena(), &turn) ? shelf_query(&turn, &count_rows, NULL) : -1;
	store_read_end(&turn);
	return n;
}

TEST_ON_PG(every_query_of_the_program_is_taken_by_postgresql)
{
	struct str why = STR_NONE;
	PGconn *conn = pg_connect(test_store(), test_arena(), &why);
	int n = 0;
	REQUIRE(conn);
	for (const struct query_file *const *f = store_query_files; *f; f++)
		for (int i = 0; i < (*f)->query_n; i++, n++) {
			struct str trouble = pg_query_trouble(conn, (*f)->query[i], test_arena());
			if (trouble.n)
				test_failed((*f)->file, (*f)->line[i], "%s: %.*s", (*f)->query[i]->name, STR_ARG(trouble));
		}
	EXPECT(n > 80);
	PQfinish(conn);
}

TEST_ON_PG(the_wall_stands_without_the_application)
{
	struct store *mine = open_of(1), *yours = open_of(2), *nobodys = open_of(0);
	EXPECT_INT(act(mine, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	EXPECT_INT(act(yours, (struct setting){ .tenant_id = 2, .key = "a", .query = &add_row }), STORE_OK);
	EXPECT_INT(act(yours, (struct setting){ .tenant_id = 2, .key = "b", .query = &add_row }), STORE_OK);
	EXPECT_INT(act(mine, (struct setting){ .tenant_id = 2, .key = "c", .query = &add_row }), STORE_SQL);    /* a stranger's row is refused */
	EXPECT_INT(rows(mine), 1);                      /* no query above names a tenant: the wall counts for it */
	EXPECT_INT(rows(yours), 2);
	EXPECT_INT(rows(nobodys), 0);
	struct setting all = { .query = &change_all };
	all.write = (struct store_write){ .run = run, .arena = test_arena(), .arg = &all };
	EXPECT_INT(store_write(mine, &all.write), STORE_OK);
	EXPECT_INT(all.changed_n, 1);
	store_close(nobodys);
	store_close(yours);
	store_close(mine);
}

/* What a migration adds must not open the wall: tables are walled, and only the lobby, which nobody signs in as, may own one without FORCE. */
TEST_ON_PG(no_table_and_no_function_of_the_lobby_is_left_open)
{
	struct str why = STR_NONE;
	PGconn *conn = pg_connect(test_store(), test_arena(), &why);
	REQUIRE(conn);
	EXPECT_INT(pg_number(conn, "SELECT count(*) FROM pg_policy p WHERE p.polname = 'of_tenant' AND pg_get_expr(p.polqual, p.polrelid) "
		"NOT LIKE '%SELECT%'"), 0);
	EXPECT_INT(pg_number(conn, "SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') "
		"AND c.relname <> 'store_migration' AND NOT (c.relrowsecurity AND (c.relforcerowsecurity OR c.relowner = 'yorisoi_lobby'::regrole) "
		"AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'of_tenant'))"), 0);
	/* Who calls a function without SECURITY DEFINER sees no more than before. */
	EXPECT_INT(pg_number(conn, "SELECT count(*) FROM pg_proc f WHERE f.pronamespace = 'lobby'::regnamespace AND f.prosecdef AND NOT ("
		"f.proowner = 'yorisoi_lobby'::regrole AND f.proconfig::text LIKE '%search_path%' AND has_function_privilege('yorisoi_app', f.oid, 'EXECUTE') "
		"AND NOT has_function_privilege('yorisoi_backup', f.oid, 'EXECUTE'))"), 0);
	EXPECT(pg_number(conn, "SELECT count(*) FROM pg_proc f WHERE f.pronamespace = 'lobby'::regnamespace") > 0);
	PQfinish(conn);
}

TEST_ON_PG(a_role_that_could_pass_the_wall_is_refused)
{
	struct str why = STR_NONE;
	EXPECT(!store_open(&(struct store_conf){ .url = getenv("YORISOI_TEST_OWNER"), .tenant_id = 1 }, test_arena(), &why));
	EXPECT(str_has(why, "owns the tables"));
	EXPECT(!store_open(&(struct store_conf){ .url = getenv("YORISOI_TEST_ADMIN"), .tenant_id = 1 }, test_arena(), &why));
	EXPECT(str_has(why, "BYPASSRLS"));
	EXPECT(!store_open(&(struct store_conf){ .url = "postgresql://yorisoi_app@/yorisoi?host=/nowhere", .tenant_id = 1 }, test_arena(), &why));
	EXPECT(str_has(why, "does not let us in"));
}

TEST_ON_PG(faults_are_sticky_and_nothing_of_them_stays)
{
	struct store *store = open_of(1);
	struct store_turn turn;
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_SQL);   /* the key is taken */
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "b", .query = &add_row, .is_refused = true }), STORE_OK);
	EXPECT_INT(rows(store), 1);
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	EXPECT_INT(shelf_query(&turn, &wrong, NULL), 0);
	EXPECT_INT(turn.fault, STORE_SQL);
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), -1);
	store_read_end(&turn);
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	turn.fault_at = 2;
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 1);
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), -1);
	EXPECT_INT(turn.fault, STORE_INJECTED);
	store_read_end(&turn);
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	EXPECT_INT(shelf_query(&turn, &change_all, NULL), -1);  /* a reading turn does not write */
	store_read_end(&turn);
	store_close(store);
}

/* Writes that wait together share a transaction; one that fails takes nothing of its neighbours with it. */
TEST_ON_PG(a_group_keeps_what_was_kept_and_nothing_else)
{
	struct store *store = open_of(1);
	struct setting s[] = { { .tenant_id = 1, .key = "a", .query = &add_row }, { .tenant_id = 1, .key = "b", .query = &add_row, .is_refused = true },
		{ .tenant_id = 1, .key = "a", .query = &add_row }, { .tenant_id = 1, .key = "c", .query = &add_row_patiently },
		{ .tenant_id = 1, .key = "c", .query = &add_row_patiently }, { .tenant_id = 2, .key = "d", .query = &add_row_patiently },
		{ .tenant_id = 1, .key = "e", .query = &add_row } };
	static const enum store_fault ends[] = { STORE_OK, STORE_OK, STORE_SQL, STORE_OK, STORE_SQL, STORE_SQL, STORE_OK };
	enum { N = sizeof s / sizeof *s };
	for (int i = 0; i < N; i++) {
		s[i].write = (struct store_write){ .run = run, .arena = test_arena(), .arg = &s[i] };
		store_write_queue(store, &s[i].write);
	}
	store_run_writes(store);
	EXPECT_INT((int64_t)store_writes_waiting(store), 0);
	for (int i = 0; i < N; i++) {
		EXPECT_INT(s[i].write.fault, ends[i]);
		EXPECT(s[i].write.is_kept == (ends[i] == STORE_OK && !s[i].is_refused));
	}
	EXPECT_INT(rows(store), 3);
	store_close(store);
}

TEST_ON_PG(what_nobody_asked_about_fails_with_the_commit)
{
	struct store *store = open_of(1);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row_patiently }), STORE_OK);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row_patiently }), STORE_SQL);
	EXPECT_INT(rows(store), 1);                     /* the same connection is fit for the next */
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row_patiently, .is_refused = true }), STORE_SQL);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "b", .query = &add_row_patiently, .is_refused = true }), STORE_OK);
	EXPECT_INT(rows(store), 1);
	store_close(store);
}

/* Asked ahead: each query gives nothing at first, and its answer when it is asked again; one that nobody asks again does no harm. */
TEST_ON_PG(what_is_asked_ahead_is_answered_when_it_is_asked_again)
{
	struct store *store = open_of(1);
	struct store_turn turn;
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	for (int i = 0; i < 3; i++) {
		REQUIRE(store_read_begin(store, test_arena(), &turn));
		REQUIRE(store_ask_begin(&turn));
		shelf_query(&turn, &count_rows, NULL);
		shelf_query(&turn, &count_rows, NULL);
		shelf_query(&turn, i == 2 ? &wrong : &value_of, NULL);
		shelf_query(&turn, &change_all, NULL);
		store_ask_end(&turn);
		EXPECT_INT(turn.fault, STORE_OK);
		EXPECT_INT(turn.query_n, 0);
		if (i > 0)
			EXPECT_INT(shelf_query(&turn, &count_rows, NULL), i == 2 ? 0 : 1);
		EXPECT_INT(turn.fault, i == 2 ? STORE_SQL : STORE_OK);  /* one that fails is the turn's fault, whoever asked */
		store_read_end(&turn);
	}
	EXPECT_INT(rows(store), 1);
	store_close(store);
}

static int64_t value_n(struct store_turn *turn, int64_t tenant_id)
{
	struct store_run *r = store_run_begin(turn, &count_of);
	if (!r)
		return -1;
	store_bind_int(r, 1, tenant_id);
	int64_t n = store_step(r) ? store_column_int(r, 0) : -1;
	store_run_end(r);
	return n;
}

TEST_ON_PG(with_other_parameters_it_is_asked_once_more)
{
	struct store *store = open_of(1);
	struct store_turn turn;
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	REQUIRE(store_ask_begin(&turn));
	EXPECT_INT(value_n(&turn, 1), -1);
	store_ask_end(&turn);
	EXPECT_INT(value_n(&turn, 7), 0);
	EXPECT_INT(value_n(&turn, 1), 1);
	store_read_end(&turn);
	store_close(store);
}

TEST_ON_PG(a_reader_keeps_its_snapshot_beside_a_writer)
{
	struct store *store = open_of(1);
	struct store_turn turn;
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 0);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 0);
	store_read_end(&turn);
	EXPECT_INT(rows(store), 1);
	store_close(store);
}

TEST_ON_PG(the_lobby_says_whose_letters_are_due_and_nothing_else_of_them)
{
	int64_t *due = NULL;
	size_t n = 7;
	REQUIRE(test_store());
	EXPECT(test_store_as_admin("INSERT INTO tenant (tenant_id, name, version_n, made_at, is_demo) SELECT t, 't' || t, 1, 1, true "
		"FROM generate_series(1, 3) t"));
	EXPECT(test_store_as_admin("INSERT INTO outbox_letter (tenant_id, letter_id, state, channel, recipient, subject, message_key, reason, subject_n, "
		"try_n, made_at, due_at) SELECT t, 1, 'queued', 'mail', 'a', 'b', 'c' || t, 'd', 1, 0, 1, t * 1000 FROM generate_series(2, 3) t"));
	EXPECT(store_tenants_due(test_store(), (struct moment){ 1999 }, test_arena(), &due, &n));
	EXPECT_INT((int64_t)n, 0);
	EXPECT(store_tenants_due(test_store(), (struct moment){ 2000 }, test_arena(), &due, &n));
	EXPECT_INT((int64_t)n, 1);
	EXPECT_INT(due[0], 2);
	EXPECT(store_tenants_due(test_store(), (struct moment){ 3000 }, test_arena(), &due, &n));
	EXPECT_INT((int64_t)n, 2);
	struct str why = STR_NONE;
	PGconn *conn = pg_connect(getenv("YORISOI_TEST_ADMIN"), test_arena(), &why);
	REQUIRE(conn);
	EXPECT_INT(pg_word(conn, "SET ROLE yorisoi_lobby; SELECT due_at FROM outbox_letter"), STORE_OK);
	EXPECT_INT(pg_word(conn, "SELECT recipient FROM outbox_letter"), STORE_SQL);
	PQfinish(conn);
}

TEST_ON_PG(connections_that_died_while_they_rested_are_made_anew)
{
	struct store *store = open_of(1);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	EXPECT(test_store_as_admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yorisoi_app'"));
	EXPECT_INT(rows(store), 1);
	struct store_turn turn;
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	EXPECT(test_store_as_admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yorisoi_app'"));
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 1);   /* nothing was read yet: another connection is asked */
	EXPECT(test_store_as_admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yorisoi_app'"));
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 0);
	EXPECT_INT(turn.fault, STORE_IO);               /* inside a turn it is a fault: what was read may be half */
	store_read_end(&turn);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "b", .query = &add_row }), STORE_OK);
	EXPECT_INT(rows(store), 2);
	store_close(store);
}

/* Two processes on one database, which know nothing of each other: the one writes, the other takes rows beside it. */
static const struct query take_row = { "take", "", 0, 1, false,
	"SELECT 1::bigint FROM tenant_setting ORDER BY key LIMIT 1 FOR UPDATE SKIP LOCKED", ">i" };

struct beside { struct store_write write; struct store *other; int64_t taken_n; enum store_fault fault; };

static void take_beside(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct beside *b = w->arg;
	b->taken_n = shelf_query(turn, &take_row, NULL);
	if (b->other) {
		struct beside next = { .taken_n = -1 };
		next.write = (struct store_write){ .run = take_beside, .arena = test_arena(), .arg = &next };
		EXPECT_INT(store_write_beside(b->other, &next.write), STORE_OK);
		b->taken_n = b->taken_n * 10 + next.taken_n;
	}
	*keep = true;
}

static void write_while_others_take(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct beside *b = w->arg;
	b->fault = store_write_beside(b->other, &b[1].write);
	*keep = turn->fault == STORE_OK;
}

TEST_ON_PG(who_takes_beside_waits_for_no_writer_and_passes_over_what_another_takes)
{
	struct store *store = open_of(1), *second = open_of(1), *third = open_of(1);
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	struct beside b[2] = { { .other = second }, { .other = third } };
	b[0].write = (struct store_write){ .run = write_while_others_take, .arena = test_arena(), .arg = &b[0] };
	b[1].write = (struct store_write){ .run = take_beside, .arena = test_arena(), .arg = &b[1] };
	EXPECT_INT(store_write(store, &b[0].write), STORE_OK);  /* which holds the tenant's lock until the others are through */
	EXPECT_INT(b[0].fault, STORE_OK);
	EXPECT_INT(b[1].taken_n, 10);                   /* the only row went to the first of them, nothing to the second */
	store_close(third);
	store_close(second);
	store_close(store);
}

TEST_ON_PG(what_was_asked_ahead_of_a_dead_connection_is_asked_of_the_new_one)
{
	struct store *store = open_of(1);
	struct store_turn turn;
	EXPECT_INT(act(store, (struct setting){ .tenant_id = 1, .key = "a", .query = &add_row }), STORE_OK);
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	EXPECT(test_store_as_admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yorisoi_app'"));
	REQUIRE(store_ask_begin(&turn));
	shelf_query(&turn, &count_rows, NULL);
	store_ask_end(&turn);
	EXPECT_INT(value_n(&turn, 1), 1);
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 1);
	EXPECT_INT(turn.fault, STORE_OK);
	store_read_end(&turn);
	store_close(store);
}

TEST_ON_PG(both_stores_have_the_same_hash_for_the_same_content)
{
	struct store *there = open_of(5), *here = shelf_open(NULL, true);
	struct str a = STR_NONE, b = STR_NONE;
	struct store *both[] = { there, here };
	for (int i = 0; i < 2; i++) {
		EXPECT_INT(act(both[i], (struct setting){ .tenant_id = 5, .key = "akune", .query = &add_tenant }), STORE_OK);
		EXPECT_INT(act(both[i], (struct setting){ .tenant_id = 5, .key = "b", .query = &add_row }), STORE_OK);
		EXPECT_INT(act(both[i], (struct setting){ .tenant_id = 5, .key = "a", .query = &add_row }), STORE_OK);
	}
	EXPECT(store_content_hash(there, test_arena(), &a) && store_content_hash(here, test_arena(), &b));
	EXPECT(str_eq(a, b));
	EXPECT_INT(act(there, (struct setting){ .tenant_id = 5, .key = "c", .query = &add_row }), STORE_OK);
	EXPECT(store_content_hash(there, test_arena(), &a) && !str_eq(a, b));
	store_close(here);
	store_close(there);
}

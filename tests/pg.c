/* The tests' PostgreSQL: emptied for each test that asks for it. */
#include "tests/pg.h"
#include <postgresql/libpq-fe.h>
#include <stdlib.h>

static bool is_empty;
static PGconn *watch;

void test_register_on_pg(struct test *t)
{
	if (getenv("YORISOI_TEST_STORE"))
		test_register(t);
}

void test_register_on_sqlite(struct test *t)
{
	if (!getenv("YORISOI_TEST_STORE"))
		test_register(t);
}

static bool done_as(const char *variable, const char *sql)
{
	PGconn *conn = PQconnectdb(getenv(variable) ? getenv(variable) : "");
	PGresult *result = PQexec(conn, sql);
	bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
	if (!is_done)
		test_failed(__FILE__, __LINE__, "%s: %s", sql, PQerrorMessage(conn));
	PQclear(result);
	PQfinish(conn);
	return is_done;
}

bool test_store_as_owner(const char *sql)
{
	return done_as("YORISOI_TEST_OWNER", sql);
}

bool test_store_as_admin(const char *sql)
{
	return done_as("YORISOI_TEST_ADMIN", sql);
}

/* Emptying row by row is quick where there are few; now and then the tables are made anew, so that what was deleted does not pile up. */
static bool store_empty(void)
{
	static int times;
	const char *sql = times++ % 16 == 0 ? "SET client_min_messages = 'warning'; DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(relname, ', ') "
		"FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'store_migration'); END $$"
		: "SET session_replication_role = 'replica'; DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relnamespace = "
		"'public'::regnamespace AND relkind = 'r' AND relname <> 'store_migration' LOOP EXECUTE 'DELETE FROM ' || t; END LOOP; END $$";
	return test_store_as_admin(sql);
}

const char *test_store(void)
{
	const char *url = getenv("YORISOI_TEST_STORE");
	if (url && !is_empty)
		is_empty = store_empty();
	return url;
}

void test_store_end(void)
{
	is_empty = false;
	PQfinish(watch);
	watch = NULL;
}

struct str test_store_last_commit(void)
{
	if (!watch)
		watch = PQconnectdb(getenv("YORISOI_TEST_ADMIN"));
	PGresult *result = PQexec(watch, "SELECT xid FROM pg_last_committed_xact()");
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		test_failed(__FILE__, __LINE__, "the server does not say what it committed: %s", PQerrorMessage(watch));
	struct str word = PQntuples(result) ? arena_str(test_arena(), str_of(PQgetvalue(result, 0, 0))) : STR("");
	PQclear(result);
	return word;
}

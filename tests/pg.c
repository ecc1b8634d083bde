/* The tests' PostgreSQL: emptied for each test that asks for it. */
#include "tests/pg.h"
#include <postgresql/libpq-fe.h>
#include <stdlib.h>

static bool is_empty;

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

const char *test_store(void)
{
	const char *url = getenv("YORISOI_TEST_STORE");
	if (url && !is_empty)
		is_empty = test_store_as_owner("SET client_min_messages = 'warning'; DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(relname, ', ') "
			"FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'store_migration'); END $$");
	return url;
}

void test_store_end(void)
{
	is_empty = false;
}

/* Tests on PostgreSQL: where YORISOI_TEST_STORE names one (tests/pg.sh does), the towns of the tests lie there. */
#pragma once
#include "base/id.h"
#include "tests/test.h"

const char *test_store(void);                           /* its address as yorisoi_app, emptied once a test; NULL: SQLite */
void test_store_end(void);
struct str test_store_last_commit(void);                /* of the whole server; it needs track_commit_timestamp, and no autovacuum */
bool test_store_as_owner(const char *sql);
bool test_store_as_admin(const char *sql);
void test_register_on_pg(struct test *);
void test_register_on_sqlite(struct test *);

/* Tests that there are only on the one or on the other. */
#define TEST_ON_PG(name) \
	static void name(void); \
	static struct test test_##name = { #name, __FILE__, name, NULL }; \
	__attribute__((constructor)) static void register_##name(void) { test_register_on_pg(&test_##name); } \
	static void name(void)
#define TEST_ON_SQLITE(name) \
	static void name(void); \
	static struct test test_##name = { #name, __FILE__, name, NULL }; \
	__attribute__((constructor)) static void register_##name(void) { test_register_on_sqlite(&test_##name); } \
	static void name(void)

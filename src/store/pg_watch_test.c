/* A database that goes away: who asks is told at once, and by itself it is there again. */
#include "tests/pg.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/pg.h"
#include "store/store_test.h"
#include "store/watch.h"
#include <unistd.h>

static const struct query add_row = { "add", "INSERT INTO tenant_setting (tenant_id, key, value) VALUES (:tenant_id, :key, :value)", 3, 0, true,
	"INSERT INTO tenant_setting (tenant_id, key, value) VALUES ($1, $2, $3)", "itt>" };
static const struct query count_rows = { "count", "SELECT count(*) FROM tenant_setting", 0, 1, false, "SELECT count(*) FROM tenant_setting", ">i" };

struct row { struct store_write write; const char *key; };

static void put(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct row *row = w->arg;
	struct store_run *r = store_run_begin(turn, &add_row);
	if (!r)
		return;
	store_bind_int(r, 1, 7);
	store_bind_str(r, 2, str_of(row->key));
	store_bind_str(r, 3, STR("x"));
	store_run_end(r);
	*keep = true;
}

static enum store_fault add(struct store *store, const char *key)
{
	struct row row = { .key = key };
	row.write = (struct store_write){ .run = put, .arena = test_arena(), .arg = &row };
	return store_write(store, &row.write);
}

static int64_t rows(struct store *store)
{
	struct store_turn turn;
	if (!store_read_begin(store, test_arena(), &turn))
		return -1;
	int64_t n = shelf_query(&turn, &count_rows, NULL);
	bool is_fine = turn.fault == STORE_OK;
	store_read_end(&turn);
	return is_fine ? n : -1;
}

static bool becomes(const struct store *store, bool is_away)
{
	for (int i = 0; i < 500 && store_is_away(store) != is_away; i++)
		usleep(20000);
	return store_is_away(store) == is_away;
}

/* Nobody comes in by the application's role any more, and who is in goes. */
static void door(bool is_open)
{
	test_store_as_admin(is_open ? "ALTER ROLE yorisoi_app LOGIN" : "ALTER ROLE yorisoi_app NOLOGIN");
	if (!is_open)
		test_store_as_admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yorisoi_app'");
}

TEST_ON_PG(a_database_that_goes_away_is_noticed_and_found_again)
{
	struct str why = STR_NONE;
	struct store *store = store_open(&(struct store_conf){ .url = test_store(), .tenant_id = 7 }, test_arena(), &why);
	REQUIRE(store);
	struct store_watch *watch = store_watch(test_store(), NULL);
	EXPECT_INT(add(store, "a"), STORE_OK);
	log_quiet((enum log_level)(LOG_ERROR + 1));
	door(false);
	EXPECT(becomes(store, true));
	int64_t begun_ns = clock_monotonic_ns();
	EXPECT_INT(add(store, "b"), STORE_IO);
	EXPECT_INT(rows(store), -1);
	EXPECT(clock_monotonic_ns() - begun_ns < (int64_t)1000000000);  /* nobody is dialled in vain */
	door(true);
	EXPECT(becomes(store, false));
	log_quiet(LOG_ERROR);
	EXPECT_INT(add(store, "c"), STORE_OK);
	EXPECT_INT(rows(store), 2);
	store_watch_end(watch);
	store_close(store);
}

/* The same database under another address plays the replica: only readers are led there. */
TEST_ON_PG(readers_are_led_to_the_replica_meanwhile)
{
	struct str why = STR_NONE;
	const char *replica = arena_fmt(test_arena(), "%s&application_name=replica&user=yorisoi_backup", test_store()).s;
	struct store *store = store_open(&(struct store_conf){ .url = test_store(), .tenant_id = 7 }, test_arena(), &why);
	REQUIRE(store);
	struct store_watch *watch = store_watch(test_store(), replica);
	EXPECT_INT(add(store, "a"), STORE_OK);
	log_quiet((enum log_level)(LOG_ERROR + 1));
	door(false);
	EXPECT(becomes(store, true));
	EXPECT_INT(rows(store), 1);
	EXPECT_INT(add(store, "b"), STORE_IO);
	door(true);
	EXPECT(becomes(store, false));
	log_quiet(LOG_ERROR);
	EXPECT_INT(add(store, "c"), STORE_OK);
	store_watch_end(watch);
	store_close(store);
}

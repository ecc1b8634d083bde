/* Brings a file forward, one migration after the other; whoever is killed in between leaves whole ones behind. */
#include "store/migrate.h"
#include "store/store.h"
#include "base/clock.h"
#include <sqlite3.h>

int store_schema_version(void)
{
	return store_migration_n ? store_migrations[store_migration_n - 1].number : 0;
}

static int number_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int n = -1;
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return n;
}

int store_schema_of(sqlite3 *db)
{
	int has_table = number_of(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'store_migration'");
	return has_table == 1 ? number_of(db, "SELECT coalesce(max(number), 0) FROM store_migration") : has_table;
}

static bool note_applied(sqlite3 *db, const struct store_migration *m)
{
	sqlite3_stmt *st = NULL;
	bool done = sqlite3_prepare_v2(db, "INSERT INTO store_migration (number, name, applied_at) VALUES (?1, ?2, ?3)", -1, &st, NULL) == SQLITE_OK;
	if (done) {
		sqlite3_bind_int(st, 1, m->number);
		sqlite3_bind_text(st, 2, m->name, -1, SQLITE_STATIC);
		sqlite3_bind_int64(st, 3, clock_now().ms);
		done = sqlite3_step(st) == SQLITE_DONE;
	}
	sqlite3_finalize(st);
	return done;
}

/* Another process may have been faster: the number is asked again under the lock. */
static bool apply(sqlite3 *db, const struct store_migration *m)
{
	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		return false;
	if (number_of(db, "SELECT coalesce(max(number), 0) FROM store_migration") >= m->number)
		return sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK;
	return sqlite3_exec(db, m->sql, NULL, NULL, NULL) == SQLITE_OK && note_applied(db, m) && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

bool store_migrate(sqlite3 *db, const struct store_migration *list, int n, struct arena *arena, struct str *ret_why)
{
	if (sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS store_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) "
		"STRICT", NULL, NULL, NULL) != SQLITE_OK) {
		*ret_why = arena_fmt(arena, "The data cannot be written (%s). Look at the rights and the free space of its folder.", sqlite3_errmsg(db));
		return false;
	}
	int has = store_schema_of(db);
	for (int i = 0; i < n; i++) {
		if (list[i].number <= has)
			continue;
		if (apply(db, &list[i]))
			continue;
		*ret_why = arena_fmt(arena, "Step %d (%s) of the new schema could not be done: %s. Nothing of it was kept; free some space or restore the last "
			"backup, then start again.", list[i].number, list[i].name, sqlite3_errmsg(db));
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		return false;
	}
	return true;
}

/* Was anything kept? The database itself says when something was committed last, so that nobody has to read all that it holds. */
#include "tests/town/town.h"
#include "tests/pg.h"
#include <sqlite3.h>
#include <stdio.h>

struct watch { sqlite3 *db; sqlite3_stmt *version; };

/* SQLite: a connection of its own; the number changes when any other has committed, and stays when one has rolled back. */
static struct watch *watch_file(struct town *t, const struct served *s)
{
	struct watch *w = ARENA_NEW(test_arena(), struct watch);
	struct str path = arena_fmt(test_arena(), "%.*s/tenants/%.*s.db", STR_ARG(t->tenants.data), STR_ARG(s->name));
	if (sqlite3_open_v2(path.s, &w->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
		|| sqlite3_prepare_v2(w->db, "PRAGMA data_version", -1, &w->version, NULL) != SQLITE_OK)
		test_failed(__FILE__, __LINE__, "%s cannot be watched: %s", path.s, sqlite3_errmsg(w->db));
	return w;
}

struct str town_last_commit(struct town *t, struct served *s)
{
	struct watch **w = &t->watch[s == t->there];
	if (test_store())
		return test_store_last_commit();
	if (!*w)
		*w = watch_file(t, s);
	if (sqlite3_step((*w)->version) != SQLITE_ROW)
		test_failed(__FILE__, __LINE__, "the watch does not answer: %s", sqlite3_errmsg((*w)->db));
	struct str word = arena_fmt(test_arena(), "%lld", (long long)sqlite3_column_int64((*w)->version, 0));
	sqlite3_reset((*w)->version);
	return word;
}

void town_watch_end(struct town *t)
{
	for (int i = 0; i < 2; i++)
		if (t->watch[i]) {
			sqlite3_finalize(t->watch[i]->version);
			sqlite3_close(t->watch[i]->db);
			t->watch[i] = NULL;
		}
}

/* The store's door: what both engines share of a turn and of a query, and the table by which they are asked for the rest. */
#include "store/pg.h"
#include "store/row.h"
#include "base/check.h"
#include <sys/statvfs.h>

const struct store_engine store_sqlite = { sqlite_close, sqlite_trim, sqlite_read_begin, sqlite_read_end, sqlite_run_group, STORE_GROUP,
	sqlite_run_begin, sqlite_bind_int, sqlite_bind_none, sqlite_bind_str, sqlite_next, sqlite_int, sqlite_is_none, sqlite_str, sqlite_run_end,
	sqlite_copy, sqlite_content_hash };

const char *store_fault_word(enum store_fault fault)
{
	static const char *const word[] = { "ok", "disk full", "input/output", "corrupt", "out of memory", "busy", "query", "injected" };
	return word[fault];
}

/* ---- opening and keeping ---- */

struct store *store_open(const struct store_conf *conf, struct arena *arena, struct str *ret_why)
{
	return conf->url ? pg_open(conf, arena, ret_why) : sqlite_open(conf, arena, ret_why);
}

void store_close(struct store *store)
{
	if (!store)
		return;
	CHECK(!store->first && !store->is_running);
	store->engine->close(store);
}

void store_trim(struct store *store)
{
	store->engine->trim(store);
}

bool store_copy(struct store *store, const char *to, const struct store_progress *progress, struct arena *arena, struct str *ret_why)
{
	return store->engine->copy(store, to, progress, arena, ret_why);
}

bool store_content_hash(struct store *store, struct arena *arena, struct str *ret_hex)
{
	return store->engine->content_hash(store, arena, ret_hex);
}

/* ---- turns ---- */

bool store_read_begin(struct store *store, struct arena *arena, struct store_turn *ret)
{
	*ret = (struct store_turn){ .store = store, .arena = arena };
	return store->engine->read_begin(store, ret);
}

void store_read_end(struct store_turn *turn)
{
	for (int i = 0; i < turn->early.n; i++)
		if (turn->early.run[i]->is_early) {
			turn->early.run[i]->is_early = false;
			store_run_end(turn->early.run[i]);          /* asked for in vain */
		}
	turn->early.n = 0;
	if (turn->line)
		turn->store->engine->read_end(turn);
}

/* ---- queries ---- */

bool store_ask_begin(struct store_turn *turn)
{
	turn->early.is_on = turn->store->engine == &store_pg && !turn->is_writer && turn->fault == STORE_OK && turn->line;
	return turn->early.is_on;
}

void store_ask_end(struct store_turn *turn)
{
	turn->early.is_on = false;
}

/* In place of the first step of a query that is asked ahead. */
static void ask(struct store_run *run)
{
	struct store_turn *turn = run->turn;
	if (turn->early.n == (int)(sizeof turn->early.run / sizeof *turn->early.run) || !store_run_ahead(run))
		return;
	run->is_early = true;
	turn->early.run[turn->early.n++] = run;
}

static struct store_run *take_early(struct store_turn *turn, struct store_run *run)
{
	run->is_early = turn->early.is_on;
	return turn->early.is_on ? NULL : run;
}

struct store_run *store_run_begin(struct store_turn *turn, const struct query *query)
{
	CHECK(turn);
	if (turn->fault != STORE_OK || (turn->early.is_on && query->is_write))
		return NULL;
	CHECK(turn->line);
	turn->query_n += !turn->early.is_on;
	if (turn->query_n == turn->fault_at && !turn->early.is_on) {
		turn->fault = STORE_INJECTED;
		return NULL;
	}
	struct store_run *run = turn->store->engine->run_begin(turn, query);
	if (!run)
		return NULL;
	if (run->is_early)
		return take_early(turn, run);
	CHECK(!run->turn);                              /* a query is not begun again before its end */
	run->turn = turn;
	run->is_over = false;
	turn->line->open_n++;
	return run;
}

void store_bind_int(struct store_run *run, int at, int64_t v)
{
	run->engine->bind_int(run, at, v);
}

void store_bind_none(struct store_run *run, int at)
{
	run->engine->bind_none(run, at);
}

void store_bind_str(struct store_run *run, int at, struct str v)
{
	run->engine->bind_str(run, at, v);
}

bool store_run_ahead(struct store_run *run)
{
	return run->turn->fault == STORE_OK && run->engine == &store_pg && pg_ahead(run);
}

bool store_step(struct store_run *run)
{
	if (run->turn->early.is_on) {
		ask(run);
		return false;
	}
	return !run->is_over && run->turn->fault == STORE_OK && run->engine->step(run);
}

int64_t store_column_int(struct store_run *run, int at)
{
	return run->engine->column_int(run, at);
}

bool store_column_is_none(struct store_run *run, int at)
{
	return run->engine->column_is_none(run, at);
}

struct str store_column_str(struct store_run *run, int at)
{
	return run->engine->column_str(run, at);
}

int64_t store_run_end(struct store_run *run)
{
	struct store_turn *turn = run->turn;
	if (run->is_early)
		return 0;
	while (run->query->is_write && store_step(run))
		;
	int64_t changed_n = run->engine->run_end(run);
	run->turn = NULL;
	turn->line->open_n--;
	return changed_n;
}

void *row_grow(struct arena *arena, void *rows, size_t *cap, size_t row_size)
{
	size_t more = *cap ? *cap * 2 : 8;
	char *grown = arena_get(arena, more * row_size);
	if (*cap)
		memcpy(grown, rows, *cap * row_size);
	*cap = more;
	return grown;
}

bool store_has_room(const struct store *s, int64_t bytes)
{
	struct statvfs v;
	return s->conf.is_memory || !s->path || s->conf.url || statvfs(s->path, &v) != 0 || (int64_t)(v.f_bavail * v.f_frsize) >= bytes;
}

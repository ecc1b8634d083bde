/* Opening a tenant's file, and the readers' side: a small pool of connections, each turn one snapshot. */
#include "store/line.h"
#include "store/migrate.h"
#include "base/check.h"
#include "base/clock.h"
#include <errno.h>
#include <unistd.h>

enum { READER_MAX = 8, READER_KEEP = 2 };
#define READER_REST_NS ((int64_t)20 * 1000000000)

static const struct query word_begin = { "begin", "BEGIN", 0, 0, false, NULL, NULL };
static const struct query word_commit = { "commit", "COMMIT", 0, 0, false, NULL, NULL };

/* ---- opening ---- */

static struct str sentence(struct arena *arena, const char *path, int code, const char *what)
{
	switch (line_fault(code)) {
	case STORE_CORRUPT:
		return arena_fmt(arena, "%s is damaged, or is no data of Yorisoi. Restore the last backup (yorisoi restore).", path);
	case STORE_FULL:
		return arena_fmt(arena, "The disk of %s is full. Free some space and start again.", path);
	case STORE_BUSY:
		return arena_fmt(arena, "%s is held by another program. End that one and start again.", path);
	default:
		return arena_fmt(arena, "%s cannot be opened (%s). Look at the rights of the file and of its folder.", path, what);
	}
}

static bool has_wal(struct store_line *line)
{
	sqlite3_stmt *st = NULL;
	bool is_wal = false;
	if (sqlite3_prepare_v2(line->db, "PRAGMA journal_mode=WAL", -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		is_wal = !strcmp((const char *)sqlite3_column_text(st, 0), "wal");
	sqlite3_finalize(st);
	return is_wal;
}

static bool bring_forward(struct store *store, struct arena *arena, struct str *ret_why)
{
	struct store_line *line = store->writer;
	int has = store_schema_of(line->db), knows = store_schema_version();
	if (has < 0) {
		*ret_why = sentence(arena, store->path, sqlite3_extended_errcode(line->db), sqlite3_errmsg(line->db));
		return false;
	}
	if (has > knows) {
		*ret_why = arena_fmt(arena, "This data was written by a newer Yorisoi (schema %d; this program knows %d). Install the newer program again, or "
			"restore a backup made with this one.", has, knows);
		return false;
	}
	if (!store->conf.is_memory && !has_wal(line)) {
		*ret_why = arena_fmt(arena, "%s cannot keep a write-ahead log (%s). Put the data on a local disk that this user may write.", store->path,
			sqlite3_errmsg(line->db));
		return false;
	}
	if (has < knows && has > 0 && !store->conf.migrate) {
		*ret_why = arena_fmt(arena, "This data is of an older Yorisoi (schema %d; this program needs %d). Make a backup, then start yorisoi serve once: it "
			"brings the data forward.", has, knows);
		return false;
	}
	return has == knows ? true : store_migrate(line->db, store_migrations, store_migration_n, arena, ret_why);
}

static void locks_make(struct store *store)
{
	pthread_mutexattr_t kind;
	pthread_mutexattr_init(&kind);
	pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&store->lock, NULL);
	pthread_mutex_init(&store->memory, &kind);
	pthread_cond_init(&store->moved, NULL);
	pthread_mutexattr_destroy(&kind);
}

struct store *store_new(const struct store_conf *conf, const char *path, const struct store_engine *engine)
{
	struct store *store = calloc(1, sizeof *store);
	CHECK(store);
	store->engine = engine;
	store->conf = *conf;
	store->path = strdup(path);
	store->conf.path = store->path;
	store->last = &store->first;
	locks_make(store);
	return store;
}

void store_free(struct store *store)
{
	pthread_mutex_destroy(&store->lock);
	pthread_mutex_destroy(&store->memory);
	pthread_cond_destroy(&store->moved);
	free(store->path);
	free(store);
}

struct store *sqlite_open(const struct store_conf *conf, struct arena *arena, struct str *ret_why)
{
	const char *path = conf->is_memory ? ":memory:" : conf->path;
	if (!conf->make && !conf->is_memory && access(path, F_OK)) {
		*ret_why = arena_fmt(arena, "There is no data at %s. Name the right folder with --data, or make the tenant first (yorisoi tenant create).", path);
		return NULL;
	}
	struct store *store = store_new(conf, path, &store_sqlite);
	int code;
	store->writer = line_open(conf, path, LINE_WRITE, &code);
	if (!store->writer)
		*ret_why = sentence(arena, path, code, sqlite3_errstr(code));
	if (store->writer && bring_forward(store, arena, ret_why))
		return store;
	sqlite_close(store);
	return NULL;
}

void sqlite_trim(struct store *store)
{
	if (store->conf.is_memory)
		return;
	pthread_mutex_lock(&store->lock);
	struct store_line *idle = store->idle;
	store->idle = NULL;
	for (struct store_line *line = idle; line; line = line->next)
		store->reader_n--;
	pthread_mutex_unlock(&store->lock);
	for (struct store_line *next; idle; idle = next) {
		next = idle->next;
		line_close(idle);
	}
}

void sqlite_close(struct store *store)
{
	sqlite_trim(store);
	CHECK(store->reader_n == 0);
	line_close(store->writer);
	store_free(store);
}

/* ---- the pool of readers ---- */

struct store_line *reader_take(struct store *store, enum store_fault *ret)
{
	*ret = STORE_OK;
	if (store->conf.is_memory) {
		CHECK(pthread_mutex_lock(&store->memory) == 0);         /* in memory: end a reading turn before writing on the same thread */
		return store->writer;
	}
	pthread_mutex_lock(&store->lock);
	while (!store->idle && store->reader_n >= READER_MAX)
		pthread_cond_wait(&store->moved, &store->lock);
	struct store_line *line = store->idle;
	if (line)
		store->idle = line->next;
	else
		store->reader_n++;
	pthread_mutex_unlock(&store->lock);
	int code = SQLITE_OK;
	if (!line)
		line = line_open(&store->conf, store->path, LINE_READ, &code);
	if (!line) {
		pthread_mutex_lock(&store->lock);
		store->reader_n--;
		pthread_cond_broadcast(&store->moved);
		pthread_mutex_unlock(&store->lock);
		*ret = line_fault(code);
	}
	return line;
}

/* What lies at the bottom of the pile for long is not needed. */
static struct store_line *take_rested(struct store *store, int64_t now_ns)
{
	struct store_line **at = &store->idle;
	for (int i = 0; i < READER_KEEP && *at; i++)
		at = &(*at)->next;
	while (*at && (*at)->next)
		at = &(*at)->next;
	struct store_line *line = *at;
	if (!line || now_ns - line->used_ns < READER_REST_NS)
		return NULL;
	*at = NULL;
	store->reader_n--;
	return line;
}

void reader_give(struct store *store, struct store_line *line)
{
	if (store->conf.is_memory) {
		pthread_mutex_unlock(&store->memory);
		return;
	}
	line->used_ns = clock_monotonic_ns();
	pthread_mutex_lock(&store->lock);
	struct store_line *rested = take_rested(store, line->used_ns);
	line->next = store->idle;
	store->idle = line;
	if (!line->next)
		pthread_cond_broadcast(&store->moved);
	pthread_mutex_unlock(&store->lock);
	line_close(rested);
}

/* ---- reading ---- */

bool sqlite_read_begin(struct store *store, struct store_turn *ret)
{
	ret->line = reader_take(store, &ret->fault);
	if (!ret->line)
		return false;
	int code = line_word(ret->line, &word_begin);
	if (code == SQLITE_OK)
		return true;
	line_failed(ret, "begin", code);
	sqlite_read_end(ret);                           /* a turn that did not begin holds no connection back */
	return false;
}

void sqlite_read_end(struct store_turn *turn)
{
	CHECK(turn->line->open_n == 0);
	if (!sqlite3_get_autocommit(turn->line->db))
		line_word(turn->line, &word_commit);
	reader_give(turn->store, turn->line);
	turn->line = NULL;
}

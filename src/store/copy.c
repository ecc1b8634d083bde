/* Keeping: whole copies while others work, checking of a file, and a hash of what a store holds. */
#include "store/line.h"
#include "store/hash.h"
#include "store/migrate.h"
#include "base/durable.h"
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TICK_STEPS = 20000 };

/* ---- copying ---- */

struct copying {
	const char *to;
	int64_t total;
	const struct store_progress *progress;
	int64_t last_ns;
};

/* SQLite calls this every so many steps of its machine; how long the new file already is tells how far it has come. */
static int tick(void *arg)
{
	struct copying *copying = arg;
	struct stat st;
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	int64_t now_ns = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	if (now_ns - copying->last_ns < 100000000 || stat(copying->to, &st))
		return 0;
	copying->last_ns = now_ns;
	copying->progress->tell(copying->progress->arg, st.st_size < copying->total ? st.st_size : copying->total, copying->total);
	return 0;
}

static int64_t pragma_int(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int64_t n = -1;
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

static int vacuum_into(sqlite3 *db, struct copying *copying)
{
	sqlite3_stmt *st = NULL;
	copying->total = (pragma_int(db, "PRAGMA page_count") - pragma_int(db, "PRAGMA freelist_count")) * pragma_int(db, "PRAGMA page_size");
	if (copying->progress)
		sqlite3_progress_handler(db, TICK_STEPS, tick, copying);
	int code = sqlite3_prepare_v2(db, "VACUUM INTO ?1", -1, &st, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(st, 1, copying->to, -1, SQLITE_STATIC);
	if (code == SQLITE_OK && (code = sqlite3_step(st)) == SQLITE_DONE)
		code = SQLITE_OK;
	sqlite3_finalize(st);
	sqlite3_progress_handler(db, 0, NULL, NULL);
	return code;
}

/* The bytes first, then the name, then the folder that holds the name. */
static bool make_durable(const char *part, const char *to, struct arena *arena, struct str *ret_why)
{
	if (durable_sync(part) && rename(part, to) == 0 && durable_name(to))
		return true;
	*ret_why = arena_fmt(arena, "%s cannot be written (%s). Look at the rights and the free space of its folder.", to, strerror(errno));
	return false;
}

static struct str copy_sentence(struct arena *arena, const struct copying *copying, const char *to, int code, const char *what)
{
	if (line_fault(code) == STORE_FULL)
		return arena_fmt(arena, "There is no room for %s: about %lld MiB are needed. Free some space or name another folder.", to,
			(long long)(copying->total >> 20) + 1);
	if (line_fault(code) == STORE_CORRUPT)
		return arena_fmt(arena, "The data is damaged (%s) and was not copied. Keep the file as it is and restore the last backup.", what);
	return arena_fmt(arena, "%s cannot be written (%s). Look at the rights and the free space of its folder.", to, what);
}

static bool copy_to(struct store *store, struct copying *copying, const char *to, struct arena *arena, struct str *ret_why)
{
	int code = SQLITE_OK;
	enum store_fault fault = STORE_OK;
	bool is_memory = store->conf.is_memory;
	struct store_line *line = is_memory ? reader_take(store, &fault) : line_open(&store->conf, store->path, LINE_COPY, &code);
	if (line)
		code = vacuum_into(line->db, copying);
	if (code != SQLITE_OK)
		*ret_why = copy_sentence(arena, copying, to, code, line ? sqlite3_errmsg(line->db) : sqlite3_errstr(code));
	if (is_memory)
		reader_give(store, line);
	else
		line_close(line);
	return code == SQLITE_OK && store_verify_file(copying->to, arena, ret_why) && make_durable(copying->to, to, arena, ret_why);
}

bool sqlite_copy(struct store *store, const char *to, const struct store_progress *progress, struct arena *arena, struct str *ret_why)
{
	struct str part = arena_fmt(arena, "%s.part-%d", to, (int)getpid());
	struct copying copying = { .to = part.s, .progress = progress };
	if (access(to, F_OK) == 0) {
		*ret_why = arena_fmt(arena, "%s is there already. Name a file that does not exist.", to);
		return false;
	}
	unlink(part.s);
	if (!copy_to(store, &copying, to, arena, ret_why)) {
		unlink(part.s);
		return false;
	}
	if (progress)
		progress->tell(progress->arg, copying.total, copying.total);
	return true;
}

/* ---- checking ---- */

/* The first line that the pragma says, or nothing when all is well. */
static struct str first_trouble(sqlite3 *db, const char *sql, struct arena *arena)
{
	sqlite3_stmt *st = NULL;
	struct str trouble = STR_NONE;
	int code = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		trouble = arena_str(arena, str_of((const char *)sqlite3_column_text(st, 0)));
	else if (code != SQLITE_DONE)
		trouble = arena_str(arena, str_of(sqlite3_errmsg(db)));
	sqlite3_finalize(st);
	return str_is(trouble, "ok") ? STR_NONE : trouble;
}

static bool verify(sqlite3 *db, const char *path, struct arena *arena, struct str *ret_why)
{
	struct str trouble = first_trouble(db, "PRAGMA integrity_check(1)", arena);
	if (trouble.s) {
		*ret_why = arena_fmt(arena, "%s is damaged (%.*s). Use another backup.", path, STR_ARG(trouble));
		return false;
	}
	trouble = first_trouble(db, "PRAGMA foreign_key_check", arena);
	if (trouble.s) {
		*ret_why = arena_fmt(arena, "%s has rows of %.*s that point at nothing. Use another backup.", path, STR_ARG(trouble));
		return false;
	}
	int has = store_schema_of(db), knows = store_schema_version();
	if (has <= 0)
		*ret_why = arena_fmt(arena, "%s is no data of Yorisoi. Name a file that yorisoi backup wrote.", path);
	if (has > knows)
		*ret_why = arena_fmt(arena, "%s was written by a newer Yorisoi (schema %d; this program knows %d). Install the newer program again, or "
			"use a backup made with this one.", path, has, knows);
	return has > 0 && has <= knows;
}

bool store_verify_file(const char *path, struct arena *arena, struct str *ret_why)
{
	struct store_conf conf = { .path = path };
	int code;
	if (access(path, F_OK)) {
		*ret_why = arena_fmt(arena, "There is no file %s. Look at the name.", path);
		return false;
	}
	struct store_line *line = line_open(&conf, path, LINE_LOOK, &code);
	if (!line) {
		*ret_why = arena_fmt(arena, "%s cannot be read as data of Yorisoi (%s). Use another backup.", path, sqlite3_errstr(code));
		return false;
	}
	bool fine = verify(line->db, path, arena, ret_why);
	line_close(line);
	return fine;
}

int store_file_schema(const char *path)
{
	struct store_conf conf = { .path = path };
	int code, version = -1;
	struct store_line *line = access(path, F_OK) ? NULL : line_open(&conf, path, LINE_LOOK, &code);
	if (line)
		version = store_schema_of(line->db);
	line_close(line);
	return version;
}

bool store_copy_file(const char *from, const char *to, struct arena *arena, struct str *ret_why)
{
	struct store_conf conf = { .path = from };
	struct copying copying = { .to = to };
	int code = SQLITE_CANTOPEN;
	if (access(to, F_OK) == 0) {
		*ret_why = arena_fmt(arena, "%s is there already. Name a file that does not exist.", to);
		return false;
	}
	struct store_line *line = access(from, F_OK) ? NULL : line_open(&conf, from, LINE_COPY, &code);
	if (line)
		code = vacuum_into(line->db, &copying);
	if (code != SQLITE_OK)
		*ret_why = copy_sentence(arena, &copying, to, code, line ? sqlite3_errmsg(line->db) : sqlite3_errstr(code));
	line_close(line);
	if (code == SQLITE_OK && durable_sync(to) && durable_name(to))
		return true;
	if (code == SQLITE_OK)
		*ret_why = arena_fmt(arena, "%s cannot be written (%s).", to, strerror(errno));
	unlink(to);
	return false;
}

/* ---- the hash of what it holds ---- */

static void add_value(crypto_hash_sha256_state *hash, sqlite3_stmt *st, int at)
{
	int kind = sqlite3_column_type(st, at);
	double real = kind == SQLITE_FLOAT ? sqlite3_column_double(st, at) : 0;
	hash_int(hash, kind);
	if (kind == SQLITE_INTEGER)
		hash_int(hash, sqlite3_column_int64(st, at));
	else if (kind == SQLITE_FLOAT)
		hash_bytes(hash, &real, sizeof real);
	else if (kind != SQLITE_NULL)
		hash_bytes(hash, sqlite3_column_blob(st, at), sqlite3_column_bytes(st, at));
}

static bool add_table(crypto_hash_sha256_state *hash, sqlite3 *db, const char *table)
{
	sqlite3_stmt *st = NULL;
	char *keys = NULL;
	if (sqlite3_prepare_v2(db, "SELECT coalesce(group_concat('\"' || name || '\"', ', '), 'rowid') FROM "
		"(SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk)", -1, &st, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_ROW)
		keys = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY %s", table, sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	int code = keys ? sqlite3_prepare_v2(db, keys, -1, &st, NULL) : SQLITE_NOMEM;
	sqlite3_free(keys);
	if (code != SQLITE_OK)
		return false;
	hash_bytes(hash, table, (int)strlen(table));
	while ((code = sqlite3_step(st)) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(st); i++)
			add_value(hash, st, i);
	sqlite3_finalize(st);
	return code == SQLITE_DONE;
}

bool sqlite_content_hash(struct store *store, struct arena *arena, struct str *ret_hex)
{
	struct store_turn turn;
	crypto_hash_sha256_state hash;
	sqlite3_stmt *st = NULL;
	if (!store_read_begin(store, arena, &turn)) {
		store_read_end(&turn);
		return false;
	}
	crypto_hash_sha256_init(&hash);
	int code = sqlite3_prepare_v2(turn.line->db, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
		"AND substr(name, 1, 7) <> 'sqlite_' AND name <> 'store_migration' ORDER BY name", -1, &st, NULL);
	while (code == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		if (!add_table(&hash, turn.line->db, (const char *)sqlite3_column_text(st, 0)))
			code = SQLITE_ERROR;
	sqlite3_finalize(st);
	store_read_end(&turn);
	*ret_hex = hash_end(&hash, arena);
	return code == SQLITE_OK;
}

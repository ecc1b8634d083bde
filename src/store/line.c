/* A connection to SQLite, its settings, and the queries prepared on it. */
#include "store/line.h"
#include "store/tokenize.h"
#include "base/check.h"
#include "base/log.h"
#include <time.h>

/* Pages are taken as they are read: only a large town fills its readers' cache, and then searches without asking the system for each page. */
enum { BUSY_MS = 15000, CACHE_KIB = 512, READER_CACHE_KIB = 4096, FIRST_RUNS = 32 };

static void start_sqlite(void)
{
	/* A connection belongs to one thread at a time, so SQLite's own locks and counters are not needed. */
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 512, 64);
	CHECK(sqlite3_initialize() == SQLITE_OK);
}

/* SQLite's own waiting grows to a tenth of a second a look, so a turn of ours that ends and begins anew in another process kept others out for
 * most of a second: it is looked each millisecond, then each fifth. */
static int wait_more(void *arg, int looked_n)
{
	enum { OFTEN = 200, OFTEN_MS = 1, SELDOM_MS = 5 };
	int ms = looked_n < OFTEN ? OFTEN_MS : SELDOM_MS;
	(void)arg;
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
	return (looked_n < OFTEN ? looked_n : OFTEN + (looked_n - OFTEN) * SELDOM_MS) < BUSY_MS;
}

/* Our own files carry triggers that keep their full-text search, which this SQLite lets only a trusted schema do. */
static int settle(struct store_line *line, const struct store_conf *conf, enum line_use use)
{
	char sql[400];
	snprintf(sql, sizeof sql, "PRAGMA cache_size=-%d; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=%s;"
		"PRAGMA synchronous=%s; PRAGMA journal_size_limit=16777216; %s", use == LINE_READ ? READER_CACHE_KIB : CACHE_KIB,
		use == LINE_LOOK ? "OFF" : "ON", conf->is_unsafe ? "NORMAL" : "FULL",
		use == LINE_READ || use == LINE_LOOK ? "PRAGMA query_only=ON;" : "");
	sqlite3_extended_result_codes(line->db, 1);
	sqlite3_busy_handler(line->db, wait_more, NULL);
	sqlite3_db_config(line->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(line->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	return sqlite3_exec(line->db, sql, NULL, NULL, NULL);
}

struct store_line *line_open(const struct store_conf *conf, const char *path, enum line_use use, int *ret_code)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, start_sqlite);
	struct store_line *line = calloc(1, sizeof *line);
	CHECK(line);
	int flags = SQLITE_OPEN_NOMUTEX | (use == LINE_LOOK ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	if (use == LINE_WRITE && (conf->make || conf->is_memory))
		flags |= SQLITE_OPEN_CREATE;
	*ret_code = sqlite3_open_v2(path, &line->db, flags, NULL);
	if (*ret_code == SQLITE_OK)
		*ret_code = settle(line, conf, use);
	if (*ret_code == SQLITE_OK && store_tokenizer_add)
		*ret_code = store_tokenizer_add(line->db);
	if (*ret_code == SQLITE_OK)
		*ret_code = store_tokenizer_add(line->db);
	if (*ret_code == SQLITE_OK)
		return line;
	line_close(line);
	return NULL;
}

void line_close(struct store_line *line)
{
	if (!line)
		return;
	for (size_t i = 0; i < line->run_cap; i++) {
		if (line->run[i])
			sqlite3_finalize(line->run[i]->statement);
		free(line->run[i]);
	}
	free(line->run);
	sqlite3_close(line->db);
	free(line);
}

/* ---- faults ---- */

enum store_fault line_fault(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE: return STORE_OK;
	case SQLITE_FULL: return STORE_FULL;
	case SQLITE_IOERR: case SQLITE_CANTOPEN: case SQLITE_READONLY: case SQLITE_PROTOCOL: case SQLITE_PERM: return STORE_IO;
	case SQLITE_CORRUPT: case SQLITE_NOTADB: return STORE_CORRUPT;
	case SQLITE_NOMEM: return STORE_MEMORY;
	case SQLITE_BUSY: case SQLITE_LOCKED: return STORE_BUSY;
	default: return STORE_SQL;
	}
}

void line_failed(struct store_turn *turn, const char *query, int code)
{
	if (turn->fault != STORE_OK)
		return;
	turn->fault = line_fault(code);
	log_line(LOG_ERROR, "store %s: %s: %s (%d): %s", turn->store->path, query, store_fault_word(turn->fault), code,
		turn->line && sqlite3_errcode(turn->line->db) ? sqlite3_errmsg(turn->line->db) : sqlite3_errstr(code));
}

/* ---- prepared queries ---- */

static size_t place_of(const struct store_line *line, const struct query *query)
{
	size_t at = ((uintptr_t)query >> 4) * 0x9e3779b97f4a7c15u >> 20;
	for (at &= line->run_cap - 1; line->run[at] && line->run[at]->query != query; at = (at + 1) & (line->run_cap - 1))
		;
	return at;
}

static void make_room(struct store_line *line)
{
	if (line->run_n * 2 < line->run_cap)
		return;
	struct store_run **old = line->run;
	size_t old_cap = line->run_cap;
	line->run_cap = old_cap ? old_cap * 2 : FIRST_RUNS;
	line->run = calloc(line->run_cap, sizeof *line->run);
	CHECK(line->run);
	for (size_t i = 0; i < old_cap; i++)
		if (old[i])
			line->run[place_of(line, old[i]->query)] = old[i];
	free(old);
}

struct store_run **line_place(struct store_line *line, const struct query *query)
{
	make_room(line);
	return &line->run[place_of(line, query)];
}

static int run_of(struct store_line *line, const struct query *query, struct store_run **ret)
{
	struct store_run **at = line_place(line, query);
	if (!*at) {
		struct store_run run = { .engine = &store_sqlite, .query = query };
		int code = sqlite3_prepare_v3(line->db, query->sql, -1, SQLITE_PREPARE_PERSISTENT, &run.statement, NULL);
		if (code != SQLITE_OK)
			return code;
		*at = malloc(sizeof run);
		CHECK(*at);
		**at = run;
		line->run_n++;
	}
	*ret = *at;
	return SQLITE_OK;
}

int line_word(struct store_line *line, const struct query *query)
{
	struct store_run *run;
	int code = run_of(line, query, &run);
	if (code != SQLITE_OK)
		return code;
	while ((code = sqlite3_step(run->statement)) == SQLITE_ROW)
		;
	int end = sqlite3_reset(run->statement);
	return code == SQLITE_DONE ? SQLITE_OK : end != SQLITE_OK ? end : code;
}

struct store_run *sqlite_run_begin(struct store_turn *turn, const struct query *query)
{
	struct store_run *run = NULL;
	int code = query->is_write && !turn->is_writer ? SQLITE_MISUSE : run_of(turn->line, query, &run);
	if (code != SQLITE_OK) {
		line_failed(turn, query->name, code);
		return NULL;
	}
	return run;
}

static void bound(struct store_run *run, int code)
{
	if (code != SQLITE_OK)
		line_failed(run->turn, run->query->name, code);
}

void sqlite_bind_int(struct store_run *run, int at, int64_t v)
{
	bound(run, sqlite3_bind_int64(run->statement, at, v));
}

void sqlite_bind_none(struct store_run *run, int at)
{
	bound(run, sqlite3_bind_null(run->statement, at));
}

void sqlite_bind_str(struct store_run *run, int at, struct str v)
{
	/* The text outlives the run: it is a parameter of the function that runs it. */
	bound(run, v.s ? sqlite3_bind_text64(run->statement, at, v.s, v.n, SQLITE_STATIC, SQLITE_UTF8) : sqlite3_bind_null(run->statement, at));
}

bool sqlite_next(struct store_run *run)
{
	int code = sqlite3_step(run->statement);
	if (code == SQLITE_ROW)
		return true;
	run->is_over = true;
	if (code != SQLITE_DONE)
		line_failed(run->turn, run->query->name, code);
	return false;
}

int64_t sqlite_int(struct store_run *run, int at)
{
	return sqlite3_column_int64(run->statement, at);
}

bool sqlite_is_none(struct store_run *run, int at)
{
	return sqlite3_column_type(run->statement, at) == SQLITE_NULL;
}

struct str sqlite_str(struct store_run *run, int at)
{
	const char *s = (const char *)sqlite3_column_text(run->statement, at);
	return s ? arena_str(run->turn->arena, (struct str){ s, (size_t)sqlite3_column_bytes(run->statement, at) }) : STR_NONE;
}

int64_t sqlite_run_end(struct store_run *run)
{
	struct store_turn *turn = run->turn;
	bool is_write = run->query->is_write && turn->fault == STORE_OK;
	int64_t changed_n = is_write ? sqlite3_changes64(turn->line->db) : 0;
	sqlite3_reset(run->statement);
	sqlite3_clear_bindings(run->statement);
	return changed_n;
}

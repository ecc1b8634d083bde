/* One connection and what hangs on it, and what the two engines do in their own ways; private to the store's own files. */
#pragma once
#include "store/store.h"
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sqlite3.h>

/* A prepared query. It stays with its connection and is found again by the address of its struct query. */
struct store_run {
	const struct store_engine *engine;
	const struct query *query;
	sqlite3_stmt *statement;
	struct store_turn *turn;                        /* NULL while nobody runs it */
	bool is_over;
	bool is_early;                                  /* asked ahead; whoever begins it in this turn takes the answer */
};

struct store_line {
	sqlite3 *db;
	struct store_line *next;
	struct store_run **run;                         /* open addressing; run_cap is a power of two */
	size_t run_n, run_cap;
	int open_n;                                     /* runs begun and not ended */
	int64_t used_ns;
};

/* door.c asks these behind the functions of store.h. */
struct store_engine {
	void (*close)(struct store *);
	void (*trim)(struct store *);
	bool (*read_begin)(struct store *, struct store_turn *);
	void (*read_end)(struct store_turn *);
	enum store_fault (*run_group)(struct store *, struct store_write *);
	int group_n;                                    /* so many writes are taken together */
	struct store_run *(*run_begin)(struct store_turn *, const struct query *);
	void (*bind_int)(struct store_run *, int at, int64_t);
	void (*bind_none)(struct store_run *, int at);
	void (*bind_str)(struct store_run *, int at, struct str);
	bool (*step)(struct store_run *);
	int64_t (*column_int)(struct store_run *, int at);
	bool (*column_is_none)(struct store_run *, int at);
	struct str (*column_str)(struct store_run *, int at);
	int64_t (*run_end)(struct store_run *);
	bool (*copy)(struct store *, const char *to, const struct store_progress *, struct arena *, struct str *ret_why);
	bool (*content_hash)(struct store *, struct arena *, struct str *ret_hex);
};
extern const struct store_engine store_sqlite, store_pg;

struct store {
	const struct store_engine *engine;
	struct pg_pool *pool;                           /* PostgreSQL: shared by the tenants of one address */
	struct store_conf conf;
	char *path;
	pthread_mutex_t lock;                           /* guards what follows */
	pthread_cond_t moved;                           /* a reader came back, or a group ended */
	struct store_line *idle;                        /* readers, last used first */
	int reader_n;
	struct store_write *first, **last;
	size_t waiting_n;
	bool is_scheduled, is_running;
	struct store_line *writer;                      /* used by whoever runs a group */
	pthread_mutex_t memory;                         /* is_memory: the one connection */
	_Atomic bool is_braking;                        /* it is us who ask others to write less */
};

/* When others write faster than we carry: those who write to a file are asked, by a file beside it, to rest before each group; to a database, whose
 * lock is given in turn, they are held by turns of ours. */
struct brake { struct store *store; char path[PATH_MAX]; pthread_t thread; bool is_on; _Atomic bool is_off; };
void brake_on(struct brake *, struct store *);          /* also when it is on */
void brake_off(struct brake *);

struct store *store_new(const struct store_conf *, const char *path, const struct store_engine *);
void store_free(struct store *);
struct store *sqlite_open(const struct store_conf *, struct arena *, struct str *ret_why);
struct store *pg_open(const struct store_conf *, struct arena *, struct str *ret_why);

/* COPY reads here and writes elsewhere; LOOK is for a file that is not ours to change. */
enum line_use { LINE_WRITE, LINE_READ, LINE_COPY, LINE_LOOK };
struct store_line *line_open(const struct store_conf *, const char *path, enum line_use, int *ret_code);
void line_close(struct store_line *);
/* Where the prepared form of this query stands, or is to be put (then run_n grows by one). */
struct store_run **line_place(struct store_line *, const struct query *);
/* One of the store's own words (BEGIN, COMMIT, ...); an SQLite code. */
int line_word(struct store_line *, const struct query *);
enum store_fault line_fault(int sqlite_code);
bool store_fault_ends_group(enum store_fault);          /* nothing of the group can be kept */
/* Sets the turn's fault, once, and tells the administrator. */
void line_failed(struct store_turn *, const char *query, int sqlite_code);

/* A run that is bound and not stepped asks now, and waits with its first step. False: it asks then only. */
bool store_run_ahead(struct store_run *);

/* A connection to read by, from the pool; NULL with the fault. In memory it is the only one, and is held until given back. */
struct store_line *reader_take(struct store *, enum store_fault *ret);
void reader_give(struct store *, struct store_line *);

/* The program's own tokenizer of FTS5, where there is one (QUERYC_EXTRA of the Makefile); an SQLite code. */
int store_tokenizer_add(sqlite3 *) __attribute__((weak));

/* What SQLite does where both engines have their own way (store.c, writer.c, line.c, copy.c). */
void sqlite_close(struct store *);
void sqlite_trim(struct store *);
bool sqlite_read_begin(struct store *, struct store_turn *);
void sqlite_read_end(struct store_turn *);
enum store_fault sqlite_run_group(struct store *, struct store_write *);
enum store_fault pg_write_beside(struct store *, struct store_write *);
void pg_stand_alone(struct store_turn *);               /* to its end this turn keeps those waiting who write beside */
struct store_run *sqlite_run_begin(struct store_turn *, const struct query *);
void sqlite_bind_int(struct store_run *, int at, int64_t);
void sqlite_bind_none(struct store_run *, int at);
void sqlite_bind_str(struct store_run *, int at, struct str);
bool sqlite_next(struct store_run *);
int64_t sqlite_run_end(struct store_run *);
int64_t sqlite_int(struct store_run *, int at);
bool sqlite_is_none(struct store_run *, int at);
struct str sqlite_str(struct store_run *, int at);
bool sqlite_copy(struct store *, const char *to, const struct store_progress *, struct arena *, struct str *ret_why);
bool sqlite_content_hash(struct store *, struct arena *, struct str *ret_hex);

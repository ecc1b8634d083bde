/* One connection and what hangs on it; private to the store's own files. */
#pragma once
#include "store/store.h"
#include <pthread.h>
#include <sqlite3.h>

/* A prepared query. It stays with its connection and is found again by the address of its struct query. */
struct store_run {
	const struct query *query;
	sqlite3_stmt *statement;
	struct store_turn *turn;                        /* NULL while nobody runs it */
	bool is_over;
};

struct store_line {
	sqlite3 *db;
	struct store_line *next;
	struct store_run **run;                         /* open addressing; run_cap is a power of two */
	size_t run_n, run_cap;
	int open_n;                                     /* runs begun and not ended */
	int64_t used_ns;
};

struct store {
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
};

/* COPY reads here and writes elsewhere; LOOK is for a file that is not ours to change. */
enum line_use { LINE_WRITE, LINE_READ, LINE_COPY, LINE_LOOK };
struct store_line *line_open(const struct store_conf *, const char *path, enum line_use, int *ret_code);
void line_close(struct store_line *);
/* One of the store's own words (BEGIN, COMMIT, ...); an SQLite code. */
int line_word(struct store_line *, const struct query *);
enum store_fault line_fault(int sqlite_code);
/* Sets the turn's fault, once, and tells the administrator. */
void line_failed(struct store_turn *, const char *query, int sqlite_code);

/* A connection to read by, from the pool; NULL with the fault. In memory it is the only one, and is held until given back. */
struct store_line *reader_take(struct store *, enum store_fault *ret);
void reader_give(struct store *, struct store_line *);

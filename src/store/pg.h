/* PostgreSQL's side of the store; private to the pg files. */
#pragma once
#include "store/line.h"
#include <postgresql/libpq-fe.h>

/* Connections to one address, shared by all its tenants; each serves one turn at a time. */
struct pg_pool {
	char *url;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct store_line *idle;                        /* last used first */
	int line_n, user_n;                             /* connections that stand; stores that hold the pool */
	struct pg_pool *next;
};

/* `line` comes first: the store's common files know only that. */
struct pg_line { struct store_line line; PGconn *conn; struct pg_pool *pool; bool is_used; int sent_n; };	/* sent: writes not yet answered */

/* ---- pg_pool.c ---- */
struct pg_pool *pg_pool_of(const char *url);            /* one reference more */
void pg_pool_leave(struct pg_pool *);
void pg_pool_trim(struct pg_pool *);
struct pg_line *pg_take(struct pg_pool *, enum store_fault *ret);
void pg_give(struct pg_line *);                         /* closed when it is broken or inside a transaction */
void pg_drop(struct pg_line *);
/* A connection outside of any pool, for the owner; NULL with a sentence. */
PGconn *pg_connect(const char *url, struct arena *, struct str *ret_why);
enum store_fault pg_fault(PGconn *, const PGresult *);
/* One of the store's own words; several statements may be one text. Ends the result. */
enum store_fault pg_word(PGconn *, const char *sql);
/* The first column of the first row; -1 when that cannot be asked or is nothing. */
int64_t pg_number(PGconn *, const char *sql);

/* ---- pg_run.c ---- */
struct store_run *pg_run_begin(struct store_turn *, const struct query *);
void pg_bind_int(struct store_run *, int at, int64_t);
void pg_bind_none(struct store_run *, int at);
void pg_bind_str(struct store_run *, int at, struct str);
bool pg_next(struct store_run *);
int64_t pg_int(struct store_run *, int at);
bool pg_is_none(struct store_run *, int at);
struct str pg_str(struct store_run *, int at);
int64_t pg_run_end(struct store_run *);
void pg_run_free(struct store_run *);
void pg_settle(struct store_turn *);                    /* a turn in bulk: waits for the answers to what was sent */
/* Prepares the query on this connection and compares its types with what queryc promised; NULL, or what is wrong. */
struct str pg_query_trouble(PGconn *, const struct query *, struct arena *);

/* ---- pg_keep.c ---- */
bool pg_copy(struct store *, const char *to, const struct store_progress *, struct arena *, struct str *ret_why);
bool pg_content_hash(struct store *, struct arena *, struct str *ret_hex);

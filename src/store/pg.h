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
	struct pg_line *used;                           /* those at work, by used_next */
	int line_n, user_n;                             /* connections that stand; stores that hold the pool */
	/* What the watch found (pg_watch.c); false without one. Away: nobody there takes writes. Stuck: writes do not become durable, since no
	 * second server confirms them; reading goes on. */
	_Atomic bool is_away, is_stuck;
	struct pg_pool *replica;                        /* who answers readers while it is away; NULL: nobody */
	char *host, *host_address, *port;               /* of several in the address, the one that takes writes; guarded by lock */
	struct pg_pool *next;
};

/* What was sent and is not answered yet, in the server's order: a query's preparing, a query, or (run NULL) the mark that ends a transaction. */
struct pg_sent { struct pg_run *run; bool is_prepare, is_ahead; };	/* ahead: its answer is laid into the run */
enum { PG_SENT_MOST = 400 };

/* `line` comes first: the store's common files know only that. It is asked in a pipeline: whatever needs no answer leaves with the next that does. */
struct pg_line {
	struct store_line line;
	PGconn *conn;
	struct pg_pool *pool;
	struct pg_line *used_next;
	_Atomic int64_t taken_ns, write_ns;             /* since when it is at work, and writes; 0: it does not */
	int cut_fd;                                     /* the connection's socket, once more: for pg_pool_cut alone */
	bool is_doubted;                                /* the server warned: a commit was not confirmed by its second server */
	bool is_used, is_lost;                          /* lost: nothing more can be sent */
	bool is_open;                                   /* a transaction was begun and its end not sent */
	bool is_young;                                  /* nothing of it was answered yet; then what opened it can be said again elsewhere */
	const struct query *opening[3];
	char tenant[24];
	struct pg_sent sent[PG_SENT_MOST + 8];
	int sent_n;
};

/* A query on one connection, with what is bound to it. */
struct pg_run {
	struct store_run run;                           /* first: the store's common files know only that */
	char name[24];
	bool is_prepared;                               /* or its preparing was sent */
	bool is_patient;                                /* nobody asks what it changed: it leaves with the next question, or with the commit */
	bool is_ahead;                                  /* it was sent, and is not stepped yet */
	uint64_t ahead_of;                              /* what was bound then; 0 where it is not bound again */
	PGresult *result;
	int row;
	const char **value;
	int *length, *format;
	int64_t *number;                                /* where bound numbers lie, in network order */
};

/* ---- pg_pool.c ---- */
struct pg_pool *pg_pool_of(const char *url);            /* one reference more */
void pg_pool_leave(struct pg_pool *);
void pg_pool_trim(struct pg_pool *);
struct pg_line *pg_take(struct pg_pool *, enum store_fault *ret);
void pg_give(struct pg_line *);                         /* closed when it is broken or inside a transaction */
void pg_drop(struct pg_line *);
/* To the server that takes writes, when the watch knows which of several. `most_ms` 0: two seconds for each one that is tried; else so long
 * altogether, and only until the pool is away. */
PGconn *pg_dial(struct pg_pool *, int most_ms);
/* Lines at work that `is_over` picks find their connection ended, and so their turn at fault. */
void pg_pool_cut(struct pg_pool *, bool (*is_over)(const struct pg_line *, int64_t now_ns));
bool pg_renew(struct pg_line *);                        /* another connection in the place of one that broke */
/* A connection outside of any pool, for the owner; NULL with a sentence. */
PGconn *pg_connect(const char *url, struct arena *, struct str *ret_why);
enum store_fault pg_fault(PGconn *, const PGresult *);
/* One of the store's own words; several statements may be one text. Ends the result. */
enum store_fault pg_word(PGconn *, const char *sql);
/* The first column of the first row; -1 when that cannot be asked or is nothing. */
int64_t pg_number(PGconn *, const char *sql);

/* ---- pg_pipe.c ---- */
struct pg_run *pg_run_of(struct pg_line *, const struct query *);
void pg_send(struct pg_line *, struct pg_run *);        /* as it is bound now; waits for nothing */
/* One of the store's own words, with its one text or NULL. */
void pg_say(struct pg_line *, const struct query *, const char *value);
/* Opens a transaction for the tenant that stands in the line, by these words; the second takes the tenant. */
void pg_open_by(struct pg_line *, const struct query *begin, const struct query *whose, const struct query *save);
void pg_end(struct pg_line *, const struct query *);    /* COMMIT or ROLLBACK, and the mark behind it */
extern const struct query pg_word_commit, pg_word_rollback;
/* Waits for the answers to all that was sent; *ret_last is the last one's, may be NULL and is the caller's to clear. What failed first is told to the
 * administrator under `path`; what was sent behind it did not happen. */
enum store_fault pg_collect(struct pg_line *, const char *path, PGresult **ret_last);
bool pg_lives(struct pg_line *);                        /* as far as can be known without asking */
PGconn *pg_plain(struct pg_line *);                     /* all answers taken and out of the pipeline, until the next pg_send */
void pg_run_free(struct pg_run *);

/* ---- pg_run.c ---- */
struct store_run *pg_run_begin(struct store_turn *, const struct query *);
void pg_bind_int(struct store_run *, int at, int64_t);
void pg_bind_none(struct store_run *, int at);
void pg_bind_str(struct store_run *, int at, struct str);
bool pg_ahead(struct store_run *);
bool pg_next(struct store_run *);
int64_t pg_int(struct store_run *, int at);
bool pg_is_none(struct store_run *, int at);
struct str pg_str(struct store_run *, int at);
int64_t pg_run_end(struct store_run *);
void pg_settle(struct store_turn *);                    /* waits for the answers to what was sent */
Oid pg_oid(char letter);                                /* of a type's letter */
/* Prepares the query on this connection and compares its types with what queryc promised; NULL, or what is wrong. */
struct str pg_query_trouble(PGconn *, const struct query *, struct arena *);

/* ---- pg_keep.c ---- */
bool pg_copy(struct store *, const char *to, const struct store_progress *, struct arena *, struct str *ret_why);
bool pg_content_hash(struct store *, struct arena *, struct str *ret_hex);

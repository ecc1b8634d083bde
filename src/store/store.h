/* One tenant's data, in a file of SQLite or among others in a PostgreSQL. Many may read at once and never wait; writers take turns: in groups that
 * share one fsync, on PostgreSQL behind the tenant's lock, whichever process they come from.
 * A fault is sticky on the turn: every later query of that turn does nothing and nothing of it is kept. */
#pragma once
#include "base/arena.h"
#include "base/day.h"

struct store;

enum store_fault { STORE_OK, STORE_FULL, STORE_IO, STORE_CORRUPT, STORE_MEMORY, STORE_BUSY, STORE_SQL, STORE_INJECTED };

/* A query as queryc writes it: text with :names for SQLite, with $numbers for PostgreSQL. `types` has a letter each for the parameters, then `>`,
 * then the columns: i id, moment or whole number, d day, b truth value, t text. A `!` at the end: nobody asks what it changed. */
struct query { const char *name; const char *sql; int param_n; int column_n; bool is_write; const char *sql_pg, *types; };
/* Every query of one .sql file and where it stands, for trying them all on a server. */
struct query_file { const char *file; int query_n; const struct query *const *query; const int *line; };
extern const struct query_file *const store_query_files[];      /* ends in NULL */

/* What one request holds: a read transaction, or its savepoint in the writer's group. */
struct store_turn {
	struct store *store; struct arena *arena;
	struct store_line *line;                        /* the connection; private to the store */
	enum store_fault fault;
	bool is_writer;
	bool is_bulk;                                   /* many rows are put: what a write changed, or why it failed, may come to light at a later query */
	int query_n, fault_at;                          /* queries begun in this turn; tests: the query of this number fails, 0 never */
	struct { bool is_on; struct store_run *run[8]; int n; } early;          /* private to the store: queries asked ahead and not yet taken */
};

/* ---- opening ---- */
struct store_conf {
	const char *path;                               /* of the file */
	const char *url;                                /* postgresql://... instead of a path; then also: */
	int64_t tenant_id;                              /* whose rows this store may see and write */
	bool make;                                      /* make it when there is none */
	bool migrate;                                   /* bring an older schema forward; else an older one is refused */
	bool is_memory;                                 /* tests: nothing on disk, one connection */
	/* Called (any thread) when writes wait and nobody runs them: have store_run_writes() called soon. NULL: the caller of
	 * store_write() runs them itself. */
	void (*schedule)(struct store *, void *arg);
	void *schedule_arg;
	/* SQLite's synchronous level is always FULL; the soak's negative control may set NORMAL. */
	bool is_unsafe;
};
/* NULL with a sentence that says what to do next in *ret_why (no such file, newer than this program, corrupt, ...). */
struct store *store_open(const struct store_conf *, struct arena *, struct str *ret_why);
void store_close(struct store *);                       /* nothing may run or wait any more */
void store_trim(struct store *);                        /* closes connections that nobody uses now; from time to time on a quiet machine */
/* PostgreSQL: the tenants that are there, asked in its lobby. False with a sentence. */
struct store_tenant { int64_t tenant_id; struct str name; bool is_demo; };
bool store_tenants(const char *url, struct arena *, struct store_tenant **ret, size_t *ret_n, struct str *ret_why);
/* PostgreSQL: whose letters are due by then, asked in its lobby; ascending. False when that cannot be asked. */
bool store_tenants_due(const char *url, struct moment until, struct arena *, int64_t **ret, size_t *ret_n);
/* PostgreSQL: makes or brings forward the schema, as its owner; the roles stand already (deploy/postgresql). */
bool store_prepare(const char *owner_url, struct arena *, struct str *ret_why);
int store_schema_version(void);                         /* the newest migration this program knows */

/* ---- reading ---- */
bool store_read_begin(struct store *, struct arena *, struct store_turn *ret);
void store_read_end(struct store_turn *);

/* ---- writing ---- */
struct store_write {
	/* Runs inside its own savepoint on the writer's thread; sets *keep to have it released, else it is rolled back. */
	void (*run)(struct store_write *, struct store_turn *, bool *keep);
	/* After the group's COMMIT (or its loss), outside every lock. fault is STORE_OK when what was kept is durable. Called for every write, also
	 * when the group was lost before its turn to run came. May be NULL; may free the write unless store_write() waits for it. */
	void (*done)(struct store_write *, enum store_fault);
	struct arena *arena;                            /* for the turn */
	void *arg;
	int fault_at;                                   /* tests */
	struct store_write *next;                       /* private to the store, as is all that follows */
	bool is_kept, is_awaited, is_settled;
	enum store_fault fault;
};
void store_write_queue(struct store *, struct store_write *);   /* any thread; returns at once */
enum store_fault store_write(struct store *, struct store_write *);   /* waits until done; for commands, the courier, tests */
/* In a database waits for no writer, and may change only rows that its own query locked (FOR UPDATE SKIP LOCKED); on a file it is store_write. */
enum store_fault store_write_beside(struct store *, struct store_write *);
enum { STORE_GROUP = 64 };
void store_run_writes(struct store *);                  /* takes one group of so many at most; what is left is scheduled again */
size_t store_writes_waiting(struct store *);
/* PostgreSQL: words (at most 2,000 bytes, nothing personal) for the other processes on this database, told when this turn's write is durable. A file
 * is served by one process: there it does nothing. */
void store_tell(struct store_turn *, struct str words);
struct store_ear;
/* Hears what other processes of the database tell, on a thread of its own, and again after the connection was lost. */
struct store_ear *store_listen(const char *url, void (*hear)(void *arg, struct str words), void *arg);
void store_listen_end(struct store_ear *);              /* may be NULL */

/* ---- running queries: called by generated code only ---- */
struct store_run;
struct store_run *store_run_begin(struct store_turn *, const struct query *);   /* NULL when the turn is at fault */
void store_bind_int(struct store_run *, int at, int64_t);       /* at counts from 1 */
void store_bind_none(struct store_run *, int at);
void store_bind_str(struct store_run *, int at, struct str);    /* s == NULL binds NULL */
/* Asking ahead, where a server would be waited for once a query: between these two a reading turn only sends its queries, and each gives nothing. The
 * same query with the same parameters then has its answer on the way. False: nothing is gained by it here, and nothing is to be asked twice. */
bool store_ask_begin(struct store_turn *);
void store_ask_end(struct store_turn *);
bool store_step(struct store_run *);                    /* true while there is a row */
int64_t store_column_int(struct store_run *, int at);   /* at counts from 0 */
bool store_column_is_none(struct store_run *, int at);
struct str store_column_str(struct store_run *, int at);        /* copied into the turn's arena */
int64_t store_run_end(struct store_run *);              /* rows changed by a write */

/* ---- keeping ---- */
/* A whole copy into a new file while others read and write. Verified and durable before it returns true. Told are bytes; may be NULL. */
struct store_progress { void (*tell)(void *arg, int64_t done, int64_t total); void *arg; };
bool store_copy(struct store *, const char *to, const struct store_progress *, struct arena *, struct str *ret_why);
bool store_verify_file(const char *path, struct arena *, struct str *ret_why);  /* integrity, foreign keys, schema version */
/* The version of a file as it lies there: 0 when there is nothing of ours in it, -1 when it cannot be read. */
int store_file_schema(const char *path);
/* A whole copy of a file of any version, also while another process serves it. Nothing is brought forward. */
bool store_copy_file(const char *from, const char *to, struct arena *, struct str *ret_why);
/* A hash over every row of every table, equal for equal content: to compare a copy with its source. */
bool store_content_hash(struct store *, struct arena *, struct str *ret_hex);
/* Is there room on the disk for so many bytes more? True also when nobody can know (a server's disk, memory). */
bool store_has_room(const struct store *, int64_t bytes);
const char *store_fault_word(enum store_fault);

/* Looks at a database all the time, on connections of its own: does anybody there take writes, and do they become durable? While not, who waits for
 * an answer is let go at once, nobody dials in vain, and readers are led to a replica. Without it a dead network holds every worker for minutes. */
#include "store/pg.h"
#include "store/watch.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { STEP_MS = 200, ANSWER_MS = 800, AGAIN_MS = 400 };
#define WRITE_NS ((int64_t)2 * 1000000000)               /* longer than this for a group of writes: perhaps a second server is gone */
#define DEEP_NS ((int64_t)1 * 1000000000)                /* longer than this for a write that means nothing: it is */
#define REPLICA_NS ((int64_t)5 * 1000000000)             /* longer than this for a page from a replica: it is gone too */

struct store_watch { struct pg_pool *pool; PGconn *conn, *deep; int64_t deep_ns; pthread_t thread; _Atomic bool is_ending; };

/* ---- asking ---- */

/* 1: answered, as the caller hoped; 0: not yet; -1: never. */
static int answer_of(PGconn *conn, bool *ret_is_true)
{
	if (!PQconsumeInput(conn))
		return -1;
	if (PQisBusy(conn))
		return 0;
	bool is_fine = false;
	for (PGresult *result; (result = PQgetResult(conn)); PQclear(result)) {
		is_fine = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
		*ret_is_true = is_fine && *PQgetvalue(result, 0, 0) == 't';
	}
	return is_fine ? 1 : -1;
}

static int wait_answer(PGconn *conn, int most_ms, bool *ret_is_true)
{
	int64_t until_ns = clock_monotonic_ns() + (int64_t)most_ms * 1000000;
	int r = answer_of(conn, ret_is_true);
	while (r == 0) {
		int64_t left_ms = (until_ns - clock_monotonic_ns()) / 1000000;
		struct pollfd fd = { .fd = PQsocket(conn), .events = POLLIN };
		if (left_ms <= 0 || (poll(&fd, 1, (int)left_ms) < 0 && errno != EINTR))
			return 0;
		r = answer_of(conn, ret_is_true);
	}
	return r;
}

static int ask(PGconn *conn)
{
	bool takes_writes = false;
	if (!PQsendQuery(conn, "SELECT NOT pg_is_in_recovery()"))
		return -1;
	int r = wait_answer(conn, ANSWER_MS, &takes_writes);
	return r == 1 && !takes_writes ? -1 : r;
}

static void hang_up(PGconn **conn)
{
	PQfinish(*conn);
	*conn = NULL;
}

/* ---- what was found ---- */

static bool is_any(const struct pg_line *line, int64_t now_ns)
{
	(void)line, (void)now_ns;
	return true;
}

static bool is_writing_late(const struct pg_line *line, int64_t now_ns)
{
	return line->write_ns && now_ns - line->write_ns > WRITE_NS;
}

static bool is_reading_late(const struct pg_line *line, int64_t now_ns)
{
	return now_ns - line->taken_ns > REPLICA_NS;
}

static void remember(char **at, const char *now)
{
	free(*at);
	*at = now && now[0] ? strdup(now) : NULL;
}

/* Which of several it was; NULL: none, so all of them are tried again. */
static void set_place(struct pg_pool *pool, const PGconn *conn)
{
	pthread_mutex_lock(&pool->lock);
	remember(&pool->host, conn ? PQhost(conn) : NULL);
	remember(&pool->host_address, conn ? PQhostaddr(conn) : NULL);
	remember(&pool->port, conn ? PQport(conn) : NULL);
	pthread_mutex_unlock(&pool->lock);
}

static void set_away(struct store_watch *w)
{
	struct pg_pool *pool = w->pool;
	if (!pool->is_away)
		log_line(LOG_ERROR, "store: the database is away");
	pool->is_away = true;
	hang_up(&w->conn);
	hang_up(&w->deep);
	set_place(pool, NULL);
	pg_pool_cut(pool, is_any);
	pg_pool_trim(pool);
}

/* Readers may come; writers when a write has become durable. */
static void set_here(struct store_watch *w)
{
	set_place(w->pool, w->conn);
	if (!w->pool->is_away)
		return;
	log_line(LOG_WARN, "store: the database is back");
	w->pool->is_stuck = true;
	w->pool->is_away = false;
}

static bool is_one_late(struct pg_pool *pool)
{
	bool is_late = false;
	int64_t now_ns = clock_monotonic_ns();
	pthread_mutex_lock(&pool->lock);
	for (struct pg_line *line = pool->used; line; line = line->used_next)
		is_late = is_late || is_writing_late(line, now_ns);
	pthread_mutex_unlock(&pool->lock);
	return is_late;
}

/* A write that means nothing, asked once and awaited as long as it takes: it waits for the second server like every other, but for no lock. */
static void look_deep(struct store_watch *w)
{
	bool ignored;
	if (!w->deep) {
		w->deep_ns = clock_monotonic_ns();
		w->deep = pg_dial(w->pool, AGAIN_MS);
		if (PQstatus(w->deep) != CONNECTION_OK || !PQsendQuery(w->deep, "SELECT pg_logical_emit_message(true, 'yorisoi', '')"))
			hang_up(&w->deep);
		return;
	}
	int r = wait_answer(w->deep, 0, &ignored);
	if (r == 0)
		return;
	if (r == 1)
		w->pool->is_stuck = false;
	hang_up(&w->deep);
}

/* Writers that wait for a commit which no second server confirms, or behind one: they are let go, and nobody begins. */
static void look_at_writers(struct store_watch *w)
{
	struct pg_pool *pool = w->pool;
	if (pool->is_stuck)
		pg_pool_cut(pool, is_writing_late);
	if (pool->is_stuck || w->deep || is_one_late(pool))
		look_deep(w);
	if (pool->is_stuck || !w->deep || clock_monotonic_ns() - w->deep_ns < DEEP_NS)
		return;
	pool->is_stuck = true;
	log_line(LOG_ERROR, "store: commits are not confirmed by a second server; writes wait");
	pg_pool_cut(pool, is_writing_late);
}

/* ---- the thread ---- */

static bool look(struct store_watch *w)
{
	if (!w->conn) {
		w->conn = pg_dial(w->pool, 0);
		if (PQstatus(w->conn) != CONNECTION_OK || ask(w->conn) != 1)
			return false;
		set_here(w);
	}
	int r = ask(w->conn);
	if (r != 1) {
		hang_up(&w->conn);
		if (r == 0)
			return false;
		w->conn = pg_dial(w->pool, AGAIN_MS);   /* only this one connection may have been ended */
		if (PQstatus(w->conn) != CONNECTION_OK || ask(w->conn) != 1)
			return false;
	}
	for (int i = 0; i < 10 && (i == 0 || w->pool->is_stuck); i++) {
		look_at_writers(w);
		if (w->pool->is_stuck)
			usleep(STEP_MS * 1000 / 10);
	}
	return true;
}

static void *watch_all(void *arg)
{
	struct store_watch *w = arg;
	while (!w->is_ending) {
		if (!look(w))
			set_away(w);
		if (w->pool->replica)
			pg_pool_cut(w->pool->replica, is_reading_late);
		usleep(STEP_MS * 1000);
	}
	return NULL;
}

struct store_watch *store_watch(const char *url, const char *replica_url)
{
	struct store_watch *w = calloc(1, sizeof *w);
	CHECK(w);
	w->pool = pg_pool_of(url);
	w->pool->replica = replica_url && replica_url[0] ? pg_pool_of(replica_url) : NULL;
	CHECK(pthread_create(&w->thread, NULL, watch_all, w) == 0);
	return w;
}

void store_watch_end(struct store_watch *w)
{
	if (!w)
		return;
	w->is_ending = true;
	pthread_join(w->thread, NULL);
	hang_up(&w->conn);
	hang_up(&w->deep);
	struct pg_pool *replica = w->pool->replica;
	w->pool->replica = NULL;
	w->pool->is_away = w->pool->is_stuck = false;
	set_place(w->pool, NULL);
	if (replica)
		pg_pool_leave(replica);
	pg_pool_leave(w->pool);
	free(w);
}

bool store_is_away(const struct store *store)
{
	return store->pool && (store->pool->is_away || store->pool->is_stuck);
}

/* Connections to PostgreSQL: one pool an address, as many turns at once as it has connections. */
#include "store/pg.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINES_MAX = 24, LINES_KEEP = 4, DIAL_MS = 2000, DIAL_STEP_MS = 50 };
#define LINE_REST_NS ((int64_t)60 * 1000000000)

static pthread_mutex_t pools_lock = PTHREAD_MUTEX_INITIALIZER;
static struct pg_pool *pools;

/* ---- words ---- */

enum store_fault pg_fault(PGconn *conn, const PGresult *result)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	if (PQstatus(conn) != CONNECTION_OK || !state)
		return STORE_IO;
	if (!strcmp(state, "53100"))
		return STORE_FULL;
	if (!strcmp(state, "53200"))
		return STORE_MEMORY;
	if (!strncmp(state, "XX00", 4))
		return STORE_CORRUPT;
	if (!strncmp(state, "40", 2) || !strcmp(state, "55P03") || !strncmp(state, "53", 2))
		return STORE_BUSY;
	if (!strncmp(state, "08", 2) || !strncmp(state, "57", 2) || !strncmp(state, "58", 2) || !strncmp(state, "25006", 5))
		return STORE_IO;
	return STORE_SQL;
}

static bool is_done(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

enum store_fault pg_word(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	enum store_fault fault = is_done(result) ? STORE_OK : pg_fault(conn, result);
	/* What was no transaction any more is rolled back by COMMIT without a complaint; only its tag tells. */
	if (fault == STORE_OK && !strcmp(sql, "COMMIT") && strcmp(PQcmdStatus(result), "COMMIT"))
		fault = STORE_SQL;
	PQclear(result);
	return fault;
}

int64_t pg_number(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	int64_t n = -1;
	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) && !PQgetisnull(result, 0, 0))
		n = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return n;
}

/* ---- connections ---- */

static void keep_silent(void *arg, const char *notice)
{
	(void)arg, (void)notice;
}

/* A commit that its second server did not confirm in time is no error to PostgreSQL: it warns and says COMMIT. */
static void note_warning(void *arg, const PGresult *notice)
{
	const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
	struct pg_line *line = arg;
	line->is_doubted = line->is_doubted || (severity && !strcmp(severity, "WARNING"));
}

static bool is_answered(const struct pg_pool *pool, PGconn *conn, int most_ms)
{
	struct pollfd fd = { .fd = PQsocket(conn), .events = POLLIN };
	int64_t until_ns = clock_monotonic_ns() + (int64_t)most_ms * 1000000;
	while (PQisBusy(conn) && !pool->is_away && clock_monotonic_ns() < until_ns)
		if (poll(&fd, 1, DIAL_STEP_MS) > 0 && !PQconsumeInput(conn))
			return false;
	return !PQisBusy(conn);
}

/* A pooler may let us in and then keep us waiting for the server behind it: most_ms as for pg_dial. */
static bool settle(const struct pg_pool *pool, PGconn *conn, int most_ms)
{
	static const char words[] = "SET client_encoding = 'UTF8'; SET search_path = public; SET lock_timeout = '10s'; SET statement_timeout = '120s'; "
		"SET idle_in_transaction_session_timeout = '120s'; SET synchronous_commit = on";
	PQsetNoticeProcessor(conn, keep_silent, NULL);
	if (PQstatus(conn) != CONNECTION_OK || !PQsendQuery(conn, words) || (most_ms && !is_answered(pool, conn, most_ms)))
		return false;
	bool is_fine = true;
	for (PGresult *result; (result = PQgetResult(conn)); PQclear(result))
		is_fine = is_fine && is_done(result);
	return is_fine && PQstatus(conn) == CONNECTION_OK;
}

static struct str first_line(struct arena *arena, const char *words)
{
	return arena_str(arena, (struct str){ words, strcspn(words, "\n") });
}

PGconn *pg_connect(const char *url, struct arena *arena, struct str *ret_why)
{
	PGconn *conn = PQconnectdb(url);
	if (settle(NULL, conn, 0))
		return conn;
	struct str said = first_line(arena, PQerrorMessage(conn));
	*ret_why = arena_fmt(arena, "PostgreSQL does not let us in (%.*s). Look at the address behind --store, and whether the server runs.", STR_ARG(said));
	PQfinish(conn);
	return NULL;
}

/* A second name of the socket: libpq may close its own at any moment, and then the number may be somebody else's. */
static int cut_fd_of(const PGconn *conn)
{
	return PQsocket(conn) < 0 ? -1 : fcntl(PQsocket(conn), F_DUPFD_CLOEXEC, 0);
}

static void cut_fd_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void line_end(struct pg_line *line)
{
	for (size_t i = 0; i < line->line.run_cap; i++)
		if (line->line.run[i])
			pg_run_free((struct pg_run *)line->line.run[i]);
	free(line->line.run);
	PQfinish(line->conn);
	cut_fd_close(line->cut_fd);
	free(line);
}

/* Between two looks somebody may notice that nobody answers there. */
static PGconn *dial_until(const struct pg_pool *pool, PGconn *conn, int most_ms)
{
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;
	for (int64_t until_ns = clock_monotonic_ns() + (int64_t)most_ms * 1000000; state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED;) {
		struct pollfd fd = { .fd = PQsocket(conn), .events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT };
		if (PQstatus(conn) == CONNECTION_BAD || pool->is_away || clock_monotonic_ns() > until_ns)
			break;
		if (poll(&fd, 1, DIAL_STEP_MS) > 0)
			state = PQconnectPoll(conn);
	}
	if (state == PGRES_POLLING_OK)
		return conn;
	PQfinish(conn);
	return NULL;
}

PGconn *pg_dial(struct pg_pool *pool, int most_ms)
{
	enum { WORDS = 8 };
	const char *name[WORDS] = { "connect_timeout", "dbname" }, *value[WORDS] = { "2", pool->url };
	char host[256] = "", address[256] = "", port[16] = "";
	pthread_mutex_lock(&pool->lock);
	snprintf(host, sizeof host, "%s", pool->host ? pool->host : "");
	snprintf(address, sizeof address, "%s", pool->host_address ? pool->host_address : "");
	snprintf(port, sizeof port, "%s", pool->port ? pool->port : "");
	pthread_mutex_unlock(&pool->lock);
	const char *const known[][2] = { { "host", host }, { "hostaddr", address }, { "port", port } };
	for (int i = 0, n = 2; host[0] && i < 3; i++)   /* words behind the address win over it */
		if (known[i][1][0]) {
			name[n] = known[i][0];
			value[n++] = known[i][1];
		}
	return most_ms ? dial_until(pool, PQconnectStartParams(name, value, 1), most_ms) : PQconnectdbParams(name, value, 1);
}

/* Where the watch knows the one server, nobody waits for long. */
static int patience_ms(struct pg_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	int ms = pool->host ? DIAL_MS : 0;
	pthread_mutex_unlock(&pool->lock);
	return ms;
}

static struct pg_line *line_begin(struct pg_pool *pool, enum store_fault *ret)
{
	struct pg_line *line = calloc(1, sizeof *line);
	CHECK(line);
	line->pool = pool;
	int ms = patience_ms(pool);
	line->conn = pg_dial(pool, ms);
	line->cut_fd = cut_fd_of(line->conn);
	if (settle(pool, line->conn, ms)) {
		PQsetNoticeReceiver(line->conn, note_warning, line);
		return line;
	}
	if (!pool->is_away)
		log_line(LOG_ERROR, "store: PostgreSQL does not let us in: %s", PQerrorMessage(line->conn));
	line_end(line);
	*ret = STORE_IO;
	return NULL;
}

bool pg_renew(struct pg_line *line)
{
	for (size_t i = 0; i < line->line.run_cap; i++)
		if (line->line.run[i])
			((struct pg_run *)line->line.run[i])->is_prepared = false;
	struct pg_pool *pool = line->pool;
	PGconn *old = line->conn, *now = NULL;
	int ms = patience_ms(pool);
	if (!pool->is_away)
		now = pg_dial(pool, ms);
	int fd = cut_fd_of(now), old_fd;
	line->is_lost = !settle(pool, now, ms);
	PQsetNoticeReceiver(now, note_warning, line);
	pthread_mutex_lock(&pool->lock);                /* the watch looks at connections under it */
	line->conn = now;
	old_fd = line->cut_fd;
	line->cut_fd = fd;
	pthread_mutex_unlock(&pool->lock);
	cut_fd_close(old_fd);
	PQfinish(old);
	line->is_used = false;
	line->sent_n = 0;
	return !line->is_lost;
}

static void one_less(struct pg_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->line_n--;
	pthread_cond_signal(&pool->moved);
	pthread_mutex_unlock(&pool->lock);
}

static struct pg_line *at_work(struct pg_line *line)
{
	struct pg_pool *pool = line->pool;
	line->taken_ns = clock_monotonic_ns();
	pthread_mutex_lock(&pool->lock);
	line->used_next = pool->used;
	pool->used = line;
	pthread_mutex_unlock(&pool->lock);
	return line;
}

static void at_rest(struct pg_line *line)
{
	struct pg_line **at = &line->pool->used;
	pthread_mutex_lock(&line->pool->lock);
	while (*at != line)
		at = &(*at)->used_next;
	*at = line->used_next;
	pthread_mutex_unlock(&line->pool->lock);
}

void pg_pool_cut(struct pg_pool *pool, bool (*is_over)(const struct pg_line *, int64_t now_ns))
{
	int64_t now_ns = clock_monotonic_ns();
	pthread_mutex_lock(&pool->lock);
	for (struct pg_line *line = pool->used; line; line = line->used_next)
		if (is_over(line, now_ns))
			shutdown(line->cut_fd, SHUT_RDWR);
	pthread_cond_broadcast(&pool->moved);
	pthread_mutex_unlock(&pool->lock);
}

struct pg_line *pg_take(struct pg_pool *pool, enum store_fault *ret)
{
	*ret = STORE_OK;
	pthread_mutex_lock(&pool->lock);
	while (!pool->is_away && !pool->idle && pool->line_n >= LINES_MAX)
		pthread_cond_wait(&pool->moved, &pool->lock);
	struct pg_line *line = pool->is_away ? NULL : (struct pg_line *)pool->idle;
	if (line)
		pool->idle = line->line.next;
	else if (pool->is_away)
		*ret = STORE_IO;
	else
		pool->line_n++;
	pthread_mutex_unlock(&pool->lock);
	if (line || *ret != STORE_OK)
		return line ? at_work(line) : NULL;
	line = line_begin(pool, ret);
	if (!line)
		one_less(pool);
	return line ? at_work(line) : NULL;
}

void pg_drop(struct pg_line *line)
{
	struct pg_pool *pool = line->pool;
	at_rest(line);
	line_end(line);
	one_less(pool);
}

/* What lies at the bottom of the pile for long is not needed. */
static struct pg_line *take_rested(struct pg_pool *pool, int64_t now_ns)
{
	struct store_line **at = &pool->idle;
	for (int i = 0; i < LINES_KEEP && *at; i++)
		at = &(*at)->next;
	while (*at && (*at)->next)
		at = &(*at)->next;
	struct store_line *line = *at;
	if (!line || now_ns - line->used_ns < LINE_REST_NS)
		return NULL;
	*at = NULL;
	pool->line_n--;
	return (struct pg_line *)line;
}

void pg_give(struct pg_line *line)
{
	struct pg_pool *pool = line->pool;
	if (pool->is_away || PQstatus(line->conn) != CONNECTION_OK || line->is_lost || line->is_open) {
		pg_drop(line);
		return;
	}
	at_rest(line);
	line->is_used = true;
	line->line.used_ns = clock_monotonic_ns();
	pthread_mutex_lock(&pool->lock);
	struct pg_line *rested = take_rested(pool, line->line.used_ns);
	line->line.next = pool->idle;
	pool->idle = &line->line;
	pthread_cond_signal(&pool->moved);
	pthread_mutex_unlock(&pool->lock);
	if (rested)
		line_end(rested);
}

void pg_pool_trim(struct pg_pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	struct store_line *idle = pool->idle;
	pool->idle = NULL;
	for (struct store_line *line = idle; line; line = line->next)
		pool->line_n--;
	pthread_mutex_unlock(&pool->lock);
	for (struct store_line *next; idle; idle = next) {
		next = idle->next;
		line_end((struct pg_line *)idle);
	}
}

/* ---- pools ---- */

struct pg_pool *pg_pool_of(const char *url)
{
	pthread_mutex_lock(&pools_lock);
	struct pg_pool *pool = pools;
	while (pool && strcmp(pool->url, url))
		pool = pool->next;
	if (!pool) {
		pool = calloc(1, sizeof *pool);
		CHECK(pool);
		pool->url = strdup(url);
		pthread_mutex_init(&pool->lock, NULL);
		pthread_cond_init(&pool->moved, NULL);
		pool->next = pools;
		pools = pool;
	}
	pool->user_n++;
	pthread_mutex_unlock(&pools_lock);
	return pool;
}

void pg_pool_leave(struct pg_pool *pool)
{
	pthread_mutex_lock(&pools_lock);
	bool is_last = --pool->user_n == 0;
	struct pg_pool **at = &pools;
	while (is_last && *at != pool)
		at = &(*at)->next;
	if (is_last)
		*at = pool->next;
	pthread_mutex_unlock(&pools_lock);
	if (!is_last)
		return;
	pg_pool_trim(pool);
	CHECK(pool->line_n == 0);
	pthread_mutex_destroy(&pool->lock);
	pthread_cond_destroy(&pool->moved);
	free(pool->host);
	free(pool->host_address);
	free(pool->port);
	free(pool->url);
	free(pool);
}

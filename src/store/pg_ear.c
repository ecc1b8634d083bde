/* News between the processes on one database: told inside a transaction by NOTIFY, heard on a connection that does nothing else. */
#include "store/pg.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <stdatomic.h>
#include <unistd.h>

enum { STEP_MS = 250, AGAIN_MS = 2000, WORDS_MAX = 2000 };

struct store_ear { struct pg_pool *pool; void (*hear)(void *, struct str); void *arg; pthread_t thread; _Atomic bool is_ending; };

/* Which process says it: one's own news are told at home. */
static char self[24];

static void make_self(void)
{
	unsigned char b[8];
	randombytes_buf(b, sizeof b);
	sodium_bin2hex(self, sizeof self, b, sizeof b);
}

static const char *self_mark(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_self);
	return self;
}

static const struct query word_tell = { "tell", NULL, 1, 0, false, "SELECT pg_notify('yorisoi', $1)", "t>" };

void store_tell(struct store_turn *turn, struct str words)
{
	char text[WORDS_MAX + 40];
	if (turn->store->engine != &store_pg || turn->fault != STORE_OK || words.n > WORDS_MAX)
		return;
	snprintf(text, sizeof text, "%s %.*s", self_mark(), STR_ARG(words));
	pg_say((struct pg_line *)turn->line, &word_tell, text);
}

static void hear_all(struct store_ear *e, PGconn *conn)
{
	for (PGnotify *n; (n = PQnotifies(conn)); PQfreemem(n)) {
		struct str rest = str_of(n->extra), from;
		if (str_cut(&rest, ' ', &from) && !str_is(from, self_mark()))
			e->hear(e->arg, rest);
	}
}

/* Until the connection or the program ends. */
static void listen_on(struct store_ear *e, PGconn *conn)
{
	while (!e->is_ending && !e->pool->is_away && PQstatus(conn) == CONNECTION_OK) {
		struct pollfd fd = { .fd = PQsocket(conn), .events = POLLIN };
		if (poll(&fd, 1, STEP_MS) > 0 && !PQconsumeInput(conn))
			return;
		hear_all(e, conn);
	}
}

static void *listen_all(void *arg)
{
	struct store_ear *e = arg;
	while (!e->is_ending) {
		PGconn *conn = pg_dial(e->pool, 0);
		if (PQstatus(conn) == CONNECTION_OK && pg_word(conn, "LISTEN yorisoi") == STORE_OK)
			listen_on(e, conn);
		PQfinish(conn);
		for (int ms = 0; ms < AGAIN_MS && !e->is_ending; ms += STEP_MS)
			usleep(STEP_MS * 1000);
	}
	return NULL;
}

struct store_ear *store_listen(const char *url, void (*hear)(void *, struct str), void *arg)
{
	struct store_ear *e = calloc(1, sizeof *e);
	CHECK(e);
	*e = (struct store_ear){ .pool = pg_pool_of(url), .hear = hear, .arg = arg };
	self_mark();
	CHECK(pthread_create(&e->thread, NULL, listen_all, e) == 0);
	return e;
}

void store_listen_end(struct store_ear *e)
{
	if (!e)
		return;
	e->is_ending = true;
	pthread_join(e->thread, NULL);
	pg_pool_leave(e->pool);
	free(e);
}

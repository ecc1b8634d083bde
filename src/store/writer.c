/* The writers' side: whoever waits is taken together, each in a savepoint of its own, and one COMMIT makes them durable. */
#include "store/line.h"
#include "base/check.h"
#include "base/log.h"
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BRAKE_REST_MS = 600, BRAKE_TOUCH_MS = 500, BRAKE_OLD_S = 5, HOLD_MS = 800, GAP_MS = 100, STEP_MS = 20 };

static const struct query word_begin = { "begin", "BEGIN IMMEDIATE", 0, 0, true, NULL, NULL };
static const struct query word_commit = { "commit", "COMMIT", 0, 0, true, NULL, NULL };
static const struct query word_rollback = { "rollback", "ROLLBACK", 0, 0, true, NULL, NULL };
static const struct query word_save = { "savepoint", "SAVEPOINT turn", 0, 0, true, NULL, NULL };
static const struct query word_release = { "release", "RELEASE turn", 0, 0, true, NULL, NULL };
static const struct query word_back = { "rollback to", "ROLLBACK TO turn", 0, 0, true, NULL, NULL };

/* ---- the queue ---- */

void store_write_queue(struct store *store, struct store_write *w)
{
	w->next = NULL;
	w->is_kept = false;
	w->fault = STORE_OK;
	pthread_mutex_lock(&store->lock);
	*store->last = w;
	store->last = &w->next;
	store->waiting_n++;
	bool must_schedule = store->conf.schedule && !store->is_scheduled;
	store->is_scheduled = store->is_scheduled || must_schedule;
	pthread_mutex_unlock(&store->lock);
	if (must_schedule)
		store->conf.schedule(store, store->conf.schedule_arg);
}

size_t store_writes_waiting(struct store *store)
{
	pthread_mutex_lock(&store->lock);
	size_t n = store->waiting_n;
	pthread_mutex_unlock(&store->lock);
	return n;
}

static struct store_write *take_group(struct store *store)
{
	pthread_mutex_lock(&store->lock);
	while (store->is_running)
		pthread_cond_wait(&store->moved, &store->lock);
	struct store_write *group = store->first, **end = &store->first;
	for (int i = 0; i < store->engine->group_n && *end; i++, store->waiting_n--)
		end = &(*end)->next;
	store->first = *end;
	*end = NULL;
	if (!store->first)
		store->last = &store->first;
	store->is_running = group != NULL;
	if (!group)
		store->is_scheduled = false;
	pthread_mutex_unlock(&store->lock);
	return group;
}

/* The next group may begin before this one's answers are out. */
static void end_group(struct store *store)
{
	pthread_mutex_lock(&store->lock);
	store->is_running = false;
	bool must_schedule = store->conf.schedule && store->first;
	store->is_scheduled = must_schedule;
	pthread_cond_broadcast(&store->moved);
	pthread_mutex_unlock(&store->lock);
	if (must_schedule)
		store->conf.schedule(store, store->conf.schedule_arg);
}

static void tell(struct store *store, struct store_write *group)
{
	for (struct store_write *w = group, *next; w; w = next) {
		next = w->next;
		bool is_awaited = w->is_awaited;
		if (w->done)
			w->done(w, w->fault);                   /* may end w's life, unless somebody waits for it */
		if (!is_awaited)
			continue;
		pthread_mutex_lock(&store->lock);
		w->is_settled = true;
		pthread_cond_broadcast(&store->moved);
		pthread_mutex_unlock(&store->lock);
	}
}

/* ---- one group ---- */

bool store_fault_ends_group(enum store_fault fault)
{
	return fault == STORE_FULL || fault == STORE_IO || fault == STORE_CORRUPT || fault == STORE_MEMORY || fault == STORE_BUSY;
}

/* What the outer transaction needs did not happen; what is left of it goes. */
static enum store_fault lose_group(struct store *store, const char *word, int code)
{
	enum store_fault fault = line_fault(code);
	log_line(LOG_ERROR, "store %s: group lost at %s: %s (%d): %s", store->path, word, store_fault_word(fault), code, sqlite3_errmsg(store->writer->db));
	return fault == STORE_OK ? STORE_IO : fault;
}

static int run_one(struct store *store, struct store_write *w, struct store_turn *turn)
{
	int code = line_word(store->writer, &word_save);
	if (code != SQLITE_OK)
		return code;
	bool keep = false;
	w->run(w, turn, &keep);
	CHECK(store->writer->open_n == 0);
	w->is_kept = keep && turn->fault == STORE_OK;
	if (sqlite3_get_autocommit(store->writer->db) || store_fault_ends_group(turn->fault))
		return SQLITE_OK;
	if (!w->is_kept)
		code = line_word(store->writer, &word_back);
	return code == SQLITE_OK ? line_word(store->writer, &word_release) : code;
}

/* STORE_OK: every write of the group has its own outcome in w->fault and w->is_kept. */
static enum store_fault run_each(struct store *store, struct store_write *group, bool *ret_any_kept)
{
	for (struct store_write *w = group; w; w = w->next) {
		struct store_turn turn = { .store = store, .arena = w->arena, .line = store->writer, .is_writer = true, .fault_at = w->fault_at };
		int code = run_one(store, w, &turn);
		w->fault = turn.fault;
		if (code != SQLITE_OK)
			return lose_group(store, "savepoint", code);
		if (store_fault_ends_group(turn.fault))
			return turn.fault;
		if (sqlite3_get_autocommit(store->writer->db))
			return turn.fault != STORE_OK ? turn.fault : lose_group(store, "transaction", SQLITE_ABORT);
		*ret_any_kept = *ret_any_kept || w->is_kept;
	}
	return STORE_OK;
}

/* A killed mover's file is soon too old to count. */
static void rest_if_asked(struct store *store)
{
	char brake[PATH_MAX];
	struct stat st;
	if (store->conf.is_memory || store->is_braking)
		return;
	snprintf(brake, sizeof brake, "%s-brake", store->path);
	if (stat(brake, &st) == 0 && time(NULL) - st.st_mtime < BRAKE_OLD_S)
		usleep(BRAKE_REST_MS * 1000);
}

enum store_fault sqlite_run_group(struct store *store, struct store_write *group)
{
	bool any_kept = false;
	rest_if_asked(store);
	int code = line_word(store->writer, &word_begin);
	if (code != SQLITE_OK)
		return lose_group(store, "begin", code);
	enum store_fault fault = run_each(store, group, &any_kept);
	if (fault == STORE_OK && any_kept && (code = line_word(store->writer, &word_commit)) != SQLITE_OK)
		fault = lose_group(store, "commit", code);
	if (!sqlite3_get_autocommit(store->writer->db))
		line_word(store->writer, &word_rollback);
	return fault;
}

void store_run_writes(struct store *store)
{
	struct store_write *group = take_group(store);
	if (!group)
		return;
	if (store->conf.is_memory)
		CHECK(pthread_mutex_lock(&store->memory) == 0); /* in memory: end a reading turn before writing on the same thread */
	enum store_fault fault = store->engine->run_group(store, group);
	if (store->conf.is_memory)
		pthread_mutex_unlock(&store->memory);
	for (struct store_write *w = group; w && fault != STORE_OK; w = w->next) {
		w->is_kept = false;
		w->fault = fault;
	}
	end_group(store);
	tell(store, group);
}

enum store_fault store_write(struct store *store, struct store_write *w)
{
	w->is_awaited = true;
	w->is_settled = false;
	store_write_queue(store, w);
	pthread_mutex_lock(&store->lock);
	while (!w->is_settled) {
		bool mine = !store->conf.schedule && !store->is_running && store->first;
		if (!mine) {
			pthread_cond_wait(&store->moved, &store->lock);
			continue;
		}
		pthread_mutex_unlock(&store->lock);
		store_run_writes(store);
		pthread_mutex_lock(&store->lock);
	}
	pthread_mutex_unlock(&store->lock);
	return w->fault;
}

enum store_fault store_write_beside(struct store *store, struct store_write *w)
{
	if (!store->pool)
		return store_write(store, w);
	w->next = NULL;
	w->is_kept = false;
	w->fault = STORE_OK;
	enum store_fault fault = pg_write_beside(store, w);
	if (fault != STORE_OK) {
		w->is_kept = false;
		w->fault = fault;
	}
	fault = w->fault;
	if (w->done)
		w->done(w, fault);
	return fault;
}

/* ---- the brake: when others write faster than rows are carried ---- */

static void wait_for(struct brake *b, int ms)
{
	for (; ms > 0 && !b->is_off; ms -= STEP_MS)
		usleep(STEP_MS * 1000);
}

static void hold(struct store_write *w, struct store_turn *turn, bool *keep)
{
	(void)turn;
	wait_for(w->arg, HOLD_MS);
	*keep = false;
}

static void *hold_again_and_again(void *arg)
{
	struct brake *b = arg;
	struct arena *arena = arena_new(1 << 20);
	while (!b->is_off) {
		struct store_write w = { .run = hold, .arena = arena, .arg = b };
		store_write(b->store, &w);
		wait_for(b, GAP_MS);
	}
	arena_free(arena);
	return NULL;
}

static void *touch_again_and_again(void *arg)
{
	struct brake *b = arg;
	while (!b->is_off) {
		FILE *f = fopen(b->path, "we");
		if (f)
			fclose(f);
		wait_for(b, BRAKE_TOUCH_MS);
	}
	unlink(b->path);
	return NULL;
}

void brake_on(struct brake *b, struct store *store)
{
	if (b->is_on)
		return;
	b->store = store;
	b->is_on = true;
	b->is_off = false;
	store->is_braking = !store->pool;
	snprintf(b->path, sizeof b->path, "%s-brake", store->path);
	CHECK(pthread_create(&b->thread, NULL, store->pool ? hold_again_and_again : touch_again_and_again, b) == 0);
}

void brake_off(struct brake *b)
{
	if (!b->is_on)
		return;
	b->is_on = false;
	b->is_off = true;
	pthread_join(b->thread, NULL);
	b->store->is_braking = false;
}

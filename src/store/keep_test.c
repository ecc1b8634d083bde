/* The store over time: kill -9, opening what is older, newer or broken, migrations, copies. */
#include "tests/test.h"
#include "store/store_test.h"
#include "store/migrate.h"
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- kill -9 ---- */

static void write_until_killed(const char *path, int64_t from_n, int pipe_fd)
{
	struct str why;
	struct store_conf conf = { .path = path, .make = true };
	struct store *store = store_open(&conf, test_arena(), &why);
	for (int64_t n = from_n;; n++)
		if (store_write(store, &shelf_job(shelf_run_put, n)->write) != STORE_OK || write(pipe_fd, &n, sizeof n) != sizeof n)
			_exit(1);
}

TEST(what_was_acknowledged_survives_kill_9)
{
	const char *path = shelf_path("a.db");
	store_close(shelf_at("a.db"));
	int64_t acknowledged = 0, n;
	for (int round = 0; round < 20; round++) {
		int ends[2];
		REQUIRE(pipe(ends) == 0);
		int64_t begun = acknowledged + 1;
		pid_t child = fork();
		if (!child)
			write_until_killed(path, begun, ends[1]);
		close(ends[1]);
		while (acknowledged < begun + 20 && read(ends[0], &n, sizeof n) == sizeof n)
			acknowledged = n;
		kill(child, SIGKILL);
		while (read(ends[0], &n, sizeof n) == sizeof n)
			acknowledged = n;
		waitpid(child, NULL, 0);
		close(ends[0]);
		struct store *store = shelf_open(path, false);
		int64_t has = shelf_rows(store);
		EXPECT(has == acknowledged || has == acknowledged + 1);     /* the last one may be durable and not yet said */
		acknowledged = has;
		store_close(store);
	}
	EXPECT(acknowledged >= 400);
	struct str why;
	EXPECT(store_verify_file(path, test_arena(), &why));
}

/* ---- opening ---- */

static const struct query note_newer = { "newer", "INSERT INTO store_migration (number, name, applied_at) VALUES (9999, 'later', 1)",
	0, 0, true, NULL, NULL };
static const struct query note_older = { "older", "DELETE FROM store_migration WHERE number = (SELECT max(number) FROM store_migration)",
	0, 0, true, NULL, NULL };

static void run_query(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct shelf_job *job = w->arg;
	shelf_query(turn, (const struct query *)job->words.s, &job->changed_n);
	*keep = true;
}

static void change_schema_number(const char *path, const struct query *query)
{
	struct store *store = shelf_open(path, false);
	struct shelf_job *job = shelf_job(run_query, 0);
	job->words.s = (const char *)query;
	EXPECT_INT(shelf_write(store, job), STORE_OK);
	store_close(store);
}

static bool opens(const char *path, struct store_conf conf, struct str *ret_why)
{
	conf.path = path;
	*ret_why = STR_NONE;
	struct store *store = store_open(&conf, test_arena(), ret_why);
	store_close(store);
	return store != NULL;
}

TEST(what_cannot_be_opened_is_refused_with_a_sentence)
{
	struct str why;
	const char *path = shelf_path("a.db");
	EXPECT(!opens(path, (struct store_conf){ 0 }, &why));
	EXPECT(str_has(why, "There is no data at") && str_has(why, "--data"));
	EXPECT(opens(path, (struct store_conf){ .make = true }, &why));
	EXPECT(opens(path, (struct store_conf){ 0 }, &why));
	EXPECT(store_verify_file(path, test_arena(), &why));
	change_schema_number(path, &note_newer);
	EXPECT(!opens(path, (struct store_conf){ .migrate = true }, &why));
	EXPECT(str_has(why, "newer Yorisoi (schema 9999"));
	EXPECT(!store_verify_file(path, test_arena(), &why));
	EXPECT(str_has(why, "newer Yorisoi"));
	const char *older = shelf_path("b.db");
	change_schema_number(older, &note_older);
	EXPECT(!opens(older, (struct store_conf){ 0 }, &why));
	EXPECT(str_has(why, "older Yorisoi"));
	const char *broken = shelf_path("c.db");
	FILE *f = fopen(broken, "w");
	for (int i = 0; i < 2000; i++)
		fputs("no store ", f);
	fclose(f);
	EXPECT(!opens(broken, (struct store_conf){ 0 }, &why));
	EXPECT(str_has(why, "is damaged, or is no data"));
	EXPECT(!store_verify_file(broken, test_arena(), &why));
	EXPECT(why.n > 0);
}

TEST(a_migration_that_fails_leaves_whole_steps_behind)
{
	static const struct store_migration list[] = { { 1, "one", "CREATE TABLE one (a INTEGER);", NULL },
		{ 2, "two", "CREATE TABLE two (a INTEGER); INSERT INTO nowhere VALUES (1);", NULL } };
	sqlite3 *db;
	struct str why = STR_NONE;
	sqlite3_open(":memory:", &db);
	EXPECT(!store_migrate(db, list, 2, test_arena(), &why));
	EXPECT(str_has(why, "Step 2 (two)"));
	EXPECT_INT(store_schema_of(db), 1);
	EXPECT(sqlite3_exec(db, "SELECT * FROM two", NULL, NULL, NULL) != SQLITE_OK);
	EXPECT(store_migrate(db, list, 1, test_arena(), &why));
	sqlite3_close(db);
}

/* ---- keeping ---- */

struct busy { struct store *store; atomic_bool is_over; };

static void *keep_writing(void *arg)
{
	struct busy *busy = arg;
	struct arena *arena = arena_new(1 << 20);
	while (!busy->is_over) {
		struct shelf_job job = { .keep = true };
		job.write = (struct store_write){ .run = shelf_run_next, .arena = arena, .arg = &job };
		store_write(busy->store, &job.write);
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

static void note_progress(void *arg, int64_t done, int64_t total)
{
	int64_t *last = arg;
	EXPECT(done <= total && done >= *last);
	*last = done;
}

TEST(a_copy_made_while_others_write_is_whole)
{
	struct store *store = shelf_at("a.db");
	for (int i = 0; i < 50; i++)
		shelf_write(store, shelf_job(shelf_run_next, 0));
	struct busy busy = { .store = store };
	struct str why = STR_NONE, hash = STR_NONE, again = STR_NONE;
	int64_t last = 0;
	pthread_t thread;
	pthread_create(&thread, NULL, keep_writing, &busy);
	const char *to = shelf_path("copy.db");
	EXPECT(store_copy(store, to, &(struct store_progress){ note_progress, &last }, test_arena(), &why));
	busy.is_over = true;
	pthread_join(thread, NULL);
	EXPECT(last > 0);
	EXPECT(!store_copy(store, to, NULL, test_arena(), &why));
	EXPECT(str_has(why, "is there already"));
	struct store *copy = shelf_open(to, false);
	EXPECT(shelf_rows(copy) >= 50 && shelf_rows(copy) <= shelf_rows(store));
	EXPECT(store_copy(store, shelf_path("copy2.db"), NULL, test_arena(), &why));
	struct store *second = shelf_open(shelf_path("copy2.db"), false);
	EXPECT(store_content_hash(store, test_arena(), &hash));
	EXPECT(store_content_hash(second, test_arena(), &again));
	EXPECT(hash.n == 64 && str_eq(hash, again));
	shelf_write(second, shelf_job(shelf_run_next, 0));
	EXPECT(store_content_hash(second, test_arena(), &again));
	EXPECT(!str_eq(hash, again));
	EXPECT(!store_copy(store, shelf_path("no/such/folder.db"), NULL, test_arena(), &why));
	EXPECT(str_has(why, "cannot be written"));
	store_close(second);
	store_close(copy);
	store_close(store);
}

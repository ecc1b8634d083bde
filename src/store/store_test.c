/* The store at work: groups, faults, snapshots, many threads. The shelf is a table for tests. */
#include "tests/test.h"
#include "store/store_test.h"
#include "store/line.h"
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

static const struct query make_table = { "make", "CREATE TABLE shelf (tenant_id INTEGER NOT NULL, place_n INTEGER NOT NULL, words TEXT, "
	"PRIMARY KEY (tenant_id, place_n)) STRICT", 0, 0, true, NULL, NULL };
static const struct query put_row = { "put", "INSERT INTO shelf (tenant_id, place_n, words) VALUES (1, :place_n, :words)", 2, 0, true, NULL, NULL };
static const struct query put_next = { "put next", "INSERT INTO shelf (tenant_id, place_n) SELECT 1, coalesce(max(place_n), 0) + 1 FROM shelf "
	"RETURNING place_n", 0, 1, true, NULL, NULL };
static const struct query count_rows = { "count", "SELECT count(*), coalesce(sum(place_n), 0) FROM shelf", 0, 2, false, NULL, NULL };
static const struct query words_of = { "words", "SELECT words FROM shelf WHERE tenant_id = 1 AND place_n = :place_n", 1, 1, false, NULL, NULL };
static const struct query change_all = { "change", "UPDATE shelf SET words = 'changed' WHERE tenant_id = 1", 0, 0, true, NULL, NULL };

static void put(struct store_turn *turn, int64_t place_n, struct str words)
{
	struct store_run *run = store_run_begin(turn, &put_row);
	if (!run)
		return;
	store_bind_int(run, 1, place_n);
	store_bind_str(run, 2, words);
	store_step(run);
	store_run_end(run);
}

int64_t shelf_query(struct store_turn *turn, const struct query *query, int64_t *ret_changed)
{
	struct store_run *run = store_run_begin(turn, query);
	if (!run)
		return -1;
	int64_t n = store_step(run) && query->column_n ? store_column_int(run, 0) : 0;
	int64_t changed = store_run_end(run);
	if (ret_changed)
		*ret_changed = changed;
	return n;
}

static void run_make(struct store_write *w, struct store_turn *turn, bool *keep)
{
	(void)w;
	shelf_query(turn, &make_table, NULL);
	*keep = true;
}

void shelf_run_put(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct shelf_job *job = w->arg;
	put(turn, job->place_n, job->words);
	*keep = job->keep;
}

static void run_put_three(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct shelf_job *job = w->arg;
	for (int i = 0; i < 3; i++)
		put(turn, job->place_n + i, job->words);
	*keep = true;
}

void shelf_run_next(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct shelf_job *job = w->arg;
	job->found_n = shelf_query(turn, &put_next, &job->changed_n);
	*keep = true;
}

static void run_change(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct shelf_job *job = w->arg;
	shelf_query(turn, &change_all, &job->changed_n);
	*keep = true;
}

static void note_done(struct store_write *w, enum store_fault fault)
{
	struct shelf_job *job = w->arg;
	job->done_n++;
	job->told = fault;
}

struct shelf_job *shelf_job(void (*run)(struct store_write *, struct store_turn *, bool *), int64_t place_n)
{
	struct shelf_job *job = ARENA_NEW(test_arena(), struct shelf_job);
	*job = (struct shelf_job){ .place_n = place_n, .words = STR("ことば"), .keep = true };
	job->write = (struct store_write){ .run = run, .done = note_done, .arena = test_arena(), .arg = job };
	return job;
}

enum store_fault shelf_write(struct store *store, struct shelf_job *job)
{
	return store_write(store, &job->write);
}

const char *shelf_path(const char *name)
{
	return arena_fmt(test_arena(), "%s/%s", test_folder(), name).s;
}

struct store *shelf_open(const char *path, bool is_memory)
{
	struct str why = STR_NONE;
	struct store_conf conf = { .path = path, .make = true, .migrate = true, .is_memory = is_memory };
	struct store *store = store_open(&conf, test_arena(), &why);
	if (!store)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
	return store;
}

struct store *shelf_at(const char *name)
{
	struct store *store = shelf_open(shelf_path(name), false);
	EXPECT_INT(shelf_write(store, shelf_job(run_make, 0)), STORE_OK);
	return store;
}

int64_t shelf_rows(struct store *store)
{
	struct store_turn turn;
	int64_t n = store_read_begin(store, test_arena(), &turn) ? shelf_query(&turn, &count_rows, NULL) : -1;
	store_read_end(&turn);
	return n;
}

TEST(one_faulted_write_leaves_its_neighbours_whole)
{
	struct store *store = shelf_at("a.db");
	struct shelf_job *job[5];
	for (int i = 0; i < 5; i++)
		job[i] = shelf_job(i == 2 ? run_put_three : shelf_run_put, i == 3 ? 1 : i * 10 + 1);
	job[2]->write.fault_at = 3;
	job[4]->keep = false;
	for (int i = 0; i < 5; i++)
		store_write_queue(store, &job[i]->write);
	EXPECT_INT(store_writes_waiting(store), 5);
	store_run_writes(store);
	EXPECT_INT(store_writes_waiting(store), 0);
	static const enum store_fault told[] = { STORE_OK, STORE_OK, STORE_INJECTED, STORE_SQL, STORE_OK };
	for (int i = 0; i < 5; i++) {
		EXPECT_INT(job[i]->done_n, 1);
		EXPECT_INT(job[i]->told, told[i]);
	}
	EXPECT_INT(shelf_rows(store), 2);
	store_close(store);
}

TEST(a_fault_is_sticky_at_every_query)
{
	struct store *store = shelf_at("a.db");
	for (int k = 1; k <= 3; k++) {
		struct shelf_job *job = shelf_job(run_put_three, 1);
		job->write.fault_at = k;
		EXPECT_INT(shelf_write(store, job), STORE_INJECTED);
		EXPECT_INT(shelf_rows(store), 0);
	}
	EXPECT_INT(shelf_write(store, shelf_job(run_put_three, 1)), STORE_OK);
	EXPECT_INT(shelf_rows(store), 3);
	struct store_turn turn;
	EXPECT(store_read_begin(store, test_arena(), &turn));
	turn.fault_at = 2;
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 3);
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), -1);
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), -1);
	EXPECT_INT(turn.fault, STORE_INJECTED);
	store_read_end(&turn);
	store_close(store);
}

TEST(a_reading_turn_cannot_write)
{
	struct store *store = shelf_at("a.db"), *memory = shelf_open(NULL, true);
	struct store_turn turn;
	EXPECT(store_read_begin(store, test_arena(), &turn));
	put(&turn, 1, STR("x"));
	EXPECT_INT(turn.fault, STORE_SQL);
	store_read_end(&turn);
	EXPECT_INT(shelf_write(memory, shelf_job(run_make, 0)), STORE_OK);
	EXPECT(store_read_begin(memory, test_arena(), &turn));
	put(&turn, 1, STR("x"));
	EXPECT_INT(turn.fault, STORE_SQL);
	store_read_end(&turn);
	EXPECT_INT(shelf_rows(memory), 0);
	store_close(memory);
	store_close(store);
}

TEST(absent_text_and_empty_text_come_back_as_they_were)
{
	struct store *store = shelf_at("a.db");
	static const struct str words[] = { { NULL, 0 }, { "", 0 }, { "字", 3 } };
	for (int i = 0; i < 3; i++) {
		struct shelf_job *job = shelf_job(shelf_run_put, i);
		job->words = words[i];
		EXPECT_INT(shelf_write(store, job), STORE_OK);
	}
	struct store_turn turn;
	REQUIRE(store_read_begin(store, test_arena(), &turn));
	for (int i = 0; i < 3; i++) {
		struct store_run *run = store_run_begin(&turn, &words_of);
		store_bind_int(run, 1, i);
		EXPECT(store_step(run));
		struct str found = store_column_str(run, 0);
		EXPECT(str_eq(found, words[i]) && !found.s == !words[i].s);
		EXPECT(store_column_is_none(run, 0) == !words[i].s);
		store_run_end(run);
	}
	store_read_end(&turn);
	struct shelf_job *job = shelf_job(run_change, 0);
	EXPECT_INT(shelf_write(store, job), STORE_OK);
	EXPECT_INT(job->changed_n, 3);
	store_close(store);
}

TEST(a_reader_keeps_its_snapshot_and_never_waits)
{
	struct store *store = shelf_at("a.db");
	EXPECT_INT(shelf_write(store, shelf_job(shelf_run_put, 1)), STORE_OK);
	struct store_turn turn;
	EXPECT(store_read_begin(store, test_arena(), &turn));
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 1);
	for (int i = 2; i < 200; i++)
		shelf_write(store, shelf_job(shelf_run_put, i));
	EXPECT_INT(shelf_query(&turn, &count_rows, NULL), 1);
	store_read_end(&turn);
	EXPECT_INT(shelf_rows(store), 199);
	store_close(store);
}

/* ---- many at once ---- */

enum { THREADS = 32, EACH = 40 };
struct crowd { struct store *store; atomic_int fault_n; };

static void *write_many(void *arg)
{
	struct crowd *crowd = arg;
	struct arena *arena = arena_new(1 << 20);
	for (int i = 0; i < EACH; i++) {
		struct shelf_job job = { .keep = true };
		job.write = (struct store_write){ .run = shelf_run_next, .done = note_done, .arena = arena, .arg = &job };
		if (store_write(crowd->store, &job.write) != STORE_OK || job.done_n != 1 || job.changed_n != 1 || job.found_n < 1)
			crowd->fault_n++;
		struct store_turn turn;
		if (!store_read_begin(crowd->store, arena, &turn) || shelf_query(&turn, &count_rows, NULL) < job.found_n)
			crowd->fault_n++;
		store_read_end(&turn);
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

static void crowd_writes(struct store *store)
{
	struct crowd crowd = { .store = store };
	pthread_t thread[THREADS];
	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, write_many, &crowd);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	EXPECT_INT(crowd.fault_n, 0);
	struct store_turn turn;
	EXPECT(store_read_begin(store, test_arena(), &turn));
	struct store_run *run = store_run_begin(&turn, &count_rows);
	EXPECT(store_step(run));
	EXPECT_INT(store_column_int(run, 0), THREADS * EACH);
	EXPECT_INT(store_column_int(run, 1), (int64_t)THREADS * EACH * (THREADS * EACH + 1) / 2);
	store_run_end(run);
	store_read_end(&turn);
}

TEST(thirty_two_threads_write_every_row_once)
{
	struct store *store = shelf_at("a.db");
	crowd_writes(store);
	store_trim(store);
	EXPECT_INT(shelf_rows(store), THREADS * EACH);
	store_close(store);
}

TEST(a_store_in_memory_behaves_alike)
{
	struct store *store = shelf_open(NULL, true);
	EXPECT_INT(shelf_write(store, shelf_job(run_make, 0)), STORE_OK);
	crowd_writes(store);
	store_close(store);
}

/* A worker of its own, as the app has one. */
struct worker { pthread_mutex_t lock; pthread_cond_t moved; struct store *due; bool is_over; int called_n; };

static void ask_worker(struct store *store, void *arg)
{
	struct worker *worker = arg;
	pthread_mutex_lock(&worker->lock);
	worker->due = store;
	worker->called_n++;
	pthread_cond_signal(&worker->moved);
	pthread_mutex_unlock(&worker->lock);
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	for (;;) {
		pthread_mutex_lock(&worker->lock);
		while (!worker->due && !worker->is_over)
			pthread_cond_wait(&worker->moved, &worker->lock);
		struct store *due = worker->due;
		worker->due = NULL;
		pthread_mutex_unlock(&worker->lock);
		if (!due)
			return NULL;
		store_run_writes(due);
	}
}

TEST(a_scheduled_store_runs_its_groups_on_the_worker)
{
	struct worker worker = { .lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER };
	struct str why;
	struct store_conf conf = { .path = shelf_path("a.db"), .make = true, .schedule = ask_worker, .schedule_arg = &worker };
	struct store *store = store_open(&conf, test_arena(), &why);
	REQUIRE(store);
	pthread_t thread;
	pthread_create(&thread, NULL, work, &worker);
	EXPECT_INT(shelf_write(store, shelf_job(run_make, 0)), STORE_OK);
	crowd_writes(store);
	EXPECT(worker.called_n > 1 && worker.called_n <= THREADS * EACH + 1);
	pthread_mutex_lock(&worker.lock);
	worker.is_over = true;
	pthread_cond_signal(&worker.moved);
	pthread_mutex_unlock(&worker.lock);
	pthread_join(thread, NULL);
	store_close(store);
}

static void *write_elsewhere(void *arg)
{
	for (int i = 0; i < 200; i++)
		EXPECT_INT(shelf_write(arg, shelf_job(shelf_run_next, 0)), STORE_OK);
	return NULL;
}

TEST(a_command_may_write_beside_the_server)
{
	struct store *server = shelf_at("a.db"), *command = shelf_open(shelf_path("a.db"), false);
	pthread_t thread;
	pthread_create(&thread, NULL, write_many, &(struct crowd){ .store = server });
	write_elsewhere(command);
	pthread_join(thread, NULL);
	EXPECT_INT(shelf_rows(server), 200 + EACH);
	EXPECT_INT(shelf_rows(command), 200 + EACH);
	store_close(command);
	store_close(server);
}

static void free_write(struct store_write *w, enum store_fault fault)
{
	EXPECT_INT(fault, STORE_OK);
	free(w);
}

TEST(done_may_end_the_life_of_a_queued_write)
{
	struct store *store = shelf_at("a.db");
	struct shelf_job *job = shelf_job(shelf_run_next, 0);
	for (int i = 0; i < 10; i++) {
		struct store_write *w = malloc(sizeof *w);
		*w = (struct store_write){ .run = shelf_run_next, .done = free_write, .arena = test_arena(), .arg = job };
		store_write_queue(store, w);
	}
	store_run_writes(store);
	EXPECT_INT(shelf_rows(store), 10);
	store_close(store);
}

TEST(a_group_takes_at_most_its_number_and_leaves_the_rest)
{
	struct store *store = shelf_at("a.db");
	for (int i = 0; i < STORE_GROUP + 7; i++)
		store_write_queue(store, &shelf_job(shelf_run_put, i)->write);
	store_run_writes(store);
	EXPECT_INT(store_writes_waiting(store), 7);
	store_run_writes(store);
	EXPECT_INT(store_writes_waiting(store), 0);
	EXPECT_INT(shelf_rows(store), STORE_GROUP + 7);
	store_close(store);
}

/* ---- what goes wrong ---- */

static struct str big_words(void)
{
	size_t n = 200000;
	char *s = arena_get(test_arena(), n + 1);
	memset(s, 'x', n);
	return (struct str){ s, n };
}

TEST(a_full_disk_loses_the_group_and_is_over_when_there_is_room)
{
	struct store *store = shelf_at("a.db");
	sqlite3_exec(store->writer->db, "PRAGMA max_page_count=60", NULL, NULL, NULL);
	struct shelf_job *small = shelf_job(shelf_run_put, 1), *big = shelf_job(shelf_run_put, 2), *after = shelf_job(shelf_run_put, 3);
	big->words = big_words();
	store_write_queue(store, &small->write);
	store_write_queue(store, &big->write);
	store_write_queue(store, &after->write);
	store_run_writes(store);
	EXPECT_INT(small->told, STORE_FULL);
	EXPECT_INT(big->told, STORE_FULL);
	EXPECT_INT(after->told, STORE_FULL);
	EXPECT_INT(shelf_rows(store), 0);
	EXPECT_INT(shelf_write(store, shelf_job(shelf_run_put, 1)), STORE_OK);
	sqlite3_exec(store->writer->db, "PRAGMA max_page_count=100000", NULL, NULL, NULL);
	struct shelf_job *again = shelf_job(shelf_run_put, 2);
	again->words = big_words();
	EXPECT_INT(shelf_write(store, again), STORE_OK);
	EXPECT_INT(shelf_rows(store), 2);
	store_close(store);
}

TEST(a_commit_that_cannot_be_written_is_lost_and_the_next_one_works)
{
	struct store *store = shelf_at("a.db");
	EXPECT_INT(shelf_write(store, shelf_job(shelf_run_put, 1)), STORE_OK);
	struct rlimit was, tight = { .rlim_cur = 100000 };
	getrlimit(RLIMIT_FSIZE, &was);
	tight.rlim_max = was.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &tight);
	struct shelf_job *job = shelf_job(shelf_run_put, 2);
	job->words = big_words();
	enum store_fault fault = shelf_write(store, job);
	setrlimit(RLIMIT_FSIZE, &was);
	signal(SIGXFSZ, SIG_DFL);
	EXPECT_INT(fault, STORE_IO);
	EXPECT_INT(job->told, STORE_IO);
	EXPECT_INT(shelf_rows(store), 1);
	EXPECT_INT(shelf_write(store, shelf_job(shelf_run_put, 3)), STORE_OK);
	EXPECT_INT(shelf_rows(store), 2);
	store_close(store);
}

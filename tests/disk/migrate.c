/* migrate [ROWS] [KILLS]: a store with a million messages is brought forward by steps of every kind, and killed by -9 in the middle of each. What is
 * found afterwards is exactly the store before a step or behind it, never anything between, and the next start goes on from there. Says how long each
 * step holds up the town. Ends with "N passed, N failed". */
#include "base/clock.h"
#include "store/line.h"
#include "store/migrate.h"
#include "tests/disk/client.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS = 5, LOOK = 6000 };

/* Steps of the next version, as this test imagines it; the store's own list is compiled in. */
static const struct store_migration steps[STEPS] = {
	{ 9001, "a column more", "ALTER TABLE consult_message ADD COLUMN seen_at INTEGER;" },
	{ 9002, "a table more", "CREATE TABLE consult_seen (tenant_id INTEGER NOT NULL, message_id INTEGER NOT NULL, seen_n INTEGER NOT NULL, "
		"PRIMARY KEY (tenant_id, message_id)) STRICT; CREATE INDEX consult_seen_n ON consult_seen (tenant_id, seen_n);" },
	{ 9003, "an index over all rows", "CREATE INDEX consult_message_written ON consult_message (tenant_id, written_at);" },
	{ 9004, "every row changed", "UPDATE consult_message SET seen_at = written_at + 1;" },
	{ 9005, "the table laid out anew",
		"CREATE TABLE consult_message_new (tenant_id INTEGER NOT NULL, message_id INTEGER NOT NULL, thread_id INTEGER NOT NULL, "
		"words TEXT NOT NULL, written_at INTEGER NOT NULL, seen_at INTEGER, PRIMARY KEY (tenant_id, message_id)) STRICT;"
		"INSERT INTO consult_message_new SELECT tenant_id, message_id, thread_id, words, written_at, seen_at FROM consult_message;"
		"DROP TABLE consult_message; ALTER TABLE consult_message_new RENAME TO consult_message;"
		"CREATE INDEX consult_message_thread ON consult_message (tenant_id, thread_id, message_id);" },
};

static char old_path[120], path[120];
static struct arena *arena;

static struct store_line *opened(const char *file)
{
	int code;
	struct store_line *line = line_open(&(struct store_conf){ .path = file }, file, LINE_WRITE, &code);
	must(line != NULL, "opening the store");
	return line;
}

static void run(struct store_line *line, const char *sql)
{
	must(sqlite3_exec(line->db, sql, NULL, NULL, NULL) == SQLITE_OK, sqlite3_errmsg(line->db));
}

static void text_of(struct store_line *line, const char *sql, char *ret, size_t cap)
{
	sqlite3_stmt *st = NULL;
	must(sqlite3_prepare_v2(line->db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW, sqlite3_errmsg(line->db));
	snprintf(ret, cap, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
}

static void old_make(long row_n)
{
	char sql[600];
	struct str why = STR_NONE;
	struct store *store = store_open(&(struct store_conf){ .path = old_path, .make = true, .migrate = true }, arena, &why);
	must(store != NULL, "a store");
	store_close(store);
	struct store_line *line = opened(old_path);
	run(line, "INSERT INTO consult_thread (tenant_id, thread_id, token_hash, lang, state, opened_at, last_at, version_n) "
		"VALUES (1, 1, printf('%064d', 1), 'ja', 'waiting', 1, 1, 1)");
	snprintf(sql, sizeof sql, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %ld) "
		"INSERT INTO consult_message (tenant_id, message_id, thread_id, is_from_staff, words, written_at) "
		"SELECT 1, i, 1, 0, 'night ' || i || substr('........................................', 1, i %% 40), 1000000 + i * 7 FROM n", row_n);
	run(line, sql);
	run(line, "PRAGMA wal_checkpoint(TRUNCATE)");
	line_close(line);
}

static void old_again(void)
{
	char command[600];
	snprintf(command, sizeof command, "rm -f %s-wal %s-shm && cp %s %s", path, path, old_path, path);
	must(system(command) == 0, "a copy of the store");
}

/* Everything that tells one state from another: the layout, and sums over all rows. */
static void look(struct store_line *line, int step_n, char ret[LOOK])
{
	char layout[LOOK - 300], sums[200];
	text_of(line, "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name LIKE 'consult_%' ORDER BY name)",
		layout, sizeof layout);
	text_of(line, step_n ? "SELECT count(*) || ' ' || sum(message_id) || ' ' || sum(length(words)) || ' ' || sum(written_at) || ' ' || "
		"coalesce(sum(seen_at), 0) FROM consult_message" : "SELECT count(*) || ' ' || sum(message_id) || ' ' || sum(length(words)) || ' ' || "
		"sum(written_at) || ' 0' FROM consult_message", sums, sizeof sums);
	snprintf(ret, LOOK, "%s\n%s", sums, layout);
}

static int step_of(struct store_line *line)
{
	int number = store_schema_of(line->db);
	return number < steps[0].number ? 0 : number - steps[0].number + 1;
}

/* One after the other, unhurt: how long each takes, and how the store looks behind it. */
static void steps_measure(int64_t took_ms[STEPS], char looks[STEPS + 1][LOOK])
{
	struct str why = STR_NONE;
	old_again();
	struct store_line *line = opened(path);
	look(line, 0, looks[0]);
	for (int i = 0; i < STEPS; i++) {
		int64_t from = ms_now();
		must(store_migrate(line->db, steps, i + 1, arena, &why), why.n ? why.s : "a step");
		took_ms[i] = ms_now() - from;
		look(line, i + 1, looks[i + 1]);
		printf("%s: %lld ms\n", steps[i].name, (long long)took_ms[i]);
	}
	line_close(line);
}

static void migrate_and_end(void)
{
	struct str why = STR_NONE;
	struct store_line *line = opened(path);
	_exit(store_migrate(line->db, steps, STEPS, arena, &why) ? 0 : 1);
}

/* In the middle of the given step, as long as the unhurt run took to get there. Which step the store is then at; -1 when it is at none. */
static int kill_within(int step, const int64_t took_ms[STEPS], char looks[STEPS + 1][LOOK])
{
	int64_t until_ms = 3;
	static char seen[LOOK];
	for (int i = 0; i < step; i++)
		until_ms += took_ms[i];
	old_again();
	fflush(stdout);
	pid_t pid = fork();
	must(pid >= 0, "fork");
	if (pid == 0)
		migrate_and_end();
	rest_ms((uint32_t)until_ms + any((uint32_t)took_ms[step] + 1));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	struct store_line *line = opened(path);
	int at = step_of(line);
	look(line, at, seen);
	line_close(line);
	return !strcmp(seen, looks[at]) ? at : -1;
}

static bool goes_on(char looks[STEPS + 1][LOOK])
{
	static char seen[LOOK];
	struct str why = STR_NONE;
	struct store_line *line = opened(path);
	bool is_done = store_migrate(line->db, steps, STEPS, arena, &why);
	look(line, STEPS, seen);
	line_close(line);
	return is_done && !strcmp(seen, looks[STEPS]);
}

static bool is_whole(void)
{
	char word[100];
	struct store_line *line = opened(path);
	text_of(line, "PRAGMA integrity_check(1)", word, sizeof word);
	line_close(line);
	return !strcmp(word, "ok");
}

int main(int argc, char **argv)
{
	long row_n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
	int kill_n = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 2 * STEPS, between_n = 0, stuck_n = 0, ended_at[STEPS + 1] = { 0 };
	int64_t took_ms[STEPS], longest_ms = 0;
	static char looks[STEPS + 1][LOOK];
	struct town t = { 0 };
	arena = arena_new((size_t)64 << 20);
	town_folder(&t, "/proc/self/exe");
	snprintf(old_path, sizeof old_path, "%s/old.db", t.folder);
	snprintf(path, sizeof path, "%s/now.db", t.folder);
	old_make(row_n);
	steps_measure(took_ms, looks);
	for (int i = 0; i < STEPS; i++)
		longest_ms = took_ms[i] > longest_ms ? took_ms[i] : longest_ms;
	for (int i = 0; i < kill_n; i++) {
		int at = kill_within(i % STEPS, took_ms, looks);
		between_n += at < 0;
		ended_at[at < 0 ? 0 : at]++;
		stuck_n += i >= kill_n - 2 && !goes_on(looks);
	}
	printf("%ld rows; killed %d times, then found at step", row_n, kill_n);
	for (int i = 0; i <= STEPS; i++)
		printf(" %d: %d times%s", i, ended_at[i], i < STEPS ? "," : "\n");
	say(between_n == 0, "a store killed while it is brought forward is the one before a step or behind it (%d are neither)", between_n);
	say(stuck_n == 0, "and goes on from there (%d do not)", stuck_n);
	say(is_whole(), "and is whole");
	printf("the longest pause is %lld ms\n", (long long)longest_ms);
	return tally();
}

/* disk [BUILD] [WORD]: the real program while its disk is full, its syncs, writes or reads fail, or memory is gone. Whoever asks meanwhile gets a
 * page that says so and shows the typed words; nothing acknowledged is lost, also when the program is killed afterwards; and it comes back by
 * itself within five seconds. An import meets a full disk at every moment. Then backup and restore are killed on their way: under the final name
 * lies what is whole, or nothing.
 * Ends with "N passed, N failed". */
#include "tests/disk/client.h"
#include "tests/disk/fault.h"
#include "tests/disk/full.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAMILIES = 6, FAULT_MS = 800, BACK_MS = 5000, KILLS = 16 };

/* `ends`: the program may end itself (a bug's word, CHECK), and is started again, as a service manager does. */
struct trial {
	const char *name;
	enum fault_kind kind;
	int every;
	bool ends;
	bool (*begin)(struct town *);                   /* instead of the shim; false: this machine does not let us */
	void (*end)(struct town *);
};

static const char *build = "build";
static char shim[4096], program[4096], switch_path[100];
static struct fault_switch *fault;

static void switch_make(const struct town *t)
{
	snprintf(switch_path, sizeof switch_path, "%s/switch", t->folder);
	int fd = open(switch_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	must(fd >= 0 && ftruncate(fd, sizeof *fault) == 0, "the switch");
	fault = mmap(NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	must(fault != MAP_FAILED, "the switch");
	close(fd);
}

/* ---- other ways than the shim's ---- */

static void limit(const struct town *t, bool is_on, enum __rlimit_resource what, rlim_t most)
{
	static struct rlimit before;
	struct rlimit now = { most, 0 };
	if (is_on) {
		must(prlimit(t->pid, what, NULL, &before) == 0, "limits");
		now.rlim_max = before.rlim_max;
	}
	prlimit(t->pid, what, is_on ? &now : &before, NULL);
}

static bool no_file_grows(struct town *t)
{
	limit(t, true, RLIMIT_FSIZE, 0);
	return true;
}

static void files_grow(struct town *t)
{
	limit(t, false, RLIMIT_FSIZE, 0);
}

static bool no_more_pages(struct town *t)
{
	limit(t, true, RLIMIT_AS, 1);
	return true;
}

static void more_pages(struct town *t)
{
	limit(t, false, RLIMIT_AS, 0);
}

static void file_say(const char *path, const char *words)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		ssize_t n = write(fd, words, strlen(words));
		(void)n;
		close(fd);
	}
}

/* A small disk of its own for the data, in a view of the machine that only this test has. */
static bool small_disk(struct town *t)
{
	char map[40];
	unsigned me = getuid(), mine = getgid();
	if (unshare(me ? CLONE_NEWUSER | CLONE_NEWNS : CLONE_NEWNS) != 0)
		return false;
	if (me) {
		snprintf(map, sizeof map, "0 %u 1", me);
		file_say("/proc/self/uid_map", map);
		file_say("/proc/self/setgroups", "deny");
		snprintf(map, sizeof map, "0 %u 1", mine);
		file_say("/proc/self/gid_map", map);
	}
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mkdir(t->data, 0700) == 0 &&
		mount("none", t->data, "tmpfs", 0, "size=6m,mode=700") == 0;
}

static bool small_disk_fill(struct town *t)
{
	static const char some[65536];
	char path[120];
	snprintf(path, sizeof path, "%s/ballast", t->data);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	must(fd >= 0, "ballast");
	size_t piece = sizeof some;
	while (piece >= 512)
		if (write(fd, some, piece) <= 0)
			piece /= 2;
	close(fd);
	return true;
}

static void small_disk_free(struct town *t)
{
	char path[120];
	snprintf(path, sizeof path, "%s/ballast", t->data);
	unlink(path);
}

/* ---- one trial ---- */

static void wait_for(struct town *t, const struct asked *asked, int n, int ms)
{
	for (int64_t until = ms_now() + ms; asked->n < n && ms_now() < until; rest_ms(2))
		if (t->pid && waitpid(t->pid, NULL, WNOHANG) == t->pid)
			town_serve(t);                  /* as the service manager does; the shim's switch stays as it is */
}

struct seen { bool has_ended; int meanwhile_n; };

static void fault_on(struct town *t, const struct trial *trial)
{
	fault->every = trial->every ? trial->every : 1;
	fault->seen_n = fault->failed_n = 0;
	if (trial->begin)
		trial->begin(t);
	else
		fault->kind = trial->kind;
}

static int64_t fault_off(struct town *t, const struct trial *trial)
{
	fault->kind = FAULT_NONE;
	if (trial->end)
		trial->end(t);
	return ms_now();
}

/* Whether the program still runs; one that ended is not started again before its fault is over, where it may end at all. */
static bool is_running(struct town *t)
{
	if (waitpid(t->pid, NULL, WNOHANG) != t->pid)
		return true;
	t->pid = 0;
	return false;
}

/* Memory may be gone without anybody needing more: then all went on. Where nobody has memory, the library under the server says so in its own way. */
static void judge(const struct trial *trial, struct town *t, struct asked *asked, int64_t back_ms, struct seen seen)
{
	bool went_on = trial->ends && !seen.has_ended && !asked->page_n && !asked->empty_n && seen.meanwhile_n > 0;
	bool is_told = asked->page_n + asked->empty_n > 0;
	const char *what = seen.has_ended ? "the program ended itself" : went_on ? "nobody noticed" : "who asks is told";
	say(seen.has_ended ? trial->ends : is_told || went_on, "%s: %s (%d pages with the typed words, %d instead of an empty form; %d faults)",
		trial->name, what, asked->page_n, asked->empty_n, fault->failed_n);
	bool is_clean = (asked->bare_n == 0 || trial->kind == FAULT_MEMORY) && (trial->ends || asked->lost_n == 0);
	say(is_clean, "%s: nobody got anything else (%d answers of another kind (%d), %d none)", trial->name, asked->bare_n, asked->bare, asked->lost_n);
	say(back_ms <= BACK_MS, "%s: back by itself (%lld ms)", trial->name, (long long)back_ms);
	int missing_n = asked_missing(t, asked);
	say(missing_n == 0, "%s: nothing acknowledged is lost (%d of %d)", trial->name, missing_n, asked->n);
	say(town_stop(t, SIGTERM) == 0 && town_holds(t), "%s: ends in order, and the record of who looked holds", trial->name);
}

static void try_fault(const struct trial *trial, struct town *t)
{
	struct asked *asked = calloc(1, sizeof *asked);
	must(asked && (asked->list = calloc(QUESTION_MOST, sizeof *asked->list)), "memory for questions");
	struct families all = { .town = t, .asked = asked, .n = FAMILIES };
	town_serve(t);
	families_begin(&all);
	wait_for(t, asked, 30, 20000);
	fault_on(t, trial);
	struct seen seen = { .meanwhile_n = -asked->n };
	rest_ms(FAULT_MS);
	seen.meanwhile_n += asked->n;
	seen.has_ended = !is_running(t);
	int64_t off_ms = fault_off(t, trial);
	if (seen.has_ended)
		town_serve(t);
	int before_n = asked->n;
	wait_for(t, asked, before_n + 1, 20000);
	int64_t back_ms = ms_now() - off_ms;
	wait_for(t, asked, before_n + 40, 20000);
	families_end(&all);
	town_stop(t, SIGKILL);
	town_serve(t);
	judge(trial, t, asked, back_ms, seen);
	free(asked->list);
	free(asked);
}

static void town_new(struct town *t)
{
	*t = (struct town){ .is_big_file_error = true };
	town_folder(t, program);
	switch_make(t);
	t->preload = shim;
	t->more[0][0] = "FAULT_SWITCH";
	t->more[0][1] = switch_path;
}

static void trial_run(const struct trial *trial)
{
	struct town t;
	town_new(&t);
	if (trial->begin == small_disk_fill && !small_disk(&t)) {
		skip("this machine lets us have no small disk of our own");
		return;
	}
	must(town_found(&t), "the town");
	try_fault(trial, &t);
	if (trial->begin == small_disk_fill)
		umount(t.data);
	munmap(fault, sizeof *fault);
	remove_all(t.folder);
}

/* ---- backup and restore, killed ---- */

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static int64_t killed_at(struct town *t, const char *const *words, int64_t within_ms)
{
	int64_t from = ms_now();
	pid_t pid = town_run(t, words, true);
	if (within_ms) {
		rest_ms(any((uint32_t)within_ms));
		kill(pid, SIGKILL);
	}
	waitpid(pid, NULL, 0);
	return ms_now() - from;
}

/* A copy under its final name can be put back, and its record holds. */
static bool restores(struct town *t, const char *backup, const char *data)
{
	struct town other = *t;
	char from[100], to[100];
	snprintf(other.data, sizeof other.data, "%s", data);
	snprintf(from, sizeof from, "%s.keys", t->data);
	snprintf(to, sizeof to, "%s.keys", data);
	remove_all(data);
	unlink(to);
	must(symlink(from, to) == 0, "the key");
	return town_run_whole(&other, (const char *const[]){ program, "restore", backup, "--data", data, NULL }) == 0 && town_holds(&other);
}

static void backups_killed(struct town *t, const char *backup, const char *other)
{
	char file[100];
	const char *const words[] = { program, "backup", backup, "--data", t->data, NULL };
	int whole_n = 0, half_n = 0;
	snprintf(file, sizeof file, "%s/hana.db", backup);
	int64_t takes_ms = killed_at(t, words, 0);
	for (int i = 0; i < KILLS; i++) {
		remove_all(backup);
		killed_at(t, words, takes_ms * 11 / 10 + 2);
		bool is_whole = is_there(file) && restores(t, backup, other);
		whole_n += is_whole;
		half_n += is_there(file) && !is_whole;
	}
	say(half_n == 0, "backup killed %d times in its %lld ms: %d times whole, %d times half", KILLS, (long long)takes_ms, whole_n, half_n);
	if (!is_there(file))
		killed_at(t, words, 0);
	say(is_there(file) && restores(t, backup, other), "the next backup into the same folder is whole");
}

static void restores_killed(struct town *t, const char *backup, const char *other)
{
	char file[100];
	struct town restored = *t;
	const char *const words[] = { program, "restore", backup, "--data", other, NULL };
	int whole_n = 0, half_n = 0, stuck_n = 0;
	snprintf(restored.data, sizeof restored.data, "%s", other);
	snprintf(file, sizeof file, "%.80s/tenants/hana.db", other);
	remove_all(other);
	int64_t takes_ms = killed_at(t, words, 0);
	for (int i = 0; i < KILLS; i++) {
		remove_all(other);
		killed_at(t, words, takes_ms * 11 / 10 + 2);
		bool is_named = is_there(file);
		whole_n += is_named && town_holds(&restored);
		half_n += is_named && !town_holds(&restored);
		stuck_n += !is_named && (town_run_whole(t, words) != 0 || !town_holds(&restored));
	}
	say(half_n == 0, "restore killed %d times in its %lld ms: %d times whole, %d times half", KILLS, (long long)takes_ms, whole_n, half_n);
	say(stuck_n == 0, "and goes through when it is asked again (%d times not)", stuck_n);
}

static void copies_killed(void)
{
	struct town t;
	char backup[72], other[72];
	town_new(&t);
	t.preload = NULL;
	snprintf(backup, sizeof backup, "%.60s/backup", t.folder);
	snprintf(other, sizeof other, "%.60s/other", t.folder);
	must(town_demo(&t), "a demo");
	must(town_run_whole(&t, (const char *const[]){ program, "load", "--tenant", "hana", "--count", "4000", "--data", t.data, NULL }) == 0, "its load");
	backups_killed(&t, backup, other);
	restores_killed(&t, backup, other);
	remove_all(t.folder);
}

static struct town *town_for_import(void)
{
	static struct town t;
	town_new(&t);
	return &t;
}

static struct fault_switch *switch_now(void)
{
	return fault;
}

static const struct trial trials[] = {
	{ "files may not grow (ulimit -f)", FAULT_NONE, 1, false, no_file_grows, files_grow },
	{ "no space left", FAULT_FULL, 1, false, NULL, NULL },
	{ "every third write finds no space", FAULT_FULL, 3, false, NULL, NULL },
	{ "every sync fails", FAULT_SYNC, 1, false, NULL, NULL },
	{ "every third sync fails", FAULT_SYNC, 3, false, NULL, NULL },
	{ "every fifth write fails", FAULT_WRITE, 5, false, NULL, NULL },
	{ "every read of the disk fails", FAULT_READ, 1, false, NULL, NULL },
	{ "SQLite has no memory", FAULT_STORE_MEMORY, 1, true, NULL, NULL },
	{ "SQLite has no memory now and then", FAULT_STORE_MEMORY, 200, true, NULL, NULL },
	{ "nobody has memory", FAULT_MEMORY, 50, true, NULL, NULL },
	{ "no more address space (ulimit -v)", FAULT_NONE, 1, true, no_more_pages, more_pages },
	{ "a small disk is full", FAULT_NONE, 1, false, small_disk_fill, small_disk_free },
};

int main(int argc, char **argv)
{
	char path[4096];
	build = argc > 1 ? argv[1] : build;
	const char *only = argc > 2 ? argv[2] : "";
	snprintf(path, sizeof path, "%.4000s/disk/fault.so", build);
	must(realpath(path, shim) != NULL, "the shim");
	snprintf(path, sizeof path, "%.4000s/yorisoi", build);
	must(realpath(path, program) != NULL, "the program");
	signal(SIGPIPE, SIG_IGN);
	if (strstr("backup restore", only))
		copies_killed();
	if (strstr("import", only))
		full_in_mid_import(town_for_import, switch_now);
	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
		if (strstr(trials[i].name, only))
			trial_run(&trials[i]);
	return tally();
}

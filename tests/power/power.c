/* power STATES [BUILD]: the real program serves families while a recorder notes what reaches the disk and which answers leave. Then the power is cut,
 * on paper: at many points every kind of state that a disk may be left in is laid out, opened with the house's own code and looked over. Every
 * acknowledged question must be there, whole, and the record of who looked must hold. The same with a store that does not wait for the disk must lose
 * some: else this test sees nothing. Ends with "N passed, N failed". */
#include "app/tenants.h"
#include "base/log.h"
#include "desk/audit.h"
#include "tests/disk/client.h"
#include "tests/power/rebuild.h"
#include "tests/power/record.h"
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANDS = 2, FAMILIES = 8, HASH = 64 };

struct found { int state_n, lost_n, broken_n; char why[240]; };
struct hashes { char (*hash)[HASH + 1]; size_t n; };

static const char *build = "build";
static char keys[80];                                   /* where the key lies, when it is not on the disk that is cut */

/* The states live in the page cache only: looking at one need not wait for a disk. */
int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

/* ---- looking at one state ---- */

static void verify(struct desk *d, void *arg)
{
	audit_verify(d, arg);
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, HASH);
}

static bool hashes_read(const char *path, struct hashes *ret)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	size_t cap = 0;
	bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK && sqlite3_prepare_v2(db, "SELECT token_hash, (SELECT count(*) "
		"FROM consult_message m WHERE m.tenant_id = t.tenant_id AND m.thread_id = t.thread_id) FROM consult_thread t", -1, &st, NULL) == SQLITE_OK;
	while (ok && sqlite3_step(st) == SQLITE_ROW) {
		if (ret->n == cap) {
			cap = cap ? cap * 2 : 256;
			ret->hash = realloc(ret->hash, cap * sizeof *ret->hash);
			must(ret->hash != NULL, "memory for hashes");
		}
		snprintf(ret->hash[ret->n++], HASH + 1, "%s", (const char *)sqlite3_column_text(st, 0));
		ok = sqlite3_column_int(st, 1) == 1;    /* a question has its words, once */
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	if (ret->n)
		qsort(ret->hash, ret->n, sizeof *ret->hash, by_hash);
	return ok;
}

/* Which of what was told by now is not there. "made" is the town itself. */
static int missing_of(const struct disk *disk, struct arena *arena, const struct hashes *has)
{
	int missing_n = 0;
	for (int i = 0; i < disk->told_n; i++) {
		struct str token = { (const char *)disk->told[i]->data, disk->told[i]->n };
		if (str_is(token, "made"))
			continue;
		missing_n += !has->n || !bsearch(seal_hash(arena, token).s, has->hash, has->n, sizeof *has->hash, by_hash);
	}
	return missing_n;
}

static bool town_is_whole(struct served *s, const char *path, struct arena *arena, struct str *ret_why)
{
	struct audit_verdict verdict = { 0 };
	if (!store_verify_file(path, arena, ret_why))
		return false;
	if (!tenants_read(s, arena, &(struct work){ .run = verify, .arg = &verdict }) || !verdict.holds) {
		*ret_why = arena_fmt(arena, "the record of who looked: %.*s", STR_ARG(verdict.why));
		return false;
	}
	return true;
}

/* Before the town was told of, a state need only be one from which it can be made. */
static bool state_is_whole(const struct disk *disk, const char *folder, struct arena *arena, struct str *ret_why, int *ret_missing)
{
	struct tenants all = { 0 };
	struct hashes has = { 0 };
	struct str data = arena_fmt(arena, "%s/data", folder), path = arena_fmt(arena, "%s/tenants/hana.db", data.s), why = STR_NONE;
	bool is_made = disk->told_n > 0;
	bool is_whole = tenants_open(&all, data, str_of(keys), is_made ? 0 : TENANTS_MAKE, &why);
	struct served *s = is_whole ? tenants_by_name(&all, STR("hana")) : NULL;
	if (is_whole && s)
		is_whole = town_is_whole(s, path.s, arena, &why) && hashes_read(path.s, &has);
	else if (is_whole && is_made)
		is_whole = false;
	*ret_missing = missing_of(disk, arena, &has);
	free(has.hash);
	*ret_why = why.n ? arena_str(arena, why) : STR("half a question, or no town");
	if (all.arena)
		tenants_close(&all);
	return is_whole;
}

static void look(struct disk *disk, size_t at, enum cut_kind kind, const char *folder, struct found *ret)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct str why = STR_NONE;
	int missing_n = 0;
	remove_all(folder);
	must(mkdir(folder, 0700) == 0, "a folder for a state");
	disk_lay_out(disk, kind, folder);
	bool is_whole = state_is_whole(disk, folder, arena, &why, &missing_n);
	ret->state_n++;
	ret->lost_n += missing_n > 0;
	ret->broken_n += !is_whole;
	if (!ret->why[0] && (missing_n || !is_whole))
		snprintf(ret->why, sizeof ret->why, "cut at step %zu, kind %d: %d of %d missing; %.*s", at, kind, missing_n, disk->told_n,
			STR_ARG(is_whole ? STR("whole") : why));
	arena_free(arena);
}

/* ---- many states ---- */

static int by_place(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* Half of the cuts lie just behind an answer, where nothing may still be on its way; some in the making of the town; the others anywhere. */
static size_t *cuts_choose(const struct record *r, size_t cut_n, uint64_t seed)
{
	size_t *cut = calloc(cut_n, sizeof *cut), *told = calloc(r->step_n + 1, sizeof *told), told_n = 0;
	struct disk *dice = disk_new(seed);
	must(cut && told, "memory for cuts");
	for (size_t i = 0; i < r->step_n; i++)
		if (r->step[i].kind == RECORD_TOLD)
			told[told_n++] = i + 1;
	must(told_n > 0, "nothing was told");
	for (size_t i = 0; i < cut_n; i++)
		cut[i] = i % 2 ? told[disk_dice(dice, (uint32_t)told_n)] : disk_dice(dice, (uint32_t)(i % 8 ? r->step_n : told[0]) + 1);
	qsort(cut, cut_n, sizeof *cut, by_place);
	disk_free(dice);
	free(told);
	return cut;
}

static void look_at_share(const struct record *r, const size_t *cut, size_t cut_n, int hand, struct found *ret)
{
	struct disk *disk = disk_new((uint64_t)hand + 7);
	char folder[100];
	size_t at = 0;
	snprintf(folder, sizeof folder, "/tmp/yorisoi-power-%d", (int)getpid());
	for (size_t i = 0; i < cut_n; i++) {
		for (; at < cut[i]; at++)
			disk_take(disk, &r->step[at]);
		for (int kind = 0; kind < CUT_KINDS && i % HANDS == (size_t)hand; kind++)
			look(disk, at, (enum cut_kind)kind, folder, ret);
	}
	remove_all(folder);
	disk_free(disk);
}

static struct found look_at_states(const char *log, int state_n, uint64_t seed)
{
	struct record r = { 0 };
	struct found sum = { 0 }, *share = mmap(NULL, HANDS * sizeof *share, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	size_t cut_n = ((size_t)state_n + CUT_KINDS - 1) / CUT_KINDS;
	must(record_read(&r, log) && r.step_n > 0 && share != MAP_FAILED, "the record");
	size_t *cut = cuts_choose(&r, cut_n, seed);
	fflush(stdout);
	for (int hand = 0; hand < HANDS; hand++)
		if (fork() == 0) {
			look_at_share(&r, cut, cut_n, hand, &share[hand]);
			_exit(0);
		}
	for (int hand = 0, status; hand < HANDS; hand++)
		must(wait(&status) > 0 && status == 0, "looking at states");
	for (int hand = 0; hand < HANDS; hand++) {
		sum.state_n += share[hand].state_n;
		sum.lost_n += share[hand].lost_n;
		sum.broken_n += share[hand].broken_n;
		if (!sum.why[0])
			memcpy(sum.why, share[hand].why, sizeof sum.why);
	}
	printf("%zu steps recorded, %d states, %d lose something, %d are not whole%s%s\n", r.step_n, sum.state_n, sum.lost_n, sum.broken_n,
		sum.why[0] ? "; the first: " : "", sum.why);
	munmap(share, HANDS * sizeof *share);
	free(cut);
	record_free(&r);
	return sum;
}

/* ---- recording ---- */

static char disk_path[80], log_path[80], shim_path[4096], work_path[4096];

static void told_made(void)
{
	struct { struct record_head head; char word[4]; } __attribute__((packed)) made = { { RECORD_TOLD, 0, 0, 4 }, { 'm', 'a', 'd', 'e' } };
	int fd = open(log_path, O_WRONLY | O_APPEND | O_CLOEXEC);
	must(fd >= 0 && write(fd, &made, sizeof made) == sizeof made, "the record");
	close(fd);
}

/* An empty disk, and the recorder beside it. */
static void disk_begin(struct town *t)
{
	char program[4096], shim[4096], work[4096];
	snprintf(program, sizeof program, "%.4000s/yorisoi", build);
	snprintf(shim, sizeof shim, "%.4000s/power/record.so", build);
	snprintf(work, sizeof work, "%.4000s/power/work", build);
	must(realpath(shim, shim_path) && realpath(work, work_path), "the recorder");
	town_folder(t, program);
	snprintf(disk_path, sizeof disk_path, "%s/disk", t->folder);
	snprintf(log_path, sizeof log_path, "%s/log", t->folder);
	snprintf(t->data, sizeof t->data, "%.60s/disk/data", t->folder);
	must(mkdir(disk_path, 0700) == 0, "a disk");
	t->preload = shim_path;
	t->more[0][0] = "POWER_DIR", t->more[0][1] = disk_path;
	t->more[1][0] = "POWER_LOG", t->more[1][1] = log_path;
}

/* A town that is made while the recorder looks. */
static void town_begin(struct town *t, const char *fail_every)
{
	disk_begin(t);
	must(town_found(t), "the town");
	told_made();
	t->more[2][0] = fail_every ? "POWER_FAIL" : NULL, t->more[2][1] = fail_every;
}

static void ask_until(struct town *t, struct asked *asked, int n)
{
	struct families all = { .town = t, .asked = asked, .n = FAMILIES };
	int64_t until = ms_now() + 60000;
	families_begin(&all);
	while (asked->n < n && ms_now() < until)
		rest_ms(5);
	families_end(&all);
}

static struct asked *asked_new(void)
{
	struct asked *a = calloc(1, sizeof *a);
	must(a && (a->list = calloc(QUESTION_MOST, sizeof *a->list)), "memory for questions");
	return a;
}

/* Served, killed, served again and ended in order. */
static void served_states(int state_n)
{
	struct town t = { 0 };
	struct asked *asked = asked_new();
	town_begin(&t, NULL);
	town_serve(&t);
	ask_until(&t, asked, 150);
	town_stop(&t, SIGKILL);
	town_serve(&t);
	ask_until(&t, asked, 400);
	bool ended = town_stop(&t, SIGTERM) == 0;
	say(ended && asked->n >= 400 && asked->bare_n + asked->page_n == 0, "served, recorded: %d questions acknowledged", asked->n);
	struct found f = look_at_states(log_path, state_n, 1);
	say(f.state_n >= state_n && f.lost_n == 0, "no acknowledged question is lost by a power cut (%d of %d states)", f.lost_n, f.state_n);
	say(f.broken_n == 0, "every state opens, is whole, and its record of who looked holds (%d do not)", f.broken_n);
	remove_all(t.folder);
}

static void failing_states(int state_n)
{
	struct town t = { 0 };
	struct asked *asked = asked_new();
	town_begin(&t, "7");
	town_serve(&t);
	ask_until(&t, asked, 200);
	town_stop(&t, SIGKILL);
	say(asked->n >= 200 && asked->page_n > 3 && asked->bare_n == 0, "while every seventh sync fails: %d acknowledged, %d got the page of a fault, "
		"%d something else", asked->n, asked->page_n, asked->bare_n);
	struct found f = look_at_states(log_path, state_n, 2);
	say(f.lost_n == 0 && f.broken_n == 0, "then the power goes, and what failed to be synced never came to the disk: nothing lost (%d of %d states)",
		f.lost_n + f.broken_n, f.state_n);
	remove_all(t.folder);
}

static void restored_states(int state_n)
{
	struct town t = { 0 }, plain;
	char backup[80];
	disk_begin(&t);
	plain = t;
	plain.preload = NULL;
	snprintf(plain.data, sizeof plain.data, "%.60s/plain", t.folder);
	snprintf(keys, sizeof keys, "%.60s/plain.keys", t.folder);
	snprintf(backup, sizeof backup, "%.60s/backup", t.folder);
	bool is_backed_up = town_found(&plain) &&
		town_run_whole(&plain, (const char *const[]){ t.program, "backup", backup, "--data", plain.data, NULL }) == 0;
	must(is_backed_up, "a backup");
	must(town_run_whole(&t, (const char *const[]){ t.program, "restore", backup, "--keys", keys, "--data", t.data, NULL }) == 0, "putting it back");
	told_made();
	struct found f = look_at_states(log_path, state_n, 4);
	say(f.lost_n == 0 && f.broken_n == 0, "a town that was put back stays, and is never half (%d of %d states are not so)", f.broken_n, f.state_n);
	remove_all(t.folder);
	keys[0] = 0;
}

static struct found work_states(const char *how, int state_n)
{
	struct town t = { 0 };
	town_begin(&t, NULL);
	must(town_run_whole(&t, (const char *const[]){ work_path, t.data, "300", how, NULL }) == 0, "asking without a server");
	struct found f = look_at_states(log_path, state_n, 3);
	remove_all(t.folder);
	return f;
}

int main(int argc, char **argv)
{
	int state_n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 2000;
	build = argc > 2 ? argv[2] : build;
	log_quiet((enum log_level)(LOG_ERROR + 1));
	must(seal_init(), "libsodium");
	signal(SIGPIPE, SIG_IGN);
	served_states(state_n);
	failing_states(state_n / 4);
	restored_states(state_n / 8);
	struct found f = work_states("safe", state_n / 8);
	say(f.lost_n == 0 && f.broken_n == 0, "asked without a server: nothing lost (%d of %d states)", f.lost_n, f.state_n);
	f = work_states("unsafe", state_n / 8);
	say(f.lost_n > 0, "a store that does not wait for the disk is found out (%d of %d states lose something)", f.lost_n, f.state_n);
	return tally();
}

/* Runs every registered test, or those whose name or file has one of the words on the command line. YORISOI_TEST_TIMES=1 says how long each took. */
#include "tests/pg.h"
#include "picture/picture.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/seal.h"
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

static struct test *first;
static int failed_here;
static struct arena *arena;
static char folder[64];

void test_register(struct test *t)
{
	t->next = first;
	first = t;
}

void test_failed(const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: ", file, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	failed_here++;
}

void test_say_int(const char *file, int line, const char *what, int64_t a, int64_t b)
{
	if (a != b)
		test_failed(file, line, "%s is %lld, expected %lld", what, (long long)a, (long long)b);
}

void test_say_str(const char *file, int line, const char *what, struct str a, struct str b)
{
	if (!str_eq(a, b))
		test_failed(file, line, "%s is \"%.*s\", expected \"%.*s\"", what, STR_ARG(a), STR_ARG(b));
}

struct arena *test_arena(void)
{
	if (!arena)
		arena = arena_new((size_t)512 << 20);
	return arena;
}

/* Memory is looked after as sharply as ever; only what was freed is kept aside for less long, and fewer callers are noted for each piece, which are
 * what most of the time went into. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=8:malloc_context_size=4";
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

/* In memory where there is room: what tests write is made durable a thousand times over, and thrown away. */
static const char *place(void)
{
	struct statvfs s;
	bool is_wide = statvfs("/dev/shm", &s) == 0 && (uint64_t)s.f_bavail * s.f_frsize > (uint64_t)1 << 29;
	return is_wide && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

const char *test_folder(void)
{
	if (!folder[0]) {
		snprintf(folder, sizeof folder, "%s/yorisoi-test-XXXXXX", place());
		if (!mkdtemp(folder))
			abort();
	}
	return folder;
}

static char lasting[80];

static void remove_lasting(void)
{
	if (lasting[0])
		nftw(lasting, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void test_lasting_folder(char *ret, size_t size)
{
	snprintf(lasting, sizeof lasting, "%s/yorisoi-model-XXXXXX", place());
	if (!mkdtemp(lasting) || atexit(remove_lasting) != 0)
		abort();
	snprintf(ret, size, "%s", lasting);
}

static void tidy_up(void)
{
	if (folder[0])
		nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	folder[0] = 0;
	if (arena)
		arena_reset(arena);
	clock_set(MOMENT_NONE);
	test_store_end();
}

static bool wanted(const struct test *t, int argc, char **argv)
{
	bool any = argc < 2;
	for (int i = 1; i < argc; i++)
		any = any || strstr(t->name, argv[i]) || strstr(t->file, argv[i]);
	return any;
}

/* Fonts that were looked for once are kept by their library as long as the process lives. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

int main(int argc, char **argv)
{
	int passed = 0, failed = 0;
	if (argc == 2 && strcmp(argv[1], PICTURE_HELPER) == 0)
		picture_work();
	setvbuf(stdout, NULL, _IOLBF, 0);
	log_quiet(LOG_ERROR);
	if (!seal_init())
		return 2;
	for (struct test *t = first; t; t = t->next) {
		if (!wanted(t, argc, argv))
			continue;
		failed_here = 0;
		int64_t began_ns = clock_monotonic_ns();
		t->run();
		tidy_up();
		if (getenv("YORISOI_TEST_TIMES"))
			printf("took %6lld ms %s\n", (long long)((clock_monotonic_ns() - began_ns) / 1000000), t->name);
		failed_here ? failed++ : passed++;
		if (failed_here)
			printf("FAILED %s (%s)\n", t->name, t->file);
	}
	if (arena)
		arena_free(arena);
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}

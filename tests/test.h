/* The small test harness of the house. A test reads as a sentence: TEST(two_families_cannot_both_take_the_last_box) { ... }.
 * A failed EXPECT is printed with its place and the test goes on; a test fails when any of its EXPECTs did. */
#pragma once
#include "base/arena.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

struct test { const char *name, *file; void (*run)(void); struct test *next; };
void test_register(struct test *);
void test_failed(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* An arena that lives until the test ends. */
struct arena *test_arena(void);
/* A fresh empty folder that goes when the test ends, e.g. "/tmp/yorisoi-test-...". */
const char *test_folder(void);
void test_lasting_folder(char *ret, size_t size);       /* once: one that goes when the process ends */
void test_say_int(const char *file, int line, const char *what, int64_t a, int64_t b);
void test_say_str(const char *file, int line, const char *what, struct str a, struct str b);

#define TEST(name) \
	static void name(void); \
	static struct test test_##name = { #name, __FILE__, name, NULL }; \
	__attribute__((constructor)) static void register_##name(void) { test_register(&test_##name); } \
	static void name(void)

#define EXPECT(x) ((x) ? (void)0 : test_failed(__FILE__, __LINE__, "%s", #x))
#define EXPECT_INT(a, b) test_say_int(__FILE__, __LINE__, #a, (int64_t)(a), (int64_t)(b))
#define EXPECT_STR(a, b) test_say_str(__FILE__, __LINE__, #a, (a), str_of(b))
#define REQUIRE(x) do { if (!(x)) { test_failed(__FILE__, __LINE__, "%s", #x); return; } } while (0)

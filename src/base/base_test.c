/* The ground floor: text, days, ids, seals. */
#include "base/clock.h"
#include "base/id.h"
#include "base/out.h"
#include "base/seal.h"
#include "tests/test.h"
#include <pthread.h>
#include <unistd.h>

TEST(text_is_cut_trimmed_and_counted)
{
	struct str rest = STR("a,,b"), head;
	EXPECT(str_cut(&rest, ',', &head) && str_is(head, "a"));
	EXPECT(str_cut(&rest, ',', &head) && head.n == 0);
	EXPECT(str_cut(&rest, ',', &head) && str_is(head, "b"));
	EXPECT(!str_cut(&rest, ',', &head));
	EXPECT_STR(str_trim(STR("　 夜泣き　\n")), "夜泣き");
	EXPECT_INT(str_letters(STR("夜泣き")), 3);
	int64_t v = 7;
	EXPECT(str_int(STR("-9223372036854775808"), &v) && v == INT64_MIN);
	EXPECT(!str_int(STR("9223372036854775808"), &v) && !str_int(STR(""), &v) && !str_int(STR("1x"), &v) && !str_int(STR("-"), &v));
}

TEST(only_strict_utf8_is_text)
{
	EXPECT(str_is_utf8(STR("髙﨑🍼")));
	EXPECT(!str_is_utf8(STR("\xc0\xaf")) && !str_is_utf8(STR("\xed\xa0\x80")) && !str_is_utf8(STR("\xf4\x90\x80\x80")));
	EXPECT(!str_is_utf8((struct str){ "a\0b", 3 }) && !str_is_utf8(STR("\xe3\x81")));
}

TEST(days_follow_the_calendar_in_japan)
{
	EXPECT_INT(day_make(1970, 1, 1).n, 0);
	EXPECT_INT(day_weekday(day_make(2026, 11, 22)), 0);
	EXPECT(day_is_none(day_make(2025, 2, 29)) && !day_is_none(day_make(2028, 2, 29)));
	EXPECT_INT(day_fiscal_year(day_make(2026, 3, 31)), 2025);
	EXPECT_INT(day_fiscal_year(day_make(2026, 4, 1)), 2026);
	struct moment late = day_moment(day_make(2026, 11, 24), 23 * 60 + 40);
	EXPECT_INT(day_of(late).n, day_make(2026, 11, 24).n);
	EXPECT_INT(day_minute(late), 23 * 60 + 40);
	struct day d;
	EXPECT(day_parse(STR("2026/1/9"), &d) && d.n == day_make(2026, 1, 9).n);
	EXPECT(!day_parse(STR("2026-13-01"), &d) && !day_parse(STR("26-1-1"), &d) && !day_parse(STR("2026-01-01-1"), &d));
	for (int32_t n = -30000; n < 80000; n += 37) {
		struct day_parts p = day_split((struct day){ n });
		if (day_make(p.year, p.month, p.day).n != n)
			EXPECT(!"a day is itself again");
	}
}

static void *make_ids(void *arg)
{
	int64_t *id = arg;
	for (int i = 0; i < 20000; i++)
		id[i] = id_new();
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

TEST(ids_are_never_given_twice)
{
	int64_t *id = ARENA_ARRAY(test_arena(), int64_t, 80000);
	pthread_t t[4];
	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, make_ids, id + i * 20000);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	qsort(id, 80000, sizeof *id, by_size);
	int twice = 0;
	for (int i = 1; i < 80000; i++)
		twice += id[i] == id[i - 1];
	EXPECT_INT(twice, 0);
}

TEST(ids_and_tokens_are_read_back)
{
	int64_t id = id_new(), back = 0;
	EXPECT(id_parse(id_text(test_arena(), id), &back) && back == id);
	EXPECT(!id_parse(STR("zzzzzzzzzzzzz"), &back) && !id_parse(STR("0000000000000"), &back) && !id_parse(STR("000000000000U"), &back));
	struct str t = id_token(test_arena());
	EXPECT(id_is_token(t) && !id_is_token(STR("short")) && !str_eq(t, id_token(test_arena())));
}

TEST(a_seal_shows_every_change)
{
	struct seal_key key = { { 1 } }, other = { { 2 } };
	struct arena *a = test_arena();
	struct str box = seal_box(a, &key, STR("ひみつ")), plain;
	EXPECT(seal_open(a, &key, box, &plain) && str_is(plain, "ひみつ"));
	EXPECT(!seal_open(a, &other, box, &plain) && !seal_open(a, &key, STR("00ff"), &plain));
	EXPECT(!seal_same(seal_mac(a, &key, STR("a")), seal_mac(a, &key, STR("b"))));
	EXPECT_STR(seal_hash(a, STR("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	struct str hash = seal_password(a, STR("合言葉は海"));
	EXPECT(seal_password_fits(hash, STR("合言葉は海")) && !seal_password_fits(hash, STR("合言葉は山")) && !seal_password_fits(STR_NONE, STR("x")));
}

TEST(a_machine_key_is_made_once_and_a_damaged_one_is_named)
{
	struct arena *a = test_arena();
	struct str path = arena_fmt(a, "%s/machine.key", test_folder()), why = STR_NONE;
	struct seal_key one, two;
	EXPECT(!seal_machine_key(path.s, false, &one, &why, a) && str_has(why, "no machine key"));
	EXPECT(seal_machine_key(path.s, true, &one, &why, a) && seal_machine_key(path.s, false, &two, &why, a));
	EXPECT(memcmp(one.b, two.b, sizeof one.b) == 0);
	EXPECT(truncate(path.s, 5) == 0 && !seal_machine_key(path.s, true, &two, &why, a) && str_has(why, "damaged"));
}

TEST(a_key_on_paper_is_read_back_and_a_slip_of_the_pen_is_noticed)
{
	struct arena *a = test_arena();
	struct seal_key key, read = { { 0 } };
	seal_random(key.b, sizeof key.b);
	struct str text = seal_key_text(a, &key), sheet = arena_fmt(a, "Recovery sheet\n  %.*s\r\nin a safe", STR_ARG(text));
	EXPECT_INT(text.n, 14 * 5 - 1);
	EXPECT(seal_key_parse(sheet, &read) && memcmp(key.b, read.b, sizeof key.b) == 0);
	for (size_t i = 0; i < text.n; i++) {
		char *slip = arena_get(a, text.n + 1);
		memcpy(slip, text.s, text.n);
		slip[i] = slip[i] == '7' ? '8' : slip[i] == '-' ? 'Z' : '7';
		EXPECT(!seal_key_parse((struct str){ slip, text.n }, &read));
	}
	EXPECT(!seal_key_parse(STR(""), &read) && !seal_key_parse(STR("ABCD-EFGH"), &read));
}

TEST(json_text_is_escaped)
{
	struct out o = { .arena = test_arena() };
	out_json(&o, STR("\"\\\n夜"));
	EXPECT_STR(out_done(&o), "\"\\\"\\\\\\u000a夜\"");
}

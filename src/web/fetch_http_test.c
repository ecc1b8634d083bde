/* Other servers are asked within limits, and not asked again while their answer is fresh. */
#include "tests/issuer.h"
#include "tests/test.h"
#include "base/clock.h"
#include "web/fetch.h"

TEST(only_https_and_this_machine_are_asked)
{
	static const char *const no[] = { "http://example.jp/", "ftp://127.0.0.1/", "file:///etc/passwd", "http://127.0.0.1@evil.example/", "https://",
		"http://localhost.evil.example/", "http://127.0.0.1.evil.example/", "https://a b/", "" };
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		EXPECT(!fetch_is_safe(str_of(no[i])));
	EXPECT(fetch_is_safe(STR("https://login.example.jp/a")) && fetch_is_safe(STR("http://localhost:1/a")));
}

TEST(an_answer_is_kept_as_long_as_it_is_fresh)
{
	struct str base = issuer_start(), url = arena_fmt(test_arena(), "%s/keys", base.s), first, again, why;
	clock_set((struct moment){ 1764082800000 });
	EXPECT_INT(fetch_kept(url, 0, test_arena(), &first, &why), FETCH_DONE);
	EXPECT_INT(fetch_kept(url, 600, test_arena(), &again, &why), FETCH_DONE);
	EXPECT(first.n > 100 && str_eq(first, again));
	issuer_turn_keys(1);
	EXPECT(fetch_kept(url, 600, test_arena(), &again, &why) == FETCH_DONE && str_eq(first, again));
	clock_set((struct moment){ 1764082800000 + 601 * 1000 });
	EXPECT(fetch_kept(url, 600, test_arena(), &again, &why) == FETCH_DONE && again.n > first.n);
	issuer_turn_keys(0);
	EXPECT(fetch_kept(url, 0, test_arena(), &again, &why) == FETCH_DONE && again.n == first.n);
	struct str gone = arena_fmt(test_arena(), "%s/nothing", base.s);
	EXPECT_INT(fetch_kept(gone, 600, test_arena(), &again, &why), FETCH_REFUSED);
	EXPECT(str_has(why, "404"));
}

TEST(a_long_answer_and_a_silent_server_have_an_end)
{
	struct str base = issuer_start(), why;
	struct fetch_said said;
	struct fetch_ask ask = { .url = arena_fmt(test_arena(), "%s/keys", base.s), .most = 50 };
	EXPECT_INT(fetch_http(&ask, test_arena(), &said, &why), FETCH_REFUSED);
	EXPECT(said.body.n <= 50);
	ask = (struct fetch_ask){ .url = STR("http://127.0.0.1:1/") };
	EXPECT_INT(fetch_http(&ask, test_arena(), &said, &why), FETCH_LATER);
	EXPECT(why.n > 0);
	ask.url = STR("http://example.jp/");
	EXPECT_INT(fetch_http(&ask, test_arena(), &said, &why), FETCH_REFUSED);
}

TEST(many_are_asked_at_once_each_gets_its_own_answer_and_the_pace_is_kept_for_the_next_time)
{
	enum { N = 24, PER_S = 2000, WEIGHT = 3 };
	struct str base = issuer_start();
	struct fetch_crew *crew = fetch_crew_new(4);
	struct fetch_one one[N];
	int64_t next_ns = 0, before_ns = clock_monotonic_ns();
	REQUIRE(crew);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < N; i++)
			one[i] = (struct fetch_one){ .weight = WEIGHT, .ask.url = i == 5 ? STR("ftp://127.0.0.1/") : arena_fmt(test_arena(), "%s/%s", base.s,
				i == 7 ? "nothing" : "keys") };
		fetch_many(crew, one, N, &(struct fetch_pace){ .per_s = PER_S, .whole_s = 30, .next_ns = &next_ns }, test_arena());
		for (int i = 0; i < N; i++) {
			EXPECT_INT(one[i].end, i == 5 || i == 7 ? FETCH_REFUSED : FETCH_DONE);
			EXPECT_INT(one[i].said.status, i == 5 ? 0 : i == 7 ? 404 : 200);
			EXPECT(i == 5 || i == 7 || one[i].said.body.n > 100);
		}
		EXPECT(next_ns - before_ns >= (round + 1) * (int64_t)N * WEIGHT * 1000000000 / PER_S);
	}
	fetch_crew_free(crew);
}

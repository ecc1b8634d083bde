/* Promises by pace: never inside a closed hour, kept by four of five; and each one is counted as kept, broken or neither. */
#include "consult/consult_promise.h"
#include "consult/consult_rules.h"
#include "base/hours.h"
#include "desk/town_test.h"

static const char hours[] = "Mon-Fri 08:30-12:00; Mon-Fri 13:00-17:15", closed[] = "2026-11-23";

static struct moment at(int day, int hour, int minute)
{
	return day_moment(day_make(2026, 11, day), hour * 60 + minute);
}

TEST(a_promise_by_pace_counts_open_minutes_only)
{
	EXPECT_INT(consult_promise_at_pace(at(25, 23, 40), str_of(hours), str_of(closed), 60).ms, at(26, 9, 30).ms);
	EXPECT_INT(consult_promise_at_pace(at(25, 10, 0), str_of(hours), str_of(closed), 200).ms, at(25, 14, 30).ms);
	EXPECT_INT(consult_promise_at_pace(at(27, 17, 0), str_of(hours), str_of(closed), 30).ms, at(30, 9, 0).ms);
	EXPECT_INT(consult_promise_at_pace(at(20, 17, 0), str_of(hours), str_of(closed), 30).ms, at(24, 9, 0).ms);
	EXPECT_INT(consult_promise_at_pace(at(20, 17, 0), STR(""), STR(""), 30).ms, 0);
	EXPECT_INT(consult_open_minutes(at(25, 11, 0), at(25, 14, 0), str_of(hours), str_of(closed)), 120);
	EXPECT_INT(consult_open_minutes(at(20, 17, 0), at(24, 9, 0), str_of(hours), str_of(closed)), 45);
	EXPECT_INT(consult_open_minutes(at(25, 14, 0), at(25, 11, 0), str_of(hours), str_of(closed)), 0);
}

static uint64_t seed = 5;

static int64_t dice(int64_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)(seed >> 33) % sides;
}

/* Whatever was promised by a pace lies in open hours, and whoever answers within that many open minutes has kept it. */
TEST(who_is_as_quick_as_the_pace_keeps_the_promise)
{
	for (int i = 0; i < 3000; i++) {
		struct moment now = moment_add(at(16, 0, 0), dice(14 * DAY_MS));
		int64_t pace = dice(900);
		struct moment promised = consult_promise_at_pace(now, str_of(hours), str_of(closed), pace);
		struct moment just = moment_add(promised, -1);
		if (promised.ms <= now.ms - 1 || (promised.ms > now.ms && !hours_are_open(just, str_of(hours), str_of(closed)))
			|| consult_open_minutes(now, promised, str_of(hours), str_of(closed)) < pace) {
			test_failed(__FILE__, __LINE__, "%lld minutes from %lld", (long long)pace, (long long)now.ms);
			return;
		}
	}
}

TEST(four_of_five_are_within_the_share)
{
	int64_t n[] = { 50, 10, 40, 20, 30 }, one[] = { 7 };
	EXPECT_INT(consult_share(n, 5, 80), 40);
	EXPECT_INT(consult_share(one, 1, 80), 7);
	EXPECT_INT(consult_share(one, 0, 80), 0);
}

/* ---- counted ---- */

struct kept { struct thread_id thread_id; struct str token; struct consult_promise_view view; bool is_open; struct moment promise; };

static void ask_run(struct desk *d, void *arg)
{
	struct kept *k = arg;
	k->thread_id = consult_ask(d, &(struct consult_new){ .words = STR("夜泣き"), .area_id = d->tenant->area[0].area_id }, &k->token);
}

static void answer_run(struct desk *d, void *arg)
{
	struct kept *k = arg;
	struct consult_thread_row t;
	consult_for_staff(d, k->thread_id, &t);
	EXPECT_INT(consult_answer(d, k->thread_id, t.version_n, STR("はい")), CONSULT_OK);
}

static void look_run(struct desk *d, void *arg)
{
	struct kept *k = arg;
	consult_pace_hourly(d);
	consult_promise_look(d, &k->view);
	k->promise = consult_promise_now(d, d->tenant->area[0].area_id, &k->is_open);
}

static void be_manager(struct town *t)
{
	t->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 5 }, .operator_id = t->tenant->operator[0].operator_id, .name = STR("塩見") };
}

TEST(a_promise_is_kept_or_broken_and_the_next_ones_are_made_by_the_pace)
{
	struct town *t = town_open();
	struct kept k = { 0 };
	for (int i = 0; i < 25; i++) {
		t->now = day_moment(day_make(2026, 11, 24), 9 * 60);
		t->who = (struct who){ .role = ROLE_NOBODY };
		town_do(t, ask_run, &k);
		t->now = moment_add(t->now, i < 20 ? 60 * MINUTE : 2 * DAY_MS);
		be_manager(t);
		town_do(t, answer_run, &k);
	}
	t->now = day_moment(day_make(2026, 11, 27), 9 * 60);
	town_do(t, look_run, &k);
	EXPECT_INT(k.view.month[0].kept_n, 20);
	EXPECT_INT(k.view.month[0].broken_n, 5);
	EXPECT_INT(k.view.broken_n, 5);
	EXPECT(k.view.has_pace);
	EXPECT_INT(k.view.minute_n, 60);
	EXPECT_INT(k.promise.ms, day_moment(day_make(2026, 11, 27), 10 * 60).ms);
	t->who = (struct who){ .role = ROLE_NOBODY };
	town_do(t, ask_run, &k);
	be_manager(t);
	town_do(t, look_run, &k);
	EXPECT_INT(k.view.month[0].open_n, 1);
	t->now = moment_add(t->now, 90 * MINUTE);
	town_do(t, look_run, &k);
	EXPECT_INT(k.view.month[0].open_n, 0);
	EXPECT_INT(k.view.month[0].broken_n, 6);
	town_close(t);
}

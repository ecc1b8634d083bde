/* Counts: events that are never changed, a report that says the same for ever, a month that was closed. */
#include "count/count.h"
#include "desk/town_test.h"

struct tale { struct count_new event; struct count_ask ask; struct count_report report; enum count_refusal r; int64_t month_n; };

static void add_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	count_add(d, &t->event);
}

static void reverse_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	count_reverse(d, &t->event);
}

static void report_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	count_report(d, &t->ask, &t->report);
}

static void close_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = count_close(d, t->month_n);
}

static void as_manager(struct town *t, const char *operator)
{
	t->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 9 }, .name = STR("森野") };
	t->who.operator_id = tenant_operator_named(t->tenant, str_of(operator));
}

static struct day on(int month, int day)
{
	return day_make(2026, month, day);
}

static int64_t done_n(struct town *town, struct tale *t, struct moment as_of)
{
	t->ask = (struct count_ask){ .from_n = 2026 * 12 + 8, .until_n = 2026 * 12 + 10, .by = STR("topic"), .as_of_at = as_of };
	town_do(town, report_run, t);
	return t->report.all.piece_n;
}

static void act(struct town *town, struct tale *t, int64_t subject_n, struct day done_on)
{
	t->event = (struct count_new){ .kind = "consult", .subject_n = subject_n, .subject_version_n = 1, .done_on = done_on, .channel = STR("phone"),
		.topic = STR("sleep"), .minutes_n = 20, .operator_id = town->who.operator_id };
	town_do(town, add_run, t);
}

TEST(a_count_taken_back_is_gone_now_and_still_there_as_of_then)
{
	struct town *town = town_open();
	struct tale t = { .month_n = 0 };
	as_manager(town, "city");
	act(town, &t, 1, on(10, 5));
	act(town, &t, 2, on(11, 5));
	struct moment then = town->now;
	EXPECT_INT(done_n(town, &t, then), 2);
	EXPECT_INT(t.report.all.minutes_n, 40);
	town->now = moment_add(town->now, HOUR);
	town_do(town, reverse_run, &t);
	town_do(town, reverse_run, &t);                 /* once, however often it is said */
	EXPECT_INT(done_n(town, &t, town->now), 1);
	EXPECT_INT(t.report.all.minutes_n, 20);
	EXPECT_INT(done_n(town, &t, then), 2);
	EXPECT_INT(t.report.month[1].piece_n, 1);
	EXPECT_INT(t.report.month[2].piece_n, 1);
	town_close(town);
}

/* Whatever is added and reversed afterwards, the report as of any earlier moment is what it was then. */
TEST(a_report_as_of_a_past_moment_never_changes)
{
	enum { STEPS = 60 };
	struct town *town = town_open();
	struct tale t = { .month_n = 0 };
	struct moment at[STEPS];
	int64_t was[STEPS];
	uint64_t seed = 20261122;
	as_manager(town, "city");
	for (int i = 0; i < STEPS; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		town->now = moment_add(town->now, MINUTE);
		if (seed >> 62 == 0 && i > 3) {
			t.event = (struct count_new){ .kind = "consult", .subject_n = (int64_t)(seed >> 32) % i, .subject_version_n = 1 };
			town_do(town, reverse_run, &t);
		} else {
			act(town, &t, i, on(9 + i % 3, 1 + i % 28));
		}
		at[i] = town->now;
		was[i] = done_n(town, &t, town->now);
	}
	for (int i = 0; i < STEPS; i++)
		EXPECT_INT(done_n(town, &t, at[i]), was[i]);
	EXPECT(was[STEPS - 1] > 10 && was[STEPS - 1] < STEPS);
	town_close(town);
}

TEST(a_month_is_closed_once_when_it_is_over_and_what_comes_later_shows_as_such)
{
	struct town *town = town_open();
	struct tale t = { .month_n = 2026 * 12 + 10 };
	as_manager(town, "city");
	act(town, &t, 1, on(10, 5));
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, COUNT_NOT_OVER);
	t.month_n--;
	town->now = moment_add(town->now, MINUTE);
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, COUNT_OK);
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, COUNT_CLOSED);
	struct moment closed = town->now;
	town->now = moment_add(town->now, MINUTE);
	act(town, &t, 2, on(10, 6));
	EXPECT_INT(done_n(town, &t, town->now), 2);
	EXPECT_INT(t.report.month[1].late_n, 1);
	EXPECT_INT(t.report.closed_at[1].ms, closed.ms);
	EXPECT_INT(done_n(town, &t, closed), 1);
	EXPECT_INT(t.report.month[1].late_n, 0);
	as_manager(town, "npo");                        /* under contract: the town closes its months itself */
	t.month_n--;
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, COUNT_NOT_YOURS);
	town_close(town);
}

TEST(one_body_does_not_count_what_another_did)
{
	struct town *town = town_open();
	struct tale t = { .month_n = 0 };
	as_manager(town, "city");
	act(town, &t, 1, on(10, 5));
	as_manager(town, "npo");
	act(town, &t, 2, on(10, 6));
	act(town, &t, 3, on(10, 7));
	EXPECT_INT(done_n(town, &t, town->now), 2);
	as_manager(town, "city");                       /* answers for the town: its figures are whole */
	EXPECT_INT(done_n(town, &t, town->now), 3);
	town->who.role = ROLE_WORKER;
	EXPECT_INT(done_n(town, &t, town->now), 1);
	town->who.role = ROLE_ADMIN;                    /* looks after settings, and reads nothing of what was done */
	EXPECT_INT(done_n(town, &t, town->now), 0);
	town_close(town);
}

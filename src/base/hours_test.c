/* Open, closed, and when next. */
#include "base/hours.h"
#include "tests/test.h"

static struct moment at(int day, int hour, int minute)
{
	return day_moment(day_make(2026, 11, day), hour * 60 + minute);
}

TEST(hours_know_noon_breaks_weekends_and_closed_days)
{
	struct str rule = STR("Mon-Fri 08:30-12:00; Mon-Fri 13:00-17:15; Sat 09:00-12:00"), closed = STR("2026-11-23, 2026-11-24");
	EXPECT(hours_are_open(at(20, 8, 30), rule, closed) && !hours_are_open(at(20, 12, 0), rule, closed));           /* a Friday */
	EXPECT(hours_are_open(at(20, 13, 0), rule, closed) && !hours_are_open(at(20, 17, 15), rule, closed));
	EXPECT(!hours_are_open(at(22, 10, 0), rule, closed) && !hours_are_open(at(23, 10, 0), rule, closed));
	EXPECT_INT(hours_open_until(at(20, 9, 0), rule, closed).ms, at(20, 12, 0).ms);
	EXPECT_INT(hours_next_open(at(20, 12, 30), rule, closed).ms, at(20, 13, 0).ms);
	EXPECT_INT(hours_next_open(at(20, 18, 0), rule, closed).ms, at(21, 9, 0).ms);
	EXPECT_INT(hours_next_open(at(21, 12, 0), rule, closed).ms, at(25, 8, 30).ms);         /* two days of rest */
	EXPECT_INT(hours_next_open(at(20, 9, 0), rule, closed).ms, at(20, 9, 0).ms);
}

TEST(hours_that_cannot_be_read_are_never_open)
{
	static const char *const row[] = { "", "Mon-Fri", "Mon-Fri 17:00-09:00", "月-金 09:00-17:00", "Mon-Fri 9-17", "Mon-Fri 25:00-26:00", ";;;",
		"Mon-Fri 9223372036854775807:00-17:00" };
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		EXPECT(!hours_are_open(at(20, 10, 0), str_of(row[i]), STR_NONE) && !hours_next_open(at(20, 10, 0), str_of(row[i]), STR_NONE).ms);
	struct hours_span span[HOURS_SPANS];
	EXPECT_INT(hours_on(STR("Sat-Mon 00:00-24:00"), 0, span), 1);
	EXPECT_INT(hours_on(STR("Sat-Mon 00:00-24:00"), 2, span), 0);
	EXPECT(hours_are_open(at(22, 23, 59), STR("Sun 00:00-24:00"), STR_NONE));
}

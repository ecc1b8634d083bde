/* What a person may be promised, from the counter's hours. */
#include "consult/consult_rules.h"
#include "base/hours.h"

enum { LEFT = 120, AFTER_OPENING = 90, LOOK_AHEAD = 31 };

bool consult_is_open(struct moment now, struct str hours_rule, struct str closed_days)
{
	return hours_are_open(now, hours_rule, closed_days);
}

/* Minute of the day until which an answer may be promised in this span to somebody who asks at `at`; -1: not in this one. */
static int promise_in(const struct hours_span *s, int at)
{
	if (at >= s->from && at + LEFT <= s->to)
		return s->to;
	if (at >= s->from)
		return -1;
	return s->from + AFTER_OPENING < s->to ? s->from + AFTER_OPENING : s->to;
}

struct moment consult_promise(struct moment now, struct str hours_rule, struct str closed_days)
{
	for (int32_t i = 0; i < LOOK_AHEAD; i++) {
		struct day day = { day_of(now).n + i };
		struct hours_span span[HOURS_SPANS];
		size_t n = hours_are_closed_on(day, closed_days) ? 0 : hours_on(hours_rule, day_weekday(day), span);
		for (size_t k = 0; k < n; k++) {
			int minute = promise_in(&span[k], i == 0 ? day_minute(now) : -1);
			if (minute >= 0)
				return day_moment(day, minute);
		}
	}
	return MOMENT_NONE;
}

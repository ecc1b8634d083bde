/* What a person may be promised, from the counter's hours. */
#include "consult/consult_rules.h"
#include "base/hours.h"
#include <stdlib.h>

enum { LEFT = 120, AFTER_OPENING = 90, LOOK_AHEAD = 31, PAST_DAYS = 60, HALF_HOUR = 30 * MINUTE };

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

struct moment consult_promise_at_pace(struct moment now, struct str hours_rule, struct str closed_days, int64_t minutes)
{
	struct moment at = now;
	int64_t left = (minutes > 0 ? minutes : 1) * MINUTE;
	for (int i = 0; i < LOOK_AHEAD * HOURS_SPANS; i++) {
		at = hours_next_open(at, hours_rule, closed_days);
		if (!at.ms)
			return MOMENT_NONE;
		struct moment until = hours_open_until(at, hours_rule, closed_days);
		struct moment done = { (at.ms + left + HALF_HOUR - 1) / HALF_HOUR * HALF_HOUR };
		if (at.ms + left <= until.ms)
			return done.ms < until.ms ? done : until;
		left -= until.ms - at.ms;
		at = until;
	}
	return MOMENT_NONE;
}

static int64_t overlap(struct moment a, struct moment b, struct moment from, struct moment to)
{
	int64_t begin = a.ms > from.ms ? a.ms : from.ms, end = b.ms < to.ms ? b.ms : to.ms;
	return end > begin ? end - begin : 0;
}

int64_t consult_open_minutes(struct moment from, struct moment to, struct str hours_rule, struct str closed_days)
{
	int64_t sum = 0;
	for (int32_t i = 0; i < PAST_DAYS && day_of(from).n + i <= day_of(to).n; i++) {
		struct day day = { day_of(from).n + i };
		struct hours_span span[HOURS_SPANS];
		size_t n = hours_are_closed_on(day, closed_days) ? 0 : hours_on(hours_rule, day_weekday(day), span);
		for (size_t k = 0; k < n; k++)
			sum += overlap(day_moment(day, span[k].from), day_moment(day, span[k].to), from, to);
	}
	return (sum + MINUTE - 1) / MINUTE;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

int64_t consult_share(int64_t *n, size_t count, int share)
{
	if (!count)
		return 0;
	qsort(n, count, sizeof *n, by_size);
	size_t rank = (count * (size_t)share + 99) / 100;
	return n[rank ? rank - 1 : 0];
}

/* Without a promise it is due as long after its word as people may wait at most. */
int64_t consult_order_waiting(struct moment promise_at, struct moment last_at, bool is_ringing)
{
	static const int64_t ahead = 1000000000000000;
	return (promise_at.ms ? promise_at.ms : last_at.ms + 3 * DAY_MS) - (is_ringing ? ahead : 0);
}

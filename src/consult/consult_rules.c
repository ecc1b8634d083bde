/* Hours are read anew at each question: a line of text, four or five spans, no state. */
#include "consult/consult_rules.h"

struct span { int from, to; };                          /* minutes of a day; from < 0: closed */

static bool minutes(struct str s, int *ret)
{
	int64_t hour, minute;
	struct str head;
	if (!str_cut(&s, ':', &head) || !str_int(head, &hour) || !str_int(s, &minute))
		return false;
	*ret = (int)(hour * 60 + minute);
	return hour >= 0 && hour <= 24 && minute >= 0 && minute < 60;
}

static int weekday(struct str s)
{
	static const char *const word[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	for (int i = 0; i < 7; i++)
		if (str_eq_nocase(s, word[i]))
			return i;
	return -1;
}

/* "Mon-Fri", "Sat" or "Mon,Wed". */
static bool days_hold(struct str days, int day)
{
	struct str one, first;
	while (str_cut(&days, ',', &one)) {
		one = str_trim(one);
		struct str last = one;
		if (!str_cut(&last, '-', &first))
			continue;
		int a = weekday(first), b = last.s ? weekday(last) : a;
		if (a < 0 || b < 0)
			continue;
		if ((day - a + 7) % 7 <= (b - a + 7) % 7)
			return true;
	}
	return false;
}

static bool is_closed(struct day day, struct str closed_days)
{
	struct str one;
	struct day closed;
	while (str_cut(&closed_days, ',', &one))
		if (day_parse(str_trim(one), &closed) && closed.n == day.n)
			return true;
	return false;
}

static struct span span_of(struct day day, struct str rule, struct str closed_days)
{
	struct str part, days, from;
	while (!is_closed(day, closed_days) && str_cut(&rule, ';', &part)) {
		part = str_trim(part);
		struct str hours = part;
		struct span s;
		if (!str_cut(&hours, ' ', &days) || !str_cut(&hours, '-', &from))
			continue;
		if (minutes(str_trim(from), &s.from) && minutes(str_trim(hours), &s.to) && s.from < s.to && days_hold(days, day_weekday(day)))
			return s;
	}
	return (struct span){ -1, -1 };
}

bool consult_is_open(struct moment now, struct str hours_rule, struct str closed_days)
{
	struct span s = span_of(day_of(now), hours_rule, closed_days);
	int at = day_minute(now);
	return s.from >= 0 && at >= s.from && at < s.to;
}

struct moment consult_promise(struct moment now, struct str hours_rule, struct str closed_days)
{
	enum { LEFT = 120, AFTER_OPENING = 90, LOOK_AHEAD = 31 };
	struct day today = day_of(now);
	for (int32_t i = 0; i < LOOK_AHEAD; i++) {
		struct day day = { today.n + i };
		struct span s = span_of(day, hours_rule, closed_days);
		if (s.from < 0)
			continue;
		int at = i == 0 ? day_minute(now) : -1;
		if (at >= s.from && at + LEFT <= s.to)
			return day_moment(day, s.to);
		if (at < s.from) {
			int end = s.from + AFTER_OPENING;
			return day_moment(day, end < s.to ? end : s.to);
		}
	}
	return MOMENT_NONE;
}

/* Reading weekly hours. */
#include "base/hours.h"

static bool minutes(struct str s, int *ret)
{
	int64_t hour, minute;
	struct str head;
	if (!str_cut(&s, ':', &head) || !str_int(head, &hour) || !str_int(s, &minute) || hour < 0 || hour > 24 || minute < 0 || minute >= 60)
		return false;
	*ret = (int)(hour * 60 + minute);
	return true;
}

static int weekday_of(struct str s)
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
		int a = weekday_of(first), b = last.s ? weekday_of(last) : a;
		if (a >= 0 && b >= 0 && (day - a + 7) % 7 <= (b - a + 7) % 7)
			return true;
	}
	return false;
}

size_t hours_on(struct str rule, int weekday, struct hours_span ret[HOURS_SPANS])
{
	struct str part, days, from;
	size_t n = 0;
	while (n < HOURS_SPANS && str_cut(&rule, ';', &part)) {
		part = str_trim(part);
		struct str hours = part;
		struct hours_span s;
		if (!str_cut(&hours, ' ', &days) || !str_cut(&hours, '-', &from))
			continue;
		if (minutes(str_trim(from), &s.from) && minutes(str_trim(hours), &s.to) && s.from < s.to && days_hold(days, weekday))
			ret[n++] = s;
	}
	return n;
}

bool hours_are_closed_on(struct day day, struct str closed_days)
{
	struct str one;
	struct day closed;
	while (str_cut(&closed_days, ',', &one))
		if (day_parse(str_trim(one), &closed) && closed.n == day.n)
			return true;
	return false;
}

struct moment hours_open_until(struct moment now, struct str rule, struct str closed_days)
{
	struct hours_span s[HOURS_SPANS];
	struct day day = day_of(now);
	int at = day_minute(now);
	size_t n = hours_are_closed_on(day, closed_days) ? 0 : hours_on(rule, day_weekday(day), s);
	for (size_t i = 0; i < n; i++)
		if (at >= s[i].from && at < s[i].to)
			return day_moment(day, s[i].to);
	return MOMENT_NONE;
}

bool hours_are_open(struct moment now, struct str rule, struct str closed_days)
{
	return hours_open_until(now, rule, closed_days).ms != 0;
}

struct moment hours_next_open(struct moment now, struct str rule, struct str closed_days)
{
	enum { LOOK_AHEAD = 31 };
	struct hours_span s[HOURS_SPANS];
	if (!rule.n || hours_are_open(now, rule, closed_days))
		return rule.n ? now : MOMENT_NONE;
	for (int32_t i = 0; i < LOOK_AHEAD; i++) {
		struct day day = { day_of(now).n + i };
		size_t n = hours_are_closed_on(day, closed_days) ? 0 : hours_on(rule, day_weekday(day), s);
		int first = -1, after = i ? -1 : day_minute(now);
		for (size_t k = 0; k < n; k++)
			if (s[k].from > after && (first < 0 || s[k].from < first))
				first = s[k].from;
		if (first >= 0)
			return day_moment(day, first);
	}
	return MOMENT_NONE;
}

/* Days by the civil calendar, counted from 1970-01-01; moments cut at midnight in Japan (UTC+9 all year). */
#include "base/day.h"

enum { JST = 9 * HOUR };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct day day_of(struct moment m)
{
	return (struct day){ (int32_t)floor_div(m.ms + JST, DAY_MS) };
}

/* Years begin in March here, so that the leap day is the last of them. */
static int32_t count(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_div(y, 400), in_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return (int32_t)(era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + of_year - 719468);
}

struct day_parts day_split(struct day d)
{
	int64_t z = (int64_t)d.n + 719468;
	int64_t era = floor_div(z, 146097), in_era = z - era * 146097;
	int64_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t of_year = in_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;
	int month = (int)(m < 10 ? m + 3 : m - 9);
	return (struct day_parts){ (int)(y + era * 400 + (month <= 2)), month, (int)(of_year - (153 * m + 2) / 5 + 1) };
}

struct day day_make(int year, int month, int day)
{
	if (year < 1868 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
		return DAY_NONE;
	struct day d = { count(year, month, day) };
	struct day_parts p = day_split(d);
	return p.month == month && p.day == day ? d : DAY_NONE;
}

int day_weekday(struct day d)
{
	int64_t n = ((int64_t)d.n + 4) % 7;
	return (int)(n < 0 ? n + 7 : n);
}

bool day_is_none(struct day d)
{
	return d.n == INT32_MIN;
}

bool day_parse(struct str s, struct day *ret)
{
	struct str part[3];
	int64_t v[3];
	char mark = str_has(s, "/") ? '/' : '-';
	for (int i = 0; i < 3; i++)
		if (!str_cut(&s, mark, &part[i]) || part[i].n > 4 || !str_int(part[i], &v[i]) || v[i] < 0)
			return false;
	if (s.s || part[0].n != 4)
		return false;
	struct day d = day_make((int)v[0], (int)v[1], (int)v[2]);
	if (day_is_none(d))
		return false;
	*ret = d;
	return true;
}

int day_fiscal_year(struct day d)
{
	struct day_parts p = day_split(d);
	return p.year - (p.month < 4);
}

int day_minute(struct moment m)
{
	int64_t of_day = m.ms + JST - floor_div(m.ms + JST, DAY_MS) * DAY_MS;
	return (int)(of_day / MINUTE);
}

struct moment day_moment(struct day d, int minute)
{
	return (struct moment){ (int64_t)d.n * DAY_MS - JST + (int64_t)minute * MINUTE };
}

struct moment moment_add(struct moment m, int64_t ms)
{
	return (struct moment){ m.ms + ms };
}

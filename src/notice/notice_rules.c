/* Months as people count them: who was born on the 31st is a month old on the last day of a shorter month. */
#include "notice/notice_rules.h"

static struct day months_before(struct day on, int64_t n)
{
	struct day_parts x = day_split(on);
	int64_t month = (int64_t)x.year * 12 + x.month - 1 - n;
	struct day day = DAY_NONE;
	for (int last = x.day; day_is_none(day); last--)
		day = day_make((int)(month / 12), (int)(month % 12) + 1, last);
	return day;
}

struct notice_born notice_born_on(struct day on, int64_t from_n, int64_t until_n)
{
	struct notice_born x = { .from_on = day_make(1900, 1, 1), .until_on = on, .is_any = from_n < 0 && until_n < 0 };
	if (from_n >= 0)
		x.until_on = months_before(on, from_n);
	if (until_n >= 0)
		x.from_on = (struct day){ months_before(on, until_n + 1).n + 1 };
	return x;
}

bool notice_is_day(struct moment at, int from_minute, int until_minute)
{
	int minute = day_minute(at);
	return minute >= from_minute && minute < until_minute;
}

struct moment notice_next_day(struct moment at, int from_minute, int until_minute)
{
	struct day on = day_of(at);
	if (notice_is_day(at, from_minute, until_minute))
		return at;
	return day_moment((struct day){ on.n + (day_minute(at) >= until_minute) }, from_minute);
}

/* Small values in the forms that others check. */
#include "exchange/exchange_value.h"
#include "base/out.h"
#include <string.h>

bool exchange_is_url(struct str s)
{
	if (!str_starts(s, "https://") && !str_starts(s, "http://"))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] <= 0x20 || (unsigned char)s.s[i] >= 0x7f || strchr("<>\"{}|\\^`", s.s[i]))
			return false;
	return s.n > 10;
}

bool exchange_is_mail(struct str value)
{
	struct str rest = value, head;
	if (!str_cut(&rest, '@', &head) || !head.n || !str_has(rest, ".") || str_has(rest, "@") || str_starts(rest, ".") || str_ends(rest, "."))
		return false;
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.s[i] <= 0x20 || (unsigned char)value.s[i] >= 0x7f || strchr("<>\"(),:;[\\]", value.s[i]))
			return false;
	return true;
}

struct str exchange_time(struct arena *a, struct moment at)
{
	int64_t day = at.ms / DAY_MS, rest = at.ms % DAY_MS;
	struct day_parts x = day_split((struct day){ (int32_t)day });
	return arena_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", x.year, x.month, x.day, (int)(rest / HOUR), (int)(rest / MINUTE % 60),
		(int)(rest / SECOND % 60), (int)(rest % SECOND));
}

struct str exchange_day(struct arena *a, struct day day)
{
	struct day_parts x = day_is_none(day) ? (struct day_parts){ 0 } : day_split(day);
	return day_is_none(day) ? STR_NONE : arena_fmt(a, "%04d-%02d-%02d", x.year, x.month, x.day);
}

/* `Mon-Fri` or `Mon,Wed` as MO,TU,WE,TH,FR. */
struct str exchange_by_day(struct arena *a, struct str days)
{
	static const char *const from[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" }, *const to[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	struct out o = { .arena = a };
	struct str rest = days, one;
	while (str_cut(&rest, ',', &one)) {
		int first = -1, last = -1;
		for (int i = 0; i < 7; i++) {
			first = str_starts(one, from[i]) ? i : first;
			last = str_ends(one, from[i]) ? i : last;
		}
		for (int i = first; i >= 0 && i <= last; i++)
			out_fmt(&o, "%s%s", o.n ? "," : "", to[i]);
	}
	return out_done(&o);
}

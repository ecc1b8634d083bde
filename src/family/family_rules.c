/* Weeks, months and numbers. */
#include "family/family_rules.h"
#include "base/out.h"

struct family_weeks family_weeks_on(struct day due_on, struct day on)
{
	int days = FAMILY_TERM_DAYS - (due_on.n - on.n);
	int weeks = days >= 0 ? days / 7 : -1;
	return (struct family_weeks){ weeks, days >= 0 ? days % 7 : 0 };
}

struct day family_due_of_period(struct day period_on)
{
	return (struct day){ period_on.n + FAMILY_TERM_DAYS };
}

struct day family_months_later(struct day on, int months)
{
	struct day_parts x = day_split(on);
	int all = x.year * 12 + x.month - 1 + months;
	for (int day = x.day; day > 27; day--) {
		struct day ret = day_make(all / 12, all % 12 + 1, day);
		if (!day_is_none(ret))
			return ret;
	}
	return day_make(all / 12, all % 12 + 1, x.day);
}

struct family_age family_age_on(struct day born_on, struct day on)
{
	if (day_is_none(born_on) || on.n < born_on.n)
		return (struct family_age){ 0 };
	struct day_parts from = day_split(born_on), to = day_split(on);
	int months = (to.year - from.year) * 12 + to.month - from.month;
	if (family_months_later(born_on, months).n > on.n)
		months--;
	return (struct family_age){ months / 12, months % 12, on.n - family_months_later(born_on, months).n };
}

/* Half- and full-width figures alike. */
static int digit_at(struct str s, size_t *at)
{
	unsigned char c = (unsigned char)s.s[*at];
	if (c >= '0' && c <= '9') {
		*at += 1;
		return c - '0';
	}
	if (*at + 2 < s.n && c == 0xEF && (unsigned char)s.s[*at + 1] == 0xBC) {
		int wide = (unsigned char)s.s[*at + 2] - 0x90;
		*at += 3;
		return wide >= 0 && wide <= 9 ? wide : -1;
	}
	*at += 1;
	return -1;
}

struct str family_phone_digits(struct arena *a, struct str s)
{
	struct out o = { .arena = a };
	bool is_abroad = str_starts(str_trim(s), "+81");
	for (size_t at = 0; at < s.n;) {
		int digit = digit_at(s, &at);
		if (digit >= 0)
			out_int(&o, digit);
	}
	struct str ret = out_done(&o);
	if (is_abroad && ret.n > 2)
		ret = arena_fmt(a, "0%.*s", (int)ret.n - 2, ret.s + 2);
	return ret.n >= 9 && ret.n <= 15 ? ret : STR_NONE;
}

bool family_is_my_number(struct str s)
{
	int digit[12], n = 0, sum = 0;
	for (size_t at = 0; at < s.n;) {
		bool is_gap = s.s[at] == ' ' || s.s[at] == '-';
		int x = digit_at(s, &at);
		if (is_gap)
			continue;
		if (x < 0 || n == 12)
			return false;
		digit[n++] = x;
	}
	if (n != 12)
		return false;
	for (int i = 1; i <= 11; i++)                   /* i counts from the right of the eleven */
		sum += digit[11 - i] * (i <= 6 ? i + 1 : i - 5);
	int rest = sum % 11;
	return digit[11] == (rest <= 1 ? 0 : 11 - rest);
}

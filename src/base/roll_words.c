/* Words of lists of people: eras, and what stands for yes. */
#include "base/roll.h"
#include <string.h>

static const struct { const char *word; int before; } eras[] = {
	{ "令和", 2018 }, { "平成", 1988 }, { "昭和", 1925 }, { "大正", 1911 }, { "R", 2018 }, { "H", 1988 }, { "S", 1925 }, { "T", 1911 },
	{ "r", 2018 }, { "h", 1988 }, { "s", 1925 },
};

bool roll_is_yes(struct str x)
{
	static const char *const words[] = { "1", "yes", "true", "○", "◯", "有", "あり", "はい", "可", "対応可", "Y", "y" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(x, words[i]))
			return true;
	return false;
}

static int take_era(struct str *s)
{
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
		size_t n = strlen(eras[i].word);
		if (!str_starts(*s, eras[i].word))
			continue;
		s->s += n;
		s->n -= n;
		return eras[i].before;
	}
	return 0;
}

/* The next number, 元 as 1; what parts numbers is passed over. Wide figures are three bytes: EF BC 90-99. */
static bool take_number(struct str *s, int most_digits, int64_t *ret)
{
	int64_t n = 0;
	int digit_n = 0;
	while (s->n && digit_n < most_digits) {
		const unsigned char *b = (const unsigned char *)s->s;
		bool is_wide = s->n >= 3 && b[0] == 0xef && b[1] == 0xbc && b[2] >= 0x90 && b[2] <= 0x99;
		if (!digit_n && str_starts(*s, "元")) {
			s->s += 3;
			s->n -= 3;
			*ret = 1;
			return true;
		}
		bool is_digit = is_wide || (b[0] >= '0' && b[0] <= '9');
		if (!is_digit && digit_n)
			break;
		if (is_digit) {
			n = n * 10 + (is_wide ? b[2] - 0x90 : b[0] - '0');
			digit_n++;
		}
		s->s += is_wide ? 3 : 1;
		s->n -= is_wide ? 3 : 1;
	}
	*ret = n;
	return digit_n > 0;
}

bool roll_day(struct str written, struct day *ret)
{
	struct str s = str_trim(written);
	int64_t year, month, day;
	int before = take_era(&s);
	if (!take_number(&s, before ? 2 : 4, &year) || !take_number(&s, 2, &month) || !take_number(&s, 2, &day))
		return false;
	struct day x = day_make((int)year + before, (int)month, (int)day);
	if (day_is_none(x) || year + before < 1868 || year + before > 2200)
		return false;
	*ret = x;
	return true;
}

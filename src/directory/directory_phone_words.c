/* Numbers that a telephone can call, in what people wrote: brackets, wide digits, notes in between. */
#include "directory/directory_place.h"
#include <string.h>

/* One sign of a number at the front: its bytes; *ret_digit 0-9 or -1 for a sign between digits. 0: something else. */
static size_t sign_at(struct str s, int *ret_digit)
{
	static const char *const between[] = { "-", "－", "‐", "ー", "−", "―", "(", ")", "（", "）", NULL };
	const unsigned char *at = (const unsigned char *)s.s;
	*ret_digit = -1;
	if (s.n && at[0] >= '0' && at[0] <= '9')
		return *ret_digit = at[0] - '0', 1;
	if (s.n >= 3 && at[0] == 0xef && at[1] == 0xbc && at[2] >= 0x90 && at[2] <= 0x99)
		return *ret_digit = at[2] - 0x90, 3;
	for (size_t i = 0; between[i]; i++)
		if (str_starts(s, between[i]))
			return strlen(between[i]);
	return 0;
}

/* A number at the front that begins with 0: how many bytes it takes; 0 when there is none. A bracket may open the area code. */
static size_t number_at(struct arena *a, struct str s, struct str *ret_dial)
{
	struct out dial = { .arena = a };
	size_t at = 0, end = 0;
	int digit, digit_n = 0;
	for (size_t step; (step = sign_at((struct str){ s.s + at, s.n - at }, &digit)) > 0; at += step) {
		if (digit < 0 && !digit_n && at)
			return 0;
		if (digit < 0)
			continue;
		if (!digit_n && digit != 0)
			return 0;
		out_fmt(&dial, "%d", digit);
		digit_n++;
		end = at + step;
	}
	bool is_opened = str_starts(s, "(") || str_starts(s, "（");
	struct str whole = { s.s, end };
	if (digit_n < 10 || digit_n > 11 || (is_opened && !str_has(whole, ")") && !str_has(whole, "）")))
		return 0;
	*ret_dial = out_done(&dial);
	return end;
}

/* What cannot begin a number is passed over whole: digits in the middle of a longer row are no number. */
static size_t passed_n(struct str s)
{
	int digit;
	size_t n = 0, step = sign_at(s, &digit);
	if (!step || digit < 0) {
		for (n = 1; n < s.n && ((unsigned char)s.s[n] & 0xc0) == 0x80;)
			n++;
		return n;
	}
	while ((step = sign_at((struct str){ s.s + n, s.n - n }, &digit)) > 0 && digit >= 0)
		n += step;
	return n;
}

size_t directory_phone_read(struct arena *a, struct str words, struct directory_said **ret)
{
	struct directory_said *said = *ret = ARENA_ARRAY(a, struct directory_said, words.n / 5 + 2);
	size_t n = 0, from = 0, at = 0;
	while (at < words.n) {
		struct str dial, rest = { words.s + at, words.n - at };
		size_t used = number_at(a, rest, &dial);
		if (!used) {
			at += passed_n(rest);
			continue;
		}
		if (at > from)
			said[n++] = (struct directory_said){ .words = { words.s + from, at - from } };
		said[n++] = (struct directory_said){ .words = { words.s + at, used }, .dial = dial };
		from = at += used;
	}
	if (words.n > from)
		said[n++] = (struct directory_said){ .words = { words.s + from, words.n - from } };
	return n;
}

/* Text that knows its length. */
#include "base/str.h"

struct str str_of(const char *z)
{
	return z ? (struct str){ z, strlen(z) } : STR_NONE;
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool str_is(struct str a, const char *z)
{
	return str_eq(a, str_of(z));
}

bool str_eq_nocase(struct str a, const char *z)
{
	return a.n == strlen(z) && (a.n == 0 || strncasecmp(a.s, z, a.n) == 0);
}

bool str_starts(struct str a, const char *z)
{
	size_t n = strlen(z);
	return a.n >= n && (n == 0 || memcmp(a.s, z, n) == 0);
}

bool str_ends(struct str a, const char *z)
{
	size_t n = strlen(z);
	return a.n >= n && (n == 0 || memcmp(a.s + a.n - n, z, n) == 0);
}

bool str_has(struct str a, const char *z)
{
	return *z == 0 || (a.n > 0 && memmem(a.s, a.n, z, strlen(z)) != NULL);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str a)
{
	static const char wide[] = "\xe3\x80\x80";
	for (;;) {
		size_t skip = a.n && is_space(a.s[0]) ? 1 : str_starts(a, wide) ? 3 : 0;
		if (!skip)
			break;
		a = (struct str){ a.s + skip, a.n - skip };
	}
	for (;;) {
		size_t skip = a.n && is_space(a.s[a.n - 1]) ? 1 : str_ends(a, wide) ? 3 : 0;
		if (!skip)
			return a;
		a.n -= skip;
	}
}

bool str_cut(struct str *rest, char at, struct str *ret_head)
{
	if (!rest->s)
		return false;
	const char *hit = rest->n ? memchr(rest->s, at, rest->n) : NULL;
	if (!hit) {
		*ret_head = *rest;
		*rest = STR_NONE;
		return true;
	}
	size_t n = (size_t)(hit - rest->s);
	*ret_head = (struct str){ rest->s, n };
	*rest = (struct str){ hit + 1, rest->n - n - 1 };
	return true;
}

bool str_int(struct str a, int64_t *ret)
{
	bool minus = a.n > 0 && a.s[0] == '-';
	int64_t v = 0;
	if (a.n == (size_t)minus)
		return false;
	for (size_t i = minus; i < a.n; i++) {
		if (a.s[i] < '0' || a.s[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, (int64_t)10, &v) || __builtin_sub_overflow(v, (int64_t)(a.s[i] - '0'), &v))
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*ret = minus ? v : -v;
	return true;
}

/* Length of the code point at s, 0 when it is none: shortest form only, no surrogates, nothing past U+10FFFF. */
static size_t letter(const unsigned char *s, size_t n)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	if (s[0] < 0x80)
		return s[0] != 0;
	size_t k = s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : s[0] >= 0xe0 && s[0] < 0xf0 ? 3 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : 0;
	if (k == 0 || k > n)
		return 0;
	uint32_t v = s[0] & (0xffu >> (k + 1));
	for (size_t i = 1; i < k; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (s[i] & 0x3f);
	}
	return v < least[k] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000) ? 0 : k;
}

bool str_is_utf8(struct str a)
{
	for (size_t i = 0; i < a.n;) {
		size_t k = letter((const unsigned char *)a.s + i, a.n - i);
		if (k == 0)
			return false;
		i += k;
	}
	return true;
}

size_t str_letters(struct str a)
{
	size_t n = 0;
	for (size_t i = 0; i < a.n; i++)
		n += ((unsigned char)a.s[i] & 0xc0) != 0x80;
	return n;
}

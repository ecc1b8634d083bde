/* Recognising encodings: marks first, then strict UTF-8, then strict EUC-JP, then whichever of UTF-8 and CP932 breaks less. */
#include "base/encoding.h"
#include "base/check.h"
#include "base/out.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

const char *encoding_word(enum encoding e)
{
	static const char *const word[] = { "UTF-8", "CP932", "UTF-16", "EUC-JP", "ISO-2022-JP", "zip", "excel", "pdf", "binary", "empty" };
	return word[e];
}

static bool begins(struct str s, const char *mark, size_t n)
{
	return s.n >= n && memcmp(s.s, mark, n) == 0;
}

/* How long the UTF-8 letter at s is; 0 when it is none. */
static size_t letter_n(struct str s)
{
	unsigned char c = (unsigned char)s.s[0];
	size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
	return n && n <= s.n && (c == 0 || str_is_utf8((struct str){ s.s, n })) ? n : 0;
}

static void utf8_lenient(struct str s, struct out *out, size_t *ret_broken_n, size_t *ret_wide_n)
{
	while (s.n) {
		size_t n = letter_n(s);
		if (n)
			out_put(out, s.s, n);
		else
			out_z(out, "\xef\xbf\xbd");
		*ret_broken_n += !n;
		*ret_wide_n += n > 1;
		n = n ? n : 1;
		s = (struct str){ s.s + n, s.n - n };
	}
}

static bool lenient(const char *from, struct str s, struct out *out, size_t *ret_broken_n)
{
	iconv_t cd = iconv_open("UTF-8", from);
	char piece[4096], *in = (char *)(uintptr_t)s.s;
	size_t left = s.n;
	if (cd == (iconv_t)-1)
		return false;
	while (left) {
		char *to = piece;
		size_t room = sizeof piece;
		size_t r = iconv(cd, &in, &left, &to, &room);
		out_put(out, piece, (size_t)(to - piece));
		if (r == (size_t)-1 && errno != E2BIG && left) {
			out_z(out, "\xef\xbf\xbd");
			++*ret_broken_n;
			in++;
			left--;
		}
	}
	iconv_close(cd);
	return true;
}

static void put_letter(struct out *out, uint32_t v)
{
	char b[4];
	size_t n = v < 0x80 ? 1 : v < 0x800 ? 2 : v < 0x10000 ? 3 : 4;
	if (n == 1)
		b[0] = (char)v;
	for (size_t i = n; n > 1 && i-- > 1; v >>= 6)
		b[i] = (char)(0x80 | (v & 0x3f));
	if (n > 1)
		b[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | v);
	out_put(out, b, n);
}

static void utf16(struct str s, bool is_big, struct out *out, size_t *ret_broken_n)
{
	const unsigned char *b = (const unsigned char *)s.s;
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t v = is_big ? (uint32_t)b[i] << 8 | b[i + 1] : (uint32_t)b[i + 1] << 8 | b[i];
		if (v >= 0xd800 && v < 0xdc00 && i + 3 < s.n) {
			uint32_t low = is_big ? (uint32_t)b[i + 2] << 8 | b[i + 3] : (uint32_t)b[i + 3] << 8 | b[i + 2];
			if (low >= 0xdc00 && low < 0xe000) {
				v = 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		bool is_lone = v >= 0xd800 && v < 0xe000;
		*ret_broken_n += is_lone;
		put_letter(out, is_lone ? 0xfffd : v);
	}
}

/* Without a mark: UTF-16 shows by zero bytes on one side of commas and line ends. 0 no, 1 little, 2 big. */
static int utf16_unmarked(struct str s)
{
	size_t n = s.n < 4000 ? s.n : 4000, little = 0, big = 0;
	for (size_t i = 0; i + 1 < n; i += 2) {
		bool low = s.s[i] == ',' || s.s[i] == '\n' || s.s[i] == '\t', high = s.s[i + 1] == ',' || s.s[i + 1] == '\n' || s.s[i + 1] == '\t';
		little += low && !s.s[i + 1];
		big += high && !s.s[i];
	}
	return little > 1 && !big ? 1 : big > 1 && !little ? 2 : 0;
}

/* Control characters go; NULs and many of them mean that it is no text. */
static bool clean(struct str *s)
{
	char *to = (char *)(uintptr_t)s->s;
	size_t n = 0, gone = 0;
	for (size_t i = 0; i < s->n; i++) {
		unsigned char c = (unsigned char)s->s[i];
		bool is_control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
		bool is_mark = c == 0xef && s->n - i >= 3 && !memcmp(s->s + i, "\xef\xbb\xbf", 3);
		if (c == 0)
			return false;
		gone += is_control;
		i += is_mark ? 2 : 0;
		if (!is_mark && !is_control)
			to[n++] = (char)c;
	}
	bool is_text = gone * 100 <= s->n + 99;
	s->n = n;
	to[n] = 0;
	return is_text;
}

/* Every letter is a pair of bytes from 0xA1 up: text in CP932 has lead bytes below, and no kana or kanji of it would pass. */
static bool is_euc(struct str s)
{
	const unsigned char *b = (const unsigned char *)s.s;
	size_t wide = 0;
	for (size_t i = 0; i < s.n;) {
		size_t n = b[i] < 0x80 ? 1 : b[i] == 0x8f ? 3 : b[i] == 0x8e || (b[i] >= 0xa1 && b[i] < 0xff) ? 2 : 0;
		if (!n || i + n > s.n)
			return false;
		for (size_t k = 1; k < n; k++)
			if (b[i + k] < 0xa1 || b[i + k] == 0xff)
				return false;
		wide += n > 1 && b[i] != 0x8e;
		i += n;
	}
	return wide > 0;
}

/* Pure ASCII with the escape that begins two-byte letters. */
static bool is_jis(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] >= 0x80)
			return false;
	return memmem(s.s, s.n, "\x1b$B", 3) || memmem(s.s, s.n, "\x1b$@", 3);
}

static enum encoding by_mark(struct str s)
{
	static const struct { const char *mark; size_t n; enum encoding is; } row[] = { { "PK\x03\x04", 4, ENCODING_ZIP }, { "PK\x05\x06", 4, ENCODING_ZIP },
		{ "\xd0\xcf\x11\xe0", 4, ENCODING_EXCEL }, { "%PDF", 4, ENCODING_PDF }, { "\xff\xfe", 2, ENCODING_UTF16 }, { "\xfe\xff", 2, ENCODING_UTF16 },
		{ "\xef\xbb\xbf", 3, ENCODING_UTF8 }, { "\x89PNG", 4, ENCODING_BINARY }, { "\xff\xd8\xff", 3, ENCODING_BINARY }, { "\x1f\x8b", 2, ENCODING_BINARY },
		{ "\x7f" "ELF", 4, ENCODING_BINARY }, { "GIF8", 4, ENCODING_BINARY } };
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (begins(s, row[i].mark, row[i].n))
			return row[i].is;
	return s.n ? ENCODING_CP932 : ENCODING_EMPTY;
}

/* Neither mark nor pure UTF-8. */
static bool guess(struct arena *a, struct str bytes, enum encoding *ret, struct str *ret_text, size_t *ret_broken_n)
{
	size_t utf8_broken = 0, wide = 0, cp932_broken = 0;
	struct out utf8 = { .arena = a }, cp932 = { .arena = a }, euc = { .arena = a };
	if (is_euc(bytes) && lenient("EUC-JP-MS", bytes, &euc, ret_broken_n)) {
		*ret = ENCODING_EUC;
		*ret_text = out_done(&euc);
		return true;
	}
	utf8_lenient(bytes, &utf8, &utf8_broken, &wide);
	bool has_cp932 = lenient("CP932", bytes, &cp932, &cp932_broken);
	bool is_utf8 = !has_cp932 || utf8_broken * 8 < wide || utf8_broken < cp932_broken;
	*ret = is_utf8 ? ENCODING_UTF8 : ENCODING_CP932;
	*ret_text = out_done(is_utf8 ? &utf8 : &cp932);
	*ret_broken_n = is_utf8 ? utf8_broken : cp932_broken;
	return true;
}

/* Zeros that a copy left behind the text. */
static struct str without_tail(struct str s)
{
	while (s.n && !s.s[s.n - 1])
		s.n--;
	return s;
}

bool encoding_read(struct arena *a, struct str bytes, enum encoding *ret, struct str *ret_text, size_t *ret_broken_n)
{
	struct str text = STR_NONE;
	struct out jis = { .arena = a };
	size_t broken_n = 0;
	*ret = by_mark(bytes);
	int unmarked = *ret == ENCODING_CP932 ? utf16_unmarked(bytes) : 0;
	if (*ret == ENCODING_UTF16 || unmarked) {
		struct out out = { .arena = a };
		size_t skip = unmarked ? 0 : 2;
		utf16((struct str){ bytes.s + skip, bytes.n - skip }, unmarked == 2 || begins(bytes, "\xfe\xff", 2), &out, &broken_n);
		text = out_done(&out);
		*ret = ENCODING_UTF16;
	} else if (*ret != ENCODING_UTF8 && *ret != ENCODING_CP932) {
		return false;
	} else if (is_jis(bytes) && lenient("ISO-2022-JP", bytes, &jis, &broken_n)) {
		text = out_done(&jis);
		*ret = ENCODING_JIS;
	} else if (str_is_utf8(without_tail(bytes))) {
		bytes = without_tail(bytes);
		text = arena_str(a, bytes);
		*ret = ENCODING_UTF8;
	} else if (memchr(bytes.s, 0, without_tail(bytes).n) || !guess(a, without_tail(bytes), ret, &text, &broken_n)) {
		*ret = ENCODING_BINARY;
		return false;
	}
	if (broken_n * 10 > text.n || !clean(&text)) {
		*ret = ENCODING_BINARY;
		return false;
	}
	if (!str_trim(text).n) {
		*ret = ENCODING_EMPTY;
		return false;
	}
	*ret_text = text;
	*ret_broken_n = broken_n;
	return true;
}

/* ---- writing ---- */

struct str encoding_write_cp932(struct arena *a, struct str text, size_t *ret_lost_n)
{
	struct out out = { .arena = a };
	iconv_t cd = iconv_open("CP932", "UTF-8");
	char piece[4096], *in = (char *)(uintptr_t)text.s;
	size_t left = text.n;
	*ret_lost_n = 0;
	CHECK(cd != (iconv_t)-1);
	while (left) {
		char *to = piece;
		size_t room = sizeof piece;
		size_t r = iconv(cd, &in, &left, &to, &room);
		out_put(&out, piece, (size_t)(to - piece));
		if (r != (size_t)-1 || errno == E2BIG || !left)
			continue;
		size_t n = letter_n((struct str){ in, left });
		n = n ? n : 1;
		out_put(&out, "\x81\xac", 2);
		++*ret_lost_n;
		in += n;
		left -= n;
	}
	iconv_close(cd);
	return out_done(&out);
}

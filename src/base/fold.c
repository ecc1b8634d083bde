/* Letters one by one, each knowing where it came from; what a mark changes is the letter before it, so one letter is held back. */
#include "base/fold.h"
#include "base/fold_words.h"
#include <pthread.h>
#include <string.h>
#include <utf8proc.h>

enum { LONG = 0x30fc, DAKUTEN = 0x3099, HANDAKUTEN = 0x309a, MIDDLE_DOT = 0x30fb, WIDE_BLANK = 0x3000 };
enum { FAR_MOST = 16 };

static uint16_t variant[0x10000];                       /* of kanji: the usual one, or 0 */
static struct { uint32_t from, to; } far_variant[FAR_MOST];     /* beyond the first plane */
static int far_n;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void variants_read(void)
{
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)fold_variants;
	while (*s) {
		utf8proc_int32_t from, to;
		s += utf8proc_iterate(s, -1, &from);
		s += utf8proc_iterate(s, -1, &to);
		if (from < 0x10000)
			variant[from] = (uint16_t)to;
		else if (far_n < FAR_MOST)
			far_variant[far_n].from = (uint32_t)from, far_variant[far_n++].to = (uint32_t)to;
	}
}

static bool is_kana(uint32_t x)
{
	return x >= 0x3041 && x <= 0x3096;
}

static bool is_kanji(uint32_t x)
{
	return (x >= 0x3400 && x <= 0x9fff) || (x >= 0xf900 && x <= 0xfaff) || x == 0x3005 || x == 0x3007 || x >= 0x20000;
}

static bool is_japanese(uint32_t x)
{
	return is_kana(x) || is_kanji(x);
}

/* ---- one letter ---- */

/* Small kana as large ones, ぢ as じ, づ as ず, ゐ as い: old lists of cities write them so. */
static uint32_t kana_of(uint32_t x)
{
	switch (x) {
	case 0x3041: case 0x3043: case 0x3045: case 0x3047: case 0x3049: case 0x3063: case 0x3083: case 0x3085: case 0x3087: case 0x308e:
		return x + 1;
	case 0x3095: return 0x304b;
	case 0x3096: return 0x3051;
	case 0x3062: return 0x3058;
	case 0x3065: return 0x305a;
	case 0x3090: return 0x3044;
	case 0x3091: return 0x3048;
	case 0x3094: return 0x3076;
	default: return x;
	}
}

static uint32_t kanji_of(uint32_t x)
{
	if (x < 0x10000)
		return variant[x] ? variant[x] : x;
	for (int i = 0; i < far_n; i++)
		if (far_variant[i].from == x)
			return far_variant[i].to;
	return x;
}

static bool is_word(uint32_t x)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)x);
	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

static bool is_mark(uint32_t x)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)x);
	return k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME;
}

static bool is_stroke(uint32_t x)
{
	return x == '-' || x == '~' || (x >= 0x2010 && x <= 0x2015) || x == 0x2212 || x == 0x2500 || x == 0x301c || x == 0xff0d || x == 0xff5e;
}

static uint32_t voiced(uint32_t x, bool is_half)
{
	bool is_h = x >= 0x306f && x <= 0x307b && (x - 0x306f) % 3 == 0;
	if (is_half)
		return is_h ? x + 2 : x;
	if (is_h || (x >= 0x304b && x <= 0x3061 && x % 2) || (x >= 0x3064 && x <= 0x3068 && x % 2 == 0))
		return x + 1;
	return x == 0x3046 ? 0x3076 : x;
}

/* ---- one after the other ---- */

struct fold fold_begin(struct str s)
{
	pthread_once(&once, variants_read);
	return (struct fold){ .s = s.s, .n = s.n };
}

static void hold(struct fold *f, uint32_t letter, size_t from)
{
	if (f->held_n >= (int)(sizeof f->held / sizeof *f->held))
		return;
	f->held[f->held_n++] = (struct fold_letter){ letter, from, f->at };
	f->last = letter;
}

/* What kind of gap it was is seen at the next letter. */
static void hold_letter(struct fold *f, uint32_t letter, size_t from)
{
	bool is_gap = f->gap == FOLD_BREAK || (f->gap == FOLD_BLANK && !is_japanese(f->last) && !is_japanese(letter));
	if (is_gap && f->last)
		hold(f, f->gap, f->gap_at);
	f->gap = 0;
	hold(f, letter, from);
}

static void hold_gap(struct fold *f, uint32_t gap, size_t from)
{
	if (f->gap != FOLD_BREAK)
		f->gap = gap;
	f->gap_at = from;
}

static void take_part(struct fold *f, uint32_t x, size_t from)
{
	if (x >= 0x30a1 && x <= 0x30f6)
		x -= 0x60;
	if ((x == DAKUTEN || x == HANDAKUTEN) && f->held_n) {
		struct fold_letter *before = &f->held[f->held_n - 1];
		before->letter = f->last = kana_of(voiced(before->letter, x == HANDAKUTEN));
		before->to = f->at;
		return;
	}
	if (x == MIDDLE_DOT)
		return;
	if (is_mark(x) || x == LONG || (is_stroke(x) && is_kana(f->last))) {
		if (f->held_n && !f->gap)
			f->held[f->held_n - 1].to = f->at;
		return;
	}
	if (x == ' ' || x == WIDE_BLANK || x == 0xa0)
		hold_gap(f, FOLD_BLANK, from);
	else if (is_kana(x))
		hold_letter(f, kana_of(x), from);
	else if (is_kanji(x))
		hold_letter(f, kanji_of(x), from);
	else if (is_word(x))
		hold_letter(f, x == 0x111 ? 'd' : x, from);
	else
		hold_gap(f, FOLD_BREAK, from);
}

/* Takes one letter of the original apart; several may come of it, or none. */
static void take(struct fold *f)
{
	utf8proc_int32_t x, part[32];
	size_t from = f->at;
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)f->s + f->at, (utf8proc_ssize_t)(f->n - f->at), &x);
	if (n < 1) {
		f->at++;
		hold_gap(f, FOLD_BREAK, from);
		return;
	}
	f->at += (size_t)n;
	if (x < 0x80) {
		take_part(f, (uint32_t)(x >= 'A' && x <= 'Z' ? x + 32 : x), from);
		return;
	}
	if ((x >= 0x4e00 && x <= 0x9fff) || is_kana((uint32_t)x)) {
		take_part(f, (uint32_t)x, from);
		return;
	}
	n = utf8proc_decompose_char(x, part, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
	for (int i = 0; i < n && n <= 32; i++)
		take_part(f, (uint32_t)part[i], from);
}

bool fold_next(struct fold *f, struct fold_letter *ret)
{
	while (f->held_n < 2 && f->at < f->n)
		take(f);
	if (!f->held_n)
		return false;
	*ret = f->held[0];
	f->held_n--;
	memmove(f->held, f->held + 1, sizeof *f->held * (size_t)f->held_n);
	return true;
}

size_t fold_letter_put(uint32_t letter, char ret[4])
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)letter, (utf8proc_uint8_t *)ret);
}

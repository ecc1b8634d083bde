/* The runtime of generated pages: bytes into the page's buffer, each value escaped for the place where it stands. */
#include "web/page.h"
#include "base/check.h"
#include "web/page_html.page.h"
#include <string.h>

static struct out *target(struct page *p) { return p->held ? p->held : p->out; }

/* Most pages fit into what the first byte takes, so nothing is copied twice. */
enum { PAGE_FIRST = 16 << 10 };

static inline void put(struct out *o, const char *s, size_t n)
{
	if (__builtin_expect(o->cap - o->n < n, 0)) out_grow(o, o->cap || n > PAGE_FIRST ? n : PAGE_FIRST);
	if (n) memcpy(o->b + o->n, s, n);
	o->n += n;
}

void page_raw(struct page *p, const char *s, size_t n) { put(target(p), s, n); }

void page_hold(struct page *p, struct out *to)
{
	CHECK(!p->held);
	p->held = to;
}

struct str page_release(struct page *p)
{
	CHECK(p->held);
	struct str s = out_done(p->held);
	p->held = NULL;
	return s;
}

/* ---- text ---- */
/* Where HTML needs another spelling; control characters have no place in it and go. */
static const unsigned char special[256] = {
	[0 ... 8] = 1, [11 ... 12] = 1, [14 ... 31] = 1, [127] = 1, ['&'] = 2, ['<'] = 3, ['>'] = 4, ['"'] = 5, ['\''] = 6
};
static const struct { const char *s; size_t n; } spelling[] = {
	[1] = { "", 0 }, [2] = { "&amp;", 5 }, [3] = { "&lt;", 4 }, [4] = { "&gt;", 4 },
	[5] = { "&quot;", 6 }, [6] = { "&#39;", 5 }
};

/* Sixteen letters at a time: most text has nothing to escape. */
typedef unsigned char sixteen __attribute__((vector_size(16)));

static inline size_t ordinary(const char *s, size_t n)
{
	size_t i = 0;
	for (; i + 16 <= n; i += 16) {
		sixteen x;
		uint64_t hit[2];
		memcpy(&x, s + i, 16);
		sixteen is_special = (sixteen)((x < 0x20) | (x == '&') | (x == '<') | (x == '>') | (x == '"') | (x == '\'') | (x == 0x7f));
		memcpy(hit, &is_special, 16);
		if (hit[0] | hit[1]) break;
	}
	while (i < n && !special[(unsigned char)s[i]]) i++;
	return i;
}

static void put_escaped(struct page *p, const char *s, size_t n)
{
	struct out *o = target(p);
	if (!n) return;
	for (const char *end = s + n; s < end; s++) {
		size_t fine = p->is_plain ? (size_t)(end - s) : ordinary(s, (size_t)(end - s));
		put(o, s, fine);
		s += fine;
		if (s == end) break;
		unsigned char kind = special[(unsigned char)*s];
		put(o, spelling[kind].s, spelling[kind].n);
	}
}

void page_text_str(struct page *p, struct str s) { p->is_plain ? page_plain_str(p, s) : put_escaped(p, s.s, s.n); }
void page_text_z(struct page *p, const char *z) { page_text_str(p, str_of(z)); }
void page_text_int(struct page *p, int64_t x) { out_int(target(p), x); }
void page_text_size(struct page *p, size_t x) { out_int(target(p), (int64_t)x); }

/* For letters: no control characters but line ends. */
void page_plain_str(struct page *p, struct str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		if ((c >= 0x20 && c != 0x7f) || c == '\n') continue;
		page_raw(p, s.s + from, i - from);
		from = i + 1;
	}
	if (s.n) page_raw(p, s.s + from, s.n - from);
}

void page_plain_z(struct page *p, const char *z) { page_plain_str(p, str_of(z)); }

/* ---- addresses ---- */
void page_part_str(struct page *p, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		bool is_safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
		char coded[3] = { '%', hex[c >> 4], hex[c & 15] };
		page_raw(p, is_safe ? s.s + i : coded, is_safe ? 1 : 3);
	}
}

void page_part_z(struct page *p, const char *z) { page_part_str(p, str_of(z)); }
void page_part_int(struct page *p, int64_t x) { page_text_int(p, x); }
void page_part_size(struct page *p, size_t x) { page_text_size(p, x); }

void page_base(struct page *p) { put_escaped(p, p->base.s, p->base.n); }

/* Browsers drop tabs and line breaks and read \ as /, so an address with any of them is not what it seems. */
struct url url_of(struct str s)
{
	struct url none = { STR_NONE };
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] <= 0x20 || s.s[i] == 0x7f || s.s[i] == '\\') return none;
	bool is_path = s.n && s.s[0] == '/' && !(s.n > 1 && s.s[1] == '/');
	bool is_outside = (str_starts(s, "https://") && s.n > 8) || (str_starts(s, "http://") && s.n > 7) || str_starts(s, "mailto:")
		|| str_starts(s, "tel:") || str_starts(s, "geo:");
	return is_path || is_outside ? (struct url){ s } : none;
}

/* A path is the tenant's, like a literal one in a page. What is no address leads nowhere. */
void page_url(struct page *p, struct url u)
{
	struct str s = url_of(u.s).s;
	if (!s.s) {
		page_raw(p, "#", 1);
		return;
	}
	if (s.s[0] == '/' && !str_starts(s, "/static/")) page_base(p);
	put_escaped(p, s.s, s.n);
}

void page_id(struct page *p, int64_t id)
{
	char text[14];
	id_put(id, text);
	page_raw(p, text, 13);
}

void page_iso_day(struct page *p, struct day day)
{
	if (day_is_none(day)) return;
	struct day_parts x = day_split(day);
	out_fmt(target(p), "%04d-%02d-%02d", x.year, x.month, x.day);
}

void page_iso_moment(struct page *p, struct moment at)
{
	if (at.ms == 0) return;
	int minute = day_minute(at);
	page_iso_day(p, day_of(at));
	out_fmt(target(p), "T%02d:%02d+09:00", minute / 60, minute % 60);
}

/* ---- messages ---- */
struct say say_begin(struct page *p, uint64_t message, bool is_attribute)
{
	size_t i = message & words_mask;
	while (words_table[i].key != message) {
		CHECK(words_table[i].key != 0);         /* pages and words.c were built from different sources */
		i = (i + 1) & words_mask;
	}
	struct str text = words_table[i].text[p->lang];
	return (struct say){ .p = p, .s = text.s, .end = text.s + text.n, .slot = -1, .is_attribute = is_attribute };
}

/* \x02kanji\x03kana\x04; gives the place behind it. */
static const char *furigana(struct say *say, const char *s)
{
	const char *kana = strchr(s, 3), *end = strchr(s, 4);
	CHECK(kana && end && kana < end);
	struct str below = { s + 1, (size_t)(kana - s - 1) }, above = { kana + 1, (size_t)(end - kana - 1) };
	if (say->p->has_ruby && !say->is_attribute && !say->p->is_plain) page_ruby(say->p, below, above);
	else put_escaped(say->p, below.s, below.n);
	return end + 1;
}

bool say_next(struct say *say)
{
	struct out *o = target(say->p);
	while (say->s < say->end) {
		size_t n = ordinary(say->s, (size_t)(say->end - say->s));
		put(o, say->s, n);
		say->s += n;
		if (say->s == say->end) break;
		if (*say->s == 1) {
			say->slot = (unsigned char)say->s[1] - 1;
			say->s += 2;
			return true;
		}
		if (*say->s == 2) say->s = furigana(say, say->s);
		else put_escaped(say->p, say->s++, 1);
	}
	return false;
}

void page_say(struct page *p, uint64_t message, bool is_attribute)
{
	struct say say = say_begin(p, message, is_attribute);
	while (say_next(&say)) CHECK(say.slot < 0);
}

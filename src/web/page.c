/* The runtime of generated pages: bytes into the page's buffer, each value escaped for the place where it stands. */
#include "web/page.h"
#include "base/check.h"
#include <string.h>

static struct out *target(struct page *p) { return p->held ? p->held : p->out; }

void page_raw(struct page *p, const char *s, size_t n) { out_put(target(p), s, n); }

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
static const char *const escapes[256] = { ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;" };

static void put_escaped(struct page *p, const char *s, size_t n)
{
	struct out *o = target(p);
	size_t from = 0;
	if (p->is_plain) {
		out_put(o, s, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *escape = escapes[(unsigned char)s[i]];
		if (!escape) continue;
		out_put(o, s + from, i - from);
		out_put(o, escape, strlen(escape));
		from = i + 1;
	}
	out_put(o, s + from, n - from);
}

void page_text_str(struct page *p, struct str s) { p->is_plain ? page_plain_str(p, s) : put_escaped(p, s.s, s.n); }
void page_text_z(struct page *p, const char *z) { page_text_str(p, str_of(z)); }
void page_text_int(struct page *p, int64_t x) { out_int(target(p), x); }
void page_text_size(struct page *p, size_t x) { out_int(target(p), (int64_t)x); }

/* A letter's line: no control characters, so nobody's name can begin a header or a second line. */
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
	bool is_outside = (str_starts(s, "https://") && s.n > 8) || str_starts(s, "mailto:") || str_starts(s, "tel:");
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

void page_form_keys(struct page *p)
{
	static const char csrf[] = "<input type=\"hidden\" name=\"csrf\" value=\"", once[] = "\"><input type=\"hidden\" name=\"once\" value=\"";
	page_raw(p, csrf, sizeof csrf - 1);
	put_escaped(p, p->csrf.s, p->csrf.n);
	page_raw(p, once, sizeof once - 1);
	put_escaped(p, p->once.s, p->once.n);
	page_raw(p, "\">", 2);
}

/* ---- messages ---- */
struct say say_begin(struct page *p, uint64_t message, bool is_attribute)
{
	size_t i = message & words_mask;
	while (words_table[i].key != message) {
		CHECK(words_table[i].key != 0);         /* pages and words.c were built from different sources */
		i = (i + 1) & words_mask;
	}
	const char *s = words_table[i].text[p->lang];
	return (struct say){ .p = p, .s = s, .end = s + strlen(s), .slot = -1, .is_attribute = is_attribute };
}

/* \x02kanji\x03kana\x04; gives the place behind it. */
static const char *furigana(struct say *say, const char *s)
{
	const char *kana = strchr(s, 3), *end = strchr(s, 4);
	CHECK(kana && end && kana < end);
	bool has_ruby = say->p->has_ruby && !say->is_attribute && !say->p->is_plain;
	if (has_ruby) page_raw(say->p, "<ruby>", 6);
	put_escaped(say->p, s + 1, (size_t)(kana - s - 1));
	if (has_ruby) {
		static const char open[] = "<rp>(</rp><rt>", shut[] = "</rt><rp>)</rp></ruby>";
		page_raw(say->p, open, sizeof open - 1);
		put_escaped(say->p, kana + 1, (size_t)(end - kana - 1));
		page_raw(say->p, shut, sizeof shut - 1);
	}
	return end + 1;
}

bool say_next(struct say *say)
{
	while (say->s < say->end) {
		const char *s = say->s;
		while ((unsigned char)*s > 4) s++;
		put_escaped(say->p, say->s, (size_t)(s - say->s));
		say->s = s;
		if (s == say->end) break;
		if (*s == 1) {
			say->slot = (unsigned char)s[1] - 1;
			say->s = s + 2;
			return true;
		}
		say->s = furigana(say, s);
	}
	return false;
}

void page_say(struct page *p, uint64_t message, bool is_attribute)
{
	struct say say = say_begin(p, message, is_attribute);
	while (say_next(&say)) CHECK(say.slot < 0);
}

/* What generated pages call. A page is written into a buffer; every hole is escaped for the place where it stands. */
#pragma once
#include "base/day.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/out.h"

struct frame;                                           /* what the frames around a page show: desk/frame.h */

struct page {
	struct out *out;
	enum lang lang;
	bool has_ruby;
	struct str base;                                /* "/akune" or "" */
	struct str csrf, once;                          /* for POST forms */
	struct str title, help;                         /* rendered first, shown by the frame; help is HTML */
	struct out *held;                               /* while title or help is captured */
	const struct frame *frame;
	bool is_plain;                                  /* inside a @plain: nothing is escaped for HTML */
};

struct url { struct str s; };                           /* a checked address: url_of refuses all but http(s):, mailto:, tel:, geo: and paths */
struct url url_of(struct str);

void page_raw(struct page *, const char *s, size_t n);
void page_base(struct page *);
void page_form_keys(struct page *);
void page_hold(struct page *, struct out *);            /* what follows goes there, until page_release */
struct str page_release(struct page *);

void page_text_str(struct page *, struct str);          /* escaped for text and quoted attributes */
void page_text_z(struct page *, const char *);
void page_text_int(struct page *, int64_t);
void page_text_size(struct page *, size_t);
void page_part_size(struct page *, size_t);
void page_part_str(struct page *, struct str);          /* escaped as one part of an address */
void page_part_z(struct page *, const char *);
void page_part_int(struct page *, int64_t);
void page_plain_str(struct page *, struct str);         /* letters: control characters but \n go */
void page_plain_z(struct page *, const char *);
void page_url(struct page *, struct url);
void page_id(struct page *, int64_t);
void page_iso_day(struct page *, struct day);           /* 2026-12-03: for date fields */
void page_iso_moment(struct page *, struct moment);     /* 2026-12-03T23:40+09:00: for <time datetime> */

#define page_text(p, x) _Generic((x), struct str: page_text_str, char *: page_text_z, const char *: page_text_z, \
	int: page_text_int, int64_t: page_text_int, size_t: page_text_size)(p, x)
#define page_part(p, x) _Generic((x), struct str: page_part_str, char *: page_part_z, const char *: page_part_z, \
	int: page_part_int, int64_t: page_part_int, size_t: page_part_size)(p, x)
#define page_plain(p, x) _Generic((x), struct str: page_plain_str, char *: page_plain_z, const char *: page_plain_z, \
	int: page_text_int, int64_t: page_text_int, size_t: page_text_size)(p, x)

#define page_iso(p, x) _Generic((x), struct day: page_iso_day, struct moment: page_iso_moment)(p, x)

/* A message in the page's language: literal text goes out by itself, `slot` names the hole or tag whose turn it is. */
struct say { struct page *p; const char *s, *end; int slot; bool is_attribute; };
struct say say_begin(struct page *, uint64_t message, bool is_attribute);
bool say_next(struct say *);
void page_say(struct page *, uint64_t message, bool is_attribute);      /* one without slots */

/* The table that embed writes: one text per language, slots as \x01 + (slot + 1), furigana as \x02kanji\x03kana\x04. */
struct message { uint64_t key; struct str text[LANG_N]; };
extern const struct message words_table[];
extern const size_t words_mask;                         /* open addressing by key & mask; key 0 is empty */

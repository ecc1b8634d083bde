/* Lines down the page; the next page where one would not fit. */
#include "disclose/disclose_sheet_paper.h"

#define WIDE 210.0
#define HIGH 297.0
#define EDGE 20.0
enum { INK = 0x2B2622, INK_2 = 0x5C5248, PIECE = 900 };        /* bytes drawn at once: a third of a page */

struct sheet { struct paper *paper; double y; };

static void put(struct sheet *s, struct str words, double point, bool is_bold, uint32_t ink)
{
	struct paper_text t = { .text = words, .lang = "ja", .x = EDGE, .wide = WIDE - 2 * EDGE, .point = point, .is_bold = is_bold, .ink = ink };
	double high = paper_text_high(s->paper, &t);
	if (s->y + high > HIGH - EDGE && s->y > EDGE) {
		paper_turn(s->paper);
		s->y = EDGE;
	}
	t.y = s->y;
	s->y += paper_text(s->paper, &t);
}

/* Long words in pieces, cut between letters. */
static void put_long(struct sheet *s, struct str words)
{
	while (words.n) {
		size_t n = words.n < PIECE ? words.n : PIECE;
		while (n < words.n && ((unsigned char)words.s[n] & 0xC0) == 0x80)
			n++;
		put(s, (struct str){ words.s, n }, 10.5, false, INK);
		words = (struct str){ words.s + n, words.n - n };
	}
}

struct str disclose_sheet_pdf(struct arena *a, const struct disclose_sheet *v)
{
	struct sheet s = { .paper = paper_new(a, WIDE, HIGH), .y = EDGE };
	put(&s, v->title, 20, true, INK);
	s.y += 4;
	put(&s, v->head, 10.5, false, INK_2);
	for (size_t i = 0; i < v->n; i++) {
		s.y += 5;
		put(&s, v->piece[i].kind, 9, true, INK_2);
		put_long(&s, v->piece[i].words);
	}
	return paper_done(s.paper);
}

/* Where things stand on the poster and on the cards. */
#include "touch/touch_poster.h"

#define WIDE 210.0
#define HIGH 297.0
#define CARD_WIDE 91.0
#define CARD_HIGH 55.0
#define SHEET_LEFT 14.0
#define SHEET_TOP 11.0
enum { INK = 0x2B2622, INK_2 = 0x5C5248, PAGE = 0xFBF7F0, CUT = 0xB8ADA0, COLUMNS = 2, CARDS = 10 };

static void words(struct paper *p, const struct touch_poster *x, struct paper_text t)
{
	t.lang = x->lang;
	if (t.text.n)
		paper_text(p, &t);
}

struct str touch_poster_sheet(struct arena *a, const struct touch_poster *x)
{
	struct paper *p = paper_new(a, WIDE, HIGH);
	paper_shapes(p);
	uint32_t deep = paper_tone(.38, .09, x->hue);
	paper_fill(p, &(struct paper_box){ 0, 0, WIDE, HIGH, 0 }, PAGE);
	paper_fill(p, &(struct paper_box){ 0, 0, WIDE, 100, 0 }, paper_tone(.92, .04, x->hue));
	words(p, x, (struct paper_text){ .text = x->heading, .x = 22, .y = 26, .wide = 166, .most_high = 40, .point = 31, .is_bold = true, .ink = deep });
	words(p, x, (struct paper_text){ .text = x->lead, .x = 22, .y = 50, .wide = 166, .most_high = 40, .point = 20, .ink = INK });
	paper_fill(p, &(struct paper_box){ 55, 120, 100, 100, 8 }, 0xFFFFFF);
	paper_frame(p, &(struct paper_box){ 55, 120, 100, 100, 8 }, paper_tone(.80, .09, x->hue), false);
	paper_qr(p, x->url, 60, 125, 90);
	words(p, x, (struct paper_text){ .text = x->scan, .x = 22, .y = 226, .wide = 166, .most_high = 14, .point = 20, .is_bold = true, .ink = deep,
		.align = PAPER_CENTRE });
	paper_fill(p, &(struct paper_box){ 22, 250, 166, 0.5, 0 }, paper_tone(.80, .09, x->hue));
	words(p, x, (struct paper_text){ .text = x->foot, .x = 22, .y = 256, .wide = 166, .most_high = 28, .point = 18, .ink = INK_2,
		.align = PAPER_CENTRE });
	return paper_done(p);
}

static void card(struct paper *p, const struct touch_poster *x)
{
	uint32_t deep = paper_tone(.38, .09, x->hue);
	paper_fill(p, &(struct paper_box){ 1.5, 1.5, CARD_WIDE - 3, CARD_HIGH - 3, 4 }, PAGE);
	paper_frame(p, &(struct paper_box){ 1.5, 1.5, CARD_WIDE - 3, CARD_HIGH - 3, 4 }, paper_tone(.80, .09, x->hue), false);
	words(p, x, (struct paper_text){ .text = x->heading, .x = 6, .y = 6, .wide = 50, .most_high = 14, .point = 12.5, .is_bold = true,
		.ink = deep });
	words(p, x, (struct paper_text){ .text = x->lead, .x = 6, .y = 21.5, .wide = 49, .most_high = 17, .point = 8, .ink = INK });
	paper_qr(p, x->url, 58, 8, 27);
	words(p, x, (struct paper_text){ .text = x->scan, .x = 57, .y = 35.5, .wide = 29, .most_high = 6, .point = 6.5, .ink = INK,
		.align = PAPER_CENTRE });
	words(p, x, (struct paper_text){ .text = x->foot, .x = 6, .y = 43, .wide = 79, .most_high = 8.5, .point = 7.5, .ink = INK_2 });
}

struct str touch_poster_cards(struct arena *a, const struct touch_poster *x)
{
	struct paper *p = paper_new(a, WIDE, HIGH);
	paper_shapes(p);
	paper_stamp_begin(p, CARD_WIDE, CARD_HIGH);
	card(p, x);
	paper_stamp_end(p);
	for (int k = 0; k < CARDS; k++) {
		double left = SHEET_LEFT + k % COLUMNS * CARD_WIDE, top = SHEET_TOP + k / COLUMNS * CARD_HIGH;
		paper_stamp_put(p, left, top);
		paper_frame(p, &(struct paper_box){ left, top, CARD_WIDE, CARD_HIGH, 0 }, CUT, true);
	}
	return paper_done(p);
}

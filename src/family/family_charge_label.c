/* Where things stand on the label. */
#include "family/family_charge_label.h"

#define WIDE 91.0
#define HIGH 55.0
#define SHEET_WIDE 210.0
#define SHEET_HIGH 297.0
#define SHEET_LEFT 14.0
#define SHEET_TOP 11.0
enum { INK = 0x2B2622, INK_2 = 0x5C5248, PAGE = 0xFBF7F0, CUT = 0xB8ADA0, COLUMNS = 2 };

static double words(struct paper *p, const struct family_label *x, struct paper_text t)
{
	t.lang = x->lang;
	return t.text.n ? paper_text(p, &t) : 0;
}

static void person(struct paper *p, const struct family_label *x)
{
	uint32_t deep = paper_tone(.38, .09, x->hue);
	paper_fill(p, &(struct paper_box){ 4.2, 13.2, 23.6, 23.6, 11.8 }, paper_tone(.80, .09, x->hue));
	if (x->photo.jpeg.n && x->photo.wide > 0 && x->photo.high > 0)
		paper_portrait(p, &x->photo, 5, 14, 22);
	else
		paper_face(p, x->face, 5, 14, 22);
	words(p, x, (struct paper_text){ .text = x->role, .x = 31, .y = 12.5, .wide = 34, .most_high = 4, .point = 7.5, .ink = INK_2 });
	words(p, x, (struct paper_text){ .text = x->name, .x = 31, .y = 16, .wide = 34, .most_high = 9, .point = 16, .is_bold = true,
		.ink = INK });
	words(p, x, (struct paper_text){ .text = x->phone, .x = 31, .y = 25.5, .wide = 35, .most_high = 6, .point = 11.5, .is_bold = true,
		.ink = deep });
	words(p, x, (struct paper_text){ .text = x->hours, .x = 31, .y = 31.5, .wide = 34, .most_high = 9, .point = 7.5, .ink = INK });
}

static void label(struct paper *p, const struct family_label *x)
{
	uint32_t deep = paper_tone(.38, .09, x->hue);
	paper_fill(p, &(struct paper_box){ 1.5, 1.5, WIDE - 3, HIGH - 3, 4 }, PAGE);
	paper_frame(p, &(struct paper_box){ 1.5, 1.5, WIDE - 3, HIGH - 3, 4 }, paper_tone(.80, .09, x->hue), false);
	words(p, x, (struct paper_text){ .text = x->heading, .x = 6, .y = 4.6, .wide = 79, .most_high = 6.2, .point = 10, .is_bold = true,
		.ink = deep });
	person(p, x);
	paper_qr(p, x->url, 66, 12.5, 20);
	words(p, x, (struct paper_text){ .text = x->write, .x = 64.5, .y = 33, .wide = 23, .most_high = 7, .point = 6.5, .ink = INK,
		.align = PAPER_CENTRE });
	paper_fill(p, &(struct paper_box){ 6, 42.2, WIDE - 12, 0.25, 0 }, paper_tone(.80, .09, x->hue));
	words(p, x, (struct paper_text){ .text = x->foot, .x = 6, .y = 43.6, .wide = 79, .most_high = 8, .point = 7, .ink = INK_2 });
}

struct str family_label_single(struct arena *a, const struct family_label *x)
{
	struct paper *p = paper_new(a, WIDE, HIGH);
	label(p, x);
	return paper_done(p);
}

struct str family_label_sheet(struct arena *a, const struct family_label *x, int first, int n)
{
	struct paper *p = paper_new(a, SHEET_WIDE, SHEET_HIGH);
	paper_stamp_begin(p, WIDE, HIGH);
	label(p, x);
	paper_stamp_end(p);
	for (int k = first; k < first + n; k++) {
		int at = k % FAMILY_LABELS_A_SHEET;
		if (at == 0 && k > first)
			paper_turn(p);
		double left = SHEET_LEFT + at % COLUMNS * WIDE, top = SHEET_TOP + at / COLUMNS * HIGH;
		paper_stamp_put(p, left, top);
		paper_frame(p, &(struct paper_box){ left, top, WIDE, HIGH, 0 }, CUT, true);
	}
	return paper_done(p);
}

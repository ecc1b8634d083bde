/* Where things stand on the sheet. */
#include "care/care_fee_paper.h"
#include "picture/paper.h"

#define WIDE 210.0
#define HIGH 297.0
#define LEFT 20.0
#define RIGHT 190.0
#define TOP 20.0
#define BOTTOM 275.0
#define ROW 7.2
enum { INK = 0x2B2622, SOFT = 0x5C5248, RULE = 0xB8ADA0, GROUND = 0xF3ECE0 };

struct sheet_at { struct paper *paper; double y; int page_n; const struct care_paper *x; struct arena *arena; };

static double text(struct sheet_at *s, struct paper_text t)
{
	t.lang = "ja";
	return t.text.n ? paper_text(s->paper, &t) : 0;
}

static void foot(struct sheet_at *s)
{
	text(s, (struct paper_text){ .text = arena_fmt(s->arena, "%.*s %d", STR_ARG(s->x->page_word), s->page_n), .x = LEFT, .y = 283, .wide = RIGHT - LEFT,
		.point = 8, .ink = SOFT, .align = PAPER_RIGHT });
}

static void turn(struct sheet_at *s)
{
	foot(s);
	paper_turn(s->paper);
	s->page_n++;
	s->y = TOP;
}

/* ---- the head ---- */

static void head(struct sheet_at *s)
{
	const struct care_paper *x = s->x;
	text(s, (struct paper_text){ .text = x->title, .x = LEFT, .y = s->y, .wide = RIGHT - LEFT, .point = 20, .is_bold = true, .ink = INK,
		.align = PAPER_CENTRE });
	s->y += 17;
	if (x->name.n) {
		text(s, (struct paper_text){ .text = arena_fmt(s->arena, "%.*s  %.*s", STR_ARG(x->name), STR_ARG(x->name_after)), .x = LEFT, .y = s->y,
			.wide = 100, .most_high = 9, .point = 15, .ink = INK });
		paper_fill(s->paper, &(struct paper_box){ LEFT, s->y + 9, 100, 0.3, 0 }, INK);
		s->y += 16;
	}
	if (x->amount.n) {
		paper_fill(s->paper, &(struct paper_box){ LEFT, s->y, RIGHT - LEFT, 17, 2 }, GROUND);
		text(s, (struct paper_text){ .text = x->amount, .x = LEFT, .y = s->y + 3.2, .wide = RIGHT - LEFT, .point = 22, .is_bold = true, .ink = INK,
			.align = PAPER_CENTRE });
		s->y += 21;
		text(s, (struct paper_text){ .text = x->amount_note, .x = LEFT, .y = s->y, .wide = RIGHT - LEFT, .point = 10.5, .ink = INK,
			.align = PAPER_CENTRE });
		s->y += 10;
	}
	for (size_t i = 0; i < x->fact_n; i++, s->y += 6.2)
		text(s, (struct paper_text){ .text = x->fact[i], .x = LEFT, .y = s->y, .wide = RIGHT - LEFT, .most_high = 6, .point = 10.5, .ink = INK });
	s->y += 5;
}

/* ---- the table ---- */

static void row(struct sheet_at *s, const struct str *cell, bool is_bold, bool is_head)
{
	const struct care_paper_table *t = &s->x->table;
	double x = LEFT;
	if (is_head)
		paper_fill(s->paper, &(struct paper_box){ LEFT, s->y, RIGHT - LEFT, ROW, 0 }, GROUND);
	for (size_t c = 0; c < t->column_n; x += t->wide[c++])
		text(s, (struct paper_text){ .text = cell[c], .x = x + 1.5, .y = s->y + 1.4, .wide = t->wide[c] - 3, .most_high = ROW - 2, .point = 9.5,
			.is_bold = is_bold, .ink = INK, .align = c ? PAPER_RIGHT : PAPER_LEFT });
	s->y += ROW;
	paper_fill(s->paper, &(struct paper_box){ LEFT, s->y, RIGHT - LEFT, is_head || is_bold ? 0.3 : 0.12, 0 }, is_bold ? INK : RULE);
}

static void table(struct sheet_at *s)
{
	const struct care_paper_table *t = &s->x->table;
	if (!t->column_n)
		return;
	row(s, t->head, false, true);
	for (size_t i = 0; i < t->row_n; i++) {
		if (s->y + ROW > BOTTOM) {
			turn(s);
			row(s, t->head, false, true);
		}
		row(s, t->cell + i * t->column_n, t->is_summed && i + 1 == t->row_n, false);
	}
	s->y += 6;
}

static void end(struct sheet_at *s)
{
	const struct care_paper *x = s->x;
	if (s->y > BOTTOM - 25)
		turn(s);
	s->y += text(s, (struct paper_text){ .text = x->note, .x = LEFT, .y = s->y, .wide = RIGHT - LEFT, .point = 9.5, .ink = SOFT }) + 4;
	text(s, (struct paper_text){ .text = x->issuer, .x = 95, .y = s->y, .wide = 95, .point = 11, .ink = INK, .align = PAPER_RIGHT });
	foot(s);
}

struct str care_fee_paper(struct arena *a, const struct care_paper *x, size_t n)
{
	struct sheet_at s = { .paper = paper_new(a, WIDE, HIGH), .arena = a };
	for (size_t i = 0; i < n; i++) {
		if (i)
			paper_turn(s.paper);
		s.x = &x[i];
		s.y = TOP;
		s.page_n = 1;
		head(&s);
		table(&s);
		end(&s);
	}
	return paper_done(s.paper);
}

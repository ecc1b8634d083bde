/* The picture of the menu: a card for each cell, with a mark, its words, and the same in English below. */
#include "consult/consult_line_menu.h"
#include "picture/paper.h"

#define DOTS_A_MM 10.0
enum { INK = 0x2B2622, INK_2 = 0x5C5248, WHITE = 0xFFFFFF, HELP = 0xB3261E, HELP_SOFT = 0xFBE9E7 };

static void card(struct paper *p, const struct consult_menu *m, size_t i)
{
	struct consult_menu_box b = consult_menu_box(i, m->n);
	const struct consult_menu_cell *x = &m->cell[i];
	double left = b.x / DOTS_A_MM + 1.6, top = b.y / DOTS_A_MM + 1.6, wide = b.wide / DOTS_A_MM - 3.2, high = b.high / DOTS_A_MM - 3.2;
	double disc = high * .42, middle = left + wide / 2;
	bool is_help = str_is(str_of(x->word), "help");
	paper_fill(p, &(struct paper_box){ left, top, wide, high, 6 }, WHITE);
	if (!is_help)
		paper_fill(p, &(struct paper_box){ middle - disc / 2, top + high * .08, disc, disc, disc / 2 }, paper_tone(.93, .05, m->hue));
	else
		paper_fill(p, &(struct paper_box){ middle - disc / 2, top + high * .08, disc, disc, disc / 2 }, HELP_SOFT);
	paper_text(p, &(struct paper_text){ .text = x->mark, .lang = "ja", .x = middle - disc / 2, .y = top + high * .08 + disc * .14, .wide = disc,
		.point = disc * .5 * 72 / 25.4, .is_bold = true, .align = PAPER_CENTRE, .ink = is_help ? (uint32_t)HELP : paper_tone(.42, .10, m->hue) });
	paper_text(p, &(struct paper_text){ .text = x->label, .lang = "ja", .x = left + 2, .y = top + high * .56, .wide = wide - 4,
		.most_high = high * .22, .point = 30, .is_bold = true, .align = PAPER_CENTRE, .ink = is_help ? HELP : INK });
	if (x->more.n)
		paper_text(p, &(struct paper_text){ .text = x->more, .lang = "en", .x = left + 2, .y = top + high * .80, .wide = wide - 4,
			.most_high = high * .14, .point = 19, .align = PAPER_CENTRE, .ink = INK_2 });
}

struct str consult_menu_draw(struct arena *a, const struct consult_menu *m)
{
	double wide = CONSULT_MENU_WIDE / DOTS_A_MM, high = consult_menu_high(m->n) / DOTS_A_MM;
	struct paper *p = paper_new_dots(a, wide, high, DOTS_A_MM);
	paper_fill(p, &(struct paper_box){ 0, 0, wide, high, 0 }, paper_tone(.86, .06, m->hue));
	for (size_t i = 0; i < m->n; i++)
		card(p, m, i);
	return paper_done(p);
}

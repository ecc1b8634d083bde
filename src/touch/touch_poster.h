/* A touchpoint on paper: a poster (A4) or cards (91 x 55 mm, ten to an A4 sheet). Pure: words come in, a PDF comes out. */
#pragma once
#include "picture/paper.h"

struct touch_poster {
	struct str heading, lead, scan, foot;           /* in its language */
	struct str url;                                 /* of the code */
	const char *lang;                               /* of the words, for the shapes of kanji */
	int hue;                                        /* of the town, 0-359 */
};
struct str touch_poster_sheet(struct arena *, const struct touch_poster *);
struct str touch_poster_cards(struct arena *, const struct touch_poster *);

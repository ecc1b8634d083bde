/* The label that is pasted into the 母子健康手帳: who is there for this family, how to reach her, and a code that opens nothing but "write to my
 * nurse". Nothing on it is the family's. 91 x 55 mm, ten to an A4 sheet (two by five, edges 14 and 11 mm). Pure: words come in, a PDF comes out. */
#pragma once
#include "picture/paper.h"

struct family_label {
	struct str heading, role, name, phone, hours, write, foot;      /* as printed; phone and hours may be absent */
	struct str url;                                 /* of the code */
	struct paper_photo photo; int face;             /* a photo, or a drawn face 1 to 8 */
	const char *lang;                               /* of the words, for the shapes of kanji */
	int hue;                                        /* of the town, 0-359 */
};
enum { FAMILY_LABELS_A_SHEET = 10 };

struct str family_label_single(struct arena *, const struct family_label *);
/* n labels (1 to 10) from place `first` (0: top left, row by row) on; what does not fit on the sheet comes on the next. */
struct str family_label_sheet(struct arena *, const struct family_label *, int first, int n);

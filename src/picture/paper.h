/* Paper: pages of a PDF drawn in millimetres, with the fonts of the system (Noto CJK), for labels, forms and letters. Text is laid out by pango, so
 * that every script and every variant of a character comes out. It knows nothing of people. Slow the first time (fonts are looked for): draw it
 * where no transaction is open. */
#pragma once
#include "base/arena.h"

struct paper;

struct paper *paper_new(struct arena *, double wide_mm, double high_mm);
/* One page as a picture (PNG) of so many dots a millimetre, for places that take no paper. paper_turn is not for it. */
struct paper *paper_new_dots(struct arena *, double wide_mm, double high_mm, double dots_a_mm);
/* From now on letters are drawn as shapes: a sheet with a few lines carries no font (the subsets that cairo 1.16 makes of Noto CJK keep 0.8 MB of
 * outlines each), but nobody can search or copy its words. For labels and posters. */
void paper_shapes(struct paper *);
/* What is drawn between begin and end is kept, and goes into the file once however often it is put (its own 0, 0 at x, y). One stamp a paper. */
void paper_stamp_begin(struct paper *, double wide_mm, double high_mm);
void paper_stamp_end(struct paper *);
void paper_stamp_put(struct paper *, double x, double y);
void paper_turn(struct paper *);                        /* the next page */
struct str paper_done(struct paper *);                  /* the bytes, in the arena; absent when drawing failed. The paper is gone */

/* An ink of the town's hue (0-359), as in the look, part 2: lightness 0 to 1, chroma 0 to 0.4. */
uint32_t paper_tone(double light, double chroma, int hue);

enum paper_align { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT };
/* A block whose lines break at `wide`; where it is higher than `most_high` (0: no matter) its letters shrink, to 60 percent at least, and then it is
 * cut. lang: BCP 47, for the right shapes of kanji. ink: 0xRRGGBB. */
struct paper_text { struct str text; const char *lang; double x, y, wide, most_high, point; bool is_bold; enum paper_align align; uint32_t ink; };
double paper_text(struct paper *, const struct paper_text *);   /* how high it became */
double paper_text_high(struct paper *, const struct paper_text *);      /* how high it would be; draws nothing */

struct paper_box { double x, y, wide, high, round; };
void paper_fill(struct paper *, const struct paper_box *, uint32_t ink);
void paper_frame(struct paper *, const struct paper_box *, uint32_t ink, bool is_dashed);
bool paper_qr(struct paper *, struct str text, double x, double y, double side);        /* with its quiet zone */
/* A JPEG of so many dots, filling a circle; its bytes go into the PDF as they are. */
struct paper_photo { struct str jpeg; int wide, high; };
void paper_portrait(struct paper *, const struct paper_photo *, double x, double y, double across);
/* Where there is no photo: a drawn face, 1 to 8 as in motif.svg. */
void paper_face(struct paper *, int face, double x, double y, double across);

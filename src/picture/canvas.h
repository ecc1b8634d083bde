/* Inside the helper: dots in memory, made smaller row by row while they are read. */
#pragma once
#include "picture/picture.h"

struct canvas { int width, height; unsigned char *rgb; };

/* Takes rows of a picture of from_w x from_h, averages them into `to`, whose sides are at most `most`. */
struct shrink { struct canvas *to; int from_w, from_h, row; uint32_t *sum, *columns; uint32_t rows; };
void shrink_begin(struct shrink *, struct arena *, const struct canvas *from, int most, struct canvas *to);     /* only the sides of `from` count */
void shrink_row(struct shrink *, const unsigned char *rgb);
struct canvas canvas_turned(struct arena *, const struct canvas *, int turn);
void canvas_flatten(unsigned char *rgba, int dots);     /* four bytes a dot become three, on white */

/* One file into a canvas of at most PICTURE_SIDE; *ret_turn from its EXIF. */
enum picture_end jpeg_read(struct arena *, struct str bytes, struct canvas *ret, int *ret_turn);
enum picture_end png_read(struct arena *, struct str bytes, struct canvas *ret, int *ret_turn);
enum picture_end webp_read(struct arena *, struct str bytes, struct canvas *ret, int *ret_turn);
bool jpeg_write(const struct canvas *, int quality, struct str *ret);  /* without any marker of ours or of others; lives until the process ends */

/* QR codes: the dark squares of a text, for a picture on a page or for letters on a sheet. */
#pragma once
#include "base/out.h"

struct qr { int n; const unsigned char *square; };      /* n x n; the lowest bit says dark */

bool qr_of(struct arena *, struct str text, struct qr *ret);    /* error level M; false when the text is too long */
static inline bool qr_is_dark(const struct qr *qr, int x, int y)
{
	return x < qr->n && y < qr->n && (qr->square[y * qr->n + x] & 1);
}
/* All dark squares as the one path of an SVG drawing, run by run. *ret_side_n: its side with the quiet zone of four. */
bool qr_path(struct arena *, struct str text, struct str *ret_path, int *ret_side_n);

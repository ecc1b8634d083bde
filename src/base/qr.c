/* libqrencode behind one word. */
#include "base/qr.h"
#include <qrencode.h>

bool qr_of(struct arena *a, struct str text, struct qr *ret)
{
	QRcode *code = QRcode_encodeString(text.s, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!code)
		return false;
	size_t n = (size_t)code->width * (size_t)code->width;
	unsigned char *square = arena_get(a, n);
	memcpy(square, code->data, n);
	*ret = (struct qr){ code->width, square };
	QRcode_free(code);
	return true;
}

bool qr_path(struct arena *a, struct str text, struct str *ret_path, int *ret_side_n)
{
	enum { QUIET = 4 };
	struct qr qr;
	if (!qr_of(a, text, &qr))
		return false;
	struct out o = { .arena = a };
	for (int y = 0; y < qr.n; y++)
		for (int x = 0; x < qr.n; x++) {
			int from = x;
			while (qr_is_dark(&qr, x, y))
				x++;
			if (x > from)
				out_fmt(&o, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
		}
	*ret_side_n = qr.n + 2 * QUIET;
	*ret_path = out_done(&o);
	return true;
}

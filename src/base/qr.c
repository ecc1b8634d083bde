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

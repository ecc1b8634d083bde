/* UUIDs that carry our number: version 8 of RFC 9562, where the bits are the maker's own. */
#include "exchange/exchange_hsds.h"
#include "base/check.h"
#include <stdio.h>
#include <string.h>

static const unsigned char mark[4] = { 'y', 'o', 'r', 'i' };

struct exchange_uuid exchange_uuid(enum exchange_uuid_kind kind, int64_t id, int place)
{
	struct exchange_uuid r;
	unsigned char b[16];
	uint64_t v = (uint64_t)id;
	CHECK(id >= 0 && place >= 0 && place < 256 && kind > 0 && (int)kind < 256);
	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(v >> (55 - 8 * i));              /* bits 62-15 */
	b[6] = (unsigned char)(0x80 | ((v >> 11) & 0x0f));              /* bits 14-11 */
	b[7] = (unsigned char)(v >> 3);                                 /* bits 10-3 */
	b[8] = (unsigned char)(0x80 | ((v & 7) << 3));                  /* bits 2-0 */
	b[9] = 0;
	b[10] = (unsigned char)kind;
	b[11] = (unsigned char)place;
	memcpy(b + 12, mark, sizeof mark);
	for (int i = 0, at = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			r.s[at++] = '-';
		snprintf(r.s + at, 3, "%02x", b[i]);
		at += 2;
	}
	return r;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool exchange_uuid_read(struct str s, enum exchange_uuid_kind kind, int64_t *ret_id, int *ret_place)
{
	unsigned char b[16];
	if (s.n != 36)
		return false;
	for (size_t i = 0, at = 0; i < 16; i++) {
		if ((i == 4 || i == 6 || i == 8 || i == 10) && s.s[at++] != '-')
			return false;
		int high = digit(s.s[at]), low = digit(s.s[at + 1]);
		if (high < 0 || low < 0)
			return false;
		b[i] = (unsigned char)(high << 4 | low);
		at += 2;
	}
	uint64_t v = 0;
	for (int i = 0; i < 6; i++)
		v |= (uint64_t)b[i] << (55 - 8 * i);
	v |= (uint64_t)(b[6] & 0x0f) << 11 | (uint64_t)b[7] << 3 | (uint64_t)(b[8] >> 3 & 7);
	struct exchange_uuid again = exchange_uuid(kind, (int64_t)(v & INT64_MAX), b[11]);
	*ret_id = (int64_t)(v & INT64_MAX);
	*ret_place = b[11];
	return str_eq_nocase(s, again.s);
}

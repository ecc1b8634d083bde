/* A TIFF header, one directory, one entry; every place is looked at before it is read. */
#include "picture/exif.h"
#include <string.h>

enum { TURN_TAG = 0x0112, ENTRY = 12, ENTRIES_MOST = 1000 };
struct tiff { const unsigned char *b; size_t n; bool is_little; };

static uint32_t number(const struct tiff *t, size_t at, size_t n)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | t->b[at + (t->is_little ? n - 1 - i : i)];
	return v;
}

static int turn_in(const struct tiff *t, size_t at)
{
	if (t->n < 2 || at > t->n - 2)
		return 1;
	size_t entries = number(t, at, 2);
	at += 2;
	for (size_t i = 0; i < entries && i < ENTRIES_MOST && t->n - at >= ENTRY; i++, at += ENTRY) {
		uint32_t v = number(t, at + 8, 2);
		if (number(t, at, 2) == TURN_TAG)
			return v >= 1 && v <= 8 ? (int)v : 1;
	}
	return 1;
}

int exif_turn(struct str exif)
{
	if (exif.n >= 6 && memcmp(exif.s, "Exif\0\0", 6) == 0)
		exif = (struct str){ exif.s + 6, exif.n - 6 };
	struct tiff t = { (const unsigned char *)exif.s, exif.n, exif.n >= 4 && memcmp(exif.s, "II*\0", 4) == 0 };
	if (exif.n < 8 || (!t.is_little && memcmp(exif.s, "MM\0*", 4) != 0))
		return 1;
	return turn_in(&t, number(&t, 4, 4));
}

struct str riff_chunk(struct str file, const char *name)
{
	enum { HEAD = 12, CHUNK_HEAD = 8 };
	size_t at = HEAD;
	while (file.n >= HEAD + CHUNK_HEAD && at <= file.n - CHUNK_HEAD) {
		struct tiff t = { (const unsigned char *)file.s, file.n, true };
		size_t n = number(&t, at + 4, 4);
		if (n > file.n - at - CHUNK_HEAD)
			return STR_NONE;
		if (memcmp(file.s + at, name, 4) == 0)
			return (struct str){ file.s + at + CHUNK_HEAD, n };
		at += CHUNK_HEAD + n + n % 2;
	}
	return STR_NONE;
}

/* Boxes in boxes; a box that goes over the end of the one around it makes the whole thing broken. */
#include "picture/picture.h"
#include <string.h>

enum { HEAD = 8, DEEPEST = 6, HANDLER_AT = 8 };

struct film { unsigned char *b; bool has_pictures, has_sound, has_moov, has_data; };
struct span { size_t from, to; };

static uint64_t number(const unsigned char *b, int n)
{
	uint64_t v = 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | b[i];
	return v;
}

static bool is_one(const unsigned char *type, const char *list)
{
	for (; *list; list += 4)
		if (memcmp(type, list, 4) == 0)
			return true;
	return false;
}

/* Where the box that begins at `at` has its content, and where it ends; false where it cannot be. */
static bool box(const struct film *f, struct span in, size_t at, struct span *ret)
{
	size_t head = HEAD, room = in.to - at;
	if (room < HEAD)
		return false;
	uint64_t size = number(f->b + at, 4);
	if (size == 1) {
		head = 2 * HEAD;
		size = room < head ? 0 : number(f->b + at + HEAD, 8);
	} else if (size == 0) {
		size = room;                            /* to the end */
	}
	if (size < head || size > room)
		return false;
	*ret = (struct span){ at + head, at + (size_t)size };
	return true;
}

static void take(struct film *f, const unsigned char *type, struct span x)
{
	if (is_one(type, "hdlr") && x.to - x.from >= HANDLER_AT + 4) {
		f->has_pictures = f->has_pictures || memcmp(f->b + x.from + HANDLER_AT, "vide", 4) == 0;
		f->has_sound = f->has_sound || memcmp(f->b + x.from + HANDLER_AT, "soun", 4) == 0;
	}
	f->has_moov = f->has_moov || is_one(type, "moov");
	f->has_data = f->has_data || is_one(type, "mdat");
}

static bool walk(struct film *f, struct span in, int deep)
{
	for (size_t at = in.from; at < in.to;) {
		struct span x;
		unsigned char *type = f->b + at + 4;
		if (deep > DEEPEST || !box(f, in, at, &x))
			return false;
		take(f, type, x);
		if (is_one(type, "udtametauuid")) {
			memcpy(type, "free", 4);
			memset(f->b + x.from, 0, x.to - x.from);
		} else if (is_one(type, "moovtrakmdiaminfstblmooftrafedtsmvex") && !walk(f, x, deep + 1)) {
			return false;
		}
		at = x.to;
	}
	return true;
}

enum picture_end picture_film(struct arena *a, struct str bytes, struct picture *ret)
{
	if (bytes.n < 2 * HEAD || memcmp(bytes.s + 4, "ftyp", 4) != 0)
		return PICTURE_UNKNOWN;
	if (bytes.n > PICTURE_BYTES_MOST)
		return PICTURE_LARGE;
	struct film f = { .b = arena_get(a, bytes.n) };
	memcpy(f.b, bytes.s, bytes.n);
	if (!walk(&f, (struct span){ 0, bytes.n }, 0))
		return PICTURE_BROKEN;
	if (!f.has_moov || !f.has_data || (!f.has_pictures && !f.has_sound))
		return PICTURE_UNKNOWN;
	*ret = (struct picture){ .type = f.has_pictures ? "video/mp4" : "audio/mp4", .whole = { (char *)f.b, bytes.n } };
	return PICTURE_OK;
}

/* What a photo says about how it is to be turned, as EXIF and as chunks of a WebP file; and what the picture helper may answer. */
#include "fuzz/fuzz.h"
#include "picture/exif.h"
#include "picture/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct str all = arena_str(a, (struct str){ (const char *)data, n }), chunk = riff_chunk(all, "EXIF");
	struct picture p;
	enum picture_end end;
	int turn = exif_turn(all);
	CHECK(turn >= 1 && turn <= 8);
	CHECK(!chunk.s || (chunk.s >= all.s && chunk.s + chunk.n <= all.s + all.n));
	exif_turn(chunk);
	if (picture_answer_read(all, &p, &end) && end == PICTURE_OK)
		CHECK(p.whole.s >= all.s && p.small.s + p.small.n == all.s + all.n);
	arena_free(a);
	return 0;
}

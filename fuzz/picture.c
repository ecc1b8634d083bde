/* Photos as the caged helper opens them, here without the cage: refused by name, or dots within the sides that are allowed, turned and made small. */
#include "fuzz/fuzz.h"
#include "picture/canvas.h"

/* The helper ends with its picture and gives nothing back to the libraries. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static enum picture_end read_any(struct arena *a, struct str all, struct canvas *ret, int *ret_turn)
{
	switch (all.n ? (unsigned char)all.s[0] : 0) {
	case 0xFF: return jpeg_read(a, all, ret, ret_turn);
	case 0x89: return png_read(a, all, ret, ret_turn);
	case 'R': return webp_read(a, all, ret, ret_turn);
	default: return PICTURE_UNKNOWN;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct str all = arena_str(a, (struct str){ (const char *)data, n });
	struct canvas whole = { 0, 0, NULL }, small;
	int turn = 1;
	if (read_any(a, all, &whole, &turn) == PICTURE_OK) {
		struct shrink s;
		CHECK(whole.width > 0 && whole.width <= PICTURE_SIDE && whole.height > 0 && whole.height <= PICTURE_SIDE && turn >= 1 && turn <= 8);
		whole = canvas_turned(a, &whole, turn);
		shrink_begin(&s, a, &whole, PICTURE_SMALL_SIDE, &small);
		for (int y = 0; y < whole.height; y++)
			shrink_row(&s, whole.rgb + (size_t)y * (size_t)whole.width * 3);
		CHECK(small.width <= PICTURE_SMALL_SIDE && small.height <= PICTURE_SMALL_SIDE);
	}
	arena_free(a);
	return 0;
}

/* libpng: row by row, or whole where the rows are interlaced. */
#include "picture/canvas.h"
#include "picture/exif.h"
#include <png.h>

struct reading { png_structp png; png_infop info; struct arena *arena; struct canvas *canvas; int *turn; struct str left;
	int width, height, passes; };

static void take(png_structp png, png_bytep to, size_t n)
{
	struct reading *r = png_get_io_ptr(png);
	if (r->left.n < n)
		png_error(png, "the file ends too early");
	memcpy(to, r->left.s, n);
	r->left = (struct str){ r->left.s + n, r->left.n - n };
}

static void give_up(png_structp png, png_const_charp words)
{
	(void)words;
	png_longjmp(png, 1);
}

static void silent(png_structp png, png_const_charp words)
{
	(void)png, (void)words;
}

static bool begin(struct reading *r)
{
	enum { SIDE_MOST = 1000000, CHUNK_MOST = 8 << 20, CHUNKS_MOST = 200 };
	png_byte *exif = NULL;
	png_uint_32 exif_n = 0;
	png_set_user_limits(r->png, SIDE_MOST, SIDE_MOST);
	png_set_chunk_malloc_max(r->png, CHUNK_MOST);
	png_set_chunk_cache_max(r->png, CHUNKS_MOST);
	png_set_read_fn(r->png, r, take);
	png_read_info(r->png, r->info);
	r->width = (int)png_get_image_width(r->png, r->info);
	r->height = (int)png_get_image_height(r->png, r->info);
	if ((int64_t)r->width * r->height > PICTURE_DOTS_MOST)
		return false;
	*r->turn = png_get_eXIf_1(r->png, r->info, &exif_n, &exif) ? exif_turn((struct str){ (const char *)exif, exif_n }) : 1;
	png_set_expand(r->png);
	png_set_scale_16(r->png);
	png_set_gray_to_rgb(r->png);
	png_set_add_alpha(r->png, 255, PNG_FILLER_AFTER);
	r->passes = png_set_interlace_handling(r->png);
	png_read_update_info(r->png, r->info);
	return true;
}

static void rows(struct reading *r)
{
	struct shrink s;
	size_t row_n = png_get_rowbytes(r->png, r->info), held = r->passes > 1 ? (size_t)r->height : 1;
	shrink_begin(&s, r->arena, &(struct canvas){ r->width, r->height, NULL }, PICTURE_SIDE, r->canvas);
	unsigned char *b = arena_get(r->arena, row_n * held);
	for (int pass = 1; pass < r->passes; pass++)
		for (int y = 0; y < r->height; y++)
			png_read_row(r->png, b + row_n * (size_t)y, NULL);
	for (int y = 0; y < r->height; y++) {
		unsigned char *row = b + (held > 1 ? row_n * (size_t)y : 0);
		png_read_row(r->png, row, NULL);
		canvas_flatten(row, r->width);
		shrink_row(&s, row);
	}
	png_read_end(r->png, NULL);
}

enum picture_end png_read(struct arena *a, struct str bytes, struct canvas *ret, int *ret_turn)
{
	struct reading r = { .arena = a, .canvas = ret, .turn = ret_turn, .left = bytes };
	r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, give_up, silent);
	r.info = r.png ? png_create_info_struct(r.png) : NULL;
	if (!r.info)
		return PICTURE_LARGE;
	if (setjmp(png_jmpbuf(r.png)))
		return PICTURE_BROKEN;
	if (!begin(&r))
		return PICTURE_LARGE;
	rows(&r);
	return PICTURE_OK;
}

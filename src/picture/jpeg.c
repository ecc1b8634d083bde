/* libjpeg: its errors jump back here, its warnings are silent but for a file that ends too early. */
#include "picture/canvas.h"
#include "picture/exif.h"
#include <stdio.h>
#include <setjmp.h>
#include <jpeglib.h>

struct trouble { struct jpeg_error_mgr mgr; jmp_buf back; bool is_cut; };
struct reading { struct jpeg_decompress_struct jpeg; struct trouble trouble; struct arena *arena; struct canvas *canvas; int *turn; };

static void give_up(j_common_ptr c)
{
	longjmp(((struct trouble *)(void *)c->err)->back, 1);
}

/* By its words: the header with the numbers does not compile here, it holds a function that is banned. */
static bool says(const struct jpeg_error_mgr *m, const char *words)
{
	return m->msg_code > 0 && m->msg_code <= m->last_jpeg_message && strstr(m->jpeg_message_table[m->msg_code], words);
}

static void note(j_common_ptr c, int level)
{
	if (level < 0 && says(c->err, "remature end"))
		((struct trouble *)(void *)c->err)->is_cut = true;
}

static void silent(j_common_ptr c)
{
	(void)c;
}

static struct jpeg_error_mgr *silent_errors(struct trouble *t)
{
	jpeg_std_error(&t->mgr);
	t->mgr.error_exit = give_up;
	t->mgr.emit_message = note;
	t->mgr.output_message = silent;
	return &t->mgr;
}

static int turn_of(const struct jpeg_decompress_struct *jpeg)
{
	for (jpeg_saved_marker_ptr m = jpeg->marker_list; m; m = m->next)
		if (m->data_length > 6 && memcmp(m->data, "Exif\0\0", 6) == 0)
			return exif_turn((struct str){ (const char *)m->data, m->data_length });
	return 1;
}

/* Photoshop's four colours lie upside down: 255 is no ink. */
static void from_ink(unsigned char *row, int dots)
{
	for (int i = 0; i < dots; i++)
		for (int k = 0; k < 3; k++)
			row[i * 3 + k] = (unsigned char)(row[i * 4 + k] * row[i * 4 + 3] / 255);
}

static bool begin(struct reading *r)
{
	struct jpeg_decompress_struct *j = &r->jpeg;
	if (jpeg_read_header(j, TRUE) != JPEG_HEADER_OK || (int64_t)j->image_width * j->image_height > PICTURE_DOTS_MOST)
		return false;
	*r->turn = turn_of(j);
	unsigned longest = j->image_width > j->image_height ? j->image_width : j->image_height;
	j->scale_denom = 8;
	j->scale_num = 8;
	while (j->scale_num > 1 && longest * (j->scale_num / 2) / 8 >= PICTURE_SIDE)
		j->scale_num /= 2;
	j->out_color_space = j->num_components == 4 ? JCS_CMYK : JCS_RGB;
	return jpeg_start_decompress(j);
}

static void rows(struct reading *r)
{
	struct jpeg_decompress_struct *j = &r->jpeg;
	struct shrink s;
	shrink_begin(&s, r->arena, &(struct canvas){ (int)j->output_width, (int)j->output_height, NULL }, PICTURE_SIDE, r->canvas);
	unsigned char *row = arena_get(r->arena, (size_t)j->output_width * (size_t)j->output_components);
	while (j->output_scanline < j->output_height) {
		jpeg_read_scanlines(j, &row, 1);
		if (j->output_components == 4)
			from_ink(row, (int)j->output_width);
		shrink_row(&s, row);
	}
}

enum picture_end jpeg_read(struct arena *a, struct str bytes, struct canvas *ret, int *ret_turn)
{
	struct reading r = { .arena = a, .canvas = ret, .turn = ret_turn };
	r.jpeg.err = silent_errors(&r.trouble);
	if (setjmp(r.trouble.back)) {
		jpeg_destroy_decompress(&r.jpeg);
		return says(&r.trouble.mgr, "Insufficient memory") ? PICTURE_LARGE : PICTURE_BROKEN;
	}
	jpeg_create_decompress(&r.jpeg);
	jpeg_save_markers(&r.jpeg, JPEG_APP0 + 1, 0xFFFF);
	jpeg_mem_src(&r.jpeg, (const unsigned char *)bytes.s, bytes.n);
	bool is_small = begin(&r);
	if (is_small)
		rows(&r);
	jpeg_destroy_decompress(&r.jpeg);
	return !is_small ? PICTURE_LARGE : r.trouble.is_cut ? PICTURE_BROKEN : PICTURE_OK;
}

bool jpeg_write(const struct canvas *c, int quality, struct str *ret)
{
	struct { struct jpeg_compress_struct jpeg; struct trouble trouble; unsigned char *b; unsigned long n; } w = { .b = NULL };
	w.jpeg.err = silent_errors(&w.trouble);
	if (setjmp(w.trouble.back))
		return false;
	jpeg_create_compress(&w.jpeg);
	jpeg_mem_dest(&w.jpeg, &w.b, &w.n);
	w.jpeg.image_width = (unsigned)c->width;
	w.jpeg.image_height = (unsigned)c->height;
	w.jpeg.input_components = 3;
	w.jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&w.jpeg);
	jpeg_set_quality(&w.jpeg, quality, TRUE);
	w.jpeg.optimize_coding = TRUE;
	jpeg_start_compress(&w.jpeg, TRUE);
	while (w.jpeg.next_scanline < w.jpeg.image_height) {
		unsigned char *row = c->rgb + (size_t)w.jpeg.next_scanline * (size_t)c->width * 3;
		jpeg_write_scanlines(&w.jpeg, &row, 1);
	}
	jpeg_finish_compress(&w.jpeg);
	jpeg_destroy_compress(&w.jpeg);
	*ret = (struct str){ (const char *)w.b, w.n };
	return true;
}

/* libwebp: it scales by itself while it reads. */
#include "picture/canvas.h"
#include "picture/exif.h"
#include <webp/decode.h>

static void scale_to_fit(WebPDecoderConfig *w)
{
	int longest = w->input.width > w->input.height ? w->input.width : w->input.height;
	if (longest <= PICTURE_SIDE)
		return;
	w->options.use_scaling = 1;
	w->options.scaled_width = (int)((int64_t)w->input.width * PICTURE_SIDE / longest);
	w->options.scaled_height = (int)((int64_t)w->input.height * PICTURE_SIDE / longest);
	w->options.scaled_width += w->options.scaled_width == 0;
	w->options.scaled_height += w->options.scaled_height == 0;
}

static void to_canvas(struct arena *a, const WebPDecBuffer *out, struct canvas *ret)
{
	*ret = (struct canvas){ out->width, out->height, arena_get(a, (size_t)out->width * (size_t)out->height * 3) };
	for (int y = 0; y < out->height; y++) {
		unsigned char *row = out->u.RGBA.rgba + (size_t)y * (size_t)out->u.RGBA.stride;
		canvas_flatten(row, out->width);
		memcpy(ret->rgb + (size_t)y * (size_t)out->width * 3, row, (size_t)out->width * 3);
	}
}

enum picture_end webp_read(struct arena *a, struct str bytes, struct canvas *ret, int *ret_turn)
{
	WebPDecoderConfig w;
	const unsigned char *b = (const unsigned char *)bytes.s;
	if (!WebPInitDecoderConfig(&w) || WebPGetFeatures(b, bytes.n, &w.input) != VP8_STATUS_OK)
		return PICTURE_BROKEN;
	if (w.input.has_animation)
		return PICTURE_MOVIE;
	if ((int64_t)w.input.width * w.input.height > PICTURE_DOTS_MOST)
		return PICTURE_LARGE;
	*ret_turn = exif_turn(riff_chunk(bytes, "EXIF"));
	scale_to_fit(&w);
	w.output.colorspace = MODE_RGBA;
	VP8StatusCode end = WebPDecode(b, bytes.n, &w);
	if (end != VP8_STATUS_OK)
		return end == VP8_STATUS_OUT_OF_MEMORY ? PICTURE_LARGE : PICTURE_BROKEN;
	to_canvas(a, &w.output, ret);
	return PICTURE_OK;
}

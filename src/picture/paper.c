/* Cairo and pango behind the words of a printer. */
#include "picture/paper.h"
#include "base/out.h"
#include "base/qr.h"
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define POINTS_A_MM (72.0 / 25.4)
#define HALF_PIXEL 0.12                                 /* squares of a code overlap a little, so that no hair stays between them */

struct paper { struct arena *arena; struct out bytes; cairo_surface_t *surface; cairo_t *pen, *page_pen; cairo_surface_t *stamp;
	bool is_shapes, is_dots; };

static cairo_status_t keep(void *to, const unsigned char *bytes, unsigned n)
{
	out_put(to, (const char *)bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

struct paper *paper_new(struct arena *a, double wide_mm, double high_mm)
{
	struct paper *p = ARENA_NEW(a, struct paper);
	p->arena = a;
	p->bytes = (struct out){ .arena = a };
	p->surface = cairo_pdf_surface_create_for_stream(keep, &p->bytes, wide_mm * POINTS_A_MM, high_mm * POINTS_A_MM);
	p->pen = cairo_create(p->surface);
	cairo_scale(p->pen, POINTS_A_MM, POINTS_A_MM);
	return p;
}

struct paper *paper_new_dots(struct arena *a, double wide_mm, double high_mm, double dots_a_mm)
{
	struct paper *p = ARENA_NEW(a, struct paper);
	p->arena = a;
	p->bytes = (struct out){ .arena = a };
	p->is_dots = true;
	p->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(wide_mm * dots_a_mm), (int)lround(high_mm * dots_a_mm));
	p->pen = cairo_create(p->surface);
	cairo_scale(p->pen, dots_a_mm, dots_a_mm);
	return p;
}

void paper_shapes(struct paper *p)
{
	p->is_shapes = true;
}

void paper_stamp_begin(struct paper *p, double wide_mm, double high_mm)
{
	cairo_rectangle_t extent = { 0, 0, wide_mm * POINTS_A_MM, high_mm * POINTS_A_MM };
	p->page_pen = p->pen;
	p->stamp = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extent);
	p->pen = cairo_create(p->stamp);
	cairo_scale(p->pen, POINTS_A_MM, POINTS_A_MM);
}

void paper_stamp_end(struct paper *p)
{
	cairo_destroy(p->pen);
	p->pen = p->page_pen;
}

void paper_stamp_put(struct paper *p, double x, double y)
{
	cairo_save(p->pen);
	cairo_translate(p->pen, x, y);
	cairo_scale(p->pen, 1 / POINTS_A_MM, 1 / POINTS_A_MM);
	cairo_set_source_surface(p->pen, p->stamp, 0, 0);
	cairo_paint(p->pen);
	cairo_restore(p->pen);
}

void paper_turn(struct paper *p)
{
	cairo_show_page(p->pen);
}

struct str paper_done(struct paper *p)
{
	bool is_fine = cairo_status(p->pen) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(p->pen);
	if (p->stamp)
		cairo_surface_destroy(p->stamp);
	if (p->is_dots)
		is_fine = is_fine && cairo_surface_write_to_png_stream(p->surface, keep, &p->bytes) == CAIRO_STATUS_SUCCESS;
	cairo_surface_finish(p->surface);
	is_fine = is_fine && cairo_surface_status(p->surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(p->surface);
	return is_fine ? out_done(&p->bytes) : STR_NONE;
}

static void ink(struct paper *p, uint32_t rgb)
{
	cairo_set_source_rgb(p->pen, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

/* ---- colours ---- */

static uint32_t channel(double linear)
{
	double x = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055;
	return (uint32_t)lround(fmin(fmax(x, 0), 1) * 255);
}

/* OKLCH to sRGB (Ottosson 2020). */
uint32_t paper_tone(double light, double chroma, int hue)
{
	double a = chroma * cos(hue * M_PI / 180), b = chroma * sin(hue * M_PI / 180);
	double l = pow(light + 0.3963377774 * a + 0.2158037573 * b, 3), m = pow(light - 0.1055613458 * a - 0.0638541728 * b, 3);
	double s = pow(light - 0.0894841775 * a - 1.2914855480 * b, 3);
	return channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) << 16
		| channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8
		| channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
}

/* ---- text ---- */

static void layout_size(PangoLayout *layout, const struct paper_text *t, double share)
{
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK JP, Noto Sans, sans-serif");
	pango_font_description_set_weight(font, t->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	/* user units are millimetres: a point is 0.3528 of them */
	pango_font_description_set_absolute_size(font, t->point * share / POINTS_A_MM * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
}

static double layout_high(PangoLayout *layout)
{
	int wide, high;
	pango_layout_get_size(layout, &wide, &high);
	return (double)high / PANGO_SCALE;
}

/* Laid out, and shrunk or cut where it would be too high. */
static PangoLayout *layout_of(struct paper *p, const struct paper_text *t)
{
	static const PangoAlignment aligns[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT };
	PangoLayout *layout = pango_cairo_create_layout(p->pen);
	pango_context_set_language(pango_layout_get_context(layout), pango_language_from_string(t->lang ? t->lang : "ja"));
	/* the grid of a screen would round letters that are measured in millimetres */
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
	pango_layout_set_text(layout, t->text.s, (int)t->text.n);
	pango_layout_set_width(layout, (int)(t->wide * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, aligns[t->align]);
	double share = 1;
	for (layout_size(layout, t, share); t->most_high > 0 && share > 0.6 && layout_high(layout) > t->most_high; layout_size(layout, t, share))
		share -= 0.05;
	if (t->most_high > 0 && layout_high(layout) > t->most_high) {
		pango_layout_set_height(layout, (int)(t->most_high * PANGO_SCALE));
		pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	return layout;
}

double paper_text(struct paper *p, const struct paper_text *t)
{
	PangoLayout *layout = layout_of(p, t);
	double high = layout_high(layout);
	ink(p, t->ink);
	cairo_move_to(p->pen, t->x, t->y);
	if (p->is_shapes) {
		pango_cairo_layout_path(p->pen, layout);
		cairo_fill(p->pen);
	} else {
		pango_cairo_show_layout(p->pen, layout);
	}
	g_object_unref(layout);
	return high;
}

double paper_text_high(struct paper *p, const struct paper_text *t)
{
	PangoLayout *layout = layout_of(p, t);
	double high = layout_high(layout);
	g_object_unref(layout);
	return high;
}

/* ---- shapes ---- */

static void path(struct paper *p, const struct paper_box *b)
{
	double r = b->round, right = b->x + b->wide, low = b->y + b->high;
	cairo_new_sub_path(p->pen);
	cairo_arc(p->pen, right - r, b->y + r, r, -M_PI / 2, 0);
	cairo_arc(p->pen, right - r, low - r, r, 0, M_PI / 2);
	cairo_arc(p->pen, b->x + r, low - r, r, M_PI / 2, M_PI);
	cairo_arc(p->pen, b->x + r, b->y + r, r, M_PI, 1.5 * M_PI);
	cairo_close_path(p->pen);
}

void paper_fill(struct paper *p, const struct paper_box *b, uint32_t rgb)
{
	path(p, b);
	ink(p, rgb);
	cairo_fill(p->pen);
}

void paper_frame(struct paper *p, const struct paper_box *b, uint32_t rgb, bool is_dashed)
{
	const double dash[] = { 1.2, 1.2 };
	path(p, b);
	ink(p, rgb);
	cairo_set_line_width(p->pen, is_dashed ? 0.15 : 0.35);
	cairo_set_dash(p->pen, dash, is_dashed ? 2 : 0, 0);
	cairo_stroke(p->pen);
	cairo_set_dash(p->pen, dash, 0, 0);
}

bool paper_qr(struct paper *p, struct str text, double x, double y, double side)
{
	enum { QUIET = 4 };
	struct qr qr;
	if (!qr_of(p->arena, text, &qr))
		return false;
	double each = side / (qr.n + 2 * QUIET);
	paper_fill(p, &(struct paper_box){ x, y, side, side, 0 }, 0xFFFFFF);
	ink(p, 0x000000);
	for (int row = 0; row < qr.n; row++)
		for (int from = 0; from < qr.n; from++) {
			int to = from;
			while (qr_is_dark(&qr, to, row))
				to++;
			if (to > from)
				cairo_rectangle(p->pen, x + (from + QUIET) * each, y + (row + QUIET) * each, (to - from) * each, each * (1 + HALF_PIXEL));
			from = to;
		}
	cairo_fill(p->pen);
	return true;
}

/* ---- people ---- */

static void round_clip(struct paper *p, double x, double y, double across)
{
	cairo_arc(p->pen, x + across / 2, y + across / 2, across / 2, 0, 2 * M_PI);
	cairo_clip(p->pen);
}

void paper_portrait(struct paper *p, const struct paper_photo *photo, double x, double y, double across)
{
	int wide = photo->wide, high = photo->high;
	double scale = across / (wide < high ? wide : high);
	cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, wide, high);
	unsigned char *bytes = arena_get(p->arena, photo->jpeg.n);
	memcpy(bytes, photo->jpeg.s, photo->jpeg.n);
	cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG, bytes, photo->jpeg.n, NULL, NULL);
	cairo_save(p->pen);
	round_clip(p, x, y, across);
	cairo_translate(p->pen, x + (across - wide * scale) / 2, y + (across - high * scale) / 2);
	cairo_scale(p->pen, scale, scale);
	cairo_set_source_surface(p->pen, image, 0, 0);
	cairo_paint(p->pen);
	cairo_restore(p->pen);
	cairo_surface_destroy(image);
}

static void disc(struct paper *p, double x, double y, double r, uint32_t rgb)
{
	cairo_new_path(p->pen);
	cairo_arc(p->pen, x, y, r, 0, 2 * M_PI);
	ink(p, rgb);
	cairo_fill(p->pen);
}

struct bow { double x, y, r, from, to; };

static void smile(struct paper *p, struct bow b)
{
	cairo_new_path(p->pen);
	cairo_arc(p->pen, b.x, b.y, b.r, b.from * M_PI, b.to * M_PI);
	cairo_stroke(p->pen);
}

void paper_face(struct paper *p, int face, double x, double y, double across)
{
	static const uint32_t ground[] = { 0xFFF3D9, 0xE8F3EA, 0xE7F0F8, 0xEFEBF7 }, hair[] = { 0x3B2E2A, 0x54402F, 0x2B2622, 0x6B5748 };
	static const uint32_t dress[] = { 0x007772, 0x92500B, 0x3A62A4, 0x6356A0 };
	int k = face >= 1 ? (face - 1) % 4 : 0;
	cairo_save(p->pen);
	round_clip(p, x, y, across);
	cairo_translate(p->pen, x, y);
	cairo_scale(p->pen, across / 100, across / 100);
	disc(p, 50, 50, 50, ground[k]);
	disc(p, 50, 116, 46, dress[k]);
	disc(p, 50, 44, face > 4 ? 29 : 32, hair[k]);
	if (face <= 4) {
		disc(p, 28, 58, 14, hair[k]);
		disc(p, 72, 58, 14, hair[k]);
	}
	disc(p, 50, 52, 24, 0xF8DCC4);
	cairo_new_path(p->pen);
	cairo_arc(p->pen, 50, 46, 25, M_PI * 1.06, M_PI * 1.94);
	ink(p, hair[k]);
	cairo_fill(p->pen);
	ink(p, 0x4A3B35);
	cairo_set_line_width(p->pen, 2);
	cairo_set_line_cap(p->pen, CAIRO_LINE_CAP_ROUND);
	smile(p, (struct bow){ 41, 52, 4, 1.1, 1.9 });
	smile(p, (struct bow){ 59, 52, 4, 1.1, 1.9 });
	smile(p, (struct bow){ 50, 58, 7, 0.15, 0.85 });
	cairo_restore(p->pen);
}

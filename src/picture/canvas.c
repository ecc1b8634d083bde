/* Averaging, turning, flattening. */
#include "picture/canvas.h"

static int scaled(int side, int longest, int most)
{
	int r = (int)(((int64_t)side * most + longest / 2) / longest);
	return r > 0 ? r : 1;
}

void shrink_begin(struct shrink *s, struct arena *a, const struct canvas *from, int most, struct canvas *to)
{
	int longest = from->width > from->height ? from->width : from->height;
	*to = (struct canvas){ from->width, from->height, NULL };
	if (longest > most)
		*to = (struct canvas){ scaled(from->width, longest, most), scaled(from->height, longest, most), NULL };
	to->rgb = arena_get(a, (size_t)to->width * (size_t)to->height * 3);
	*s = (struct shrink){ .to = to, .from_w = from->width, .from_h = from->height, .sum = ARENA_ARRAY(a, uint32_t, to->width * 3),
		.columns = ARENA_ARRAY(a, uint32_t, to->width) };
	for (int x = 0; x < from->width; x++)
		s->columns[(int64_t)x * to->width / from->width]++;
}

static int row_of(const struct shrink *s, int y)
{
	return (int)((int64_t)y * s->to->height / s->from_h);
}

static void row_done(struct shrink *s, int at)
{
	unsigned char *out = s->to->rgb + (size_t)at * (size_t)s->to->width * 3;
	for (int i = 0; i < s->to->width * 3; i++) {
		out[i] = (unsigned char)(s->sum[i] / (s->columns[i / 3] * s->rows));
		s->sum[i] = 0;
	}
	s->rows = 0;
}

void shrink_row(struct shrink *s, const unsigned char *rgb)
{
	int at = row_of(s, s->row);
	for (int x = 0; x < s->from_w; x++) {
		uint32_t *sum = s->sum + (int64_t)x * s->to->width / s->from_w * 3;
		for (int k = 0; k < 3; k++)
			sum[k] += rgb[x * 3 + k];
	}
	s->rows++;
	s->row++;
	if (s->row == s->from_h || row_of(s, s->row) != at)
		row_done(s, at);
}

static void turned_place(const struct canvas *c, int turn, int *x, int *y)
{
	int right = c->width - 1 - *x, below = c->height - 1 - *y, x0 = *x, y0 = *y;
	*x = turn == 2 || turn == 3 ? right : turn == 5 || turn == 8 ? y0 : turn == 6 || turn == 7 ? below : x0;
	*y = turn == 3 || turn == 4 ? below : turn == 5 || turn == 6 ? x0 : turn == 7 || turn == 8 ? right : y0;
}

struct canvas canvas_turned(struct arena *a, const struct canvas *c, int turn)
{
	struct canvas r = { turn >= 5 ? c->height : c->width, turn >= 5 ? c->width : c->height, NULL };
	if (turn <= 1 || turn > 8)
		return *c;
	r.rgb = arena_get(a, (size_t)r.width * (size_t)r.height * 3);
	for (int y = 0; y < c->height; y++)
		for (int x = 0; x < c->width; x++) {
			int to_x = x, to_y = y;
			turned_place(c, turn, &to_x, &to_y);
			memcpy(r.rgb + ((size_t)to_y * (size_t)r.width + (size_t)to_x) * 3,
				c->rgb + ((size_t)y * (size_t)c->width + (size_t)x) * 3, 3);
		}
	return r;
}

void canvas_flatten(unsigned char *rgba, int dots)
{
	for (int i = 0; i < dots; i++) {
		unsigned alpha = rgba[i * 4 + 3];
		for (int k = 0; k < 3; k++)
			rgba[i * 3 + k] = (unsigned char)((rgba[i * 4 + k] * alpha + 255 * (255 - alpha)) / 255);
	}
}

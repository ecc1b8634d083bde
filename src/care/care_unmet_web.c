/* The fronts of what was not met: half a year for the desk, a quarter that is over for everybody. */
#include "care/care_unmet_page.h"
#include "care/care_unmet.page.h"
#include "care/care_unmet_desk.page.h"
#include "care/care_fee_web.h"
#include "care/care_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "web/reply.h"

enum { MONTHS = 6, QUARTER = 3, TILE_WIDE = 216, TILE_HIGH = 98, TILES_A_ROW = 3, MISSES = 12, WHOLE = 1000 };

struct str care_unmet_share_text(struct arena *a, const struct care_unmet_count *x)
{
	int64_t share_n = care_unmet_share(x);
	return share_n < 0 ? STR("-") : arena_fmt(a, "%lld.%lld%%", (long long)(share_n / 10), (long long)(share_n % 10));
}

int64_t care_unmet_row_sum(const struct care_unmet_open_view *v, size_t row)
{
	int64_t sum = 0;
	for (size_t i = 0; i <= CARE_UNMET_REASONS; i++)
		sum += v->cell[row * (CARE_UNMET_REASONS + 1) + i];
	return sum;
}

static struct day months_from(struct day first, int n)
{
	struct day_parts x = day_split(first);
	int month = x.year * 12 + x.month - 1 + n;
	return day_make(month / 12, month % 12 + 1, 1);
}

static void tiles(struct desk *d, struct care_unmet_view *v)
{
	v->tile = ARENA_ARRAY(d->arena, struct care_unmet_tile, v->unmet.area_n + 1);
	for (size_t i = 0; i < v->unmet.area_n; i++) {
		const struct care_unmet_count *x = &v->unmet.area[i];
		int64_t share_n = care_unmet_share(x);
		v->tile[v->tile_n] = (struct care_unmet_tile){ .area_id = d->tenant->area[i].area_id, .name = d->tenant->area[i].name,
			.share = care_unmet_share_text(d->arena, x),
			.x = (int)(v->tile_n % TILES_A_ROW) * TILE_WIDE, .y = (int)(v->tile_n / TILES_A_ROW) * TILE_HIGH, .unfilled_n = x->unfilled_n,
			.dark = share_n < 0 ? 0 : (int)((WHOLE - share_n) / 200) };
		v->tile_n++;
	}
	v->high = (int)((v->tile_n + TILES_A_ROW - 1) / TILES_A_ROW) * TILE_HIGH;
}

/* The figure of the town's document that speaks of a share: the first with a per cent. */
static const struct tenant_fact *fact_of(const struct tenant *t)
{
	for (size_t i = 0; i < t->fact_n; i++)
		if (str_ends(t->fact[i].value, "%"))
			return &t->fact[i];
	return NULL;
}

static void show(struct desk *d, struct call *c)
{
	struct page p;
	struct care_request_row *row;
	struct day from_on;
	struct care_unmet_view v = { .tenant = d->tenant, .fact = fact_of(d->tenant) };
	if (!day_parse(form_value(c, "from"), &from_on))
		from_on = months_from(d->today, -(MONTHS - 1));
	from_on = months_from(from_on, 0);
	care_unmet_read(d, from_on, months_from(from_on, MONTHS), false, &v.unmet);
	v.before_on = months_from(from_on, -MONTHS);
	v.after_on = months_from(from_on, MONTHS);
	v.share = care_unmet_share_text(d->arena, &v.unmet.all);
	tiles(d, &v);
	v.has_map = care_unmet_map_read(d, &v);
	v.miss_n = tenant_has_room(d->tenant, "directory") ? directory_misses(d, from_on, &v.miss) : 0;
	v.miss_n = v.miss_n < MISSES ? v.miss_n : MISSES;
	v.open_n = care_unmet_unsaid(d, &row);
	v.open = ARENA_ARRAY(d->arena, struct care_line, v.open_n + 1);
	care_lines_read(d, row, v.open_n, v.open);
	frame_begin(&p, d, c, TAB_NONE);
	frame_of(&p)->back = STR("/desk/care");
	care_unmet_page(&p, &v);
}

/* Quarters do not overlap and do not grow: there are no two tables to subtract. */
static void show_open(struct desk *d, struct call *c)
{
	struct page p;
	struct day_parts today = day_split(d->today);
	struct care_unmet_open_view *v = ARENA_NEW(d->arena, struct care_unmet_open_view);
	v->tenant = d->tenant;
	v->until_on = day_make(today.year, (today.month - 1) / QUARTER * QUARTER + 1, 1);
	v->from_on = months_from(v->until_on, -QUARTER);
	care_unmet_read(d, v->from_on, v->until_on, true, &v->unmet);
	v->row_n = v->unmet.area_n + 1;
	for (size_t i = 0; i < v->row_n; i++) {
		int64_t *cell = v->cell + i * (CARE_UNMET_REASONS + 1);
		cell[0] = v->unmet.area[i].filled_n;
		for (size_t k = 0; k < CARE_UNMET_REASONS; k++)
			cell[k + 1] = v->unmet.reason[i][k];
	}
	care_unmet_hide(&(struct care_unmet_table){ v->cell, v->row_n, CARE_UNMET_REASONS + 1 }, &v->mask);
	frame_begin(&p, d, c, TAB_HOME);
	frame_of(&p)->back = STR("/care/fee");
	care_unmet_open_page(&p, v);
}

const struct route care_unmet_routes[] = {
	{ METHOD_GET, "/desk/care/unmet", MAY_UNMET_READ, show, .room = "care" },
	{ METHOD_GET, "/care/unmet", MAY_READ_SITE, show_open, .room = "care" },
};
const size_t care_unmet_route_n = sizeof care_unmet_routes / sizeof *care_unmet_routes;

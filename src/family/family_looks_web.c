/* The weekly list of looks from outside of the charge. */
#include "family/family_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "family/family_looks.page.h"
#include "family/family_looks_page.h"
#include "web/reply.h"

static struct day week_of(struct desk *d, struct form *f)
{
	struct day on = form_day(f, "week", false);
	bool is_fine = !day_is_none(on) && on.n <= d->today.n && on.n > d->today.n - 400;
	return family_looks_monday(is_fine ? on : (struct day){ d->today.n - 7 });
}

static void show(struct desk *d, struct call *c)
{
	static const char *const why[] = { "away", "here", "plan", "list", "other", NULL };
	struct page p;
	struct form f = form_of(c);
	struct day week_on = week_of(d, &f);
	struct family_looks_view v = { .tenant = d->tenant, .before_on = { week_on.n - 7 }, .after_on = { week_on.n + 7 }, .today = d->today,
		.only_id = { form_id(&f, "who", false) }, .is_over = week_on.n + 7 <= d->today.n };
	int i = form_value(c, "why").n ? form_choice(&f, "why", why, false) : -1;
	v.only_why = i < 0 ? STR_NONE : str_of(why[i]);
	family_looks_read(d, week_on, &v.looks);
	desk_trace(d, &(struct desk_trace){ .act = STR("family.looks-read"), .kind = STR("families"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/family");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	family_looks_page(&p, &v);
}

static void tick(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct day week_on = week_of(d, &f);
	struct day_parts x = day_split(week_on);
	bool is_done = family_looks_tick(d, week_on);
	reply_see_other(c, arena_fmt(d->arena, "/desk/looks?week=%04d-%02d-%02d%s", x.year, x.month, x.day, is_done ? "&done=1" : ""));
}

const struct route family_looks_routes[] = {
	{ METHOD_GET, "/desk/looks", MAY_FAMILY_LOOKS, show, .room = "family" },
	{ METHOD_POST, "/desk/looks", MAY_FAMILY_LOOKS, tick, .room = "family", .sample = "week=2026-11-16" },
};
const size_t family_looks_route_n = sizeof family_looks_routes / sizeof *family_looks_routes;

/* The change of the year. */
#include "family/family_charge_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "family/family_year.page.h"
#include "family/family_year_page.h"
#include "web/reply.h"

static void show(struct desk *d, struct call *c)
{
	struct page p;
	struct staff_person *person;
	struct family_year_view v = { .tenant = d->tenant, .today = d->today };
	family_year_read(d, &v.year);
	v.is_early = d->today.n < v.year.april_on.n;
	v.draft_on = v.is_early ? v.year.april_on : d->today;
	v.worker = ARENA_ARRAY(d->arena, struct str, v.year.leaver_n + 1);
	size_t person_n = staff_people(d, &(struct staff_wish){ .is_named_only = true }, &person);
	for (size_t i = 0; i < v.year.leaver_n; i++)
		for (size_t k = 0; k < person_n; k++)
			if (person[k].person_id.v == v.year.leaver[i].person_id.v)
				v.worker[i] = person[k].name;
	desk_trace(d, &(struct desk_trace){ .act = STR("charge.year"), .kind = STR("families"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_CHARGE);
	family_year_page(&p, &v);
}

static void farewell(struct desk *d, struct call *c)
{
	family_year_farewell(d);
	reply_see_other(c, STR("/desk/charge/year"));
}

const struct route family_year_routes[] = {
	{ METHOD_GET, "/desk/charge/year", MAY_CHARGE_BALANCE, show, .room = "family" },
	{ METHOD_POST, "/desk/charge/year", MAY_CHARGE_BALANCE, farewell, .room = "family", .sample = "sure=1" },
};
const size_t family_year_route_n = sizeof family_year_routes / sizeof *family_year_routes;

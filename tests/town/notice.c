/* A notice from the office in the town of the sweeps: for all of its staff. */
#include "notice/notice.h"
#include "tests/town/things.h"

static void make_notice(struct desk *d, struct wish *w)
{
	struct notice_id id = { 0 };
	struct who who = d->who;
	d->who = (struct who){ .role = ROLE_MANAGER, .name = STR("Aoi"), .operator_id = town_operator(d->tenant, "city") };
	notice_put(d, &(struct notice_new){ .kind = STR("office"), .title = STR("Hello"), .words = STR("To all"), .until_on = DAY_NONE, .age_from_n = -1,
		.age_until_n = -1 }, &id);
	d->who = who;
	w->thing = id_text(d->arena, id.v);
}

const struct town_thing town_notice[] = { { "notice", make_notice }, { NULL, NULL } };

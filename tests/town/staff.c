/* Who works in the town of the sweeps. */
#include "staff/staff.h"
#include "tests/town/things.h"

/* With the account of the one who asks, where it is to be their own. */
static void make_person(struct desk *d, struct wish *w)
{
	struct area_id area_id = town_area(d->tenant, town_area_of(w));
	struct staff_person old, x = { .name = STR("Aoi"), .kana = STR("Aoi"), .kind = STR("nurse"),
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .area_ids = arena_fmt(d->arena, ",%lld,", (long long)area_id.v),
		.capacity_n = 100, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE, .is_named = true };
	if (w->whose == WHOSE_OWN && (person_role(w->asks->person) & ROLE_STAFF))
		x.account_id = w->asks->account_id;
	if (staff_person_of_account(d, x.account_id, &old))
		x = old;
	else if (staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "nobody works here");
	w->thing = id_text(d->arena, x.person_id.v);
}

const struct town_thing town_staff[] = { { "person", make_person }, { NULL, NULL } };

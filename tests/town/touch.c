/* A touchpoint of the town of the sweeps. */
#include "touch/touch.h"
#include "tests/town/things.h"

static struct touch_id touch_make(struct desk *d, struct wish *w)
{
	struct who who = d->who;
	d->who = (struct who){ .role = ROLE_NOBODY, .operator_id = town_operator(d->tenant, town_operator_of(w)) };
	struct touch_id id = touch_add(d, &(struct touch_new){ .kind = STR("clinic"), .name = STR("Clinic"),
		.area_id = town_area(d->tenant, town_area_of(w)) });
	d->who = who;
	return id;
}

static void make_touch(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, touch_make(d, w).v);
}

static void make_token(struct desk *d, struct wish *w)
{
	struct touch_row x;
	w->thing = touch_by_id(d, touch_make(d, w), &x) ? x.token : STR_NONE;
}

const struct town_thing town_touch[] = { { "touch", make_touch }, { "token:touch", make_token }, { NULL, NULL } };

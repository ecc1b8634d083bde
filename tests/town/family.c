/* The families of the town of the sweeps. */
#include "family/family.h"
#include "tests/town/things.h"

static struct family_id last_family;

static void make_family(struct desk *d, struct wish *w)
{
	static int made_n;
	struct who who = d->who;
	d->who = (struct who){ .role = ROLE_NOBODY };
	struct family_new v = { .name = STR("Yama"), .kana = arena_fmt(d->arena, "やま %d", ++made_n), .area_id = town_area(d->tenant, town_area_of(w)),
		.born_on = DAY_NONE, .due_on = { d->today.n + 100 }, .is_first = true };
	last_family = family_register(d, &v);
	d->who = who;
	/* Who asks has said for what, so that every page behind it is walked. */
	if (w->asks->account_id.v)
		family_pass_put(d, &(struct family_pass_put_in){ .family_id = last_family, .account_id = w->asks->account_id, .purpose = STR("away"),
			.asked_at = d->now, .until_at = moment_add(d->now, DAY_MS) });
	w->thing = id_text(d->arena, last_family.v);
}

static void make_fact(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, family_fact_add(d, &(struct family_fact_new){ .family_id = last_family, .kind = STR("now"),
		.line = STR("tired") }).v);
}

const struct town_thing town_family[] = {
	{ "family", make_family }, { "fact", make_fact }, { NULL, NULL }
};

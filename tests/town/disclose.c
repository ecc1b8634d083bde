/* Requests to see what the town holds, of the town of the sweeps, as far as a step wants them. */
#include "disclose/disclose.h"
#include "tests/town/things.h"

static struct disclose_row last;

static void look_again(struct desk *d)
{
	if (!disclose_by_id(d, last.request_id, &last))
		test_failed(__FILE__, __LINE__, "no request was made");
}

/* Entered and brought on by somebody of that desk who is not who asks. */
static void make(struct desk *d, struct wish *w, int steps)
{
	struct who who = d->who;
	struct family_guardian_row *g;
	d->who = (struct who){ .role = ROLE_WORKER, .account_id = { 77 }, .operator_id = town_operator(d->tenant, town_operator_of(w)), .name = STR("Aoi") };
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("Yama"), .kana = STR("yama"), .born_on = DAY_NONE,
		.area_id = town_area(d->tenant, town_area_of(w)), .due_on = { d->today.n + 90 }, .child_born_on = DAY_NONE });
	family_guardians_of(d, family_id, &g);
	disclose_enter(d, &(struct disclose_new){ .family_id = family_id, .guardian_id = g[0].guardian_id, .asker = STR("Yama"), .relation = STR("self"),
		.asked_on = d->today }, &last.request_id);
	look_again(d);
	for (int i = 0; i < steps; i++) {
		if (i == 0)
			disclose_check(d, &last, STR("card"), last.version_n);
		else if (i == 1)
			disclose_gather(d, &last, last.version_n);
		else if (i == 2)
			disclose_propose(d, &last, last.version_n);
		else {
			d->who.account_id.v = 78;
			disclose_release(d, &last, last.version_n);
		}
		look_again(d);
	}
	d->who = who;
	w->thing = id_text(d->arena, last.request_id.v);
}

static void make_asked(struct desk *d, struct wish *w)
{
	make(d, w, 0);
}

static void make_checked(struct desk *d, struct wish *w)
{
	make(d, w, 1);
}

static void make_gathered(struct desk *d, struct wish *w)
{
	make(d, w, 2);
}

static void make_proposed(struct desk *d, struct wish *w)
{
	make(d, w, 3);
}

static void make_released(struct desk *d, struct wish *w)
{
	make(d, w, 4);
}

static void make_item(struct desk *d, struct wish *w)
{
	struct disclose_item_row *x;
	w->thing = id_text(d->arena, disclose_items_of(d, last.request_id, &x) ? x[0].item_id.v : id_new());
}

const struct town_thing town_disclose[] = { { "request:asked", make_asked }, { "request:checked", make_checked },
	{ "request:gathered", make_gathered }, { "request:proposed", make_proposed }, { "request:released", make_released }, { "item", make_item },
	{ NULL, NULL } };

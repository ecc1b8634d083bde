/* The helpers of the town of the sweeps. */
#include "helper/helper.h"
#include "tests/town/things.h"

static struct person_id last_helper;

/* With the account of the one who asks, where it is to be their own. */
static void make_helper(struct desk *d, struct wish *w)
{
	struct helper_row helper;
	struct area_id area_id = town_area(d->tenant, town_area_of(w));
	struct staff_person old, x = { .name = STR("Kei"), .kana = STR("Kei"), .kind = STR("concierge"),
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .area_ids = arena_fmt(d->arena, ",%lld,", (long long)area_id.v),
		.began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE };
	bool is_own = w->whose == WHOSE_OWN && (person_role(w->asks->person) & (ROLE_STAFF | ROLE_HELPER));
	if (is_own)
		x.account_id = w->asks->account_id;
	if (is_own && staff_person_of_account(d, x.account_id, &old))
		x = old;
	else if (staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "nobody works here");
	if (!helper_by_key(d, x.person_id, &helper)) {
		helper = (struct helper_row){ .person_id = x.person_id, .insured_until_on = DAY_NONE };
		if (helper_begin(d, &helper) != HELPER_OK)
			test_failed(__FILE__, __LINE__, "nobody helps");
	}
	last_helper = x.person_id;
	w->thing = id_text(d->arena, x.person_id.v);
}

static void make_block(struct desk *d, struct wish *w)
{
	struct block_id block_id = { 0 };
	if (helper_block_add(d, &(struct helper_blocking){ .person_id = last_helper, .family_id = { id_new() }, .side = STR("desk") },
		&block_id) != HELPER_OK)
		test_failed(__FILE__, __LINE__, "no block");
	w->thing = id_text(d->arena, block_id.v);
}

static void make_need(struct desk *d, struct wish *w)
{
	static int made_n;
	struct helper_need_row *all;
	struct str training = arena_fmt(d->arena, "course %d", ++made_n);
	if (helper_need_put(d, &(struct helper_need_row){ .kind = STR("errand"), .training = training }) != HELPER_OK)
		test_failed(__FILE__, __LINE__, "no need");
	size_t n = helper_needs_all(d, &all);
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].training, training))
			w->thing = id_text(d->arena, all[i].need_id.v);
}

static void make_application(struct desk *d, struct wish *w)
{
	struct application_id application_id = { 0 };
	if (helper_apply(d, &(struct helper_applying){ .name = STR("Nana"), .phone = STR("000"), .kinds = 1,
		.area_id = town_area(d->tenant, town_area_of(w)) }, &application_id) != HELPER_OK)
		test_failed(__FILE__, __LINE__, "no application");
	w->thing = id_text(d->arena, application_id.v);
}

/* Paused, and the one who asks is the appointed manager. */
static void make_managed(struct desk *d, struct wish *w)
{
	struct str why;
	make_helper(d, w);
	helper_pause(d, &(struct helper_pausing){ .person_id = last_helper, .until_on = { d->today.n + 9 }, .name = STR("Boss"), .why = STR("talk") });
	tenant_set(d, STR("helper.checks"), STR("yes"), &why);
	tenant_set(d, STR("helper.check_login"), w->asks->login, &why);
}

/* Straight through all states: nothing is needed in that town. */
static void make_active(struct desk *d, struct wish *w)
{
	static const enum helper_state way[] = { HELPER_TRAINED, HELPER_INTERVIEWED, HELPER_APPROVED, HELPER_ACTIVE };
	struct helper_need_row *need;
	struct helper_line x;
	make_helper(d, w);
	size_t n = helper_needs_all(d, &need);
	for (size_t i = 0; i < n; i++)
		helper_need_end(d, need[i].need_id);
	if (helper_by_person(d, last_helper, &x) && str_is(x.helper.state, "applied"))
		for (size_t i = 0; i < sizeof way / sizeof *way; i++)
			helper_go(d, &x.helper, &(struct helper_stepping){ .to = way[i], .resting_until_on = DAY_NONE });
}

/* Somebody whom nothing keeps from going, on any day. */
static void make_willing(struct desk *d, struct wish *w)
{
	struct helper_span span[7];
	struct helper_line x;
	struct wish any = { .asks = w->asks, .whose = WHOSE_NEIGHBOUR };
	for (int i = 0; i < 7; i++)
		span[i] = (struct helper_span){ i, 0, 24 * 60 };
	make_active(d, &any);
	helper_hours_put(d, last_helper, span, 7);
	if (helper_by_person(d, last_helper, &x)) {
		x.person.operator_id.v = 0;                     /* nobody's, so that every body's requests may ask them */
		staff_put(d, &x.person);
	}
	w->thing = any.thing;
}

const struct town_thing town_helper[] = {
	{ "helper", make_helper }, { "helper:managed", make_managed },
	{ "helper:active", make_active }, { "willing", make_willing },
	{ "block", make_block }, { "need", make_need }, { "application", make_application },
	{ NULL, NULL }
};

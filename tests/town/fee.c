/* Statements in the town of the sweeps: rules that are confirmed, a visit with its fee, and one that was paid. */
#include "care/care_fee.h"
#include "family/family_own.h"
#include "tests/town/things.h"

static struct rule_id rule_of(struct desk *d, bool is_confirmed)
{
	struct care_fee_wrong wrong;
	struct care_fee_rule_row *all;
	care_fee_rule_put(d, STR("band = every 00:00-24:00 700\nregistration = 500\n"), day_make(2026, 1, 1), STR("list"), &wrong);
	care_fee_rules_all(d, &all);
	if (is_confirmed)
		care_fee_rule_confirm(d, all[0].rule_id);
	return all[0].rule_id;
}

static void make_rule(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, rule_of(d, false).v);
}

/* A registration: it needs no visit, and belongs to a fresh family in the asker's walls, or to the asker's own. */
static struct fee_id fee_of(struct desk *d, struct wish *w)
{
	static int made_n;
	struct who who = d->who;
	struct fee_id fee_id = { 0 };
	struct family_guardian_row *guardian, before;
	d->who = (struct who){ .role = ROLE_NOBODY };
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("Kawa"), .kana = arena_fmt(d->arena, "かわ %d", ++made_n + 9000),
		.area_id = town_area(d->tenant, town_area_of(w)), .born_on = DAY_NONE, .due_on = { d->today.n + 100 }, .notified_on = DAY_NONE,
		.child_born_on = DAY_NONE });
	if (w->whose == WHOSE_OWN && w->asks->person == PERSON_FAMILY && family_guardians_of(d, family_id, &guardian)) {
		if (family_of_account(d, w->asks->account_id, &before))
			family_own_unbind(d, before.guardian_id);
		family_own_bind(d, w->asks->account_id, d->now, STR("staff"), guardian[0].guardian_id);
	}
	rule_of(d, true);
	if (care_fee_register(d, family_id, &fee_id) != CARE_FEE_FINE)
		test_failed(__FILE__, __LINE__, "no fee");
	d->who = who;
	return fee_id;
}

static void make_fee(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, fee_of(d, w).v);
}

static void make_paid(struct desk *d, struct wish *w)
{
	struct care_fee_row row;
	struct fee_id fee_id = fee_of(d, w);
	if (care_fee_by_id(d, fee_id, &row))
		care_paid_take(d, &row, row.family_yen, d->today, STR("cash"));
	w->thing = id_text(d->arena, fee_id.v);
}

const struct town_thing town_fee[] = { { "rule", make_rule }, { "fee", make_fee }, { "fee:paid", make_paid }, { NULL, NULL } };

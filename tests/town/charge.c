/* Who is whose named worker in the town of the sweeps: people with a label, notes of handover, drafts of sharing out. */
#include "family/family_charge_plan.h"
#include "family/family.h"
#include "tests/town/things.h"

static struct staff_person person_make(struct desk *d, struct wish *w, bool is_theirs)
{
	struct area_id area_id = town_area(d->tenant, town_area_of(w));
	struct staff_person old, x = { .name = STR("Nagi"), .kana = STR("Nagi"), .kind = STR("nurse"),
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .area_ids = arena_fmt(d->arena, ",%lld,", (long long)area_id.v),
		.capacity_n = 100, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE, .is_named = true };
	if (is_theirs && w->whose == WHOSE_OWN && (person_role(w->asks->person) & ROLE_STAFF))
		x.account_id = w->asks->account_id;
	if (staff_person_of_account(d, x.account_id, &old))
		x = old;
	else if (staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "nobody works here");
	return x;
}

static void make_nurse(struct desk *d, struct wish *w)
{
	struct staff_person x = person_make(d, w, true);
	family_charge_token(d, x.person_id);
	w->thing = id_text(d->arena, x.person_id.v);
}

static void make_nurse_token(struct desk *d, struct wish *w)
{
	w->thing = family_charge_token(d, person_make(d, w, true).person_id);
}

static struct family_charge_note_row note_make(struct desk *d, struct wish *w, struct staff_person from, struct staff_person to)
{
	struct family_charge_note_row *note;
	struct family_charge_row old;
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("Sato"), .kana = STR("Sato"), .born_on = DAY_NONE,
		.due_on = { d->today.n + 100 }, .notified_on = DAY_NONE, .child_born_on = DAY_NONE, .area_id = town_area(d->tenant, town_area_of(w)),
		.how = STR("counter") });
	family_charge_hand_over(d, &(struct family_charge_row){ .family_id = family_id, .person_id = from.person_id }, from.person_id, 0);
	if (!family_charge_of(d, family_id, &old))
		test_failed(__FILE__, __LINE__, "nobody is named");
	family_charge_hand_over(d, &old, to.person_id, 0);
	if (!family_charge_notes_of_family(d, family_id, &note))
		test_failed(__FILE__, __LINE__, "no note");
	return note[0];
}

/* A family without a worker, and somebody who could be. */
static void make_unnamed(struct desk *d, struct wish *w)
{
	person_make(d, w, false);
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("Mori"), .kana = STR("Mori"), .born_on = DAY_NONE,
		.due_on = { d->today.n + 90 }, .notified_on = DAY_NONE, .child_born_on = DAY_NONE, .area_id = town_area(d->tenant, town_area_of(w)),
		.how = STR("counter") });
	if (w->whose != WHOSE_OTHER_TENANT && w->asks->account_id.v)
		family_pass_put(d, &(struct family_pass_put_in){ .family_id = family_id, .account_id = w->asks->account_id, .purpose = STR("away"),
			.asked_at = d->now, .until_at = moment_add(d->now, HOUR) });
	w->thing = id_text(d->arena, family_id.v);
}

/* To be written by its owner. */
static void make_note(struct desk *d, struct wish *w)
{
	struct staff_person own = person_make(d, w, true), other = person_make(d, w, false);
	w->thing = id_text(d->arena, note_make(d, w, own, other).note_id.v);
}

/* Written already, to be read by its owner. */
static void make_note_given(struct desk *d, struct wish *w)
{
	struct staff_person own = person_make(d, w, true), other = person_make(d, w, false);
	struct family_charge_note_row x = note_make(d, w, other, own);
	if (family_charge_note_give(d, &(struct family_charge_note_give_in){ .words = STR("ok"), .given_at = d->now, .note_id = x.note_id,
		.version_n = x.version_n }) != 1)
		test_failed(__FILE__, __LINE__, "no note was given");
	w->thing = id_text(d->arena, x.note_id.v);
}

static void make_plan(struct desk *d, struct wish *w)
{
	struct staff_person own = person_make(d, w, false), other = person_make(d, w, false);
	struct family_charge_note_row x = note_make(d, w, own, other);
	struct family_charge_plan_move_row move = { .family_id = x.family_id, .from_person_id = other.person_id,
		.to_person_id = own.person_id, .load_n = 20 };
	struct family_plan_draft draft = { .wish = { .kind = STR("even"), .as_of_on = d->today }, .move = &move, .move_n = 1, .family_n = 1,
		.operator_id = town_operator(d->tenant, town_operator_of(w)) };
	w->thing = id_text(d->arena, family_plan_keep(d, &draft).v);
}

const struct town_thing town_charge[] = {
	{ "unnamed", make_unnamed }, { "nurse", make_nurse }, { "token:nurse", make_nurse_token },
	{ "note", make_note }, { "note:given", make_note_given }, { "plan", make_plan },
	{ NULL, NULL }
};

/* Who works in the town of the sweeps. */
#include "file/file.h"
#include "staff/staff_time.h"
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

static struct staff_person last(struct desk *d, struct wish *w)
{
	struct person_id person_id = { 0 };
	struct staff_person x = { .version_n = 0 };
	id_parse(w->thing, &person_id.v);
	if (!staff_person_by_id(d, person_id, &x))
		test_failed(__FILE__, __LINE__, "nobody works here");
	return x;
}

/* Somebody who shows a photo. */
static void make_face(struct desk *d, struct wish *w)
{
	struct file_staged staged;
	make_person(d, w);
	struct staff_person x = last(d, w);
	x.photo_id.v = id_new();
	x.is_photo_shown = true;
	if (file_stage(d, STR("%PDF-1.7\n%%EOF\n"), &staged) != FILE_OK || staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "no photo");
	file_attach(d, &(struct file_place){ .kind = "face", .subject_id = x.photo_id.v, .part_id = 1 }, &staged);
}

/* What hangs on the person in the hole before it. */
static struct person_id last_person;

static void make_last_person(struct desk *d, struct wish *w)
{
	make_person(d, w);
	last_person = last(d, w).person_id;
}

static void make_training(struct desk *d, struct wish *w)
{
	struct staff_training x = { .person_id = last_person, .name = STR("CPR"), .done_on = d->today, .until_on = DAY_NONE };
	if (staff_training_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "no training");
	w->thing = id_text(d->arena, x.training_id.v);
}

static void make_leave(struct desk *d, struct wish *w)
{
	struct staff_leave x = { .person_id = last_person, .kind = STR("sick"), .from_on = { d->today.n + 30 }, .until_on = { d->today.n + 31 } };
	if (staff_leave_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "no leave");
	w->thing = id_text(d->arena, x.leave_id.v);
}

/* At an hour that nothing else has. */
static void make_booking(struct desk *d, struct wish *w)
{
	struct staff_time *old, x = { .kind = STR("leave"), .person_id = last_person };
	size_t n = staff_time_of(d, last_person, d->now, moment_add(d->now, 90 * DAY_MS), &old);
	x.from_at = day_moment((struct day){ d->today.n + 40 }, (int)(n % 90) * 15);
	x.until_at = moment_add(x.from_at, STAFF_QUARTER);
	if (staff_time_book(d, &x, false) != STAFF_TIME_OK)
		test_failed(__FILE__, __LINE__, "no booking");
	w->thing = id_text(d->arena, x.booking_id.v);
}

const struct town_thing town_staff[] = {
	{ "person", make_last_person }, { "face", make_face }, { "training", make_training }, { "leave", make_leave }, { "booking", make_booking },
	{ NULL, NULL }
};

/* The talks of the town of the sweeps: each family with a worker of its own, so that nobody is in another's way; and seats in the room of one. */
#include "family/family_charge.h"
#include "talk/talk_room.h"
#include "tests/town/things.h"

static struct talk_id last_talk;                        /* whose room the holes "seat", "other" and "guest" behind a talk's hang on */

static struct town_scene talk_scene(struct desk *d, const struct wish *w)
{
	struct town_scene s = town_scene_of(d, w);
	family_charge_begin(d, s.family_id, s.person_id);
	return s;
}

static void talk_make(struct desk *d, const struct wish *w)
{
	struct town_scene s = talk_scene(d, w);
	struct family_guardian_row *g;
	enum staff_time_refusal why;
	struct talk_new v = { .family_id = s.family_id, .how = TALK_VIDEO, .minutes = 30,
		.from_at = day_moment((struct day){ d->today.n + 5 }, 10 * 60) };
	if (!talk_with_person(d, s.person_id, &v.with) || !family_guardians_of(d, s.family_id, &g))
		test_failed(__FILE__, __LINE__, "nobody to talk with");
	v.guardian_id = g[0].guardian_id;
	if (talk_plan(d, &v, &last_talk, &why) != TALK_OK)
		test_failed(__FILE__, __LINE__, "no talk");
}

static void make_talk(struct desk *d, struct wish *w)
{
	talk_make(d, w);
	w->thing = id_text(d->arena, last_talk.v);
}

static void make_token(struct desk *d, struct wish *w)
{
	talk_make(d, w);
	w->thing = talk_token(d, last_talk);
}

/* One beside which the family has written. */
static void make_written(struct desk *d, struct wish *w)
{
	struct talk_row x;
	struct who who = d->who;
	talk_make(d, w);
	d->who = (struct who){ .role = ROLE_NOBODY };
	if (!talk_by_id(d, last_talk, &x) || talk_write(d, &x, STR("Can you hear me?")) != TALK_OK)
		test_failed(__FILE__, __LINE__, "nothing was written");
	d->who = who;
	w->thing = id_text(d->arena, last_talk.v);
}

static struct str seat_at(struct desk *d, const struct wish *w, bool is_staff, const char *state)
{
	struct seat_id seat_id = { id_new() };
	talk_room_sit(d, &(struct talk_room_sit_in){ .seat_id = seat_id, .talk_id = last_talk, .is_staff = is_staff,
		.account_id = is_staff ? w->asks->account_id : (struct account_id){ 0 }, .state = str_of(state), .sat_at = d->now });
	return id_text(d->arena, seat_id.v);
}

static void make_seat(struct desk *d, struct wish *w)
{
	w->thing = seat_at(d, w, true, "in");
}

static void make_chair(struct desk *d, struct wish *w)
{
	w->thing = seat_at(d, w, false, "in");
}

static void make_other(struct desk *d, struct wish *w)
{
	w->thing = seat_at(d, w, false, "in");
}

static void make_guest(struct desk *d, struct wish *w)
{
	w->thing = seat_at(d, w, false, "waiting");
}

static void make_home(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, talk_scene(d, w).family_id.v);
}

static void make_open(struct desk *d, struct wish *w)
{
	struct str key = id_text(d->arena, id_new()), why;
	struct tenant_counter counter = { .key = key, .name = key, .area_id = town_area(d->tenant, town_area_of(w)),
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .hours_rule = STR("Mon-Sun 09:00-20:00") };
	if (tenant_counter_put(d, &counter, &why) != TENANT_OK)
		test_failed(__FILE__, __LINE__, "no counter: %.*s", STR_ARG(why));
	w->thing = id_text(d->arena, counter.counter_id.v);
}

static void make_letter(struct desk *d, struct wish *w)
{
	struct town_scene s = town_scene_of(d, w);
	struct who who = d->who;
	d->who = (struct who){ .role = ROLE_NOBODY };
	consult_ask(d, &(struct consult_new){ .words = STR("Is it all right?"), .to_person_id = s.person_id }, &w->thing);
	d->who = who;
}

const struct town_thing town_talk[] = {
	{ "talk", make_talk }, { "token:talk", make_token }, { "written", make_written }, { "seat", make_seat }, { "chair", make_chair },
	{ "other", make_other },	{ "guest", make_guest }, { "home", make_home }, { "open", make_open }, { "token:letter", make_letter },
	{ NULL, NULL }
};

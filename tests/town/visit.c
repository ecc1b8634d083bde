/* The visits and boxes of the town of the sweeps: each family with a worker of its own, so that nobody is in another's way. */
#include "family/family_own.h"
#include "gift/gift.h"
#include "tests/town/things.h"
#include "visit/visit.h"

/* Fresh people each time, whom alone the family knows: who was there last is who comes next. */
struct town_scene town_scene_of(struct desk *d, const struct wish *w)
{
	static int made_n;
	struct who who = d->who;
	struct town_scene s = { .family_id = { 0 } };
	struct area_id area_id = town_area(d->tenant, town_area_of(w));
	struct staff_person x = { .name = STR("Mori"), .kana = arena_fmt(d->arena, "もり %d", ++made_n), .kind = STR("nurse"), .is_named = true,
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .area_ids = arena_fmt(d->arena, ",%lld,", (long long)area_id.v),
		.hours_rule = STR("Mon-Sun 09:00-20:00"), .capacity_n = 100, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE };
	struct family_guardian_row *guardian, before;
	d->who = (struct who){ .role = ROLE_NOBODY };
	if (staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "nobody works here");
	s.person_id = x.person_id;
	s.family_id = family_register(d, &(struct family_new){ .name = STR("Kawa"), .kana = arena_fmt(d->arena, "かわ %d", made_n), .area_id = area_id,
		.born_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE, .due_on = { d->today.n + 100 }, .mail = STR("kawa@example.jp") });
	if (w->whose == WHOSE_OWN && w->asks->person == PERSON_FAMILY && family_guardians_of(d, s.family_id, &guardian)) {
		if (family_of_account(d, w->asks->account_id, &before))
			family_own_unbind(d, before.guardian_id);
		family_own_bind(d, w->asks->account_id, d->now, STR("staff"), guardian[0].guardian_id);
	}
	d->who = who;
	if (w->asks->account_id.v)
		family_pass_put(d, &(struct family_pass_put_in){ .family_id = s.family_id, .account_id = w->asks->account_id, .purpose = STR("away"),
			.asked_at = d->now, .until_at = moment_add(d->now, DAY_MS) });
	return s;
}

static struct visit_id visit_at(struct desk *d, const struct town_scene *s, struct moment from_at, int64_t lon_n)
{
	struct visit_id visit_id = { 0 };
	enum staff_time_refusal why;
	if (visit_plan(d, &(struct visit_new){ .family_id = s->family_id, .person_id = s->person_id, .from_at = from_at, .minutes = 60,
		.kind = STR("other"), .lat_n = lon_n ? 32000000 : 0, .lon_n = lon_n }, &visit_id, &why) != VISIT_OK)
		test_failed(__FILE__, __LINE__, "no visit");
	return visit_id;
}

static void make_visit(struct desk *d, struct wish *w)
{
	struct town_scene s = town_scene_of(d, w);
	w->thing = id_text(d->arena, visit_at(d, &s, day_moment((struct day){ d->today.n + 5 }, 10 * 60), 0).v);
}

/* A family that has had one visit, long ago. */
static void make_household(struct desk *d, struct wish *w)
{
	struct town_scene s = town_scene_of(d, w);
	visit_at(d, &s, day_moment((struct day){ d->today.n - 5 }, 10 * 60), 0);
	w->thing = id_text(d->arena, s.family_id.v);
}

/* A worker whose road of 1 December goes to and fro. */
static void make_road(struct desk *d, struct wish *w)
{
	static const int64_t lon[] = { 130000000, 130200000, 130100000, 130300000 };
	struct town_scene s = town_scene_of(d, w);
	struct staff_person x, old;
	if (!staff_person_by_id(d, s.person_id, &x))
		return;
	if (w->whose == WHOSE_OWN && (person_role(w->asks->person) & ROLE_STAFF)) {
		if (staff_person_of_account(d, w->asks->account_id, &old)) {
			old.account_id.v = 0;
			staff_put(d, &old);
		}
		x.account_id = w->asks->account_id;
	}
	if (staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "nobody drives");
	for (size_t i = 0; i < sizeof lon / sizeof *lon; i++)
		visit_at(d, &s, day_moment(day_make(2026, 12, 1), 600 + 60 * (int)i), lon[i]);
	w->thing = id_text(d->arena, s.person_id.v);
}

static struct kind_id box_kind(struct desk *d)
{
	struct gift_kind kind = { .words = { [LANG_JA] = STR("Cape") }, .unit_yen = 1000, .is_open = true };
	if (gift_kind_put(d, &kind) != GIFT_OK
		|| gift_step(d, &(struct gift_step){ .kind_id = kind.kind_id, .change_n = 5, .reason = "bought" }) != GIFT_OK)
		test_failed(__FILE__, __LINE__, "no box");
	return kind.kind_id;
}

static void make_chosen(struct desk *d, struct wish *w)
{
	struct town_scene s = town_scene_of(d, w);
	if (gift_choose(d, s.family_id, box_kind(d), true) != GIFT_OK)
		test_failed(__FILE__, __LINE__, "nothing was chosen");
	w->thing = id_text(d->arena, visit_at(d, &s, day_moment((struct day){ d->today.n + 5 }, 10 * 60), 0).v);
}

static void make_boxed(struct desk *d, struct wish *w)
{
	struct town_scene s = town_scene_of(d, w);
	if (gift_hand_over(d, s.family_id, box_kind(d), 0) != GIFT_OK)
		test_failed(__FILE__, __LINE__, "nothing was handed over");
	w->thing = id_text(d->arena, visit_at(d, &s, day_moment((struct day){ d->today.n + 5 }, 10 * 60), 0).v);
}

static void make_kind(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, box_kind(d).v);
}

/* A family for which one kind of box lies there, whatever was given away before. */
static void make_wisher(struct desk *d, struct wish *w)
{
	struct gift_kind *all;
	struct town_scene s = town_scene_of(d, w);
	size_t n = gift_kinds(d, &all);
	for (size_t i = 0; i < n; i++) {
		all[i].is_open = false;
		gift_kind_put(d, &all[i]);
	}
	box_kind(d);
	w->thing = id_text(d->arena, s.family_id.v);
}

const struct town_thing town_visit[] = {
	{ "visit", make_visit }, { "household", make_household }, { "road", make_road }, { "chosen", make_chosen }, { "boxed", make_boxed },
	{ "kind", make_kind }, { "wisher", make_wisher },
	{ NULL, NULL }
};

/* Who works here, seen through the walls between operators; leave; versions. */
#include "staff/staff.h"
#include "base/out.h"
#include "desk/town_test.h"

struct tale { struct staff_person person; struct staff_leave leave, found; struct staff_wish wish; struct staff_person *list; size_t n;
	enum staff_refusal r; struct str names; bool is_so; };

static void as(struct town *t, enum role role, const char *operator, const char *area)
{
	struct area_id area_id = tenant_area_named(t->tenant, str_of(area));
	t->who = (struct who){ .role = role, .account_id = { 77 }, .operator_id = tenant_operator_named(t->tenant, str_of(operator)),
		.area_ids = area_id.v ? id_text(test_arena(), area_id.v) : STR_NONE, .name = STR("日向") };
}

static struct staff_person nurse(const struct town *t, const char *name, const char *operator, const char *area)
{
	return (struct staff_person){ .name = str_of(name), .kana = str_of(name), .kind = STR("nurse"),
		.operator_id = tenant_operator_named(t->tenant, str_of(operator)),
		.area_ids = area ? arena_fmt(test_arena(), ",%lld,", (long long)tenant_area_named(t->tenant, str_of(area)).v) : STR(""),
		.languages = STR(",ja,en,"),
		.capacity_n = 100, .began_on = day_make(2004, 4, 1), .joined_on = DAY_NONE, .left_on = DAY_NONE, .is_named = true };
}

static void put_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = staff_put(d, &t->person);
}

static void list_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct out out = { .arena = test_arena() };
	t->n = staff_people(d, &t->wish, &t->list);
	for (size_t i = 0; i < t->n; i++)
		out_fmt(&out, "%s%.*s", out.n ? "," : "", STR_ARG(t->list[i].name));
	t->names = out_done(&out);
}

static void leave_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = staff_leave_put(d, &t->leave);
}

static void away_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->is_so = staff_is_away(d, t->person.person_id, d->today, &t->found);
}

static void seen_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct staff_person x;
	t->r = staff_person_for_staff(d, t->person.person_id, &x);
}

static struct town *town_with_three(struct tale *city, struct tale *npo_south, struct tale *npo_all)
{
	struct town *t = town_open();
	*city = (struct tale){ .person = nurse(t, "A", "city", "north") };
	*npo_south = (struct tale){ .person = nurse(t, "B", "npo", "south") };
	*npo_all = (struct tale){ .person = nurse(t, "C", "npo", "north") };
	as(t, ROLE_ADMIN, "city", "");
	town_do(t, put_run, city);
	town_do(t, put_run, npo_south);
	town_do(t, put_run, npo_all);
	EXPECT_INT(npo_all->r, STAFF_OK);
	return t;
}

TEST(a_contractors_worker_sees_only_colleagues_of_the_own_areas)
{
	struct tale city, south, north, list = { .n = 0 };
	struct town *t = town_with_three(&city, &south, &north);
	town_do(t, list_run, &list);
	EXPECT_STR(list.names, "A,B,C");
	as(t, ROLE_WORKER, "npo", "south");
	town_do(t, list_run, &list);
	EXPECT_STR(list.names, "B");
	town_do(t, seen_run, &north);
	EXPECT_INT(north.r, STAFF_NO_SUCH);
	as(t, ROLE_MANAGER, "npo", "south");
	town_do(t, list_run, &list);
	EXPECT_STR(list.names, "B,C");
	as(t, ROLE_WORKER, "city", "north");
	town_do(t, list_run, &list);
	EXPECT_STR(list.names, "A");
	as(t, ROLE_FAMILY, "", "");
	town_do(t, list_run, &list);
	EXPECT_INT(list.n, 0);
	town_close(t);
}

TEST(who_has_left_serves_no_longer_and_two_editors_do_not_overwrite_each_other)
{
	struct tale city, south, north, list = { .n = 0 };
	struct town *t = town_with_three(&city, &south, &north);
	struct tale late = { .person = city.person };
	city.person.left_on = day_of(t->now);
	town_do(t, put_run, &city);
	EXPECT_INT(city.r, STAFF_OK);
	town_do(t, put_run, &late);
	EXPECT_INT(late.r, STAFF_CHANGED);
	town_do(t, list_run, &list);
	EXPECT_STR(list.names, "B,C");
	list.wish.has_left_too = true;
	town_do(t, list_run, &list);
	EXPECT_STR(list.names, "A,B,C");
	struct tale bad = { .person = nurse(t, "D", "city", "north") };
	bad.person.kind = STR("wizard");
	town_do(t, put_run, &bad);
	EXPECT_INT(bad.r, STAFF_BAD);
	town_close(t);
}

TEST(experience_areas_and_languages_are_read_from_the_person)
{
	struct town *t = town_open();
	struct staff_person x = nurse(t, "A", "city", "north");
	EXPECT_INT(staff_years(&x, day_make(2026, 3, 31)), 21);
	EXPECT_INT(staff_years(&x, day_make(2026, 4, 1)), 22);
	EXPECT(staff_has_area(&x, tenant_area_named(t->tenant, STR("north"))) && !staff_has_area(&x, tenant_area_named(t->tenant, STR("south"))));
	EXPECT(staff_speaks(&x, LANG_EN) && staff_speaks(&x, LANG_EASY) && !staff_speaks(&x, LANG_VI));
	x.area_ids = STR("");
	EXPECT(staff_has_area(&x, tenant_area_named(t->tenant, STR("south"))));
	town_close(t);
}

TEST(a_leave_covers_its_first_and_last_day)
{
	struct tale city, south, north;
	struct town *t = town_with_three(&city, &south, &north);
	city.leave = (struct staff_leave){ .person_id = city.person.person_id, .kind = STR("sick"), .from_on = day_of(t->now),
		.until_on = day_of(moment_add(t->now, DAY_MS)), .stand_in_person_id = north.person.person_id };
	town_do(t, leave_run, &city);
	EXPECT_INT(city.r, STAFF_OK);
	for (int i = 0; i < 3; i++) {
		town_do(t, away_run, &city);
		EXPECT(city.is_so == (i < 2));
		t->now = moment_add(t->now, DAY_MS);
	}
	city.leave.until_on = day_make(2020, 1, 1);
	town_do(t, leave_run, &city);
	EXPECT_INT(city.r, STAFF_BAD);
	town_close(t);
}

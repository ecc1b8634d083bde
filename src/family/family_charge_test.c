/* The named worker: whom the rule proposes and whether its reason is the reason; loads, school entry, evenness. */
#include "family/family_charge.h"
#include "tests/test.h"

static uint64_t random_state = 5;

static int64_t draw(int64_t below)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((random_state >> 33) % (uint64_t)below);
}

static struct charge_candidate draw_candidate(int64_t id)
{
	return (struct charge_candidate){ .id = id, .years = (int)draw(12) - 1, .load_n = 500 + draw(1500), .capacity_n = draw(3) ? 100 : 60,
		.is_known = !draw(6), .has_area = draw(2), .has_language = !draw(3), .leave_in_days = draw(4) ? -1 : (int)draw(400) };
}

/* Somebody else comes first, or stands before her in the list turned around: then nothing but the list spoke for her. */
static bool is_another(const struct charge_question *q, size_t first, uint32_t without)
{
	struct charge_candidate turned[8];
	for (size_t i = 0; i < q->n; i++)
		turned[i] = q->x[q->n - 1 - i];
	struct charge_question back = { q->order, q->asks, turned, q->n };
	return family_charge_first(q, without) != first || q->n - 1 - family_charge_first(&back, without) != first;
}

TEST(without_the_reasons_that_were_named_somebody_else_would_have_been_proposed)
{
	struct charge_order order;
	EXPECT(family_charge_order_read(STR(""), &order));
	for (int town = 0; town < 3000; town++) {
		struct charge_candidate x[7];
		struct charge_asks asks = { draw(2), draw(2), draw(4) };
		size_t n = 2 + (size_t)draw(6);
		for (size_t i = 0; i < n; i++)
			x[i] = draw_candidate((int64_t)i);
		struct charge_question q = { &order, &asks, x, n };
		struct charge_proposal r;
		family_charge_propose(&q, &r);
		REQUIRE(r.n == (n < CHARGE_SHOWN ? n : CHARGE_SHOWN) && r.place[0].at == family_charge_first(&q, 0));
		if (!r.place[0].reasons)
			continue;                               /* no term alone or together would have changed it: the list's order did */
		EXPECT(is_another(&q, r.place[0].at, r.place[0].reasons));
		/* and none of them can be spared */
		for (uint32_t part = r.place[0].reasons & (r.place[0].reasons - 1); part; part = (part - 1) & r.place[0].reasons)
			EXPECT(part == r.place[0].reasons || family_charge_first(&q, part) == r.place[0].at);
	}
}

TEST(a_first_child_goes_to_the_experienced_unless_her_load_is_far_heavier)
{
	struct charge_order order;
	family_charge_order_read(STR(""), &order);
	struct charge_asks first = { .is_first = true }, second = { 0 };
	struct charge_candidate x[2] = { { .years = 2, .load_n = 1000, .capacity_n = 100, .leave_in_days = -1 },
		{ .years = 12, .load_n = 1100, .capacity_n = 100, .leave_in_days = -1 } };
	struct charge_proposal r;
	family_charge_propose(&(struct charge_question){ &order, &first, x, 2 }, &r);
	EXPECT_INT(r.place[0].at, 1);
	EXPECT_INT(r.place[0].reasons, 1u << CHARGE_FIRST);
	family_charge_propose(&(struct charge_question){ &order, &second, x, 2 }, &r);
	EXPECT_INT(r.place[0].at, 0);
	EXPECT_INT(r.place[0].reasons, 1u << CHARGE_LOAD);
	x[1].load_n = 1400;
	family_charge_propose(&(struct charge_question){ &order, &first, x, 2 }, &r);
	EXPECT_INT(r.place[0].at, 0);
	x[1].load_n = 1100;
	x[1].leave_in_days = 30;
	family_charge_propose(&(struct charge_question){ &order, &first, x, 2 }, &r);
	EXPECT_INT(r.place[0].at, 0);
}

TEST(the_town_decides_what_a_reason_weighs)
{
	struct charge_order order;
	struct charge_weights w;
	EXPECT(family_charge_order_read(STR("first=0,area=90,years=10"), &order));
	EXPECT_INT(order.weight[CHARGE_FIRST], 0);
	EXPECT_INT(order.weight[CHARGE_AREA], 90);
	EXPECT_INT(order.experienced_years, 10);
	EXPECT(!family_charge_order_read(STR("first=x"), &order) && !family_charge_order_read(STR("first=-1"), &order));
	EXPECT(!family_charge_order_read(STR("colour=3"), &order));
	EXPECT_INT(order.weight[CHARGE_FIRST], 30);
	EXPECT(family_charge_weights_read(STR("newborn=55"), &w));
	EXPECT_INT(w.newborn, 55);
	EXPECT(!family_charge_weights_read(STR("newborn"), &w));
}

TEST(children_enter_school_on_the_first_of_april_after_their_sixth_birthday)
{
	EXPECT_INT(family_charge_school_on(day_make(2020, 4, 1)).n, day_make(2026, 4, 1).n);
	EXPECT_INT(family_charge_school_on(day_make(2020, 4, 2)).n, day_make(2027, 4, 1).n);
	EXPECT_INT(family_charge_school_on(day_make(2020, 2, 29)).n, day_make(2026, 4, 1).n);
	EXPECT_INT(family_charge_school_on(day_make(2020, 12, 31)).n, day_make(2027, 4, 1).n);
}

TEST(a_child_weighs_less_as_it_grows_and_nothing_at_school)
{
	struct charge_weights w;
	family_charge_weights_read(STR(""), &w);
	struct day on = day_make(2026, 11, 22);
	int64_t last = INT64_MAX;
	for (int months = 0; months < 90; months++) {
		struct charge_child x = { .is_first = true, .born_on = { on.n - months * 31 } };
		int64_t now = family_charge_child_load(&w, &x, on);
		EXPECT(now <= last);
		last = now;
	}
	EXPECT_INT(last, 0);
	EXPECT_INT(family_charge_child_load(&w, &(struct charge_child){ .is_pregnancy = true, .is_first = true }, on), 30);
	EXPECT_INT(family_charge_child_load(&w, &(struct charge_child){ .born_on = { on.n - 1100 } }, on), 10);
}

TEST(evenness_is_nought_for_all_alike_and_near_one_when_one_has_all)
{
	int64_t alike[4] = { 900, 450, 900, 900 }, share[4] = { 100, 50, 100, 100 }, one[4] = { 0, 0, 0, 1000 }, full[4] = { 100, 100, 100, 100 };
	EXPECT_INT(family_charge_evenness(alike, share, 4).gini_n, 0);
	EXPECT_INT(family_charge_evenness(one, full, 4).gini_n, 750);
	EXPECT_INT(family_charge_evenness(one, full, 4).most_n, 1000);
	EXPECT_INT(family_charge_evenness(one, full, 0).mean_n, 0);
	int64_t known[3] = { 100, 200, 300 };
	EXPECT_INT(family_charge_evenness(known, full, 3).gini_n, 222);
}

TEST(who_has_a_family_keeps_it_unless_the_town_weighs_otherwise)
{
	struct charge_order order;
	family_charge_order_read(STR(""), &order);
	struct charge_move own = { .is_own = true, .months_n = 30, .load_n = 20, .has_area = true, .has_language = true }, other = own, leaving = own;
	other.is_own = false;
	leaving.is_own = false;
	leaving.is_own_leaving = true;
	EXPECT_INT(family_charge_move_cost(&order, &own), 0);
	EXPECT(family_charge_move_cost(&order, &other) > 100);
	EXPECT_INT(family_charge_move_cost(&order, &leaving), 0);
	own.has_area = false;
	EXPECT(family_charge_move_cost(&order, &own) < family_charge_move_cost(&order, &other));
}

/* Setagaya: coordinators of an NPO under contract for some areas, the city's own people for the others. */
TEST(who_works_under_contract_is_proposed_within_the_areas_of_the_contract_only)
{
	struct tenant_operator operator[] = { { .operator_id = { 1 }, .kind = STR("public") }, { .operator_id = { 2 }, .kind = STR("private") } };
	struct tenant_area area[] = { { .area_id = { 11 }, .operator_id = { 2 } }, { .area_id = { 12 }, .operator_id = { 1 } }, { .area_id = { 13 } } };
	struct tenant tenant = { .kind = STR("public"), .operator = operator, .operator_n = 2, .area = area, .area_n = 3 };
	struct desk d = { .tenant = &tenant };
	struct day on = day_make(2026, 11, 22);
	struct staff_person city = { .operator_id = { 1 }, .capacity_n = 100, .is_named = true, .joined_on = DAY_NONE, .left_on = DAY_NONE }, npo = city;
	npo.operator_id.v = 2;
	npo.area_ids = STR(",11,");
	EXPECT(family_charge_is_possible(&d, &npo, area[0].area_id, on));
	EXPECT(!family_charge_is_possible(&d, &npo, area[1].area_id, on) && !family_charge_is_possible(&d, &npo, area[2].area_id, on));
	EXPECT(!family_charge_is_possible(&d, &npo, (struct area_id){ 0 }, on));
	EXPECT(!family_charge_is_possible(&d, &city, area[0].area_id, on));
	EXPECT(family_charge_is_possible(&d, &city, area[1].area_id, on) && family_charge_is_possible(&d, &city, area[2].area_id, on));
	npo.area_ids = STR("");
	EXPECT(!family_charge_is_possible(&d, &npo, area[0].area_id, on));
	city.left_on = on;
	EXPECT(!family_charge_is_possible(&d, &city, area[1].area_id, on));
	city.left_on = DAY_NONE;
	city.is_named = false;
	EXPECT(!family_charge_is_possible(&d, &city, area[1].area_id, on));
}

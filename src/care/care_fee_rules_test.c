/* The fee tables of three real centres, their edges, and ten thousand visits reckoned a second time, minute by minute. */
#include "care/care_fee_rules.h"
#include "tests/test.h"

static const char table_a[] =
	"band = weekday 06:00-07:00 800\nband = weekday 07:00-19:00 700\nband = weekday 19:00-21:00 800\n"
	"band = saturday,sunday,holiday,year-end 06:00-21:00 800\nyear_end = 1229 103\nway = public\n";
/* What an hour costs at this centre is not in our source; 800 stands for it. */
static const char table_b[] =
	"band = every 06:00-24:00 800\nflat = 30 500\nsibling = 50 +50\nclock = door\n"
	"cancel = 1 24:00 nothing\ncancel = 0 24:00 minutes 60\ncancel = absent percent 100\n";
static const char table_c[] = "band = every 07:00-20:00 500 +500\nsibling = 50 +100\nway = public,car\nregistration = 500\n";
static const char holidays[] = "2026-11-23,2027-01-11";

static struct care_fee_rules rules_of(const char *text)
{
	struct care_fee_rules r = { .band_n = 0 };
	struct care_fee_wrong wrong = { NULL, 0 };
	if (!care_fee_rules_read(test_arena(), str_of(text), &r, &wrong))
		test_failed(__FILE__, __LINE__, "line %d: %s", wrong.line, wrong.what ? wrong.what : "?");
	return r;
}

static struct care_fee_ask visit(struct day on, int from, int until)
{
	return (struct care_fee_ask){ .from_at = day_moment(on, from), .until_at = day_moment(on, until), .child_n = 1, .holidays = str_of(holidays) };
}

static int64_t pays(const struct care_fee_rules *r, struct care_fee_ask ask)
{
	struct care_fee fee;
	return care_fee_reckon(r, &ask, &fee) == CARE_FEE_OK ? fee.family_yen : -1;
}

/* Thursday 26 November 2026. */
#define THURSDAY day_make(2026, 11, 26)

TEST(table_a_counts_the_first_hour_whole_and_then_half_hours)
{
	struct care_fee_rules r = rules_of(table_a);
	EXPECT_INT(pays(&r, visit(THURSDAY, 9 * 60, 9 * 60 + 10)), 700);
	EXPECT_INT(pays(&r, visit(THURSDAY, 9 * 60, 10 * 60)), 700);
	EXPECT_INT(pays(&r, visit(THURSDAY, 9 * 60, 10 * 60 + 1)), 1050);
	EXPECT_INT(pays(&r, visit(THURSDAY, 9 * 60, 10 * 60 + 30)), 1050);
	EXPECT_INT(pays(&r, visit(THURSDAY, 9 * 60, 10 * 60 + 31)), 1400);
	EXPECT_INT(pays(&r, visit(THURSDAY, 6 * 60, 7 * 60)), 800);
	EXPECT_INT(pays(&r, visit(THURSDAY, 19 * 60, 21 * 60)), 1600);
}

TEST(table_a_crosses_a_band)
{
	struct care_fee_rules r = rules_of(table_a);
	EXPECT_INT(pays(&r, visit(THURSDAY, 6 * 60, 8 * 60)), 800 + 700);
	EXPECT_INT(pays(&r, visit(THURSDAY, 18 * 60, 20 * 60)), 700 + 800);
	EXPECT_INT(pays(&r, visit(THURSDAY, 18 * 60 + 30, 19 * 60 + 30)), 700);
	r.cross = CARE_FEE_DEARER;
	EXPECT_INT(pays(&r, visit(THURSDAY, 18 * 60 + 30, 19 * 60 + 30)), 800);
	EXPECT_INT(pays(&r, visit(THURSDAY, 18 * 60 + 30, 19 * 60)), 700);
}

TEST(table_a_knows_saturdays_sundays_holidays_and_the_year_end)
{
	struct care_fee_rules r = rules_of(table_a);
	EXPECT_INT(pays(&r, visit(day_make(2026, 11, 28), 600, 660)), 800);
	EXPECT_INT(pays(&r, visit(day_make(2026, 11, 29), 600, 660)), 800);
	EXPECT_INT(pays(&r, visit(day_make(2026, 11, 23), 600, 660)), 800);        /* 勤労感謝の日, a Monday */
	EXPECT_INT(pays(&r, visit(day_make(2026, 11, 24), 600, 660)), 700);
	EXPECT_INT(pays(&r, visit(day_make(2026, 12, 28), 600, 660)), 700);
	EXPECT_INT(pays(&r, visit(day_make(2026, 12, 29), 600, 660)), 800);
	EXPECT_INT(pays(&r, visit(day_make(2027, 1, 1), 600, 660)), 800);
	EXPECT_INT(pays(&r, visit(day_make(2027, 1, 4), 600, 660)), 700);
	EXPECT_INT(care_fee_day(&r, day_make(2027, 1, 3), str_of(holidays)), CARE_FEE_YEAR_END);        /* also a Sunday */
}

TEST(what_lies_in_no_band_or_goes_over_midnight_is_refused)
{
	struct care_fee_rules a = rules_of(table_a), b = rules_of(table_b);
	struct care_fee fee = { .family_yen = 7 };
	struct care_fee_ask ask = visit(THURSDAY, 20 * 60, 21 * 60 + 1);
	EXPECT_INT(care_fee_reckon(&a, &ask, &fee), CARE_FEE_CLOSED);
	ask = visit(THURSDAY, 5 * 60 + 59, 7 * 60);
	EXPECT_INT(care_fee_reckon(&a, &ask, &fee), CARE_FEE_CLOSED);
	ask = visit(THURSDAY, 23 * 60, 24 * 60 + 1);
	EXPECT_INT(care_fee_reckon(&b, &ask, &fee), CARE_FEE_MIDNIGHT);
	ask = visit(THURSDAY, 10 * 60, 10 * 60);
	EXPECT_INT(care_fee_reckon(&b, &ask, &fee), CARE_FEE_BAD);
	ask = visit(THURSDAY, 600, 700);
	ask.child_n = CARE_FEE_CHILDREN + 1;
	EXPECT_INT(care_fee_reckon(&b, &ask, &fee), CARE_FEE_TOO_MUCH);
	EXPECT_INT(fee.family_yen, 7);
	EXPECT_INT(pays(&b, visit(THURSDAY, 23 * 60, 24 * 60)), 800);
}

TEST(table_b_has_a_flat_price_and_counts_from_leaving_home)
{
	struct care_fee_rules r = rules_of(table_b);
	struct care_fee_ask ask = visit(THURSDAY, 600, 620);
	EXPECT_INT(pays(&r, ask), 500);
	EXPECT_INT(pays(&r, visit(THURSDAY, 600, 630)), 500);
	EXPECT_INT(pays(&r, visit(THURSDAY, 600, 631)), 800);
	ask.left_at = day_moment(THURSDAY, 590);
	ask.back_at = day_moment(THURSDAY, 630);
	EXPECT_INT(pays(&r, ask), 800);
	ask.child_n = 2;
	EXPECT_INT(pays(&r, ask), 1200);
	ask.child_n = 3;
	EXPECT_INT(pays(&r, ask), 1600);
	r.is_door_to_door = false;
	ask.child_n = 1;
	EXPECT_INT(pays(&r, ask), 500);
}

static int64_t costs(const struct care_fee_rules *r, const struct care_fee_ask *ask, struct moment called_at)
{
	struct care_fee fee;
	size_t tier;
	return care_fee_cancel(r, ask, called_at, &fee, &tier) == CARE_FEE_OK ? fee.family_yen : -1;
}

TEST(table_b_asks_for_a_cancelled_visit_by_when_it_was_called_off)
{
	struct care_fee_rules r = rules_of(table_b);
	struct care_fee_ask ask = visit(THURSDAY, 600, 750);
	struct day before = day_make(2026, 11, 25);
	EXPECT_INT(costs(&r, &ask, day_moment(before, 0)), 0);
	EXPECT_INT(costs(&r, &ask, day_moment(before, 24 * 60)), 0);
	EXPECT_INT(costs(&r, &ask, (struct moment){ day_moment(before, 24 * 60).ms + 1 }), 800);
	EXPECT_INT(costs(&r, &ask, ask.from_at), 800);
	EXPECT_INT(costs(&r, &ask, (struct moment){ ask.from_at.ms + 1 }), 2000);
	EXPECT_INT(costs(&r, &ask, MOMENT_NONE), 2000);
	ask.child_n = 2;
	EXPECT_INT(costs(&r, &ask, MOMENT_NONE), 3000);
	EXPECT_INT(care_fee_tier_until(&r.tier[0], THURSDAY).ms, day_moment(THURSDAY, 0).ms);
	EXPECT_INT(care_fee_tier_until(&r.tier[2], THURSDAY).ms, 0);
}

TEST(table_c_names_three_amounts)
{
	struct care_fee_rules r = rules_of(table_c);
	struct care_fee_ask ask = visit(THURSDAY, 600, 660);
	struct care_fee fee = { .line_n = 0 };
	EXPECT_INT(care_fee_reckon(&r, &ask, &fee), CARE_FEE_OK);
	EXPECT_INT(fee.family_yen, 500);
	EXPECT_INT(fee.add_yen, 500);
	EXPECT_INT(fee.helper_yen, 1000);
	ask.child_n = 2;
	EXPECT_INT(care_fee_reckon(&r, &ask, &fee), CARE_FEE_OK);
	EXPECT_INT(fee.family_yen, 750);
	EXPECT_INT(fee.add_yen, 1000);
	EXPECT_INT(fee.helper_yen, 1750);
	EXPECT_INT(r.registration_yen, 500);
}

TEST(the_way_costs_what_it_cost_and_a_bicycle_nothing)
{
	struct care_fee_rules r = rules_of(table_c);
	struct care_fee_ask ask = visit(THURSDAY, 600, 660);
	ask.way = CARE_WAY_PUBLIC;
	ask.way_yen = 420;
	EXPECT_INT(pays(&r, ask), 920);
	ask.way = CARE_WAY_BICYCLE;
	EXPECT_INT(pays(&r, ask), 500);
	ask.way = CARE_WAY_FOOT;
	EXPECT_INT(pays(&r, ask), 500);
}

TEST(a_car_costs_by_the_kilometre_where_the_town_says_so_and_what_was_typed_elsewhere)
{
	struct care_fee_rules r = rules_of(table_c);
	struct care_fee_wrong wrong;
	struct care_fee_ask ask = visit(THURSDAY, 600, 660);
	ask.way = CARE_WAY_CAR;
	ask.way_yen = 300;
	ask.way_metre_n = 7500;
	r.is_way_paid[CARE_WAY_CAR] = false;
	EXPECT_INT(pays(&r, ask), 500);
	r.is_way_paid[CARE_WAY_CAR] = true;
	EXPECT_INT(pays(&r, ask), 800);
	r.car_km_yen = 25;
	EXPECT_INT(pays(&r, ask), 688);                 /* 187.5 */
	EXPECT(care_fee_rules_read(test_arena(), care_fee_rules_write(test_arena(), &r), &r, &wrong) && r.car_km_yen == 25);
	ask.way = CARE_WAY_PUBLIC;                      /* a fare is what it was */
	EXPECT_INT(pays(&r, ask), 800);
}

TEST(rules_that_could_not_be_true_are_named)
{
	static const struct { const char *text, *what; int line; } bad[] = {
		{ "first = 60\n", "none", 0 }, { "band = weekday 19:00-07:00 700\n", "hours", 0 },
		{ "band = weekday 07:00-12:00 700\nband = weekday,sunday 11:00-13:00 800\n", "overlap", 0 },
		{ "band = every 07:00-12:00 700\nflat = 30 900\n", "flat", 0 }, { "# fine\nband = someday 07:00-12:00 700\n", "band", 2 },
		{ "band = every 07:00-12:00 700\nsibling = 120\n", "sibling", 0 },
		{ "band = every 07:00-12:00 700\ncancel = 0 24:00 nothing\ncancel = 1 24:00 nothing\ncancel = absent percent 100\n", "tiers", 0 },
		{ "band = every 07:00-12:00 -5\n", "band", 1 }, { "band = every 07:00-12:00 700\nprice = 3\n", "price", 2 },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct care_fee_rules r;
		struct care_fee_wrong wrong = { NULL, -1 };
		EXPECT(!care_fee_rules_read(test_arena(), str_of(bad[i].text), &r, &wrong));
		EXPECT_STR(str_of(wrong.what), bad[i].what);
		EXPECT_INT(wrong.line, bad[i].line);
	}
}

TEST(rules_and_lines_come_back_as_they_were_written)
{
	const char *const text[] = { table_a, table_b, table_c };
	for (size_t i = 0; i < 3; i++) {
		struct care_fee_rules r = rules_of(text[i]);
		struct str once = care_fee_rules_write(test_arena(), &r);
		struct care_fee_rules again = rules_of(once.s);
		EXPECT_STR(care_fee_rules_write(test_arena(), &again), once.s);
		struct care_fee fee, back;
		struct care_fee_ask ask = visit(THURSDAY, 600, 720);
		ask.child_n = 2;
		EXPECT_INT(care_fee_reckon(&again, &ask, &fee), CARE_FEE_OK);
		EXPECT(care_fee_lines_read(care_fee_lines_write(test_arena(), &fee), &back));
		EXPECT_INT(back.family_yen, fee.family_yen);
		EXPECT_INT(back.add_yen, fee.add_yen);
		EXPECT_INT(back.line_n, fee.line_n);
	}
}

/* ---- a second reckoning that goes minute by minute and knows nothing of bands as spans ---- */

static uint64_t seed = 20261125;
static int pick(int n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (int)((seed >> 33) % (uint64_t)n);
}

struct price { int64_t yen, add; };

/* Every minute of the kind of day has its price; -1: nobody comes. */
static void paint(const struct care_fee_rules *r, int days, struct price ret[1440])
{
	for (int m = 0; m < 1440; m++) {
		ret[m] = (struct price){ -1, 0 };
		for (size_t i = 0; i < r->band_n; i++)
			if ((r->band[i].days & days) && m >= r->band[i].from && m < r->band[i].until)
				ret[m] = (struct price){ r->band[i].hour_yen, r->band[i].add_yen };
	}
}

/* What one child costs: walks over the minutes, and at the end of each piece writes its price down. */
static bool walk(const struct care_fee_rules *r, const struct price price[1440], int from, int until, struct price *ret)
{
	struct price piece = { 0, 0 };
	int used = 0, whole = r->first_minutes;
	*ret = (struct price){ 0, 0 };
	for (int m = from; m < until; m++) {
		if (price[m].yen < 0)
			return false;
		if (used == 0 || (r->cross == CARE_FEE_DEARER
			&& (price[m].yen > piece.yen || (price[m].yen == piece.yen && price[m].add > piece.add))))
			piece = price[m];
		if (++used < whole && m + 1 < until)
			continue;
		ret->yen += piece.yen * whole / 60;
		ret->add += piece.add * whole / 60;
		used = 0;
		whole = r->step_minutes;
	}
	if (r->flat_minutes && until - from <= r->flat_minutes)
		*ret = (struct price){ r->flat_yen, r->flat_add_yen };
	return true;
}

static struct care_fee_rules random_rules(void)
{
	static const int days[] = { CARE_FEE_WEEKDAY, CARE_FEE_SATURDAY | CARE_FEE_SUNDAY, CARE_FEE_HOLIDAY | CARE_FEE_YEAR_END };
	struct care_fee_rules r = { .first_minutes = 60, .step_minutes = pick(2) ? 30 : 15, .sibling_percent = pick(5) * 25,
		.sibling_add_percent = pick(5) * 25, .cross = pick(2) ? CARE_FEE_DEARER : CARE_FEE_AT_START, .year_end_from = 1229, .year_end_until = 103,
		.is_way_paid = { [CARE_WAY_PUBLIC] = true } };
	for (size_t k = 0; k < 3; k++)
		for (int at = pick(2) * 360, n = 0; at < 1440 && n < 4; n++) {
			int until = at + 60 + pick(600);
			until = until > 1440 ? 1440 : until;
			r.band[r.band_n++] = (struct care_fee_band){ days[k], at, until, 600 + pick(40) * 11, pick(2) ? 300 + pick(9) * 7 : 0 };
			at = until + (pick(4) ? 0 : 30);
		}
	if (pick(2)) {
		r.flat_minutes = 30;
		r.flat_yen = 500;
	}
	return r;
}

TEST(ten_thousand_visits_cost_the_same_minute_by_minute)
{
	int reckoned = 0, refused = 0;
	for (int i = 0; i < 10000; i++) {
		struct care_fee_rules r = random_rules();
		struct care_fee_ask ask = visit((struct day){ THURSDAY.n + pick(60) }, 0, 0);
		struct price price[1440], one = { 0, 0 };
		int from = pick(1400), until = from + 1 + pick(1440 - from);
		struct care_fee fee = { .line_n = 0 };
		ask.from_at = day_moment(day_of(ask.from_at), from);
		ask.until_at = moment_add(ask.from_at, (int64_t)(until - from) * MINUTE);
		ask.child_n = 1 + pick(3);
		ask.way = CARE_WAY_PUBLIC;
		ask.way_yen = pick(2) ? pick(900) : 0;
		EXPECT(!care_fee_rules_wrong(&r));
		paint(&r, (int)care_fee_day(&r, day_of(ask.from_at), ask.holidays), price);
		bool is_open = walk(&r, price, from, until, &one);
		EXPECT_INT(care_fee_reckon(&r, &ask, &fee), is_open ? CARE_FEE_OK : CARE_FEE_CLOSED);
		*(is_open ? &reckoned : &refused) += 1;
		if (!is_open)
			continue;
		int64_t more_n = ask.child_n - 1, lines_yen = 0;
		for (size_t k = 0; k < fee.line_n; k++)
			lines_yen += fee.line[k].family_yen + fee.line[k].add_yen;
		EXPECT_INT(fee.family_yen, one.yen + one.yen * r.sibling_percent / 100 * more_n + ask.way_yen);
		EXPECT_INT(fee.add_yen, one.add + one.add * r.sibling_add_percent / 100 * more_n);
		EXPECT_INT(fee.helper_yen, fee.family_yen + fee.add_yen);
		EXPECT_INT(lines_yen, fee.helper_yen);
		EXPECT(fee.family_yen >= 0 && fee.add_yen >= 0);
	}
	EXPECT(reckoned > 2000 && refused > 500);
}

TEST(a_longer_visit_or_one_more_child_never_costs_less)
{
	for (int i = 0; i < 300; i++) {
		struct care_fee_rules r = random_rules();
		struct care_fee_ask ask = visit(THURSDAY, 540, 541);
		struct care_fee before = { .line_n = 0 }, fee;
		ask.child_n = 1 + pick(3);
		for (int until = 541; until < 1440; until += 1 + pick(9), before = fee) {
			ask.until_at = day_moment(THURSDAY, until);
			if (care_fee_reckon(&r, &ask, &fee) != CARE_FEE_OK)
				break;
			EXPECT(fee.family_yen >= before.family_yen);
			EXPECT(fee.helper_yen >= before.helper_yen || r.cross == CARE_FEE_DEARER);
			struct care_fee_ask more = ask;
			struct care_fee with;
			more.child_n++;
			EXPECT_INT(care_fee_reckon(&r, &more, &with), CARE_FEE_OK);
			EXPECT(with.family_yen >= fee.family_yen && with.add_yen >= fee.add_yen);
		}
	}
}

/* Fees as they are lived with: nothing before somebody confirmed the rules, one statement for a visit, corrections that take back, receipts without a
 * gap, and a month whose three sides tie to the yen. */
#include "care/care_fee.h"
#include "care/care_report.sql.h"
#include "desk/town_test.h"
#include "tests/town/carers.h"

enum { HELPERS = 5, FAMILIES = 7 };
static const char rules_text[] = "band = every 07:00-20:00 500 +500\nsibling = 50 +100\nway = public,car\ncar_km = 30\nregistration = 500\n"
	"grace = 10\ncancel = 1 24:00 nothing\ncancel = 0 24:00 minutes 60\ncancel = absent percent 100\n";

struct tale { struct family_id family[FAMILIES]; struct person_id person[HELPERS]; struct assignment_id visit; struct care_fee_row fee;
	struct care_fee_month month; struct care_fee_mend mend; struct care_paid_row *paid; size_t paid_n; enum care_fee_end r; struct fee_id fee_id;
	enum care_fee_refusal refusal; struct moment from_at, until_at, started_at, ended_at, closed_at;
	int64_t child_n, way_yen, way_metre_n, n, yen, month_n; const char *way;
	bool is_so; int at; struct care_fee_sums_row year; };

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	for (int i = 0; i < HELPERS; i++)
		t->person[i] = carers_person(d, arena_fmt(d->arena, "橘 %d", i));
	for (int i = 0; i < FAMILIES; i++)
		t->family[i] = family_register(d, &(struct family_new){ .name = arena_fmt(d->arena, "山川 %d", i), .kana = STR("やまかわ"),
			.due_on = day_make(2027, 3, 1), .born_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE,
			.area_id = d->tenant->area[0].area_id });
}

static void rule_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_fee_wrong wrong;
	struct care_fee_rule_row *all;
	t->r = care_fee_rule_put(d, str_of(rules_text), day_make(2026, 4, 1), STR("要綱"), &wrong);
	EXPECT_INT(care_fee_rules_all(d, &all), 1);
	if (t->is_so)
		EXPECT_INT(care_fee_rule_confirm(d, all[0].rule_id), CARE_FEE_FINE);
}

/* A visit that was reported, or one that the family called off. */
static void visit_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct request_id request_id = { id_new() };
	struct operator_id own = d->tenant->operator[0].operator_id;
	t->visit.v = id_new();
	care_request_add(d, &(struct care_request_add_in){ .request_id = request_id, .family_id = t->family[t->at % FAMILIES], .operator_id = own,
		.area_id = d->tenant->area[0].area_id, .made_at = d->now, .by_account_id = { id_new() } });
	care_request_write(d, &(struct care_request_write_in){ .request_id = request_id, .kind = STR("care"), .from_at = t->from_at,
		.until_at = t->until_at, .wish_from_on = DAY_NONE, .wish_until_on = DAY_NONE, .child_ids = STR(","), .child_n = t->child_n });
	care_request_asked_now(d, t->from_at, d->now, request_id);
	care_assignment_add(d, &(struct care_assignment_add_in){ .assignment_id = t->visit, .request_id = request_id,
		.family_id = t->family[t->at % FAMILIES], .person_id = t->person[t->at % HELPERS], .booking_id = { id_new() }, .from_at = t->from_at,
		.until_at = t->until_at, .held_at = d->now });
	if (t->closed_at.ms) {
		care_request_over(d, &(struct care_request_over_in){ .state = STR("cancelled"), .closed_at = t->closed_at,
			.cancelled_by = STR("family"), .request_id = request_id, .version_n = 3 });
		care_assignment_closed(d, STR("cancelled"), t->closed_at, STR_NONE, t->visit);
		return;
	}
	EXPECT_INT(care_report_start(d, t->started_at.ms ? t->started_at : t->from_at, MOMENT_NONE, t->visit), 1);
	EXPECT_INT(care_report_end(d, t->ended_at.ms ? t->ended_at : t->until_at, t->visit), 1);
	EXPECT_INT(care_report_put(d, &(struct care_report_put_in){ .report = STR("元気でした"), .entry_ids = STR(","), .transport_yen = t->way_yen,
		.way = t->way ? str_of(t->way) : STR_NONE, .way_metre_n = t->way_metre_n, .reported_at = d->now, .assignment_id = t->visit }), 1);
}

static void due_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct moment after_at = { 0 };
	t->n = care_fee_settle_due(d, &after_at, 100);
	t->is_so = care_fee_of_visit(d, t->visit, &t->fee);
}

static void mend_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_fee_mend(d, &t->fee, &t->mend, &t->fee_id, &t->refusal);
	if (t->r == CARE_FEE_FINE)
		EXPECT(care_fee_by_id(d, t->fee_id, &t->fee));
}

static void pay_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_paid_take(d, &t->fee, t->yen, day_of(d->now), STR("cash"));
	EXPECT(care_fee_by_id(d, t->fee.fee_id, &t->fee));
	t->paid_n = care_paid_of(d, t->fee.fee_id, &t->paid);
}

static void month_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	care_fee_month(d, t->month_n, &t->month);
	t->year = care_fee_year_of_person(d, t->person[0], 2026);
}

static void close_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_fee_month_close(d, t->month_n);
}

static void register_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_fee_register(d, t->family[0], &t->fee_id);
}

static struct town *begin(struct tale *t)
{
	struct town *town = town_open();
	*t = (struct tale){ .is_so = true, .child_n = 1, .month_n = 202611, .from_at = day_moment(day_make(2026, 11, 19), 10 * 60),
		.until_at = day_moment(day_make(2026, 11, 19), 12 * 60) };
	town->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 7 }, .operator_id = town->tenant->operator[0].operator_id, .name = STR("高嶺") };
	town_do(town, settle_run, t);
	return town;
}

static struct town *begin_settled(struct tale *t)
{
	struct town *town = begin(t);
	town_do(town, rule_run, t);
	town_do(town, visit_run, t);
	town_do(town, due_run, t);
	EXPECT_INT(t->n, 1);
	EXPECT(t->is_so);
	return town;
}

TEST(nothing_is_reckoned_before_somebody_has_confirmed_the_rules)
{
	struct tale t;
	struct town *town = begin(&t);
	t.is_so = false;
	town_do(town, rule_run, &t);
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.n, 0);
	EXPECT(!t.is_so);
	town_close(town);
}

TEST(a_visit_has_one_statement_with_three_amounts_and_its_rules)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	EXPECT_INT(t.fee.family_yen, 1000);
	EXPECT_INT(t.fee.add_yen, 1000);
	EXPECT_INT(t.fee.helper_yen, 2000);
	EXPECT(t.fee.rule_id.v != 0);
	EXPECT_INT(t.fee.month_n, 202611);
	town_do(town, due_run, &t);
	EXPECT_INT(t.n, 0);
	town_close(town);
}

TEST(ten_minutes_longer_cost_nothing_more_and_eleven_do)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	t.at = 1;
	t.ended_at = moment_add(t.until_at, 10 * MINUTE);
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.fee.family_yen, 1000);
	t.at = 2;
	t.ended_at = moment_add(t.until_at, 11 * MINUTE);
	t.way_yen = 420;
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.fee.family_yen, 1250 + 420);
	EXPECT_INT(t.fee.add_yen, 1250);
	town_close(town);
}

TEST(the_way_costs_by_how_the_helper_came)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	t.at = 1;
	t.way = "bicycle";
	t.way_yen = 420;                                /* typed by mistake: a bicycle is free */
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.fee.family_yen, 1000);
	t.at = 2;
	t.way = "car";
	t.way_yen = 0;
	t.way_metre_n = 8000;
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.fee.family_yen, 1000 + 8 * 30);
	town_close(town);
}

TEST(a_family_that_calls_off_on_the_day_pays_an_hour_and_the_day_before_nothing)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	t.closed_at = moment_add(t.from_at, -HOUR);
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_STR(t.fee.kind, "cancel");
	EXPECT_INT(t.fee.family_yen, 500);
	EXPECT_INT(t.fee.add_yen, 0);
	EXPECT_INT(t.fee.minute_n, 0);
	t.closed_at = moment_add(t.from_at, -DAY_MS);
	town_do(town, visit_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.fee.family_yen, 0);
	town_close(town);
}

TEST(what_was_wrong_is_taken_back_and_stands_beside_what_is_right)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	struct fee_id first = t.fee.fee_id;
	t.mend = (struct care_fee_mend){ .from_at = t.from_at, .until_at = moment_add(t.from_at, HOUR), .child_n = 2, .note = STR("ふたりでした") };
	town_do(town, mend_run, &t);
	EXPECT_INT(t.r, CARE_FEE_FINE);
	EXPECT_INT(t.fee.family_yen, 750);
	EXPECT_INT(t.fee.helper_yen, 1750);
	town_do(town, month_run, &t);
	EXPECT_INT(t.month.sums.fee_n, 3);
	EXPECT_INT(t.month.sums.family_yen, 750);
	EXPECT_INT(t.month.sums.minute_n, 60);
	EXPECT(t.month.is_tied);
	t.fee.fee_id = first;
	t.fee.is_live = false;
	town_do(town, mend_run, &t);
	EXPECT_INT(t.r, CARE_FEE_REVERSED);
	town_close(town);
}

TEST(receipts_are_numbered_without_a_gap_and_nobody_pays_too_much)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	t.yen = 1001;
	town_do(town, pay_run, &t);
	EXPECT_INT(t.r, CARE_FEE_WRONG);
	t.yen = 400;
	town_do(town, pay_run, &t);
	t.yen = 600;
	town_do(town, pay_run, &t);
	EXPECT_INT(t.r, CARE_FEE_FINE);
	EXPECT_INT(t.paid_n, 2);
	EXPECT_INT(t.paid[0].receipt_n, 1);
	EXPECT_INT(t.paid[1].receipt_n, 2);
	EXPECT_INT(t.fee.paid_yen, 1000);
	t.yen = -1001;
	town_do(town, pay_run, &t);
	EXPECT_INT(t.r, CARE_FEE_WRONG);
	town_close(town);
}

TEST(a_closed_month_stays_and_what_is_mended_later_stands_in_the_next)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, CARE_FEE_FINE);
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, CARE_FEE_MONTH_CLOSED);
	t.mend = (struct care_fee_mend){ .note = STR("二重でした") };
	town_do(town, mend_run, &t);
	town_do(town, month_run, &t);
	EXPECT(t.month.is_closed);
	EXPECT_INT(t.month.sums.family_yen, 1000);
	EXPECT_INT(t.month.closed.family_yen, 1000);
	t.month_n = 202612;
	town_do(town, month_run, &t);
	EXPECT_INT(t.month.sums.family_yen, -1000);
	EXPECT(t.month.is_tied);
	EXPECT_INT(t.year.helper_yen, 0);
	town_close(town);
}

TEST(an_earlier_month_is_closed_first)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	t.month_n = 202612;
	town_do(town, close_run, &t);
	EXPECT_INT(t.r, CARE_FEE_EARLIER);
	town_close(town);
}

TEST(a_family_pays_its_registration_once_and_it_stays_with_the_centre)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	town_do(town, register_run, &t);
	EXPECT_INT(t.r, CARE_FEE_FINE);
	town_do(town, register_run, &t);
	EXPECT_INT(t.r, CARE_FEE_NO_SUCH);
	town_do(town, month_run, &t);
	EXPECT_INT(t.month.sums.family_yen, 1500);
	EXPECT_INT(t.month.sums.helper_yen, 2000);
	EXPECT_INT(t.month.sums.house_yen, 500);
	EXPECT(t.month.is_tied);
	town_close(town);
}

/* A month of 120 visits of all lengths, some mended, some called off: added up here by hand. */
TEST(statements_payouts_and_the_month_tie_to_the_yen)
{
	struct tale t;
	struct town *town = begin_settled(&t);
	int64_t family_yen = t.fee.family_yen, add_yen = t.fee.add_yen, helper_yen = t.fee.helper_yen, by_person = t.fee.helper_yen;
	for (t.at = 1; t.at < 120; t.at++) {
		t.from_at = day_moment(day_make(2026, 11, 1 + t.at % 28), (7 + t.at % 9) * 60);
		t.until_at = moment_add(t.from_at, (int64_t)(20 + t.at * 13 % 200) * MINUTE);
		t.child_n = 1 + t.at % 3;
		t.way_yen = t.at % 4 ? 0 : 100 + t.at;
		t.closed_at = t.at % 11 ? MOMENT_NONE : moment_add(t.from_at, -HOUR);
		town_do(town, visit_run, &t);
		town_do(town, due_run, &t);
		EXPECT(t.is_so);
		if (t.at % 7 == 0) {
			t.mend = (struct care_fee_mend){ .from_at = t.from_at, .until_at = moment_add(t.from_at, 90 * MINUTE), .child_n = 1, .note = STR("なおし") };
			town_do(town, mend_run, &t);
		}
		family_yen += t.fee.family_yen;
		add_yen += t.fee.add_yen;
		helper_yen += t.fee.helper_yen;
		by_person += t.at % HELPERS ? 0 : t.fee.helper_yen;
	}
	town_do(town, month_run, &t);
	EXPECT(t.month.is_tied);
	EXPECT_INT(t.month.sums.family_yen, family_yen);
	EXPECT_INT(t.month.sums.add_yen, add_yen);
	EXPECT_INT(t.month.sums.helper_yen, helper_yen);
	EXPECT_INT(t.year.helper_yen, by_person);
	EXPECT_INT(t.month.family_n, FAMILIES);
	EXPECT_INT(t.month.person_n, HELPERS);
	town_close(town);
}

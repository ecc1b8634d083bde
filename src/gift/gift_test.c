/* The box: one of three, never more handed over than there are, and the money adds up. */
#include "desk/crowd_test.h"
#include "gift/gift.h"

enum { CROWD = 32 };
struct tale { struct gift_kind kind[3], *all; size_t all_n; struct gift_box box; enum gift_refusal r; struct family_id family_id;
	struct kind_id kind_id; struct gift_cost cost; struct gift_year year; bool is_so; int64_t n; };

static void settle_run(struct desk *d, void *arg)
{
	static const char *const name[] = { "授乳ケープ", "ボディケアクリーム", "カフェインレス飲み物セット" };
	struct tale *t = arg;
	for (int i = 0; i < 3; i++) {
		t->kind[i] = (struct gift_kind){ .words = { [LANG_JA] = str_of(name[i]) }, .place_n = i, .unit_yen = 2000 + i * 500, .is_open = true };
		EXPECT_INT(gift_kind_put(d, &t->kind[i]), GIFT_OK);
	}
}

static struct town *begin(struct tale *t)
{
	struct town *town = town_open();
	*t = (struct tale){ .family_id = { 100 } };
	town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .name = STR("日向") };
	town_do(town, settle_run, t);
	t->kind_id = t->kind[0].kind_id;
	return town;
}

static void pay_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = gift_pay(d, &t->cost);
}

static void choose_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = gift_choose(d, t->family_id, t->kind_id, true);
}

static void hand_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = gift_hand_over(d, t->family_id, t->kind_id, 5);
	if (t->r != GIFT_OK)
		desk_refuse(d);
}

static void back_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = gift_take_back(d, t->family_id);
}

static void look_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->all_n = gift_kinds(d, &t->all);
	t->is_so = gift_of_family(d, t->family_id, &t->box);
	gift_year(d, 2026, &t->year);
}

static void count_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = gift_count(d, t->kind_id, t->n);
}

static void buy(struct town *town, struct tale *t, int which, int64_t piece_n, int64_t yen)
{
	t->cost = (struct gift_cost){ .paid_on = day_of(town->now), .line = STR("買いました"), .cost_yen = yen, .piece_n = piece_n,
		.kind_id = t->kind[which].kind_id };
	town_do(town, pay_run, t);
	EXPECT_INT(t->r, GIFT_OK);
}

/* ---- the last ones ---- */

static int want(struct desk *d, const struct crowd *c, int member, int round)
{
	const struct tale *t = c->arg;
	return (int)gift_hand_over(d, (struct family_id){ 1000 + (int64_t)round * CROWD + member }, t->kind_id, 0);
}

TEST(thirty_two_who_hand_over_at_once_never_hand_over_more_than_there_are)
{
	struct tale t;
	struct crowd crowd = { .town = begin(&t), .member_n = CROWD, .round_n = crowd_rounds(100) / 10, .want = want, .arg = &t };
	int there_n = crowd.round_n * 20 + 7;
	buy(crowd.town, &t, 0, there_n, 0);
	crowd_run(&crowd);
	EXPECT_INT(crowd.end_n[GIFT_OK], there_n);
	EXPECT_INT(crowd.end_n[GIFT_OUT_OF_STOCK], crowd.round_n * CROWD - there_n);
	town_do(crowd.town, look_run, &t);
	EXPECT_INT(t.all[0].stock_n, 0);
	EXPECT_INT(t.all[0].handed_n, there_n);
	EXPECT_INT(t.all[0].chosen_n, 0);
	town_close(crowd.town);
}

/* ---- one family ---- */

TEST(a_family_chooses_one_of_three_changes_its_mind_and_gets_one)
{
	struct tale t;
	struct town *town = begin(&t);
	buy(town, &t, 0, 1, 2000);
	buy(town, &t, 1, 2, 5000);
	town_do(town, choose_run, &t);
	EXPECT_INT(t.r, GIFT_OK);
	t.kind_id = t.kind[1].kind_id;
	town_do(town, choose_run, &t);
	EXPECT_INT(t.r, GIFT_OK);
	t.kind_id = t.kind[2].kind_id;
	town_do(town, choose_run, &t);
	EXPECT_INT(t.r, GIFT_OUT_OF_STOCK);
	town_do(town, look_run, &t);
	EXPECT(t.is_so && !t.box.is_handed && t.box.is_by_family);
	EXPECT_STR(t.box.kind.words[LANG_JA], "ボディケアクリーム");
	t.kind_id = t.kind[1].kind_id;
	town_do(town, hand_run, &t);
	EXPECT_INT(t.r, GIFT_OK);
	town_do(town, hand_run, &t);
	EXPECT_INT(t.r, GIFT_HANDED_ALREADY);
	town_do(town, choose_run, &t);
	EXPECT_INT(t.r, GIFT_HANDED_ALREADY);
	town_do(town, look_run, &t);
	EXPECT(t.box.is_handed && t.box.visit_n == 5);
	EXPECT_INT(t.all[1].stock_n, 1);
	town_do(town, back_run, &t);
	EXPECT_INT(t.r, GIFT_OK);
	town_do(town, look_run, &t);
	EXPECT(!t.box.is_handed);
	EXPECT_INT(t.all[1].stock_n, 2);
	town_close(town);
}

TEST(what_others_chose_is_kept_for_them)
{
	struct tale t;
	struct town *town = begin(&t);
	buy(town, &t, 0, 1, 2000);
	town_do(town, choose_run, &t);
	t.family_id.v = 101;
	town_do(town, choose_run, &t);
	EXPECT_INT(t.r, GIFT_OUT_OF_STOCK);
	town_do(town, look_run, &t);
	EXPECT(!t.is_so && !gift_kind_is_free(&t.all[0]));
	town_close(town);
}

TEST(the_years_money_and_what_it_bought_add_up)
{
	struct tale t;
	struct town *town = begin(&t);
	buy(town, &t, 0, 40, 80000);
	buy(town, &t, 1, 30, 75000);
	t.cost = (struct gift_cost){ .paid_on = day_make(2027, 3, 31), .line = STR("カフェのお茶"), .cost_yen = 12000 };
	town_do(town, pay_run, &t);
	t.cost.paid_on = day_make(2027, 4, 1);          /* the next year's */
	town_do(town, pay_run, &t);
	t.cost.piece_n = 3;
	town_do(town, pay_run, &t);
	EXPECT_INT(t.r, GIFT_BAD);
	town_do(town, look_run, &t);
	EXPECT_INT(t.year.spent_yen, 167000);
	EXPECT_INT(t.year.box_yen, 155000);
	EXPECT_INT(t.year.other_yen, 12000);
	EXPECT_INT(t.year.cost_n, 3);
	t.n = 38;
	town_do(town, count_run, &t);
	town_do(town, look_run, &t);
	EXPECT_INT(t.all[0].stock_n, 38);
	town_close(town);
}

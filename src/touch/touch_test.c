/* Touchpoints: opened without a name, counted by place and day, kept by what began there, kind when withdrawn, walled. */
#include "desk/may.h"
#include "desk/town_test.h"
#include "touch/touch.h"
#include "touch/touch_poster.h"
#include "tests/test.h"

struct tale { struct town *town; struct touch_id id; struct touch_row row; struct touch_sum *sum; struct touch_day *day; size_t n, day_n;
	const char *area; enum touch_refusal r; bool is_there; int64_t subject_id; };

static void be(struct town *t, enum role role, const char *operator_key)
{
	t->who = (struct who){ .role = role, .account_id = { 7 }, .name = STR("Aoi"), .area_ids = STR("") };
	t->who.operator_id = tenant_operator_named(t->tenant, str_of(operator_key));
}

static void do_add(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->id = touch_add(d, &(struct touch_new){ .kind = STR("clinic"), .name = STR("市民病院"),
		.area_id = tenant_area_named(x->town->tenant, str_of(x->area)) });
	EXPECT(touch_by_id(d, x->id, &x->row));
}

/* A page counts after it has left; here the counts are written as the sealer does. */
static void do_open(struct desk *d, void *arg)
{
	struct tale *x = arg;
	touch_seen(d, &x->row);
	for (const struct desk_count *c = d->count; c; c = c->next)
		c->write(d, c);
}

static void do_led(struct desk *d, void *arg)
{
	struct tale *x = arg;
	touch_led(d, &(struct touch_way){ .token = x->row.token, .kind = "join", .subject_id = x->subject_id,
		.stage = touch_stage((struct day){ d->today.n + 90 }, DAY_NONE, d->today) });
	touch_led(d, &(struct touch_way){ .token = STR("0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"), .kind = "ask", .subject_id = 9, .stage = "unknown" });
}

static void do_sum(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct touch_row row;
	x->n = touch_sums(d, (struct day){ d->today.n - 7 }, d->today, &x->sum);
	x->day_n = touch_days(d, x->id, (struct day){ d->today.n - 7 }, d->today, &x->day);
	x->r = touch_for_staff(d, x->id, &row);
	x->is_there = touch_of(d, "join", x->subject_id, &row);
}

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	x->area = "north";
	x->subject_id = 77;
	be(x->town, ROLE_WORKER, "city");
	town_do(x->town, do_add, x);
	x->row.token = arena_str(test_arena(), x->row.token);
	return x;
}

TEST(touch_counts_openings_and_what_began_there_by_day_and_by_whom)
{
	struct tale *x = begin();
	town_do(x->town, do_open, x);
	town_do(x->town, do_sum, x);
	EXPECT_INT(x->sum[0].seen_n, 0);                /* staff who try it are not counted */
	x->town->who = (struct who){ .role = ROLE_NOBODY };
	town_do(x->town, do_open, x);
	town_do(x->town, do_open, x);
	town_do(x->town, do_led, x);
	x->town->now = moment_add(x->town->now, DAY_MS);
	town_do(x->town, do_open, x);
	town_do(x->town, do_led, x);                    /* the same family comes from one place only */
	be(x->town, ROLE_WORKER, "city");
	town_do(x->town, do_sum, x);
	EXPECT_INT(x->n, 1);
	EXPECT_INT(x->sum[0].seen_n, 3);
	EXPECT_INT(x->sum[0].join_n, 1);
	EXPECT_INT(x->sum[0].ask_n, 0);
	EXPECT_INT(x->sum[0].stage_n[TOUCH_PREGNANT], 1);
	EXPECT_INT(x->day_n, 2);
	EXPECT_INT(x->day[0].seen_n, 1);
	EXPECT_INT(x->day[1].seen_n, 2);
	EXPECT_INT(x->day[1].join_n, 1);
	EXPECT(x->is_there);
	town_close(x->town);
}

static void do_forget(struct desk *d, void *arg)
{
	struct tale *x = arg;
	touch_forget(d, "join", x->subject_id);
}

static void do_withdraw(struct desk *d, void *arg)
{
	struct tale *x = arg;
	touch_withdraw(d, &x->row, true);
	EXPECT(touch_by_token(d, x->row.token, &x->row));
	x->row.token = arena_str(test_arena(), x->row.token);
}

TEST(touch_that_is_withdrawn_still_answers_and_counts_nothing_more)
{
	struct tale *x = begin();
	town_do(x->town, do_withdraw, x);
	EXPECT(x->row.withdrawn_at.ms);
	x->town->who = (struct who){ .role = ROLE_NOBODY };
	town_do(x->town, do_open, x);
	town_do(x->town, do_led, x);
	be(x->town, ROLE_MANAGER, "city");
	town_do(x->town, do_sum, x);
	EXPECT_INT(x->sum[0].seen_n + x->sum[0].join_n, 0);
	town_close(x->town);
}

TEST(touch_forgets_whoever_is_protected)
{
	struct tale *x = begin();
	town_do(x->town, do_led, x);
	town_do(x->town, do_forget, x);
	town_do(x->town, do_sum, x);
	EXPECT_INT(x->sum[0].join_n, 0);
	EXPECT(!x->is_there);
	town_close(x->town);
}

TEST(touch_of_another_legal_body_is_not_seen)
{
	struct tale *x = begin();
	be(x->town, ROLE_MANAGER, "npo");
	town_do(x->town, do_sum, x);
	EXPECT_INT(x->n, 0);
	EXPECT_INT(x->r, TOUCH_NO_SUCH);
	town_close(x->town);
}

TEST(touch_stages_follow_the_school_year)
{
	struct day today = day_make(2026, 11, 25);
	EXPECT_STR(str_of(touch_stage(day_make(2027, 1, 1), DAY_NONE, today)), "pregnant");
	EXPECT_STR(str_of(touch_stage(DAY_NONE, day_make(2026, 1, 1), today)), "baby");
	EXPECT_STR(str_of(touch_stage(DAY_NONE, day_make(2025, 1, 1), today)), "toddler");
	EXPECT_STR(str_of(touch_stage(DAY_NONE, day_make(2020, 4, 2), today)), "preschool");
	EXPECT_STR(str_of(touch_stage(DAY_NONE, day_make(2020, 4, 1), today)), "school");
	EXPECT_STR(str_of(touch_stage(DAY_NONE, DAY_NONE, today)), "unknown");
}

TEST(touch_poster_and_cards_are_pages_of_a_pdf)
{
	struct touch_poster x = { .heading = STR("ひとりで、かかえなくて大丈夫。"), .lead = STR("話せます"), .scan = STR("よみとる"), .foot = STR("町"),
		.url = STR("https://kosodate.example.jp/q/AAAA"), .lang = "ja", .hue = 190 };
	EXPECT(str_starts(touch_poster_sheet(test_arena(), &x), "%PDF-"));
	EXPECT(str_starts(touch_poster_cards(test_arena(), &x), "%PDF-"));
}

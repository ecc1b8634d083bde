/* Visits: picked from free time, moved, cancelled, noted; who was not met is talked about; the order of the road; the letter the day before. */
#include "desk/task.h"
#include "gift/gift.h"
#include "tests/town/nurse.h"
#include "visit/visit.h"

struct tale { struct family_id family_id; struct family_row family; struct staff_person person; struct visit_new ask; struct visit_id visit_id;
	struct visit_row visit; enum visit_refusal r; enum staff_time_refusal why; struct moment *slot; size_t slot_n; struct str words, state;
	struct family_story_row *story; size_t story_n; int64_t version_n, n; struct visit_day day; struct day on; bool is_so; };

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	nurse_settle(d, &t->person, &t->family);
	t->family_id = t->family.family_id;
}

static struct town *begin(struct tale *t)
{
	*t = (struct tale){ .words = STR("元気でした") };
	struct town *town = nurse_town(settle_run, t);
	t->ask = (struct visit_new){ .family_id = t->family_id, .person_id = t->person.person_id, .minutes = 60, .kind = STR("pregnancy"),
		.from_at = day_moment(day_make(2026, 11, 27), 10 * 60) };
	return town;
}

static void plan_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = visit_plan(d, &t->ask, &t->visit_id, &t->why);
}

static void slots_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct staff_person worker;
	EXPECT(visit_worker(d, &t->family, &worker) && worker.person_id.v == t->person.person_id.v);
	t->slot_n = visit_slots(d, &worker, &t->slot);
}

static void settle_visit_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = visit_settle(d, t->visit_id, t->version_n, t->state, t->words);
}

static void draft_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = visit_draft(d, t->visit_id, t->words);
}

static void look_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_row f;
	EXPECT_INT(visit_for_staff(d, t->visit_id, &t->visit, &f), VISIT_OK);
	t->story_n = family_story(d, &f, &t->story);
	t->is_so = task_is_open(d, TASK_VISIT, t->visit_id.v);
}

static void move_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = visit_move(d, &t->visit, t->ask.from_at, (struct person_id){ 0 }, &t->why);
}

static void cancel_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = visit_cancel(d, &t->visit);
}

static void day_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	visit_day_of(d, t->person.person_id, t->on, &t->day);
}

static void put_day_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->is_so = visit_day_put(d, t->person.person_id, t->on);
}

TEST(a_family_picks_an_evening_that_is_free_and_nobody_else_can_take_it)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, slots_run, &t);
	bool has_evening = false;
	for (size_t i = 0; i < t.slot_n; i++) {
		EXPECT(t.slot[i].ms >= town->now.ms + VISIT_LEAD_HOURS * HOUR);
		has_evening = has_evening || day_minute(t.slot[i]) >= 17 * 60;
	}
	EXPECT(has_evening);
	t.ask.is_by_family = true;
	t.ask.from_at = day_moment(day_make(2026, 12, 3), 18 * 60);
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, VISIT_HAS_ONE);
	town_do(town, look_run, &t);
	EXPECT(t.visit.is_by_family && t.visit.is_fixed && str_is(t.visit.state, "planned"));
	EXPECT(str_has(t.story[0].line, "ご家庭が"));
	t.ask.is_by_family = false;
	town_do(town, plan_run, &t);
	EXPECT(t.r == VISIT_TIME && t.why == STAFF_TIME_TAKEN);
	t.ask.is_by_family = true;
	t.ask.from_at = day_moment(day_make(2026, 12, 3), 5 * 60);
	town_do(town, cancel_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_do(town, plan_run, &t);
	EXPECT(t.r == VISIT_TIME);
	town_close(town);
}

TEST(a_visit_is_moved_and_cancelled_and_its_time_is_free_again)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, look_run, &t);
	t.ask.from_at = day_moment(day_make(2026, 11, 27), 10 * 60 + 30);
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_do(town, look_run, &t);
	EXPECT_INT(day_minute(t.visit.from_at), 630);
	town_do(town, cancel_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_do(town, cancel_run, &t);
	EXPECT_INT(t.r, VISIT_SETTLED);
	town_do(town, look_run, &t);
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, VISIT_SETTLED);
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_close(town);
}

TEST(who_was_not_met_is_talked_about_and_a_note_closes_its_draft)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	t.version_n = 1;
	town_do(town, draft_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_do(town, look_run, &t);
	EXPECT_STR(t.visit.draft, "元気でした");
	t.state = STR("done");
	t.words = STR("");
	town_do(town, settle_visit_run, &t);
	EXPECT_INT(t.r, VISIT_BAD);
	t.state = STR("refused");
	t.version_n = 9;
	town_do(town, settle_visit_run, &t);
	EXPECT_INT(t.r, VISIT_CHANGED);
	t.version_n = 1;
	town_do(town, settle_visit_run, &t);
	EXPECT_INT(t.r, VISIT_OK);
	town_do(town, look_run, &t);
	EXPECT(t.is_so && !t.visit.draft.s && str_is(t.visit.state, "refused"));
	EXPECT(str_has(t.story[0].line, "ことわられました"));
	town_do(town, settle_visit_run, &t);
	EXPECT_INT(t.r, VISIT_SETTLED);
	town_do(town, draft_run, &t);
	EXPECT_INT(t.r, VISIT_SETTLED);
	town_close(town);
}

TEST(the_letter_the_day_before_goes_once_in_the_familys_language_and_not_at_night)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	nurse_expects_one_letter(town, &(struct nurse_post){ .remind = visit_remind }, "/me/visit", "訪問");
	town_close(town);
}

static void lose_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct gift_kind kind = { .words = { [LANG_JA] = STR("Cape") }, .unit_yen = 1000, .is_open = true };
	EXPECT_INT(gift_kind_put(d, &kind), GIFT_OK);
	EXPECT_INT(gift_step(d, &(struct gift_step){ .kind_id = kind.kind_id, .change_n = 5, .reason = "bought" }), GIFT_OK);
	nurse_loss(d, t->family_id);
	EXPECT_INT(gift_choose(d, t->family_id, kind.kind_id, true), GIFT_NO_SUCH);
	EXPECT_INT(gift_choose(d, t->family_id, kind.kind_id, false), GIFT_OK);
}

TEST(a_family_in_mourning_is_not_reminded_and_is_offered_no_box)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, lose_run, &t);
	town->now = day_moment(day_make(2026, 11, 26), 10 * 60 + 30);
	struct nurse_post post = { .remind = visit_remind };
	town_do(town, nurse_post_run, &post);
	EXPECT_INT(post.due_n, 0);
	town_close(town);
}

TEST(the_road_is_shortened_by_those_that_promised_no_time)
{
	static const int64_t lon[] = { 130000000, 130200000, 130100000, 130300000 };
	struct tale t;
	struct town *town = begin(&t);
	t.on = day_make(2026, 12, 1);
	for (int i = 0; i < 4; i++) {
		t.ask.from_at = day_moment(t.on, 540 + 90 * i);
		t.ask.lat_n = 32000000;
		t.ask.lon_n = lon[i];
		t.ask.is_fixed = i == 0;
		town_do(town, plan_run, &t);
		EXPECT_INT(t.r, VISIT_OK);
	}
	town_do(town, day_run, &t);
	EXPECT(t.day.is_other && t.day.order[0] == 0 && t.day.order[1] == 2 && t.day.order[2] == 1 && t.day.order[3] == 3);
	EXPECT(t.day.metre_n > 46000 && t.day.metre_n < 48000 && t.day.best_n > 28000 && t.day.best_n < 29000);
	town_do(town, put_day_run, &t);
	EXPECT(t.is_so);
	town_do(town, day_run, &t);
	EXPECT(!t.day.is_other && t.day.metre_n < 29000);
	EXPECT_INT(t.day.visit[1].lon_n, lon[2]);
	town_do(town, put_day_run, &t);
	EXPECT(!t.is_so);
	town_close(town);
}

TEST(no_order_of_the_road_is_shorter_than_the_one_that_is_found)
{
	struct visit_stop stop[6];
	size_t order[6];
	uint32_t seed = 7;
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 6; i++) {
			seed = seed * 1664525 + 1013904223;
			stop[i] = (struct visit_stop){ 32000000 + (int64_t)(seed >> 12 & 0xffff), 130000000 + (int64_t)(seed >> 3 & 0xffff), 60, i == 2 };
		}
		visit_order(stop, 6, order);
		int64_t best = visit_road_metres(stop, order, 6);
		EXPECT_INT(order[2], 2);
		for (int a = 0; a < 6; a++)
			for (int b = 0; b < 6; b++) {
				size_t x = order[a];
				if (a == 2 || b == 2)
					continue;
				order[a] = order[b];
				order[b] = x;
				EXPECT(visit_road_metres(stop, order, 6) >= best);
				order[b] = order[a];
				order[a] = x;
			}
	}
}

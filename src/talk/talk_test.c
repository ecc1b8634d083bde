/* Talks: picked from free time, moved, cancelled, held; nobody's hour is taken twice, whatever for; the letter and the calendar say nothing. */
#include "base/turn.h"
#include "count/count.h"
#include "desk/crowd_test.h"
#include "desk/task.h"
#include "family/family_charge.h"
#include "talk/talk_room.h"
#include "talk/talk_rules.h"
#include "tests/town/nurse.h"

struct tale { struct family_id family_id; struct family_row family; struct guardian_id guardian_id; struct staff_person person; struct talk_new ask;
	struct talk_id talk_id; struct talk_row talk; enum talk_refusal r; enum staff_time_refusal why; struct moment *slot; size_t slot_n;
	struct str words, state, token; struct family_story_row *story; size_t story_n; int64_t version_n, n, counted_n; bool is_so;
	struct seat_id seat[8]; struct talk_room_seat_row sits; };

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_guardian_row *g;
	nurse_settle(d, &t->person, &t->family);
	t->family_id = t->family.family_id;
	REQUIRE(family_guardians_of(d, t->family_id, &g) == 1);
	t->guardian_id = g[0].guardian_id;
	family_charge_begin(d, t->family_id, t->person.person_id);
	REQUIRE(talk_with_worker(d, &t->family, &t->ask.with));
	EXPECT_INT(t->ask.with.person.person_id.v, t->person.person_id.v);
}

static struct town *begin(struct tale *t)
{
	*t = (struct tale){ .words = STR("元気でした") };
	struct town *town = nurse_town(settle_run, t);
	t->ask.family_id = t->family_id;
	t->ask.guardian_id = t->guardian_id;
	t->ask.minutes = 30;
	t->ask.from_at = day_moment(day_make(2026, 11, 27), 10 * 60);
	return town;
}

static void plan_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = talk_plan(d, &t->ask, &t->talk_id, &t->why);
}

static void look_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_row f;
	EXPECT_INT(talk_for_staff(d, t->talk_id, &t->talk, &f), TALK_OK);
	t->token = arena_str(test_arena(), talk_token(d, t->talk_id));
	t->story_n = f.family_id.v ? family_story(d, &f, &t->story) : 0;
	t->is_so = task_is_open(d, TASK_TALK, t->talk_id.v);
}

static void move_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = talk_move(d, &t->talk, t->ask.from_at, (struct person_id){ 0 }, &t->why);
}

static void cancel_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = talk_cancel(d, &t->talk);
}

static void slots_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->slot_n = talk_slots(d, &t->ask.with, t->ask.how, &t->slot);
}

static void settle_talk_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	look_run(d, t);                                 /* the words of an earlier act are gone */
	t->r = talk_settle(d, &t->talk, t->version_n, t->state, t->words);
}

static void feel_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = talk_feel(d, &t->talk, t->state, t->words);
}

static void write_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = talk_write(d, &t->talk, t->words);
}

static void token_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = talk_by_token(d, t->token, &t->talk);
}

TEST(talk_that_a_family_picks_is_free_time_of_its_worker_and_one_at_a_time)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, slots_run, &t);
	REQUIRE(t.slot_n > 10);
	EXPECT_INT(t.slot[0].ms, day_moment(day_make(2026, 11, 26), 9 * 60).ms);
	t.ask.is_by_family = true;
	t.ask.from_at = day_moment(day_make(2026, 12, 3), 19 * 60 + 30);
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, TALK_HAS_ONE);
	town_do(town, look_run, &t);
	EXPECT(t.talk.is_by_family && str_is(t.talk.how, "video") && str_has(t.story[0].line, "ご家庭が"));
	t.ask.is_by_family = false;
	town_do(town, plan_run, &t);
	EXPECT(t.r == TALK_TIME && t.why == STAFF_TIME_TAKEN);
	t.ask.how = TALK_PHONE;
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, TALK_BAD);                      /* no number to call */
	town_do(town, cancel_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, cancel_run, &t);
	EXPECT_INT(t.r, TALK_SETTLED);
	t.ask.how = TALK_HOME;
	town_do(town, slots_run, &t);
	EXPECT_INT(t.slot[0].ms, day_moment(day_make(2026, 11, 27), 9 * 60).ms);
	town_close(town);
}

TEST(talk_is_moved_by_its_link_into_free_time_alone)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, look_run, &t);
	town->who = (struct who){ .role = ROLE_NOBODY };
	town_do(town, token_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	t.ask.from_at = day_moment(day_make(2026, 11, 27), 16 * 60);
	town_do(town, move_run, &t);
	EXPECT(t.r == TALK_TIME && t.why == STAFF_TIME_TAKEN);
	t.ask.from_at = day_moment(day_make(2026, 11, 27), 15 * 60);
	town_do(town, token_run, &t);
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town->now = day_moment(day_make(2026, 11, 29), 10 * 60);
	town_do(town, token_run, &t);
	EXPECT_INT(t.r, TALK_NO_SUCH);                  /* the link is old */
	t.token = STR("0123456789abcdef0123456789");
	town_do(town, token_run, &t);
	EXPECT_INT(t.r, TALK_NO_SUCH);
	town_close(town);
}

static void counter_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->ask = (struct talk_new){ .minutes = 30, .is_by_family = true, .name = STR("みかん"), .from_at = day_moment(day_make(2026, 11, 27), 600) };
	REQUIRE(talk_with_counter(d, d->tenant->counter[0].counter_id, &t->ask.with));
}

TEST(talk_at_a_counter_needs_no_account_and_stands_on_today_until_somebody_takes_it)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, counter_run, &t);
	town->who.role = ROLE_NOBODY;
	town_do(town, plan_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, plan_run, &t);
	EXPECT(t.r == TALK_TIME && t.why == STAFF_TIME_TAKEN);
	t.ask.from_at = day_moment(day_make(2026, 11, 27), 20 * 60);
	town_do(town, plan_run, &t);
	EXPECT(t.r == TALK_TIME);                       /* outside of its hours */
	town->who.role = ROLE_WORKER;
	town_do(town, look_run, &t);
	EXPECT(t.is_so && !t.talk.person_id.v && str_is(t.talk.name, "みかん"));
	t.state = STR("held");
	t.version_n = 1;
	town_do(town, settle_talk_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, look_run, &t);
	EXPECT(!t.is_so);
	town_close(town);
}

/* How many pieces of video stand in the month of the talk; -1: of another channel, too. */
static void counted_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct count_report report;
	int64_t month_n = count_month_of(day_of(t->ask.from_at));
	struct count_ask ask = { .from_n = month_n, .until_n = month_n, .as_of_at = d->now, .by = STR("channel") };
	d->who.role = ROLE_MANAGER;
	count_report(d, &ask, &report);
	t->counted_n = report.all.piece_n;
	if (report.all.piece_n && (!str_is(report.line[0].word, "video") || report.all.minutes_n != 30))
		t->counted_n = -1;
}

TEST(talk_that_was_held_stands_in_the_story_and_is_asked_about_once)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, look_run, &t);
	t.version_n = 7;
	t.state = STR("held");
	town_do(town, settle_talk_run, &t);
	EXPECT_INT(t.r, TALK_CHANGED);
	t.version_n = 1;
	t.words = STR("");
	town_do(town, settle_talk_run, &t);
	EXPECT_INT(t.r, TALK_BAD);
	town_do(town, counted_run, &t);
	EXPECT_INT(t.counted_n, 0);
	town_do(town, look_run, &t);
	t.words = STR("夜泣きの話");
	town_do(town, settle_talk_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, counted_run, &t);
	EXPECT_INT(t.counted_n, 1);
	town_do(town, look_run, &t);
	EXPECT(str_has(t.story[0].line, "ビデオで話しました。夜泣きの話"));
	t.state = STR("splendid");
	town_do(town, feel_run, &t);
	EXPECT_INT(t.r, TALK_BAD);
	t.state = STR("good");
	town_do(town, feel_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, feel_run, &t);
	EXPECT_INT(t.r, TALK_SETTLED);
	town_close(town);
}

TEST(talk_words_go_into_one_thread_of_the_inbox)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, look_run, &t);
	town_do(town, write_run, &t);
	EXPECT_INT(t.r, TALK_OK);
	town_do(town, look_run, &t);
	struct thread_id first = t.talk.thread_id;
	EXPECT(first.v != 0);
	town_do(town, write_run, &t);
	town_do(town, look_run, &t);
	EXPECT_INT(t.talk.thread_id.v, first.v);
	town_close(town);
}

TEST(talk_letter_the_day_before_goes_once_and_says_nothing)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	nurse_expects_one_letter(town, &(struct nurse_post){ .remind = talk_remind }, "/meet/go/", "相談");
	town_close(town);
}

static void lose_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	nurse_loss(d, t->family_id);
}

TEST(talk_of_a_family_in_mourning_is_not_reminded_of)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, lose_run, &t);
	town->now = day_moment(day_make(2026, 11, 26), 10 * 60 + 30);
	struct nurse_post post = { .remind = talk_remind };
	town_do(town, nurse_post_run, &post);
	EXPECT_INT(post.due_n, 0);
	town_close(town);
}

/* ---- a crowd ---- */

/* Members want the same hour of one nurse: by a talk, by a visit's booking, by leave. */
static int want(struct desk *d, const struct crowd *c, int member, int round)
{
	static const char *const kind[] = { "visit", "interview", "leave" };
	const struct tale *t = c->arg;
	struct talk_new v = t->ask;
	struct talk_id talk_id;
	enum staff_time_refusal why;
	v.from_at = moment_add(day_moment(day_make(2026, 12, 1), 600), (int64_t)round * HOUR);
	if (member % 2)
		return talk_plan(d, &v, &talk_id, &why) == TALK_OK ? STAFF_TIME_OK : (int)why;
	return (int)staff_time_book(d, &(struct staff_time){ .kind = str_of(kind[member / 2 % 3]), .person_id = t->person.person_id,
		.from_at = moment_add(v.from_at, member % 4 ? 0 : -STAFF_QUARTER), .until_at = moment_add(v.from_at, 2 * STAFF_QUARTER) }, false);
}

TEST(talk_and_visit_of_sixty_four_that_want_one_hour_exactly_one_stands)
{
	struct tale t;
	struct crowd crowd = { .town = begin(&t), .member_n = CROWD_MOST, .round_n = crowd_rounds(20), .want = want, .arg = &t };
	crowd_run(&crowd);
	EXPECT_INT(crowd.end_n[STAFF_TIME_OK], crowd.round_n);
	EXPECT_INT(crowd.end_n[STAFF_TIME_TAKEN], (CROWD_MOST - 1) * crowd.round_n);
	town_close(crowd.town);
}

/* ---- the room ---- */

static void room_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct who nurse = d->who;
	struct out o = { .arena = d->arena };
	EXPECT(talk_by_id(d, t->talk_id, &t->talk));
	EXPECT_INT(talk_sit(d, &t->talk, true, true, &t->seat[0]), TALK_OK);
	d->who = (struct who){ .role = ROLE_NOBODY };
	for (int i = 1; i < 6; i++)
		EXPECT_INT(talk_sit(d, &t->talk, false, true, &t->seat[i]), TALK_OK);
	EXPECT(task_is_open(d, TASK_TALK, t->talk_id.v));
	EXPECT(talk_seat_of(d, &t->talk, t->seat[1], false, &t->sits));
	EXPECT_INT(talk_signal(d, &t->talk, &t->sits, t->seat[0], STR("{}")), TALK_NO_SUCH);      /* from the waiting room nobody is reached */
	talk_state_write(d, &t->talk, &t->sits, (struct signal_id){ 0 }, &o);
	EXPECT(str_has(out_done(&o), "\"seat\":[]") && str_has(out_done(&o), "\"ice\":null"));
	EXPECT(!talk_seat_of(d, &t->talk, t->seat[0], true, &t->sits));         /* a nurse's seat is hers */
	d->who = nurse;
	for (int i = 1; i < 4; i++)
		EXPECT_INT(talk_admit(d, &t->talk, t->seat[i]), TALK_OK);
	EXPECT_INT(talk_admit(d, &t->talk, t->seat[1]), TALK_FULL);
	EXPECT_INT(talk_admit(d, &t->talk, t->seat[4]), TALK_FULL);
	REQUIRE(talk_seat_of(d, &t->talk, t->seat[1], false, &t->sits));
	EXPECT_INT(talk_signal(d, &t->talk, &t->sits, t->seat[0], STR("{\"again\":true}")), TALK_OK);
	EXPECT_INT(talk_signal(d, &t->talk, &t->sits, t->seat[4], STR("{}")), TALK_NO_SUCH);      /* who waits is not reached */
	talk_leave(d, &t->talk, &t->sits);
	EXPECT(!talk_seat_of(d, &t->talk, t->seat[1], false, &t->sits));
	EXPECT_INT(talk_admit(d, &t->talk, t->seat[4]), TALK_OK);
	REQUIRE(talk_seat_of(d, &t->talk, t->seat[0], true, &t->sits));
	o = (struct out){ .arena = d->arena };
	talk_state_write(d, &t->talk, &t->sits, (struct signal_id){ 0 }, &o);
	EXPECT(str_has(out_done(&o), "{\\\"again\\\":true}"));
}

static void later_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct out o = { .arena = d->arena };
	talk_room_sweep(d);
	REQUIRE(talk_seat_of(d, &t->talk, t->seat[0], true, &t->sits));
	talk_state_write(d, &t->talk, &t->sits, (struct signal_id){ 0 }, &o);
	EXPECT(str_has(out_done(&o), "\"seat\":[]") && str_has(out_done(&o), "\"signal\":[]"));
}

TEST(talk_room_has_a_door_four_seats_and_forgets)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, plan_run, &t);
	town_do(town, room_run, &t);
	town->now = moment_add(town->now, 2 * (int64_t)HOUR);
	town_do(town, later_run, &t);
	town_close(town);
}

static void relay_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct str why;
	struct out o = { .arena = d->arena };
	EXPECT_INT(tenant_set(d, STR("video.turn_url"), STR("http://x"), &why), TENANT_BAD_VALUE);
	EXPECT_INT(tenant_set(d, STR("video.turn_url"), STR("turn:t.example.jp:3478, turns:t.example.jp:443?transport=tcp"), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("video.turn_secret"), STR("north"), &why), TENANT_OK);
	talk_relay_write(d, d->now, &o);
	t->words = arena_str(test_arena(), out_done(&o));
}

static void relay_again_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct out o = { .arena = d->arena };
	talk_relay_write(d, d->now, &o);
	t->words = arena_str(test_arena(), out_done(&o));
}

TEST(talk_relay_gets_a_name_that_ends_and_its_password)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, relay_run, &t);
	EXPECT(str_has(t.words, "\"is_relayed\":false"));               /* the tenant in memory is as it was */
	town_load(town);
	town_do(town, relay_again_run, &t);
	EXPECT(str_has(t.words, "\"is_relayed\":true") && str_has(t.words, "\"turns:t.example.jp:443?transport=tcp\""));
	EXPECT(str_has(t.words, arena_fmt(test_arena(), "\"username\":\"%lld:", (long long)(town->now.ms / SECOND)).s));
	/* openssl dgst -sha1 -hmac north -binary | base64 of "1433895918:gu" */
	EXPECT_STR(turn_password(test_arena(), STR("north"), STR("1433895918:gu")), "gUOWPIKJQO7m0yEbAAQTvGTZf+U=");
	town_close(town);
}

/* ---- the calendar ---- */

TEST(talk_calendar_lines_are_folded_between_letters)
{
	struct out o = { .arena = test_arena() };
	struct str rest, line, whole;
	talk_ics_write(&o, &(struct talk_ics){ .uid = STR("a@b"), .place = STR("市役所の二階, 子育て;支援\\のへや、とても長い名前の部屋なので、七十五オクテットには入りきりません"),
		.summary = STR("お約束"), .from_at = day_moment(day_make(2026, 12, 1), 30), .until_at = day_moment(day_make(2026, 12, 1), 60),
		.made_at = TOWN_NOW, .sequence_n = 2 });
	rest = whole = out_done(&o);
	while (rest.n && str_cut(&rest, '\n', &line)) {
		EXPECT(line.n && line.s[line.n - 1] == '\r' && line.n - 1 <= 75 && str_is_utf8((struct str){ line.s, line.n - 1 }));
	}
	EXPECT(str_has(whole, "DTSTART:20261130T153000Z\r\n") && str_has(whole, "SEQUENCE:2\r\n"));
	EXPECT(str_has(whole, "二階\\, 子") && str_has(whole, "\r\n "));
}

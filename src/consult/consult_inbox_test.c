/* The inbox: what stands in it for whom and in which order, who takes a talk when two want it, what was said elsewhere, talks that are one. */
#include "consult/consult_inbox_test.h"
#include "desk/task.h"
#include "family/family.h"

static void take_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_take(d, t->thread_id);
}

static void rest_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_rest(d, t->thread_id, t->until_at);
}

static void write_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct consult_thread_row row;
	if (consult_by_token(d, t->token, &row) == CONSULT_OK)
		consult_write(d, &row, t->words);
}

/* ---- the list ---- */

TEST(what_rings_stands_first_and_then_what_was_promised_first)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	struct thread_id first = asked(town, &t, "みかん", "north");
	town->now = moment_add(town->now, 30 * HOUR);
	asked(town, &t, "すだち", "north");
	town->who.role = ROLE_NOBODY;
	t.words = STR("もう消えてしまいたいです");
	town_do(town, write_run, &t);
	struct thread_id rings = t.thread_id;
	as(town, ROLE_WORKER, "city", 7);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 2);
	EXPECT_INT(t.line[0].thread_id.v, rings.v);
	EXPECT_INT(t.line[1].thread_id.v, first.v);
	EXPECT_INT(t.count.all_n, 2);
	EXPECT_INT(t.count.urgent_n, 1);
	EXPECT_INT(t.count.late_n, 1);
	EXPECT_INT(t.count.free_n, 2);
	list(town, &t, "late");
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.line[0].thread_id.v, first.v);
	list(town, &t, "urgent");
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.line[0].thread_id.v, rings.v);
	town_close(town);
}

TEST(pages_by_key_show_every_talk_once)
{
	enum { ALL = 2 * CONSULT_PAGE + 7 };
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	int64_t seen[ALL + 1];
	int n = 0;
	as(town, ROLE_WORKER, "city", 7);
	for (int i = 0; i < ALL; i++)
		asked(town, &t, "みかん", i % 3 ? "north" : "");
	list(town, &t, "");
	for (int pages = 0; pages < 5; pages++) {
		for (size_t i = 0; i < t.line_n && n < ALL; i++)
			seen[n++] = t.line[i].thread_id.v;
		if (!t.is_more)
			break;
		t.box.after_n = t.line[t.line_n - 1].order_n;
		t.box.after_thread_id = t.line[t.line_n - 1].thread_id;
		town_do(town, list_run, &t);
	}
	EXPECT_INT(n, ALL);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < i; k++)
			EXPECT(seen[i] != seen[k]);
	town_close(town);
}

TEST(the_other_bodys_talks_stand_in_no_list_and_nobody_hands_one_to_it)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	struct thread_id ours = asked(town, &t, "みかん", "north");
	struct thread_id theirs = asked(town, &t, "みかん", "south");
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.count.all_n, 1);
	EXPECT_INT(t.line[0].thread_id.v, ours.v);
	t.thread_id = theirs;
	town_do(town, take_run, &t);
	EXPECT_INT(t.r, CONSULT_NO_SUCH);
	t.thread_id = ours;
	town_do(town, read_run, &t);
	EXPECT_INT(t.alike_n, 0);                       /* the same nickname in another body's talk proposes nothing */
	as(town, ROLE_WORKER, "npo", 8);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.line[0].thread_id.v, theirs.v);
	town_close(town);
}

static void serves(struct town *t, int64_t account, const char *area)
{
	as(t, ROLE_WORKER, "city", account);
	t->who.area_ids = id_text(test_arena(), tenant_area_named(t->tenant, str_of(area)).v);
}

TEST(whoever_has_a_talk_keeps_it_in_sight_from_another_area_and_no_colleague_there_does)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	serves(town, 7, "north");
	asked(town, &t, "みかん", "north");
	town_do(town, take_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	for (int64_t account = 7; account <= 8; account++) {
		bool is_hers = account == 7;
		serves(town, account, "east");
		list(town, &t, "");
		EXPECT_INT(t.line_n, is_hers);
		EXPECT_INT(t.count.all_n, is_hers);
		list(town, &t, "mine");
		EXPECT_INT(t.line_n, is_hers);
		town_do(town, read_run, &t);
		EXPECT_INT(t.r, is_hers ? CONSULT_OK : CONSULT_NO_SUCH);
	}
	as(town, ROLE_WORKER, "npo", 7);
	town_do(town, read_run, &t);
	EXPECT_INT(t.r, CONSULT_NO_SUCH);
	town_close(town);
}

TEST(a_talk_rests_until_its_moment_or_until_the_family_writes)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	asked(town, &t, "みかん", "north");
	t.until_at = moment_add(town->now, 2 * HOUR);
	town_do(town, rest_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 0);
	EXPECT_INT(t.count.rest_n, 1);
	list(town, &t, "rest");
	EXPECT_INT(t.line_n, 1);
	town->now = moment_add(town->now, 3 * HOUR);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	t.until_at = moment_add(town->now, 2 * HOUR);
	town_do(town, rest_run, &t);
	town->who.role = ROLE_NOBODY;
	t.words = STR("まだ起きています");
	town_do(town, write_run, &t);
	as(town, ROLE_WORKER, "city", 7);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	t.until_at = moment_add(town->now, -1);
	town_do(town, rest_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	town_close(town);
}

/* ---- who has it ---- */

static int want(struct desk *d, const struct crowd *c, int member, int round)
{
	const struct thread_id *thread = c->arg;
	d->who.account_id.v = 1000 + member;
	return (int)consult_take(d, thread[round]);
}

TEST(of_many_who_take_a_talk_at_once_one_has_it)
{
	enum { ROUNDS = 6, CROWD = 16 };
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	struct thread_id thread[ROUNDS];
	as(town, ROLE_WORKER, "city", 7);
	for (int i = 0; i < ROUNDS; i++)
		thread[i] = asked(town, &t, "みかん", "north");
	struct crowd crowd = { .town = town, .member_n = CROWD, .round_n = ROUNDS, .want = want, .arg = thread };
	crowd_run(&crowd);
	EXPECT_INT(crowd.end_n[CONSULT_OK], ROUNDS);
	EXPECT_INT(crowd.end_n[CONSULT_TAKEN], ROUNDS * (CROWD - 1));
	town_close(town);
}

/* ---- written down, counted ---- */

static void down_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_write_down(d, &t->down, &t->thread_id);
}

static void act_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_act_put(d, t->thread_id, &t->act);
}

static void close_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	read_run(d, t);
	t->r = consult_close(d, t->thread_id, t->thread.version_n);
	read_run(d, t);
	count_report(d, &(struct count_ask){ .from_n = count_month_of(d->today), .until_n = count_month_of(d->today), .as_of_at = d->now,
		.by = STR("channel") }, &t->report);
}

TEST(what_was_said_on_the_telephone_is_a_talk_that_nobody_waits_for)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	t.down = (struct consult_down){ .channel = STR("phone"), .words = STR("夜泣きで眠れない"), .area_id = tenant_area_named(town->tenant, STR("north")),
		.is_done = true };
	town_do(town, down_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 0);
	town_do(town, close_run, &t);
	EXPECT_INT(t.act_n, 1);                         /* a closed talk has its act, suggested from what was said */
	EXPECT_STR(t.acts[0].topic, "self");
	EXPECT_STR(t.acts[0].channel, "phone");
	EXPECT_INT(t.report.all.piece_n, 1);
	EXPECT_STR(t.report.line[0].word, "phone");
	t.down.is_done = false;
	town_do(town, down_run, &t);
	list(town, &t, "mine");
	EXPECT_INT(t.line_n, 1);
	EXPECT(t.line[0].promise_at.ms > 0);
	t.down.area_id = tenant_area_named(town->tenant, STR("south"));        /* the other body's area */
	town_do(town, down_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	t.down = (struct consult_down){ .channel = STR("line"), .words = STR("x") };
	town_do(town, down_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	town_close(town);
}

TEST(an_act_that_is_mended_keeps_what_it_was_and_is_counted_once)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	asked(town, &t, "みかん", "north");
	t.act = (struct consult_act_row){ .done_on = DAY_NONE, .channel = STR("web"), .topic = STR("sleep"), .outcome = STR("advice"), .minutes_n = 20 };
	town_do(town, act_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	t.act.minutes_n = 45;
	town_do(town, act_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	t.act.version_n = 1;                            /* somebody still looks at the first version */
	town_do(town, act_run, &t);
	EXPECT_INT(t.r, CONSULT_CHANGED);
	t.act.topic = STR("nonsense");
	town_do(town, act_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	town_do(town, close_run, &t);
	EXPECT_INT(t.act_n, 2);
	EXPECT_INT(t.acts[0].minutes_n, 45);
	EXPECT_INT(t.acts[1].minutes_n, 20);
	EXPECT_INT(t.report.all.piece_n, 1);
	EXPECT_INT(t.report.all.minutes_n, 45);
	town_close(town);
}

/* ---- talks that are one ---- */

static void unite_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_unite(d, t->thread_id, t->other_id);
}

static void part_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_part(d, t->thread_id, t->other_id);
}

static void token_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct consult_messages_row *m;
	t->is_so = consult_by_token(d, t->token, &t->thread) == CONSULT_OK && consult_messages(d, t->thread.thread_id, &m) == 2 && m[1].is_from_staff;
}

TEST(a_family_that_calls_and_writes_is_one_talk_and_the_answer_goes_where_it_reads)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	t.down = (struct consult_down){ .channel = STR("phone"), .words = STR("電話で聞きました"), .nickname = STR("みかん"),
		.area_id = tenant_area_named(town->tenant, STR("north")) };
	town_do(town, down_run, &t);
	struct thread_id call = t.thread_id;
	t.other_id = asked(town, &t, "みかん", "north");
	t.thread_id = call;
	town_do(town, read_run, &t);
	EXPECT_INT(t.alike_n, 1);
	town_do(town, unite_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.line[0].thread_id.v, call.v);
	t.words = STR("お返事です");
	town_do(town, answer_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	town->who.role = ROLE_NOBODY;
	town_do(town, token_run, &t);
	EXPECT(t.is_so);
	EXPECT_STR(t.thread.state, "answered");
	t.words = STR("もうひとつ");                     /* writing again brings the one talk back */
	town_do(town, write_run, &t);
	as(town, ROLE_WORKER, "city", 7);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.line[0].thread_id.v, call.v);
	town_do(town, part_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 2);
	town_close(town);
}

struct joining { struct tale *tale; struct family_id family_id; struct family_row family; size_t n; struct family_story_row *story; };

static void register_run(struct desk *d, void *arg)
{
	struct joining *j = arg;
	j->family_id = family_register(d, &(struct family_new){ .name = STR("河原"), .kana = STR("かわはら"), .area_id = j->tale->down.area_id,
		.born_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE, .due_on = { d->today.n + 100 } });
	j->tale->r = consult_family_set(d, j->tale->thread_id, j->family_id);
}

static void story_run(struct desk *d, void *arg)
{
	struct joining *j = arg;
	REQUIRE(family_by_id(d, j->family_id, &j->family));
	j->n = family_story(d, &j->family, &j->story);
	for (size_t i = 0; i < j->n; i++)
		j->story[i].line = arena_str(test_arena(), j->story[i].line);
}

static bool story_begins(struct town *town, struct joining *j, const char *line)
{
	town->now = moment_add(town->now, SECOND);
	town_do(town, story_run, j);
	return j->n && str_is(j->story[0].line, line);
}

TEST(putting_a_talk_into_a_record_and_joining_and_parting_talks_is_said_in_the_familys_one_story)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	struct joining j = { .tale = &t };
	as(town, ROLE_WORKER, "city", 7);
	t.down = (struct consult_down){ .channel = STR("phone"), .words = STR("電話で聞きました"), .nickname = STR("みかん"),
		.area_id = tenant_area_named(town->tenant, STR("north")) };
	town_do(town, down_run, &t);
	struct thread_id call = t.thread_id;
	town_do(town, register_run, &j);
	EXPECT_INT(t.r, CONSULT_OK);
	EXPECT(story_begins(town, &j, "talk-on"));
	t.other_id = asked(town, &t, "みかん", "north");
	t.thread_id = call;
	town_do(town, unite_run, &t);
	EXPECT(story_begins(town, &j, "talk-joined"));
	size_t n = j.n;
	town_do(town, unite_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	EXPECT(story_begins(town, &j, "talk-joined") && j.n == n);
	town_do(town, part_run, &t);
	EXPECT(story_begins(town, &j, "talk-parted"));
	town_close(town);
}

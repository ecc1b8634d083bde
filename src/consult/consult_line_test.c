/* A message by LINE: once, sealed, confirmed by a fixed sentence; answered without a word of it on LINE; taken back when the writer takes it back. */
#include "consult/consult_line.h"
#include "consult/consult_inbox.h"
#include "desk/outbox.h"
#include "desk/outbox.sql.h"
#include "desk/town_test.h"
#include "family/family_own.h"

struct talk { struct line_event event[3]; size_t event_n, new_n, message_n, due_n; struct consult_inbox_row *line; size_t line_n;
	struct consult_messages_row *message; struct outbox_due *due; struct str token, words; enum consult_line_open r; };

static void take_run(struct desk *d, void *arg)
{
	struct talk *t = arg;
	d->site = STR("https://kosodate.example.jp");
	t->new_n = consult_line_take(d, t->event, t->event_n);
}

static void look_run(struct desk *d, void *arg)
{
	struct talk *t = arg;
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id, .name = STR("塩見") };
	bool is_more;
	t->line_n = consult_inbox(d, &(struct consult_box){ .state = STR("waiting"), .after_n = INT64_MIN }, &t->line, &is_more);
	t->message_n = t->line_n ? consult_messages(d, t->line[0].thread_id, &t->message) : 0;
}

static void due_run(struct desk *d, void *arg)
{
	struct talk *t = arg;
	t->due_n = outbox_take(d, 10, &t->due);
	for (size_t i = 0; i < t->due_n; i++)
		outbox_settle(d, t->due[i].letter_id, OUTBOX_SENT, STR_NONE);
}

static void answer_run(struct desk *d, void *arg)
{
	struct talk *t = arg;
	look_run(d, arg);
	d->site = STR("https://kosodate.example.jp");
	struct consult_thread_row thread;
	EXPECT(consult_for_staff(d, t->line[0].thread_id, &thread) == CONSULT_OK);
	EXPECT(consult_answer(d, thread.thread_id, thread.version_n, t->words) == CONSULT_OK);
}

static void open_run(struct desk *d, void *arg)
{
	struct talk *t = arg;
	struct str token;
	struct consult_thread_row thread;
	t->r = consult_line_link_open(d, t->token, &token);
	if (t->r == CONSULT_LINK_OK)
		EXPECT(consult_by_token(d, token, &thread) == CONSULT_OK);
}

static struct line_event text(const char *key, const char *words)
{
	return (struct line_event){ .kind = LINE_TEXT, .key = str_of(key), .user = STR("U0123456789abcdef0123456789abcdef"), .reply_token = STR("reply"),
		.message = str_of(key), .words = str_of(words), .at = TOWN_NOW };
}

static size_t tell(struct town *town, struct talk *t, struct line_event e)
{
	t->event[0] = e;
	t->event_n = 1;
	town_do(town, take_run, t);
	return t->new_n;
}

static struct str way_in(struct talk *t)
{
	const char *at = t->due_n ? strstr(t->due[0].text.s, "/l/") : NULL;
	return at ? arena_str(test_arena(), (struct str){ at + 3, 26 }) : STR_NONE;
}

TEST(a_message_by_line_is_a_talk_and_is_taken_once)
{
	struct town *town = town_open();
	struct talk t = { 0 };
	EXPECT_INT(tell(town, &t, text("01A", "夜泣きがつらい")), 1);
	EXPECT_INT(tell(town, &t, text("01A", "夜泣きがつらい")), 0);
	EXPECT_INT(tell(town, &t, text("01B", "まだ泣いています")), 1);
	town_do(town, look_run, &t);
	EXPECT_INT(t.line_n, 1);
	EXPECT_INT(t.message_n, 2);
	EXPECT_STR(t.message[0].words, "夜泣きがつらい");
	EXPECT_STR(t.message[1].words, "まだ泣いています");
	town_do(town, due_run, &t);
	EXPECT_INT(t.due_n, 2);
	EXPECT_STR(t.due[0].channel, "line");
	EXPECT_STR(t.due[0].subject, "reply");
	EXPECT_INT(t.due[0].message_id.n, 36);
	EXPECT(!str_has(t.due[0].text, "夜泣き"));
	town_close(town);
}

TEST(an_answer_is_announced_and_not_told_and_its_way_in_opens_once)
{
	struct town *town = town_open();
	struct talk t = { .words = STR("ひみつのお返事") };
	tell(town, &t, text("01A", "夜泣きがつらい"));
	town_do(town, due_run, &t);
	town_do(town, answer_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.due_n, 1);
	EXPECT(!t.due[0].subject.n && !str_has(t.due[0].text, "ひみつ"));
	EXPECT_STR(t.due[0].to, "U0123456789abcdef0123456789abcdef");
	t.token = way_in(&t);
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, CONSULT_LINK_OK);
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, CONSULT_LINK_USED);
	t.token = STR("00000000000000000000000000");
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, CONSULT_LINK_NO_SUCH);
	tell(town, &t, text("01C", "ありがとう"));
	town_do(town, due_run, &t);
	t.token = way_in(&t);
	town->now = moment_add(town->now, 8 * DAY_MS);
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, CONSULT_LINK_USED);
	town_close(town);
}

TEST(what_is_taken_back_is_gone_also_when_that_is_told_first)
{
	struct town *town = town_open();
	struct talk t = { 0 };
	struct line_event back = text("02A", "");
	back.kind = LINE_UNSEND;
	tell(town, &t, text("01A", "消したいこと"));
	back.message = STR("01A");
	tell(town, &t, back);
	back.key = STR("02B");
	back.message = STR("01B");
	tell(town, &t, back);
	tell(town, &t, text("01B", "先に取り消された"));
	town_do(town, look_run, &t);
	EXPECT_INT(t.message_n, 2);
	for (size_t i = 0; i < t.message_n; i++) {
		EXPECT_STR(t.message[i].words, "-");
		EXPECT_STR(t.message[i].kind, "unsend");
	}
	town_close(town);
}

TEST(whoever_blocked_us_is_sent_nothing)
{
	struct town *town = town_open();
	struct talk t = { .words = STR("お返事") };
	struct line_event e = text("03A", "");
	tell(town, &t, text("01A", "こんばんは"));
	e.kind = LINE_UNFOLLOW;
	tell(town, &t, e);
	town_do(town, due_run, &t);
	town_do(town, answer_run, &t);
	town_do(town, due_run, &t);
	EXPECT_INT(t.due_n, 0);
	town_close(town);
}

/* ---- bound to a record ---- */

struct binding { struct family_id family_id; struct family_guardian_row guardian; struct str code; struct consult_thread_row thread; };

static void register_run(struct desk *d, void *arg)
{
	struct binding *b = arg;
	struct family_guardian_row *g;
	b->family_id = family_register(d, &(struct family_new){ .name = STR("河原"), .kana = STR("かわはら"), .area_id = d->tenant->area[0].area_id,
		.born_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE, .due_on = { d->today.n + 100 } });
	REQUIRE(family_guardians_of(d, b->family_id, &g) == 1);
	b->code = arena_str(test_arena(), family_own_code(d, &g[0], "staff"));
}

static void bound_run(struct desk *d, void *arg)
{
	struct binding *b = arg;
	struct family_guardian_row *g;
	struct consult_line_events_row *e;
	REQUIRE(family_guardians_of(d, b->family_id, &g) == 1);
	b->guardian = g[0];
	REQUIRE(consult_line_events(d, 1, &e) == 1);
	consult_thread_by_id(d, e[0].thread_id, &b->thread);
}

TEST(a_code_given_in_person_binds_the_talk_and_is_not_kept_in_it)
{
	struct town *town = town_open();
	struct talk t = { 0 };
	struct binding b = { .code = STR_NONE };
	town->tenant->rooms = STR("consult,family");
	tell(town, &t, text("01A", "夜泣きがつらい"));
	town->who = (struct who){ .role = ROLE_MANAGER, .operator_id = town->tenant->operator[0].operator_id, .name = STR("塩見") };
	town_do(town, register_run, &b);
	town->who = (struct who){ .role = ROLE_NOBODY };
	tell(town, &t, text("01B", "AAAA-BBBB"));
	town_do(town, bound_run, &b);
	EXPECT(!b.guardian.account_id.v && !b.thread.owner_account_id.v);
	tell(town, &t, text("01C", arena_str(test_arena(), b.code).s));
	town_do(town, bound_run, &b);
	EXPECT(b.guardian.account_id.v && b.thread.owner_account_id.v == b.guardian.account_id.v);
	town_do(town, look_run, &t);
	for (size_t i = 0; i < t.message_n; i++)
		EXPECT(!str_eq(t.message[i].words, b.code));
	town_do(town, due_run, &t);
	for (size_t i = 0; i < t.due_n; i++)
		EXPECT(!str_has(t.due[i].text, b.code.s));
	town_close(town);
}

/* ---- what a message held ---- */

TEST(what_a_message_holds_is_asked_for_once_and_goes_with_it)
{
	struct town *town = town_open();
	struct talk t = { 0 };
	struct line_event photo = text("01A", "");
	struct line_event back = { .kind = LINE_UNSEND, .key = STR("01Z"), .user = photo.user, .message = STR("01A"), .at = TOWN_NOW };
	photo.kind = LINE_IMAGE;
	photo.has_content = true;
	tell(town, &t, photo);
	tell(town, &t, photo);
	town_do(town, due_run, &t);
	size_t content_n = 0;
	for (size_t i = 0; i < t.due_n; i++)
		content_n += str_is(t.due[i].channel, "content") && str_is(t.due[i].to, "01A");
	EXPECT_INT(content_n, 1);
	photo = text("02A", "");
	photo.kind = LINE_IMAGE;
	photo.has_content = true;
	tell(town, &t, photo);
	back.message = STR("02A");
	tell(town, &t, back);
	town_do(town, due_run, &t);
	for (size_t i = 0; i < t.due_n; i++)
		EXPECT(!str_is(t.due[i].channel, "content"));
	town_close(town);
}

/* The box: nobody's name is kept, an answer goes only where its writer wished, a private one closes again, and months are counted. */
#include "desk/crowd_test.h"
#include "desk/task.h"
#include "voice/voice.h"

struct tale { struct voice_new said; struct voice_id voice_id; struct str token; struct voice_row voice; struct voice_answer answer;
	enum voice_refusal r; struct voice_month *month; bool is_waiting, is_kept_back; size_t public_n; };

static void say_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->voice_id = voice_say(d, &t->said, &t->token);
	t->token = arena_str(test_arena(), t->token);
	t->is_waiting = task_is_open(d, TASK_VOICE, t->voice_id.v);
}

static void answer_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->answer.voice_id = t->voice_id;
	t->r = voice_answer(d, &t->answer);
	t->is_waiting = task_is_open(d, TASK_VOICE, t->voice_id.v);
}

static void open_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = voice_open(d, t->token, &t->voice);
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = voice_read(d, t->voice_id, 1, t->is_kept_back);
}

static void look_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct voice_row *row;
	EXPECT(voice_by_id(d, t->voice_id, &t->voice));
	t->public_n = voice_list_public(d, 50, &row);
	voice_months(d, &t->month);
}

static struct town *begin(struct tale *t, const char *wants)
{
	struct town *town = town_open();
	*t = (struct tale){ .said = { STR("待つ人の椅子が足りません"), STR("wish"), str_of(wants) } };
	town_do(town, say_run, t);
	town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .name = STR("日向") };
	t->answer = (struct voice_answer){ .version_n = 1, .answer = STR("六つ足しました"), .shown = STR("椅子が足りません"), .is_public = true };
	return town;
}

TEST(a_voice_waits_for_a_person_and_is_answered_in_public_when_its_writer_allowed_it)
{
	struct tale t;
	struct town *town = begin(&t, "public");
	EXPECT(t.is_waiting);
	town_do(town, answer_run, &t);
	EXPECT_INT(t.r, VOICE_OK);
	EXPECT(!t.is_waiting);
	town_do(town, look_run, &t);
	EXPECT_INT(t.public_n, 1);
	EXPECT_STR(t.voice.shown, "椅子が足りません");
	EXPECT_INT(t.month[0].said_n, 1);
	EXPECT_INT(t.month[0].wish_n, 1);
	EXPECT_INT(t.month[0].answered_n, 1);
	EXPECT_INT(t.month[1].said_n, 0);
	town_do(town, answer_run, &t);
	EXPECT_INT(t.r, VOICE_CHANGED);
	town_close(town);
}

TEST(what_was_meant_for_staff_alone_is_never_shown_to_all)
{
	struct tale t;
	struct town *town = begin(&t, "private");
	town_do(town, answer_run, &t);
	EXPECT_INT(t.r, VOICE_NOT_ALLOWED);
	t.answer.is_public = false;
	town_do(town, answer_run, &t);
	EXPECT_INT(t.r, VOICE_OK);
	town_do(town, look_run, &t);
	EXPECT_INT(t.public_n, 0);
	EXPECT(!t.voice.shown.n);
	town_close(town);
}

TEST(a_private_answer_opens_once_and_closes_after_an_hour)
{
	struct tale t;
	struct town *town = begin(&t, "private");
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, VOICE_NO_SUCH);
	t.answer.is_public = false;
	town_do(town, answer_run, &t);
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, VOICE_OK);
	EXPECT_STR(t.voice.answer, "六つ足しました");
	town->now = moment_add(town->now, 59 * MINUTE);
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, VOICE_OK);
	town->now = moment_add(town->now, 2 * MINUTE);
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, VOICE_ENDED);
	t.token = id_token(test_arena());
	town_do(town, open_run, &t);
	EXPECT_INT(t.r, VOICE_NO_SUCH);
	town_close(town);
}

TEST(words_that_may_not_be_kept_go_and_stay_counted)
{
	struct tale t;
	struct town *town = begin(&t, "none");
	town_do(town, answer_run, &t);
	EXPECT_INT(t.r, VOICE_NOT_ALLOWED);
	t.is_kept_back = true;
	town_do(town, settle_run, &t);
	EXPECT_INT(t.r, VOICE_OK);
	town_do(town, look_run, &t);
	EXPECT(!t.voice.words.n);
	EXPECT_INT(t.month[0].said_n, 1);
	EXPECT_INT(t.month[0].answered_n, 0);
	town_do(town, settle_run, &t);
	EXPECT_INT(t.r, VOICE_CHANGED);
	town_close(town);
}

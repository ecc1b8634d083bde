/* A question at night, its promise, its answer; and who may read it. */
#include "base/clock.h"
#include "consult/consult_inbox.h"
#include "consult/consult_inside.h"
#include "consult/consult_rules.h"
#include "desk/audit.h"
#include "desk/task.h"
#include "desk/town_test.h"

static struct moment at(int month, int day, int hour, int minute)
{
	return day_moment(day_make(2026, month, day), hour * 60 + minute);
}

#define EXPECT_AT(a, b) EXPECT_INT((a).ms, (b).ms)

TEST(a_promise_made_at_night_is_for_the_next_morning)
{
	struct str hours = STR("Mon-Fri 08:30-17:15; Sat 09:00-12:00");
	EXPECT_AT(consult_promise(at(11, 24, 23, 40), hours, STR("")), at(11, 25, 10, 0));
	EXPECT_AT(consult_promise(at(11, 25, 2, 0), hours, STR("")), at(11, 25, 10, 0));
	EXPECT_AT(consult_promise(at(11, 25, 9, 0), hours, STR("")), at(11, 25, 17, 15));
	EXPECT_AT(consult_promise(at(11, 25, 16, 0), hours, STR("")), at(11, 26, 10, 0));
	EXPECT_AT(consult_promise(at(11, 27, 18, 0), hours, STR("")), at(11, 28, 10, 30));
	EXPECT_AT(consult_promise(at(11, 28, 11, 0), hours, STR("")), at(11, 30, 10, 0));
}

TEST(a_promise_keeps_clear_of_days_on_which_nobody_is_there)
{
	struct str hours = STR("Mon-Fri 08:30-17:15");
	EXPECT_AT(consult_promise(at(11, 20, 20, 0), hours, STR("2026-11-23, 2026-11-24")), at(11, 25, 10, 0));
	EXPECT(!consult_is_open(at(11, 23, 10, 0), hours, STR("2026-11-23")));
	EXPECT(consult_is_open(at(11, 24, 10, 0), hours, STR("2026-11-23")));
	EXPECT_INT(consult_promise(at(11, 20, 20, 0), STR(""), STR("")).ms, 0);
	EXPECT_INT(consult_promise(at(11, 20, 20, 0), STR("sometimes; Mon 25:00-26:00; Xyz 08:00-09:00"), STR("")).ms, 0);
}

TEST(a_short_day_is_promised_within_its_hours)
{
	EXPECT_AT(consult_promise(at(11, 24, 23, 0), STR("Wed 10:00-11:00"), STR("")), at(11, 25, 11, 0));
	EXPECT_AT(consult_promise(at(11, 25, 10, 30), STR("Wed 10:00-11:00"), STR("")), at(12, 2, 11, 0));
	EXPECT_AT(consult_promise(at(11, 24, 23, 0), STR("Fri-Mon 10:00-16:00"), STR("")), at(11, 27, 11, 30));
}

/* ---- the story of a question ---- */

struct story { struct consult_new question; struct thread_id thread_id; struct str token, words; enum consult_refusal r; int64_t version_n, n;
	struct consult_thread_row thread; };

static void ask_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->thread_id = consult_ask(d, &s->question, &s->token);
	s->token = arena_str(test_arena(), s->token);
}

static void by_token_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->r = consult_by_token(d, s->token, &s->thread);
	s->version_n = s->thread.version_n;
}

static void write_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	by_token_run(d, s);
	consult_write(d, &s->thread, s->words);
}

static void answer_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->r = consult_answer(d, s->thread_id, s->version_n, s->words);
}

static void close_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->r = consult_close(d, s->thread_id, s->version_n);
}

static void list_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct consult_inbox_row *line;
	bool is_more;
	s->n = (int64_t)consult_inbox(d, &(struct consult_box){ .state = STR("waiting"), .after_n = INT64_MIN }, &line, &is_more);
}

static void tasks_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->n = task_count(d);
}

static void forget_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->n = consult_forget(d, 10);
}

static void as(struct town *t, enum role role, const char *operator)
{
	t->who = (struct who){ .role = role, .account_id = { role == ROLE_NOBODY ? 0 : 77 }, .name = STR("日向 あおい"),
		.operator_id = tenant_operator_named(t->tenant, str_of(operator)) };
}

static int64_t count(struct town *t, void (*run)(struct desk *, void *))
{
	struct story s = { .n = -1 };
	town_do(t, run, &s);
	return s.n;
}

static void urgent_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->n = task_is_open(d, TASK_URGENT, s->thread_id.v);
}

static bool is_urgent(struct town *t, struct story *s)
{
	town_do(t, urgent_run, s);
	return s->n != 0;
}

TEST(what_sounds_urgent_rings_until_it_is_answered_and_a_figure_of_speech_does_not)
{
	struct town *t = town_open();
	struct story s = { .question = { .words = STR("死ぬほど眠いです"), .area_id = tenant_area_named(t->tenant, STR("north")) } };
	as(t, ROLE_NOBODY, "");
	town_do(t, ask_run, &s);
	EXPECT(!is_urgent(t, &s));
	s.words = STR("もう消えてしまいたいです");
	town_do(t, write_run, &s);
	EXPECT(is_urgent(t, &s));
	town_do(t, by_token_run, &s);
	EXPECT_INT(s.thread.urgent_n, 2);
	EXPECT_STR(s.thread.urgent_kind, "life");
	EXPECT_STR(s.thread.urgent_words, "消えてしまいたい");
	s.words = STR("ありがとうございます、少し落ちつきました");
	town_do(t, write_run, &s);
	EXPECT(is_urgent(t, &s));
	as(t, ROLE_WORKER, "city");
	town_do(t, by_token_run, &s);
	s.words = STR("いまからお電話します");
	town_do(t, answer_run, &s);
	EXPECT_INT(s.r, CONSULT_OK);
	EXPECT(!is_urgent(t, &s));
	town_do(t, by_token_run, &s);
	EXPECT_INT(s.thread.urgent_n, 0);
	town_close(t);
}

TEST(a_question_waits_on_today_until_it_is_answered)
{
	struct town *t = town_open();
	struct story s = { .question = { .words = STR("夜泣きがつらいです"), .area_id = tenant_area_named(t->tenant, STR("north")) }, .words = STR("おつかれさまです") };
	as(t, ROLE_NOBODY, "");
	town_do(t, ask_run, &s);
	as(t, ROLE_WORKER, "city");
	EXPECT_INT(count(t, list_run), 1);
	EXPECT_INT(count(t, tasks_run), 1);
	s.version_n = 9;
	town_do(t, answer_run, &s);
	EXPECT_INT(s.r, CONSULT_CHANGED);
	EXPECT_INT(count(t, tasks_run), 1);
	s.version_n = 1;
	town_do(t, answer_run, &s);
	EXPECT_INT(s.r, CONSULT_OK);
	EXPECT_INT(count(t, tasks_run), 0);
	EXPECT_INT(count(t, list_run), 0);
	as(t, ROLE_NOBODY, "");
	town_do(t, by_token_run, &s);
	EXPECT(s.r == CONSULT_OK && str_is(s.thread.state, "answered"));
	town_close(t);
}

struct told { struct story *story; int64_t n; };

static void told_run(struct desk *d, void *arg)
{
	struct told *x = arg;
	answer_run(d, x->story);
	for (const struct desk_news *news = d->news; news; news = news->next)
		x->n += str_eq(news->topic, consult_topic(d, x->story->thread_id)) && str_is(news->data, "changed");
}

TEST(the_open_page_of_a_talk_is_told_of_an_answer_once_and_of_none_that_was_refused)
{
	struct town *t = town_open();
	struct story s = { .question = { .words = STR("ひとつめ"), .area_id = tenant_area_named(t->tenant, STR("north")) }, .words = STR("はい"), .version_n = 9 };
	struct told told = { .story = &s };
	as(t, ROLE_NOBODY, "");
	town_do(t, ask_run, &s);
	as(t, ROLE_WORKER, "city");
	town_do(t, told_run, &told);
	EXPECT_INT(told.n, 0);
	s.version_n = 1;
	town_do(t, told_run, &told);
	EXPECT_INT(told.n, 1);
	town_close(t);
}

TEST(writing_again_waits_again_and_an_early_promise_is_kept)
{
	struct town *t = town_open();
	struct story s = { .question = { .words = STR("ひとつめ"), .area_id = tenant_area_named(t->tenant, STR("north")) }, .words = STR("ふたつめ") };
	as(t, ROLE_NOBODY, "");
	town_do(t, ask_run, &s);
	town_do(t, by_token_run, &s);
	struct moment promised = s.thread.promise_at;
	EXPECT(promised.ms > t->now.ms);
	t->now = moment_add(t->now, DAY_MS);
	town_do(t, write_run, &s);
	town_do(t, by_token_run, &s);
	EXPECT_INT(s.thread.promise_at.ms, promised.ms);
	as(t, ROLE_WORKER, "city");
	town_do(t, close_run, &s);
	EXPECT_INT(s.r, CONSULT_OK);
	town_do(t, close_run, &s);
	EXPECT_INT(s.r, CONSULT_CLOSED);
	as(t, ROLE_NOBODY, "");
	town_do(t, write_run, &s);
	town_do(t, by_token_run, &s);
	EXPECT(str_is(s.thread.state, "waiting"));
	town_close(t);
}

TEST(another_operators_worker_and_a_wrong_link_find_nothing)
{
	struct town *t = town_open();
	struct story s = { .question = { .words = STR("西の相談"), .area_id = tenant_area_named(t->tenant, STR("south")) }, .words = STR("x"), .version_n = 1 };
	as(t, ROLE_NOBODY, "");
	town_do(t, ask_run, &s);
	as(t, ROLE_WORKER, "city");
	EXPECT_INT(count(t, list_run), 0);
	EXPECT_INT(count(t, tasks_run), 0);
	town_do(t, answer_run, &s);
	EXPECT_INT(s.r, CONSULT_NO_SUCH);
	as(t, ROLE_WORKER, "npo");
	EXPECT_INT(count(t, list_run), 1);
	as(t, ROLE_ADMIN, "npo");
	town_do(t, answer_run, &s);
	EXPECT_INT(s.r, CONSULT_NO_SUCH);
	s.token = STR("0123456789abcdefghjkmnpqrs");
	town_do(t, by_token_run, &s);
	EXPECT_INT(s.r, CONSULT_NO_SUCH);
	town_close(t);
}

TEST(what_is_older_than_the_town_keeps_is_erased_with_its_task)
{
	struct town *t = town_open();
	struct story s = { .question = { .words = STR("むかしの相談"), .area_id = tenant_area_named(t->tenant, STR("north")) } };
	as(t, ROLE_NOBODY, "");
	town_do(t, ask_run, &s);
	EXPECT_INT(count(t, forget_run), 0);
	t->now = moment_add(t->now, (t->tenant->retain_months + 1) * 31 * DAY_MS);
	EXPECT_INT(count(t, forget_run), 1);
	town_do(t, by_token_run, &s);
	EXPECT_INT(s.r, CONSULT_NO_SUCH);
	as(t, ROLE_WORKER, "city");
	EXPECT_INT(count(t, tasks_run), 0);
	EXPECT_INT(count(t, forget_run), 0);
	town_close(t);
}

/* Letters: written with their reason, carried at least once under one Message-ID, backed off, failed into a task, their text forgotten. */
#include "desk/outbox.h"
#include "desk/outbox.sql.h"
#include "desk/task.h"
#include "desk/town_test.h"

struct post { struct letter_id letter_id; struct outbox_due *due; size_t n; enum outbox_end end; struct moment next; struct str word; int64_t gone_n;
	struct moment not_after; };

static void put(struct desk *d, void *arg)
{
	struct post *p = arg;
	p->letter_id = outbox_put(d, &(struct outbox_letter){ .to = STR("nohara@example.jp"), .subject = STR("お知らせ"),
		.text = STR("https://kosodate.example.jp/enter/TOKEN"), .reason = STR("invitation"), .href = STR("/desk/accounts"), .not_after = p->not_after });
	p->next = outbox_next_due(d);
}

static void take(struct desk *d, void *arg)
{
	struct post *p = arg;
	p->n = outbox_take(d, 10, &p->due);
	p->next = outbox_next_due(d);
}

static void end(struct desk *d, void *arg)
{
	struct post *p = arg;
	outbox_settle(d, p->letter_id, p->end, STR("550 そのような宛先はありません"));
	p->next = outbox_next_due(d);
}

static void state(struct desk *d, void *arg)
{
	struct post *p = arg;
	struct outbox_letter_state_row row = { 0 };
	EXPECT(outbox_letter_state(d, p->letter_id, &row));
	p->word = arena_str(test_arena(), row.state);
}

static void expect_state(struct town *t, struct post *p, const char *word)
{
	town_do(t, state, p);
	EXPECT_STR(p->word, word);
}

static void expect_next(const struct town *t, const struct post *p, int64_t after)
{
	EXPECT_INT(p->next.ms - t->now.ms, after);
}

TEST(a_letter_waits_is_taken_and_is_sent)
{
	struct town *t = town_open();
	struct post p = { 0 };
	town_do(t, take, &p);
	EXPECT_INT(p.n, 0);
	EXPECT_INT(p.next.ms, 0);
	town_do(t, put, &p);
	expect_next(t, &p, 0);
	expect_state(t, &p, "queued");
	town_do(t, take, &p);
	REQUIRE(p.n == 1);
	EXPECT_STR(p.due[0].channel, "mail");
	EXPECT_STR(p.due[0].text, "https://kosodate.example.jp/enter/TOKEN");
	EXPECT(str_ends(p.due[0].message_id, "@kosodate.example.jp>"));
	EXPECT_INT(p.due[0].try_n, 1);
	expect_next(t, &p, 2 * MINUTE);
	p.end = OUTBOX_SENT;
	town_do(t, end, &p);
	expect_state(t, &p, "sent");
	EXPECT_INT(p.next.ms, 0);
	town_close(t);
}

TEST(a_courier_that_died_is_followed_by_another_with_the_same_message_id)
{
	struct town *t = town_open();
	struct post p = { 0 };
	town_do(t, put, &p);
	town_do(t, take, &p);
	REQUIRE(p.n == 1);
	struct str first = arena_str(test_arena(), p.due[0].message_id);
	town_do(t, take, &p);
	EXPECT_INT(p.n, 0);
	t->now = moment_add(t->now, 2 * MINUTE);
	town_do(t, take, &p);
	REQUIRE(p.n == 1);
	EXPECT(str_eq(p.due[0].message_id, first));
	EXPECT_INT(p.due[0].try_n, 2);
	town_close(t);
}

static void count(struct desk *d, void *arg)
{
	struct task *task;
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id };
	*(size_t *)arg = task_list(d, 10, &task);
	if (*(size_t *)arg == 1) {
		EXPECT_INT(task[0].kind, TASK_LETTER_FAILED);
		EXPECT_STR(task[0].line, "nohara@example.jp");
		EXPECT_STR(task[0].href, "/desk/accounts");
	}
}

TEST(a_letter_is_tried_after_1_5_30_and_120_minutes_and_then_becomes_a_task)
{
	static const int wait[] = { 1, 5, 30, 120 };
	struct town *t = town_open();
	struct post p = { .end = OUTBOX_LATER };
	size_t task_n = 9;
	town_do(t, put, &p);
	for (size_t i = 0; i < 4; i++) {
		town_do(t, take, &p);
		REQUIRE(p.n == 1);
		town_do(t, end, &p);
		expect_next(t, &p, (int64_t)wait[i] * MINUTE);
		t->now = p.next;
	}
	town_do(t, count, &task_n);
	EXPECT_INT(task_n, 0);
	town_do(t, take, &p);
	REQUIRE(p.n == 1);
	town_do(t, end, &p);
	expect_state(t, &p, "failed");
	EXPECT_INT(p.next.ms, 0);
	town_do(t, count, &task_n);
	EXPECT_INT(task_n, 1);
	town_close(t);
}

TEST(a_letter_whose_time_has_passed_is_not_sent_but_told)
{
	struct town *t = town_open();
	struct post p = { .not_after = moment_add(t->now, 30 * MINUTE) };
	size_t task_n = 0;
	town_do(t, put, &p);
	t->now = moment_add(t->now, 31 * MINUTE);
	town_do(t, take, &p);
	EXPECT_INT(p.n, 0);
	expect_state(t, &p, "failed");
	town_do(t, count, &task_n);
	EXPECT_INT(task_n, 1);
	town_close(t);
}

TEST(a_letter_sealed_by_another_machine_fails_and_does_not_block_the_others)
{
	struct town *t = town_open();
	struct post p = { 0 }, q = { 0 };
	t->key.b[0] ^= 1;
	town_do(t, put, &p);
	t->key.b[0] ^= 1;
	town_do(t, put, &q);
	town_do(t, take, &q);
	EXPECT_INT(q.n, 1);
	expect_state(t, &p, "failed");
	expect_state(t, &q, "away");
	town_close(t);
}

static void forget(struct desk *d, void *arg)
{
	((struct post *)arg)->gone_n = outbox_forget(d);
}

TEST(the_text_of_a_settled_letter_is_forgotten_after_a_week_and_its_row_stays)
{
	struct town *t = town_open();
	struct post p = { .end = OUTBOX_SENT }, open = { 0 };
	town_do(t, put, &p);
	town_do(t, put, &open);
	town_do(t, take, &p);
	town_do(t, end, &p);
	t->now = moment_add(t->now, 6 * DAY_MS);
	town_do(t, forget, &p);
	EXPECT_INT(p.gone_n, 0);
	t->now = moment_add(t->now, 2 * DAY_MS);
	town_do(t, forget, &p);
	EXPECT_INT(p.gone_n, 1);
	expect_state(t, &p, "sent");
	town_close(t);
}

/* ---- long lists ---- */

struct list { struct outbox_due *due; size_t n; int64_t people_n, released_n; struct moment next, next_many; bool is_many; };

static void put_list(struct desk *d, void *arg)
{
	struct list *l = arg;
	for (int i = 0; i < 3; i++)
		outbox_put(d, &(struct outbox_letter){ .channel = STR("line"), .to = STR("U1"), .text = STR("[]"), .reason = STR("notice"), .is_many = true });
	for (int i = 0; i < 3; i++)
		outbox_put(d, &(struct outbox_letter){ .channel = STR("lines"), .to = STR("300"), .text = STR("[]\n[]"), .reason = STR("notice"),
			.is_many = true });
	d->now = moment_add(d->now, SECOND);
	outbox_put(d, &(struct outbox_letter){ .to = STR("nohara@example.jp"), .text = STR("x"), .reason = STR("sos") });
	l->next = outbox_next_due_of(d, false);
	l->next_many = outbox_next_due_of(d, true);
}

static void take_list(struct desk *d, void *arg)
{
	struct list *l = arg;
	l->n = l->is_many ? outbox_take_many(d, 500, &l->due) : outbox_take(d, 10, &l->due);
	l->people_n = 0;
	for (size_t i = 0; i < l->n; i++)
		l->people_n += outbox_people(&l->due[i]);
}

static void release_list(struct desk *d, void *arg)
{
	struct list *l = arg;
	l->released_n = outbox_release(d);
	l->next = outbox_next_due(d);
}

TEST(a_long_list_waits_behind_everything_else_and_goes_piece_by_piece)
{
	struct town *t = town_open();
	struct list l = { .n = 0 };
	town_do(t, put_list, &l);
	EXPECT_INT(l.next_many.ms, t->now.ms);
	EXPECT_INT(l.next.ms, t->now.ms + SECOND);
	t->now = moment_add(t->now, SECOND);
	town_do(t, take_list, &l);
	REQUIRE(l.n == 1);
	EXPECT_STR(l.due[0].channel, "mail");                   /* though it was written last */
	l.is_many = true;
	town_do(t, take_list, &l);
	EXPECT_INT(l.n, 5);
	EXPECT_INT(l.people_n, 603);
	EXPECT_INT(l.due[4].message_id.n, 36);                  /* a retry key, kept before the first try */
	town_do(t, take_list, &l);
	EXPECT_INT(l.n, 1);
	town_do(t, take_list, &l);
	EXPECT_INT(l.n, 0);
	town_close(t);
}

static void put_large(struct desk *d, void *arg)
{
	struct list *l = arg;
	char *text = arena_get(d->arena, 20000);
	memset(text, 'U', 20000);
	for (int i = 0; i < 100; i++, l->n++)
		outbox_put(d, &(struct outbox_letter){ .channel = STR("lines"), .to = STR("500"), .text = { text, 20000 }, .reason = STR("notice"),
			.is_many = true });
}

static void take_large(struct desk *d, void *arg)
{
	size_t before = arena_used(d->arena);
	take_list(d, arg);
	EXPECT(arena_used(d->arena) - before < (size_t)4 << 20);        /* of 100 letters that wait, not all are read for one */
}

TEST(of_letters_to_many_no_more_are_read_than_leave)
{
	struct town *t = town_open();
	struct list l = { .is_many = true };
	for (int i = 0; i < 5; i++)
		town_do(t, put_large, &l);
	town_do(t, take_large, &l);
	EXPECT_INT(l.n, 1);
	town_close(t);
}

TEST(what_was_under_way_when_the_only_process_died_is_due_at_once)
{
	struct town *t = town_open();
	struct list l = { .is_many = true };
	town_do(t, put_list, &l);
	town_do(t, release_list, &l);
	EXPECT_INT(l.released_n, 0);
	town_do(t, take_list, &l);
	REQUIRE(l.n == 5);
	struct str first = arena_str(test_arena(), l.due[0].message_id);
	town_do(t, release_list, &l);
	EXPECT_INT(l.released_n, 5);
	EXPECT_INT(l.next.ms, t->now.ms);
	town_do(t, take_list, &l);
	bool is_there = false;
	for (size_t i = 0; i < l.n; i++)
		is_there = is_there || str_eq(l.due[i].message_id, first);
	EXPECT(is_there);
	town_close(t);
}

/* ---- what LINE's plan allows ---- */

struct spending { struct outbox_due *due; size_t n, spent_n; enum outbox_end end; int64_t month_n; };

static void budget(struct desk *d, void *arg)
{
	struct str why;
	EXPECT_INT(tenant_set(d, STR("line.push_budget"), str_of(arg), &why), TENANT_OK);
}

static struct town *town_with_budget(const char *n)
{
	struct town *t = town_open();
	town_do(t, budget, (void *)(uintptr_t)n);
	town_load(t);
	return t;
}

static void spend_put(struct desk *d, void *arg)
{
	(void)arg;
	for (int i = 0; i < 3; i++)
		outbox_put(d, &(struct outbox_letter){ .channel = STR("line"), .to = STR("U1"), .text = STR("[]"), .reason = STR("notice") });
	outbox_put(d, &(struct outbox_letter){ .channel = STR("line"), .to = STR("U1"), .subject = STR("token"), .text = STR("[]"),
		.reason = STR("answer") });
}

static void spend_take(struct desk *d, void *arg)
{
	struct spending *x = arg;
	struct outbox_month_last_row row = { 0 };
	x->n = outbox_take(d, 10, &x->due);
	x->spent_n = 0;
	for (size_t i = 0; i < x->n; i++)
		x->spent_n += x->due[i].is_spent;
	outbox_month_last(d, &row);
	x->month_n = row.people_n;
}

static void spend_settle(struct desk *d, void *arg)
{
	struct spending *x = arg;
	struct outbox_month_last_row row = { 0 };
	for (size_t i = 0; i < x->n; i++)
		outbox_settle(d, x->due[i].letter_id, x->due[i].is_spent ? OUTBOX_FAILED : x->end, STR("why"));
	outbox_month_last(d, &row);
	x->month_n = row.people_n;
}

static void spend_release(struct desk *d, void *arg)
{
	(void)arg;
	outbox_release(d);
}

TEST(a_months_pushes_are_counted_before_anybody_is_asked_so_an_end_in_between_never_sends_more)
{
	struct town *t = town_with_budget("3");
	struct spending x = { .end = OUTBOX_SENT };
	town_do(t, spend_put, &x);
	town_do(t, spend_take, &x);
	EXPECT_INT(x.n, 4);
	EXPECT_INT(x.spent_n, 1);                               /* three of the month, and a fourth that may be replied only */
	EXPECT_INT(x.month_n, 3);
	EXPECT(x.due[3].is_spent && x.due[3].subject.n > 0);
	t->now = moment_add(t->now, SECOND);
	town_do(t, spend_release, NULL);                        /* the process died before it was told */
	town_do(t, spend_put, &x);
	t->now = moment_add(t->now, SECOND);
	town_do(t, spend_take, &x);
	EXPECT_INT(x.n, 8);
	EXPECT_INT(x.month_n, 3);                               /* they go again by their keys, and nobody else goes */
	EXPECT_INT(x.spent_n, 5);
	for (size_t i = 0; i < x.n; i++)
		EXPECT(x.due[i].try_n == 1 || x.due[i].is_spent == (x.due[i].subject.n > 0));
	town_close(t);
}

TEST(what_was_refused_or_replied_is_given_back_and_what_got_no_answer_is_not)
{
	struct town *t = town_with_budget("4");
	struct spending x = { .end = OUTBOX_SENT };
	town_do(t, spend_put, &x);
	town_do(t, spend_take, &x);
	EXPECT_INT(x.month_n, 4);
	town_do(t, spend_settle, &x);
	EXPECT_INT(x.month_n, 3);                               /* the reply was free */
	x.end = OUTBOX_FAILED;
	town_do(t, spend_put, &x);
	town_do(t, spend_take, &x);
	EXPECT_INT(x.month_n, 4);
	town_do(t, spend_settle, &x);
	EXPECT_INT(x.month_n, 3);
	x.end = OUTBOX_LATER;
	town_do(t, spend_put, &x);
	town_do(t, spend_take, &x);
	town_do(t, spend_settle, &x);
	EXPECT_INT(x.month_n, 4);
	town_close(t);
}

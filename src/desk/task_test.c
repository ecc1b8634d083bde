/* Tasks and once-keys: one open task per subject, seen by those who may act, settled by their reason or by hand. */
#include "desk/once.h"
#include "desk/task.h"
#include "desk/town_test.h"

struct seen { struct task *task; size_t n; int64_t count_n; struct task_id task_id; enum task_refusal refusal; };

static void look(struct desk *d, void *arg)
{
	struct seen *s = arg;
	s->n = task_list(d, 50, &s->task);
	s->count_n = task_count(d);
}

static struct seen seen_by(struct town *t, enum role role, struct operator_id operator_id)
{
	struct seen s = { 0 };
	t->who = (struct who){ .role = role, .account_id = { 9 }, .operator_id = operator_id };
	town_do(t, look, &s);
	EXPECT_INT(s.n, s.count_n);
	return s;
}

static void raise_four(struct desk *d, void *arg)
{
	const struct tenant *n = d->tenant;
	struct seen *s = arg;
	task_raise(d, &(struct task_new){ .kind = TASK_QUESTION, .subject_id = 1, .line = STR("みかん"), .href = STR("/desk/talk/1"),
		.due_at = moment_add(d->now, 10 * HOUR), .operator_id = n->operator[0].operator_id, .area_id = n->area[0].area_id, .least = ROLE_WORKER });
	task_raise(d, &(struct task_new){ .kind = TASK_QUESTION, .subject_id = 2, .href = STR("/desk/talk/2"), .due_at = moment_add(d->now, -HOUR),
		.operator_id = n->operator[0].operator_id, .area_id = n->area[1].area_id, .least = ROLE_WORKER });
	task_raise(d, &(struct task_new){ .kind = TASK_QUESTION, .subject_id = 3, .operator_id = n->operator[1].operator_id, .least = ROLE_WORKER });
	s->task_id = task_raise(d, &(struct task_new){ .kind = TASK_LETTER_FAILED, .subject_id = 4, .line = STR("a@example.jp"), .least = ROLE_MANAGER });
	EXPECT(d->news != NULL && d->news->next == NULL);
}

TEST(people_see_the_tasks_of_their_role_body_and_areas)
{
	struct town *t = town_open();
	struct operator_id city = t->tenant->operator[0].operator_id, npo = t->tenant->operator[1].operator_id;
	struct seen s = { 0 };
	town_do(t, raise_four, &s);
	s = seen_by(t, ROLE_WORKER, city);
	REQUIRE(s.n == 2);
	EXPECT_INT(s.task[0].subject_id, 2);
	EXPECT_INT(s.task[1].subject_id, 1);
	EXPECT_STR(s.task[1].line, "みかん");
	EXPECT_INT(seen_by(t, ROLE_WORKER, npo).n, 1);
	s = seen_by(t, ROLE_MANAGER, city);
	REQUIRE(s.n == 3);
	EXPECT_INT(s.task[2].kind, TASK_LETTER_FAILED);
	s = seen_by(t, ROLE_ADMIN, (struct operator_id){ 0 });
	REQUIRE(s.n == 1);
	EXPECT_INT(s.task[0].kind, TASK_LETTER_FAILED);
	EXPECT_INT(seen_by(t, ROLE_FAMILY, (struct operator_id){ 0 }).n, 0);
	EXPECT_INT(seen_by(t, ROLE_NOBODY, city).n, 0);
	town_close(t);
}

TEST(a_worker_bound_to_areas_sees_their_tasks_only)
{
	struct town *t = town_open();
	struct seen s = { 0 };
	char area[14];
	town_do(t, raise_four, &s);
	id_put(t->tenant->area[1].area_id.v, area);
	t->who = (struct who){ .role = ROLE_WORKER, .operator_id = t->tenant->operator[0].operator_id, .area_ids = str_of(area) };
	town_do(t, look, &s);
	REQUIRE(s.n == 1);
	EXPECT_INT(s.task[0].subject_id, 2);
	town_close(t);
}

static void raise_again(struct desk *d, void *arg)
{
	struct task_new n = { .kind = TASK_QUESTION, .subject_id = 5, .line = STR("りんご"), .least = ROLE_WORKER };
	struct seen *s = arg;
	struct task_id first = task_raise(d, &n);
	n.line = STR("なし");
	n.due_at = d->now;
	EXPECT_INT(task_raise(d, &n).v, first.v);
	look(d, s);
}

static void settle_subject(struct desk *d, void *arg)
{
	(void)arg;
	EXPECT(task_settle_subject(d, TASK_QUESTION, 5));
	EXPECT(!task_settle_subject(d, TASK_QUESTION, 5));
	EXPECT(!task_settle_subject(d, TASK_LETTER_FAILED, 5));
}

TEST(one_subject_has_one_open_task_and_a_new_one_after_it_was_settled)
{
	struct town *t = town_open();
	struct seen s = { 0 };
	t->who = (struct who){ .role = ROLE_WORKER, .operator_id = t->tenant->operator[0].operator_id };
	town_do(t, raise_again, &s);
	REQUIRE(s.n == 1);
	EXPECT_STR(s.task[0].line, "なし");
	int64_t before = s.task[0].task_id.v;
	town_do(t, settle_subject, NULL);
	EXPECT_INT(seen_by(t, ROLE_WORKER, t->tenant->operator[0].operator_id).n, 0);
	town_do(t, raise_again, &s);
	REQUIRE(s.n == 1);
	EXPECT(s.task[0].task_id.v != before);
	town_close(t);
}

static void settle(struct desk *d, void *arg)
{
	struct seen *s = arg;
	s->refusal = task_settle(d, s->task_id);
}

static enum task_refusal settle_as(struct town *t, enum role role, struct task_id task_id)
{
	struct seen s = { .task_id = task_id };
	t->who = (struct who){ .role = role, .operator_id = t->tenant->operator[0].operator_id };
	town_do(t, settle, &s);
	return s.refusal;
}

TEST(only_what_nothing_else_would_notice_is_settled_by_hand)
{
	struct town *t = town_open();
	struct seen s = { 0 };
	town_do(t, raise_four, &s);
	struct task_id letter = s.task_id;
	s = seen_by(t, ROLE_WORKER, t->tenant->operator[0].operator_id);
	REQUIRE(s.n == 2);
	struct task_id question = s.task[0].task_id;
	EXPECT_INT(settle_as(t, ROLE_WORKER, question), TASK_NOT_BY_HAND);
	EXPECT_INT(settle_as(t, ROLE_WORKER, letter), TASK_NO_SUCH);
	EXPECT_INT(settle_as(t, ROLE_ADMIN, question), TASK_NO_SUCH);
	EXPECT_INT(settle_as(t, ROLE_MANAGER, (struct task_id){ 1 }), TASK_NO_SUCH);
	EXPECT_INT(settle_as(t, ROLE_MANAGER, letter), TASK_OK);
	EXPECT_INT(settle_as(t, ROLE_MANAGER, letter), TASK_NO_SUCH);
	town_close(t);
}

/* ---- once ---- */

static void use_key(struct desk *d, void *arg)
{
	struct str *place = arg, led = STR_NONE;
	if (!once_used(d, STR("key-of-a-form"), &led))
		once_led_to(d, STR("key-of-a-form"), STR("/t/abc"));
	*place = arena_str(test_arena(), led);
}

static void forget(struct desk *d, void *arg)
{
	*(int64_t *)arg = once_forget(d);
}

TEST(a_form_sent_twice_acts_once_and_leads_to_the_same_place)
{
	struct town *t = town_open();
	struct str place = STR_NONE;
	int64_t gone = -1;
	town_do(t, use_key, &place);
	EXPECT(!place.s);
	town_do(t, use_key, &place);
	EXPECT_STR(place, "/t/abc");
	t->now = moment_add(t->now, 34 * DAY_MS);
	town_do(t, forget, &gone);
	EXPECT_INT(gone, 0);
	t->now = moment_add(t->now, 2 * DAY_MS);
	town_do(t, forget, &gone);
	EXPECT_INT(gone, 1);
	town_do(t, use_key, &place);
	EXPECT(!place.s);
	town_close(t);
}

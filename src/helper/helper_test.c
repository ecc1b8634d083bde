/* Helpers: step by step from applying to active; what lapsed closes the way from that day; when they can come; who may see what; said once ahead. */
#include "desk/town_test.h"
#include "desk/account.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "helper/helper.h"

struct tale { struct helper_line line; struct helper_row helper; struct staff_person person; struct helper_stepping go;
	struct staff_training training;
	enum helper_refusal r; struct helper_lapse *lapse; size_t lapse_n, n; struct day on; struct staff_span span[STAFF_SPANS];
	struct helper_line *list; struct helper_applying apply; struct application_id application_id; struct person_id person_id; bool is_so;
	struct outbox_due *due; struct helper_check_row check; struct account_id account_id; struct str token; };

static struct staff_person somebody(const char *name)
{
	return (struct staff_person){ .name = str_of(name), .kana = str_of(name), .kind = STR("concierge"), .began_on = DAY_NONE, .joined_on = DAY_NONE,
		.left_on = DAY_NONE };
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->person = somebody("川辺");
	t->person.operator_id = d->tenant->operator[0].operator_id;
	EXPECT_INT(staff_put(d, &t->person), STAFF_OK);
	t->helper = (struct helper_row){ .person_id = t->person.person_id, .insured_until_on = DAY_NONE };
	EXPECT_INT(helper_begin(d, &t->helper), HELPER_OK);
	EXPECT_INT(helper_begin(d, &t->helper), HELPER_BAD);
	EXPECT_INT(helper_need_put(d, &(struct helper_need_row){ .kind = STR("all"), .training = STR("担当者研修") }), HELPER_OK);
	EXPECT_INT(helper_need_put(d, &(struct helper_need_row){ .kind = STR("care"), .training = STR("救命講習"), .months_n = 60 }), HELPER_OK);
	EXPECT_INT(helper_need_put(d, &(struct helper_need_row){ .kind = STR("care"), .training = STR("救命講習") }), HELPER_BAD);
	EXPECT_INT(helper_need_put(d, &(struct helper_need_row){ .kind = STR("fly"), .training = STR("x") }), HELPER_BAD);
}

/* It is Wednesday 25 November 2026, 23:40. */
static struct town *begin(struct tale *t)
{
	struct town *town = town_open();
	*t = (struct tale){ .r = HELPER_OK };
	town->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 7 }, .operator_id = town->tenant->operator[0].operator_id, .name = STR("高嶺") };
	town_do(town, settle_run, t);
	return town;
}

static void go_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(helper_by_person(d, t->person.person_id, &t->line));
	t->helper = t->line.helper;
	t->r = helper_go(d, &t->helper, &t->go);
}

static enum helper_refusal go(struct town *town, struct tale *t, enum helper_state to)
{
	t->go = (struct helper_stepping){ .to = to, .resting_until_on = DAY_NONE };
	town_do(town, go_run, t);
	return t->r;
}

static void train_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->training.person_id = t->person.person_id;
	EXPECT_INT(staff_training_put(d, &t->training), STAFF_OK);
}

static void train(struct town *town, struct tale *t, const char *name, struct day done_on, struct day until_on)
{
	t->training = (struct staff_training){ .name = str_of(name), .done_on = done_on, .until_on = until_on };
	town_do(town, train_run, t);
}

static void lapses_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(helper_by_person(d, t->person.person_id, &t->line));
	t->lapse_n = helper_lapses(d, &t->line.helper, helper_kind_bit(STR("care")), t->on, &t->lapse);
}

TEST(a_helper_goes_from_applying_to_active_one_step_after_another)
{
	struct tale t;
	struct town *town = begin(&t);
	EXPECT_INT(go(town, &t, HELPER_ACTIVE), HELPER_ORDER);
	EXPECT_INT(go(town, &t, HELPER_TRAINED), HELPER_IS_LAPSED);
	train(town, &t, "担当者研修", day_make(2026, 4, 1), DAY_NONE);
	train(town, &t, "救命講習", day_make(2021, 12, 1), day_make(2026, 12, 1));
	EXPECT_INT(go(town, &t, HELPER_TRAINED), HELPER_OK);
	EXPECT_INT(go(town, &t, HELPER_INTERVIEWED), HELPER_OK);
	EXPECT_INT(go(town, &t, HELPER_APPROVED), HELPER_OK);
	EXPECT_INT(go(town, &t, HELPER_ACTIVE), HELPER_OK);
	EXPECT(t.helper.state.n && str_is(t.helper.state, "active"));
	EXPECT_INT(go(town, &t, HELPER_RESTING), HELPER_OK);
	town->now = moment_add(town->now, 10 * DAY_MS);
	EXPECT_INT(go(town, &t, HELPER_ACTIVE), HELPER_IS_LAPSED);      /* it lapsed while they rested */
	EXPECT_INT(go(town, &t, HELPER_LEFT), HELPER_OK);
	EXPECT_INT(go(town, &t, HELPER_ACTIVE), HELPER_ORDER);
	EXPECT_INT(go(town, &t, HELPER_APPLIED), HELPER_OK);
	town_close(town);
}

TEST(a_training_closes_the_way_from_the_day_after_its_last_and_not_before)
{
	struct tale t;
	struct town *town = begin(&t);
	train(town, &t, "担当者研修", day_make(2026, 4, 1), DAY_NONE);
	train(town, &t, "救命講習", day_make(2021, 10, 3), day_make(2026, 10, 3));
	t.on = day_make(2026, 10, 3);
	town_do(town, lapses_run, &t);
	EXPECT_INT(t.lapse_n, 0);
	t.on = day_make(2026, 10, 4);
	town_do(town, lapses_run, &t);
	EXPECT_INT(t.lapse_n, 1);
	EXPECT_STR(t.lapse[0].training, "救命講習");
	EXPECT_INT(t.lapse[0].paper.until_on.n, day_make(2026, 10, 3).n);
	train(town, &t, "救命講習", day_make(2026, 10, 10), helper_valid_until(day_make(2026, 10, 10), 60));
	t.on = day_make(2031, 10, 10);
	town_do(town, lapses_run, &t);
	EXPECT_INT(t.lapse_n, 0);
	EXPECT_INT(helper_valid_until(day_make(2024, 2, 29), 12).n, day_make(2025, 2, 28).n);
	town_close(town);
}

static void hours_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct person_id id = t->person.person_id;
	static const struct helper_span week[] = { { 4, 540, 720 }, { 4, 780, 900 }, { 5, 600, 660 } };
	static const struct helper_span over[] = { { 4, 540, 720 }, { 4, 700, 800 } };
	static const struct staff_span one[] = { { 480, 540 } };
	struct day thursday = day_make(2026, 11, 26);
	EXPECT_INT(helper_hours_put(d, id, over, 2), HELPER_BAD);
	EXPECT_INT(helper_hours_put(d, id, week, 3), HELPER_OK);
	EXPECT_INT(helper_spans_on(d, id, thursday, t->span), 2);
	EXPECT_INT(t->span[1].from, 780);
	EXPECT_INT(helper_day_put(d, id, thursday, one, 1), HELPER_OK);
	EXPECT_INT(helper_spans_on(d, id, thursday, t->span), 1);
	EXPECT_INT(t->span[0].until, 540);
	EXPECT_INT(helper_day_put(d, id, thursday, NULL, 0), HELPER_OK);
	EXPECT_INT(helper_spans_on(d, id, thursday, t->span), 0);
	helper_day_usual(d, id, thursday);
	EXPECT_INT(helper_spans_on(d, id, thursday, t->span), 2);
	EXPECT_INT(helper_spans_on(d, id, day_make(2026, 11, 25), t->span), 0);
}

TEST(a_single_day_stands_instead_of_the_week_and_can_be_taken_back)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, hours_run, &t);
	town_close(town);
}

static void pause_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct block_id block_id;
	EXPECT_INT(helper_pause(d, &(struct helper_pausing){ .person_id = t->person.person_id, .until_on = { d->today.n + 7 }, .name = STR("高嶺"),
		.why = STR("聞き取り中") }), HELPER_OK);
	EXPECT(helper_by_person(d, t->person.person_id, &t->line));
	EXPECT(helper_is_paused(&t->line.helper, (struct day){ d->today.n + 7 }) && !helper_is_paused(&t->line.helper, (struct day){ d->today.n + 8 }));
	EXPECT_INT(helper_pause_end(d, t->person.person_id, STR("話しました")), HELPER_OK);
	EXPECT(helper_by_person(d, t->person.person_id, &t->line) && !helper_is_paused(&t->line.helper, d->today));
	EXPECT_INT(helper_block_add(d, &(struct helper_blocking){ .person_id = t->person.person_id, .family_id = { 99 }, .side = STR("family") }, &block_id),
		HELPER_OK);
	EXPECT(helper_is_blocked(d, t->person.person_id, (struct family_id){ 99 }));
	EXPECT(helper_block_end(d, block_id) && !helper_block_end(d, block_id));
	EXPECT(!helper_is_blocked(d, t->person.person_id, (struct family_id){ 99 }));
}

TEST(a_pause_holds_through_its_last_day_and_a_refused_pair_until_somebody_ends_it)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, pause_run, &t);
	town_close(town);
}

static void list_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->n = helper_list(d, &(struct helper_wish){ .is_active_only = false }, &t->list);
	t->is_so = helper_for_staff(d, t->person.person_id, &t->line);
}

TEST(another_bodys_worker_does_not_see_our_helpers)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, list_run, &t);
	EXPECT(t.n == 1 && t.is_so);
	town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 8 }, .operator_id = town->tenant->operator[1].operator_id };
	town_do(town, list_run, &t);
	EXPECT(t.n == 0 && !t.is_so);
	town_close(town);
}

static void apply_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = helper_apply(d, &t->apply, &t->application_id);
}

static void welcome_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(task_is_open(d, TASK_HELPER, t->application_id.v));
	EXPECT_INT(helper_welcome(d, t->application_id, &t->person_id), HELPER_OK);
	EXPECT(!task_is_open(d, TASK_HELPER, t->application_id.v));
	EXPECT(helper_by_person(d, t->person_id, &t->line));
	EXPECT_INT(helper_welcome(d, t->application_id, &t->person_id), HELPER_NO_SUCH);
}

TEST(who_applies_by_the_page_is_welcomed_once_and_becomes_a_person_of_staff)
{
	struct tale t;
	struct town *town = begin(&t);
	t.apply = (struct helper_applying){ .name = STR("橘 けいこ"), .kinds = 3 };
	town_do(town, apply_run, &t);
	EXPECT_INT(t.r, HELPER_BAD);                    /* nobody could answer */
	t.apply.phone = STR("000-0000-0001");
	town_do(town, apply_run, &t);
	EXPECT_INT(t.r, HELPER_OK);
	town_do(town, welcome_run, &t);
	EXPECT_STR(t.line.person.name, "橘 けいこ");
	EXPECT_STR(t.line.helper.state, "applied");
	EXPECT_INT(helper_kinds_of(t.line.helper.kinds), 3);
	town_close(town);
}

static void account_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(account_add(d, &(struct account_new){ .login = STR("kawabe"), .name = STR("川辺"), .mail = STR("k@example.jp"), .role = ROLE_HELPER },
		&t->account_id, &t->token), ACCOUNT_OK);
	t->person.account_id = t->account_id;
	EXPECT_INT(staff_put(d, &t->person), STAFF_OK);
	while (outbox_take(d, 10, &t->due))
		continue;
}

static void hourly_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	helper_hourly(d);
	t->n = outbox_take(d, 20, &t->due);
	for (size_t i = 0; i < t->n; i++)
		outbox_settle(d, t->due[i].letter_id, OUTBOX_SENT, STR_NONE);
}

TEST(what_lapses_is_said_ninety_thirty_and_seven_days_ahead_each_once)
{
	static const struct { int days, n; } at[] = { { 91, 0 }, { 90, 1 }, { 89, 0 }, { 30, 1 }, { 29, 0 }, { 7, 1 }, { 3, 0 }, { -1, 0 } };
	struct tale t;
	struct town *town = begin(&t);
	struct day until_on = { day_of(town->now).n + 91 };
	town_do(town, account_run, &t);
	train(town, &t, "救命講習", day_make(2022, 1, 1), until_on);
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		town->now = day_moment((struct day){ until_on.n - at[i].days }, 10 * 60);
		town_do(town, hourly_run, &t);
		EXPECT_INT(t.n, at[i].n);
		town_do(town, hourly_run, &t);
		EXPECT_INT(t.n, 0);
	}
	town_close(town);
}

static void check_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->check = (struct helper_check_row){ .person_id = t->person.person_id, .is_in_scope = true, .confirmed_on = d->today, .due_on = DAY_NONE };
	t->is_so = helper_may_check(d);
	t->r = helper_check_put(d, &t->check);
}

static void check_on_run(struct desk *d, void *arg)
{
	struct str why, token;
	struct account_id account_id;
	struct tale *t = arg;
	EXPECT_INT(tenant_set(d, STR("helper.checks"), STR("yes"), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("helper.check_login"), STR("takamine"), &why), TENANT_OK);
	EXPECT_INT(account_add(d, &(struct account_new){ .login = STR("takamine"), .name = STR("高嶺"), .role = ROLE_MANAGER,
		.operator_id = d->tenant->operator[0].operator_id }, &account_id, &token), ACCOUNT_OK);
	t->account_id = account_id;
}

TEST(the_check_by_law_is_off_and_when_it_is_on_the_appointed_manager_alone_keeps_it)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, check_run, &t);
	EXPECT(!t.is_so && t.r == HELPER_NO_SUCH);
	town_do(town, check_on_run, &t);
	town_load(town);
	town_do(town, check_run, &t);
	EXPECT(!t.is_so);                               /* a manager, not the appointed one */
	town->who.account_id = t.account_id;
	town_do(town, check_run, &t);
	EXPECT(t.is_so && t.r == HELPER_OK);
	EXPECT(helper_check_stands(&t.check, day_make(2030, 1, 1)));
	t.check.due_on = day_make(2029, 12, 31);
	EXPECT(helper_check_stands(&t.check, day_make(2029, 12, 31)) && !helper_check_stands(&t.check, day_make(2030, 1, 1)));
	town_close(town);
}

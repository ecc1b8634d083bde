/* The weekly list of looks from outside of the charge: own legal body, hidden kinds never, ticked once, a task until then; where a year begins. */
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "desk/town_test.h"
#include "family/family_looks.h"
#include "family/family_year.h"
#include "tests/test.h"

struct tale { struct town *town; struct family_id family_id; struct family_looks looks; bool is_done, is_task; struct day week_on; };

static void do_look(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->family_id = family_register(d, &(struct family_new){ .name = STR("山田 花子"), .kana = STR("やまだ はなこ"), .born_on = DAY_NONE,
		.due_on = { d->today.n + 90 }, .child_born_on = DAY_NONE, .coming_on = DAY_NONE });
	for (int i = 0; i < 3; i++)
		audit_note(d, "family.look", "family", x->family_id.v, STR("away: 歯医者"));
	audit_note(d, "family.look", "family", x->family_id.v, STR("list"));
	audit_note(d, "family.look", "family-apart", x->family_id.v, STR("guard"));
	audit_note(d, "family.look", "family-secret", x->family_id.v, STR("list"));
	audit_note(d, "family.read", "family", x->family_id.v, STR_NONE);
}

static void do_read(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->week_on = (struct day){ family_looks_monday(d->today).n - 7 };
	family_looks_read(d, x->week_on, &x->looks);
	family_looks_hourly(d);
	x->is_task = task_is_open(d, TASK_LOOKS, d->who.operator_id.v);
}

static void do_tick(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->is_done = family_looks_tick(d, x->week_on);
	x->is_task = task_is_open(d, TASK_LOOKS, d->who.operator_id.v);
}

TEST(family_looks_of_a_week_are_ticked_once_and_hidden_kinds_are_never_among_them)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	x->town->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 7 }, .operator_id = x->town->tenant->operator[0].operator_id,
		.name = STR("Aoi") };
	town_do(x->town, do_look, x);
	town_do(x->town, do_read, x);
	EXPECT_INT(x->looks.n, 0);                      /* this week is not over */
	EXPECT(!x->is_task);
	x->week_on = family_looks_monday(day_of(x->town->now));
	town_do(x->town, do_tick, x);
	EXPECT(!x->is_done);
	x->town->now = moment_add(x->town->now, 7 * DAY_MS);
	town_do(x->town, do_read, x);
	EXPECT_INT(x->looks.n, 2);
	EXPECT_INT(x->looks.line[0].n + x->looks.line[1].n, 4);
	EXPECT_STR(x->looks.line[0].family, "山田 花子");
	EXPECT_STR(family_looks_head(STR("away: 歯医者")), "away");
	EXPECT(x->is_task);
	town_do(x->town, do_tick, x);
	EXPECT(x->is_done && !x->is_task);
	town_do(x->town, do_tick, x);
	EXPECT(!x->is_done);
	town_do(x->town, do_read, x);
	EXPECT(x->looks.is_seen && !x->is_task);
	town_close(x->town);
}

TEST(family_year_begins_on_the_next_first_of_april_and_may_be_finished_for_two_weeks)
{
	EXPECT_INT(family_year_april(day_make(2026, 11, 25)).n, day_make(2027, 4, 1).n);
	EXPECT_INT(family_year_april(day_make(2027, 3, 31)).n, day_make(2027, 4, 1).n);
	EXPECT_INT(family_year_april(day_make(2027, 4, 14)).n, day_make(2027, 4, 1).n);
	EXPECT_INT(family_year_april(day_make(2027, 4, 15)).n, day_make(2028, 4, 1).n);
}

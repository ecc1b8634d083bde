/* 森野, a nurse of the city, and 山川 花, who expects a child in March and reads English: where stories of visits and talks begin. It is Wednesday
 * 25 November 2026, 23:40, and the nurse sits at the desk. */
#pragma once
#include "desk/outbox.h"
#include "desk/town_test.h"
#include "family/family_loss.h"
#include "staff/staff.h"

static inline void nurse_settle(struct desk *d, struct staff_person *ret_person, struct family_row *ret_family)
{
	*ret_person = (struct staff_person){ .name = STR("森野"), .kind = STR("nurse"), .is_named = true, .capacity_n = 100, .account_id = { 7 },
		.operator_id = d->tenant->operator[0].operator_id, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE,
		.hours_rule = STR("Mon-Fri 09:00-16:00; Thu 17:00-20:00") };
	EXPECT_INT(staff_put(d, ret_person), STAFF_OK);
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("山川 花"), .kana = STR("やまかわ はな"),
		.due_on = day_make(2027, 3, 1), .born_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE,
		.area_id = d->tenant->area[0].area_id, .mail = STR("hana@example.jp"), .lang = STR("en") });
	EXPECT(family_by_id(d, family_id, ret_family));
}

static inline struct town *nurse_town(void (*settle)(struct desk *, void *), void *arg)
{
	struct town *town = town_open();
	town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .operator_id = town->tenant->operator[0].operator_id, .name = STR("森野") };
	town_do(town, settle, arg);
	return town;
}

static inline void nurse_loss(struct desk *d, struct family_id family_id)
{
	struct family_pregnancy_row *p;
	REQUIRE(family_pregnancies_of(d, family_id, &p) == 1);
	EXPECT_INT(family_loss_start(d, &(struct family_loss_new){ .family_id = family_id, .pregnancy_id = p[0].pregnancy_id, .lost_on = d->today,
		.source = STR("本人") }), FAMILY_OK);
}

/* The day before: a room's own reminder, and what then waits to be sent. */
struct nurse_post { int64_t (*remind)(struct desk *, int64_t most_n); int64_t n; struct outbox_due *due; size_t due_n; };

static inline void nurse_post_run(struct desk *d, void *arg)
{
	struct nurse_post *x = arg;
	x->n = x->remind(d, 50);
	x->due_n = outbox_take(d, 10, &x->due);
}

/* Not at night, once, in the family's language, with the way there and no word of who and why. */
static inline void nurse_expects_one_letter(struct town *town, struct nurse_post *x, const char *link, const char *secret)
{
	town->now = day_moment(day_make(2026, 11, 26), 22 * 60);
	town_do(town, nurse_post_run, x);
	EXPECT_INT(x->n, 0);
	town->now = day_moment(day_make(2026, 11, 26), 10 * 60 + 30);
	town_do(town, nurse_post_run, x);
	EXPECT_INT(x->n, 1);
	REQUIRE(x->due_n == 1);
	EXPECT_STR(x->due[0].to, "hana@example.jp");
	EXPECT(str_has(x->due[0].text, "You have an appointment") && str_has(x->due[0].text, link));
	EXPECT(!str_has(x->due[0].text, "森野") && !str_has(x->due[0].text, "山川") && !str_has(x->due[0].text, secret));
	town_do(town, nurse_post_run, x);
	EXPECT_INT(x->n, 0);
}

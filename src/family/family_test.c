/* The record of a family: registered, found, walled, its next step never empty unseen. */
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "desk/town_test.h"
#include "family/family.h"
#include "family/family_charge.h"
#include "family/family_rules.h"
#include "tests/test.h"

/* A nurse of the city who serves the north, or a coordinator of the NPO in the south. */
static void be(struct town *t, enum role role, const char *operator_key, const char *area_key)
{
	t->who = (struct who){ .role = role, .account_id = { 70 + (int)role }, .operator_id = tenant_operator_named(t->tenant, str_of(operator_key)),
		.name = STR("Aoi"), .area_ids = area_key ? id_text(test_arena(), tenant_area_named(t->tenant, str_of(area_key)).v) : STR("") };
}

struct tale { struct town *town; struct family_new new; struct family_id family_id; struct family_row row; enum family_refusal r;
	struct family_line_row *line; struct family_alike *alike; size_t n; struct str typed; struct day on; struct person_id mio; };

static struct family_new somebody(const struct town *t, const char *name, const char *kana)
{
	return (struct family_new){ .name = str_of(name), .kana = str_of(kana), .area_id = tenant_area_named(t->tenant, STR("north")), .born_on = DAY_NONE,
		.due_on = day_make(2027, 3, 1), .is_first = true, .phone = STR("0996-73-1211") };
}

static void do_register(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->family_id = family_register(d, &x->new);
}

static void do_open(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = family_for_staff(d, x->family_id, &x->row);
}

static void do_search(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->n = family_search(d, x->typed, (struct area_id){ 0 }, &x->line);
}

static size_t found(struct tale *x, const char *typed)
{
	x->typed = str_of(typed);
	town_do(x->town, do_search, x);
	return x->n;
}

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	be(x->town, ROLE_WORKER, "city", "north");
	x->new = somebody(x->town, "山田 花子", "やまだ はなこ");
	town_do(x->town, do_register, x);
	return x;
}

TEST(family_is_found_by_kana_given_name_telephone_and_birthday)
{
	struct tale *x = begin();
	EXPECT_INT(found(x, "やまだ"), 1);
	EXPECT_INT(found(x, "ヤマダ"), 1);
	EXPECT_INT(found(x, "はなこ"), 1);
	EXPECT_INT(found(x, "山田"), 1);
	EXPECT_INT(found(x, "やまだ　はなこ"), 1);
	EXPECT_INT(found(x, "0996731211"), 1);
	EXPECT_INT(found(x, "０９９６－７３"), 1);
	EXPECT_INT(found(x, "たなか"), 0);
	x->new = somebody(x->town, "山本 葵", "やまもと あおい");
	x->new.child_born_on = day_make(2024, 5, 1);
	x->new.due_on = DAY_NONE;
	town_do(x->town, do_register, x);
	EXPECT_INT(found(x, "やま"), 2);
	EXPECT_INT(found(x, "2024-05-01"), 1);
	EXPECT_INT(found(x, "やま 2024-05-01"), 1);
	EXPECT_INT(found(x, "やまだ 2024-05-01"), 0);
	town_close(x->town);
}

TEST(family_is_behind_the_walls_of_area_and_operator)
{
	struct tale *x = begin();
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_OK);
	be(x->town, ROLE_WORKER, "npo", "south");
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_NO_SUCH);
	EXPECT_INT(found(x, "やまだ"), 0);
	be(x->town, ROLE_WORKER, "city", "south");
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_NO_SUCH);
	be(x->town, ROLE_ADMIN, "city", NULL);
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_NO_SUCH);
	town_close(x->town);
}

static void do_pass(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = family_pass(d, x->family_id, STR("away"), false);
}

TEST(family_outside_of_the_charge_asks_for_a_purpose_for_eight_hours)
{
	struct tale *x = begin();
	be(x->town, ROLE_MANAGER, "city", NULL);
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_PURPOSE);
	town_do(x->town, do_pass, x);
	EXPECT_INT(x->r, FAMILY_OK);
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_OK);
	x->town->now = moment_add(x->town->now, 8 * (int64_t)HOUR);
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_PURPOSE);
	town_close(x->town);
}

static void do_next(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = family_next_set(d, x->family_id, STR("電話"), x->on);
	x->n = task_is_open(d, TASK_NEXT_STEP, x->family_id.v);
}

static void do_hourly(struct desk *d, void *arg)
{
	struct tale *x = arg;
	family_hourly(d);
	x->n = task_is_open(d, TASK_NEXT_STEP, x->family_id.v);
}

TEST(family_next_step_that_is_empty_or_past_is_a_task)
{
	struct tale *x = begin();
	town_do(x->town, do_hourly, x);
	EXPECT(x->n);
	x->on = day_make(2026, 11, 27);
	town_do(x->town, do_next, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT(!x->n);
	x->town->now = moment_add(x->town->now, 3 * DAY_MS);
	town_do(x->town, do_hourly, x);
	EXPECT(x->n);
	town_close(x->town);
}

/* ---- whose it is, wherever it lives ---- */

static struct person_id nurse(struct desk *d, const char *name, int64_t account)
{
	struct staff_person x = { .name = str_of(name), .kana = str_of(name), .kind = STR("nurse"), .operator_id = d->tenant->operator[0].operator_id,
		.account_id = { account }, .capacity_n = 100, .is_named = true, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE };
	EXPECT_INT(staff_put(d, &x), STAFF_OK);
	return x.person_id;
}

static void do_name(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->mio = nurse(d, "Mio", 92);
	family_charge_begin(d, x->family_id, nurse(d, "Aoi", 91));
	family_hourly(d);
}

static void do_hand_over(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_charge_row old;
	EXPECT(family_charge_of(d, x->family_id, &old));
	family_charge_hand_over(d, &old, x->mio, 0);
}

static void do_tasks(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct tenant with_room = *d->tenant;           /* what a closed room raised is seen by nobody */
	struct task *task;
	with_room.rooms = STR("consult,family");
	d->tenant = &with_room;
	size_t n = task_list(d, 10, &task);
	EXPECT_INT(task_count(d), n);
	x->n = 0;
	for (size_t i = 0; i < n; i++)
		x->n += task[i].kind == TASK_NEXT_STEP;
}

/* As the account of a nurse of the east: what she may open, finds, and has on her list. */
static void expect_seen(struct tale *x, int64_t account, bool is_seen)
{
	be(x->town, ROLE_WORKER, "city", "east");
	x->town->who.account_id.v = account;
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, is_seen ? FAMILY_OK : FAMILY_NO_SUCH);
	EXPECT_INT(found(x, "やまだ"), is_seen);
	town_do(x->town, do_tasks, x);
	EXPECT_INT(x->n, is_seen);
}

TEST(family_of_the_north_is_open_to_its_named_worker_who_serves_the_east_and_closed_when_it_is_handed_on)
{
	struct tale *x = begin();
	expect_seen(x, 91, false);
	town_do(x->town, do_name, x);
	expect_seen(x, 91, true);
	expect_seen(x, 92, false);
	town_do(x->town, do_hand_over, x);
	expect_seen(x, 91, false);
	expect_seen(x, 92, true);
	be(x->town, ROLE_WORKER, "npo", "south");
	x->town->who.account_id.v = 92;                 /* an account that went over to another legal body */
	town_do(x->town, do_open, x);
	EXPECT_INT(x->r, FAMILY_NO_SUCH);
	town_close(x->town);
}

static void do_alike(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->n = family_find_alike(d, &x->new, &x->alike);
}

TEST(family_that_is_there_already_is_found_by_folded_kana_or_telephone)
{
	struct tale *x = begin();
	x->new = somebody(x->town, "山田 はな子", "ヤマダ　ハナコ");
	x->new.phone = STR_NONE;
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 1);
	x->new = somebody(x->town, "別人", "べつじん");
	x->new.phone = STR("０９９６７３１２１１");
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 1);
	EXPECT(x->alike[0].is_phone && !x->alike[0].is_kana);
	x->new.phone = STR("090-0000-0000");
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 0);
	town_close(x->town);
}

TEST(family_is_found_while_it_is_typed_by_a_birthday_under_the_surname_and_never_across_the_walls)
{
	struct tale *x = begin();
	x->new = somebody(x->town, "川本 葵", "かわもと あおい");
	x->new.born_on = day_make(1994, 8, 9);
	x->new.phone = STR("090-1111-2222");
	town_do(x->town, do_register, x);
	x->new = (struct family_new){ .kana = STR("カワモト"), .born_on = day_make(1994, 8, 9), .child_born_on = DAY_NONE };
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 1);
	EXPECT(x->alike[0].is_birthday);
	x->new.kana = STR("たなか");
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 0);
	x->new = (struct family_new){ .kana = STR("かわ"), .born_on = DAY_NONE, .child_born_on = DAY_NONE };
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 0);
	be(x->town, ROLE_WORKER, "npo", "south");
	x->new = somebody(x->town, "川本 葵", "かわもと あおい");
	x->new.phone = STR("090-1111-2222");
	x->new.born_on = day_make(1994, 8, 9);
	town_do(x->town, do_alike, x);
	EXPECT_INT(x->n, 0);
	town_close(x->town);
}

TEST(family_rules_count_weeks_months_and_numbers)
{
	struct family_weeks w = family_weeks_on(day_make(2027, 3, 1), day_make(2027, 3, 1));
	struct family_age a = family_age_on(day_make(2024, 1, 31), day_make(2024, 2, 29));
	EXPECT_INT(w.weeks, 40);
	EXPECT_INT(w.days, 0);
	w = family_weeks_on(day_make(2027, 3, 1), day_make(2026, 11, 25));
	EXPECT_INT(w.weeks * 7 + w.days, 280 - 96);
	EXPECT_INT(family_weeks_on(day_make(2028, 3, 1), day_make(2026, 11, 25)).weeks, -1);
	EXPECT_INT(a.months, 1);
	EXPECT_INT(a.days, 0);
	a = family_age_on(day_make(2024, 5, 20), day_make(2026, 11, 25));
	EXPECT_INT(a.years * 10000 + a.months * 100 + a.days, 2 * 10000 + 6 * 100 + 5);
	EXPECT(family_is_my_number(STR("123456789018")));
	EXPECT(family_is_my_number(STR("1234-5678-9018")));
	EXPECT(!family_is_my_number(STR("123456789012")));
	EXPECT(!family_is_my_number(STR("12345678901")));
	EXPECT_STR(family_phone_digits(test_arena(), STR("+81 90-1234-5678")), "09012345678");
}

/* ---- several at once, for the rows of a list ---- */

struct listing { struct family_id id[3]; struct family_row row[3]; struct child_id child_id[2]; struct family_child_row *child; size_t child_n; };

static void do_list(struct desk *d, void *arg)
{
	struct listing *x = arg;
	for (size_t i = 0; i < 2; i++) {
		struct family_id id = { id_new() };
		family_household_add(d, &(struct family_household_add_in){ .family_id = id, .name = i ? STR("下田 桃") : STR("上田 梨"),
			.kana = STR("た"), .lang = STR("ja"), .registered_at = d->now });
		x->child_id[i] = family_child_add(d, &(struct family_child_new){ .family_id = id, .name = i ? STR("弟") : STR("姉"),
			.born_on = day_make(i ? 2025 : 2023, 1, 1) });
		x->id[i ? 0 : 2] = id;
	}
	x->id[1].v = 12345;                                     /* nobody's number */
	family_listed(d, x->id, 3, x->row);
	struct child_id turned[] = { x->child_id[1], x->child_id[0], { 12345 } };
	x->child_n = family_children_by_id(d, turned, 3, &x->child);
	EXPECT_INT(family_children_by_id(d, turned, 0, &x->child), 0);
	x->child_n = family_children_by_id(d, turned, 3, &x->child);
	EXPECT_STR(x->row[0].name, "下田 桃");
	EXPECT_INT(x->row[1].family_id.v, 0);
	EXPECT_STR(x->row[2].name, "上田 梨");
	EXPECT(x->child_n == 2 && x->child[0].child_id.v == x->child_id[0].v && x->child[1].family_id.v == x->id[0].v);
}

TEST(family_rows_of_a_list_come_each_to_its_number)
{
	struct town *town = town_open();
	struct listing x = { .child_n = 0 };
	town_do(town, do_list, &x);
	town_close(town);
}

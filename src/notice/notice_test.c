/* Notices from the office: whom they reach, when they count as read, what a correction and a withdrawal do, and who may not. */
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/town_test.h"
#include "notice/notice.h"
#include "tests/test.h"

struct tale { struct town *town; struct account_id person[4]; struct notice_new new; struct notice_id id; struct notice_row row;
	struct notice_reader *reader; size_t n, read_n; enum notice_refusal r; int64_t told_n; bool is_confirmed; struct outbox_queue queue; };

static void do_people(struct desk *d, void *arg)
{
	static const struct { const char *login, *operator, *area; enum role role; } who[] = { { "manager", "city", "", ROLE_MANAGER },
		{ "worker", "city", "north", ROLE_WORKER }, { "site", "npo", "south", ROLE_SITE }, { "chief", "npo", "", ROLE_MANAGER } };
	struct tale *x = arg;
	for (size_t i = 0; i < 4; i++) {
		struct str token, area = STR("");
		if (*who[i].area)
			area = id_text(d->arena, tenant_area_named(d->tenant, str_of(who[i].area)).v);
		EXPECT(account_add(d, &(struct account_new){ .login = str_of(who[i].login), .name = str_of(who[i].login), .role = who[i].role,
			.mail = i == 2 ? STR("site@example.jp") : STR_NONE, .operator_id = tenant_operator_named(d->tenant, str_of(who[i].operator)),
			.area_ids = area, .is_at_the_door = true }, &x->person[i], &token) == ACCOUNT_OK);
	}
}

static void be(struct tale *x, int i)
{
	static const enum role role[] = { ROLE_MANAGER, ROLE_WORKER, ROLE_SITE, ROLE_MANAGER };
	struct tenant *t = x->town->tenant;
	x->town->who = (struct who){ .role = role[i], .account_id = x->person[i], .name = STR("Aoi"), .area_ids = STR(""),
		.operator_id = tenant_operator_named(t, i < 2 ? STR("city") : STR("npo")) };
	if (i == 1 || i == 2)
		x->town->who.area_ids = id_text(test_arena(), tenant_area_named(t, i == 1 ? STR("north") : STR("south")).v);
}

static void do_put(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = notice_put(d, &x->new, &x->id);
	if (x->r != NOTICE_OK)
		desk_refuse(d);
}

static void do_waiting(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct notice_row *row;
	x->n = notice_waiting(d, &row);
	x->r = notice_for_staff(d, x->id, &x->row);
}

static void do_mark(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = notice_for_staff(d, x->id, &x->row);
	if (x->r == NOTICE_OK)
		x->r = notice_mark(d, &x->row, x->is_confirmed);
}

static void do_readers(struct desk *d, void *arg)
{
	struct tale *x = arg;
	if (notice_for_staff(d, x->id, &x->row) == NOTICE_OK)
		x->n = notice_readers(d, &x->row, &x->reader, &x->read_n);
}

static void do_again(struct desk *d, void *arg)
{
	struct tale *x = arg;
	notice_by_id(d, x->id, &x->row);
	x->r = notice_again(d, &x->row, &x->told_n);
	outbox_look(d, &x->queue);
}

static void do_withdraw(struct desk *d, void *arg)
{
	struct tale *x = arg;
	notice_by_id(d, x->id, &x->row);
	x->r = notice_withdraw(d, &x->row);
}

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	x->new = (struct notice_new){ .kind = STR("office"), .title = STR("台風のとき"), .words = STR("早めに閉めます。"), .until_on = DAY_NONE,
		.age_from_n = -1, .age_until_n = -1 };
	town_do(x->town, do_people, x);
	be(x, 0);
	return x;
}

static size_t waiting(struct tale *x, int i)
{
	be(x, i);
	town_do(x->town, do_waiting, x);
	return x->n;
}

TEST(a_notice_waits_on_everybodys_today_until_each_has_opened_it)
{
	struct tale *x = begin();
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(waiting(x, 0), 0);                           /* its writer */
	EXPECT_INT(waiting(x, 1), 1);
	EXPECT_INT(waiting(x, 2), 1);
	town_do(x->town, do_mark, x);
	EXPECT_INT(waiting(x, 2), 0);
	EXPECT_INT(waiting(x, 1), 1);
	be(x, 0);
	town_do(x->town, do_readers, x);
	EXPECT_INT(x->n, 3);
	EXPECT_INT(x->read_n, 1);
	EXPECT(!x->reader[0].is_read && x->reader[2].is_read);
	EXPECT_STR(x->reader[2].name, "site");
	town_close(x->town);
}

TEST(where_a_confirmation_is_asked_opening_is_not_enough)
{
	struct tale *x = begin();
	x->new.is_confirm = true;
	town_do(x->town, do_put, x);
	be(x, 1);
	town_do(x->town, do_mark, x);
	EXPECT_INT(waiting(x, 1), 1);
	x->is_confirmed = true;
	town_do(x->town, do_mark, x);
	EXPECT_INT(waiting(x, 1), 0);
	town_close(x->town);
}

TEST(a_corrected_notice_is_read_anew_and_one_for_an_area_is_not_there_for_others)
{
	struct tale *x = begin();
	x->new.area_list = arena_fmt(test_arena(), ",%lld,", (long long)tenant_area_named(x->town->tenant, STR("north")).v);
	town_do(x->town, do_put, x);
	EXPECT_INT(waiting(x, 2), 0);
	EXPECT_INT(x->r, NOTICE_NO_SUCH);
	be(x, 1);
	town_do(x->town, do_mark, x);
	EXPECT_INT(waiting(x, 1), 0);
	be(x, 0);
	x->new.notice_id = x->id;
	x->new.version_n = 1;
	x->new.words = STR("15時に閉めます。");
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_OK);
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_CHANGED);                       /* two who correct at the same time */
	EXPECT_INT(waiting(x, 1), 1);
	town_close(x->town);
}

TEST(who_has_not_is_told_again_once_a_day_and_nothing_of_it_is_in_the_letter)
{
	struct tale *x = begin();
	town_do(x->town, do_put, x);
	town_do(x->town, do_again, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(x->told_n, 3);
	EXPECT_INT(x->queue.waiting_n, 1);                      /* one of the three has an address */
	town_do(x->town, do_again, x);
	EXPECT_INT(x->r, NOTICE_TODAY);
	x->town->now = moment_add(x->town->now, DAY_MS);
	town_do(x->town, do_again, x);
	EXPECT_INT(x->r, NOTICE_OK);
	town_close(x->town);
}

TEST(a_contractor_writes_to_its_own_and_a_worker_writes_none)
{
	struct tale *x = begin();
	be(x, 3);
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(waiting(x, 1), 0);
	EXPECT_INT(waiting(x, 2), 1);
	be(x, 0);
	town_do(x->town, do_withdraw, x);
	EXPECT_INT(x->r, NOTICE_NO_SUCH);                       /* another body's */
	be(x, 3);
	town_do(x->town, do_withdraw, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(waiting(x, 2), 0);
	town_do(x->town, do_mark, x);
	EXPECT_INT(x->r, NOTICE_NOT_NOW);
	be(x, 1);
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_NO_SUCH);
	town_close(x->town);
}

/* A message to the families of areas: whom it reaches and how, who is left in peace, what a second press asks, and that pieces neither double nor
 * lose, whatever dies between them. */
#include "consult/consult_line.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/town_test.h"
#include "family/family_loss.h"
#include "family/family_own.h"
#include "notice/notice_rules.h"
#include "notice/notice_send.h"
#include "tests/test.h"

struct tale { struct town *town; struct notice_new new; struct notice_id id; struct notice_row row; struct notice_reach_count count;
	struct notice_progress progress; enum notice_refusal r; struct moment at; int64_t shown_n, letter_n, line_n, paper_n; struct family_id family_id;
	struct account_id account_id; const char *area, *name, *mail; int age; bool is_bound, is_dying; size_t many_n; struct str many; };

static void be(struct tale *x, enum role role, const char *operator_key)
{
	x->town->who = (struct who){ .role = role, .account_id = { 7 }, .name = STR("Aoi"), .area_ids = STR(""),
		.operator_id = tenant_operator_named(x->town->tenant, str_of(operator_key)) };
}

/* A household with a child of so many months; bound to an account of its own where it shall be. */
static void do_family(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row *g;
	struct family_new v = { .name = str_of(x->name), .kana = str_of(x->name), .mail = x->mail ? str_of(x->mail) : STR_NONE,
		.area_id = tenant_area_named(d->tenant, str_of(x->area)), .born_on = DAY_NONE, .due_on = DAY_NONE, .notified_on = DAY_NONE,
		.coming_on = DAY_NONE, .child_born_on = { d->today.n - x->age * 30 - 3 }, .how = STR("counter") };
	x->family_id = family_register(d, &v);
	EXPECT_INT(family_guardians_of(d, x->family_id, &g), 1);
	if (x->is_bound) {
		x->account_id = account_family_add(d);
		EXPECT(family_own_use_code(d, family_own_code(d, &g[0], "staff"), x->account_id, &g[0]) == FAMILY_OK);
	}
}

static struct family_id family(struct tale *x, const char *name, const char *mail, int age)
{
	x->name = name;
	x->mail = mail;
	x->age = age;
	town_do(x->town, do_family, x);
	return x->family_id;
}

/* Its guardian writes by LINE, and the talk is bound to the record. */
static void do_friend(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row *g;
	struct line_event e = { .kind = LINE_TEXT, .key = arena_fmt(d->arena, "k%s", x->name), .user = arena_fmt(d->arena, "U%s", x->name), .at = d->now };
	EXPECT(family_guardians_of(d, x->family_id, &g) == 1);
	e.words = family_own_code(d, &g[0], "staff");
	EXPECT_INT(consult_line_take(d, &e, 1), 1);
}

static void do_loss(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_child_row *child;
	EXPECT_INT(family_children_of(d, x->family_id, &child), 1);
	EXPECT_INT(family_loss_start(d, &(struct family_loss_new){ .family_id = x->family_id, .child_id = child[0].child_id, .lost_on = d->today,
		.source = STR("phone") }), FAMILY_OK);
}

static void do_quiet(struct desk *d, void *arg)
{
	struct tale *x = arg;
	notice_send_quiet_put(d, x->family_id, (struct account_id){ 9 }, d->now);
}

static void do_secret(struct desk *d, void *arg)
{
	struct tale *x = arg;
	family_own_secret(d, true, d->now, x->family_id);
}

static void do_put(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = notice_put(d, &x->new, &x->id);
	if (x->r == NOTICE_OK)
		notice_by_id(d, x->id, &x->row);
}

static void do_count(struct desk *d, void *arg)
{
	struct tale *x = arg;
	EXPECT(notice_by_id(d, x->id, &x->row));
	notice_count(d, &x->row, d->now, &x->count);
	x->shown_n = notice_chosen(d, &x->row, d->now);
	notice_progress(d, &x->row, &x->progress);
	struct notice_send_papers_row *paper;
	x->paper_n = (int64_t)notice_send_papers(d, x->id, &paper);
}

static void do_send(struct desk *d, void *arg)
{
	struct tale *x = arg;
	EXPECT(notice_by_id(d, x->id, &x->row));
	x->r = notice_send(d, &x->row, x->at, x->shown_n);
	if (x->r != NOTICE_OK)
		desk_refuse(d);
}

static void do_stop(struct desk *d, void *arg)
{
	struct tale *x = arg;
	EXPECT(notice_by_id(d, x->id, &x->row));
	x->r = notice_stop(d, &x->row);
}

/* One turn of the clock as the courier makes it; where it dies, nothing of it was written. */
static void do_round(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct outbox_due *due;
	size_t n = outbox_take(d, 20, &due);
	x->letter_n = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_timer = str_is(due[i].channel, "notice");
		outbox_settle(d, due[i].letter_id, OUTBOX_SENT, STR_NONE);
		if (is_timer)
			notice_step(d, x->id);
		x->letter_n += !is_timer;
	}
	if (x->is_dying)
		desk_refuse(d);
	x->line_n = (int64_t)n;
}

static void do_many(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct outbox_due *due;
	x->many_n = outbox_take_many(d, 500, &due);
	for (size_t i = 0; i < x->many_n; i++) {
		x->many = arena_str(test_arena(), due[i].text);
		outbox_settle(d, due[i].letter_id, OUTBOX_SENT, STR_NONE);
	}
}

static int64_t rounds(struct tale *x)
{
	int64_t letter_n = 0;
	for (int i = 0; i < 200; i++) {
		x->is_dying = i % 3 == 1;                       /* killed between taking and commit, again and again */
		town_do(x->town, do_round, x);
		letter_n += x->is_dying ? 0 : x->letter_n;
		if (!x->is_dying && !x->line_n)
			break;
		x->town->now = moment_add(x->town->now, 2 * SECOND);
	}
	x->is_dying = false;
	return letter_n;
}

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	x->area = "north";
	x->town->now = day_moment(day_make(2026, 11, 25), 10 * 60);
	x->new = (struct notice_new){ .kind = STR("area"), .title = STR("断水のお知らせ"), .words = STR("あす10時から、水が出ません。"), .until_on = DAY_NONE,
		.age_from_n = -1, .age_until_n = -1 };
	be(x, ROLE_MANAGER, "city");
	return x;
}

static void put_and_count(struct tale *x)
{
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_OK);
	town_do(x->town, do_count, x);
}

TEST(a_message_counts_households_by_the_way_that_reaches_them)
{
	struct tale *x = begin();
	family(x, "Mail", "mail@example.jp", 5);
	family(x, "Paper", NULL, 5);
	x->is_bound = true;
	family(x, "Page", NULL, 5);
	x->area = "south";
	family(x, "South", "south@example.jp", 5);              /* another body's area */
	put_and_count(x);
	EXPECT_INT(x->shown_n, 3);
	EXPECT_INT(x->count.all_n, 3);
	EXPECT_INT(x->count.way_n[NOTICE_MAIL], 1);
	EXPECT_INT(x->count.way_n[NOTICE_PAGE], 1);
	EXPECT_INT(x->count.way_n[NOTICE_PAPER], 1);
	town_close(x->town);
}

TEST(after_a_loss_nothing_comes_and_under_protection_only_the_own_page)
{
	struct tale *x = begin();
	family(x, "Loss", "loss@example.jp", 5);
	town_do(x->town, do_loss, x);
	family(x, "Secret", "secret@example.jp", 5);
	town_do(x->town, do_secret, x);
	family(x, "Quiet", "quiet@example.jp", 5);
	town_do(x->town, do_quiet, x);
	put_and_count(x);
	EXPECT_INT(x->count.mourning_n, 1);
	EXPECT_INT(x->count.quiet_n, 2);
	EXPECT_INT(x->count.way_n[NOTICE_PAGE], 2);
	EXPECT_INT(x->count.way_n[NOTICE_MAIL], 0);
	x->new.age_from_n = 0;
	x->new.age_until_n = 24;
	put_and_count(x);
	EXPECT_INT(x->shown_n, 2);                              /* by age the lost child is not there at all */
	EXPECT_INT(x->count.mourning_n, 0);
	town_close(x->town);
}

TEST(pieces_reach_each_household_once_whatever_dies_between_them)
{
	enum { MAILS = 95 };
	struct tale *x = begin();
	for (int i = 0; i < MAILS; i++)
		family(x, arena_fmt(test_arena(), "F%d", i).s, arena_fmt(test_arena(), "f%d@example.jp", i).s, 5);
	put_and_count(x);
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(rounds(x), MAILS);
	town_do(x->town, do_count, x);
	EXPECT_STR(x->row.state, "done");
	EXPECT_INT(x->progress.all_n, MAILS);
	EXPECT_INT(x->progress.sent_n, MAILS);
	EXPECT_INT(x->progress.waiting_n, 0);
	town_close(x->town);
}

static void do_channel(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct str why = STR_NONE;
	EXPECT_INT(tenant_set(d, STR("line.channel_token"), STR("token"), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("rooms"), STR("consult,family"), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("line.push_budget"), arena_fmt(d->arena, "%d", x->age), &why), TENANT_OK);
}

TEST(one_multicast_holds_all_of_a_piece_and_the_month_s_budget_is_kept)
{
	struct tale *x = begin();
	x->age = 2;
	town_do(x->town, do_channel, x);
	town_load(x->town);
	be(x, ROLE_MANAGER, "city");
	for (int i = 0; i < 3; i++) {
		family(x, i == 0 ? "A" : i == 1 ? "B" : "C", "m@example.jp", 5);
		town_do(x->town, do_friend, x);
	}
	put_and_count(x);
	EXPECT_INT(x->count.way_n[NOTICE_LINE], 2);
	EXPECT_INT(x->count.way_n[NOTICE_MAIL], 1);
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_OK);
	rounds(x);
	town_do(x->town, do_many, x);
	EXPECT_INT(x->many_n, 1);
	EXPECT(str_starts(x->many, "[\"UA\",\"UB\"]\n[{") && str_has(x->many, "断水のお知らせ"));
	town_do(x->town, do_count, x);
	EXPECT_INT(x->progress.sent_n, 3);
	town_close(x->town);
}

TEST(the_second_press_wants_the_number_that_was_shown_and_the_hours_of_day)
{
	struct tale *x = begin();
	family(x, "A", "a@example.jp", 5);
	put_and_count(x);
	family(x, "B", "b@example.jp", 5);
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_COUNT);
	x->shown_n = 2;
	x->at = day_moment(day_make(2026, 11, 25), 20 * 60);
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_NIGHT);
	x->at = moment_add(x->town->now, -MINUTE);
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_NOT_NOW);
	x->at = day_moment(day_make(2026, 11, 26), 8 * 60);
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(rounds(x), 0);                               /* not before its hour */
	town_do(x->town, do_send, x);
	EXPECT_INT(x->r, NOTICE_NOT_NOW);                       /* pressed twice */
	x->town->now = moment_add(x->at, SECOND);
	EXPECT_INT(rounds(x), 2);
	be(x, ROLE_MANAGER, "npo");
	town_do(x->town, do_stop, x);
	EXPECT_INT(x->r, NOTICE_NO_SUCH);
	be(x, ROLE_WORKER, "city");
	town_do(x->town, do_put, x);
	EXPECT_INT(x->r, NOTICE_NO_SUCH);
	town_close(x->town);
}

TEST(what_is_stopped_goes_out_no_further)
{
	enum { MAILS = 60 };
	struct tale *x = begin();
	for (int i = 0; i < MAILS; i++)
		family(x, arena_fmt(test_arena(), "F%d", i).s, arena_fmt(test_arena(), "f%d@example.jp", i).s, 5);
	put_and_count(x);
	town_do(x->town, do_send, x);
	town_do(x->town, do_round, x);                          /* the first piece is put, none has left */
	town_do(x->town, do_stop, x);
	EXPECT_INT(x->r, NOTICE_OK);
	EXPECT_INT(rounds(x), 0);
	town_do(x->town, do_count, x);
	EXPECT_STR(x->row.state, "stopped");
	EXPECT_INT(x->progress.sent_n, 0);
	EXPECT_INT(x->progress.all_n, NOTICE_CALM);
	EXPECT_INT(x->paper_n, NOTICE_CALM);
	town_do(x->town, do_stop, x);
	EXPECT_INT(x->r, NOTICE_NOT_NOW);
	town_close(x->town);
}

TEST(ages_are_whole_months_and_hours_are_days)
{
	struct notice_born born = notice_born_on(day_make(2026, 3, 31), 1, 1);
	EXPECT_INT(born.until_on.n, day_make(2026, 2, 28).n);
	EXPECT_INT(born.from_on.n, day_make(2026, 2, 1).n);
	EXPECT(notice_born_on(day_make(2026, 3, 31), -1, -1).is_any);
	struct moment night = day_moment(day_make(2026, 3, 31), 20 * 60);
	EXPECT(!notice_is_day(night, 480, 1200) && notice_is_day(moment_add(night, -1), 480, 1200));
	EXPECT_INT(notice_next_day(night, 480, 1200).ms, day_moment(day_make(2026, 4, 1), 480).ms);
}

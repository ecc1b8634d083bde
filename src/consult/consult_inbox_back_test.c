/* What a press at the desk does to a talk and takes back: an answer undone, a talk put elsewhere, canned words that also close or bring back. */
#include "consult/consult_inbox_test.h"

/* ---- undoing ---- */

static void undo_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_undo(d, t->thread_id);
}

TEST(ones_own_answer_is_taken_back_for_ten_minutes_and_the_talk_waits_again)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	asked(town, &t, "みかん", "north");
	t.words = STR("まちがえて送りました");
	town_do(town, answer_run, &t);
	town->who.account_id.v = 8;
	town_do(town, undo_run, &t);
	EXPECT_INT(t.r, CONSULT_CLOSED);
	town->who.account_id.v = 7;
	town_do(town, undo_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	town_do(town, undo_run, &t);
	EXPECT_INT(t.r, CONSULT_CLOSED);
	list(town, &t, "");
	EXPECT_INT(t.line_n, 1);
	EXPECT(t.line[0].promise_at.ms > 0);
	town_do(town, answer_run, &t);
	town->now = moment_add(town->now, 11 * MINUTE);
	town_do(town, undo_run, &t);
	EXPECT_INT(t.r, CONSULT_CLOSED);
	town_close(town);
}

/* ---- put elsewhere ---- */

static void move_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_move(d, t->thread_id, tenant_area_named(d->tenant, t->words));
	read_run_kept(d, t);
}

static void back_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct consult_inbox_move_row last;
	t->is_so = consult_moved_last(d, &last);
	t->r = consult_move_back(d, t->thread_id);
	read_run_kept(d, t);
}

TEST(a_talk_is_moved_within_its_body_and_back_for_ten_minutes_by_who_moved_it)
{
	struct town *town = town_open();
	struct tale t = { .words = STR("north") };
	as(town, ROLE_WORKER, "city", 7);
	asked(town, &t, "みかん", "");
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	EXPECT(t.thread.area_id.v == tenant_area_named(town->tenant, STR("north")).v);
	town->who.account_id.v = 8;
	town_do(town, back_run, &t);
	EXPECT(t.r == CONSULT_NO_SUCH && !t.is_so && t.thread.area_id.v);
	as(town, ROLE_WORKER, "npo", 7);                /* cannot read it any more, and still takes back what was her own act */
	town_do(town, back_run, &t);
	EXPECT(t.r == CONSULT_OK && t.is_so);
	as(town, ROLE_WORKER, "city", 7);
	town_do(town, back_run, &t);
	EXPECT(t.r == CONSULT_CLOSED && !t.thread.area_id.v);
	town_do(town, move_run, &t);
	town->now = moment_add(town->now, 11 * MINUTE);
	town_do(town, back_run, &t);
	EXPECT(t.r == CONSULT_CLOSED && t.thread.area_id.v && !t.is_so);
	asked(town, &t, "すだち", "north");
	t.words = STR("south");
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	town_close(town);
}

/* ---- canned answers ---- */

static void fill_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	read_run(d, t);
	t->words = consult_fill(d, &t->thread, t->words);
}

TEST(a_canned_answer_says_who_and_where_and_leaves_other_braces_alone)
{
	struct town *town = town_open();
	struct tale t = { .is_so = false };
	as(town, ROLE_WORKER, "city", 7);
	asked(town, &t, "みかん", "north");
	t.words = STR("{名前}さん、{担当}です。{窓口}（{電話}）。{知らない}と{");
	town_do(town, fill_run, &t);
	EXPECT_STR(t.words, "みかんさん、日向です。市役所（0996-73-1211）。{知らない}と{");
	town_close(town);
}

/* ---- by one press ---- */

struct press { struct tale t; struct consult_inbox_canned_row canned; };

static void canned_run(struct desk *d, void *arg)
{
	struct press *x = arg;
	x->t.r = consult_canned_put(d, &x->canned);
}

static void macro_run(struct desk *d, void *arg)
{
	struct press *x = arg;
	x->t.r = consult_macro_end(d, x->t.thread_id, &x->canned);
	read_run_kept(d, &x->t);
	x->t.is_so = str_is(x->t.thread.state, "closed");
	x->t.until_at = x->t.thread.rest_until_at;
}

TEST(one_press_closes_a_talk_or_lets_it_come_back_and_takes_no_word_that_is_none)
{
	struct town *town = town_open();
	struct press x = { .canned = { .title = STR("あいさつ"), .words = STR("こんにちは"), .and_then = STR("never") } };
	as(town, ROLE_WORKER, "city", 7);
	town_do(town, canned_run, &x);
	EXPECT_INT(x.t.r, CONSULT_BAD);
	x.canned.and_then = STR("week");
	x.canned.label = STR("no such label");
	town_do(town, canned_run, &x);
	EXPECT_INT(x.t.r, CONSULT_BAD);
	x.canned.label = STR_NONE;
	town_do(town, canned_run, &x);
	EXPECT_INT(x.t.r, CONSULT_OK);
	asked(town, &x.t, "みかん", "north");
	town_do(town, macro_run, &x);
	EXPECT(x.t.r == CONSULT_OK && !x.t.is_so && x.t.until_at.ms > town->now.ms + 6 * DAY_MS);
	EXPECT(x.t.thread.promise_at.ms > x.t.until_at.ms);
	x.canned.and_then = STR("closed");
	town_do(town, macro_run, &x);
	EXPECT(x.t.r == CONSULT_OK && x.t.is_so);
	as(town, ROLE_WORKER, "npo", 8);
	town_do(town, macro_run, &x);
	EXPECT_INT(x.t.r, CONSULT_NO_SUCH);
	town_close(town);
}

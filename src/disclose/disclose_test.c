/* Requests to see what the town holds: step by step, third parties hidden, two persons, thirty days. */
#include "desk/may.h"
#include "desk/task.h"
#include "desk/town_test.h"
#include "disclose/disclose.h"
#include "disclose/disclose_sheet_paper.h"
#include "family/family_own.h"
#include "tests/test.h"

struct tale { struct town *town; struct family_id family_id; struct guardian_id guardian_id; struct request_id id; struct disclose_row row;
	enum disclose_refusal r; struct disclose_item_row *item; size_t n; bool is_task; struct item_id item_id; struct str hidden;
	struct child_id child_id, asks_for; bool may_ask; };

static void be(struct town *t, int64_t account)
{
	t->who = (struct who){ .role = ROLE_WORKER, .account_id = { account }, .operator_id = t->tenant->operator[0].operator_id, .name = STR("Aoi"),
		.area_ids = STR("") };
}

static void do_begin(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row *g;
	x->family_id = family_register(d, &(struct family_new){ .name = STR("山田 花子"), .kana = STR("やまだ はなこ"), .born_on = DAY_NONE,
		.area_id = x->town->tenant->area[0].area_id, .due_on = { d->today.n + 90 }, .child_born_on = DAY_NONE });
	family_guardian_add(d, x->family_id, &(struct family_new){ .name = STR("山田 太郎"), .kana = STR("やまだ たろう"), .relation = STR("father"),
		.phone = STR("090-1111-2222"), .born_on = DAY_NONE }, true);
	EXPECT_INT(family_guardians_of(d, x->family_id, &g), 2);
	x->guardian_id = g[0].guardian_id;
	family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .kind = STR("call"),
		.line = STR("山田 太郎さんの職場（090-1111-2222）に電話した"), .room = STR("family") });
	x->r = disclose_enter(d, &(struct disclose_new){ .family_id = x->family_id, .guardian_id = x->guardian_id, .asker = STR("山田 花子"),
		.relation = STR("self"), .asked_on = d->today }, &x->id);
}

static void look(struct desk *d, struct tale *x)
{
	x->n = 0;
	if (disclose_for_staff(d, x->id, &x->row) != DISCLOSE_OK)
		return;
	x->n = disclose_items(d, &x->row, &x->item);
	x->is_task = task_is_open(d, TASK_DISCLOSE, x->id.v);
}

static void do_look(struct desk *d, void *arg)
{
	look(d, arg);
}

#define DO(name, call) static void do_##name(struct desk *d, void *arg) { struct tale *x = arg; look(d, x); x->r = call; look(d, x); }
DO(check, disclose_check(d, &x->row, STR("マイナンバーカード"), x->row.version_n))
DO(gather, disclose_gather(d, &x->row, x->row.version_n))
DO(gather_late, disclose_gather(d, &x->row, x->row.version_n - 1))
DO(propose, disclose_propose(d, &x->row, x->row.version_n))
DO(release, disclose_release(d, &x->row, x->row.version_n))
DO(hand, disclose_hand(d, &x->row, STR("counter"), d->today, x->row.version_n))
DO(lengthen, disclose_lengthen(d, &x->row, (struct day){ x->row.due_on.n + 30 }, STR("多い")))
DO(end, disclose_end(d, &x->row, STR("取り下げ"), x->row.version_n))
DO(mask, disclose_mask(d, &x->row, &(struct disclose_mask){ .item_id = x->item_id, .hidden = x->hidden, .why = STR("third") }))

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	be(x->town, 7);
	town_do(x->town, do_begin, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	return x;
}

static const struct disclose_item_row *item_with(const struct tale *x, const char *words)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_has(x->item[i].words, words))
			return &x->item[i];
	return NULL;
}

TEST(disclose_clock_of_thirty_days_is_a_task_until_it_is_handed_over)
{
	struct tale *x = begin();
	town_do(x->town, do_look, x);
	EXPECT_INT(x->row.due_on.n - x->row.asked_on.n, 30);
	EXPECT(x->is_task);
	town_do(x->town, do_lengthen, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	EXPECT_INT(x->row.due_on.n - x->row.asked_on.n, 60);
	town_do(x->town, do_lengthen, x);
	EXPECT_INT(x->r, DISCLOSE_NOT_NOW);
	town_do(x->town, do_check, x);
	town_do(x->town, do_gather, x);
	town_do(x->town, do_propose, x);
	town_do(x->town, do_release, x);
	EXPECT_INT(x->r, DISCLOSE_SAME_PERSON);
	town_do(x->town, do_hand, x);
	EXPECT_INT(x->r, DISCLOSE_NOT_NOW);
	be(x->town, 8);
	town_do(x->town, do_release, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	town_do(x->town, do_hand, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	EXPECT(!x->is_task);
	town_close(x->town);
}

TEST(disclose_gathers_what_is_held_and_hides_the_other_guardian)
{
	struct tale *x = begin();
	town_do(x->town, do_gather, x);
	EXPECT_INT(x->r, DISCLOSE_NOT_NOW);
	town_do(x->town, do_check, x);
	town_do(x->town, do_gather_late, x);
	EXPECT_INT(x->r, DISCLOSE_CHANGED);
	town_do(x->town, do_gather, x);
	const struct disclose_item_row *call = item_with(x, "職場");
	EXPECT(call && item_with(x, "やまだ はなこ"));
	struct str shown = disclose_shown(test_arena(), call);
	EXPECT(str_has(shown, "職場") && !str_has(shown, "太郎") && !str_has(shown, "090"));
	x->item_id = call->item_id;
	x->hidden = STR("職場");
	town_do(x->town, do_mask, x);
	shown = disclose_shown(test_arena(), item_with(x, "職場"));
	EXPECT(!str_has(shown, "職場") && str_has(shown, "太郎"));
	town_do(x->town, do_propose, x);
	town_do(x->town, do_mask, x);
	EXPECT_INT(x->r, DISCLOSE_NOT_NOW);
	town_close(x->town);
}

TEST(disclose_that_is_withdrawn_keeps_no_copy)
{
	struct tale *x = begin();
	town_do(x->town, do_check, x);
	town_do(x->town, do_gather, x);
	EXPECT(x->n > 0);
	town_do(x->town, do_end, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	EXPECT_INT(x->n, 0);
	EXPECT(!x->is_task);
	town_close(x->town);
}

TEST(disclose_is_behind_the_walls)
{
	struct tale *x = begin();
	x->town->who.operator_id = x->town->tenant->operator[1].operator_id;
	x->row.request_id.v = 0;
	town_do(x->town, do_look, x);
	EXPECT_INT(x->row.request_id.v, 0);
	town_close(x->town);
}

/* The first guardian holds an account that staff bound in person; the second by the first. */
static void do_bind(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row *g;
	look(d, x);
	EXPECT_INT(disclose_end(d, &x->row, STR("べつの道で"), x->row.version_n), DISCLOSE_OK);
	x->child_id = family_child_add(d, &(struct family_child_new){ .family_id = x->family_id, .name = STR("うみ"), .born_on = { d->today.n - 300 } });
	EXPECT_INT(family_guardians_of(d, x->family_id, &g), 2);
	family_own_bind(d, (struct account_id){ 21 }, d->now, STR("staff"), g[0].guardian_id);
	family_own_bind(d, (struct account_id){ 22 }, d->now, STR("guardian"), g[1].guardian_id);
}

static void do_ask(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row g;
	struct disclose_own own;
	REQUIRE(family_of_account(d, d->who.account_id, &g));
	x->r = disclose_ask(d, &g, x->asks_for, STR("健診"));
	disclose_own_read(d, &g, &own);
	x->n = own.request_n;
	x->may_ask = own.may_ask;
	if (own.request_n) {
		x->id = own.request[0].request_id;
		x->row = own.request[0];
		x->is_task = task_is_open(d, TASK_DISCLOSE, x->id.v);
		EXPECT_INT(own.request[0].due_on.n, d->today.n + DISCLOSE_DAYS);
	}
}

static void do_hush(struct desk *d, void *arg)
{
	family_own_secret(d, true, d->now, ((struct tale *)arg)->family_id);
}

static void as_family(struct tale *x, int64_t account)
{
	x->town->who = (struct who){ .role = ROLE_FAMILY, .account_id = { account }, .name = STR("花子") };
}

TEST(disclose_is_asked_for_on_the_phone_by_whom_staff_have_seen_and_the_desk_works_on_it)
{
	struct tale *x = begin();
	town_do(x->town, do_bind, x);
	as_family(x, 21);
	town_do(x->town, do_ask, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	EXPECT(x->is_task && x->n == 1 && x->may_ask);
	town_do(x->town, do_ask, x);
	EXPECT_INT(x->r, DISCLOSE_NOT_NOW);
	x->asks_for = x->child_id;
	town_do(x->town, do_ask, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	EXPECT_INT(x->n, 2);
	x->asks_for.v = 99;
	town_do(x->town, do_ask, x);
	EXPECT_INT(x->r, DISCLOSE_NO_SUCH);
	as_family(x, 22);                               /* whom only the other guardian let in: at a counter, and nothing of hers is shown */
	x->asks_for.v = 0;
	town_do(x->town, do_ask, x);
	EXPECT_INT(x->r, DISCLOSE_COUNTER);
	EXPECT(x->n == 0 && !x->may_ask);
	be(x->town, 7);
	town_do(x->town, do_check, x);
	EXPECT_INT(x->r, DISCLOSE_OK);
	EXPECT_STR(x->row.what, "健診");
	town_do(x->town, do_gather, x);
	EXPECT(x->r == DISCLOSE_OK && x->n > 0);
	town_close(x->town);
}

TEST(disclose_under_protection_is_asked_for_at_a_counter)
{
	struct tale *x = begin();
	town_do(x->town, do_bind, x);
	town_do(x->town, do_hush, x);
	as_family(x, 21);
	town_do(x->town, do_ask, x);
	EXPECT_INT(x->r, DISCLOSE_COUNTER);
	town_close(x->town);
}

TEST(disclose_paper_takes_as_many_pages_as_it_needs)
{
	struct out o = { .arena = test_arena() };
	for (int i = 0; i < 3000; i++)
		out_z(&o, "長い記録。");
	struct disclose_piece piece = { STR("記録"), out_done(&o) };
	struct str pdf = disclose_sheet_pdf(test_arena(), &(struct disclose_sheet){ .title = STR("開示する記録"), .head = STR("町"), .piece = &piece, .n = 1 });
	EXPECT(str_starts(pdf, "%PDF-"));
	EXPECT(str_has(pdf, "/Count ") && !str_has(pdf, "/Count 1\n") && !str_has(pdf, "/Count 1 "));
}

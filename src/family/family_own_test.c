/* Two records put together and apart, lines that move, codes that bind once, what the other guardian is shown, the switch for a loss. */
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "desk/town_test.h"
#include "family/family_loss.h"
#include "family/family_merge.h"
#include "family/family_own.h"
#include "tests/test.h"

struct tale { struct town *town; struct family_id a, b; enum family_refusal r; struct str code, hash_a, hash_b; struct family_guardian_row g;
	struct account_id account_id; struct family_looked *looked; struct child_id child_id[2]; struct loss_id loss_id; size_t n; bool is_so; };

static struct family_new somebody(struct desk *d, const char *name)
{
	return (struct family_new){ .name = str_of(name), .kana = STR("やま はな"), .area_id = d->tenant->area[0].area_id, .born_on = DAY_NONE,
		.due_on = day_make(2027, 3, 1) };
}

static void do_register(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_new a = somebody(d, "山 花"), b = somebody(d, "山 はな");
	x->a = family_register(d, &a);
	x->b = family_register(d, &b);
	family_fact_add(d, &(struct family_fact_new){ .family_id = x->b, .kind = STR("now"), .line = STR("つかれている") });
}

static void do_hash(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->hash_a = arena_str(test_arena(), family_content(d, x->a));
	x->hash_b = arena_str(test_arena(), family_content(d, x->b));
}

static void do_merge(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = family_merge(d, x->a, x->b, STR("same"));
}

static void do_undo(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_merge_all_row *m;
	x->r = family_merge_all(d, x->a, &m) ? family_merge_undo(d, x->a, m[0].merge_id) : FAMILY_NO_SUCH;
}

static void do_see_both(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_row f;
	struct family_guardian_row *g;
	struct family_fact_row *fact;
	x->is_so = family_by_id(d, x->b, &f) && f.family_id.v == x->a.v && family_guardians_of(d, x->a, &g) == 2
		&& family_facts_of(d, x->a, &fact) == 1;
}

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	x->town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 77 }, .operator_id = x->town->tenant->operator[0].operator_id,
		.name = STR("Aoi"), .area_ids = STR("") };
	town_do(x->town, do_register, x);
	return x;
}

TEST(family_put_together_and_apart_is_byte_for_byte_what_it_was)
{
	struct tale *x = begin();
	town_do(x->town, do_hash, x);
	struct str a = x->hash_a, b = x->hash_b;
	town_do(x->town, do_merge, x);
	EXPECT_INT(x->r, FAMILY_OK);
	town_do(x->town, do_see_both, x);
	EXPECT(x->is_so);
	town_do(x->town, do_hash, x);
	EXPECT(!str_eq(b, x->hash_b));
	town_do(x->town, do_merge, x);
	EXPECT_INT(x->r, FAMILY_NOT_NOW);
	town_do(x->town, do_undo, x);
	EXPECT_INT(x->r, FAMILY_OK);
	town_do(x->town, do_hash, x);
	EXPECT(str_eq(a, x->hash_a));
	EXPECT(str_eq(b, x->hash_b));
	town_close(x->town);
}

TEST(family_put_together_stays_after_thirty_days)
{
	struct tale *x = begin();
	town_do(x->town, do_merge, x);
	x->town->now = moment_add(x->town->now, FAMILY_UNDO_DAYS * DAY_MS + MINUTE);
	town_do(x->town, do_undo, x);
	EXPECT_INT(x->r, FAMILY_NOT_NOW);
	town_close(x->town);
}

static void do_move(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_story_row *here, *there;
	struct family_row a = { .family_id = x->a }, b = { .family_id = x->b };
	struct story_id id = family_story_add(d, &(struct family_line_new){ .family_id = x->a, .kind = STR("call"), .line = STR("夜泣き"),
		.room = STR("family") });
	x->r = family_story_move(d, x->a, id, x->b);
	size_t n = family_story(d, &a, &here), other_n = family_story(d, &b, &there);
	x->is_so = n == 2 && other_n == 2;
	for (size_t i = 0; i < n; i++)
		x->is_so = x->is_so && (here[i].story_id.v != id.v || here[i].moved_to_family_id.v == x->b.v);
	for (size_t i = 0; i < other_n; i++)
		x->is_so = x->is_so && (!str_is(there[i].line, "夜泣き") || there[i].from_family_id.v == x->a.v);
}

TEST(family_line_in_the_wrong_story_moves_and_both_say_so)
{
	struct tale *x = begin();
	town_do(x->town, do_move, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT(x->is_so);
	town_close(x->town);
}

static void do_code(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row *g;
	if (family_guardians_of(d, x->a, &g))
		x->code = arena_str(test_arena(), family_own_code(d, &g[0], "staff"));
	x->account_id = account_family_add(d);
}

static void do_bind(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = family_own_use_code(d, x->code, x->account_id, &x->g);
}

static void do_second(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_new v = somebody(d, "山 太郎");
	struct family_guardian_row mine;
	x->r = family_of_account(d, x->account_id, &mine) ? family_own_second(d, &mine, &v, &x->code) : FAMILY_NO_SUCH;
	x->code = arena_str(test_arena(), x->code);
	x->account_id = account_family_add(d);
}

TEST(family_code_binds_once_and_a_second_guardian_sees_dates_only)
{
	struct tale *x = begin();
	town_do(x->town, do_code, x);
	town_do(x->town, do_bind, x);
	EXPECT_INT(x->r, FAMILY_OK);
	town_do(x->town, do_bind, x);
	EXPECT_INT(x->r, FAMILY_NO_SUCH);
	town_do(x->town, do_second, x);
	EXPECT_INT(x->r, FAMILY_OK);
	town_do(x->town, do_bind, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT_STR(x->g.name, "山 太郎");
	EXPECT(!x->is_so);
	town_close(x->town);
}

static void do_late_code(struct desk *d, void *arg)
{
	struct tale *x = arg;
	d->now = moment_add(d->now, FAMILY_CODE_DAYS * DAY_MS + MINUTE);
	x->is_so = family_own_code_is_open(d, x->code);
}

static void do_secret(struct desk *d, void *arg)
{
	struct tale *x = arg;
	family_own_secret(d, true, d->now, x->a);
}

TEST(family_under_secrecy_takes_no_second_guardian_from_the_first_and_old_codes_end)
{
	struct tale *x = begin();
	town_do(x->town, do_code, x);
	town_do(x->town, do_late_code, x);
	EXPECT(!x->is_so);
	town_do(x->town, do_bind, x);
	town_do(x->town, do_secret, x);
	town_do(x->town, do_second, x);
	EXPECT_INT(x->r, FAMILY_NOT_NOW);
	town_close(x->town);
}

static void do_look(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_row f;
	family_own_bind(d, (struct account_id){ 0 }, d->now, STR("staff"), x->g.guardian_id);
	if (!family_by_id(d, x->a, &f))
		return;
	d->is_get = true;
	d->trace = NULL;
	family_trace_look(d, &f);
	audit_write_traces(d, d->trace);
	struct family_guardian_row protected = x->g, other = x->g;
	protected.is_protected = true;
	other.is_protected = false;
	protected.family_id = other.family_id = x->a;
	x->n = family_own_looked(d, &protected, &x->looked);
	x->is_so = family_own_looked(d, &other, &x->looked) == 0;
}

TEST(family_looks_under_secrecy_lie_where_the_other_guardian_sees_no_gap)
{
	struct tale *x = begin();
	town_do(x->town, do_secret, x);
	town_do(x->town, do_look, x);
	EXPECT_INT(x->n, 1);
	EXPECT(x->is_so);
	town_close(x->town);
}

static void do_twins(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct birth_id birth_id = { id_new() };
	for (int i = 0; i < 2; i++) {
		x->child_id[i] = family_child_add(d, &(struct family_child_new){ .family_id = x->a, .birth_id = birth_id, .name = STR("ひ"),
			.born_on = day_make(2026, 10, 1) });
		outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = STR("a@example.jp"), .subject = STR("x"), .text = STR("x"),
			.reason = STR("vaccine"), .subject_id = x->child_id[i].v });
	}
}

static void do_loss(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_loss_row *loss;
	struct outbox_queue queue;
	x->r = family_loss_switch(d, &(struct family_loss_new){ .family_id = x->a, .child_id = x->child_id[0], .lost_on = d->today,
		.source = STR("本人") });
	if (family_loss_of(d, x->a, &loss))
		x->loss_id = loss[0].loss_id;
	outbox_look(d, &queue);
	x->n = (size_t)queue.waiting_n;
	x->is_so = !family_may_tell(d, x->a, (struct pregnancy_id){ 0 }, x->child_id[0])
		&& family_may_tell(d, x->a, (struct pregnancy_id){ 0 }, x->child_id[1]);
}

static void do_loss_undo(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->r = family_loss_undo(d, x->a, x->loss_id, &x->is_so);
}

static void do_loss_alone(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_pregnancy_row *p;
	x->is_so = family_may_tell(d, x->b, (struct pregnancy_id){ 0 }, (struct child_id){ 0 });
	x->n = family_pregnancies_of(d, x->b, &p);
	if (x->n)
		x->r = family_loss_switch(d, &(struct family_loss_new){ .family_id = x->b, .pregnancy_id = p[0].pregnancy_id, .lost_on = d->today,
			.source = STR("本人") });
	x->is_so = x->is_so && !family_may_tell(d, x->b, (struct pregnancy_id){ 0 }, (struct child_id){ 0 });
}

TEST(family_loss_of_the_only_one_stops_what_is_about_the_family_as_such)
{
	struct tale *x = begin();
	town_do(x->town, do_loss_alone, x);
	EXPECT_INT(x->n, 1);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT(x->is_so);
	town_close(x->town);
}

TEST(family_loss_stops_one_twin_and_needs_two_persons_to_come_back)
{
	struct tale *x = begin();
	town_do(x->town, do_twins, x);
	town_do(x->town, do_loss, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT(x->is_so);
	EXPECT_INT(x->n, 1);
	town_do(x->town, do_loss_undo, x);
	EXPECT(x->r == FAMILY_OK && !x->is_so);
	town_do(x->town, do_loss_undo, x);
	EXPECT_INT(x->r, FAMILY_SAME_PERSON);
	x->town->who.account_id.v = 78;
	town_do(x->town, do_loss_undo, x);
	EXPECT(x->r == FAMILY_OK && x->is_so);
	town_close(x->town);
}

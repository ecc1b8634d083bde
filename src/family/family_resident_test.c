/* The daily list of residents: what differs waits, deaths of children that are known start the loss rule, My Numbers stay outside. */
#include "desk/town_test.h"
#include "family/family_loss.h"
#include "family/family_resident.h"
#include "tests/test.h"

struct tale { struct roll roll; struct str why; const char *text; bool is_dry, is_so; size_t n; };

static void import_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->roll = (struct roll){ .column = family_resident_columns, .column_n = family_resident_column_n };
	bool is_more = roll_open(test_arena(), str_of(t->text), &t->roll, "number", &t->why);
	for (; is_more; is_more = t->roll.done_n < t->roll.row_n)
		family_resident_import(d, &t->roll, t->is_dry);
}

static void import(struct town *town, struct tale *t, const char *text, const char *figures)
{
	t->text = text;
	town_do(town, import_run, t);
	EXPECT_STR(arena_fmt(test_arena(), "%lld+%lld+%lld-%lld", (long long)t->roll.added_n, (long long)t->roll.changed_n,
		(long long)t->roll.unchanged_n, (long long)t->roll.rejected_n), figures);
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_resident_row *x;
	t->n = family_resident_waiting(d, 50, &x);
	for (size_t i = 0; i < t->n; i++)
		family_resident_settle_one(d, x[i].resident_id, true);
}

static void found_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_line_row *line;
	struct family_child_row *child;
	size_t n = family_search(d, STR("なみ"), (struct area_id){ 0 }, &line);
	t->n = n;
	t->is_so = n == 1 && family_children_of(d, line[0].family_id, &child) == 1 && str_is(child[0].state, "lost");
}

#define HEAD "宛名番号,世帯番号,氏名,カナ,生年月日,性別,住所,異動事由,異動日\n"
#define MOTHER "1001,9,浜 なみ,ハマ ナミ,1994-05-02,女,浜町1,,\n"
#define CHILD "1002,9,浜 うみ,ハマ ウミ,2025-01-02,女,浜町1,,\n"

TEST(family_list_of_residents_waits_for_a_yes_and_a_death_stops_the_notices_at_once)
{
	struct town *town = town_open();
	struct tale t = { .is_dry = true };
	town->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 7 }, .operator_id = town->tenant->operator[0].operator_id };
	import(town, &t, HEAD MOTHER CHILD, "2+0+0-0");
	t.is_dry = false;
	import(town, &t, HEAD MOTHER CHILD, "2+0+0-0");
	import(town, &t, HEAD MOTHER CHILD, "0+0+2-0");
	town_do(town, settle_run, &t);
	EXPECT_INT(t.n, 2);
	import(town, &t, HEAD MOTHER "1002,9,浜 うみ,ハマ ウミ,2025-01-02,女,浜町1,死亡,2026-11-24\n", "0+1+1-0");
	town_do(town, found_run, &t);
	EXPECT_INT(t.n, 1);
	EXPECT(t.is_so);
	town_close(town);
}

TEST(family_list_of_residents_refuses_my_numbers_with_a_sentence)
{
	struct town *town = town_open();
	struct tale t = { .is_dry = false };
	import(town, &t, HEAD "123456789018,9,浜 なみ,ハマ ナミ,1994-05-02,女,浜町1,,\n123456789012,9,浜 なみ,ハマ ナミ,1994-05-02,女,浜町1,,\n",
		"1+0+0-1");
	EXPECT(str_has(t.roll.row[0].why, "My Number"));
	import(town, &t, "宛名番号,氏名,生年月日,個人番号\n5,浜 なみ,1994-05-02,1\n", "0+0+0-1");
	town_close(town);
}

TEST(a_list_of_residents_in_pieces_takes_every_row_once)
{
	struct town *town = town_open();
	struct tale t = { .is_dry = false };
	struct out o = { .arena = test_arena() };
	out_z(&o, "宛名番号,氏名,生年月日\n");
	for (int i = 0; i < 700; i++)
		out_fmt(&o, "A%04d,Nami %d,2025-04-01\n", i, i);
	const char *text = out_done(&o).s;
	import(town, &t, text, "700+0+0-0");
	EXPECT_INT(t.roll.done_n, 700);
	import(town, &t, text, "0+0+700-0");
	town_close(town);
}

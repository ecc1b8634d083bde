/* Lists as offices keep them: headings wherever they stand, days in every writing, each row with its end. */
#include "base/roll.h"
#include "tests/test.h"

static const struct roll_column columns[] = { { "name", "氏名|名前" }, { "kana", "かな|フリガナ" }, { "day", "採用日|採用年月日" } };

static struct roll opened(const char *text, bool *ret_ok, struct str *ret_why)
{
	struct roll r = { .column = columns, .column_n = 3 };
	*ret_ok = roll_open(test_arena(), str_of(text), &r, "name", ret_why);
	return r;
}

TEST(a_list_is_known_by_its_headings_in_any_order_below_a_title)
{
	bool ok;
	struct str why = STR_NONE;
	struct roll r = opened("職員名簿,,\n採用日,氏　名,ﾌﾘｶﾞﾅ,血液型\nR2.4.1, 森野 こずえ ,モリノ,A\n,日向,,\n", &ok, &why);
	EXPECT(ok);
	EXPECT_INT(r.row_n, 2);
	EXPECT_STR(roll_cell(&r, &r.row[0], "name"), "森野 こずえ");
	EXPECT_STR(roll_cell(&r, &r.row[0], "kana"), "モリノ");
	EXPECT(!roll_cell(&r, &r.row[1], "kana").s);
	EXPECT_STR(r.unknown, "血液型");
	EXPECT_INT(r.row[1].line_n, 4);
	roll_settle(&r, &r.row[0], ROLL_REJECTED, STR("because"));
	EXPECT_INT(r.rejected_n, 1);
	EXPECT_STR(r.row[0].why, "because");
}

TEST(a_list_without_names_or_headings_is_refused_with_what_to_do)
{
	bool ok;
	struct str why = STR_NONE;
	opened("採用日,かな\n2020-04-01,もりの\n", &ok, &why);
	EXPECT(!ok && str_has(why, "\"name\""));
	opened("a,b\n1,2\n", &ok, &why);
	EXPECT(!ok && str_has(why, "heading"));
	opened("PK\x03\x04 zip", &ok, &why);
	EXPECT(!ok);
	opened("", &ok, &why);
	EXPECT(!ok);
}

TEST(days_are_read_in_every_writing)
{
	static const char *const same[] = { "2020-04-01", "2020/4/1", "2020.4.1", "20200401", "2020年4月1日", "令和2年4月1日", "R2.4.1", "令和２年４月１日",
		" 2020-4-1 ", "R020401" };
	struct day x = DAY_NONE, day = day_make(2020, 4, 1);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		x = DAY_NONE;
		EXPECT(roll_day(str_of(same[i]), &x));
		if (x.n != day.n)
			test_failed(__FILE__, __LINE__, "%s is read as %d", same[i], x.n);
	}
	EXPECT(roll_day(STR("令和元年5月1日"), &x) && x.n == day_make(2019, 5, 1).n);
	EXPECT(roll_day(STR("S64.1.7"), &x) && x.n == day_make(1989, 1, 7).n);
	EXPECT(!roll_day(STR("2020-02-30"), &x) && !roll_day(STR("春ごろ"), &x) && !roll_day(STR("R2.4"), &x) && !roll_day(STR(""), &x));
}

TEST(roll_takes_smaller_pieces_where_commits_are_dear_and_larger_ones_again_by_and_by)
{
	enum { MS = 1000000 };
	struct roll r = { .row_n = 0 };
	EXPECT_INT(roll_pace(&r), 3 * MS);
	r.turn_ns = 5 * MS;
	EXPECT_INT(roll_pace(&r), 8 * MS);
	r.turn_ns = 33 * MS;
	EXPECT_INT(roll_pace(&r), 5 * MS);              /* 25 beside the rows */
	r.turn_ns = 900 * MS;
	EXPECT_INT(roll_pace(&r), 2 * MS);              /* a list comes to its end on any disk */
	for (int i = 0; i < 100; i++) {
		r.turn_ns = r.piece_ns + 3 * MS;
		roll_pace(&r);
	}
	EXPECT_INT(r.piece_ns, 8 * MS);
}

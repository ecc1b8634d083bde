/* Lists of staff: read by their headings, put in once, changed where they differ, each refusal with its reason. */
#include "desk/town_test.h"
#include "staff/staff_import.h"

struct tale { struct roll roll; struct str why, names; const char *text; struct staff_person *list; size_t n; bool is_dry, is_open; };

static void import_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->roll = (struct roll){ .column = staff_import_columns, .column_n = staff_import_column_n };
	t->is_open = roll_open(test_arena(), str_of(t->text), &t->roll, "name", &t->why);
	if (t->is_open)
		staff_import(d, &t->roll, t->is_dry);
}

static void list_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->n = staff_people_of_house(d, &(struct staff_wish){ .has_left_too = true }, &t->list);
}

static void import(struct town *town, struct tale *t, const char *text, const char *figures)
{
	t->text = text;
	town_do(town, import_run, t);
	EXPECT(t->is_open);
	EXPECT_STR(arena_fmt(test_arena(), "%lld+%lld+%lld-%lld", (long long)t->roll.added_n, (long long)t->roll.changed_n, (long long)t->roll.unchanged_n,
		(long long)t->roll.rejected_n), figures);
}

#define HEAD "職員番号,氏名,かな,職種,担当地区,電話,採用日,対応言語,所属\n"
#define MORINO "101,森野 こずえ,もりの こずえ,保健師,北、南,0996-73-1228,平成16年4月1日,,city\n"
#define HINATA "102,日向 あおい,ひなた あおい,利用者支援専門員,みなみ,,R2.4.1,英語・ベトナム語,NPOひだまり\n"

TEST(a_list_of_staff_comes_in_once_and_changes_only_what_it_says_otherwise)
{
	struct town *town = town_open();
	struct tale t = { .is_dry = true };
	import(town, &t, HEAD MORINO HINATA, "2+0+0-0");
	town_do(town, list_run, &t);
	EXPECT_INT(t.n, 0);
	t.is_dry = false;
	import(town, &t, HEAD MORINO HINATA, "2+0+0-0");
	import(town, &t, HEAD MORINO HINATA, "0+0+2-0");
	import(town, &t, "番号,名前,電話\n102,日向 あおい,0996-00-0000\n", "0+1+0-0");
	town_do(town, list_run, &t);
	EXPECT_INT(t.n, 2);
	struct staff_person *x = str_is(t.list[0].code, "102") ? &t.list[0] : &t.list[1];
	EXPECT_STR(x->phone, "0996-00-0000");
	EXPECT_STR(x->kind, "specialist");
	EXPECT(staff_speaks(x, LANG_VI) && staff_speaks(x, LANG_EN) && !staff_speaks(x, LANG_ZH));
	EXPECT(x->is_named && x->joined_on.n == day_make(2020, 4, 1).n);
	EXPECT(staff_has_area(x, town->tenant->area[1].area_id) && !staff_has_area(x, town->tenant->area[0].area_id));
	town_close(town);
}

TEST(rows_that_cannot_be_meant_are_rejected_with_their_reason_and_the_others_go_in)
{
	static const char *const why[] = { "occupation", "no such area", "no day", "language", "no such body", "name is missing", "several bodies",
		"signs in" };
	struct town *town = town_open();
	struct tale t = { .is_dry = false };
	import(town, &t, "氏名,職種,地区,採用日,言語,所属,ログイン\n"
		"甲,魔法使い,,,,city,\n乙,保健師,月,,,city,\n丙,保健師,,2020-02-31,,city,\n丁,保健師,,,エスペラント,city,\n戊,保健師,,,,火星市,\n"
		",保健師,,,,city,\n己,保健師,,,,,\n庚,保健師,,,,city,nobody\n辛,保健師,北,2020-04-01,中国語,阿久根市,\n", "1+0+0-8");
	for (size_t i = 0; i < 8; i++)
		if (!str_has(t.roll.row[i].why, why[i]))
			test_failed(__FILE__, __LINE__, "line %zu: %.*s", i, STR_ARG(t.roll.row[i].why));
	town_close(town);
}

TEST(two_people_of_one_name_are_told_apart_by_their_number_only)
{
	struct town *town = town_open();
	struct tale t = { .is_dry = false };
	import(town, &t, "職員番号,氏名,職種,所属\n1,佐藤 花,保健師,city\n2,佐藤 花,保健師,city\n", "2+0+0-0");
	import(town, &t, "氏名,職種,所属\n佐藤 花,助産師,city\n", "0+0+0-1");
	import(town, &t, "職員番号,氏名,職種,所属\n2,佐藤 花,助産師,city\n", "0+1+0-0");
	town_close(town);
}

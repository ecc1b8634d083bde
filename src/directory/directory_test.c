/* Entries: versions, edits that are remembered, states; ages and types out of real words. */
#include "directory/directory.h"
#include "directory/directory_rules.h"
#include "directory/directory_words.h"
#include "tests/town/town.h"
#include "tests/test.h"

TEST(directory_ages_are_read_as_cities_write_them)
{
	static const struct { const char *words; int64_t from, to; } row[] = {
		{ "57日～5歳", 1, 71 }, { "0～5歳", 0, 71 }, { "産休あけ", 2, -1 }, { "1歳10か月", 22, -1 }, { "１歳", 12, 23 }, { "生後6ヶ月から", 6, -1 },
		{ "3歳～就学前", 36, 83 }, { "～2歳", 0, 35 }, { "0歳～3歳未満", 0, 35 }, { "6か月～就学前", 6, 83 }, { "満3歳児～", 36, -1 },
		{ "0歳（2ヶ月）～2歳", 2, 35 }, { "0歳（57日目）～2歳", 1, 35 }, { "0歳（3ヶ月）", 3, -1 },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		int64_t from = -9, to = -9;
		if (!directory_age_read(str_of(row[i].words), &from, &to) || from != row[i].from || to != row[i].to)
			test_failed(__FILE__, __LINE__, "%s: %lld to %lld", row[i].words, (long long)from, (long long)to);
	}
	int64_t from, to;
	EXPECT(!directory_age_read(STR("お問い合わせください"), &from, &to) && !directory_age_read(STR(""), &from, &to));
}

TEST(directory_hours_in_words_are_read_when_they_say_one_thing)
{
	static const struct { const char *words, *rule; } row[] = { { "月～土\n8:30～17:00", "Mon-Sat 08:30-17:00" },
		{ "平日 ９時～１６時３０分", "Mon-Fri 09:00-16:30" }, { "月～土\n7:00～19:00\n（延長保育含）", "Mon-Sat 07:00-19:00" },
		{ "月～金13:00～21:00\n土・日9:00～18:00", "" }, { "第2・4火曜 10:00～12:00", "" }, { "10:30〜11:00", "" }, { "随時", "" } };
	struct arena *a = arena_new(1 << 20);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct str got = directory_hours_read(a, str_of(row[i].words));
		if (!str_is(got, row[i].rule))
			test_failed(__FILE__, __LINE__, "%s: %.*s", row[i].words, STR_ARG(got));
	}
	arena_free(a);
}

TEST(directory_derives_only_what_the_words_say)
{
	struct arena *a = arena_new(1 << 20);
	struct str fact[FACT_N] = { [FACT_NAME] = STR("湊保育所"), [FACT_DAYS] = STR("月火水木金土"), [FACT_OPENS] = STR("7:00"), [FACT_CLOSES] = STR("18:30"),
		[FACT_TEMPORARY] = STR("有"), [FACT_NURSING_ROOM] = STR("無"), [FACT_FEE] = STR("無料（材料費は有料）") };
	struct directory_derived r = directory_derive(a, STR_NONE, fact);
	EXPECT_STR(r.type, "nursery");
	EXPECT_STR(r.hours_rule, "Mon,Tue,Wed,Thu,Fri,Sat 07:00-18:30");
	EXPECT_STR(r.amenities, ",temporary,");
	EXPECT_STR(r.fee_kind, "paid");
	EXPECT_INT(r.age_from_n, DIRECTORY_AGE_UNKNOWN);
	fact[FACT_CLOSES] = STR("相談");
	EXPECT(!directory_derive(a, STR("hiroba"), fact).hours_rule.s);
	arena_free(a);
}

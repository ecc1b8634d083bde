/* Profile files: what is read, and that every mistake is named with its line. */
#include "base/conf.h"
#include "tests/test.h"
#include <stdio.h>

static bool parse(const char *text, struct conf *ret, struct str *ret_why)
{
	return conf_parse(test_arena(), "town.conf", str_of(text), ret, ret_why);
}

TEST(a_profile_gives_sections_names_keys_and_lines)
{
	struct conf conf;
	struct str why = STR_NONE;
	REQUIRE(parse("\xEF\xBB\xBF# 阿久根\ntitle = 子育て = 相談\r\n\n[counter 市役所 こども課]\nphone=0996-73-1211\n[area 中央]\n", &conf, &why));
	EXPECT_INT(conf.item_n, 4);
	EXPECT_STR(conf.item[0].key, "title");
	EXPECT_STR(conf.item[0].value, "子育て = 相談");
	EXPECT(!conf.item[0].section.n);
	EXPECT_STR(conf.item[1].section, "counter");
	EXPECT_STR(conf.item[1].name, "市役所 こども課");
	EXPECT(!conf.item[1].key.n);
	EXPECT_STR(conf.item[2].value, "0996-73-1211");
	EXPECT_STR(conf.item[2].name, "市役所 こども課");
	EXPECT_INT(conf.item[2].line, 5);
	EXPECT_STR(conf.item[3].section, "area");
	EXPECT_STR(conf_get(&conf, "counter", "phone"), "0996-73-1211");
	EXPECT(!conf_get(&conf, "counter", "fax").s);
}

TEST(a_value_goes_on_over_lines_that_begin_with_a_space)
{
	struct conf conf;
	REQUIRE(parse("privacy = 一行目\n  二行目\n\n\t三行目\nlead =\n  ひとこと\n", &conf, NULL));
	EXPECT_INT(conf.item_n, 2);
	EXPECT_STR(conf.item[0].value, "一行目\n二行目\n三行目");
	EXPECT_STR(conf.item[1].value, "ひとこと");
}

static void expect_complaint(const char *text, const char *begin)
{
	struct conf conf;
	struct str why = STR_NONE;
	EXPECT(!parse(text, &conf, &why));
	if (!str_starts(why, begin))
		EXPECT_STR(why, begin);
}

TEST(a_broken_profile_is_refused_with_its_line)
{
	expect_complaint("title = a\nno sign here\n", "town.conf:2:");
	expect_complaint("[counter x\n", "town.conf:1:");
	expect_complaint("[]\n", "town.conf:1:");
	expect_complaint("a = 1\n\nTitle = x\n", "town.conf:3:");
	expect_complaint("[area x]\n  goes on\n", "town.conf:2:");
	expect_complaint("= x\n", "town.conf:1:");
	expect_complaint("title = \xff\n", "town.conf:0:");
}

TEST(a_profile_is_read_from_its_file)
{
	struct conf conf;
	struct str why = STR_NONE;
	char path[200];
	snprintf(path, sizeof path, "%s/a.conf", test_folder());
	EXPECT(!conf_read(test_arena(), path, &conf, &why));
	EXPECT(str_has(why, "a.conf"));
	FILE *f = fopen(path, "w");
	REQUIRE(f);
	fputs("title = よりそい\n[area k]\nname = 高津\n", f);
	fclose(f);
	REQUIRE(conf_read(test_arena(), path, &conf, &why));
	EXPECT_STR(conf_get(&conf, "", "title"), "よりそい");
	EXPECT_STR(conf_get(&conf, "area", "name"), "高津");
}

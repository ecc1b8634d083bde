/* One spelling for what is written in many ways; and where each letter came from. */
#include "base/fold.h"
#include "base/fold_words.h"
#include "tests/test.h"
#include <string.h>
#include <utf8proc.h>

static struct str folded(const char *s)
{
	return fold_text(test_arena(), str_of(s));
}

TEST(fold_makes_one_spelling_of_many)
{
	static const char *const row[][2] = {
		{ "ＡＢＣ　１２３", "abc 123" }, { "ﾌｧﾐﾘｰ･ｻﾎﾟｰﾄ", "ふあみりさぽと" }, { "ファミリー・サポート", "ふあみりさぽと" }, { "ふぁみりーさぽーと", "ふあみりさぽと" },
		{ "髙橋", "高橋" }, { "山﨑", "山崎" }, { "渡邊", "渡辺" }, { "渡邉", "渡辺" }, { "齋藤", "斎藤" }, { "𠮷田", "吉田" }, { "澤", "沢" },
		{ "ﾊﾞｽ", "ばす" }, { "バス", "ばす" }, { "ハ゛ス", "ばす" }, { "か\u3099くどう", "がくどう" }, { "ヴィオラ", "ぶいおら" }, { "ベビーカー", "べびか" },
		{ "ベビ－カ－", "べびか" }, { "㈱まち", "株|まち" }, { "①", "1" }, { "一時　預かり", "一時預かり" }, { "東 Park 西", "東park西" }, { "0～5歳", "0|5歳" },
		{ "Trường mẫu giáo", "truong mau giao" }, { "Creche À Noite", "creche a noite" }, { "、。", "" }, { "放課後、児童クラブ。", "放課後|児童くらぶ" },
		{ "3ヶ月", "3け月" }, { "障碍", "障害" }, { "", "" },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (!str_is(folded(row[i][0]), row[i][1]))
			test_failed(__FILE__, __LINE__, "%s folds to \"%s\", not \"%s\"", row[i][0], folded(row[i][0]).s, row[i][1]);
}

TEST(fold_of_what_was_folded_changes_nothing)
{
	static const char *const row[] = { "ﾊﾟﾝﾀﾞ・コアラ　組", "﨑と髙と𠮷", "「ほいく」って何？", "Ünïcode ﷺ ㍿ ½", "ゔぁーｳﾞｧ", "いﾞろﾟ", "\xff\xfe壊れ" };
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct str one = folded(row[i]), two = fold_text(test_arena(), one);
		if (!str_eq(one, two))
			test_failed(__FILE__, __LINE__, "%s: \"%s\", then \"%s\"", row[i], one.s, two.s);
	}
	struct arena *a = arena_new(1 << 20);
	for (uint32_t x = 1; x < 0x30000; x++) {
		char b[5] = { 0 };
		if (x >= 0xd800 && x <= 0xdfff)
			continue;
		arena_reset(a);
		struct str one = fold_text(a, (struct str){ b, fold_letter_put(x, b) }), two = fold_text(a, one);
		if (!str_eq(one, two))
			test_failed(__FILE__, __LINE__, "U+%04X: \"%s\", then \"%s\"", x, one.s, two.s);
	}
	arena_free(a);
}

TEST(fold_variants_are_pairs_that_lead_to_no_other)
{
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)fold_variants;
	utf8proc_int32_t from, to;
	char b[5] = { 0 };
	int n = 0;
	for (; *s; n++) {
		s += utf8proc_iterate(s, -1, &from);
		REQUIRE(*s);
		s += utf8proc_iterate(s, -1, &to);
		struct str rare = { b, fold_letter_put((uint32_t)from, b) };
		EXPECT(from != to);
		rare = fold_text(test_arena(), rare);
		char usual[5] = { 0 };
		fold_letter_put((uint32_t)to, usual);
		EXPECT_STR(rare, usual);
	}
	EXPECT(n > 350);
}

TEST(fold_cuts_what_was_typed_into_words)
{
	struct str word[4];
	size_t n = fold_words(test_arena(), STR("　一時保育  ＡＢ\t公園・広場 一時保育 0-1"), 4, word);
	EXPECT_INT(n, 4);
	EXPECT_STR(word[0], "一時保育");
	EXPECT_STR(word[1], "ab");
	EXPECT_STR(word[2], "公園広場");
	EXPECT_STR(word[3], "0");
	EXPECT_INT(fold_words(test_arena(), STR("「」 、"), 4, word), 0);
}

TEST(fold_marks_the_original_letters)
{
	struct str word[] = { STR("保育"), STR("さぽと"), STR("abc"), STR("高") };
	struct str got = fold_mark(test_arena(), STR("ﾌｧﾐﾘｰｻﾎﾟｰﾄと保育保育園のＡＢＣ、髙い"), word, 4);
	EXPECT_STR(got, "ﾌｧﾐﾘｰ\x02ｻﾎﾟｰﾄ\x03と\x02保育保育\x03園の\x02ＡＢＣ\x03、\x02髙\x03い");
	EXPECT_STR(fold_mark(test_arena(), STR("何もない"), word, 4), "何もない");
	EXPECT_STR(fold_mark(test_arena(), STR(""), word, 4), "");
}

TEST(fold_asks_for_pairs_of_letters)
{
	static const char *const row[][2] = { { "保育", "\"保育\"" }, { "保育園", "\"保育\" + \"育園\"" }, { "保", "\"保\" *" }, { "ab1", "\"ab\" + \"b1\"" },
		{ "é字", "\"é字\"" } };
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct out o = { .arena = test_arena() };
		fold_phrase(&o, str_of(row[i][0]));
		EXPECT_STR(out_done(&o), row[i][1]);
	}
}

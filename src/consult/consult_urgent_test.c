/* Urgent words, held against 600 sentences that were written without sight of the tables: no call for help is missed, no figure of speech rings. */
#include "base/clock.h"
#include "consult/consult_urgent_rules.h"
#include "base/fold.h"
#include "tests/test.h"
#include <stdio.h>
#include <string.h>

static const char sentences[] = "src/consult/consult_urgent_test.txt";

struct counted { int n, wrong_n; };

static enum urgent_level look(const char *words)
{
	return consult_urgent(test_arena(), str_of(words)).level;
}

static void count(struct str label, struct str words, struct counted *urgent, struct counted *figure, struct counted *plain)
{
	struct urgent u = consult_urgent(test_arena(), words);
	bool is_urgent = str_is(label, "urgent"), is_figure = str_is(label, "figurative"), is_plain = str_is(label, "plain");
	bool is_wrong = is_urgent ? u.level != URGENT_NOW : u.level == URGENT_NOW;
	struct counted *c = is_urgent ? urgent : is_figure ? figure : plain;
	EXPECT(is_urgent || is_figure || is_plain);
	c->n++;
	c->wrong_n += is_wrong;
	if (is_wrong)
		test_failed(__FILE__, __LINE__, "%.*s: \"%.*s\" is found as %d by \"%.*s\"", STR_ARG(label), STR_ARG(words), u.level, STR_ARG(u.reason));
}

TEST(of_600_sentences_no_call_for_help_is_missed_and_no_figure_of_speech_rings)
{
	struct counted urgent = { 0 }, figure = { 0 }, plain = { 0 };
	char line[2000];
	FILE *f = fopen(sentences, "r");
	REQUIRE(f);
	while (fgets(line, sizeof line, f)) {
		struct str words = str_trim(str_of(line)), label;
		str_cut(&words, '\t', &label);
		count(label, words, &urgent, &figure, &plain);
	}
	fclose(f);
	EXPECT_INT(urgent.n, 200);
	EXPECT_INT(figure.n, 200);
	EXPECT_INT(plain.n, 200);
}

TEST(spelling_and_width_do_not_hide_an_urgent_word)
{
	static const char *const same[] = { "死にたい", "シニタイ", "しに たい", "もう　死　に　た　い", "ﾀｽｹﾃ", "ＤＶ", "dvを受けています" };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		EXPECT_INT(look(same[i]), URGENT_NOW);
	EXPECT_INT(look(""), URGENT_NONE);
	EXPECT_INT(look("離乳食のすすめ方を知りたいです"), URGENT_NONE);
}

TEST(a_figure_of_speech_does_not_hide_the_call_beside_it)
{
	EXPECT_INT(look("死ぬほど眠いです"), URGENT_SHOWN);
	EXPECT_INT(look("死ぬほど眠くて、もう消えてしまいたいです"), URGENT_NOW);
	EXPECT_INT(look("忙しくて死にそうです"), URGENT_SHOWN);
	EXPECT_INT(look("忙しくて死にたいです"), URGENT_NOW);
	EXPECT_INT(look("必死でした。さっき夫に殴られました"), URGENT_NOW);
}

TEST(the_longest_message_is_looked_through)
{
	struct out o = { .arena = test_arena() };
	for (int i = 0; i < 1300; i++)
		out_z(&o, "夜泣き");
	out_z(&o, "。死にたい");
	EXPECT_INT(consult_urgent(test_arena(), out_done(&o)).level, URGENT_NOW);
}

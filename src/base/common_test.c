/* The list of common passwords: found as they are, and with what people put behind them; others are left alone. */
#include "tests/test.h"
#include "base/common.h"

TEST(common_passwords_are_known_with_what_people_put_behind_them)
{
	static const char *const common[] = { "1234567890", "qwertyuiop", "Password123", "1q2w3e4r5t", "basketball", "Sakura-2024", "dragon!!!!!!",
		"CALIFORNIA", "monkey1234567", "pianoforte", "tony123123" };
	static const char *const fine[] = { "komorebi-no-niwa-7", "hidamari-no-michi-8", "", "a", "zzzzzzzzzzzzz~", "0997365214", "ひだまりのみち2024" };
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		EXPECT(common_has(str_of(common[i])));
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		EXPECT(!common_has(str_of(fine[i])));
}

/* The list is searched by halves: it must be sorted, and each of its words must be found. ASVS 5.0 asks for 3,000 that the rules would let in. */
TEST(every_common_word_is_found)
{
	int n = 0, missing_n = 0, long_n = 0;
	for (size_t at = 0; at < common_words_n; n++) {
		size_t word_n = strcspn(common_words + at, "\n");
		long_n += word_n >= 10;
		missing_n += !common_has((struct str){ common_words + at, word_n });
		at += word_n + 1;
	}
	EXPECT(n > 20000);
	EXPECT(long_n >= 3000);
	EXPECT_INT(missing_n, 0);
}

TEST(walks_repeats_and_words_of_the_place_are_nobodys_own)
{
	static const struct str word[] = { { "yorisoi", 7 }, { "akune", 5 }, { "hinata", 6 }, { "阿久根市", 12 }, { "a", 1 }, { NULL, 0 } };
	static const char *const bare[] = { "qwertyASDFGH", "1qaz2wsx3edc", "0987654321ab", "abcabcabcabc", "sakusakusaku", "AAAAbbbbCCCC", "zyxwvutsrq",
		"akune-2026!", "Yorisoi.Akune.1", "hinata19901103", "阿久根市2026年", "poiuytrewq", "!QAZ@WSX#EDC" };
	static const char *const fine[] = { "akune-no-mikan-batake", "hidamari-no-michi", "0997365214", "ひだまりのみちをあるく", "阿久根市のひだまり", "abcd-mikan-wxyz",
		"komorebi-no-niwa-7", "kx7!vd92qm" };
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		if (!common_is_made_of(str_of(bare[i]), word, sizeof word / sizeof *word))
			test_failed(__FILE__, __LINE__, "%s", bare[i]);
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		EXPECT(!common_is_made_of(str_of(fine[i]), word, sizeof word / sizeof *word));
}

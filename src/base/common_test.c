/* The list of common passwords: found as they are, and with what people put behind them; others are left alone. */
#include "tests/test.h"
#include "base/common.h"

TEST(common_passwords_are_known_with_what_people_put_behind_them)
{
	static const char *const common[] = { "1234567890", "qwertyuiop", "Password123", "1q2w3e4r5t", "basketball", "Sakura-2024", "dragon!!!!!!",
		"CALIFORNIA", "monkey1234567" };
	static const char *const fine[] = { "komorebi-no-niwa-7", "hidamari-no-michi-8", "", "a", "zzzzzzzzzzzzz~", "0997365214", "ひだまりのみち2024" };
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		EXPECT(common_has(str_of(common[i])));
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		EXPECT(!common_has(str_of(fine[i])));
}

/* The list is searched by halves: it must be sorted, and each of its words must be found. */
TEST(every_common_word_is_found)
{
	int n = 0, missing_n = 0;
	for (size_t at = 0; at < common_words_n; n++) {
		size_t word_n = strcspn(common_words + at, "\n");
		missing_n += !common_has((struct str){ common_words + at, word_n });
		at += word_n + 1;
	}
	EXPECT(n > 20000);
	EXPECT_INT(missing_n, 0);
}

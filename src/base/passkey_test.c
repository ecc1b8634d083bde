/* Keys of all three kinds open; each single thing that is not as it should be is found and named. */
#include "tests/device.h"
#include "tests/test.h"
#include "base/base64.h"
#include "base/passkey.h"

static const int algs[] = { PASSKEY_ES256, PASSKEY_EDDSA, PASSKEY_RS256 };
static const char rp[] = "kosodate.example.jp", origin[] = "https://kosodate.example.jp", challenge[] = "c29tZXRoaW5nIHJhbmRvbQ";

static struct passkey_rule rule_of(void)
{
	return (struct passkey_rule){ .rp = STR("kosodate.example.jp"), .origin = STR("https://kosodate.example.jp"), .challenge = str_of(challenge),
		.needs_user = true };
}

static struct device_act act_of(enum device_lie lie)
{
	return (struct device_act){ .rp = rp, .origin = origin, .challenge = str_of(challenge), .lie = lie };
}

static enum passkey_end make(struct device *v, enum device_lie lie, struct passkey *ret)
{
	struct device_said said;
	struct device_act act = act_of(lie);
	struct passkey_rule rule = rule_of();
	device_make(v, &act, &said);
	return passkey_read(test_arena(), &rule, said.client, said.auth, ret);
}

static enum passkey_end sign(struct device *v, enum device_lie lie, const struct passkey *key, int64_t *ret_n)
{
	struct device_said said;
	struct device_act act = act_of(lie);
	struct passkey_rule rule = rule_of();
	device_sign(v, &act, &said);
	return passkey_check(test_arena(), &rule, key, &(struct passkey_proof){ said.client, said.auth, said.signature }, ret_n);
}

TEST(keys_of_all_three_kinds_are_made_and_open)
{
	for (size_t i = 0; i < 3; i++) {
		struct device v = { .alg = algs[i], .number = 1, .sign_n = 7 };
		struct passkey key;
		int64_t n = 0;
		EXPECT_INT(make(&v, LIE_NONE, &key), PASSKEY_FINE);
		EXPECT_INT(key.alg_n, algs[i]);
		EXPECT_INT(key.sign_n, 7);
		EXPECT(key.is_verified && !key.is_backed_up);
		EXPECT_INT(sign(&v, LIE_NONE, &key, &n), PASSKEY_FINE);
		EXPECT_INT(n, 8);
	}
}

static const enum passkey_end found[LIE_N] = { [LIE_ACT] = PASSKEY_OTHER_ACT, [LIE_CHALLENGE] = PASSKEY_OTHER_CHALLENGE,
	[LIE_ORIGIN] = PASSKEY_OTHER_ORIGIN, [LIE_FRAME] = PASSKEY_OTHER_ORIGIN, [LIE_SITE] = PASSKEY_OTHER_SITE, [LIE_ABSENT] = PASSKEY_NOT_PRESENT,
	[LIE_NOT_VERIFIED] = PASSKEY_NOT_VERIFIED, [LIE_SIGNATURE] = PASSKEY_BAD_SIGNATURE, [LIE_CUT] = PASSKEY_BROKEN };

TEST(every_lie_of_a_device_is_found_and_named)
{
	for (size_t i = 0; i < 3; i++)
		for (int lie = LIE_ACT; lie < LIE_N; lie++) {
			struct device v = { .alg = algs[i], .number = 1, .sign_n = 7 };
			struct passkey key;
			int64_t n = -1;
			EXPECT_INT(make(&v, LIE_NONE, &key), PASSKEY_FINE);
			EXPECT_INT(sign(&v, (enum device_lie)lie, &key, &n), found[lie]);
			EXPECT_INT(n, -1);
			if (lie != LIE_SIGNATURE && lie != LIE_CUT)
				EXPECT_INT(make(&v, (enum device_lie)lie, &key), found[lie]);
			EXPECT((lie == LIE_SIGNATURE) == (make(&v, (enum device_lie)lie, &key) == PASSKEY_FINE));
		}
}

TEST(the_key_of_one_device_does_not_open_for_another)
{
	for (size_t i = 0; i < 3; i++) {
		struct device mine = { .alg = algs[i], .number = 1 }, theirs = { .alg = algs[i], .number = 2 };
		struct passkey key, other;
		int64_t n;
		EXPECT_INT(make(&mine, LIE_NONE, &key), PASSKEY_FINE);
		EXPECT_INT(sign(&theirs, LIE_NONE, &key, &n), PASSKEY_BAD_SIGNATURE);
		struct device next = { .alg = algs[(i + 1) % 3], .number = 1 };
		EXPECT_INT(make(&next, LIE_NONE, &other), PASSKEY_FINE);
		other.alg_n = key.alg_n;                /* the right bytes under another algorithm's name */
		EXPECT(sign(&next, LIE_NONE, &other, &n) != PASSKEY_FINE);
	}
}

TEST(without_asking_for_the_person_a_touch_is_enough)
{
	struct device v = { .alg = PASSKEY_ES256, .number = 1 };
	struct device_act act = act_of(LIE_NOT_VERIFIED);
	struct device_said said;
	struct passkey key;
	struct passkey_rule rule = rule_of();
	int64_t n;
	rule.needs_user = false;
	device_make(&v, &act, &said);
	EXPECT_INT(passkey_read(test_arena(), &rule, said.client, said.auth, &key), PASSKEY_FINE);
	EXPECT(!key.is_verified);
	device_sign(&v, &act, &said);
	EXPECT_INT(passkey_check(test_arena(), &rule, &key, &(struct passkey_proof){ said.client, said.auth, said.signature }, &n), PASSKEY_FINE);
	EXPECT_INT(n, 0);
}

TEST(what_is_no_ceremony_at_all_is_broken)
{
	struct passkey key;
	struct passkey_rule rule = rule_of();
	static const char *const junk[] = { "", "AAAA", "e30", "W10", "bnVsbA", "not base64!", "AAA=" };
	for (size_t i = 0; i < sizeof junk / sizeof *junk; i++)
		EXPECT(passkey_read(test_arena(), &rule, str_of(junk[i]), STR("AAAA"), &key) != PASSKEY_FINE);
	EXPECT_INT(passkey_read(test_arena(), &rule, STR_NONE, STR_NONE, &key), PASSKEY_BROKEN);
}

TEST(base64_for_addresses_has_one_reading)
{
	struct str bytes;
	EXPECT_STR(base64_text(test_arena(), STR("f")), "Zg");
	EXPECT_STR(base64_text(test_arena(), STR("\xfb\xff")), "-_8");
	EXPECT(base64_read(test_arena(), STR("-_8"), &bytes) && bytes.n == 2);
	EXPECT(base64_read(test_arena(), STR(""), &bytes) && bytes.n == 0);
	EXPECT(!base64_read(test_arena(), STR("Zh"), &bytes));          /* bits left over */
	EXPECT(!base64_read(test_arena(), STR("Zg=="), &bytes) && !base64_read(test_arena(), STR("+/8"), &bytes));
	EXPECT(!base64_read(test_arena(), STR("Z"), &bytes) && !base64_read(test_arena(), STR("Zm9v\nZm9v"), &bytes));
}

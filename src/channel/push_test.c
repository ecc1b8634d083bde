/* Sealing as RFC 8291 shows it in its appendix, byte for byte; signing that another reads; which addresses are asked at all. */
#include "channel/push.h"
#include "base/base64.h"
#include "base/jose.h"
#include "tests/test.h"

static struct str raw(const char *text)
{
	struct str ret = STR_NONE;
	if (!base64_read(test_arena(), str_of(text), &ret))
		test_failed(__FILE__, __LINE__, "%s", text);
	return ret;
}

static struct push_fresh fresh_of(const char *secret, const char *salt)
{
	struct push_fresh fresh = { .pair = { .open = { 0 } } };
	EXPECT(push_pair_of((const unsigned char *)raw(secret).s, &fresh.pair));
	memcpy(fresh.salt, raw(salt).s, PUSH_SALT);
	return fresh;
}

TEST(a_push_is_sealed_as_the_standard_shows_it)
{
	struct push_fresh fresh = fresh_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "DGv6ra1nlYgDCS1FRnbzlw");
	struct push_place place = { STR("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"),
		raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), raw("BTBZMqHH6r4Tts7J_aSIgg") };
	struct str body = STR_NONE;
	EXPECT_STR(base64_text(test_arena(), (struct str){ (const char *)fresh.pair.open, PUSH_PUBLIC }),
		"BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
	EXPECT(push_place_is_fine(&place));
	EXPECT(push_seal_with(test_arena(), &place, STR("When I grow up, I want to be a watermelon"), &fresh, &body));
	EXPECT_STR(base64_text(test_arena(), body), "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vC"
		"YLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST(no_push_is_sealed_twice_alike_nor_to_a_point_off_the_curve)
{
	struct push_place place = { STR("https://push.example.net/x"),
		raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), raw("BTBZMqHH6r4Tts7J_aSIgg") };
	struct str one, two;
	EXPECT(push_seal(test_arena(), &place, STR("x"), &one) && push_seal(test_arena(), &place, STR("x"), &two));
	EXPECT(one.n == two.n && memcmp(one.s, two.s, one.n) != 0);
	EXPECT(memcmp(one.s + 21, two.s + 21, PUSH_PUBLIC) != 0);
	char *off = (char *)(uintptr_t)arena_str(test_arena(), place.open).s;
	off[64] ^= 1;
	place.open = (struct str){ off, PUSH_PUBLIC };
	EXPECT(!push_place_is_fine(&place));
	EXPECT(!push_seal(test_arena(), &place, STR("x"), &one));
	place.open.n = 64;
	EXPECT(!push_place_is_fine(&place));
}

TEST(a_town_signs_with_a_key_that_grows_from_its_own)
{
	struct seal_key key, other;
	memset(key.b, 7, sizeof key.b);
	memset(other.b, 8, sizeof other.b);
	struct push_pair pair = push_pair_grow(&key), again = push_pair_grow(&key), theirs = push_pair_grow(&other);
	EXPECT(memcmp(pair.open, again.open, PUSH_PUBLIC) == 0 && memcmp(pair.open, theirs.open, PUSH_PUBLIC) != 0);
	struct str token = push_token(test_arena(), &pair, STR("https://fcm.googleapis.com"), STR("mailto:a@example.jp"), 1795568400), why, said;
	struct str x = base64_text(test_arena(), (struct str){ (const char *)pair.open + 1, 32 });
	struct str y = base64_text(test_arena(), (struct str){ (const char *)pair.open + 33, 32 });
	struct str jwks = arena_fmt(test_arena(), "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}]}", x.s, y.s);
	struct jose_trust trust = { .algs = JOSE_ES256, .keys = json_read(test_arena(), jwks, &why) };
	EXPECT_INT(jose_open(test_arena(), token, &trust, &said), JOSE_FINE);
	EXPECT_STR(said, "{\"aud\":\"https://fcm.googleapis.com\",\"exp\":1795568400,\"sub\":\"mailto:a@example.jp\"}");
}

TEST(only_listed_hosts_are_asked)
{
	struct str hosts = STR("fcm.googleapis.com, *.push.apple.com");
	EXPECT(push_is_listed(STR("https://fcm.googleapis.com/fcm/send/abc"), hosts));
	EXPECT(push_is_listed(STR("https://web.push.apple.com/Q1"), hosts));
	static const char *const no[] = { "http://fcm.googleapis.com/x", "https://fcm.googleapis.com.evil.example/x",
		"https://evil.example/fcm.googleapis.com",
		"https://fcm.googleapis.com:8443/x", "https://push.apple.com/x", "https://evilpush.apple.com/x", "https://a@fcm.googleapis.com/x",
		"https://127.0.0.1/x", "file:///etc/passwd", "https://", "" };
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (push_is_listed(str_of(no[i]), hosts))
			test_failed(__FILE__, __LINE__, "%s is asked", no[i]);
	EXPECT_STR(push_origin(STR("https://a.example/b?c")), "https://a.example");
}

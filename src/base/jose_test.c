/* Tokens of the standards' own examples open; every way to pass one off as another does not. */
#include "tests/issuer.h"
#include "tests/test.h"
#include "base/base64.h"
#include "base/jose.h"

/* RFC 7515, A.1 to A.3, and RFC 8037, A.4: the same words signed in four ways. */
#define WORDS "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
static const char hs256[] = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." WORDS ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
static const char hs256_key[] = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
static const char rs256[] = "eyJhbGciOiJSUzI1NiJ9." WORDS ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt"
	"_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12"
	"jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
static const char es256[] = "eyJhbGciOiJFUzI1NiJ9." WORDS ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
static const char eddsa[] = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
	"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
static const char keys[] = "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
	"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJ"
	"rcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEM"
	"a2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"},"
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

enum { ALL = JOSE_RS256 | JOSE_ES256 | JOSE_EDDSA | JOSE_HS256 };

static struct jose_trust trust_of(const char *jwks, int algs)
{
	struct jose_trust trust = { .algs = algs };
	struct str why;
	trust.keys = json_read(test_arena(), str_of(jwks), &why);
	EXPECT(base64_read(test_arena(), str_of(hs256_key), &trust.secret));
	return trust;
}

static enum jose_end opened(const char *token, int algs)
{
	struct jose_trust trust = trust_of(keys, algs);
	struct str payload = STR_NONE;
	enum jose_end end = jose_open(test_arena(), str_of(token), &trust, &payload);
	EXPECT((end == JOSE_FINE) == (payload.s != NULL));
	return end;
}

TEST(the_examples_of_the_standards_open)
{
	EXPECT_INT(opened(hs256, JOSE_HS256), JOSE_FINE);
	EXPECT_INT(opened(rs256, JOSE_RS256), JOSE_FINE);
	EXPECT_INT(opened(es256, JOSE_ES256), JOSE_FINE);
	EXPECT_INT(opened(eddsa, JOSE_EDDSA), JOSE_FINE);
}

TEST(what_the_asker_does_not_allow_is_not_looked_at)
{
	EXPECT_INT(opened(hs256, ALL & ~JOSE_HS256), JOSE_OTHER_ALG);
	EXPECT_INT(opened(rs256, ALL & ~JOSE_RS256), JOSE_OTHER_ALG);
	EXPECT_INT(opened(es256, ALL & ~JOSE_ES256), JOSE_OTHER_ALG);
	EXPECT_INT(opened(eddsa, ALL & ~JOSE_EDDSA), JOSE_OTHER_ALG);
	EXPECT_INT(opened("eyJhbGciOiJub25lIn0." WORDS ".", ALL), JOSE_OTHER_ALG);
	EXPECT_INT(opened("eyJhbGciOiJOb25lIn0." WORDS ".", ALL), JOSE_OTHER_ALG);
}

/* Every single letter of every example, changed: nothing opens. */
TEST(a_token_with_one_letter_changed_does_not_open)
{
	static const char *const all[] = { hs256, es256, eddsa };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		size_t n = strlen(all[i]);
		for (size_t at = 0; at < n; at++) {
			char copy[400];
			snprintf(copy, sizeof copy, "%s", all[i]);
			copy[at] = copy[at] == 'A' ? 'B' : 'A';
			EXPECT(opened(copy, ALL) != JOSE_FINE);
		}
	}
}

TEST(no_public_key_is_taken_for_a_secret)
{
	struct jose_trust trust = trust_of(issuer_keys(0).s, ALL);
	struct str payload, public = issuer_public_text();
	struct str forged = issuer_token(&(struct issuer_word){ .alg = "HS256", .kid = "es-0", .secret = public, .claims = STR("{}") });
	EXPECT_INT(jose_open(test_arena(), forged, &trust, &payload), JOSE_BAD_SIGNATURE);
	trust.secret = STR_NONE;
	EXPECT_INT(jose_open(test_arena(), forged, &trust, &payload), JOSE_NO_KEY);
	trust.secret = STR("");
	forged = issuer_token(&(struct issuer_word){ .alg = "HS256", .secret = STR(""), .claims = STR("{}") });
	EXPECT_INT(jose_open(test_arena(), forged, &trust, &payload), JOSE_NO_KEY);
}

TEST(the_kid_names_the_key_and_keys_change)
{
	struct jose_trust old = trust_of(issuer_keys(0).s, ALL), new = trust_of(issuer_keys(1).s, ALL);
	static const char *const algs[] = { "ES256", "RS256", "EdDSA" }, *const kids[2][3] = { { "es-0", "rs-0", "ed-0" }, { "es-1", "rs-1", "ed-1" } };
	struct str payload;
	for (int i = 0; i < 3; i++) {
		struct str one = issuer_token(&(struct issuer_word){ .alg = algs[i], .kid = kids[0][i], .claims = STR("{}") });
		struct str two = issuer_token(&(struct issuer_word){ .alg = algs[i], .kid = kids[1][i], .round = 1, .claims = STR("{}") });
		struct str wrong = issuer_token(&(struct issuer_word){ .alg = algs[i], .kid = kids[0][i], .round = 1, .claims = STR("{}") });
		EXPECT_INT(jose_open(test_arena(), one, &old, &payload), JOSE_FINE);
		EXPECT_INT(jose_open(test_arena(), two, &old, &payload), JOSE_NO_KEY);
		EXPECT_INT(jose_open(test_arena(), two, &new, &payload), JOSE_FINE);
		EXPECT_INT(jose_open(test_arena(), one, &new, &payload), JOSE_FINE);   /* for a while both are there */
		EXPECT_INT(jose_open(test_arena(), wrong, &new, &payload), JOSE_BAD_SIGNATURE);
		struct str unnamed = issuer_token(&(struct issuer_word){ .alg = algs[i], .claims = STR("{}") });
		EXPECT_INT(jose_open(test_arena(), unnamed, &old, &payload), JOSE_FINE);
		EXPECT_INT(jose_open(test_arena(), unnamed, &new, &payload), JOSE_NO_KEY);     /* two would fit: none is tried */
	}
}

TEST(keys_that_are_none_open_nothing_and_break_nothing)
{
	static const char *const sets[] = { "{}", "[]", "{\"keys\":{}}", "{\"keys\":[1,null,{}]}",
		"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}",
		"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
		"\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
		"{\"keys\":[{\"kty\":\"EC\",\"use\":\"enc\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
		"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}", "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AA\",\"y\":\"AA\"}]}" };
	struct str payload;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct jose_trust trust = trust_of(sets[i], ALL);
		EXPECT_INT(jose_open(test_arena(), str_of(es256), &trust, &payload), JOSE_NO_KEY);
	}
	struct jose_trust small = trust_of("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"wQ\",\"e\":\"AQAB\"}]}", ALL);
	EXPECT_INT(jose_open(test_arena(), str_of(rs256), &small, &payload), JOSE_NO_KEY);
}

TEST(what_is_no_token_is_broken)
{
	static const char *const junk[] = { "", ".", "..", "...", "a.b.c", "e30." WORDS, "e30." WORDS ".AA.AA", "bnVsbA." WORDS ".AA", "W10." WORDS ".AA",
		"eyJhbGciOiJFUzI1NiIsImNyaXQiOlsiYjY0Il19." WORDS ".AA", "eyJhbGciOiJFUzI1NiIsImFsZyI6Im5vbmUifQ." WORDS ".AA" };
	for (size_t i = 0; i < sizeof junk / sizeof *junk; i++)
		EXPECT_INT(opened(junk[i], ALL), JOSE_BROKEN);
}

/* ---- claims ---- */

static enum jose_end claims(const char *text)
{
	struct jose_rule rule = { .issuer = STR("https://i.example"), .client = STR("us"), .nonce = STR("n0nce"), .now_s = 1000000 };
	struct jose_person person = { .subject = STR_NONE };
	enum jose_end end = jose_person_of(test_arena(), str_of(text), &rule, &person);
	EXPECT((end == JOSE_FINE) == (person.subject.n > 0));
	return end;
}

#define SAYS(iss, aud, rest) "{\"iss\":\"" iss "\",\"aud\":" aud ",\"nonce\":\"n0nce\",\"sub\":\"s\"" rest "}"
#define NOW ",\"iat\":999990,\"exp\":1000300"

TEST(an_identity_is_for_us_from_them_now_and_asked_for)
{
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", NOW)), JOSE_FINE);
	EXPECT_INT(claims(SAYS("https://i.example", "[\"us\"]", NOW)), JOSE_FINE);
	EXPECT_INT(claims(SAYS("https://i.example", "[\"us\",\"them\"]", NOW ",\"azp\":\"us\"")), JOSE_FINE);
	EXPECT_INT(claims(SAYS("https://i.example", "[\"us\",\"them\"]", NOW)), JOSE_OTHER_AUDIENCE);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", NOW ",\"azp\":\"them\"")), JOSE_OTHER_AUDIENCE);
	EXPECT_INT(claims(SAYS("https://i.example", "\"them\"", NOW)), JOSE_OTHER_AUDIENCE);
	EXPECT_INT(claims(SAYS("https://i.example", "[]", NOW)), JOSE_OTHER_AUDIENCE);
	EXPECT_INT(claims(SAYS("https://i.example/", "\"us\"", NOW)), JOSE_OTHER_ISSUER);
	EXPECT_INT(claims(SAYS("https://i.example.evil", "\"us\"", NOW)), JOSE_OTHER_ISSUER);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", ",\"iat\":999000,\"exp\":999900")), JOSE_TOO_LATE);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", ",\"iat\":1000100,\"exp\":1000300")), JOSE_TOO_EARLY);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", NOW ",\"nbf\":1000100")), JOSE_TOO_EARLY);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", ",\"exp\":1000300")), JOSE_BROKEN);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", ",\"iat\":999990")), JOSE_BROKEN);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", ",\"iat\":999990,\"exp\":\"never\"")), JOSE_BROKEN);
	EXPECT_INT(claims(SAYS("https://i.example", "\"us\"", ",\"iat\":999990,\"exp\":1e300")), JOSE_BROKEN);
	EXPECT_INT(claims("{\"iss\":\"https://i.example\",\"aud\":\"us\",\"sub\":\"s\"" NOW "}"), JOSE_OTHER_NONCE);
	EXPECT_INT(claims("{\"iss\":\"https://i.example\",\"aud\":\"us\",\"sub\":\"s\",\"nonce\":\"other\"" NOW "}"), JOSE_OTHER_NONCE);
	EXPECT_INT(claims("{\"iss\":\"https://i.example\",\"aud\":\"us\",\"nonce\":\"n0nce\"" NOW "}"), JOSE_NO_SUBJECT);
	EXPECT_INT(claims("not json"), JOSE_OTHER_ISSUER);
}

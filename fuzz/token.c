/* Tokens and passkeys: any bytes as key set and token, and as what a browser says of a ceremony. Without the secret and without a device nothing
 * opens, whatever the input says about itself. */
#include "fuzz/fuzz.h"
#include "base/base64.h"
#include "base/jose.h"
#include "base/passkey.h"

static void check_token(struct arena *a, struct str keys, struct str token)
{
	struct str why, payload = STR_NONE;
	struct jose_person person;
	struct jose_rule rule = { .issuer = STR("https://i.example"), .client = STR("us"), .nonce = STR("n0nce"), .now_s = 1000000 };
	struct jose_trust secret = { .algs = JOSE_HS256, .secret = STR("a secret that no input knows, 32") };
	struct jose_trust public = { .algs = JOSE_RS256 | JOSE_ES256 | JOSE_EDDSA, .keys = json_read(a, keys, &why) };
	CHECK(jose_open(a, token, &secret, &payload) != JOSE_FINE);
	if (jose_open(a, token, &public, &payload) == JOSE_FINE)
		CHECK(payload.s && public.keys);
	if (jose_person_of(a, payload.s ? payload : token, &rule, &person) == JOSE_FINE)
		CHECK(person.subject.n > 0 && person.subject.n <= 255);
}

static void check_passkey(struct arena *a, struct str client, struct str auth)
{
	struct passkey key;
	struct passkey_rule rule = { .rp = STR("kosodate.example.jp"), .origin = STR("https://kosodate.example.jp"), .challenge = STR("c29tZQ") };
	struct passkey one = { .public_key = base64_text(a, STR("0123456789abcdef0123456789abcdef")), .alg_n = PASSKEY_EDDSA };
	struct str said = base64_text(a, client), device = base64_text(a, auth);
	struct passkey_proof proof = { .client = said, .auth = device, .signature = device };
	int64_t n;
	if (passkey_read(a, &rule, said, device, &key) == PASSKEY_FINE)
		CHECK(key.credential.n > 0 && key.public_key.n > 0 && key.sign_n >= 0);
	CHECK(passkey_check(a, &rule, &one, &proof, &n) != PASSKEY_FINE);
	passkey_read(a, &rule, client, auth, &key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str rest = arena_str(a, (struct str){ (const char *)data, n < 20000 ? n : 20000 }), head;
	struct str bytes;
	base64_read(a, rest, &bytes);
	str_cut(&rest, '\n', &head);
	rest = rest.s ? rest : STR("");
	check_token(a, head, rest);
	check_passkey(a, head, rest);
	arena_free(a);
	return 0;
}

/* Passkeys: the first line is what the browser says, the rest what the device says. Read or refused by name; what is no
 * signature opens nothing. */
#include "fuzz/fuzz.h"
#include "base/base64.h"
#include "base/passkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str rest = arena_str(a, (struct str){ (const char *)data, n < 20000 ? n : 20000 }), client = STR_NONE;
	struct passkey_rule rule = { .rp = STR("a.example"), .origin = STR("https://a.example"), .challenge = STR("QUJD") };
	struct passkey key = { .alg_n = PASSKEY_ES256 };
	int64_t sign_n = -1;
	str_cut(&rest, '\n', &client);
	client = base64_text(a, client);
	struct str auth = base64_text(a, rest);
	if (passkey_read(a, &rule, client, auth, &key) == PASSKEY_FINE)
		CHECK(key.credential.n > 0 && key.public_key.n > 0 && key.sign_n >= 0 && key.sign_n <= UINT32_MAX);
	else
		key = (struct passkey){ .alg_n = PASSKEY_RS256, .public_key = auth };
	CHECK(passkey_check(a, &rule, &key, &(struct passkey_proof){ client, auth, auth }, &sign_n) != PASSKEY_FINE && sign_n == -1);
	arena_free(a);
	return 0;
}

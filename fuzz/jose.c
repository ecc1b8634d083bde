/* Signed tokens: the first line is the token, the rest the keys. With keys we know, nothing opens but the words that were once signed with them;
 * with keys of anybody, nothing is read outside of the token. */
#include "fuzz/fuzz.h"
#include "base/jose.h"

/* RFC 7515, A.3, and RFC 8037, A.4. */
static const char ours[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
	"{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

static void check_known(struct arena *a, struct str token)
{
	struct str why = STR_NONE, said = STR_NONE;
	struct jose_trust trust = { .algs = JOSE_RS256 | JOSE_ES256 | JOSE_EDDSA | JOSE_HS256, .keys = json_read(a, str_of(ours), &why) };
	if (jose_open(a, token, &trust, &said) == JOSE_FINE)
		CHECK(str_starts(said, "{\"iss\":\"joe\",") || str_is(said, "Example of Ed25519 signing"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str rest = arena_str(a, (struct str){ (const char *)data, n < 20000 ? n : 20000 }), token = STR_NONE, why = STR_NONE, said = STR_NONE;
	str_cut(&rest, '\n', &token);
	struct jose_trust trust = { .algs = JOSE_RS256 | JOSE_ES256 | JOSE_EDDSA, .keys = json_read(a, rest, &why) };
	struct jose_rule rule = { .issuer = STR("joe"), .client = STR("c"), .nonce = STR("n"), .now_s = 1300819000 };
	struct jose_person person = { .subject = STR_NONE };
	check_known(a, token);
	CHECK((jose_open(a, token, &trust, &said) == JOSE_FINE) == (said.s != NULL));
	if (jose_person_of(a, rest, &rule, &person) == JOSE_FINE)
		CHECK(person.subject.n > 0 && str_is_utf8(person.subject));
	arena_free(a);
	return 0;
}

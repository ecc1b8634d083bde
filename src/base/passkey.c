/* The client's data is ours to read (type, challenge, origin); the device's data and signature are libfido2's. */
#include "base/passkey.h"
#include "base/base64.h"
#include "base/json.h"
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <sodium.h>

enum { AUTH_LEAST = 37, AUTH_FLAGS = 32, LONGEST = 8192, ID_LONGEST = 1023 };
enum { FLAG_PRESENT = 1, FLAG_VERIFIED = 4, FLAG_BACKED_UP = 16, FLAG_HAS_KEY = 64 };

const char *passkey_word(enum passkey_end end)
{
	static const char *const word[] = { "fine", "broken", "made for another act", "another challenge", "another origin", "another site",
		"nobody touched it", "the person was not verified", "unknown algorithm", "wrong signature" };
	return word[end];
}

static const unsigned char *bytes(struct str s)
{
	return (const unsigned char *)s.s;
}

/* ---- what the browser says ---- */

static enum passkey_end client_check(struct arena *a, const struct passkey_rule *rule, const char *act, struct str client)
{
	struct str why = STR_NONE;
	const struct json *j = client.n <= LONGEST ? json_read(a, client, &why) : NULL;
	if (!j || j->kind != JSON_IS_OBJECT)
		return PASSKEY_BROKEN;
	if (!str_is(json_text(j, "type"), act))
		return PASSKEY_OTHER_ACT;
	struct str challenge = json_text(j, "challenge");
	if (!challenge.n || challenge.n != rule->challenge.n || sodium_memcmp(challenge.s, rule->challenge.s, challenge.n) != 0)
		return PASSKEY_OTHER_CHALLENGE;
	/* Inside somebody else's frame the person does not see whose page asks. */
	if (!str_eq(json_text(j, "origin"), rule->origin) || json_flag(j, "crossOrigin") || json_at(j, "topOrigin"))
		return PASSKEY_OTHER_ORIGIN;
	return PASSKEY_FINE;
}

/* ---- what the device says ---- */

static enum passkey_end auth_check(const struct passkey_rule *rule, struct str auth)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	if (auth.n < AUTH_LEAST || auth.n > LONGEST)
		return PASSKEY_BROKEN;
	crypto_hash_sha256(hash, bytes(rule->rp), rule->rp.n);
	if (memcmp(auth.s, hash, sizeof hash) != 0)
		return PASSKEY_OTHER_SITE;
	if (!(auth.s[AUTH_FLAGS] & FLAG_PRESENT))
		return PASSKEY_NOT_PRESENT;
	return rule->needs_user && !(auth.s[AUTH_FLAGS] & FLAG_VERIFIED) ? PASSKEY_NOT_VERIFIED : PASSKEY_FINE;
}

static int64_t auth_counter(struct str auth)
{
	const unsigned char *b = bytes(auth) + AUTH_FLAGS + 1;
	return (int64_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
}

/* ---- a new key ---- */

/* libfido2 wants to know the algorithm before it reads the key: the first that fits it. */
static bool key_read_as(fido_cred_t *cred, int alg, struct str auth)
{
	return fido_cred_set_type(cred, alg) == FIDO_OK && fido_cred_set_authdata_raw(cred, bytes(auth), auth.n) == FIDO_OK
		&& fido_cred_id_len(cred) > 0 && fido_cred_id_len(cred) <= ID_LONGEST && fido_cred_pubkey_len(cred) > 0;
}

static bool key_read(struct arena *a, int alg, struct str auth, struct passkey *ret)
{
	fido_cred_t *cred = fido_cred_new();
	bool fits = cred && key_read_as(cred, alg, auth);
	if (fits)
		*ret = (struct passkey){ .alg_n = alg, .sign_n = auth_counter(auth),
			.credential = base64_text(a, (struct str){ (const char *)fido_cred_id_ptr(cred), fido_cred_id_len(cred) }),
			.public_key = base64_text(a, (struct str){ (const char *)fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred) }),
			.is_verified = auth.s[AUTH_FLAGS] & FLAG_VERIFIED, .is_backed_up = auth.s[AUTH_FLAGS] & FLAG_BACKED_UP };
	fido_cred_free(&cred);
	return fits;
}

enum passkey_end passkey_read(struct arena *a, const struct passkey_rule *rule, struct str client, struct str auth, struct passkey *ret)
{
	static const int algs[] = { PASSKEY_ES256, PASSKEY_EDDSA, PASSKEY_RS256 };
	struct str said, device;
	if (!base64_read(a, client, &said) || !base64_read(a, auth, &device))
		return PASSKEY_BROKEN;
	enum passkey_end end = client_check(a, rule, "webauthn.create", said);
	if (end == PASSKEY_FINE)
		end = auth_check(rule, device);
	if (end != PASSKEY_FINE)
		return end;
	if (!(device.s[AUTH_FLAGS] & FLAG_HAS_KEY))
		return PASSKEY_BROKEN;
	for (size_t i = 0; i < sizeof algs / sizeof *algs; i++)
		if (key_read(a, algs[i], device, ret))
			return PASSKEY_FINE;
	return PASSKEY_BAD_ALG;
}

/* ---- a signature ---- */

static int verify_es256(const fido_assert_t *assert, struct str key)
{
	es256_pk_t *pk = es256_pk_new();
	int r = pk ? es256_pk_from_ptr(pk, key.s, key.n) : FIDO_ERR_INTERNAL;
	if (r == FIDO_OK)
		r = fido_assert_verify(assert, 0, COSE_ES256, pk);
	es256_pk_free(&pk);
	return r;
}

static int verify_eddsa(const fido_assert_t *assert, struct str key)
{
	eddsa_pk_t *pk = eddsa_pk_new();
	int r = pk ? eddsa_pk_from_ptr(pk, key.s, key.n) : FIDO_ERR_INTERNAL;
	if (r == FIDO_OK)
		r = fido_assert_verify(assert, 0, COSE_EDDSA, pk);
	eddsa_pk_free(&pk);
	return r;
}

static int verify_rs256(const fido_assert_t *assert, struct str key)
{
	rs256_pk_t *pk = rs256_pk_new();
	int r = pk ? rs256_pk_from_ptr(pk, key.s, key.n) : FIDO_ERR_INTERNAL;
	if (r == FIDO_OK)
		r = fido_assert_verify(assert, 0, COSE_RS256, pk);
	rs256_pk_free(&pk);
	return r;
}

struct signed_by { struct str rp, client, auth, signature, key; int64_t alg_n; bool needs_user; };

static int verify(fido_assert_t *assert, const struct signed_by *v)
{
	if (fido_assert_set_clientdata(assert, bytes(v->client), v->client.n) != FIDO_OK || fido_assert_set_rp(assert, v->rp.s) != FIDO_OK
		|| fido_assert_set_up(assert, FIDO_OPT_TRUE) != FIDO_OK
		|| fido_assert_set_uv(assert, v->needs_user ? FIDO_OPT_TRUE : FIDO_OPT_OMIT) != FIDO_OK
		|| fido_assert_set_count(assert, 1) != FIDO_OK || fido_assert_set_authdata_raw(assert, 0, bytes(v->auth), v->auth.n) != FIDO_OK
		|| fido_assert_set_sig(assert, 0, bytes(v->signature), v->signature.n) != FIDO_OK)
		return FIDO_ERR_INVALID_ARGUMENT;
	switch (v->alg_n) {
	case PASSKEY_ES256: return verify_es256(assert, v->key);
	case PASSKEY_EDDSA: return verify_eddsa(assert, v->key);
	case PASSKEY_RS256: return verify_rs256(assert, v->key);
	default: return FIDO_ERR_UNSUPPORTED_ALGORITHM;
	}
}

enum passkey_end passkey_check(struct arena *a, const struct passkey_rule *rule, const struct passkey *key, const struct passkey_proof *proof,
	int64_t *ret_sign_n)
{
	struct signed_by v = { .rp = arena_str(a, rule->rp), .alg_n = key->alg_n, .needs_user = rule->needs_user };
	if (!base64_read(a, proof->client, &v.client) || !base64_read(a, proof->auth, &v.auth) || !base64_read(a, proof->signature, &v.signature)
		|| !v.signature.n || !base64_read(a, key->public_key, &v.key))
		return PASSKEY_BROKEN;
	enum passkey_end end = client_check(a, rule, "webauthn.get", v.client);
	if (end == PASSKEY_FINE)
		end = auth_check(rule, v.auth);
	if (end != PASSKEY_FINE)
		return end;
	fido_assert_t *assert = fido_assert_new();
	int r = assert ? verify(assert, &v) : FIDO_ERR_INTERNAL;
	fido_assert_free(&assert);
	if (r == FIDO_OK)
		*ret_sign_n = auth_counter(v.auth);
	return r == FIDO_OK ? PASSKEY_FINE : r == FIDO_ERR_INVALID_SIG ? PASSKEY_BAD_SIGNATURE : PASSKEY_BROKEN;
}

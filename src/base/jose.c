/* A token's three parts, the key that its kid names, the one check that its algorithm allows; then what it claims. */
#include "base/jose.h"
#include "base/base64.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

enum { TOKEN_LONGEST = 16384, KEYS_MOST = 100, SKEW_S = 60, EC_HALF = 32, RSA_LEAST = 256, RSA_MOST = 1024, SUBJECT_MOST = 255 };

const char *jose_word(enum jose_end end)
{
	static const char *const word[] = { "fine", "broken", "an algorithm that is not allowed", "no such key", "wrong signature", "another issuer",
		"for another audience", "too old", "not valid yet", "another nonce", "names nobody" };
	return word[end];
}

static const struct { const char *word, *kind; int bit; } algs[] = {
	{ "RS256", "RSA", JOSE_RS256 }, { "ES256", "EC", JOSE_ES256 }, { "EdDSA", "OKP", JOSE_EDDSA }, { "HS256", "oct", JOSE_HS256 },
};

struct token { struct str signed_part, payload, signature; const struct json *head; size_t alg; };

static const unsigned char *bytes(struct str s)
{
	return (const unsigned char *)s.s;
}

/* ---- the three parts ---- */

static const struct json *object_in(struct arena *a, struct str text)
{
	struct str why;
	const struct json *j = text.n ? json_read(a, text, &why) : NULL;
	return j && j->kind == JSON_IS_OBJECT ? j : NULL;
}

static bool token_read(struct arena *a, struct str raw, struct token *ret)
{
	struct str rest = raw, head, body, text;
	if (!raw.n || raw.n > TOKEN_LONGEST || !str_cut(&rest, '.', &head) || !str_cut(&rest, '.', &body) || !rest.s || str_has(rest, "."))
		return false;
	ret->signed_part = (struct str){ raw.s, head.n + 1 + body.n };
	if (!base64_read(a, head, &text) || !base64_read(a, body, &ret->payload) || !base64_read(a, rest, &ret->signature))
		return false;
	ret->head = object_in(a, text);
	return ret->head && !json_at(ret->head, "crit");        /* it names what must be understood: nothing of it is */
}

static bool alg_read(struct token *t, int allowed)
{
	struct str word = json_text(t->head, "alg");
	for (size_t i = 0; i < sizeof algs / sizeof *algs; i++)
		if (str_is(word, algs[i].word) && (algs[i].bit & allowed)) {
			t->alg = i;
			return true;
		}
	return false;
}

/* ---- keys ---- */

static EVP_PKEY *key_build(const char *type, OSSL_PARAM_BLD *build)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params = build ? OSSL_PARAM_BLD_to_param(build) : NULL;
	EVP_PKEY_CTX *ctx = params ? EVP_PKEY_CTX_new_from_name(NULL, type, NULL) : NULL;
	if (ctx && EVP_PKEY_fromdata_init(ctx) == 1 && EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	return key;
}

static EVP_PKEY *rsa_key(struct arena *a, const struct json *jwk)
{
	struct str n, e;
	if (!base64_read(a, json_text(jwk, "n"), &n) || !base64_read(a, json_text(jwk, "e"), &e) || n.n < RSA_LEAST || n.n > RSA_MOST || !e.n || e.n > 8)
		return NULL;
	BIGNUM *modulus = BN_bin2bn(bytes(n), (int)n.n, NULL), *exponent = BN_bin2bn(bytes(e), (int)e.n, NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	bool fits = build && modulus && exponent && BN_is_odd(exponent) && BN_num_bits(modulus) >= RSA_LEAST * 8
		&& OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent);
	EVP_PKEY *key = fits ? key_build("RSA", build) : NULL;
	OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	BN_free(exponent);
	return key;
}

static EVP_PKEY *ec_key(struct arena *a, const struct json *jwk)
{
	struct str x, y;
	unsigned char point[1 + 2 * EC_HALF] = { 4 };
	if (!str_is(json_text(jwk, "crv"), "P-256") || !base64_read(a, json_text(jwk, "x"), &x) || !base64_read(a, json_text(jwk, "y"), &y)
		|| x.n != EC_HALF || y.n != EC_HALF)
		return NULL;
	memcpy(point + 1, x.s, EC_HALF);
	memcpy(point + 1 + EC_HALF, y.s, EC_HALF);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	bool fits = build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0)
		&& OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point);
	EVP_PKEY *key = fits ? key_build("EC", build) : NULL;
	OSSL_PARAM_BLD_free(build);
	return key;
}

static EVP_PKEY *ed_key(struct arena *a, const struct json *jwk)
{
	struct str x;
	if (!str_is(json_text(jwk, "crv"), "Ed25519") || !base64_read(a, json_text(jwk, "x"), &x) || x.n != crypto_sign_PUBLICKEYBYTES)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes(x), x.n);
}

static bool key_fits(const struct json *jwk, const struct token *t)
{
	struct str kid = json_text(t->head, "kid"), use = json_text(jwk, "use"), alg = json_text(jwk, "alg");
	return str_is(json_text(jwk, "kty"), algs[t->alg].kind) && (!kid.s || str_eq(kid, json_text(jwk, "kid")))
		&& (!use.s || str_is(use, "sig")) && (!alg.s || str_is(alg, algs[t->alg].word));
}

/* Without a kid there must be one key that fits, not several to try. */
static const struct json *key_find(const struct json *keys, const struct token *t)
{
	const struct json *list = json_at(keys, "keys"), *found = NULL;
	if (!list || list->kind != JSON_IS_LIST || list->n > KEYS_MOST)
		return NULL;
	for (size_t i = 0; i < list->n; i++)
		if (key_fits(&list->item[i], t)) {
			if (found)
				return NULL;
			found = &list->item[i];
		}
	return found;
}

/* ---- signatures ---- */

/* JOSE writes r and s side by side, OpenSSL reads them in DER. */
static size_t der_of(struct str sig, unsigned char der[2 * EC_HALF + 16])
{
	if (sig.n != 2 * EC_HALF)
		return 0;
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(bytes(sig), EC_HALF, NULL), *s = BN_bin2bn(bytes(sig) + EC_HALF, EC_HALF, NULL);
	int n = 0;
	if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1) {
		unsigned char *at = der;
		n = i2d_ECDSA_SIG(pair, &at);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(pair);
	return n > 0 ? (size_t)n : 0;
}

static bool signature_fits(EVP_PKEY *key, const struct token *t)
{
	unsigned char der[2 * EC_HALF + 16];
	struct str sig = t->signature;
	if (algs[t->alg].bit == JOSE_ES256)
		sig = (struct str){ (const char *)der, der_of(t->signature, der) };
	EVP_MD_CTX *ctx = sig.n ? EVP_MD_CTX_new() : NULL;
	bool fits = ctx && EVP_DigestVerifyInit(ctx, NULL, algs[t->alg].bit == JOSE_EDDSA ? NULL : EVP_sha256(), NULL, key) == 1
		&& EVP_DigestVerify(ctx, bytes(sig), sig.n, bytes(t->signed_part), t->signed_part.n) == 1;
	EVP_MD_CTX_free(ctx);
	return fits;
}

static enum jose_end check_secret(const struct token *t, struct str secret)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;
	if (!secret.n)
		return JOSE_NO_KEY;
	crypto_auth_hmacsha256_init(&state, bytes(secret), secret.n);
	crypto_auth_hmacsha256_update(&state, bytes(t->signed_part), t->signed_part.n);
	crypto_auth_hmacsha256_final(&state, mac);
	return t->signature.n == sizeof mac && sodium_memcmp(mac, t->signature.s, sizeof mac) == 0 ? JOSE_FINE : JOSE_BAD_SIGNATURE;
}

static enum jose_end check_key(struct arena *a, const struct token *t, const struct json *keys)
{
	const struct json *jwk = key_find(keys, t);
	int bit = algs[t->alg].bit;
	EVP_PKEY *key = !jwk ? NULL : bit == JOSE_RS256 ? rsa_key(a, jwk) : bit == JOSE_ES256 ? ec_key(a, jwk) : ed_key(a, jwk);
	if (!key)
		return JOSE_NO_KEY;
	bool fits = signature_fits(key, t);
	EVP_PKEY_free(key);
	return fits ? JOSE_FINE : JOSE_BAD_SIGNATURE;
}

enum jose_end jose_open(struct arena *a, struct str raw, const struct jose_trust *trust, struct str *ret_payload)
{
	struct token t = { .alg = 0 };
	if (!token_read(a, raw, &t))
		return JOSE_BROKEN;
	if (!alg_read(&t, trust->algs))
		return JOSE_OTHER_ALG;
	enum jose_end end = algs[t.alg].bit == JOSE_HS256 ? check_secret(&t, trust->secret) : check_key(a, &t, trust->keys);
	if (end == JOSE_FINE)
		*ret_payload = t.payload;
	return end;
}

/* ---- claims ---- */

static bool is_for(const struct json *claims, struct str client)
{
	const struct json *aud = json_at(claims, "aud"), *azp = json_at(claims, "azp");
	bool is_named = aud && aud->kind == JSON_IS_TEXT && str_eq(aud->text, client);
	if (aud && aud->kind == JSON_IS_LIST)
		for (size_t i = 0; i < aud->n; i++)
			is_named = is_named || (aud->item[i].kind == JSON_IS_TEXT && str_eq(aud->item[i].text, client));
	if (azp)
		return is_named && azp->kind == JSON_IS_TEXT && str_eq(azp->text, client);
	return is_named && (aud->kind == JSON_IS_TEXT || aud->n == 1);
}

/* Seconds, or less than zero when it is no number that a clock could show. */
static double seconds(const struct json *claims, const char *key)
{
	const struct json *x = json_at(claims, key);
	return x && x->kind == JSON_IS_NUMBER && x->number > 0 && x->number < 1e12 ? x->number : -1;
}

static enum jose_end time_check(const struct json *claims, int64_t now_s)
{
	double now = (double)now_s, until = seconds(claims, "exp"), made = seconds(claims, "iat");
	if (until < 0 || made < 0 || (json_at(claims, "nbf") && seconds(claims, "nbf") < 0))
		return JOSE_BROKEN;
	if (until <= now - SKEW_S)
		return JOSE_TOO_LATE;
	return made > now + SKEW_S || seconds(claims, "nbf") > now + SKEW_S ? JOSE_TOO_EARLY : JOSE_FINE;
}

static struct str word_of(const struct json *claims, const char *key)
{
	const struct json *x = json_at(claims, key);
	return x && x->kind == JSON_IS_TEXT ? x->text : STR_NONE;
}

enum jose_end jose_person_of(struct arena *a, struct str payload, const struct jose_rule *rule, struct jose_person *ret)
{
	const struct json *claims = object_in(a, payload);
	struct str nonce = word_of(claims, "nonce"), subject = word_of(claims, "sub");
	if (!str_eq(word_of(claims, "iss"), rule->issuer) || !rule->issuer.n)
		return JOSE_OTHER_ISSUER;
	if (!rule->client.n || !is_for(claims, rule->client))
		return JOSE_OTHER_AUDIENCE;
	enum jose_end end = time_check(claims, rule->now_s);
	if (end != JOSE_FINE)
		return end;
	if (!nonce.n || nonce.n != rule->nonce.n || sodium_memcmp(nonce.s, rule->nonce.s, nonce.n) != 0)
		return JOSE_OTHER_NONCE;
	if (!subject.n || subject.n > SUBJECT_MOST)
		return JOSE_NO_SUBJECT;
	*ret = (struct jose_person){ .subject = subject, .mail = word_of(claims, "email"), .name = word_of(claims, "name"),
		.is_mail_verified = json_flag(claims, "email_verified") };
	return JOSE_FINE;
}

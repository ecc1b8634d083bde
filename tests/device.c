/* The device: COSE keys and authenticator data by hand, signatures by OpenSSL. */
#include "tests/device.h"
#include "tests/test.h"
#include "base/base64.h"
#include "base/out.h"
#include "base/passkey.h"
#include <openssl/evp.h>
#include <openssl/sha.h>

enum { KEYS = 8 };

/* Made once a process: RSA takes its time. Keys of number n are not those of another number. */
static EVP_PKEY *key_of(const struct device *v)
{
	static EVP_PKEY *key[3][KEYS];
	int kind = v->alg == PASSKEY_ES256 ? 0 : v->alg == PASSKEY_EDDSA ? 1 : 2;
	EVP_PKEY **one = &key[kind][v->number % KEYS];
	if (!*one)
		*one = kind == 0 ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256") : kind == 1 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
			: EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	return *one;
}

static void put(struct out *o, const void *b, size_t n)
{
	out_put(o, b, n);
}

/* ---- what is said ---- */

static struct str client_of(const struct device_act *act, bool is_new)
{
	struct out o = { .arena = test_arena() };
	const char *type = is_new != (act->lie == LIE_ACT) ? "webauthn.create" : "webauthn.get";
	out_fmt(&o, "{\"type\":\"%s\",\"challenge\":\"%.*s%s\",\"origin\":\"%s%s\",\"crossOrigin\":%s}", type, STR_ARG(act->challenge),
		act->lie == LIE_CHALLENGE ? "AAAA" : "", act->origin, act->lie == LIE_ORIGIN ? ".evil.example" : "", act->lie == LIE_FRAME ? "true" : "false");
	return out_done(&o);
}

static void put_head(struct out *o, const struct device *v, const struct device_act *act, int flags)
{
	unsigned char hash[32];
	const char *rp = act->lie == LIE_SITE ? "elsewhere.example" : act->rp;
	SHA256((const unsigned char *)rp, strlen(rp), hash);
	if (act->lie == LIE_ABSENT)
		flags &= ~1;
	if (act->lie == LIE_NOT_VERIFIED)
		flags &= ~4;
	put(o, hash, sizeof hash);
	put(o, &(unsigned char){ (unsigned char)flags }, 1);
	put(o, (unsigned char[]){ (unsigned char)(v->sign_n >> 24), (unsigned char)(v->sign_n >> 16), (unsigned char)(v->sign_n >> 8),
		(unsigned char)v->sign_n }, 4);
}

static struct str id_of(const struct device *v)
{
	return arena_fmt(test_arena(), "device-%d-%06d-0123456789", v->alg, v->number);
}

static void put_number(struct out *o, EVP_PKEY *key, const char *name, int width)
{
	BIGNUM *n = NULL;
	unsigned char b[256];
	EVP_PKEY_get_bn_param(key, name, &n);
	BN_bn2binpad(n, b, width);
	put(o, b, (size_t)width);
	BN_free(n);
}

/* COSE_Key in CBOR, in canonical order. */
static void put_key(struct out *o, const struct device *v)
{
	EVP_PKEY *key = key_of(v);
	unsigned char raw[32];
	size_t n = sizeof raw;
	if (v->alg == PASSKEY_ES256) {
		put(o, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10);
		put_number(o, key, "qx", 32);
		put(o, "\x22\x58\x20", 3);
		put_number(o, key, "qy", 32);
	} else if (v->alg == PASSKEY_EDDSA) {
		EVP_PKEY_get_raw_public_key(key, raw, &n);
		put(o, "\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10);
		put(o, raw, 32);
	} else {
		put(o, "\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", 11);
		put_number(o, key, "n", 256);
		put(o, "\x21\x43", 2);
		put_number(o, key, "e", 3);
	}
}

/* ---- acts ---- */

void device_make(const struct device *v, const struct device_act *act, struct device_said *ret)
{
	struct out o = { .arena = test_arena() };
	struct str id = id_of(v);
	put_head(&o, v, act, 0x45);
	put(&o, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 17);
	put(&o, &(unsigned char){ (unsigned char)id.n }, 1);
	put(&o, id.s, id.n);
	put_key(&o, v);
	struct str auth = out_done(&o);
	if (act->lie == LIE_CUT)
		auth.n -= 7;
	*ret = (struct device_said){ .credential = base64_text(test_arena(), id), .client = base64_text(test_arena(), client_of(act, true)),
		.auth = base64_text(test_arena(), auth) };
}

static struct str signature_of(const struct device *v, struct str text)
{
	unsigned char sig[512];
	size_t n = sizeof sig;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_DigestSignInit(ctx, NULL, v->alg == PASSKEY_EDDSA ? NULL : EVP_sha256(), NULL, key_of(v));
	EVP_DigestSign(ctx, sig, &n, (const unsigned char *)text.s, text.n);
	EVP_MD_CTX_free(ctx);
	return arena_str(test_arena(), (struct str){ (const char *)sig, n });
}

void device_sign(struct device *v, const struct device_act *act, struct device_said *ret)
{
	struct out auth = { .arena = test_arena() }, whole = { .arena = test_arena() };
	struct str client = client_of(act, false);
	unsigned char hash[32];
	v->sign_n += v->sign_n > 0;
	put_head(&auth, v, act, 0x05);
	SHA256((const unsigned char *)client.s, client.n, hash);
	put(&whole, out_done(&auth).s, auth.n);
	put(&whole, hash, sizeof hash);
	struct str signature = signature_of(v, out_done(&whole));
	if (act->lie == LIE_SIGNATURE)
		((char *)(uintptr_t)signature.s)[signature.n - 1] ^= 1;
	*ret = (struct device_said){ .credential = base64_text(test_arena(), id_of(v)), .client = base64_text(test_arena(), client),
		.auth = base64_text(test_arena(), (struct str){ auth.b, act->lie == LIE_CUT ? 30 : auth.n }), .signature = base64_text(test_arena(), signature) };
}

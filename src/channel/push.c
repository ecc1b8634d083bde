/* Sealing, signing and sending of one web push. */
#include "channel/push.h"
#include "base/base64.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/out.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>

enum { CEK = 16, NONCE = 12, TAG = 16, RECORD = 4096, HEAD = PUSH_SALT + 4 + 1 + PUSH_PUBLIC, TOKEN_S = 12 * 3600, HALF = 32, PUSH_S = 10 };

static const unsigned char *bytes(struct str s)
{
	return (const unsigned char *)s.s;
}

static struct str text_of(const unsigned char *b, size_t n)
{
	return (struct str){ (const char *)b, n };
}

/* ---- keys ---- */

bool push_pair_of(const unsigned char secret[PUSH_PRIVATE], struct push_pair *ret)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	BIGNUM *x = BN_bin2bn(secret, PUSH_PRIVATE, NULL);
	EC_POINT *point = group ? EC_POINT_new(group) : NULL;
	bool is_key = point && x && !BN_is_zero(x) && BN_cmp(x, EC_GROUP_get0_order(group)) < 0 && EC_POINT_mul(group, point, x, NULL, NULL, NULL) == 1
		&& EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, ret->open, PUSH_PUBLIC, NULL) == PUSH_PUBLIC;
	if (is_key)
		memcpy(ret->secret, secret, PUSH_PRIVATE);
	EC_POINT_free(point);
	BN_clear_free(x);
	EC_GROUP_free(group);
	return is_key;
}

struct push_pair push_pair_grow(const struct seal_key *key)
{
	struct push_pair pair;
	int64_t i = 0;
	for (; i < 100; i++)
		if (push_pair_of(seal_derive(key, STR("vapid"), i).b, &pair))
			break;
	CHECK(i < 100);                                 /* one in four thousand million is no key */
	return pair;
}

static EVP_PKEY *key_of(const unsigned char *secret, const unsigned char *open)
{
	EVP_PKEY *key = NULL;
	BIGNUM *x = secret ? BN_bin2bn(secret, PUSH_PRIVATE, NULL) : NULL;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	bool fits = build && OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0)
		&& OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, open, PUSH_PUBLIC)
		&& (!secret || (x && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, x)));
	OSSL_PARAM *params = fits ? OSSL_PARAM_BLD_to_param(build) : NULL;
	EVP_PKEY_CTX *ctx = params ? EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL) : NULL;
	if (ctx && EVP_PKEY_fromdata_init(ctx) == 1 && EVP_PKEY_fromdata(ctx, &key, secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_clear_free(x);
	return key;
}

/* ---- addresses ---- */

struct str push_origin(struct str address)
{
	const char *mark = address.s ? memmem(address.s, address.n, "://", 3) : NULL;
	size_t n = mark ? (size_t)(mark - address.s) + 3 : 0, from = n;
	while (mark && n < address.n && address.s[n] != '/' && address.s[n] != '?' && address.s[n] != '#')
		n++;
	return n > from ? (struct str){ address.s, n } : STR_NONE;
}

static bool host_fits(struct str host, struct str pattern)
{
	if (!str_starts(pattern, "*."))
		return str_eq(host, pattern);
	struct str tail = { pattern.s + 1, pattern.n - 1 };
	return host.n > tail.n && memcmp(host.s + host.n - tail.n, tail.s, tail.n) == 0;
}

bool push_is_listed(struct str address, struct str hosts)
{
	struct str origin = push_origin(address), one;
	if (!str_starts(origin, "https://"))
		return false;
	struct str host = { origin.s + 8, origin.n - 8 };
	while (str_cut(&hosts, ',', &one))
		if (host_fits(host, str_trim(one)))
			return true;
	return false;
}

bool push_place_is_fine(const struct push_place *p)
{
	if (!fetch_is_safe(p->endpoint) || !str_starts(p->endpoint, "https://") || p->open.n != PUSH_PUBLIC || p->auth.n != PUSH_AUTH)
		return false;
	EVP_PKEY *key = key_of(NULL, bytes(p->open));
	EVP_PKEY_free(key);
	return key != NULL;
}

/* ---- sealing ---- */

struct hkdf { struct str salt, from, info; };

static bool hkdf(const struct hkdf *x, unsigned char *ret, size_t n)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	char digest[] = "SHA256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)x->from.s, x->from.n),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)(uintptr_t)x->salt.s, x->salt.n),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)(uintptr_t)x->info.s, x->info.n),
		OSSL_PARAM_construct_end(),
	};
	bool done = ctx && EVP_KDF_derive(ctx, ret, n, params) == 1;
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
	return done;
}

static bool shared(const struct push_pair *own, struct str theirs, unsigned char ret[HALF])
{
	EVP_PKEY *mine = key_of(own->secret, own->open), *peer = key_of(NULL, bytes(theirs));
	EVP_PKEY_CTX *ctx = mine && peer ? EVP_PKEY_CTX_new(mine, NULL) : NULL;
	size_t n = HALF;
	bool done = ctx && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, peer) == 1 && EVP_PKEY_derive(ctx, ret, &n) == 1 && n == HALF;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(mine);
	EVP_PKEY_free(peer);
	return done;
}

struct content_key { unsigned char cek[CEK], nonce[NONCE]; };

/* RFC 8291, 3.4: what both know, mixed with the browser's secret and both points; from that the key and the nonce of the one record. */
static bool content_key(struct arena *a, const struct push_place *p, const struct push_pair *own, struct str salt, struct content_key *ret)
{
	static const char key_info[] = "Content-Encoding: aes128gcm", nonce_info[] = "Content-Encoding: nonce";
	unsigned char both[HALF], mixed[HALF];
	struct out info = { .arena = a };
	out_put(&info, "WebPush: info", sizeof "WebPush: info");
	out_str(&info, p->open);
	out_put(&info, (const char *)own->open, PUSH_PUBLIC);
	struct str whole = { info.b, info.n }, ikm = text_of(mixed, sizeof mixed);
	return shared(own, p->open, both) && hkdf(&(struct hkdf){ p->auth, text_of(both, sizeof both), whole }, mixed, sizeof mixed)
		&& hkdf(&(struct hkdf){ salt, ikm, { key_info, sizeof key_info } }, ret->cek, CEK)
		&& hkdf(&(struct hkdf){ salt, ikm, { nonce_info, sizeof nonce_info } }, ret->nonce, NONCE);
}

static bool encrypt(const struct content_key *k, struct str plain, unsigned char *ret)
{
	static const unsigned char last = 2;            /* RFC 8188: the delimiter of the last record */
	int n = 0, more = 0;
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool done = ctx && EVP_EncryptInit_ex(ctx, EVP_aes_128_gcm(), NULL, k->cek, k->nonce) == 1
		&& EVP_EncryptUpdate(ctx, ret, &n, bytes(plain), (int)plain.n) == 1 && EVP_EncryptUpdate(ctx, ret + n, &more, &last, 1) == 1
		&& EVP_EncryptFinal_ex(ctx, ret + n + more, &(int){ 0 }) == 1
		&& EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, ret + plain.n + 1) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return done;
}

bool push_seal_with(struct arena *a, const struct push_place *p, struct str plain, const struct push_fresh *fresh, struct str *ret)
{
	struct content_key k;
	size_t n = HEAD + plain.n + 1 + TAG;
	unsigned char *b = arena_get(a, n);
	if (plain.n > PUSH_PLAIN_MOST || !content_key(a, p, &fresh->pair, text_of(fresh->salt, PUSH_SALT), &k) || !encrypt(&k, plain, b + HEAD))
		return false;
	memcpy(b, fresh->salt, PUSH_SALT);
	b[PUSH_SALT] = 0;
	b[PUSH_SALT + 1] = 0;
	b[PUSH_SALT + 2] = RECORD >> 8;
	b[PUSH_SALT + 3] = RECORD & 0xFF;
	b[PUSH_SALT + 4] = PUSH_PUBLIC;
	memcpy(b + PUSH_SALT + 5, fresh->pair.open, PUSH_PUBLIC);
	*ret = text_of(b, n);
	return true;
}

bool push_seal(struct arena *a, const struct push_place *p, struct str plain, struct str *ret)
{
	struct push_fresh fresh;
	unsigned char secret[PUSH_PRIVATE];
	seal_random(fresh.salt, sizeof fresh.salt);
	do
		seal_random(secret, sizeof secret);
	while (!push_pair_of(secret, &fresh.pair));
	return push_seal_with(a, p, plain, &fresh, ret);
}

/* ---- signing ---- */

/* OpenSSL writes DER; JOSE wants r and s side by side. */
static struct str side_by_side(struct arena *a, const unsigned char *der, size_t n)
{
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)n);
	unsigned char *b = arena_get(a, 2 * HALF);
	bool fits = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), b, HALF) == HALF && BN_bn2binpad(ECDSA_SIG_get0_s(pair), b + HALF, HALF) == HALF;
	ECDSA_SIG_free(pair);
	return fits ? text_of(b, 2 * HALF) : STR_NONE;
}

static struct str sign(struct arena *a, const struct push_pair *pair, struct str words)
{
	unsigned char der[128];
	size_t n = sizeof der;
	EVP_PKEY *key = key_of(pair->secret, pair->open);
	EVP_MD_CTX *ctx = key ? EVP_MD_CTX_new() : NULL;
	bool done = ctx && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 && EVP_DigestSign(ctx, der, &n, bytes(words), words.n) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return done ? side_by_side(a, der, n) : STR_NONE;
}

struct str push_token(struct arena *a, const struct push_pair *pair, struct str audience, struct str contact, int64_t until_s)
{
	struct out claims = { .arena = a };
	out_z(&claims, "{\"aud\":");
	out_json(&claims, audience);
	out_fmt(&claims, ",\"exp\":%lld,\"sub\":", (long long)until_s);
	out_json(&claims, contact);
	out_z(&claims, "}");
	struct str words = arena_fmt(a, "%s.%s", base64_text(a, STR("{\"typ\":\"JWT\",\"alg\":\"ES256\"}")).s, base64_text(a, out_done(&claims)).s);
	struct str signature = sign(a, pair, words);
	return signature.n ? arena_fmt(a, "%s.%s", words.s, base64_text(a, signature).s) : STR_NONE;
}

/* ---- sending ---- */

static struct str url_of_place(const struct push_wire *w, struct str endpoint, struct arena *a)
{
	struct str origin = push_origin(endpoint), base = w->base;
	while (str_ends(base, "/"))
		base.n--;
	return base.n ? arena_fmt(a, "%.*s%.*s", STR_ARG(base), (int)(endpoint.n - origin.n), endpoint.s + origin.n) : endpoint;
}

/* RFC 8030, 5 and 7.3: 404 and 410 are for good; 413 and 400 will not get better; 429 and 5xx will. */
static enum push_end end_of(enum fetch_end end, int status)
{
	if (end == FETCH_DONE)
		return PUSH_SENT;
	if (status == 404 || status == 410)
		return PUSH_GONE;
	return end == FETCH_LATER || status == 0 ? PUSH_LATER : PUSH_REFUSED;
}

struct push_said push_send(const struct push_wire *w, const struct push_place *p, const struct push_letter *l, struct arena *a)
{
	struct push_said ret = { .end = PUSH_GONE, .why = STR("its push service is not in push.hosts") };
	struct str body, origin = push_origin(p->endpoint);
	if (!push_is_listed(p->endpoint, w->hosts))
		return ret;
	if (!push_seal(a, p, l->plain, &body))
		return (struct push_said){ .end = PUSH_GONE, .why = STR("its key is none") };
	struct str token = push_token(a, &w->pair, origin, w->contact, clock_now().ms / 1000 + TOKEN_S);
	const struct str more[] = { arena_fmt(a, "TTL: %lld", (long long)l->keep_s), STR("Content-Encoding: aes128gcm"),
		arena_fmt(a, "Urgency: %s", l->is_urgent ? "high" : "normal"), arena_fmt(a, "Topic: %.*s", STR_ARG(l->topic)),
		arena_fmt(a, "Authorization: vapid t=%.*s, k=%s", STR_ARG(token), base64_text(a, text_of(w->pair.open, PUSH_PUBLIC)).s) };
	struct fetch_ask ask = { .url = url_of_place(w, p->endpoint, a), .body = body, .type = "application/octet-stream", .more = more,
		.more_n = sizeof more / sizeof *more, .timeout_s = w->timeout_s ? w->timeout_s : PUSH_S };
	struct fetch_said said = { 0 };
	enum fetch_end end = fetch_http(&ask, a, &said, &ret.why);
	ret.end = end_of(end, said.status);
	ret.after_s = said.after_s;
	return ret;
}

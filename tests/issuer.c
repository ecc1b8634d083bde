/* Keys and tokens by OpenSSL; one thread that answers one request a time. A code carries what its token shall say. */
#include "tests/issuer.h"
#include "tests/test.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/out.h"
#include <arpa/inet.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static const char client[] = "yorisoi", secret[] = "a-secret-of-thirty-two-letters-ok";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- keys ---- */

enum { EC, RSA_KEY, ED };

static EVP_PKEY *key_of(int kind, int round)
{
	static EVP_PKEY *key[3][2];
	pthread_mutex_lock(&lock);
	EVP_PKEY **one = &key[kind][round];
	if (!*one)
		*one = kind == EC ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256") : kind == ED ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
			: EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	pthread_mutex_unlock(&lock);
	return *one;
}

static struct str number_of(struct arena *a, EVP_PKEY *key, const char *name, int width)
{
	BIGNUM *n = NULL;
	unsigned char b[256];
	EVP_PKEY_get_bn_param(key, name, &n);
	BN_bn2binpad(n, b, width);
	BN_free(n);
	return base64_text(a, (struct str){ (char *)b, (size_t)width });
}

static void put_keys(struct out *o, int round)
{
	unsigned char raw[32];
	size_t n = sizeof raw;
	EVP_PKEY *ec = key_of(EC, round), *rsa = key_of(RSA_KEY, round);
	EVP_PKEY_get_raw_public_key(key_of(ED, round), raw, &n);
	out_fmt(o, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"kid\":\"es-%d\",\"x\":\"%s\",\"y\":\"%s\"},", round,
		number_of(o->arena, ec, "qx", 32).s, number_of(o->arena, ec, "qy", 32).s);
	out_fmt(o, "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"kid\":\"rs-%d\",\"n\":\"%s\",\"e\":\"%s\"},", round, number_of(o->arena, rsa, "n", 256).s,
		number_of(o->arena, rsa, "e", 3).s);
	out_fmt(o, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed-%d\",\"x\":\"%s\"}", round,
		base64_text(o->arena, (struct str){ (char *)raw, sizeof raw }).s);
}

static struct str keys_in(struct arena *a, int round)
{
	struct out o = { .arena = a };
	out_z(&o, "{\"keys\":[");
	put_keys(&o, 0);
	if (round) {
		out_z(&o, ",");
		put_keys(&o, 1);
	}
	out_z(&o, "]}");
	return out_done(&o);
}

struct str issuer_keys(int round)
{
	return keys_in(test_arena(), round);
}

struct str issuer_public_text(void)
{
	return number_of(test_arena(), key_of(EC, 0), "qx", 32);
}

/* ---- tokens ---- */

static struct str signature_by(struct arena *a, EVP_PKEY *key, bool has_digest, struct str text)
{
	unsigned char sig[512];
	size_t n = sizeof sig;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_DigestSignInit(ctx, NULL, has_digest ? EVP_sha256() : NULL, NULL, key);
	EVP_DigestSign(ctx, sig, &n, (const unsigned char *)text.s, text.n);
	EVP_MD_CTX_free(ctx);
	return arena_str(a, (struct str){ (char *)sig, n });
}

static struct str signature_of(struct arena *a, const struct issuer_word *w, struct str text)
{
	unsigned char b[64];
	unsigned n = sizeof b;
	if (strcmp(w->alg, "none") == 0)
		return STR("");
	if (strcmp(w->alg, "HS256") == 0) {
		HMAC(EVP_sha256(), w->secret.s, (int)w->secret.n, (const unsigned char *)text.s, text.n, b, &n);
		return arena_str(a, (struct str){ (char *)b, n });
	}
	if (strcmp(w->alg, "ES256"))
		return signature_by(a, key_of(strcmp(w->alg, "EdDSA") ? RSA_KEY : ED, w->round), strcmp(w->alg, "EdDSA") != 0, text);
	struct str der = signature_by(a, key_of(EC, w->round), true, text);
	const unsigned char *at = (const unsigned char *)der.s;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der.n);
	BN_bn2binpad(ECDSA_SIG_get0_r(pair), b, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(pair), b + 32, 32);
	ECDSA_SIG_free(pair);
	return arena_str(a, (struct str){ (char *)b, 64 });
}

static struct str token_in(struct arena *a, const struct issuer_word *w)
{
	struct str head = w->kid ? arena_fmt(a, "{\"alg\":\"%s\",\"kid\":\"%s\"}", w->alg, w->kid) : arena_fmt(a, "{\"alg\":\"%s\"}", w->alg);
	struct str text = arena_fmt(a, "%s.%s", base64_text(a, head).s, base64_text(a, w->claims).s);
	return arena_fmt(a, "%s.%s", text.s, base64_text(a, signature_of(a, w, text)).s);
}

struct str issuer_token(const struct issuer_word *w)
{
	return token_in(test_arena(), w);
}

/* ---- codes ---- */

struct str issuer_code(const struct issuer_code *v)
{
	struct str mail = base64_text(test_arena(), str_of(v->mail ? v->mail : "")), subject = base64_text(test_arena(), str_of(v->subject));
	static int number;
	return arena_fmt(test_arena(), "%d-%d.%d.%s.%s.%s.%.*s", (int)getpid(), ++number, (int)v->lie * 2 + v->is_mail_verified, v->nonce.s,
		subject.s, mail.s, STR_ARG(v->challenge));
}

/* ---- the server ---- */

static struct { int listener, port; char used[64][200]; int used_n; } server;

/* A code counts once. */
static bool is_used(struct str code)
{
	char z[200];
	snprintf(z, sizeof z, "%.*s", STR_ARG(code));
	for (int i = 0; i < 64; i++)
		if (strcmp(server.used[i], z) == 0)
			return true;
	snprintf(server.used[server.used_n++ % 64], sizeof z, "%s", z);
	return false;
}

static struct str field(struct arena *a, struct str body, const char *name)
{
	struct str rest = body, pair, key;
	while (rest.n && str_cut(&rest, '&', &pair))
		if (str_cut(&pair, '=', &key) && str_is(key, name))
			return arena_str(a, pair.s ? pair : STR(""));
	return STR("");
}

static bool fits_challenge(struct arena *a, struct str verifier, struct str challenge)
{
	unsigned char hash[32];
	SHA256((const unsigned char *)verifier.s, verifier.n, hash);
	return verifier.n >= 43 && str_eq(base64_text(a, (struct str){ (char *)hash, 32 }), challenge);
}

static bool knows_client(struct arena *a, struct str request, struct str body)
{
	char plain[200], text[300];
	snprintf(plain, sizeof plain, "%s:%s", client, secret);
	EVP_EncodeBlock((unsigned char *)text, (unsigned char *)plain, (int)strlen(plain));
	return str_has(request, arena_fmt(a, "Authorization: Basic %s\r\n", text).s)
		|| (str_is(field(a, body, "client_id"), client) && str_is(field(a, body, "client_secret"), secret));
}

static struct str identity(struct arena *a, enum issuer_lie lie, bool is_verified, struct str rest)
{
	struct str nonce, subject, mail, plain_subject = STR(""), plain_mail = STR("");
	str_cut(&rest, '.', &nonce);
	str_cut(&rest, '.', &subject);
	str_cut(&rest, '.', &mail);
	base64_read(a, subject, &plain_subject);
	base64_read(a, mail, &plain_mail);
	long long now = clock_now().ms / 1000;
	struct issuer_word w = { .alg = lie == ISSUER_ALG_NONE ? "none" : lie == ISSUER_HS256 || lie == ISSUER_PUBLIC_AS_SECRET ? "HS256" : "ES256",
		.kid = lie == ISSUER_NEW_KEYS ? "es-1" : "es-0", .round = lie == ISSUER_NEW_KEYS || lie == ISSUER_OTHER_KEY };
	w.secret = lie == ISSUER_PUBLIC_AS_SECRET ? number_of(a, key_of(EC, 0), "qx", 32) : str_of(secret);
	const char *path = lie == ISSUER_OTHER_ISS ? "/other" : "", *audience = lie == ISSUER_OTHER_AUD ? "others" : client;
	const char *tail = lie == ISSUER_OTHER_NONCE ? "x" : "", *word = is_verified ? "true" : "false";
	long long made = now - (lie == ISSUER_OLD ? 9000 : 5), until = now + (lie == ISSUER_OLD ? -4000 : 300);
	struct out o = { .arena = a };
	out_fmt(&o, "{\"iss\":\"http://127.0.0.1:%d%s\",\"aud\":\"%s\",\"nonce\":\"%.*s%s\",", server.port, path, audience, STR_ARG(nonce), tail);
	out_fmt(&o, "\"sub\":\"%.*s\",\"email\":\"%.*s\",\"email_verified\":%s,", STR_ARG(plain_subject), STR_ARG(plain_mail), word);
	out_fmt(&o, "\"iat\":%lld,\"exp\":%lld}", made, until);
	w.claims = out_done(&o);
	return token_in(a, &w);
}

static struct str token_answer(struct arena *a, struct str request, struct str body, int *ret_status)
{
	struct str code = field(a, body, "code"), rest = code, number, how, challenge = code;
	int64_t n = 0;
	str_cut(&rest, '.', &number);
	str_cut(&rest, '.', &how);
	for (struct str one; challenge.n && memchr(challenge.s, '.', challenge.n);)
		str_cut(&challenge, '.', &one);
	enum issuer_lie lie = str_int(how, &n) ? (enum issuer_lie)(n / 2) : ISSUER_REFUSES;
	*ret_status = 400;
	if (lie == ISSUER_REFUSES || (lie != ISSUER_MANY && is_used(number)))
		return STR("{\"error\":\"invalid_grant\"}");
	if (!knows_client(a, request, body) || !fits_challenge(a, field(a, body, "code_verifier"), challenge))
		return STR("{\"error\":\"invalid_grant\"}");
	*ret_status = 200;
	if (lie == ISSUER_NO_JSON)
		return STR("<html>");
	return arena_fmt(a, "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}", identity(a, lie, n % 2, rest).s);
}

static struct str about(struct arena *a)
{
	return arena_fmt(a, "{\"issuer\":\"http://127.0.0.1:%d\",\"authorization_endpoint\":\"http://127.0.0.1:%d/authorize?from=here\","
		"\"token_endpoint\":\"http://127.0.0.1:%d/token\",\"jwks_uri\":\"http://127.0.0.1:%d/keys\","
		"\"authorization_response_iss_parameter_supported\":true}", server.port, server.port, server.port, server.port);
}

static _Atomic int round_now;

void issuer_turn_keys(int round)
{
	round_now = round;
}

static struct str answer_to(struct arena *a, struct str request, int *ret_status)
{
	const char *body = strstr(request.s, "\r\n\r\n");
	if (str_starts(request, "GET /.well-known/openid-configuration "))
		return about(a);
	if (str_starts(request, "GET /keys "))
		return keys_in(a, round_now);
	if (str_starts(request, "POST /token ") && body)
		return token_answer(a, request, str_of(body + 4), ret_status);
	*ret_status = 404;
	return STR("{}");
}

static bool is_whole(const char *request)
{
	const char *end = strstr(request, "\r\n\r\n"), *length = strcasestr(request, "\r\nContent-Length:");
	return end && (!length || strlen(end + 4) >= strtoul(length + 17, NULL, 10));
}

static void serve_one(int fd)
{
	static char request[32768];
	size_t n = 0;
	request[0] = 0;
	while (!is_whole(request) && n + 1 < sizeof request) {
		ssize_t more = recv(fd, request + n, sizeof request - 1 - n, 0);
		if (more <= 0)
			break;
		request[n += (size_t)more] = 0;
	}
	struct arena *a = arena_new(1 << 22);
	int status = 200;
	struct str body = answer_to(a, (struct str){ request, n }, &status);
	struct str whole = arena_fmt(a, "HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%.*s", status,
		body.n, STR_ARG(body));
	if (send(fd, whole.s, whole.n, MSG_NOSIGNAL) < 0)
		perror("issuer");
	arena_free(a);
	close(fd);
}

static void *serve(void *arg)
{
	for (int fd; (fd = accept(server.listener, NULL, NULL)) >= 0;)
		serve_one(fd);
	return arg;
}

struct str issuer_start(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	pthread_t thread;
	if (!server.port) {
		server.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (bind(server.listener, (struct sockaddr *)&at, n) != 0 || listen(server.listener, 50) != 0
			|| getsockname(server.listener, (struct sockaddr *)&at, &n) != 0 || pthread_create(&thread, NULL, serve, NULL) != 0)
			test_failed(__FILE__, __LINE__, "the issuer did not start");
		pthread_detach(thread);
		server.port = ntohs(at.sin_port);
	}
	return arena_fmt(test_arena(), "http://127.0.0.1:%d", server.port);
}

/* libsodium behind a few words. */
#include "base/seal.h"
#include "base/check.h"
#include "base/durable.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <limits.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

bool seal_init(void)
{
	return sodium_init() >= 0;
}

void seal_random(void *b, size_t n)
{
	randombytes_buf(b, n);
}

static struct str hex(struct arena *a, const unsigned char *b, size_t n)
{
	char *z = arena_get(a, n * 2 + 1);
	sodium_bin2hex(z, n * 2 + 1, b, n);
	return (struct str){ z, n * 2 };
}

/* Nothing is sealed with a key that a power cut could take, or leave half: whole under another name first, then named. */
bool seal_key_write(const char *path, const struct seal_key *key)
{
	char part[PATH_MAX];
	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
		return false;
	unlink(part);
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool ok = write(fd, key->b, sizeof key->b) == (ssize_t)sizeof key->b && fsync(fd) == 0;
	ok = close(fd) == 0 && ok && link(part, path) == 0;     /* never over a key that is there */
	int why = errno;
	unlink(part);
	errno = why;
	return ok && durable_name(path);
}

static bool key_make(const char *path, struct seal_key *ret)
{
	randombytes_buf(ret->b, sizeof ret->b);
	return seal_key_write(path, ret);
}

/* Disks that write in place forget it; others may keep the old block until they use it again. */
bool seal_key_shred(const char *path)
{
	struct seal_key noise;
	randombytes_buf(noise.b, sizeof noise.b);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT;
	bool ok = write(fd, noise.b, sizeof noise.b) == (ssize_t)sizeof noise.b && fsync(fd) == 0;
	return close(fd) == 0 && ok && unlink(path) == 0 && durable_name(path);
}

static bool key_read(const char *path, struct seal_key *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	struct stat st;
	bool ok = fstat(fd, &st) == 0 && st.st_size == (off_t)sizeof ret->b && read(fd, ret->b, sizeof ret->b) == (ssize_t)sizeof ret->b;
	close(fd);
	if (!ok)
		errno = EINVAL;
	return ok;
}

bool seal_machine_key(const char *path, bool make, struct seal_key *ret, struct str *ret_why, struct arena *a)
{
	if (key_read(path, ret))
		return true;
	if (errno == ENOENT && make && key_make(path, ret))
		return true;
	if (errno == ENOENT)
		*ret_why = arena_fmt(a, "There is no machine key at %s. Put the key of this installation there, restore with "
			"its recovery sheet (--sheet FILE), or start with a new data folder.", path);
	else if (errno == EINVAL)
		*ret_why = arena_fmt(a, "The machine key at %s is damaged (it must have 32 bytes). Put the saved one back.", path);
	else
		*ret_why = arena_fmt(a, "The machine key at %s cannot be used: %s.", path, strerror(errno));
	return false;
}

struct seal_key seal_derive(const struct seal_key *key, struct str context, int64_t number)
{
	struct seal_key r;
	crypto_generichash_state st;
	crypto_generichash_init(&st, key->b, sizeof key->b, sizeof r.b);
	crypto_generichash_update(&st, (const unsigned char *)context.s, context.n);
	crypto_generichash_update(&st, (const unsigned char *)&number, sizeof number);
	crypto_generichash_final(&st, r.b, sizeof r.b);
	return r;
}

struct str seal_hash(struct arena *a, struct str x)
{
	unsigned char b[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(b, (const unsigned char *)x.s, x.n);
	return hex(a, b, sizeof b);
}

struct str seal_mac(struct arena *a, const struct seal_key *key, struct str x)
{
	unsigned char b[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256(b, (const unsigned char *)x.s, x.n, key->b);
	return hex(a, b, sizeof b);
}

struct str seal_signature(struct arena *a, struct str secret, struct str body)
{
	enum { ROOM = sodium_base64_ENCODED_LEN(crypto_auth_hmacsha256_BYTES, sodium_base64_VARIANT_ORIGINAL) };
	unsigned char b[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret.s, secret.n);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.s, body.n);
	crypto_auth_hmacsha256_final(&state, b);
	char *text = arena_get(a, ROOM);
	sodium_bin2base64(text, ROOM, b, sizeof b, sodium_base64_VARIANT_ORIGINAL);
	return str_of(text);
}

bool seal_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || sodium_memcmp(a.s, b.s, a.n) == 0);
}

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

struct str seal_bytes(struct arena *a, const struct seal_key *key, struct str plain)
{
	unsigned char *b = arena_get(a, NONCE + plain.n + TAG);
	unsigned long long n = 0;
	randombytes_buf(b, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(b + NONCE, &n, (const unsigned char *)plain.s, plain.n, NULL, 0, NULL, b, key->b);
	return (struct str){ (const char *)b, NONCE + (size_t)n };
}

struct str seal_box(struct arena *a, const struct seal_key *key, struct str plain)
{
	struct str sealed = seal_bytes(a, key, plain);
	return hex(a, (const unsigned char *)sealed.s, sealed.n);
}

bool seal_bytes_open(struct arena *a, const struct seal_key *key, struct str sealed, struct str *ret)
{
	const unsigned char *b = (const unsigned char *)sealed.s;
	if (sealed.n < NONCE + TAG)
		return false;
	char *plain = arena_get(a, sealed.n - NONCE - TAG + 1);
	unsigned long long n = 0;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)plain, &n, NULL, b + NONCE, sealed.n - NONCE, NULL, 0, b, key->b) != 0)
		return false;
	*ret = (struct str){ plain, (size_t)n };
	return true;
}

bool seal_open(struct arena *a, const struct seal_key *key, struct str box, struct str *ret)
{
	size_t n = 0;
	unsigned char *b = arena_get(a, box.n / 2 + 1);
	if (sodium_hex2bin(b, box.n / 2 + 1, box.s, box.n, NULL, &n, NULL) != 0 || n * 2 != box.n)
		return false;
	return seal_bytes_open(a, key, (struct str){ (const char *)b, n }, ret);
}

void seal_stream(const struct seal_key *key, size_t at, void *b, size_t n)
{
	static const unsigned char nonce[crypto_stream_xchacha20_NONCEBYTES];
	CHECK(at % 64 == 0);
	crypto_stream_xchacha20_xor_ic(b, b, n, nonce, at / 64, key->b);
}

/* Half of the processors may hash at a time: each hash fills 19 MiB, and pages want the caches too. */
static sem_t turns;
static pthread_once_t turns_once = PTHREAD_ONCE_INIT;

static void turns_make(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN) / 2;
	sem_init(&turns, 0, n < 1 ? 1 : (unsigned)n);
}

static void turn_take(void)
{
	pthread_once(&turns_once, turns_make);
	while (sem_wait(&turns) != 0)
		continue;
}

struct str seal_password(struct arena *a, struct str password)
{
	char b[crypto_pwhash_STRBYTES];
	turn_take();
	int failed = crypto_pwhash_str_alg(b, password.s, password.n, 2, (size_t)19 << 20, crypto_pwhash_ALG_ARGON2ID13);
	sem_post(&turns);
	CHECK(failed == 0);                             /* 19 MiB were not there: the process ends and starts again */
	return arena_str(a, str_of(b));
}

bool seal_password_fits(struct str hash, struct str password)
{
	char b[crypto_pwhash_STRBYTES] = { 0 };
	if (hash.n >= sizeof b)
		return false;
	memcpy(b, hash.s ? hash.s : "", hash.n);
	turn_take();
	int failed = crypto_pwhash_str_verify(b, password.s, password.n);
	sem_post(&turns);
	return failed == 0;
}

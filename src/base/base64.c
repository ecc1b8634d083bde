/* libsodium does the turning; it refuses what could be read in two ways. */
#include "base/base64.h"
#include <sodium.h>

struct str base64_text(struct arena *a, struct str bytes)
{
	size_t room = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *z = arena_get(a, room);
	sodium_bin2base64(z, room, (const unsigned char *)(bytes.s ? bytes.s : ""), bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(z);
}

bool base64_read(struct arena *a, struct str text, struct str *ret_bytes)
{
	size_t n = 0;
	const char *end = NULL;
	if (!text.s)
		return false;
	unsigned char *b = arena_get(a, text.n / 4 * 3 + 4);
	if (sodium_base642bin(b, text.n / 4 * 3 + 3, text.s, text.n, NULL, &n, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0
		|| end != text.s + text.n)
		return false;
	*ret_bytes = (struct str){ (const char *)b, n };
	return true;
}

struct str base64_hash(struct arena *a, struct str bytes)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, (const unsigned char *)bytes.s, bytes.n);
	return base64_text(a, (struct str){ (const char *)hash, sizeof hash });
}

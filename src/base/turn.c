/* Credentials of limited time for a TURN relay. */
#include "base/turn.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>

struct str turn_password(struct arena *a, struct str secret, struct str name)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	HMAC(EVP_sha1(), secret.s, (int)secret.n, (const unsigned char *)name.s, name.n, mac, &n);
	char *text = arena_get(a, (size_t)EVP_MAX_MD_SIZE * 2);
	int text_n = EVP_EncodeBlock((unsigned char *)text, mac, (int)n);
	return (struct str){ text, (size_t)text_n };
}

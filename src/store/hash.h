/* The hash over what a store holds, value by value, the same for both engines. */
#pragma once
#include "store/store.h"
#include <sodium.h>

enum hash_kind { HASH_INT = 1, HASH_REAL = 2, HASH_TEXT = 3, HASH_BLOB = 4, HASH_NONE = 5 };

static inline void hash_int(crypto_hash_sha256_state *hash, int64_t n)
{
	unsigned char b[8];
	for (int i = 0; i < 8; i++)
		b[i] = (unsigned char)((uint64_t)n >> (8 * i));
	crypto_hash_sha256_update(hash, b, sizeof b);
}

static inline void hash_bytes(crypto_hash_sha256_state *hash, const void *b, int n)
{
	hash_int(hash, n);
	if (n > 0)
		crypto_hash_sha256_update(hash, b, (unsigned long long)n);
}

static inline struct str hash_end(crypto_hash_sha256_state *hash, struct arena *arena)
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_final(hash, sum);
	char *hex = arena_get(arena, 2 * sizeof sum + 1);
	sodium_bin2hex(hex, 2 * sizeof sum + 1, sum, sizeof sum);
	return (struct str){ hex, 2 * sizeof sum };
}

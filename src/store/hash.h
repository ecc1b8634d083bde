/* The hash over what a store holds, value by value, the same for both engines. */
#pragma once
#include "store/store.h"
#include <sodium.h>

enum hash_kind { HASH_INT = 1, HASH_REAL = 2, HASH_TEXT = 3, HASH_BLOB = 4, HASH_NONE = 5 };

void hash_int(crypto_hash_sha256_state *, int64_t);
void hash_bytes(crypto_hash_sha256_state *, const void *, int n);
struct str hash_end(crypto_hash_sha256_state *, struct arena *);

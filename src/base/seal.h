/* Keys, hashes and passwords, all by libsodium. Results are lower-case hex unless said otherwise. */
#pragma once
#include "base/arena.h"

struct seal_key { unsigned char b[32]; };

bool seal_init(void);
void seal_random(void *b, size_t n);
/* Reads the machine's key, or makes it (mode 0600, fsynced) when `make` and there is none. False with a sentence in *ret_why. */
bool seal_machine_key(const char *path, bool make, struct seal_key *ret, struct str *ret_why, struct arena *);
/* Writes a key: whole under another name first, never over one that is there (errno EEXIST). Unlinks after overwriting: seal_key_shred. */
bool seal_key_write(const char *path, const struct seal_key *);
bool seal_key_shred(const char *path);                  /* true also when there is none */
struct str seal_key_mark(struct arena *, const struct seal_key *);      /* 8 characters that name a key and say nothing about it */
/* As people write it down: 14 groups of four letters and digits, the last one a check. Reads it back out of any text that holds it on a line of its
 * own, in either case, with any blanks and hyphens between, O for 0, I and L for 1. */
struct str seal_key_text(struct arena *, const struct seal_key *);
bool seal_key_parse(struct str text, struct seal_key *ret);
struct seal_key seal_derive(const struct seal_key *, struct str context, int64_t number);   /* a key for one use of one tenant */
struct str seal_hash(struct arena *, struct str);                                  /* SHA-256, 64 characters */
struct str seal_mac(struct arena *, const struct seal_key *, struct str);          /* HMAC-SHA256, 64 characters */
/* As other servers sign what they send: HMAC-SHA256 by a secret of any length, in base64 with padding. */
struct str seal_signature(struct arena *, struct str secret, struct str body);
bool seal_same(struct str a, struct str b);                                        /* constant time */
struct str seal_box(struct arena *, const struct seal_key *, struct str plain);    /* XChaCha20-Poly1305, nonce in front, hex */
/* The same without the hex, for files. */
struct str seal_bytes(struct arena *, const struct seal_key *, struct str plain);
bool seal_bytes_open(struct arena *, const struct seal_key *, struct str sealed, struct str *ret);
/* XChaCha20 over a stream that one key is used for once, and back again; `at` is the bytes' place in it, a multiple of 64. */
void seal_stream(const struct seal_key *, size_t at, void *b, size_t n);
bool seal_open(struct arena *, const struct seal_key *, struct str box, struct str *ret);
struct str seal_password(struct arena *, struct str password);                     /* argon2id, 19 MiB, t=2: about 25 ms, slow lane only */
bool seal_password_fits(struct str hash, struct str password);

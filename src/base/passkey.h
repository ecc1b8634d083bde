/* Passkeys (W3C Web Authentication, level 2; 7.1 and 7.2): what a browser sends after a ceremony is read and checked here, with libfido2 as verifier
 * and no device of our own. Attestation is not asked for: whoever holds the key may name any maker, and we believe none. Pure: no store, no clock. */
#pragma once
#include "base/arena.h"

/* COSE numbers; what else a device offers is refused. */
enum { PASSKEY_ES256 = -7, PASSKEY_EDDSA = -8, PASSKEY_RS256 = -257 };
enum passkey_end { PASSKEY_FINE, PASSKEY_BROKEN, PASSKEY_OTHER_ACT, PASSKEY_OTHER_CHALLENGE, PASSKEY_OTHER_ORIGIN, PASSKEY_OTHER_SITE,
	PASSKEY_NOT_PRESENT, PASSKEY_NOT_VERIFIED, PASSKEY_BAD_ALG, PASSKEY_BAD_SIGNATURE };

/* What must hold of this ceremony. The challenge stands as the page had it (base64url); needs_user: fingerprint, face or PIN was asked for. */
struct passkey_rule { struct str rp, origin, challenge; bool needs_user; };

/* A key as it is kept: id and public key in base64url. */
struct passkey { struct str credential, public_key; int64_t alg_n, sign_n; bool is_verified, is_backed_up; };

/* All in base64url: clientDataJSON and authenticatorData of a new key. */
enum passkey_end passkey_read(struct arena *, const struct passkey_rule *, struct str client, struct str auth, struct passkey *ret);

struct passkey_proof { struct str client, auth, signature; };
/* *ret_sign_n is the device's counter; whether it went up is for the keeper to judge. */
enum passkey_end passkey_check(struct arena *, const struct passkey_rule *, const struct passkey *, const struct passkey_proof *,
	int64_t *ret_sign_n);
const char *passkey_word(enum passkey_end);             /* for logs and tests */

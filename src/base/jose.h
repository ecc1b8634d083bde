/* Signed tokens (JWS in its compact form, RFC 7515; OpenID Connect Core 3.1.3.7) are opened and checked. By OpenSSL directly: the library for JOSE
 * in Debian 12 knows no EdDSA and lets the token's own head choose how it is checked; here the asker names the algorithms, and each has one kind of
 * key. Pure: no clock, no network. */
#pragma once
#include "base/json.h"

/* Bits. HS256 is checked with `secret` only, never with anything out of `keys`; "none" is no algorithm. */
enum { JOSE_RS256 = 1, JOSE_ES256 = 2, JOSE_EDDSA = 4, JOSE_HS256 = 8 };
struct jose_trust { int algs; const struct json *keys; struct str secret; };    /* keys: a JWK set (RFC 7517) */

enum jose_end { JOSE_FINE, JOSE_BROKEN, JOSE_OTHER_ALG, JOSE_NO_KEY, JOSE_BAD_SIGNATURE, JOSE_OTHER_ISSUER, JOSE_OTHER_AUDIENCE, JOSE_TOO_LATE,
	JOSE_TOO_EARLY, JOSE_OTHER_NONCE, JOSE_NO_SUBJECT };
/* JOSE_NO_KEY: none of the keys has the token's kid and kind: ask the issuer for fresh ones. Keys named inside the token are not looked at. */
enum jose_end jose_open(struct arena *, struct str token, const struct jose_trust *, struct str *ret_payload);

/* What an identity token must say. now_s: seconds since 1970; a minute of difference between clocks is allowed. */
struct jose_rule { struct str issuer, client, nonce; int64_t now_s; };
struct jose_person { struct str subject, mail, name; bool is_mail_verified; };
enum jose_end jose_person_of(struct arena *, struct str payload, const struct jose_rule *, struct jose_person *ret);
const char *jose_word(enum jose_end);

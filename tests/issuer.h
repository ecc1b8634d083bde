/* An issuer of identities: keys, tokens, and a small HTTP server on loopback that answers as OpenID Connect wants it, or lies. */
#pragma once
#include "base/arena.h"

struct issuer_word { const char *alg, *kid; int round; struct str secret, claims; };     /* round: which generation of keys signs */
struct str issuer_token(const struct issuer_word *);
struct str issuer_keys(int round);                      /* the JWK set; round 1 holds the keys of both generations */
struct str issuer_public_text(void);                    /* the first ES256 key as anybody can read it */

/* What a code makes the issuer do. */
enum issuer_lie { ISSUER_HONEST, ISSUER_OTHER_ISS, ISSUER_OTHER_AUD, ISSUER_OLD, ISSUER_ALG_NONE, ISSUER_PUBLIC_AS_SECRET, ISSUER_OTHER_NONCE,
	ISSUER_OTHER_KEY, ISSUER_REFUSES, ISSUER_NO_JSON, ISSUER_LIE_N, ISSUER_HS256, ISSUER_NEW_KEYS,
	ISSUER_MANY /* honest, and the code may be used again: for requests that are sent many times */ };
/* Started once a process. The address, without a slash at its end. */
struct str issuer_start(void);
void issuer_turn_keys(int round);                       /* from now on its keys are those of issuer_keys(round) */
/* A code that would have come from its page: for the nonce and the challenge that the page was asked with. */
struct issuer_code { enum issuer_lie lie; struct str nonce, challenge; const char *subject, *mail; bool is_mail_verified; };
struct str issuer_code(const struct issuer_code *);

struct desk;
/* The tenant's settings name this issuer for staff and, with the same client, for families. */
void issuer_settle(struct desk *);
/* What a page with a link to the issuer asks for; false when there is none on it. */
struct issuer_wish { struct str state, nonce, challenge; };
bool issuer_wish_on(struct str page, struct issuer_wish *ret);
struct visit;
struct str issuer_body(struct visit *, const char *kind, const char *subject);  /* what the way back to /sign-in/KIND/back would send */

/* A device that keeps passkeys, played by OpenSSL: it makes keys and signs as a browser and its authenticator would, and lies where a test asks. */
#pragma once
#include "desk/desk.h"

/* What of the device's answer is not as it should be. */
enum device_lie { LIE_NONE, LIE_ACT, LIE_CHALLENGE, LIE_ORIGIN, LIE_FRAME, LIE_SITE, LIE_ABSENT, LIE_NOT_VERIFIED, LIE_SIGNATURE, LIE_CUT, LIE_N };

struct device { int alg, number; int64_t sign_n; };     /* the same alg and number: the same key, in every test */
struct device_act { const char *rp, *origin; struct str challenge; enum device_lie lie; };
struct device_said { struct str credential, client, auth, signature; };         /* base64url, in the test's arena */

struct visit;
/* The fields that a browser with such a device would send from /me/keys, or from /sign-in with a fresh key of this account. */
struct str device_body_make(struct visit *);
struct str device_body_enter(struct visit *, struct account_id);

void device_make(const struct device *, const struct device_act *, struct device_said *ret);
void device_sign(struct device *, const struct device_act *, struct device_said *ret);  /* counts one up, unless it never counted */

/* A device that keeps passkeys, played by OpenSSL: it makes keys and signs as a browser and its authenticator would, and lies where a test asks. */
#pragma once
#include "base/arena.h"

/* What of the device's answer is not as it should be. */
enum device_lie { LIE_NONE, LIE_ACT, LIE_CHALLENGE, LIE_ORIGIN, LIE_FRAME, LIE_SITE, LIE_ABSENT, LIE_NOT_VERIFIED, LIE_SIGNATURE, LIE_CUT, LIE_N };

struct device { int alg; unsigned char number; int64_t sign_n; };      /* the same alg and number: the same key, in every test */
struct device_act { const char *rp, *origin; struct str challenge; enum device_lie lie; };
struct device_said { struct str credential, client, auth, signature; };         /* base64url, in the test's arena */

void device_make(const struct device *, const struct device_act *, struct device_said *ret);
void device_sign(struct device *, const struct device_act *, struct device_said *ret);  /* counts one up, unless it never counted */

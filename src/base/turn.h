/* Credentials of limited time for a TURN relay, as coturn's use-auth-secret takes them (draft-uberti-behave-turn-rest): the name is the second at
 * which it ends, a colon and whatever; the password is HMAC-SHA1 of the name by the shared secret, in base64 with padding. */
#pragma once
#include "base/arena.h"

struct str turn_password(struct arena *, struct str secret, struct str name);

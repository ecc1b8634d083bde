/* Talking with an issuer: what it says about itself, where a person is sent, what it says about a person who came back. Outside calls: in a route's
 * prepare, with no transaction open. Desk floor only. */
#pragma once
#include "door/door_oidc.h"

/* is_iss_sent: its answers name it, and one that does not is somebody else's (RFC 9207). takes_post: the secret stands in the form, not in the
 * head. */
struct door_about { struct str authorize, token, keys; bool is_iss_sent, takes_post; };
/* False with a sentence for the log. Kept for ten minutes. */
bool door_issuer_read(struct arena *, const struct door_issuer *, struct door_about *ret, struct str *ret_why);

/* Code flow with PKCE (RFC 7636, S256), state and nonce. `back`: where the issuer sends the person to. */
struct str door_issuer_address(struct arena *, const struct door_issuer *, const struct door_about *, const struct door_way *, struct str back);

/* A code, exchanged for an identity that was checked: signature, issuer, audience, times, nonce. */
struct door_exchange { struct arena *arena; const struct door_issuer *issuer; const struct door_about *about; const struct door_way *way;
	struct str code, back; int64_t now_s; };
bool door_issuer_exchange(const struct door_exchange *, struct jose_person *ret, struct str *ret_why);

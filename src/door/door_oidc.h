/* Coming in by an issuer of identities (OpenID Connect): "town", the staff's own sign-in, and "line", LINE Login for families. Who comes is bound to
 * an account that is there; staff get no account and no power by it, families get an account of their own. Accounts are never merged. */
#pragma once
#include "base/jose.h"
#include "desk/account_key.h"

/* As the tenant has set it. LINE signs with HS256 and the channel's secret (its web sign-in) or ES256; others never with a secret. */
struct door_issuer { const char *kind; struct str issuer, client, secret; int algs; };
bool door_issuer_of(struct desk *, const char *kind, struct door_issuer *ret);   /* false: not set up here */

/* One sign-in on its way to the issuer and back: for ten minutes, this visitor, once. Nonce and verifier follow from the state. */
struct door_way { struct str state, nonce, verifier, target; struct account_id account_id; };
/* account_id: whom the identity shall be bound to (a family that is in, somebody who is setting up), or nobody. */
void door_way_begin(struct desk *, const char *kind, struct account_id, struct str target, struct door_way *ret);
bool door_way_look(struct desk *, const char *kind, struct str state, struct door_way *ret);
bool door_way_take(struct desk *, const char *kind, struct str state, struct door_way *ret);    /* consumes */

/* DOOR_TAKEN: the identity belongs to another account than the one it should be bound to. DOOR_UNKNOWN: staff whom nobody invited.
 * A member of staff is known by a subject that an administrator recorded, by setting up with an invitation, or by a mail address that the issuer has
 * verified and that stands in exactly one account without such an identity. */
enum door_end { DOOR_IN, DOOR_TAKEN, DOOR_UNKNOWN, DOOR_ENDED };
enum door_end door_come_in(struct desk *, const struct door_issuer *, const struct jose_person *, const struct door_way *,
	struct account_secret *ret);
bool door_is_bound(struct desk *, struct account_id, const char *kind);
bool door_unbind(struct desk *, struct account_id, const char *kind);

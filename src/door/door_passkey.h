/* Passkeys of accounts: made on one's own page, then they open the door without a name, or stand for the six digits behind a password. A key belongs
 * to the host name it was made under (its rp id) and to one tenant; towns that share a host share the rp id, never a key. Desk floor only. */
#pragma once
#include "desk/account_sign.h"

/* Where this page stands, as browsers see it. A bare address of numbers, and plain http elsewhere than on localhost, have no passkeys. */
struct door_site { struct str rp, origin; bool is_offered, is_number; };
struct door_site door_site_of(const struct desk *);

/* ---- challenges: for one act of one visitor in one session, fifteen minutes, once ---- */
enum door_act { DOOR_ACT_MAKE, DOOR_ACT_ENTER, DOOR_ACT_SECOND };
/* Written nowhere: it carries its own proof. `account_id` is whose it is, or nobody's for DOOR_ACT_ENTER. */
struct str door_passkey_challenge(struct desk *, enum door_act, struct account_id);
/* What the browser shows the device as the person's name on this site: random to others, no meaning. */
struct str door_passkey_user(struct desk *, struct account_id);

struct door_passkey_line { struct passkey_id passkey_id; struct str name, credential; struct moment made_at, used_at;
	bool is_verified, is_backed_up, is_here; };             /* is_here: made under the present host name */
enum { DOOR_PASSKEY_MOST = 20 };
size_t door_passkey_list(struct desk *, struct account_id, struct door_passkey_line **ret);

/* All in base64url, as the page's form sends it. */
struct door_passkey_said { struct str challenge, credential, client, auth, signature, user; };
/* For d->who. ACCOUNT_WRONG: it does not fit, or the challenge was used; ACCOUNT_TAKEN: it is kept already, or there are too many. Families' keys
 * must have asked for a finger, a face or a PIN, since nothing else stands beside them. */
enum account_refusal door_passkey_add(struct desk *, struct str name, const struct door_passkey_said *);
bool door_passkey_remove(struct desk *, struct passkey_id);          /* only one of d->who's */
/* Whether d->who could not come in any more without this key: the page asks twice then. */
bool door_passkey_is_last_way(struct desk *, struct passkey_id);

/* In without a name: the key says who. ACCOUNT_WRONG counts against the address; ACCOUNT_LOCKED_OUT with the time. */
enum account_refusal door_passkey_enter(struct desk *, const struct door_passkey_said *, struct str address, struct account_secret *ret);
/* Instead of the six digits: behind a password that was right (`ticket`, sealed, for five minutes and this visitor). */
struct str door_ticket_make(struct desk *, const struct account_secret *);
bool door_ticket_open(struct desk *, struct str ticket, struct account_secret *ret);
enum account_refusal door_passkey_second(struct desk *, const struct door_passkey_said *, const struct account_secret *);

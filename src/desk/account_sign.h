/* Signing in: what a route's prepare proves outside any transaction, and what its handler decides inside one. Desk floor only. */
#pragma once
#include "desk/account_key.h"

/* Found by prepare: whether the typed secret fits the hash that stood there then. The handler asks again whether it still stands there. */
struct account_proof { struct account_id account_id; struct str hash, fresh_hash; bool fits; };

/* Reads the hash, ends the read turn, hashes: as long for an unknown login as for a known one. */
void account_prove_password(struct desk *, struct str login, struct str password, struct account_proof *ret);
void account_prove_own(struct desk *, struct account_id, struct str password, struct account_proof *ret);
void account_prove_pin(struct desk *, struct str device_token, struct account_id, struct str pin, struct account_proof *ret);

struct account_try { struct str login, code, address; const struct account_proof *proof; };
enum { ACCOUNT_TRIES = 5, ACCOUNT_ADDRESS_TRIES = 50 };
/* ACCOUNT_WRONG whatever was wrong (it counts: the handler must not refuse the turn), ACCOUNT_LOCKED_OUT with the time in *ret_until.
 * Without a code: ACCOUNT_HALF when the password was right, nothing being counted then. */
enum account_refusal account_sign_in(struct desk *, const struct account_try *, struct account_secret *ret, struct moment *ret_until);
/* ACCOUNT_WRONG counts too; ACCOUNT_LOCKED_OUT after five wrong PINs, or when the last sign-in in full on this device is too old. */
enum account_refusal account_enter_pin(struct desk *, struct str device_token, struct account_id, const struct account_proof *);
/* Of the person who is here already; wrong ones count like those of a sign-in. */
enum account_refusal account_confirm_own(struct desk *, const struct account_proof *);

/* What opens an account: password, six digits of an app, recovery codes, PIN; and the guards that slow guessing down. Desk floor only. */
#pragma once
#include "desk/account.h"

/* ---- links ---- */
/* A fresh one-time link of this account; purpose "invite", "reset" (72 h) or "mail" (30 min). The token, which is stored only as a hash. */
struct str account_link_make(struct desk *, const char *purpose, struct account_id);
void account_letter_invite(struct desk *, const struct account_line *to, struct str token);     /* by the outbox, to its mail address */

/* ---- what is stored of one account ---- */
struct account_secret { struct account_id account_id; struct str login, name, password_hash, totp_box, pin_hash; int64_t totp_step_n;
	enum role role; bool is_totp_on; struct moment ready_at, ended_at; };
bool account_secret_by_login(struct desk *, struct str login, struct account_secret *ret);
bool account_secret_of(struct desk *, struct account_id, struct account_secret *ret);

/* ---- passwords ---- */
/* At least ten letters, not the login, none of the most common, no walk over the keyboard. */
bool account_password_is_weak(struct str password, struct str login);
/* The same, and not made of words of the place (the product's, the town's, the person's) with digits and signs: ASVS 5.0, 6.1.2 and 6.2.11. */
bool account_password_is_weak_here(const struct desk *, struct str password, struct str login, struct str name);
/* Puts what was hashed outside the transaction. */
void account_keep_password(struct desk *, struct account_id, struct str password_hash);
void account_keep_pin(struct desk *, struct account_id, struct str pin_hash);
bool account_keep_ready(struct desk *, struct account_id);      /* set up: false while there is no password */
/* Set up without a password: an issuer of the town's own says who comes. Open invitations end. */
void account_keep_ready_outside(struct desk *, struct account_id);
/* The hash to compare with when there is no such account: takes as long as a real one. */
struct str account_password_dummy(void);
/* 4 to 8 digits, not all the same, no run such as 1234. */
bool account_pin_is_weak(struct str pin);

/* ---- six digits by an app (RFC 6238: SHA-1, 30 s, window of one step either way); each code counts once ---- */
void account_totp_begin(struct desk *, struct account_id);      /* a new secret, not asked for until account_totp_confirm */
struct account_totp_show { struct str secret, url, qr_path; int qr_n; };
bool account_totp_show(struct desk *, const struct account_secret *, struct account_totp_show *ret);
bool account_totp_take(struct desk *, const struct account_secret *, struct str code);
bool account_totp_confirm(struct desk *, const struct account_secret *, struct str code);
/* What an app would show now; for the demo's own texts and tests. */
struct str account_totp_now(struct desk *, const struct account_secret *);

/* ---- ten recovery codes; each counts once ---- */
enum { ACCOUNT_CODE_N = 10 };
void account_codes_make(struct desk *, struct account_id, struct str ret[ACCOUNT_CODE_N]);
bool account_code_use(struct desk *, struct account_id, struct str code);
int64_t account_code_count(struct desk *, struct account_id);

/* ---- guards: kind "login", "address", "mail" ---- */
/* Until when this one must wait; MOMENT_NONE when it need not. */
struct moment account_guard_wait(struct desk *, const char *kind, struct str what);
/* A failure: from `free_n` on within a day a minute's wait, doubled by each further one, at most an hour. */
void account_guard_fail(struct desk *, const char *kind, struct str what, int64_t free_n);
void account_guard_clear(struct desk *, const char *kind, struct str what);
/* One more of at most `most` in an hour; false when they are used up. */
bool account_guard_spend(struct desk *, const char *kind, struct str what, int64_t most);

/* Accounts and sessions of one tenant. Staff: password and TOTP (or a recovery code); families: a one-time link by mail. */
#pragma once
#include "desk/desk.h"

enum account_refusal { ACCOUNT_OK, ACCOUNT_NO_SUCH, ACCOUNT_WRONG, ACCOUNT_LOCKED_OUT, ACCOUNT_TAKEN, ACCOUNT_BAD_ROLE, ACCOUNT_ENDED, ACCOUNT_USED };

/* ---- who is here (called by app/serve in every transaction) ---- */
void account_who(struct desk *, struct str session_token);      /* fills d->who; no or ended session leaves ROLE_NOBODY */

/* ---- links: one time, by mail, by `account add`, at the counter ---- */
struct account_new { struct str login, name, mail; enum role role; struct operator_id operator_id; struct str area_ids, title, face; struct account_id by_account_id; };
/* *ret_token opens /enter/TOKEN for 72 h (staff) or 30 min (families). */
enum account_refusal account_add(struct desk *, const struct account_new *, struct account_id *ret_id, struct str *ret_token);
enum account_refusal account_reset(struct desk *, struct str login, struct str *ret_token);     /* ends sessions, forgets password and TOTP */
enum account_refusal account_end(struct desk *, struct str login);
bool account_role_parse(struct str, enum role *ret);
const char *account_role_word(enum role);

/* ---- sessions ---- */
struct str account_session_open(struct desk *, struct account_id, struct str device);   /* the cookie's value; sets d->who */
bool account_session_end(struct desk *, struct session_id);
int64_t account_sessions_end(struct desk *, struct account_id);

struct account_line { struct account_id account_id; struct str login, name, role, title, mail; struct moment made_at, seen_at, ended_at, invited_until_at; };
size_t account_list(struct desk *, int64_t limit_n, struct account_line **ret);
bool account_by_login(struct desk *, struct str login, struct account_line *ret);
/* Timed: ends old sessions and raises a task for every invitation that ends within a day. */
void account_hourly(struct desk *);

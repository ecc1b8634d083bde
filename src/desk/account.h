/* Accounts and sessions of one tenant. Staff: password and TOTP (or a recovery code); families: a one-time link by mail. */
#pragma once
#include "desk/desk.h"

enum account_refusal { ACCOUNT_OK, ACCOUNT_NO_SUCH, ACCOUNT_WRONG, ACCOUNT_LOCKED_OUT, ACCOUNT_TAKEN, ACCOUNT_BAD_ROLE, ACCOUNT_ENDED, ACCOUNT_USED,
	ACCOUNT_BAD_LOGIN, ACCOUNT_HALF };

/* ---- who is here (called by app/serve in every transaction) ---- */
void account_who(struct desk *, struct str session_token);      /* fills d->who; no or ended session leaves ROLE_NOBODY */
/* In the writer's group, after a GET that found d->who.is_stale: a session is marked as used at most every two minutes. */
void account_seen(struct desk *);
/* "__Host-yorisoi" where the tenant has a host of its own behind https, else "yorisoi" with the tenant's path. */
const char *account_cookie_name(const struct desk *);

/* ---- links: one time, by mail, by `account add`, at the counter ---- */
struct account_new {
	struct str login, name, mail;
	enum role role;
	struct operator_id operator_id;
	struct str area_ids, title, face;               /* areas as a comma list of ids */
	struct account_id by_account_id;
	bool is_at_the_door;                            /* people of the demo: no link, they come in by its door */
};
/* *ret_token opens /enter/TOKEN for 72 h (staff) or 30 min (families). */
enum account_refusal account_add(struct desk *, const struct account_new *, struct account_id *ret_id, struct str *ret_token);
enum account_refusal account_reset(struct desk *, struct str login, struct str *ret_token);     /* ends sessions, forgets password and TOTP */
enum account_refusal account_end(struct desk *, struct str login);
bool account_role_parse(struct str, enum role *ret);
const char *account_role_word(enum role);
struct str account_login_clean(struct desk *, struct str);      /* as stored: trimmed, ASCII in lower case; STR_NONE when it cannot be one */

struct account_line {
	struct account_id account_id;
	struct str login, name, role, title, mail;
	struct moment made_at, seen_at, ended_at, invited_until_at, ready_at;   /* ready: password and codes are set */
	struct operator_id operator_id;
	struct str area_ids;
};
/* Everyone but families: those who are here first, then by login. */
size_t account_list(struct desk *, int64_t limit_n, struct account_line **ret);
/* Staff and helpers of whom a session that is not locked was used since then. */
size_t account_here(struct desk *, struct moment since, struct account_line **ret);
bool account_by_login(struct desk *, struct str login, struct account_line *ret);
bool account_by_id(struct desk *, struct account_id, struct account_line *ret);

/* A family without name and mail: it comes in by LINE. */
struct account_id account_family_add(struct desk *);
/* A family asks for a link by mail. The answer never tells whether the account exists: a letter goes out, unless there were too many. */
void account_mail_link(struct desk *, struct str mail, struct str target, struct str address);

struct account_link { struct str purpose, target; struct account_id account_id; struct moment until_at; };
/* Looks without consuming: ACCOUNT_NO_SUCH, ACCOUNT_USED, or ACCOUNT_ENDED when its time is over. */
enum account_refusal account_link_look(struct desk *, struct str token, struct account_link *ret);
/* Consumes; makes the family's account at its first time. */
enum account_refusal account_link_use(struct desk *, struct str token, struct account_link *ret);

/* ---- sessions ---- */
struct account_session_new { struct account_id account_id; enum role role; struct str device, device_token; bool is_setup; };
struct str account_session_start(struct desk *, const struct account_session_new *);    /* the cookie's value; d->who stays */
struct str account_session_open(struct desk *, struct account_id, struct str device);   /* the cookie's value; sets d->who */
bool account_session_end(struct desk *, struct session_id);
bool account_session_end_own(struct desk *, struct session_id);         /* only one of d->who's */
int64_t account_sessions_end(struct desk *, struct account_id);
int64_t account_sessions_end_others(struct desk *);             /* all of d->who's but this one */
/* The account that is being set up under this cookie (password, TOTP, codes); false for ordinary sessions. */
bool account_setup_who(struct desk *, struct str session_token, struct account_id *ret, struct session_id *ret_session);
void account_lock(struct desk *);                               /* until PIN or sign-in */
void account_unlock(struct desk *);

struct account_session_line { struct session_id session_id; struct str device; struct moment made_at, seen_at, until_at; bool is_this; };
size_t account_sessions(struct desk *, struct account_id, struct account_session_line **ret);
struct str account_device_word(struct desk *, struct str user_agent);   /* coarse: "iPhone, Safari" */

/* ---- people of a shared PC: those who signed in there in full within 12 hours and have a PIN ---- */
enum { ACCOUNT_PIN_TRIES = 5 };
struct account_person { struct account_id account_id; struct str name, title, face, pin_hash; int64_t wrong_n; };
size_t account_device_list(struct desk *, struct str device_token, struct account_person **ret);
bool account_device_has(struct desk *, struct str device_token, struct account_id, struct account_person *ret);
void account_device_signed(struct desk *, struct str device_token, struct account_id);
void account_device_wrong(struct desk *, struct str device_token, const struct account_person *);
void account_device_right(struct desk *, struct str device_token, struct account_id);   /* wrong tries are forgotten */

/* Timed: ends old sessions and raises a task for every invitation that ends within a day. */
void account_hourly(struct desk *);

/* What the handlers of accounts share: cookies, the way on after entering. Desk floor only. */
#pragma once
#include "desk/account_sign.h"
#include "web/form.h"
#include "web/route.h"

extern const struct route account_routes[], account_enter_routes[], account_own_routes[], account_admin_routes[];
extern const size_t account_route_n, account_enter_route_n, account_own_route_n, account_admin_route_n;

/* A path inside the tenant that a form or link brought along; `fallback` when it is not one. */
struct str account_way(struct desk *, struct str to, const char *fallback);
void account_go(struct desk *, struct call *, struct str path);                /* 303; the app puts the tenant's base in front */
struct str account_session_cookie(const struct desk *, const struct call *);
struct str account_device_cookie(const struct desk *, const struct call *);
void account_put_cookie(struct desk *, struct call *, struct str token, int64_t age_s);
void account_leave(struct desk *, struct call *);       /* the session's cookie goes, with all that the browser kept */
/* The session that came with this call ends, a new one begins: cookie set. Staff in full: the device remembers them for the PIN. */
void account_begin(struct desk *, struct call *, const struct account_secret *, bool is_in_full);

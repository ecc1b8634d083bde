/* The list of rooms: whose routes are open, and whose news goes to whom. */
#pragma once
#include "web/route.h"

struct desk;

const struct route *const *rooms_routes(size_t *ret_n);
/* What is asked of a post's form before it is taken while the database is away; NULL: it is not taken. */
void (*rooms_asked(const struct route *))(struct desk *);        /* what its GET asks at once; NULL: nothing is known */
bool (*rooms_spooled(const struct route *))(struct desk *, struct call *);
/* Every route has a permission, every permission a row. False with the first that has not. The first asks it of the routes given. */
bool rooms_check_routes(const struct route *const *, size_t n, struct str *ret_why, struct arena *);
bool rooms_check(struct str *ret_why, struct arena *);
/* What rooms do when the hour has come: in the writer's turn, a small piece at a time. True while there is more. */
bool rooms_hourly(struct desk *);
/* What cannot wait an hour: an offer whose time is over. The first only looks; the second acts, a piece at a time, true while there is more. */
bool rooms_is_due(struct desk *);
bool rooms_minutely(struct desk *);

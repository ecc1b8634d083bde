/* The list of rooms: whose routes are open, and whose news goes to whom. */
#pragma once
#include "web/route.h"

const struct route *const *rooms_routes(size_t *ret_n);
/* Every route has a permission, every permission a row. False with the first that has not. */
bool rooms_check(struct str *ret_why, struct arena *);

/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route disclose_routes[];
extern const size_t disclose_route_n;
extern const struct route disclose_own_routes[];         /* of the family */
extern const size_t disclose_own_route_n;

/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route push_routes[];
extern const size_t push_route_n;

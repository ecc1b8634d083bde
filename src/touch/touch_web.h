/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route touch_routes[];
extern const size_t touch_route_n;

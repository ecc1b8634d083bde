/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "staff/staff_page.h"
#include "web/route.h"

extern const struct route staff_routes[];
extern const size_t staff_route_n;

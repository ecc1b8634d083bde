/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "visit/visit_page.h"
#include "web/route.h"

extern const struct route visit_routes[], visit_own_routes[];
extern const size_t visit_route_n, visit_own_route_n;

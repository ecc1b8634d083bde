/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "support/support_page.h"
#include "web/route.h"

extern const struct route support_routes[];
extern const size_t support_route_n;
extern const struct route support_desk_routes[];
extern const size_t support_desk_route_n;

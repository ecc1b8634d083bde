/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "count/count_page.h"
#include "web/route.h"

extern const struct route count_routes[];
extern const size_t count_route_n;

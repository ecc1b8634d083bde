/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "gift/gift_page.h"
#include "web/route.h"

extern const struct route gift_routes[];
extern const size_t gift_route_n;

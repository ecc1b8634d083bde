/* The routes of notices, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route notice_routes[];
extern const size_t notice_route_n;
extern const struct route notice_own_routes[];
extern const size_t notice_own_route_n;

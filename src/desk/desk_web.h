/* The routes of 今日, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route desk_routes[];
extern const size_t desk_route_n;
extern const struct route_asked desk_asked;

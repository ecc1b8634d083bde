/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "talk/talk_page.h"
#include "web/route.h"

extern const struct route talk_routes[], talk_room_routes[], talk_desk_routes[];
extern const size_t talk_route_n, talk_room_route_n, talk_desk_route_n;

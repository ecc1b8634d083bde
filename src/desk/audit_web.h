/* The route of 見た記録, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route audit_routes[];
extern const size_t audit_route_n;

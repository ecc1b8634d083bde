/* The event stream of the desk. */
#pragma once
#include "web/route.h"

extern const struct route live_routes[];
extern const size_t live_route_n;

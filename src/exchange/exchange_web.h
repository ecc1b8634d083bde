/* Routes of this room. */
#pragma once
#include "web/route.h"

extern const struct route exchange_routes[];
extern const size_t exchange_route_n;

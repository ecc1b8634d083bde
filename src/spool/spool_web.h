/* The room's routes. */
#pragma once
#include "spool/spool.h"
#include "web/route.h"

extern const struct route spool_routes[];
extern const size_t spool_route_n;

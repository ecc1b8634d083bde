/* The routes of /hsds. */
#pragma once
#include "web/route.h"

extern const struct route exchange_hsds_routes[];
extern const size_t exchange_hsds_route_n;

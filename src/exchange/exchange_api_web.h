/* The routes of /api: our own JSON, and the downloads of open data. */
#pragma once
#include "web/route.h"

extern const struct route exchange_api_routes[];
extern const size_t exchange_api_route_n;

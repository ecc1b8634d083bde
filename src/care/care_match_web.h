/* Routes of the ranking. */
#pragma once
#include "web/route.h"

extern const struct route care_match_routes[];
extern const size_t care_match_route_n;

/* The administrator's settings: groups of settings, the logo; operators, areas and counters. */
#pragma once
#include "web/route.h"

extern const struct route setting_routes[], setting_place_routes[];
extern const size_t setting_route_n, setting_place_route_n;

/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route consult_routes[];
extern const size_t consult_route_n;
extern const struct route_spooled consult_spooled[], consult_line_spooled[];
extern const size_t consult_spooled_n, consult_line_spooled_n;
extern const struct route consult_sos_routes[];
extern const size_t consult_sos_route_n;
extern const struct route consult_line_routes[];
extern const size_t consult_line_route_n;

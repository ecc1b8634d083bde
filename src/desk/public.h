/* The pages of a town that anyone may read. */
#pragma once
#include "desk/frame.h"
#include "web/route.h"

extern const struct route public_routes[];
extern const size_t public_route_n;

struct public_place { const struct tenant_area *area; const struct tenant_counter *const *counter; size_t counter_n; };

struct public_home {
	const struct tenant *tenant;
	bool is_night, has_consult, is_family;
	struct public_place *place; size_t place_n;     /* counters by area, those of no area first */
};

struct public_texts { const struct tenant *tenant; const struct str *line; size_t line_n; };

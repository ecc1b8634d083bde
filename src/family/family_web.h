/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route family_routes[], family_record_routes[], family_own_routes[], family_people_routes[], family_loss_routes[],
	family_resident_routes[];
extern const size_t family_route_n, family_record_route_n, family_own_route_n, family_people_route_n, family_loss_route_n,
	family_resident_route_n;

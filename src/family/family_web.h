/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "family/family.h"
#include "web/route.h"

/* The family in the first hole, for whoever may write in its record; the others are told that there is no such page. */
bool family_to_write(struct desk *, struct call *, struct family_row *ret);

extern const struct route family_routes[], family_record_routes[], family_own_routes[], family_people_routes[], family_loss_routes[],
	family_resident_routes[], family_edit_routes[], family_looks_routes[];
extern const size_t family_route_n, family_record_route_n, family_own_route_n, family_people_route_n, family_loss_route_n,
	family_resident_route_n, family_edit_route_n, family_looks_route_n;

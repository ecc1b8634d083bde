/* The routes about named workers, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

extern const struct route family_charge_routes[];
extern const size_t family_charge_route_n;
extern const struct route family_balance_routes[];
extern const size_t family_balance_route_n;
extern const struct route family_year_routes[];
extern const size_t family_year_route_n;
/* Timed: families whose last child has entered school say goodbye to their worker. */
void family_charge_hourly(struct desk *);

/* The room's routes, for the list in app/rooms.c, and what its handlers share. */
#pragma once
#include "desk/may.h"
#include "staff/staff_page.h"
#include "web/route.h"

extern const struct route staff_routes[], staff_edit_routes[], staff_time_routes[];
extern const size_t staff_route_n, staff_edit_route_n, staff_time_route_n;

/* The person that the address names, as far as walls allow; else the answer for nothing was given. */
bool staff_web_person(struct desk *, struct call *, struct staff_person *ret);
bool staff_web_may(struct desk *, enum may, const struct staff_person *);
void staff_web_show(struct desk *, struct call *, const struct form *);

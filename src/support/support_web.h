/* The room's routes, for the list in app/rooms.c. */
#pragma once
#include "support/support_page.h"
#include "web/route.h"

extern const struct route support_routes[];
extern const size_t support_route_n;
extern const struct route support_desk_routes[];
extern const size_t support_desk_route_n;

/* For the front page's list in app/rooms.c: one line that leads to the questions, in towns that have some. */
struct desk;
struct page;
const void *support_home_read(struct desk *);
void support_home_show(struct page *, const void *view);

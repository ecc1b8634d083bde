/* The room's routes and what it puts on top of the desk's pages, for the lists in app/rooms.c. */
#pragma once
#include "sos/sos.h"
#include "web/page.h"
#include "web/route.h"

extern const struct route sos_routes[];
extern const size_t sos_route_n;
const void *sos_top_read(struct desk *);
void sos_top_show(struct page *, const void *view);

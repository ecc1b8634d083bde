/* The administrator's one page, and the hourly look that makes tasks and letters of what it finds. */
#pragma once
#include "app/machine.h"
#include "web/route.h"

extern const struct route machine_routes[];
extern const size_t machine_route_n;
/* Raises a task for the administrators of this tenant for everything that is to be mended, with a letter when it is new, and settles what is
 * mended. Does nothing where somebody else looks after the machine. Outside of every transaction. */
void machine_tell(struct served *, struct arena *);

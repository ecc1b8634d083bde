/* Letters to nobody: timers, whose work and end are one write, so that it is done once. */
#pragma once
#include "app/tenants.h"
#include "desk/outbox.h"

/* False: it is no timer. */
bool courier_clock(struct served *, struct arena *, const struct outbox_due *);

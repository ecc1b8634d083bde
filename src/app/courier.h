/* Empties the outboxes, tenant by tenant, outside of every transaction; and does what is due by the clock. */
#pragma once
#include "app/tenants.h"
#include "web/fetch.h"

struct courier;
struct courier *courier_start(struct tenants *);
void courier_stop(struct courier *);
/* One round for one tenant: seals the audit, carries what is due, hourly work when its hour has come. How many letters left. */
int courier_round(struct served *, struct arena *, bool is_hour);
/* The tenant's mail server and sender, for a letter that still needs a recipient and words. */
void courier_letter(struct desk *, struct letter *ret);

/* The route table. A room lists its rows; the app joins them. Literal parts win over {holes}. */
#pragma once
#include "web/call.h"

struct desk;

struct route {
	enum method method;
	const char *path;                               /* "/t/{token}", below the tenant */
	int may;                                        /* enum may of desk/may.h; zero stops start-up */
	void (*handle)(struct desk *, struct call *);
	/* Before any transaction, in the slow lane: hashing, outside calls. What it found is left in desk->prepared. */
	void (*prepare)(struct desk *, struct call *);
	const char *room;                               /* closed rooms answer as if the route were not there; NULL: always open */
	/* For the sweeps: a body that would succeed ({login}, {account} and {code}, the six digits, are those of who asks), and which of the town's
	 * things fills the holes ("thread", "token:thread", ...). */
	const char *sample;
	const char *holes;
};

/* A POST, known by its handler, that may be taken while the database is away and entered when it is back: only what its sender need not see the
 * outcome of at once. `is_whole` looks at what was sent alone, with no turn open: true when nothing in it would be refused. Everything else is then
 * answered by 503. */
struct route_spooled { void (*handle)(struct desk *, struct call *); bool (*is_whole)(struct desk *, struct call *); };

/* A GET, known by its handler, and what it will surely ask whoever comes: where a server would be waited for, these queries leave with the turn's
 * first one (store_ask_begin). Nothing is known of the visitor yet, and the tenant's settings may be those of a moment ago: the handler asks again
 * all the same, and is answered on the way where it asks the same. */
struct route_asked { void (*handle)(struct desk *, struct call *); void (*ask)(struct desk *); };

/* Fills call->part. *ret_other says that the path exists for another method (405). */
const struct route *route_find(const struct route *const *table, size_t table_n, struct call *, struct str path, bool *ret_other);

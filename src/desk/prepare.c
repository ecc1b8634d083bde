/* The end of reading in a route's prepare: hashing and outside calls must not hold a transaction open. */
#include "desk/desk.h"

void desk_turn_end(struct desk *d)
{
	if (d->turn)
		store_read_end(d->turn);
	d->turn = NULL;
}

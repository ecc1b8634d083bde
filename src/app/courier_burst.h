/* Letters of long lists by LINE: many in one turn of the writer, over connections that stay open, no faster than the platform likes. */
#pragma once
#include "app/tenants.h"
#include "web/fetch.h"

/* One burst for one tenant: about a quarter of a second, so that the others' letters do not wait. How many people it went to; 0: nothing was due. */
int64_t courier_burst(struct served *, struct fetch_crew *, struct arena *);
/* Before something for one person is pushed: waits until the platform has got over what left last (at most LINE_TURN_MS), so that it is not refused
 * behind a burst of its own town, and the next burst leaves that much later. */
enum { LINE_TURN_MS = 600 };
void courier_line_turn(struct served *);

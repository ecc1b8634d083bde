/* Open screens hear that something changed, never what: they ask again in their own right. */
#include "app/live_web.h"
#include "desk/desk.h"
#include "desk/may.h"
#include "web/live.h"

static void show(struct desk *d, struct call *c)
{
	live_open(c, d->tenant_id.v, STR("task,sos,here"));
	live_own(c->reply.live, d->who.session_id.v);
}

const struct route live_routes[] = {
	{ METHOD_GET, "/desk/live", MAY_READ_DESK, show, NULL, NULL, NULL, NULL },
};
const size_t live_route_n = sizeof live_routes / sizeof *live_routes;

/* 見た記録: the newest rows of the record. A manager sees those of their own legal body, an administrator all. */
#include "desk/audit_web.h"
#include "desk/audit.page.h"
#include "desk/audit_view.h"
#include "desk/frame.h"
#include "desk/may.h"

enum { ROWS_MOST = 100 };

static void show(struct desk *d, struct call *c)
{
	struct may_reach reach = may_reach(d, MAY_READ_AUDIT);
	struct audit_latest_row *row = NULL;
	struct page p;
	size_t n = audit_latest(d, reach.is_everywhere, reach.operator_id, reach.is_unowned_seen, ROWS_MOST, &row);
	desk_trace(d, &(struct desk_trace){ .act = STR("audit.read"), .kind = STR("audit"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_AUDIT);
	audit_page(&p, &(struct audit_view){ .row = row, .row_n = n });
}

const struct route audit_routes[] = {
	{ METHOD_GET, "/desk/audit", MAY_READ_AUDIT, show, NULL, NULL, NULL, NULL },
};
const size_t audit_route_n = sizeof audit_routes / sizeof *audit_routes;

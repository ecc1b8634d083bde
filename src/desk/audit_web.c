/* 見た記録: the newest rows of the record. A manager sees those of their own legal body, an administrator all. */
#include "desk/audit_web.h"
#include "desk/audit.page.h"
#include "desk/audit_view.h"
#include "desk/frame.h"
#include "desk/may.h"

enum { ROWS_MOST = 100, PAGE_ROWS = 200, PAGES_MOST = 25 };

static bool is_seen(const struct may_reach *reach, const struct audit_latest_row *row)
{
	return reach->is_everywhere || (row->operator_id.v ? row->operator_id.v == reach->operator_id.v : reach->is_unowned_seen);
}

/* The record is long and a small body's part of it thin: rows are read newest first and page by page, a few thousand at most. */
static size_t newest(struct desk *d, const struct may_reach *reach, struct audit_line *ret)
{
	struct audit_id before = { INT64_MAX };
	size_t n = 0, row_n = PAGE_ROWS;
	for (int page = 0; page < PAGES_MOST && n < ROWS_MOST && row_n == PAGE_ROWS; page++) {
		struct audit_latest_row *row = NULL;
		row_n = audit_latest(d, before, PAGE_ROWS, &row);
		for (size_t i = 0; i < row_n && n < ROWS_MOST; i++)
			if (is_seen(reach, &row[i]))
				ret[n++].row = row[i];
		if (row_n)
			before = row[row_n - 1].audit_id;
	}
	return n;
}

static void name_persons(struct desk *d, struct audit_line *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct audit_person_row person = { 0 };
		if (str_is(line[i].row.kind, "account") && audit_person(d, (struct account_id){ line[i].row.subject_n }, &person))
			line[i].person = person.name;
	}
}

static void show(struct desk *d, struct call *c)
{
	struct may_reach reach = may_reach(d, MAY_READ_AUDIT);
	struct audit_line *line = ARENA_ARRAY(d->arena, struct audit_line, ROWS_MOST);
	struct page p;
	size_t n = newest(d, &reach, line);
	name_persons(d, line, n);
	desk_trace(d, &(struct desk_trace){ .act = STR("audit.read"), .kind = STR("audit"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_AUDIT);
	audit_page(&p, &(struct audit_view){ .line = line, .line_n = n });
}

const struct route audit_routes[] = {
	{ METHOD_GET, "/desk/audit", MAY_READ_AUDIT, show, NULL, NULL, NULL, NULL },
};
const size_t audit_route_n = sizeof audit_routes / sizeof *audit_routes;

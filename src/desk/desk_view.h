/* What the page of 今日 is given. */
#pragma once
#include "desk/desk_web.h"
#include "desk/task.h"
#include "desk/tenant.h"

struct desk_today_line { struct task task; const struct tenant_area *area; bool is_overdue, is_by_hand; };
struct desk_today_section { enum task_kind kind; struct desk_today_line *line; size_t line_n; };
struct desk_today_view { struct day today; struct moment now; struct desk_today_section section[TASK_KIND_N]; size_t task_n; bool is_cut;
	struct desk_shown top[DESK_PIECES]; size_t top_n; };

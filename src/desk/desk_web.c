/* 今日: what waits for a person, kind by kind, and the settling by hand of what nothing else would notice. */
#include "desk/desk_web.h"
#include "desk/audit.h"
#include "desk/desk_today.page.h"
#include "desk/desk_view.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { TASKS_MOST = 100 };

/* Keeps the list's order inside every kind: overdue first, then by due. */
static void sort_in(struct desk *d, struct desk_today_view *v, const struct task *task, size_t n)
{
	for (int k = 0; k < TASK_KIND_N; k++)
		v->section[k] = (struct desk_today_section){ .kind = (enum task_kind)k, .line = ARENA_ARRAY(d->arena, struct desk_today_line, n + 1) };
	for (size_t i = 0; i < n; i++) {
		struct desk_today_section *s = &v->section[task[i].kind];
		s->line[s->line_n++] = (struct desk_today_line){
			.task = task[i],
			.area = tenant_area_of(d->tenant, task[i].area_id),
			.is_overdue = task[i].due_at.ms && task[i].due_at.ms < d->now.ms,
			.is_by_hand = task_is_by_hand(task[i].kind),
		};
	}
}

/* What the frame shows. */
static void today_ask(struct desk *d)
{
	task_count(d);
}

static void pieces(struct desk *d, struct desk_today_view *v)
{
	for (size_t i = 0; i < desk_piece_n && v->top_n < DESK_PIECES; i++) {
		const void *view = desk_pieces[i].read(d);
		if (view)
			v->top[v->top_n++] = (struct desk_shown){ &desk_pieces[i], view };
	}
}

static void show_today(struct desk *d, struct call *c)
{
	struct desk_today_view v = { .today = d->today, .now = d->now };
	struct task *task;
	struct page p;
	v.task_n = task_list(d, TASKS_MOST, &task);
	v.is_cut = v.task_n == TASKS_MOST;
	sort_in(d, &v, task, v.task_n);
	pieces(d, &v);
	desk_trace(d, &(struct desk_trace){ .act = STR("desk.today"), .kind = STR("desk"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_TODAY);
	desk_today_page(&p, &v);
}

static void settle(struct desk *d, struct call *c)
{
	struct task_id task_id;
	if (!id_parse(c->part[0], &task_id.v) || task_settle(d, task_id) != TASK_OK) {
		refuse_missing(d, c);
		return;
	}
	audit_note(d, "task.settle", "task", task_id.v, STR_NONE);
	reply_see_other(c, STR("/desk"));
}

const struct route desk_routes[] = {
	{ METHOD_GET, "/desk", MAY_READ_DESK, show_today, NULL, NULL, NULL, NULL },
	{ METHOD_POST, "/desk/task/{task}/settle", MAY_SETTLE_TASK, settle, NULL, NULL, "", "task" },
};
const struct route_asked desk_asked = { show_today, today_ask };
const size_t desk_route_n = sizeof desk_routes / sizeof *desk_routes;

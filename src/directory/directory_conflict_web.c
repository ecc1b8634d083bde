/* Deciding between a source and a person here, one by one or many at once. */
#include "directory/directory_conflict_view.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_conflict.page.h"
#include "directory/directory_web.h"
#include "web/reply.h"

static void show(struct desk *d, struct call *c)
{
	struct page p;
	struct form f = form_of(c);
	struct directory_conflict_view v = { .tenant = d->tenant, .chosen = form_text(&f, "source", 100, false),
		.entry_id = { form_id(&f, "entry", false) } };
	v.line_n = directory_conflicts(d, v.chosen, v.entry_id, &v.line);
	v.source_n = directory_conflict_sources(d, &v.source);
	v.total_n = directory_conflict_count(d, v.entry_id);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	directory_conflict_page(&p, &v);
}

static bool is_ticked(struct call *c, int64_t conflict_id)
{
	char text[14];
	id_put(conflict_id, text);
	for (size_t i = 0; i < c->fields.field_n; i++)
		if (str_is(c->fields.field[i].name, "conflict") && str_is(c->fields.field[i].value, text))
			return true;
	return false;
}

/* Only what this person's list holds; what somebody settled meanwhile is passed over. */
static void settle(struct desk *d, struct call *c)
{
	static const char *const ways[] = { "ours", "theirs", NULL };
	struct form f = form_of(c);
	struct directory_conflict_open_row *line;
	struct str source = form_text(&f, "source", 100, false);
	int way = form_choice(&f, "take", ways, true);
	size_t n = directory_conflicts(d, source, (struct entry_id){ 0 }, &line);
	for (size_t i = 0; way >= 0 && i < n; i++)
		if (form_is_on(&f, "all") || is_ticked(c, line[i].conflict_id.v))
			directory_conflict_settle(d, line[i].conflict_id, way == 1);
	reply_see_other(c, STR("/desk/conflicts?done=1"));
}

const struct route directory_conflict_routes[] = {
	{ METHOD_GET, "/desk/conflicts", MAY_DIRECTORY_EDIT, show, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/conflicts", MAY_DIRECTORY_EDIT, settle, NULL, "directory", "take=ours&all=on", NULL },
};
const size_t directory_conflict_route_n = sizeof directory_conflict_routes / sizeof *directory_conflict_routes;

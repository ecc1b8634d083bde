/* The desk's page of what the list of residents says anew. It crosses areas: managers of a public body only. */
#include "family/family_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_resident.page.h"
#include "family/family_resident_page.h"
#include "web/reply.h"

enum { LINES_MOST = 200 };

static bool is_public(const struct desk *d)
{
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		if (d->tenant->operator[i].operator_id.v == d->who.operator_id.v)
			return str_is(d->tenant->operator[i].kind, "public");
	return d->tenant->operator_n <= 1;
}

static void show(struct desk *d, struct call *c)
{
	struct page p;
	struct family_resident_view v = { .line = NULL };
	if (!is_public(d)) {
		refuse_missing(d, c);
		return;
	}
	v.line_n = family_resident_waiting(d, LINES_MOST, &v.line);
	desk_trace(d, &(struct desk_trace){ .act = STR("family.residents"), .kind = STR("families"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/family");
	family_resident_page(&p, &v);
}

static void settle(struct desk *d, struct call *c)
{
	struct resident_id id;
	bool is_fine = is_public(d) && id_parse(c->part[0], &id.v)
		&& family_resident_settle_one(d, id, str_is(form_value(c, "yes"), "1")) == FAMILY_OK;
	if (is_fine)
		reply_see_other(c, STR("/desk/family/residents"));
	else
		refuse_missing(d, c);
}

/* Children last of all draw their household's adults in, so adults go after them. */
static void settle_new(struct desk *d, struct call *c)
{
	struct family_resident_row *line;
	if (!is_public(d)) {
		refuse_missing(d, c);
		return;
	}
	size_t n = family_resident_waiting(d, LINES_MOST, &line);
	for (int is_child = 1; is_child >= 0; is_child--)
		for (size_t i = 0; i < n; i++)
			if (str_is(line[i].change, "new") && line[i].is_child == (is_child == 1))
				family_resident_settle_one(d, line[i].resident_id, true);
	reply_see_other(c, STR("/desk/family/residents"));
}

const struct route family_resident_routes[] = {
	{ METHOD_GET, "/desk/family/residents", MAY_FAMILY_REVIEW, show, .room = "family" },
	{ METHOD_POST, "/desk/family/residents", MAY_FAMILY_REVIEW, settle_new, .room = "family", .sample = "x=1" },
	{ METHOD_POST, "/desk/family/residents/{resident}", MAY_FAMILY_REVIEW, settle, .room = "family", .sample = "yes=1", .holes = "resident" },
};
const size_t family_resident_route_n = sizeof family_resident_routes / sizeof *family_resident_routes;

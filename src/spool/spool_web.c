/* The way back to what was taken; and the desk's page of what could not be entered. */
#include "spool/spool_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/once.h"
#include "desk/refuse.h"
#include "spool/spool.page.h"
#include "spool/spool_desk.page.h"
#include "web/reply.h"

void spool_answer_taken(struct desk *d, struct call *c, struct str once)
{
	struct page p;
	reply_status(c, 202);
	frame_begin(&p, d, c, TAB_NONE);
	frame_of(&p)->is_noindex = true;
	spool_taken_page(&p, once, form_value(c, "words"));
}

/* Leads where the form would have led, as soon as it has been entered. Who holds the key sent the form. */
static void show_taken(struct desk *d, struct call *c)
{
	struct page p;
	struct str place;
	if (id_is_token(c->part[0]) && once_place(d, c->part[0], &place)) {
		reply_see_other(c, place);
		return;
	}
	reply_status(c, 404);
	frame_begin(&p, d, c, TAB_NONE);
	frame_of(&p)->is_noindex = true;
	spool_waits_page(&p, d->tenant ? d->tenant->phone : STR_NONE);
}

static struct refused_id refused_of(const struct call *c)
{
	struct refused_id refused_id = { 0 };
	id_parse(c->part[0], &refused_id.v);
	return refused_id;
}

static void show_refused(struct desk *d, struct call *c)
{
	struct page p;
	struct spool_refused_by_id_row row;
	if (spool_refused_read(d, refused_of(c), &row) != SPOOL_OK) {
		refuse_missing(d, c);
		return;
	}
	desk_trace(d, &(struct desk_trace){ .act = STR("spool.read"), .kind = STR("spool"), .subject_id = row.refused_id.v, .is_awaited = true });
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk");
	spool_refused_page(&p, &row);
}

static void settle(struct desk *d, struct call *c)
{
	if (spool_refused_settle(d, refused_of(c)) != SPOOL_OK)
		refuse_missing(d, c);
	else
		reply_see_other(c, STR("/desk"));
}

const struct route spool_routes[] = {
	{ METHOD_GET, "/taken/{once}", MAY_READ_SITE, show_taken, NULL, NULL, NULL, "token:taken" },
	{ METHOD_GET, "/desk/spool/{refused}", MAY_CONSULT_READ, show_refused, NULL, NULL, NULL, "refused" },
	{ METHOD_POST, "/desk/spool/{refused}/settle", MAY_CONSULT_READ, settle, NULL, NULL, "", "refused" },
};
const size_t spool_route_n = sizeof spool_routes / sizeof *spool_routes;

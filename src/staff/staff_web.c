/* The front of staff: reads the form, calls one operation, shows a page. */
#include "staff/staff_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "staff/staff_desk.page.h"
#include "web/reply.h"

const struct staff_leave *staff_leave_of(const struct staff_list_view *v, struct person_id person_id, struct day on)
{
	for (size_t i = 0; i < v->leave_n; i++) {
		const struct staff_leave *x = &v->leave[i];
		if (x->person_id.v == person_id.v && x->from_on.n <= on.n && (day_is_none(x->until_on) || x->until_on.n >= on.n))
			return x;
	}
	return NULL;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct staff_list_view v = { .tenant = d->tenant, .today = d->today, .may_add = may_ever(d, MAY_STAFF_EDIT) };
	v.person_n = staff_people(d, &(struct staff_wish){ .is_named_only = false }, &v.person);
	v.leave_n = staff_leave_ahead(d, 0, &v.leave);
	frame_begin(&p, d, c, TAB_STAFF);
	staff_list_page(&p, &v);
}

static bool person_of(struct desk *d, struct call *c, struct staff_person *ret)
{
	struct person_id person_id;
	if (id_parse(c->part[0], &person_id.v) && staff_person_for_staff(d, person_id, ret) == STAFF_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void show_person(struct desk *d, struct call *c)
{
	struct page p;
	struct staff_person_view v = { .tenant = d->tenant, .today = d->today };
	if (!person_of(d, c, &v.person))
		return;
	v.may_edit = staff_person_may_edit(d, &v.person);
	frame_begin(&p, d, c, TAB_STAFF);
	frame_of(&p)->back = STR("/desk/staff");
	staff_person_page(&p, &v);
}

const struct route staff_routes[] = {
	{ METHOD_GET, "/desk/staff", MAY_STAFF_READ, show_list, .room = NULL },
	{ METHOD_GET, "/desk/staff/{person}", MAY_STAFF_READ, show_person, .room = NULL, .holes = "person" },
};
const size_t staff_route_n = sizeof staff_routes / sizeof *staff_routes;

/* A guardian asks on its phone to see what is held about it; else the page says where to go and what to take along. */
#include "disclose/disclose_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "disclose/disclose_own.page.h"
#include "disclose/disclose_own_page.h"
#include "web/reply.h"

enum { WHAT_MOST = 400 };

/* Who is bound to no record is led to where one comes in. */
static bool own_guardian(struct desk *d, struct call *c, struct family_guardian_row *ret)
{
	bool is_bound = d->who.role == ROLE_FAMILY && family_of_account(d, d->who.account_id, ret);
	if (!is_bound)
		reply_see_other(c, STR("/join"));
	return is_bound;
}

static void own_page(struct desk *d, struct call *c, const struct family_guardian_row *g, struct disclose_own_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	disclose_own_read(d, g, &v->own);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/me/family/export");
	frame_of(&p)->is_noindex = true;
	disclose_own_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct family_guardian_row g;
	if (own_guardian(d, c, &g))
		own_page(d, c, &g, &(struct disclose_own_view){ .is_new = form_value(c, "done").n != 0 });
}

static void ask(struct desk *d, struct call *c)
{
	struct family_guardian_row g;
	if (!own_guardian(d, c, &g))
		return;
	struct form f = form_of(c);
	struct str who = form_value(c, "who");
	struct disclose_own_view v = { .what = form_text(&f, "what", WHAT_MOST, false) };
	bool is_self = str_is(who, "self"), is_said = is_self || id_parse(who, &v.child_id.v);
	enum disclose_refusal r = is_said && form_is_fine(&f) ? disclose_ask(d, &g, v.child_id, v.what) : DISCLOSE_NO_SUCH;
	if (r == DISCLOSE_OK) {
		reply_see_other(c, STR("/me/disclose?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == DISCLOSE_NO_SUCH ? 422 : 409);
	v.is_asked = r == DISCLOSE_NOT_NOW;
	v.is_wrong_who = r == DISCLOSE_NO_SUCH;
	v.what = form_value(c, "what");
	own_page(d, c, &g, &v);
}

const struct route disclose_own_routes[] = {
	{ METHOD_GET, "/me/disclose", MAY_FAMILY_OWN, show, .room = "family" },
	{ METHOD_POST, "/me/disclose", MAY_FAMILY_OWN, ask, .room = "family", .sample = "who=self" },
};
const size_t disclose_own_route_n = sizeof disclose_own_routes / sizeof *disclose_own_routes;

/* The front of notices: the page of one's devices, and the script that shows a notice when no page is open. */
#include "push/push_web.h"
#include "desk/account.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "push/push.page.h"
#include "push/push_page.h"
#include "web/asset.h"
#include "web/reply.h"

enum { ADDRESS_MOST = 1000, KEY_MOST = 200 };

static void draw(struct desk *d, struct call *c, struct push_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->key = push_key_text(d);
	v->worker = arena_fmt(d->arena, "%.*s/sw.js", STR_ARG(d->base));
	v->place_n = push_places_of(d, d->who.account_id, &v->place);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/desk/me");
	push_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, &(struct push_view){ 0 });
}

struct push_new push_read(struct form *f)
{
	return (struct push_new){ .endpoint = form_text(f, "endpoint", ADDRESS_MOST, true), .open = form_text(f, "open", KEY_MOST, true),
		.auth = form_text(f, "auth", KEY_MOST, true) };
}

static void put(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct push_new v = push_read(&f);
	v.device = account_device_word(d, c->user_agent);
	v.account_id = d->who.account_id;
	enum push_refusal r = form_is_fine(&f) ? push_put(d, &v) : PUSH_BAD;
	if (r == PUSH_OK) {
		reply_see_other(c, STR("/desk/push"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw(d, c, &(struct push_view){ .is_bad = true, .is_not_listed = r == PUSH_NOT_LISTED });
}

static void drop(struct desk *d, struct call *c)
{
	struct place_id place_id;
	if (!id_parse(c->part[0], &place_id.v) || !push_drop_own(d, place_id)) {
		refuse_missing(d, c);
		return;
	}
	reply_see_other(c, STR("/desk/push"));
}

/* Below the tenant, so that its reach is the tenant's own pages. */
static void show_worker(struct desk *d, struct call *c)
{
	(void)d;
	c->reply.status = 200;
	c->reply.asset = asset_find(str_of(asset_url("sw.js")));
}

const struct route push_routes[] = {
	{ METHOD_GET, "/sw.js", MAY_READ_SITE, show_worker, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/desk/push", MAY_READ_DESK, show, NULL, NULL, NULL, NULL },
	{ METHOD_POST, "/desk/push", MAY_READ_DESK, put, NULL, NULL,
		PUSH_SAMPLE, NULL },
	{ METHOD_POST, "/desk/push/{place}/drop", MAY_OWN_ACCOUNT, drop, NULL, NULL, "", "push" },
};
const size_t push_route_n = sizeof push_routes / sizeof *push_routes;

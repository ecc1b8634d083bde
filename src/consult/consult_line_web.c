/* LINE's own door: the webhook, and the page of a one-time way in. */
#include "consult/consult_line.page.h"
#include "consult/consult_line_desk.page.h"
#include "consult/consult_line_page.h"
#include "consult/consult_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

static bool is_signed(struct desk *d, struct call *c)
{
	struct str secret = STR_NONE;
	return tenant_secret(d, d->tenant, "line.channel_secret", &secret) && line_is_signed(d->arena, secret, c->body, c->signature);
}

static bool is_webhook_whole(struct desk *d, struct call *c)
{
	struct line_event *event;
	size_t n = 0;
	return is_signed(d, c) && line_read(d->arena, c->body, &event, &n);
}

/* 200 only after all of it is durable; whoever cannot sign is told nothing and leaves nothing. */
static void take(struct desk *d, struct call *c)
{
	struct line_event *event;
	size_t n = 0;
	if (!is_signed(d, c)) {
		desk_refuse(d);
		reply_text(c, 403, STR("The signature does not fit.\n"));
		return;
	}
	if (!line_read(d->arena, c->body, &event, &n)) {
		desk_refuse(d);
		reply_text(c, 400, STR("This is no webhook of LINE.\n"));
		return;
	}
	consult_line_take(d, event, n);
	reply_text(c, 200, STR("ok\n"));
}

static void link_page(struct desk *d, struct call *c, bool is_used)
{
	struct page p;
	frame_begin(&p, d, c, TAB_TALK);
	frame_of(&p)->is_noindex = true;
	consult_line_link_page(&p, &(struct consult_line_link_view){ .tenant = d->tenant, .token = c->part[0], .is_used = is_used });
}

static void show_link(struct desk *d, struct call *c)
{
	enum consult_line_open r = consult_line_link_look(d, c->part[0]);
	if (r == CONSULT_LINK_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	if (r == CONSULT_LINK_USED)
		reply_status(c, 410);
	link_page(d, c, r == CONSULT_LINK_USED);
}

static void open_link(struct desk *d, struct call *c)
{
	struct str token;
	enum consult_line_open r = consult_line_link_open(d, c->part[0], &token);
	if (r == CONSULT_LINK_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/t/%.*s", STR_ARG(token)));
		return;
	}
	desk_refuse(d);
	if (r == CONSULT_LINK_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	reply_status(c, 410);
	link_page(d, c, true);
}

static bool has_word(struct str list, const char *word)
{
	struct str one;
	while (str_cut(&list, ',', &one))
		if (str_is(str_trim(one), word))
			return true;
	return false;
}

static void draw_state(struct desk *d, struct call *c, struct str cells, bool is_wrong)
{
	struct page p;
	struct consult_line_state state;
	struct consult_line_state_view v = { .tenant = d->tenant, .state = &state, .is_menu_wrong = is_wrong,
		.address = arena_fmt(d->arena, "%.*s/line/webhook", STR_ARG(d->site)) };
	consult_line_look(d, &state);
	v.has_menu = consult_line_menu_last(d, &v.menu);
	for (size_t i = 0; consult_menu_words[i]; i++) {
		v.is_open[i] = consult_menu_is_open(d, consult_menu_words[i]);
		v.is_chosen[i] = has_word(cells, consult_menu_words[i]);
	}
	frame_begin(&p, d, c, TAB_SETTINGS);
	frame_of(&p)->back = STR("/desk/settings");
	consult_line_state_page(&p, &v);
}

static void show_state(struct desk *d, struct call *c)
{
	draw_state(d, c, tenant_get(d->tenant, "line.menu"), false);
}

static void put_menu(struct desk *d, struct call *c)
{
	struct out cells = { .arena = d->arena };
	for (size_t i = 0; form_read(c) && i < c->fields.field_n; i++)
		if (str_is(c->fields.field[i].name, "cell[]"))
			out_fmt(&cells, "%s%.*s", cells.n ? "," : "", STR_ARG(c->fields.field[i].value));
	struct str chosen = out_done(&cells);
	if (consult_menu_put(d, chosen) == CONSULT_OK) {
		reply_see_other(c, STR("/desk/line"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw_state(d, c, chosen, true);
}

const struct route consult_line_routes[] = {
	{ METHOD_POST, "/line/webhook", MAY_HOOK, take, NULL, "consult", "{line}", NULL },
	{ METHOD_GET, "/l/{link}", MAY_CONSULT_READ_OWN, show_link, NULL, "consult", NULL, "token:line" },
	{ METHOD_POST, "/l/{link}", MAY_CONSULT_READ_OWN, open_link, NULL, "consult", "", "token:line" },
	{ METHOD_GET, "/desk/line", MAY_SET_TENANT, show_state, NULL, "consult", NULL, NULL },
	{ METHOD_POST, "/desk/line", MAY_SET_TENANT, put_menu, .room = "consult", .sample = "cell[]=ask&cell[]=help" },
};
const size_t consult_line_route_n = sizeof consult_line_routes / sizeof *consult_line_routes;

const struct route_spooled consult_line_spooled[] = { { take, is_webhook_whole } };
const size_t consult_line_spooled_n = sizeof consult_line_spooled / sizeof *consult_line_spooled;

/* Passkeys as pages: one's own list, making and removing, coming in. The ceremony itself is the browser's; the form brings what came of it. */
#include "door/door_web.h"
#include "door/door_passkey_view.h"
#include "door/door_oidc.h"
#include "door/door_passkey.page.h"
#include "door/door_passkey_desk.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

static bool is_staff(const struct desk *d)
{
	return (d->who.role & (ROLE_STAFF | ROLE_HELPER)) != 0;
}

static struct door_passkey_said said_of(struct call *c)
{
	return (struct door_passkey_said){ .challenge = form_value(c, "challenge"), .credential = form_value(c, "credential"),
		.client = form_value(c, "client"), .auth = form_value(c, "auth"), .signature = form_value(c, "signature"), .user = form_value(c, "user") };
}

/* ---- the button of sign-in pages ---- */

static struct str allowed(struct desk *d, const struct door_passkey_line *line, size_t n)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < n; i++)
		if (line[i].is_here)
			out_fmt(&o, "%s%.*s", o.n ? " " : "", STR_ARG(line[i].credential));
	return out_done(&o);
}

struct door_ask *door_asks(struct desk *d, struct call *c)
{
	struct door_ask *ask = ARENA_NEW(d->arena, struct door_ask);
	struct door_site site = door_site_of(d);
	struct door_issuer issuer;
	ask->to = account_way(d, form_value(c, "to"), "");
	ask->is_strict = true;
	ask->has_town = door_issuer_of(d, "town", &issuer);
	ask->town_label = tenant_get(d->tenant, "oidc.label");
	ask->has_line = door_issuer_of(d, "line", &issuer);
	ask->is_line_bound = ask->has_line && d->who.role == ROLE_FAMILY && door_is_bound(d, d->who.account_id, "line");
	if (site.is_offered) {
		ask->challenge = door_passkey_challenge(d, DOOR_ACT_ENTER, (struct account_id){ 0 });
		ask->rp = site.rp;
	}
	return ask;
}

bool door_ask_second(struct desk *d, struct call *c, const struct account_secret *who)
{
	struct page p;
	struct door_passkey_line *line;
	struct door_ask *ask = door_asks(d, c);
	size_t n = door_passkey_list(d, who->account_id, &line);
	ask->allow = allowed(d, line, n);
	if (!ask->challenge.n || !ask->allow.n)
		return false;
	ask->challenge = door_passkey_challenge(d, DOOR_ACT_SECOND, who->account_id);
	ask->ticket = door_ticket_make(d, who);
	ask->is_strict = false;
	frame_begin(&p, d, c, TAB_NONE);
	door_second_page(&p, &(struct door_passkey_view){ .ask = ask });
	return true;
}

/* ---- coming in ---- */

static void draw_no(struct desk *d, struct call *c, enum account_refusal r)
{
	struct page p;
	reply_status(c, r == ACCOUNT_LOCKED_OUT ? 429 : 422);
	frame_begin(&p, d, c, TAB_NONE);
	door_passkey_no_page(&p, &(struct door_passkey_view){ .ask = door_asks(d, c) });
}

static void enter(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct door_passkey_said said = said_of(c);
	struct str ticket = form_value(c, "ticket");
	enum account_refusal r = ACCOUNT_WRONG;
	if (!ticket.n)
		r = door_passkey_enter(d, &said, c->address, &who);
	else if (door_ticket_open(d, ticket, &who))
		r = door_passkey_second(d, &said, &who);
	if (r != ACCOUNT_OK) {
		draw_no(d, c, r);
		return;
	}
	account_begin(d, c, &who, true);
	account_go(d, c, account_way(d, form_value(c, "to"), who.role & ROLE_STAFF ? "/desk" : who.role == ROLE_FAMILY ? "/me/account" : "/"));
}

/* ---- one's own ---- */

/* A fresh session stands in for the password of those who have none (they come by their town's own sign-in). */
static bool needs_password(struct desk *d)
{
	struct account_secret secret;
	return is_staff(d) && account_secret_of(d, d->who.account_id, &secret) && secret.password_hash.n;
}

static struct door_passkey_view *view_of(struct desk *d, struct call *c)
{
	struct door_passkey_view *v = ARENA_NEW(d->arena, struct door_passkey_view);
	struct door_site site = door_site_of(d);
	struct account_line me = { .login = STR_NONE };
	bool is_known = account_by_id(d, d->who.account_id, &me);
	v->line_n = door_passkey_list(d, d->who.account_id, &v->line);
	v->is_offered = site.is_offered;
	v->is_number = site.is_number;
	v->is_staff = is_staff(d);
	v->needs_password = needs_password(d);
	v->saved = form_value(c, "saved");
	v->name = form_value(c, "name").n ? form_value(c, "name") : account_device_word(d, c->user_agent);
	v->make = (struct door_make){ .challenge = door_passkey_challenge(d, DOOR_ACT_MAKE, d->who.account_id), .rp = site.rp,
		.site_name = d->tenant->title, .user = door_passkey_user(d, d->who.account_id), .allow = allowed(d, v->line, v->line_n) };
	v->make.name = v->is_staff && is_known ? me.login : me.mail.n ? me.mail : d->tenant->title;
	return v;
}

static void draw(struct desk *d, struct call *c, void (*page)(struct page *, const struct door_passkey_view *),
	const struct door_passkey_view *v)
{
	struct page p;
	frame_begin(&p, d, c, TAB_ME);
	if (v->form)
		frame_complaints(&p, v->form);
	page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	draw(d, c, is_staff(d) ? door_passkey_desk_page : door_passkey_page, view_of(d, c));
}

static void prepare_make(struct desk *d, struct call *c)
{
	struct account_proof *proof = ARENA_NEW(d->arena, struct account_proof);
	if (!needs_password(d))
		return;
	account_prove_own(d, d->who.account_id, form_value(c, "keys-now"), proof);
	d->prepared = proof;
}

/* A wrong password is counted, so the turn is kept then; everything else leaves nothing behind. */
static enum account_refusal confirm(struct desk *d, struct call *c, struct form *form)
{
	if (!needs_password(d))
		return ACCOUNT_OK;
	if (form_value(c, "keys-now").n == 0) {
		form_complain(form, "keys-now", COMPLAINT_MISSING);
		return ACCOUNT_NO_SUCH;
	}
	enum account_refusal r = account_confirm_own(d, d->prepared);
	if (r != ACCOUNT_OK)
		form_complain(form, "keys-now", COMPLAINT_WRONG);
	return r;
}

static void make(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct door_passkey_said said = said_of(c);
	struct str name = form_text(&form, "name", 60, true);
	enum account_refusal r = form_is_fine(&form) ? confirm(d, c, &form) : ACCOUNT_NO_SUCH;
	bool is_counted = r == ACCOUNT_WRONG || r == ACCOUNT_LOCKED_OUT;
	if (r == ACCOUNT_OK && door_passkey_add(d, name, &said) == ACCOUNT_OK) {
		account_go(d, c, STR("/me/keys?saved=made"));
		return;
	}
	if (form_is_fine(&form))
		form_complain(&form, "client", COMPLAINT_WRONG);
	if (!is_counted)
		desk_refuse(d);
	struct door_passkey_view *v = view_of(d, c);
	v->form = &form;
	reply_status(c, r == ACCOUNT_LOCKED_OUT ? 429 : 422);
	draw(d, c, v->is_staff ? door_passkey_desk_page : door_passkey_page, v);
}

/* The key that the address names, when it is one of one's own. */
static struct door_passkey_view *one_of(struct desk *d, struct call *c)
{
	int64_t id;
	struct door_passkey_view *v = view_of(d, c);
	for (size_t i = 0; id_parse(c->part[0], &id) && i < v->line_n; i++)
		if (v->line[i].passkey_id.v == id)
			v->one = &v->line[i];
	if (!v->one) {
		refuse_missing(d, c);
		return NULL;
	}
	v->is_last_way = door_passkey_is_last_way(d, v->one->passkey_id);
	return v;
}

static void show_remove(struct desk *d, struct call *c)
{
	struct door_passkey_view *v = one_of(d, c);
	if (v)
		draw(d, c, v->is_staff ? door_passkey_desk_remove_page : door_passkey_remove_page, v);
}

static void remove_one(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct door_passkey_view *v = one_of(d, c);
	if (!v)
		return;
	if (v->is_last_way && !form_is_on(&form, "sure")) {
		form_complain(&form, "sure", COMPLAINT_MISSING);
		v->form = &form;
		desk_refuse(d);
		reply_status(c, 422);
		draw(d, c, v->is_staff ? door_passkey_desk_remove_page : door_passkey_remove_page, v);
		return;
	}
	door_passkey_remove(d, v->one->passkey_id);
	account_go(d, c, STR("/me/keys?saved=removed"));
}

const struct route door_passkey_routes[] = {
	{ METHOD_POST, "/sign-in/passkey", MAY_SIGN_IN, .handle = enter, .sample = "{passkey-enter}" },
	{ METHOD_GET, "/me/keys", MAY_OWN_ACCOUNT, .handle = show },
	{ METHOD_POST, "/me/keys", MAY_OWN_ACCOUNT, .handle = make, .prepare = prepare_make,
		.sample = "name=Key&keys-now=hidamari-no-michi&{passkey-make}" },
	{ METHOD_GET, "/me/keys/{passkey}/remove", MAY_OWN_ACCOUNT, .handle = show_remove, .holes = "passkey" },
	{ METHOD_POST, "/me/keys/{passkey}/remove", MAY_OWN_ACCOUNT, .handle = remove_one, .sample = "sure=yes", .holes = "passkey" },
};
const size_t door_passkey_route_n = sizeof door_passkey_routes / sizeof door_passkey_routes[0];

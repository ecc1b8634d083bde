/* To an issuer and back. The way there begins with a button and ends with one: no GET consumes anything. Outside calls stand in prepare. */
#include "door/door_oidc_page.h"
#include "base/log.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "door/door_issuer.h"
#include "door/door_oidc.page.h"
#include "door/door_web.h"
#include "web/reply.h"

static void draw_no(struct desk *d, struct call *c, const char *kind, enum door_no why)
{
	struct page p;
	reply_status(c, why == DOOR_NO_ANSWER ? 503 : why == DOOR_NO_LATE ? 410 : why == DOOR_NO_WISH ? 200 : 422);
	frame_begin(&p, d, c, TAB_NONE);
	door_no_page(&p, &(struct door_oidc_view){ .why = why, .is_line = strcmp(kind, "line") == 0 });
}

static struct str back_of(struct desk *d, const char *kind)
{
	return arena_fmt(d->arena, "%.*s/sign-in/%s/back", STR_ARG(d->site), kind);
}

/* Found by prepare. */
struct outside { struct door_issuer issuer; struct door_about about; struct jose_person person; bool is_set, is_there, is_fine; };

static struct outside *reach(struct desk *d, const char *kind)
{
	struct outside *v = ARENA_NEW(d->arena, struct outside);
	struct str why;
	d->prepared = v;
	v->is_set = door_issuer_of(d, kind, &v->issuer);
	desk_turn_end(d);
	v->is_there = v->is_set && door_issuer_read(d->arena, &v->issuer, &v->about, &why);
	if (v->is_set && !v->is_there)
		log_line(LOG_WARN, "the issuer of %s: %.*s", kind, STR_ARG(why));
	return v;
}

/* ---- going ---- */

/* Whom the identity shall be bound to: somebody who is setting up by an invitation, a family that is in. */
static struct account_id bound_to(struct desk *d, struct call *c, const char *kind)
{
	struct account_id account_id = { 0 };
	struct session_id session_id;
	if (strcmp(kind, "line") == 0)
		return d->who.role == ROLE_FAMILY ? d->who.account_id : account_id;
	return account_setup_who(d, account_session_cookie(d, c), &account_id, &session_id) ? account_id : (struct account_id){ 0 };
}

static void go(struct desk *d, struct call *c, const char *kind)
{
	struct page p;
	struct door_way way;
	const struct outside *v = d->prepared;
	if (!v || !v->is_set) {
		refuse_missing(d, c);
		return;
	}
	if (!v->is_there) {
		desk_refuse(d);
		draw_no(d, c, kind, DOOR_NO_ANSWER);
		return;
	}
	door_way_begin(d, kind, bound_to(d, c, kind), account_way(d, form_value(c, "to"), ""), &way);
	frame_begin(&p, d, c, TAB_NONE);
	door_go_page(&p, &(struct door_oidc_view){ .is_line = strcmp(kind, "line") == 0,
		.url = { door_issuer_address(d->arena, &v->issuer, &v->about, &way, back_of(d, kind)) } });
}

/* ---- coming back ---- */

static void show_back(struct desk *d, struct call *c, const char *kind)
{
	struct page p;
	struct door_oidc_view v = { .state = form_value(c, "state"), .code = form_value(c, "code"), .iss = form_value(c, "iss"),
		.is_line = strcmp(kind, "line") == 0 };
	if (!id_is_token(v.state) || !v.code.n) {
		draw_no(d, c, kind, DOOR_NO_WISH);
		return;
	}
	frame_begin(&p, d, c, TAB_NONE);
	door_back_page(&p, &v);
}

static void exchange(struct desk *d, struct call *c, const char *kind)
{
	struct door_way way;
	struct str why = STR_NONE, iss = form_value(c, "iss");
	bool is_ours = door_way_look(d, kind, form_value(c, "state"), &way);
	if (!is_ours)
		return;
	struct outside *v = reach(d, kind);
	if (!v->is_there)
		return;
	if (iss.n || v->about.is_iss_sent) {            /* an answer of another issuer than the one that was asked */
		if (!str_eq(iss, v->issuer.issuer))
			return;
	}
	struct door_exchange x = { .arena = d->arena, .issuer = &v->issuer, .about = &v->about, .code = form_value(c, "code"),
		.back = back_of(d, kind), .way = &way, .now_s = d->now.ms / SECOND };
	v->is_fine = door_issuer_exchange(&x, &v->person, &why);
	if (!v->is_fine)
		log_line(LOG_WARN, "a sign-in by %s: %.*s", kind, STR_ARG(why));
}

static void come_in(struct desk *d, struct call *c, const struct outside *v, const struct door_way *way)
{
	static const enum door_no say[] = { [DOOR_TAKEN] = DOOR_NO_OTHERS, [DOOR_UNKNOWN] = DOOR_NO_INVITATION, [DOOR_ENDED] = DOOR_NO_ENDED };
	struct account_secret who;
	struct account_id setup_id;
	struct session_id setup_session;
	const char *kind = v->issuer.kind;
	bool is_setup = account_setup_who(d, account_session_cookie(d, c), &setup_id, &setup_session);
	enum door_end end = door_come_in(d, &v->issuer, &v->person, way, &who);
	if (end != DOOR_IN) {
		audit_note(d, "session.wrong", "account", way->account_id.v, STR_NONE);
		draw_no(d, c, kind, say[end]);
		return;
	}
	if (is_setup && setup_id.v == who.account_id.v)
		account_session_end(d, setup_session);
	account_begin(d, c, &who, true);
	account_go(d, c, account_way(d, way->target, who.role & ROLE_STAFF ? "/desk" : who.role == ROLE_FAMILY ? "/me/account" : "/"));
}

static void back(struct desk *d, struct call *c, const char *kind)
{
	struct door_way way;
	const struct outside *v = d->prepared;
	bool is_bound_still = true;
	if (!door_way_take(d, kind, form_value(c, "state"), &way)) {
		desk_refuse(d);
		draw_no(d, c, kind, DOOR_NO_LATE);
		return;
	}
	if (way.account_id.v)                           /* who went out to bind must be the one who comes back */
		is_bound_still = bound_to(d, c, kind).v == way.account_id.v;
	if (!v || !v->is_there)
		draw_no(d, c, kind, DOOR_NO_ANSWER);
	else if (!v->is_fine || !is_bound_still)
		draw_no(d, c, kind, DOOR_NO_TRUST);
	else
		come_in(d, c, v, &way);
}

/* ---- the two of them ---- */

static void prepare_town(struct desk *d, struct call *c) { (void)c; reach(d, "town"); }
static void prepare_line(struct desk *d, struct call *c) { (void)c; reach(d, "line"); }
static void go_town(struct desk *d, struct call *c) { go(d, c, "town"); }
static void go_line(struct desk *d, struct call *c) { go(d, c, "line"); }
static void show_town_back(struct desk *d, struct call *c) { show_back(d, c, "town"); }
static void show_line_back(struct desk *d, struct call *c) { show_back(d, c, "line"); }
static void exchange_town(struct desk *d, struct call *c) { exchange(d, c, "town"); }
static void exchange_line(struct desk *d, struct call *c) { exchange(d, c, "line"); }
static void town_back(struct desk *d, struct call *c) { back(d, c, "town"); }
static void line_back(struct desk *d, struct call *c) { back(d, c, "line"); }

const struct route door_oidc_routes[] = {
	{ METHOD_POST, "/sign-in/town", MAY_SIGN_IN, .handle = go_town, .prepare = prepare_town, .sample = "" },
	{ METHOD_GET, "/sign-in/town/back", MAY_SIGN_IN, .handle = show_town_back },
	{ METHOD_POST, "/sign-in/town/back", MAY_SIGN_IN, .handle = town_back, .prepare = exchange_town, .sample = "{outside-town}" },
	{ METHOD_POST, "/sign-in/line", MAY_SIGN_IN, .handle = go_line, .prepare = prepare_line, .sample = "" },
	{ METHOD_GET, "/sign-in/line/back", MAY_SIGN_IN, .handle = show_line_back },
	{ METHOD_POST, "/sign-in/line/back", MAY_SIGN_IN, .handle = line_back, .prepare = exchange_line, .sample = "{outside-line}" },
};
const size_t door_oidc_route_n = sizeof door_oidc_routes / sizeof door_oidc_routes[0];

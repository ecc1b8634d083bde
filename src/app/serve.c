/* A request walks through here once: see "Life of a request" in HOUSE.md, whose steps are the functions below. */
#include "app/serve_inside.h"
#include "app/limit.h"
#include "app/rooms.h"
#include "base/clock.h"
#include "base/log.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/once.h"
#include "desk/refuse.h"
#include "file/file.h"
#include "web/form.h"
#include "web/live.h"
#include "web/reply.h"

enum { FOLLOW_MS = 5000 };

/* ---- the end of a request ---- */

/* Handlers name places inside the tenant; outside, they begin with its base. */
static void place_in_tenant(struct request *r)
{
	for (size_t i = 0; i < r->call->reply.header_n; i++) {
		struct header *h = &r->call->reply.header[i];
		if (strcmp(h->name, "Location") != 0)
			continue;
		while (str_starts(h->value, "//"))      /* would be another site's name */
			h->value = (struct str){ h->value.s + 1, h->value.n - 1 };
		bool is_placed = r->desk.base.n && str_starts(h->value, arena_fmt(r->call->arena, "%.*s/", STR_ARG(r->desk.base)).s);
		if (str_starts(h->value, "/") && !is_placed)
			h->value = arena_fmt(r->call->arena, "%.*s%.*s", STR_ARG(r->desk.base), STR_ARG(h->value));
	}
}

static const char *method_word(const struct call *c)
{
	return c->method == METHOD_POST ? "POST" : c->method == METHOD_HEAD ? "HEAD" : "GET";
}

static const char *route_word(const struct request *r)
{
	return r->route && r->route->path[0] ? r->route->path : "-";
}

/* Which way, how it ended, how long it took: the route's pattern, never the address itself, which may hold a secret link. */
static void log_request(const struct request *r)
{
	log_line(LOG_INFO, "%.*s %s %s %d %.1f ms %.*s", STR_ARG(r->served->name), method_word(r->call), route_word(r),
		r->call->reply.status, (double)(clock_monotonic_ns() - r->begun_ns) / 1e6, STR_ARG(r->desk.request_no));
}

void serve_leave(struct request *r)
{
	struct call *c = r->call;
	place_in_tenant(r);
	if (r->profile)
		profile_drop(r->served, r->profile);
	r->profile = NULL;
	if (!c->reply.status)
		c->reply.status = 200;
	if (r->serve->is_logging)
		log_request(r);
	c->finish(c);
}

void serve_forget(struct call *c)
{
	live_drop(c->reply.live);
	c->reply = (struct reply){ .body = { .arena = c->arena } };
}

bool serve_is_away(const struct request *r, enum store_fault what)
{
	return r->served->url.n && (what == STORE_IO || what == STORE_BUSY);
}

void serve_fault(struct request *r, enum store_fault what)
{
	log_line(LOG_ERROR, "request %.*s: %s %s: %s", STR_ARG(r->desk.request_no), method_word(r->call),
		route_word(r), store_fault_word(what));
	serve_forget(r->call);
	r->desk.turn = NULL;
	r->desk.later = NULL;
	if (serve_is_away(r, what))
		refuse_away(&r->desk, r->call);
	else
		refuse_fault(&r->desk, r->call);
}

static void get(struct request *);

/* In the slow lane, since the last steps of a move take their time. Nothing of the request was done yet. */
static void follow(void *arg)
{
	struct request *r = arg;
	struct str base = r->desk.base;
	struct served *there = tenants_again(r->served, FOLLOW_MS);
	if (r->profile)
		profile_drop(r->served, r->profile);
	r->served = there ? there : r->served;
	serve_forget(r->call);
	visitor_settle(r, base);
	if (!there) {
		refuse_moving(&r->desk, r->call);
		serve_leave(r);
	} else if (r->call->method == METHOD_POST)
		serve_post_start(r);
	else
		get(r);
}

/* The tenant is gone from its store: the request begins anew where it is now, once. */
void serve_again(struct request *r)
{
	bool is_first = !r->is_again;
	r->is_again = true;
	if (!r->serve->web || !is_first || !web_post(r->serve->web, LANE_SLOW, follow, r, false)) {
		serve_forget(r->call);
		refuse_moving(&r->desk, r->call);
		serve_leave(r);
	}
}

/* ---- inside a transaction ---- */

/* Before the turn's first answer: whose session it is, and what this page always asks, by the profile as it was. Where that is no longer true, or the
 * connection has to be made anew, it is asked once more. */
static void ask_ahead(struct request *r)
{
	struct desk *d = &r->desk;
	void (*ask)(struct desk *) = rooms_asked(r->route);
	if (!store_ask_begin(d->turn))
		return;
	struct profile *p = profile_take(r->served, NULL);
	d->tenant = p->tenant;
	account_who(d, call_cookie(r->call, account_cookie_name(d)));
	if (ask)
		ask(d);
	store_ask_end(d->turn);
	profile_drop(r->served, p);
}

/* Who asks, and may they? Leaves the answer and returns false when not. */
bool serve_admits(struct request *r)
{
	struct desk *d = &r->desk;
	ask_ahead(r);
	struct profile *p = profile_take(r->served, d);
	if (r->profile)
		profile_drop(r->served, r->profile);
	r->profile = p;
	d->tenant = p->tenant;
	d->is_refused = d->is_gone;
	if (!d->is_gone)
		account_who(d, call_cookie(r->call, account_cookie_name(d)));
	if (desk_is_faulted(d) || d->is_gone)
		return false;
	if (r->route->room && !tenant_has_room(d->tenant, r->route->room)) {
		refuse_missing(d, r->call);
		return false;
	}
	if (may_ever(d, (enum may)r->route->may) || r->serve->is_may_ignored)
		return true;
	bool is_door = d->who.is_locked || (str_starts(r->call->path, "/desk") && !(d->who.role & ROLE_STAFF));
	if (r->call->method != METHOD_POST && is_door)
		reply_see_other(r->call, arena_fmt(d->arena, "%s?to=%.*s", d->who.is_locked ? "/desk/unlock" : "/sign-in", STR_ARG(r->call->path)));
	else
		refuse_missing(d, r->call);
	d->is_refused = true;
	return false;
}

/* Where the turn that begins now is to fail: what is left of serve->fault_at behind the queries of earlier turns. */
static int fault_left(const struct request *r)
{
	return r->serve->fault_at > r->query_n ? r->serve->fault_at - r->query_n : 0;
}

bool serve_read(struct request *r)
{
	if (!store_read_begin(r->served->store, r->desk.arena, &r->turn))
		return false;
	r->turn.fault_at = fault_left(r);
	r->desk.turn = &r->turn;
	return true;
}

/* ---- GET ---- */

static void later(void *arg)
{
	struct request *r = arg;
	r->desk.later->run(&r->desk, r->call, r->desk.later);
	serve_leave(r);
}

/* What lies outside the store is fetched when no transaction is open any more. */
static void get_leave(struct request *r)
{
	if (!r->desk.later || r->desk.is_refused)
		serve_leave(r);
	else if (!r->desk.later->is_slow || !r->serve->web)
		later(r);
	else if (!web_post(r->serve->web, LANE_SLOW, later, r, false)) {
		refuse_busy(&r->desk, r->call, 2);
		serve_leave(r);
	}
}

static void trace_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct request *r = w->arg;
	r->desk.turn = turn;
	r->desk.is_gone = !tenant_version(&r->desk) && turn->fault == STORE_OK;
	*keep = !r->desk.is_gone;
	if (*keep)
		audit_write_traces(&r->desk, r->desk.trace);
	if (*keep && r->desk.who.is_stale)
		account_seen(&r->desk);
	r->query_n += turn->query_n;
}

static void trace_done(struct store_write *w, enum store_fault what)
{
	struct request *r = w->arg;
	r->desk.turn = NULL;
	if (what == STORE_OK && r->desk.is_gone) {
		serve_again(r);
		return;
	}
	if (what != STORE_OK && r->desk.trace)
		serve_fault(r, what);                         /* a page with a person's record does not leave without its trace */
	r->served->has_news = 1;
	get_leave(r);
}

void serve_write(struct request *r, void (*run)(struct store_write *, struct store_turn *, bool *),
	void (*done)(struct store_write *, enum store_fault))
{
	r->write = (struct store_write){ .run = run, .done = done, .arena = r->call->arena, .arg = r, .fault_at = fault_left(r) };
	if (r->serve->web)
		store_write_queue(r->served->store, &r->write);
	else
		store_write(r->served->store, &r->write);
}

/* The connection broke under it, and nothing has left yet: once more from the beginning, on another one, perhaps a replica's. */
static bool get_second(struct request *r, enum store_fault what)
{
	struct str base = r->desk.base;
	if (what != STORE_IO || !r->served->url.n || r->is_second)
		return false;
	r->is_second = true;
	profile_drop(r->served, r->profile);
	serve_forget(r->call);
	visitor_settle(r, base);
	get(r);
	return true;
}

static void get(struct request *r)
{
	struct desk *d = &r->desk;
	d->is_get = true;
	if (!serve_read(r)) {
		serve_fault(r, STORE_IO);
		serve_leave(r);
		return;
	}
	if (serve_admits(r))
		r->route->handle(d, r->call);
	enum store_fault what = r->turn.fault;
	r->query_n += r->turn.query_n;
	store_read_end(&r->turn);
	d->turn = NULL;
	if (what == STORE_OK && d->is_gone) {
		serve_again(r);
		return;
	}
	if (get_second(r, what))
		return;
	struct after *after = what == STORE_OK ? after_of(r->serve, r->served, d) : NULL;
	if (what != STORE_OK)
		serve_fault(r, what);
	else
		reply_pack(r->call);
	if (what == STORE_OK && (d->trace || d->who.is_stale))
		serve_write(r, trace_run, trace_done);
	else
		get_leave(r);
	after_run(after);                               /* the request may have ended: nothing of it is touched any more */
}

/* ---- finding the way ---- */

static struct served *tenant_of(struct serve *s, struct call *c, struct str *ret_base)
{
	struct served *by_host = tenants_by_host(s->tenants, c->host);
	*ret_base = STR("");
	if (by_host)
		return by_host;
	struct str rest = { c->path.s + 1, c->path.n - 1 }, name;
	if (!rest.n || !str_cut(&rest, '/', &name))
		return NULL;
	struct served *s_by_name = tenants_by_name(s->tenants, name);
	if (!s_by_name)
		return NULL;
	*ret_base = arena_fmt(c->arena, "/%.*s", STR_ARG(name));
	c->path = rest.s ? (struct str){ rest.s - 1, rest.n + 1 } : STR("");
	return s_by_name;
}

/* An address that leads nowhere is asked like any other, so that a closed room cannot be told from it. */
static const struct route nowhere = { .method = METHOD_GET, .path = "", .may = MAY_SIGN_IN, .handle = refuse_missing };

const struct route *serve_route(struct request *r, enum method method, bool *ret_other)
{
	size_t n;
	const struct route *const *table = rooms_routes(&n);
	enum method asked = r->call->method;
	r->call->method = method;
	const struct route *route = route_find(table, n, r->call, r->call->path, ret_other);
	r->call->method = asked;
	return route && route->room && !tenant_has_room(r->desk.tenant, route->room) ? NULL : route;
}

static void not_here(struct request *r, bool is_other_method)
{
	bool other;
	if (is_other_method && (serve_route(r, METHOD_GET, &other) || serve_route(r, METHOD_POST, &other))) {
		reply_text(r->call, 405, STR("This address takes another method.\n"));
		serve_leave(r);
		return;
	}
	r->route = &nowhere;
	get(r);
}

void serve_call(struct call *c, void *arg)
{
	struct serve *s = arg;
	if (front_call(s, c)) {
		reply_pack(c);
		c->finish(c);
		return;
	}
	struct str base;
	struct request *r = ARENA_NEW(c->arena, struct request);
	*r = (struct request){ .serve = s, .call = c, .served = tenant_of(s, c, &base), .begun_ns = s->is_logging ? clock_monotonic_ns() : 0 };
	if (!r->served) {
		reply_text(c, 404, STR("404: there is nothing here.\n"));
		c->finish(c);
		return;
	}
	c->work = r;
	visitor_settle(r, base);
	if (!c->path.n) {
		reply_see_other(c, STR("/"));
		serve_leave(r);
		return;
	}
	if (visitor_switch(c, base)) {
		serve_leave(r);
		return;
	}
	bool is_other_method = false;
	r->route = serve_route(r, c->method, &is_other_method);
	if (!r->route)
		not_here(r, is_other_method);
	else if (c->method == METHOD_POST)
		serve_post(r);
	else
		get(r);
}

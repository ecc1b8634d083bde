/* A request walks through here once: see "Life of a request" in HOUSE.md, whose steps are the functions below. */
#include "app/serve.h"
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

static void leave(struct request *r)
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

static void forget_reply(struct call *c)
{
	c->reply = (struct reply){ .body = { .arena = c->arena } };
}

static void fault(struct request *r, enum store_fault what)
{
	log_line(LOG_ERROR, "request %.*s: %s %s: %s", STR_ARG(r->desk.request_no), method_word(r->call),
		route_word(r), store_fault_word(what));
	forget_reply(r->call);
	r->desk.turn = NULL;
	r->desk.later = NULL;
	refuse_fault(&r->desk, r->call);
}

static void get(struct request *);
static void post_start(struct request *);

/* In the slow lane, since the last steps of a move take their time. Nothing of the request was done yet. */
static void follow(void *arg)
{
	struct request *r = arg;
	struct str base = r->desk.base;
	struct served *there = tenants_again(r->served, FOLLOW_MS);
	if (r->profile)
		profile_drop(r->served, r->profile);
	r->served = there ? there : r->served;
	forget_reply(r->call);
	visitor_settle(r, base);
	if (!there) {
		refuse_moving(&r->desk, r->call);
		leave(r);
	} else if (r->call->method == METHOD_POST)
		post_start(r);
	else
		get(r);
}

/* The tenant is gone from its store: the request begins anew where it is now, once. */
static void again(struct request *r)
{
	bool is_first = !r->is_again;
	r->is_again = true;
	if (!r->serve->web || !is_first || !web_post(r->serve->web, LANE_SLOW, follow, r, false)) {
		forget_reply(r->call);
		refuse_moving(&r->desk, r->call);
		leave(r);
	}
}

/* ---- inside a transaction ---- */

/* Who asks, and may they? Leaves the answer and returns false when not. */
static bool admitted(struct request *r)
{
	struct desk *d = &r->desk;
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

static bool read_begin(struct request *r)
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
	leave(r);
}

/* What lies outside the store is fetched when no transaction is open any more. */
static void get_leave(struct request *r)
{
	if (!r->desk.later || r->desk.is_refused)
		leave(r);
	else if (!r->desk.later->is_slow || !r->serve->web)
		later(r);
	else if (!web_post(r->serve->web, LANE_SLOW, later, r, false)) {
		refuse_busy(&r->desk, r->call, 2);
		leave(r);
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
		again(r);
		return;
	}
	if (what != STORE_OK && r->desk.trace)
		fault(r, what);                         /* a page with a person's record does not leave without its trace */
	r->served->has_news = 1;
	get_leave(r);
}

static void write_start(struct request *r, void (*run)(struct store_write *, struct store_turn *, bool *),
	void (*done)(struct store_write *, enum store_fault))
{
	r->write = (struct store_write){ .run = run, .done = done, .arena = r->call->arena, .arg = r, .fault_at = fault_left(r) };
	if (r->serve->web)
		store_write_queue(r->served->store, &r->write);
	else
		store_write(r->served->store, &r->write);
}

static void get(struct request *r)
{
	struct desk *d = &r->desk;
	d->is_get = true;
	if (!read_begin(r)) {
		fault(r, STORE_IO);
		leave(r);
		return;
	}
	if (admitted(r))
		r->route->handle(d, r->call);
	enum store_fault what = r->turn.fault;
	r->query_n += r->turn.query_n;
	store_read_end(&r->turn);
	d->turn = NULL;
	if (what == STORE_OK && d->is_gone) {
		again(r);
		return;
	}
	struct after *after = what == STORE_OK ? after_of(r->serve, r->served, d) : NULL;
	if (what != STORE_OK)
		fault(r, what);
	else
		reply_pack(r->call);
	if (what == STORE_OK && (d->trace || d->who.is_stale))
		write_start(r, trace_run, trace_done);
	else
		get_leave(r);
	after_run(after);                               /* the request may have ended: nothing of it is touched any more */
}

/* ---- POST ---- */

static struct seal_key once_key(const struct desk *d)
{
	return seal_derive(d->tenant_key, STR("once"), d->tenant_id.v);
}

/* Sent before? Then it leads where it led: nothing happens twice. The place may hold a secret link, so it is kept sealed. */
static bool once_again(struct request *r)
{
	struct desk *d = &r->desk;
	struct str box, place;
	struct seal_key key = once_key(d);
	if (!r->once.n || !once_used(d, r->once, &box))
		return false;
	if (box.n && seal_open(d->arena, &key, box, &place))
		reply_see_other(r->call, place);
	else
		refuse_form(d, r->call);
	d->is_refused = true;
	return true;
}

static void once_keep(struct request *r)
{
	struct desk *d = &r->desk;
	struct seal_key key = once_key(d);
	if (!r->once.n || r->call->reply.status != 303)
		return;
	for (size_t i = 0; i < r->call->reply.header_n; i++)
		if (strcmp(r->call->reply.header[i].name, "Location") == 0)
			once_led_to(d, r->once, seal_box(d->arena, &key, r->call->reply.header[i].value));
}

/* To the other processes on this database: `NUMBER TOPIC DATA`. */
static void tell_others(struct request *r)
{
	for (struct desk_news *x = r->desk.news; x; x = x->next)
		store_tell(r->desk.turn, arena_fmt(r->call->arena, "%lld %.*s %.*s", (long long)r->served->number, STR_ARG(x->topic), STR_ARG(x->data)));
}

void serve_heard(void *arg, struct str words)
{
	struct serve *s = arg;
	struct str number, topic;
	int64_t channel = 0;
	if (!str_cut(&words, ' ', &number) || !str_cut(&words, ' ', &topic) || !str_int(number, &channel))
		return;
	live_publish(channel, topic, words);
	for (struct served *t = s->tenants->first; t; t = t->next)
		if (t->number == channel)
			t->has_news = 1;
}

static void post_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct request *r = w->arg;
	struct desk *d = &r->desk;
	d->turn = turn;
	if (admitted(r) && !once_again(r)) {
		r->route->handle(d, r->call);
		if (!d->is_refused)
			once_keep(r);
		if (!d->is_refused)
			tell_others(r);
	}
	r->query_n += turn->query_n;
	*keep = !d->is_refused;
}

static void post_done(struct store_write *w, enum store_fault what)
{
	struct request *r = w->arg;
	r->desk.turn = NULL;
	if (what == STORE_OK && r->desk.is_refused && r->desk.undo)
		r->desk.undo(&r->desk);
	if (what == STORE_OK && r->desk.is_gone) {
		again(r);
		return;
	}
	if (what != STORE_OK)
		fault(r, what);
	else if (!r->desk.is_refused)
		for (struct desk_news *x = r->desk.news; x; x = x->next)
			live_publish(r->served->number, x->topic, x->data);
	r->served->has_news = 1;
	leave(r);
}

/* In the slow lane: a read turn is open until prepare ends it. */
static void prepare(void *arg)
{
	struct request *r = arg;
	struct desk *d = &r->desk;
	if (!read_begin(r)) {
		fault(r, STORE_IO);
		leave(r);
		return;
	}
	if (admitted(r))
		r->route->prepare(d, r->call);
	else
		d->is_refused = true;
	desk_turn_end(d);
	r->query_n += r->turn.query_n;
	if (r->turn.fault != STORE_OK)
		fault(r, r->turn.fault);
	else if (r->desk.is_gone) {
		again(r);
		return;
	}
	bool is_over = d->is_refused || r->turn.fault != STORE_OK;
	if (is_over && d->undo)
		d->undo(d);
	if (is_over)
		leave(r);
	else
		write_start(r, post_run, post_done);
}

static void post_start(struct request *r)
{
	if (!r->route->prepare || (r->route->prepare == file_prepare && !file_is_sent(r->call)))
		write_start(r, post_run, post_done);
	else if (!r->serve->web)
		prepare(r);
	else if (!web_post(r->serve->web, LANE_SLOW, prepare, r, false)) {
		refuse_busy(&r->desk, r->call, 2);
		leave(r);
	}
}

static void post(struct request *r)
{
	struct desk *d = &r->desk;
	struct call *c = r->call;
	int after_s = 0;
	if (c->is_too_long) {
		refuse_large(d, c);
		leave(r);
		return;
	}
	if (!form_read(c)) {
		reply_text(c, 400, STR("The form could not be read.\n"));
		leave(r);
		return;
	}
	if (!visitor_form_is_ours(r)) {
		refuse_form(d, c);
		leave(r);
		return;
	}
	if (r->serve->limits && !limit_take(r->serve->limits, c->address, d->visitor, &after_s)) {
		refuse_busy(d, c, after_s);
		leave(r);
		return;
	}
	r->once = form_value(c, "once");
	if (!id_is_token(r->once))
		r->once = STR_NONE;
	post_start(r);
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

static const struct route *open_route(struct request *r, enum method method, bool *ret_other)
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
	if (is_other_method && (open_route(r, METHOD_GET, &other) || open_route(r, METHOD_POST, &other))) {
		reply_text(r->call, 405, STR("This address takes another method.\n"));
		leave(r);
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
		leave(r);
		return;
	}
	if (visitor_switch(c, base)) {
		leave(r);
		return;
	}
	bool is_other_method = false;
	r->route = open_route(r, c->method, &is_other_method);
	if (!r->route)
		not_here(r, is_other_method);
	else if (c->method == METHOD_POST)
		post(r);
	else
		get(r);
}

/* A browser of one person, without a socket: it keeps its cookies. */
#include "desk/account_visit_test.h"
#include "desk/may.h"
#include "desk/setting_web.h"

static const struct { const struct route *route; const size_t *n; } tables[] = {
	{ account_routes, &account_route_n }, { account_enter_routes, &account_enter_route_n }, { account_own_routes, &account_own_route_n },
	{ account_admin_routes, &account_admin_route_n }, { setting_routes, &setting_route_n }, { setting_place_routes, &setting_place_route_n },
};

static const struct route *route_of(struct call *c)
{
	static const struct route *all[200];
	size_t n = 0;
	bool other;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		for (size_t k = 0; k < *tables[i].n; k++)
			all[n++] = &tables[i].route[k];
	return route_find(all, n, c, c->path, &other);
}

static void handle(struct desk *d, void *arg)
{
	struct visit *v = arg;
	account_who(d, account_session_cookie(d, v->call));
	d->prepared = v->prepared;
	d->site = STR("http://localhost:8080/akune");
	v->call->reply = (struct reply){ .body = { .arena = test_arena() } };
	if (may_ever(d, (enum may)v->route->may))
		v->route->handle(d, v->call);
	else
		v->call->reply.status = 404;
}

static void prepare(struct visit *v)
{
	struct store_turn turn;
	if (!v->route->prepare || !store_read_begin(v->town->store, test_arena(), &turn))
		return;
	struct desk d = town_desk(v->town, &turn);
	account_who(&d, account_session_cookie(&d, v->call));
	v->route->prepare(&d, v->call);
	v->prepared = d.prepared;
	desk_turn_end(&d);
}

/* Cookies that the answer sets are sent again by the next call. */
static void keep_cookies(struct visit *v)
{
	for (size_t i = 0; i < v->call->reply.header_n; i++) {
		const struct header *h = &v->call->reply.header[i];
		struct str rest = h->value, one;
		if (strcmp(h->name, "Location") == 0)
			v->location = kept(h->value);
		if (strcmp(h->name, "Set-Cookie") == 0 && str_cut(&rest, ';', &one))
			v->cookie = arena_fmt(test_arena(), "%.*s; %.*s", STR_ARG(one), STR_ARG(v->cookie));
	}
}

static void ask_with(struct visit *v, struct call *call)
{
	struct call *c = ARENA_NEW(test_arena(), struct call);
	*c = *call;
	c->arena = test_arena();
	c->cookie = v->cookie;
	c->address = STR("203.0.113.9");
	c->user_agent = STR("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1");
	v->call = c;
	v->prepared = NULL;
	v->location = STR_NONE;
	v->route = route_of(c);
	if (!v->route) {
		test_failed(__FILE__, __LINE__, "no route %.*s", STR_ARG(c->path));
		return;
	}
	prepare(v);
	town_do(v->town, handle, v);
	EXPECT_INT(v->town->fault, STORE_OK);
	v->status = c->reply.status;
	v->body = kept(out_done(&c->reply.body));
	keep_cookies(v);
}

void account_ask(struct visit *v, enum method method, const char *path, const char *body)
{
	struct str query = str_of(path), head;
	str_cut(&query, '?', &head);
	ask_with(v, &(struct call){ .method = method, .path = head, .query = query.s ? query : STR(""), .body = str_of(body),
		.content_type = STR("application/x-www-form-urlencoded") });
}

void account_ask_body(struct visit *v, const char *path, struct str body, struct str type)
{
	ask_with(v, &(struct call){ .method = METHOD_POST, .path = str_of(path), .query = STR(""), .body = body, .content_type = type });
}

struct visit account_visit_of(struct town *town)
{
	return (struct visit){ .town = town, .cookie = STR("") };
}

static void invite_admin(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct account_new new = { .login = STR("kawabe"), .name = STR("川辺"), .role = ROLE_ADMIN };
	EXPECT_INT(account_add(d, &new, &t->account_id, &t->token), ACCOUNT_OK);
	t->token = kept(t->token);
	t->session = kept(account_session_open(d, t->account_id, STR("x")));
	d->who = (struct who){ .role = ROLE_NOBODY };
}

/* An administrator who is in. */
struct visit account_visit_admin(struct town *town)
{
	struct tale t = { .town = town };
	struct visit v = account_visit_of(town);
	town_do(town, invite_admin, &t);
	v.cookie = arena_fmt(test_arena(), "yorisoi=%.*s", STR_ARG(t.session));
	return v;
}

const char *account_filled(const char *fmt, struct str x)
{
	struct out o = { .arena = test_arena() };
	const char *at = strstr(fmt, "%s");
	out_put(&o, fmt, (size_t)(at - fmt));
	out_str(&o, x);
	out_z(&o, at + 2);
	return out_done(&o).s;
}

struct str account_between(struct str whole, const char *before, size_t n)
{
	const char *at = whole.s ? strstr(whole.s, before) : NULL;
	return at ? kept((struct str){ at + strlen(before), n }) : STR_NONE;
}

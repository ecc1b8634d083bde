/* A browser in fifty lines: cookies, the keys of forms, same-origin headers. */
#include "tests/visit.h"
#include "web/form.h"
#include "web/live.h"

struct visit *visit_at(struct town *t, struct served *s, enum person who)
{
	struct visit *v = ARENA_NEW(test_arena(), struct visit);
	*v = (struct visit){ .town = t, .served = s, .arena = arena_new((size_t)64 << 20) };
	town_move_in(t, s, who, &v->who);
	return v;
}

struct visit *visit_enter(struct town *t, enum person who)
{
	struct visit *v = visit_at(t, t->here, who);
	if (v->who.session.n) {
		snprintf(v->cookie[0].name, sizeof v->cookie[0].name, "yorisoi");
		snprintf(v->cookie[1].name, sizeof v->cookie[1].name, "yorisoi-device");
		v->cookie[0].value = v->who.session;
		v->cookie[1].value = v->who.device;
		v->cookie_n = 2;
	}
	return v;
}

void visit_leave(struct visit *v)
{
	arena_free(v->arena);
	v->arena = NULL;
}

/* ---- cookies ---- */

static void cookie_drop(struct visit *v, size_t i)
{
	for (; i + 1 < v->cookie_n; i++)
		v->cookie[i] = v->cookie[i + 1];
	v->cookie_n--;
}

static void cookie_keep(struct visit *v, struct str line)
{
	struct str rest = line, pair, name;
	if (!str_cut(&rest, ';', &pair) || !str_cut(&pair, '=', &name))
		return;
	bool is_gone = str_has(line, "Max-Age=0");
	for (size_t i = 0; i < v->cookie_n; i++)
		if (str_is(name, v->cookie[i].name)) {
			cookie_drop(v, i);
			break;
		}
	if (is_gone || v->cookie_n == VISIT_COOKIES)
		return;
	snprintf(v->cookie[v->cookie_n].name, sizeof v->cookie[0].name, "%.*s", STR_ARG(name));
	v->cookie[v->cookie_n++].value = arena_str(test_arena(), pair);
}

static struct str cookie_line(const struct visit *v)
{
	struct out o = { .arena = v->arena };
	for (size_t i = 0; i < v->cookie_n; i++)
		out_fmt(&o, "%s%s=%.*s", i ? "; " : "", v->cookie[i].name, STR_ARG(v->cookie[i].value));
	return out_done(&o);
}

/* ---- asking ---- */

static void finished(struct call *c)
{
	int *times = c->transport;
	++*times;
}

static struct call call_of(struct visit *v, const struct ask *ask)
{
	struct str query = ask->path, path;
	str_cut(&query, '?', &path);
	bool is_post = ask->method == METHOD_POST;
	struct call c = { .arena = v->arena, .method = ask->method, .query = query.s ? arena_str(v->arena, query) : STR(""), .host = STR("localhost:8080"),
		.address = STR("203.0.113.9"), .user_agent = STR("Mozilla/5.0 (iPhone) Safari/604.1"), .accept_language = STR("ja"), .finish = finished };
	c.path = arena_fmt(v->arena, "/%.*s%.*s", STR_ARG(v->served->name), STR_ARG(path));
	c.uri = c.path;
	c.cookie = ask->cookie.s ? ask->cookie : cookie_line(v);
	if (!is_post)
		return c;
	c.body = arena_str(v->arena, ask->body);
	c.content_type = ask->type.s ? ask->type : STR("application/x-www-form-urlencoded");
	c.signature = ask->signature;
	c.origin = ask->origin.s ? ask->origin : STR("http://localhost:8080");
	c.fetch_site = ask->fetch_site.s ? ask->fetch_site : STR("same-origin");
	return c;
}

static void look_at(struct visit *v, struct call *c)
{
	v->status = c->reply.status;
	v->location = STR_NONE;
	for (size_t i = 0; i < c->reply.header_n; i++) {
		if (strcmp(c->reply.header[i].name, "Location") == 0)
			v->location = c->reply.header[i].value;
		if (strcmp(c->reply.header[i].name, "Set-Cookie") == 0)
			cookie_keep(v, c->reply.header[i].value);
	}
	v->body = out_done(&c->reply.body);
	v->reply = c->reply;
	v->query_n = c->work ? ((struct request *)c->work)->query_n : 0;
	if (c->reply.live) {
		live_drop(c->reply.live);
		v->body = STR("an event stream");
	}
	EXPECT_INT(live_count(), 0);                    /* one that an error page took the place of has ended, too */
}

void visit_ask(struct visit *v, const struct ask *ask)
{
	int times = 0;
	struct ask kept = *ask;
	kept.path = arena_str(test_arena(), ask->path);
	kept.body = arena_str(test_arena(), ask->body);
	arena_reset(v->arena);
	struct call *c = ARENA_NEW(v->arena, struct call);
	*c = call_of(v, &kept);
	c->transport = &times;
	serve_call(c, &v->town->serve);
	EXPECT_INT(times, 1);
	look_at(v, c);
}

void visit_get(struct visit *v, const char *path)
{
	visit_ask(v, &(struct ask){ .method = METHOD_GET, .path = str_of(path) });
}

/* ---- forms ---- */

static struct str key_in(const struct visit *v, const char *name, size_t n)
{
	struct str mark = arena_fmt(v->arena, "name=\"%s\" value=\"", name);
	const char *at = strstr(v->body.s, mark.s);
	return at && strlen(at) >= mark.n + n ? arena_str(test_arena(), (struct str){ at + mark.n, n }) : STR_NONE;
}

void visit_form(struct visit *v, const char *path)
{
	visit_get(v, path);
	v->csrf = key_in(v, "csrf", 64);
	v->once = key_in(v, "once", 26);
	if (!v->csrf.n || !v->once.n)
		test_failed(__FILE__, __LINE__, "there is no form on %s (%d)", path, v->status);
}

struct str visit_body(struct visit *v, const char *body)
{
	if (!v->csrf.n)
		visit_form(v, "/sign-in");
	if (!v->once.n)
		v->once = id_token(test_arena());
	return arena_fmt(test_arena(), "%s%scsrf=%.*s&once=%.*s", body, body[0] ? "&" : "", STR_ARG(v->csrf), STR_ARG(v->once));
}

/* Every form acts once: the next one has a key of its own. */
void visit_post(struct visit *v, const char *path, const char *body)
{
	struct str whole = visit_body(v, body);
	v->once = STR_NONE;
	visit_ask(v, &(struct ask){ .method = METHOD_POST, .path = str_of(path), .body = whole });
}

/* ---- comparing ---- */

bool visit_has(const struct visit *v, const char *words)
{
	return str_has(v->body, words);
}

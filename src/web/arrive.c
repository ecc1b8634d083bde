/* A request becomes a call: what handlers may need is copied into its arena, and who sent it is found behind trusted proxies. */
#include "web/inside.h"

struct arrival { struct call *call; struct str forwarded_for, forwarded_proto; bool is_doubled; };

static const struct { const char *name; size_t place; bool is_list; } wanted[] = {
	{ "origin", offsetof(struct call, origin), false },
	{ "sec-fetch-site", offsetof(struct call, fetch_site), false },
	{ "cookie", offsetof(struct call, cookie), true },
	{ "content-type", offsetof(struct call, content_type), false },
	{ "accept-language", offsetof(struct call, accept_language), true },
	{ "accept-encoding", offsetof(struct call, accept_encoding), true },
	{ "if-none-match", offsetof(struct call, if_none_match), true },
	{ "user-agent", offsetof(struct call, user_agent), true },
	{ "range", offsetof(struct call, range), true },
	{ "x-line-signature", offsetof(struct call, signature), false },
};

static void keep(struct arrival *v, struct str *at, struct str value, const char *between, bool is_list)
{
	struct arena *a = v->call->arena;
	if (!str_is_utf8(value))
		return;
	if (!at->s)
		*at = arena_str(a, value);
	else if (is_list)
		*at = arena_fmt(a, "%s%s%.*s", at->s, between, STR_ARG(value));
	else
		v->is_doubled = true;
}

static enum MHD_Result each(void *arg, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct arrival *v = arg;
	struct str name = str_of(key), text = str_trim(str_of(value));
	(void)kind;
	if (str_eq_nocase(name, "x-forwarded-for"))
		keep(v, &v->forwarded_for, text, ", ", true);
	else if (str_eq_nocase(name, "x-forwarded-proto"))
		keep(v, &v->forwarded_proto, text, ", ", true);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		if (str_eq_nocase(name, wanted[i].name))
			keep(v, (struct str *)(void *)((char *)v->call + wanted[i].place), text, i == 2 ? "; " : ", ", wanted[i].is_list);
	}
	return MHD_YES;
}

static bool is_trusted(struct str list, struct str address)
{
	struct str one;
	while (str_cut(&list, ',', &one)) {
		if (str_eq(str_trim(one), address) && address.n)
			return true;
	}
	return false;
}

/* From the right: each trusted proxy vouches for the address to its left; the first one that is not trusted is the client. */
static struct str client_of(struct str peer, struct str chain, struct str trusted)
{
	struct str client = peer;
	while (chain.n && is_trusted(trusted, client)) {
		const char *comma = memrchr(chain.s, ',', chain.n);
		size_t head_n = comma ? (size_t)(comma - chain.s) : 0;
		const char *from = comma ? comma + 1 : chain.s;
		struct str one = str_trim((struct str){ from, chain.n - (size_t)(from - chain.s) });
		if (one.n == 0 || one.n > 45)
			break;
		client = one;
		chain.n = head_n;
	}
	return client;
}

static bool says_https(struct str list)
{
	struct str one, last = STR_NONE;
	while (str_cut(&list, ',', &one))
		last = str_trim(one);
	return str_eq_nocase(last, "https");
}

static struct str lower(struct arena *a, struct str x)
{
	char *b = arena_get(a, x.n + 1);
	for (size_t i = 0; i < x.n; i++)
		b[i] = (char)(x.s[i] >= 'A' && x.s[i] <= 'Z' ? x.s[i] + 32 : x.s[i]);
	return (struct str){ b, x.n };
}

int arrive(struct exchange *x, const char *method, const char *version)
{
	struct guard g;
	guard_head(x, method, version, &g);
	x->body_left = g.body_n;
	if (g.status && g.status != 413)
		return g.status;
	struct call *c = ARENA_NEW(x->arena, struct call);
	struct arrival v = { .call = c };
	c->arena = x->arena;
	c->method = strcmp(method, "POST") == 0 ? METHOD_POST : strcmp(method, "HEAD") == 0 ? METHOD_HEAD : METHOD_GET;
	c->reply.body.arena = x->arena;
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, each, &v);
	if (v.is_doubled)
		return 400;
	struct str raw = x->uri;
	str_cut(&raw, '?', &c->uri);
	c->uri = arena_str(x->arena, c->uri);
	c->path = g.path;
	c->query = arena_str(x->arena, g.query);
	c->host = lower(x->arena, g.host);
	struct str peer = str_of(x->link->address), trusted = x->web->conf.trusted_proxy;
	c->address = arena_str(x->arena, client_of(peer, v.forwarded_for, trusted));
	c->is_secure = is_trusted(trusted, peer) && says_https(v.forwarded_proto);
	x->call = c;
	return g.status;
}

/* Who comes, before anyone is asked for a name: the visitor's own random cookie, language, furigana, brightness, and the token of forms. */
#include "app/serve.h"
#include "base/clock.h"
#include "desk/frame.h"
#include "web/form.h"
#include "web/reply.h"

enum { YEAR_S = 365 * 24 * 3600, CSRF_BYTES = 16 };

static void cookie_put(struct call *c, struct str base, const char *name, struct str value)
{
	struct str path = base.n ? arena_fmt(c->arena, "%.*s/", STR_ARG(base)) : STR("/");
	reply_cookie(c, &(struct cookie){ .name = name, .value = value, .path = path, .age_s = YEAR_S, .is_secure = c->is_secure });
}

void visitor_words(struct desk *d, struct call *c, const struct tenant *t)
{
	if (!lang_parse(call_cookie(c, "lang"), &d->lang))
		d->lang = lang_accept(c->accept_language);
	if (t && !tenant_has_lang(t, d->lang))
		d->lang = LANG_JA;
	d->has_ruby = str_is(call_cookie(c, "ruby"), "on");
	struct str mode = call_cookie(c, "mode");
	d->look_mode = str_is(mode, "dark") ? STR("dark") : str_is(mode, "light") ? STR("light") : STR("");
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

static char hex_of(int v)
{
	return "0123456789abcdef"[v & 15];
}

/* Random digits, and the token's digits under them: another text on every page, so that its compressed length says nothing of the token. */
static struct str masked(struct arena *a, struct str token)
{
	unsigned char random[2 * CSRF_BYTES];
	char *b = arena_get(a, 2 * token.n + 1);
	seal_random(random, sizeof random);
	for (size_t i = 0; i < token.n; i++) {
		b[i] = hex_of(random[i]);
		b[token.n + i] = hex_of(random[i] ^ digit(token.s[i]));
	}
	return (struct str){ b, 2 * token.n };
}

static struct str unmasked(struct arena *a, struct str sent)
{
	size_t n = sent.n / 2;
	char *b = arena_get(a, n + 1);
	for (size_t i = 0; i < n; i++)
		b[i] = hex_of(digit(sent.s[i]) ^ digit(sent.s[n + i]));
	return (struct str){ b, n };
}

/* The visitor's cookie holds no meaning: forms hang on it, so that another site cannot send them in somebody's name. */
static void visitor_keys(struct request *r)
{
	struct desk *d = &r->desk;
	struct seal_key key = seal_derive(d->tenant_key, STR("csrf"), d->tenant_id.v);
	d->visitor = call_cookie(r->call, "visitor");
	if (!id_is_token(d->visitor)) {
		d->visitor = r->call->method == METHOD_POST ? STR_NONE : id_token(d->arena);
		if (d->visitor.n)
			cookie_put(r->call, d->base, "visitor", d->visitor);
	}
	if (d->visitor.n) {
		r->csrf = seal_mac(d->arena, &key, d->visitor);
		r->csrf.n = 2 * CSRF_BYTES;
		d->form_keys_csrf = masked(d->arena, r->csrf);
	}
	d->form_keys_once = id_token(d->arena);
}

void visitor_settle(struct request *r, struct str base)
{
	struct call *c = r->call;
	struct desk *d = &r->desk;
	struct moment now = clock_now();
	*d = (struct desk){ .arena = c->arena, .tenant_id = { r->served->number }, .now = now, .today = day_of(now), .who = { .role = ROLE_NOBODY },
		.base = base, .tenant_key = &r->served->key, .files = r->served->files, .is_demo = r->serve->tenants->is_demo };
	c->reply.body.arena = c->arena;
	d->request_no = id_text(d->arena, id_new());
	d->site = arena_fmt(d->arena, "%s://%.*s%.*s", c->is_secure ? "https" : "http", STR_ARG(c->host), STR_ARG(base));
	r->profile = profile_take(r->served, NULL);
	d->tenant = r->profile->tenant;
	visitor_words(d, c, d->tenant);
	visitor_keys(r);
}

/* The cookie that a part of the query sets, or NULL. */
static const char *switch_name(struct str part)
{
	static const char *const key[] = { "lang", "ruby", "mode" };
	struct str name;
	str_cut(&part, '=', &name);
	for (int i = 0; i < 3; i++)
		if (str_is(name, key[i]))
			return key[i];
	return NULL;
}

bool visitor_switch(struct call *c, struct str base)
{
	static const char *const word[] = { "ja", "ja-easy", "en", "zh", "vi", "pt", "on", "off", "auto", "light", "dark" };
	struct str query = c->query, part;
	struct out rest = { .arena = c->arena };
	bool did = false;
	if (c->method == METHOD_POST || !query.n)
		return false;
	out_str(&rest, c->path);
	while (str_cut(&query, '&', &part)) {
		const char *name = switch_name(part);
		if (!name) {
			out_put(&rest, rest.n == c->path.n ? "?" : "&", 1);
			out_str(&rest, part);
			continue;
		}
		did = true;
		for (size_t i = 0; i < sizeof word / sizeof *word; i++)
			if (str_is((struct str){ part.s + 5, part.n < 5 ? 0 : part.n - 5 }, word[i]))
				cookie_put(c, base, name, str_of(word[i]));
	}
	if (did)
		reply_see_other(c, out_done(&rest));
	return did;
}

bool visitor_form_is_ours(const struct request *r)
{
	struct call *c = r->call;
	if (c->fetch_site.n && !str_is(c->fetch_site, "same-origin") && !str_is(c->fetch_site, "none"))
		return false;
	if (c->origin.n) {
		struct str own = arena_fmt(c->arena, "%s://%.*s", c->is_secure ? "https" : "http", STR_ARG(c->host));
		if (!str_eq(c->origin, own))
			return false;
	}
	return r->csrf.n && seal_same(unmasked(c->arena, form_value(c, "csrf")), r->csrf);
}

/* The issuer as a tenant has it, and the way there and back of a visitor of the sweeps. */
#include "tests/issuer.h"
#include "tests/visit.h"

void issuer_settle(struct desk *d)
{
	struct str base = issuer_start(), why;
	const struct { const char *key; struct str value; } set[] = { { "oidc.issuer", base }, { "oidc.client_id", STR("yorisoi") },
		{ "oidc.client_secret", STR("a-secret-of-thirty-two-letters-ok") }, { "line_login.base_url", base },
		{ "line_login.channel_id", STR("yorisoi") }, { "line_login.secret", STR("a-secret-of-thirty-two-letters-ok") } };
	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		EXPECT_INT(tenant_set(d, str_of(set[i].key), set[i].value, &why), TENANT_OK);
}

static struct str part_in(const char *at, const char *name)
{
	const char *found = strstr(at, name), *end = strchr(at, '"');
	if (!found || !end || found > end)
		return STR_NONE;
	found += strlen(name);
	return arena_str(test_arena(), (struct str){ found, strcspn(found, "&\"") });
}

bool issuer_wish_on(struct str page, struct issuer_wish *ret)
{
	struct str mark = arena_fmt(test_arena(), "href=\"%s/authorize?from=here&amp;", issuer_start().s);
	const char *at = page.s ? strstr(page.s, mark.s) : NULL;
	if (!at)
		return false;
	at += 6;
	*ret = (struct issuer_wish){ part_in(at, "state="), part_in(at, "nonce="), part_in(at, "code_challenge=") };
	return ret->state.n && ret->nonce.n && ret->challenge.n;
}

struct str issuer_body(struct visit *v, const char *kind, const char *subject)
{
	struct issuer_wish wish;
	visit_post(v, arena_fmt(test_arena(), "/sign-in/%s", kind).s, "");
	bool is_there = issuer_wish_on(v->body, &wish);
	visit_form(v, "/sign-in");
	if (!is_there)
		return STR("state=none");
	struct str code = issuer_code(&(struct issuer_code){ .lie = ISSUER_MANY, .nonce = wish.nonce, .challenge = wish.challenge, .subject = subject });
	return arena_fmt(test_arena(), "state=%s&code=%s&iss=%s", wish.state.s, code.s, issuer_start().s);
}

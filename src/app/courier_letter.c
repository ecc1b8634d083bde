/* The tenant's mail server and sender, as its settings say. */
#include "app/courier.h"

enum { LETTER_TIMEOUT_S = 30 };

/* A mail server on this very machine: what goes to it crosses no wire, and such relays seldom offer TLS. */
static bool is_on_this_machine(struct str url)
{
	static const char *const host[] = { "smtp://127.0.0.1", "smtp://localhost", "smtp://[::1]" };
	for (size_t i = 0; i < sizeof host / sizeof *host; i++) {
		size_t n = strlen(host[i]);
		if (str_starts(url, host[i]) && (url.n == n || url.s[n] == ':' || url.s[n] == '/') && !str_has(url, "@"))
			return true;
	}
	return false;
}

void courier_letter(struct desk *d, struct letter *ret)
{
	const struct tenant *t = d->tenant;
	*ret = (struct letter){ .smtp_url = arena_str(d->arena, tenant_get(t, "smtp.url")), .user = arena_str(d->arena, tenant_get(t, "smtp.user")),
		.needs_tls = str_is(tenant_get(t, "smtp.tls"), "yes") && !is_on_this_machine(tenant_get(t, "smtp.url")),
		.from = arena_str(d->arena, t->mail_from), .from_name = arena_str(d->arena, t->mail_name), .timeout_s = LETTER_TIMEOUT_S };
	tenant_secret(d, t, "smtp.password", &ret->password);
}

/* Identities from outside: what the tenant has set, sign-ins on their way, and to whose account an identity belongs. */
#include "door/door_oidc.h"
#include "door/door.h"
#include "desk/account.sql.h"
#include "desk/audit.h"
#include "desk/tenant.h"
#include "door/door_oidc.sql.h"

enum { WAY_MINUTES = 10 };

bool door_issuer_of(struct desk *d, const char *kind, struct door_issuer *ret)
{
	bool is_line = strcmp(kind, "line") == 0;
	struct str secret = STR_NONE;
	struct str issuer = tenant_get(d->tenant, is_line ? "line_login.base_url" : "oidc.issuer");
	struct str client = tenant_get(d->tenant, is_line ? "line_login.channel_id" : "oidc.client_id");
	if (!issuer.n || !client.n || !tenant_secret(d, d->tenant, is_line ? "line_login.secret" : "oidc.client_secret", &secret) || !secret.n)
		return false;
	*ret = (struct door_issuer){ .kind = kind, .issuer = arena_str(d->arena, issuer), .client = arena_str(d->arena, client),
		.secret = arena_str(d->arena, secret), .algs = is_line ? JOSE_HS256 | JOSE_ES256 : JOSE_RS256 | JOSE_ES256 | JOSE_EDDSA };
	return true;
}

/* ---- on the way ---- */

static struct str derived(struct desk *d, const char *use, struct str state)
{
	struct seal_key key = seal_derive(d->tenant_key, str_of(use), d->tenant_id.v);
	return seal_mac(d->arena, &key, state);
}

static void way_fill(struct desk *d, struct str state, struct door_way *ret)
{
	ret->state = arena_str(d->arena, state);
	ret->nonce = derived(d, "door-nonce", state);
	ret->verifier = derived(d, "door-verifier", state);
}

void door_way_begin(struct desk *d, const char *kind, struct account_id account_id, struct str target, struct door_way *ret)
{
	*ret = (struct door_way){ .account_id = account_id, .target = target };
	way_fill(d, id_token(d->arena), ret);
	door_oidc_way_put(d, &(struct door_oidc_way_put_in){ .state_hash = seal_hash(d->arena, ret->state), .kind = str_of(kind),
		.visitor_hash = seal_hash(d->arena, d->visitor.s ? d->visitor : STR("")), .account_id = account_id, .target = target,
		.until_at = moment_add(d->now, (int64_t)WAY_MINUTES * MINUTE) });
}

bool door_way_look(struct desk *d, const char *kind, struct str state, struct door_way *ret)
{
	struct door_oidc_way_find_row row;
	if (!id_is_token(state) || !d->visitor.n)
		return false;
	if (!door_oidc_way_find(d, seal_hash(d->arena, state), str_of(kind), seal_hash(d->arena, d->visitor), d->now, &row))
		return false;
	*ret = (struct door_way){ .account_id = row.account_id, .target = row.target };
	way_fill(d, state, ret);
	return true;
}

bool door_way_take(struct desk *d, const char *kind, struct str state, struct door_way *ret)
{
	return door_way_look(d, kind, state, ret) && door_oidc_way_drop(d, seal_hash(d->arena, state)) == 1;
}

/* ---- whose it is ---- */

bool door_is_bound(struct desk *d, struct account_id account_id, const char *kind)
{
	struct door_oidc_of_row row;
	return door_oidc_of(d, account_id, str_of(kind), &row) && row.outside_n > 0;
}

bool door_unbind(struct desk *d, struct account_id account_id, const char *kind)
{
	if (door_oidc_drop(d, account_id, str_of(kind)) == 0)
		return false;
	audit_note(d, "account.outside-unbind", "account", account_id.v, STR_NONE);
	return true;
}

static bool bind(struct desk *d, const struct door_issuer *issuer, struct str subject, struct account_id account_id)
{
	if (door_is_bound(d, account_id, issuer->kind)
		|| door_oidc_put(d, &(struct door_oidc_put_in){ .kind = str_of(issuer->kind), .issuer = issuer->issuer, .subject = subject,
			.account_id = account_id, .made_at = d->now }) != 1)
		return false;
	audit_note(d, "account.outside-bind", "account", account_id.v, STR_NONE);
	return true;
}

static struct account_id staff_of_mail(struct desk *d, const struct jose_person *person)
{
	struct account_staff_by_mail_row *row;
	struct out low = { .arena = d->arena };
	if (!person->is_mail_verified || !person->mail.n || person->mail.n > 254)
		return (struct account_id){ 0 };
	for (size_t i = 0; i < person->mail.n; i++) {
		char ch = person->mail.s[i];
		out_put(&low, &(char){ ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch }, 1);
	}
	return account_staff_by_mail(d, out_done(&low), &row) == 1 ? row[0].account_id : (struct account_id){ 0 };
}

/* Of the kind of people that this issuer speaks for, and still here. Somebody who was only invited is set up by it. */
static bool is_welcome(struct desk *d, const struct door_issuer *issuer, struct account_id account_id, struct account_secret *ret)
{
	bool is_line = strcmp(issuer->kind, "line") == 0;
	if (!account_secret_of(d, account_id, ret) || ret->ended_at.ms || (ret->role == ROLE_FAMILY) != is_line)
		return false;
	if (!is_line && !ret->ready_at.ms)
		account_keep_ready_outside(d, account_id);
	return true;
}

enum door_end door_come_in(struct desk *d, const struct door_issuer *issuer, const struct jose_person *person, const struct door_way *way,
	struct account_secret *ret)
{
	struct door_oidc_find_row found;
	struct account_id account_id = way->account_id;
	if (door_oidc_find(d, str_of(issuer->kind), issuer->issuer, person->subject, &found)) {
		if (account_id.v && account_id.v != found.account_id.v)
			return DOOR_TAKEN;
		door_oidc_put_used(d, d->now, str_of(issuer->kind), issuer->issuer, person->subject);
		return is_welcome(d, issuer, found.account_id, ret) ? DOOR_IN : DOOR_ENDED;
	}
	if (!account_id.v && strcmp(issuer->kind, "line") == 0)
		account_id = account_family_add(d);
	else if (!account_id.v)
		account_id = staff_of_mail(d, person);
	if (!account_id.v)
		return DOOR_UNKNOWN;
	if (!is_welcome(d, issuer, account_id, ret))
		return DOOR_ENDED;
	return bind(d, issuer, person->subject, account_id) ? DOOR_IN : DOOR_TAKEN;
}

bool door_record(struct desk *d, struct account_id account_id, struct str subject)
{
	struct door_issuer issuer;
	if (!subject.n || subject.n > 255 || !door_issuer_of(d, "town", &issuer))
		return false;
	return bind(d, &issuer, subject, account_id);
}

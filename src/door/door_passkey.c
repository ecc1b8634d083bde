/* Passkeys: which page may ask for one, challenges that count once, keys that are kept, and what they open. */
#include "door/door.h"
#include "door/door_oidc.h"
#include "door/door_passkey.h"
#include "base/base64.h"
#include "base/passkey.h"
#include "door/door_oidc.sql.h"
#include "door/door_passkey.sql.h"
#include "desk/audit.h"
#include "desk/tenant.h"
#include <arpa/inet.h>

enum { CHALLENGE_MINUTES = 15, TICKET_MINUTES = 5, ADDRESS_TRIES = 50 };

/* ---- where we stand ---- */

static bool is_number(struct str host)
{
	char z[64];
	struct in_addr four;
	if (str_starts(host, "[") || host.n >= sizeof z)
		return true;
	snprintf(z, sizeof z, "%.*s", STR_ARG(host));
	return inet_pton(AF_INET, z, &four) == 1;
}

struct door_site door_site_of(const struct desk *d)
{
	struct door_site site = { .origin = { d->site.s, d->site.n - d->base.n } };
	struct str host = site.origin, name;
	bool is_https = str_starts(host, "https://");
	host.s += is_https ? 8 : 7;
	host.n -= is_https ? 8 : 7;
	site.is_number = is_number(host);
	if (!site.is_number) {
		str_cut(&host, ':', &name);
		site.rp = arena_str(d->arena, name);
		site.is_number = is_number(name);
	}
	bool is_local = str_is(site.rp, "localhost") || str_ends(site.rp, ".localhost");
	site.is_offered = !site.is_number && site.rp.n && (is_https || is_local);
	return site;
}

/* ---- challenges ---- */

static struct str challenge_mac(struct desk *d, enum door_act act, struct account_id account_id, struct str core)
{
	struct seal_key key = seal_derive(d->tenant_key, STR("passkey-challenge"), d->tenant_id.v);
	struct door_site site = door_site_of(d);
	return seal_mac(d->arena, &key, arena_fmt(d->arena, "%d %lld %lld %.*s %.*s %.*s", (int)act, (long long)account_id.v,
		(long long)d->who.session_id.v, STR_ARG(d->visitor), STR_ARG(site.origin), STR_ARG(core)));
}

struct str door_passkey_challenge(struct desk *d, enum door_act act, struct account_id account_id)
{
	struct moment until_at = moment_add(d->now, (int64_t)CHALLENGE_MINUTES * MINUTE);
	struct str core = arena_fmt(d->arena, "%.*s.%lld", STR_ARG(id_token(d->arena)), (long long)until_at.ms);
	struct str mac = challenge_mac(d, act, account_id, core);
	return base64_text(d->arena, arena_fmt(d->arena, "%.*s.%.*s", STR_ARG(core), STR_ARG(mac)));
}

/* True once, for the act, person, session, visitor and origin that it was made for. */
static bool challenge_spend(struct desk *d, enum door_act act, struct account_id account_id, struct str challenge)
{
	struct str text, token, until, core;
	int64_t until_ms;
	if (challenge.n > 400 || !d->visitor.n || !base64_read(d->arena, challenge, &text))
		return false;
	core = text;
	if (!str_cut(&text, '.', &token) || !str_cut(&text, '.', &until) || !text.s || !str_int(until, &until_ms) || until_ms <= d->now.ms)
		return false;
	core.n = token.n + 1 + until.n;
	return seal_same(challenge_mac(d, act, account_id, core), text)
		&& door_passkey_spend(d, seal_hash(d->arena, challenge), (struct moment){ until_ms }) == 1;
}

struct str door_passkey_user(struct desk *d, struct account_id account_id)
{
	struct seal_key key = seal_derive(d->tenant_key, STR("passkey-user"), d->tenant_id.v);
	struct str mac = seal_mac(d->arena, &key, id_text(d->arena, account_id.v));
	return (struct str){ mac.s, 40 };
}

/* ---- keys of one account ---- */

size_t door_passkey_list(struct desk *d, struct account_id account_id, struct door_passkey_line **ret)
{
	struct door_passkey_row *row;
	struct door_site site = door_site_of(d);
	size_t n = door_passkey_of(d, account_id, &row);
	*ret = ARENA_ARRAY(d->arena, struct door_passkey_line, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct door_passkey_line){ .passkey_id = row[i].passkey_id, .name = row[i].name, .credential = row[i].credential,
			.made_at = row[i].made_at, .used_at = row[i].used_at, .is_verified = row[i].is_verified, .is_backed_up = row[i].is_backed_up,
			.is_here = str_eq(row[i].rp, site.rp) };
	return n;
}

static struct passkey_rule rule_of(const struct desk *d, struct str challenge, bool needs_user)
{
	struct door_site site = door_site_of(d);
	return (struct passkey_rule){ .rp = site.rp, .origin = site.origin, .challenge = challenge, .needs_user = needs_user };
}

enum account_refusal door_passkey_add(struct desk *d, struct str name, const struct door_passkey_said *said)
{
	struct passkey key;
	struct door_passkey_line *line;
	struct passkey_rule rule = rule_of(d, said->challenge, d->who.role == ROLE_FAMILY);
	if (!door_site_of(d).is_offered || !challenge_spend(d, DOOR_ACT_MAKE, d->who.account_id, said->challenge))
		return ACCOUNT_WRONG;
	if (passkey_read(d->arena, &rule, said->client, said->auth, &key) != PASSKEY_FINE)
		return ACCOUNT_WRONG;
	if (door_passkey_list(d, d->who.account_id, &line) >= DOOR_PASSKEY_MOST)
		return ACCOUNT_TAKEN;
	struct door_passkey_put_in in = { .passkey_id = { id_new() }, .account_id = d->who.account_id, .rp = rule.rp,
		.credential = key.credential, .public_key = key.public_key, .alg_n = key.alg_n, .sign_n = key.sign_n,
		.is_verified = key.is_verified, .is_backed_up = key.is_backed_up, .name = name, .made_at = d->now };
	if (door_passkey_put(d, &in) != 1)
		return ACCOUNT_TAKEN;
	audit_note(d, "account.passkey-add", "account", d->who.account_id.v, STR_NONE);
	return ACCOUNT_OK;
}

bool door_passkey_remove(struct desk *d, struct passkey_id passkey_id)
{
	if (door_passkey_drop(d, passkey_id, d->who.account_id) != 1)
		return false;
	audit_note(d, "account.passkey-remove", "account", d->who.account_id.v, STR_NONE);
	return true;
}

/* Families without a mail address come in by keys alone; staff without an app and without printed codes have no other second proof. */
bool door_passkey_is_last_way(struct desk *d, struct passkey_id passkey_id)
{
	struct door_passkey_line *line;
	struct account_secret secret;
	struct account_line account = { .mail = STR_NONE };
	size_t n = door_passkey_list(d, d->who.account_id, &line);
	for (size_t i = 0; i < n; i++)
		if (line[i].passkey_id.v != passkey_id.v && line[i].is_here)
			return false;
	if (d->who.role == ROLE_FAMILY && door_is_bound(d, d->who.account_id, "line"))
		return false;
	if (d->who.role == ROLE_FAMILY)
		return !account_by_id(d, d->who.account_id, &account) || !account.mail.n;
	return account_secret_of(d, d->who.account_id, &secret) && !secret.is_totp_on && account_code_count(d, d->who.account_id) == 0;
}

int64_t door_key_count(struct desk *d, struct account_id account_id)
{
	struct door_passkey_line *line;
	return (int64_t)door_passkey_list(d, account_id, &line);
}

void door_forget(struct desk *d, struct account_id account_id)
{
	door_passkey_drop_all(d, account_id);
	door_oidc_drop_all(d, account_id);
}

void door_hourly(struct desk *d)
{
	door_passkey_forget(d, d->now);
	door_oidc_ways_forget(d, d->now);
}

/* ---- opening ---- */

/* A counter that does not go up means that the key was copied: it opens nothing until its owner looks. Synced keys have none: always zero. */
static bool counter_went_up(struct desk *d, const struct door_passkey_row *row, int64_t sign_n)
{
	if ((row->sign_n == 0 && sign_n == 0) || sign_n > row->sign_n)
		return true;
	audit_note(d, "account.passkey-copied", "account", row->account_id.v, STR_NONE);
	return false;
}

static bool key_fits(struct desk *d, const struct door_passkey_said *said, const struct door_passkey_row *row, bool needs_user)
{
	int64_t sign_n;
	struct passkey_rule rule = rule_of(d, said->challenge, needs_user);
	struct passkey key = { .credential = row->credential, .public_key = row->public_key, .alg_n = row->alg_n };
	struct passkey_proof proof = { .client = said->client, .auth = said->auth, .signature = said->signature };
	if (!str_eq(row->rp, rule.rp) || (said->user.n && !seal_same(said->user, door_passkey_user(d, row->account_id))))
		return false;
	if (passkey_check(d->arena, &rule, &key, &proof, &sign_n) != PASSKEY_FINE || !counter_went_up(d, row, sign_n))
		return false;
	door_passkey_put_used(d, sign_n, d->now, row->is_backed_up, row->passkey_id);
	return true;
}

static bool may_come_in(struct desk *d, struct account_id account_id, struct account_secret *ret)
{
	if (!account_secret_of(d, account_id, ret) || ret->ended_at.ms)
		return false;
	return ret->role == ROLE_FAMILY || ret->ready_at.ms;
}

enum account_refusal door_passkey_enter(struct desk *d, const struct door_passkey_said *said, struct str address, struct account_secret *ret)
{
	struct door_passkey_row row = { .sign_n = 0 };
	if (account_guard_wait(d, "address", address).ms)
		return ACCOUNT_LOCKED_OUT;
	bool is_fresh = door_site_of(d).is_offered && challenge_spend(d, DOOR_ACT_ENTER, (struct account_id){ 0 }, said->challenge);
	bool is_known = is_fresh && said->credential.n <= 1400 && door_passkey_find(d, said->credential, &row);
	if (is_known && may_come_in(d, row.account_id, ret) && key_fits(d, said, &row, true))
		return ACCOUNT_OK;
	account_guard_fail(d, "address", address, ADDRESS_TRIES);
	audit_note(d, "session.wrong", "account", row.account_id.v, STR_NONE);
	return ACCOUNT_WRONG;
}

/* ---- behind a password ---- */

static struct seal_key ticket_key(const struct desk *d)
{
	return seal_derive(d->tenant_key, STR("passkey-ticket"), d->tenant_id.v);
}

/* The password's own hash is in it: a password that changed in between makes it worthless. */
struct str door_ticket_make(struct desk *d, const struct account_secret *v)
{
	struct seal_key key = ticket_key(d);
	return seal_box(d->arena, &key, arena_fmt(d->arena, "%.*s %lld %.*s %.*s", STR_ARG(id_text(d->arena, v->account_id.v)),
		(long long)moment_add(d->now, (int64_t)TICKET_MINUTES * MINUTE).ms, STR_ARG(d->visitor), STR_ARG(seal_hash(d->arena, v->password_hash))));
}

bool door_ticket_open(struct desk *d, struct str ticket, struct account_secret *ret)
{
	struct seal_key key = ticket_key(d);
	struct str text, id, until, visitor;
	int64_t account_id, until_ms;
	if (ticket.n == 0 || ticket.n > 1000 || !seal_open(d->arena, &key, ticket, &text))
		return false;
	if (!str_cut(&text, ' ', &id) || !str_cut(&text, ' ', &until) || !str_cut(&text, ' ', &visitor) || !id_parse(id, &account_id)
		|| !str_int(until, &until_ms) || until_ms <= d->now.ms || !d->visitor.n || !str_eq(visitor, d->visitor))
		return false;
	return may_come_in(d, (struct account_id){ account_id }, ret) && ret->password_hash.n
		&& seal_same(text, seal_hash(d->arena, ret->password_hash));
}

enum account_refusal door_passkey_second(struct desk *d, const struct door_passkey_said *said, const struct account_secret *who)
{
	struct door_passkey_row row;
	if (account_guard_wait(d, "login", who->login).ms)
		return ACCOUNT_LOCKED_OUT;
	bool is_fresh = door_site_of(d).is_offered && challenge_spend(d, DOOR_ACT_SECOND, who->account_id, said->challenge);
	if (is_fresh && said->credential.n <= 1400 && door_passkey_find(d, said->credential, &row)
		&& row.account_id.v == who->account_id.v && key_fits(d, said, &row, false)) {
		account_guard_clear(d, "login", who->login);
		return ACCOUNT_OK;
	}
	account_guard_fail(d, "login", who->login, ACCOUNT_TRIES);
	audit_note(d, "session.wrong", "account", who->account_id.v, STR_NONE);
	return ACCOUNT_WRONG;
}

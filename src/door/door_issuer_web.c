/* Three calls: about itself, its keys, a code for a token. What it says is believed only over https, and only where it names itself as it was set. */
#include "door/door_issuer.h"
#include "base/base64.h"
#include "web/fetch.h"

enum { ABOUT_S = 600, KEYS_S = 600, KEYS_AGAIN_S = 60, CODE_LONGEST = 2000 };

static bool fail(struct str *ret_why, struct str why)
{
	*ret_why = why;
	return false;
}

/* ---- about itself (OpenID Connect Discovery 4) ---- */

static bool lists(const struct json *j, const char *key, const char *word)
{
	const struct json *list = json_at(j, key);
	for (size_t i = 0; list && list->kind == JSON_IS_LIST && i < list->n; i++)
		if (str_is(list->item[i].text, word))
			return true;
	return false;
}

bool door_issuer_read(struct arena *a, const struct door_issuer *issuer, struct door_about *ret, struct str *ret_why)
{
	struct str body, slash = str_ends(issuer->issuer, "/") ? STR("") : STR("/");
	struct str url = arena_fmt(a, "%.*s%s.well-known/openid-configuration", STR_ARG(issuer->issuer), slash.s);
	if (fetch_kept(url, ABOUT_S, a, &body, ret_why) != FETCH_DONE)
		return false;
	const struct json *j = json_read(a, body, ret_why);
	if (!j)
		return false;
	if (!str_eq(json_text(j, "issuer"), issuer->issuer))
		return fail(ret_why, STR("it names itself otherwise than it is set"));
	*ret = (struct door_about){ .authorize = json_text(j, "authorization_endpoint"), .token = json_text(j, "token_endpoint"),
		.keys = json_text(j, "jwks_uri"), .is_iss_sent = json_flag(j, "authorization_response_iss_parameter_supported"),
		.takes_post = lists(j, "token_endpoint_auth_methods_supported", "client_secret_post") || strcmp(issuer->kind, "line") == 0 };
	if (!fetch_is_safe(ret->authorize) || !fetch_is_safe(ret->token) || !fetch_is_safe(ret->keys))
		return fail(ret_why, STR("one of its addresses is missing or not https"));
	return true;
}

/* ---- addresses and forms ---- */

static void put(struct out *o, const char *name, struct str value)
{
	out_fmt(o, "%s%s=", o->n && o->b[o->n - 1] != '?' && o->b[o->n - 1] != '&' ? "&" : "", name);
	for (size_t i = 0; i < value.n; i++) {
		unsigned char ch = (unsigned char)value.s[i];
		bool is_plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || (ch && strchr("-._~", ch));
		is_plain ? out_put(o, value.s + i, 1) : out_fmt(o, "%%%02X", ch);
	}
}

struct str door_issuer_address(struct arena *a, const struct door_issuer *issuer, const struct door_about *about, const struct door_way *way,
	struct str back)
{
	struct out o = { .arena = a };
	out_str(&o, about->authorize);
	out_z(&o, str_has(about->authorize, "?") ? "&" : "?");
	put(&o, "response_type", STR("code"));
	put(&o, "client_id", issuer->client);
	put(&o, "redirect_uri", back);
	put(&o, "scope", strcmp(issuer->kind, "line") == 0 ? STR("openid") : STR("openid email profile"));
	put(&o, "state", way->state);
	put(&o, "nonce", way->nonce);
	put(&o, "code_challenge", base64_hash(a, way->verifier));
	put(&o, "code_challenge_method", STR("S256"));
	return out_done(&o);
}

static struct str percent(struct arena *a, struct str value)
{
	struct out o = { .arena = a };
	put(&o, "", value);
	struct str text = out_done(&o);
	return (struct str){ text.s + 1, text.n - 1 };
}

/* ---- a code for a person ---- */

static bool code_spend(const struct door_exchange *v, struct str *ret_token, struct str *ret_why)
{
	struct out form = { .arena = v->arena };
	struct fetch_ask ask = { .url = v->about->token };
	struct fetch_said said;
	put(&form, "grant_type", STR("authorization_code"));
	put(&form, "code", v->code);
	put(&form, "redirect_uri", v->back);
	put(&form, "code_verifier", v->way->verifier);
	if (v->about->takes_post) {
		put(&form, "client_id", v->issuer->client);
		put(&form, "client_secret", v->issuer->secret);
	} else {
		ask.user = percent(v->arena, v->issuer->client);
		ask.password = percent(v->arena, v->issuer->secret);
	}
	ask.body = out_done(&form);
	if (fetch_http(&ask, v->arena, &said, ret_why) != FETCH_DONE)
		return false;
	const struct json *j = json_read(v->arena, said.body, ret_why);
	*ret_token = json_text(j, "id_token");
	return ret_token->n > 0 || (j && fail(ret_why, STR("its answer holds no identity")));
}

/* Keys change: when none has the token's name, they are asked for again, at most once a minute. */
static enum jose_end open_with(const struct door_exchange *v, struct str token, int age_s, struct str *ret_payload)
{
	struct str body, why;
	struct jose_trust trust = { .algs = v->issuer->algs, .secret = v->issuer->algs & JOSE_HS256 ? v->issuer->secret : STR_NONE };
	if (fetch_kept(v->about->keys, age_s, v->arena, &body, &why) == FETCH_DONE)
		trust.keys = json_read(v->arena, body, &why);
	return jose_open(v->arena, token, &trust, ret_payload);
}

bool door_issuer_exchange(const struct door_exchange *v, struct jose_person *ret, struct str *ret_why)
{
	struct str token = STR_NONE, payload;
	struct jose_rule rule = { .issuer = v->issuer->issuer, .client = v->issuer->client, .nonce = v->way->nonce, .now_s = v->now_s };
	if (!v->code.n || v->code.n > CODE_LONGEST)
		return fail(ret_why, STR("no code"));
	if (!code_spend(v, &token, ret_why))
		return false;
	enum jose_end end = open_with(v, token, KEYS_S, &payload);
	if (end == JOSE_NO_KEY)
		end = open_with(v, token, KEYS_AGAIN_S, &payload);
	if (end == JOSE_FINE)
		end = jose_person_of(v->arena, payload, &rule, ret);
	return end == JOSE_FINE || fail(ret_why, arena_fmt(v->arena, "its token: %s", jose_word(end)));
}

/* Passwords, six digits, recovery codes, PINs. Secrets are sealed with a key of the tenant, codes are kept as keyed hashes. */
#include "desk/account_key.h"
#include "base/common.h"
#include "base/out.h"
#include "base/qr.h"
#include "desk/account.sql.h"
#include "desk/audit.h"
#include "desk/task.h"
#include "desk/tenant.h"
#include <liboath/oath.h>

static struct seal_key account_key(const struct desk *d, const char *use)
{
	return seal_derive(d->tenant_key, str_of(use), d->tenant_id.v);
}

/* ---- what is stored ---- */
static void account_secret_fill(const struct account_secret_row *r, struct account_secret *ret)
{
	*ret = (struct account_secret){
		.account_id = r->account_id, .login = r->login, .name = r->name, .password_hash = r->password_hash, .totp_box = r->totp_box,
		.pin_hash = r->pin_hash, .totp_step_n = r->totp_step_n, .is_totp_on = r->is_totp_on, .ready_at = r->ready_at, .ended_at = r->ended_at,
		.role = ROLE_NOBODY,
	};
	account_role_parse(r->role, &ret->role);
}

bool account_secret_by_login(struct desk *d, struct str login, struct account_secret *ret)
{
	struct account_secret_row row;
	if (!account_secrets_by_login(d, login, &row))
		return false;
	account_secret_fill(&row, ret);
	return true;
}

bool account_secret_of(struct desk *d, struct account_id account_id, struct account_secret *ret)
{
	struct account_secret_row row;
	if (!account_secrets(d, account_id, &row))
		return false;
	account_secret_fill(&row, ret);
	return true;
}

/* ---- passwords and PINs ---- */
enum { ACCOUNT_WORD_N = 32 };

static bool account_same_nocase(struct str a, struct str b)
{
	return a.n == b.n && strncasecmp(a.s, b.s, a.n) == 0;
}

bool account_password_is_weak(struct str password, struct str login)
{
	if (!password.s || str_letters(password) < 10 || (login.s && account_same_nocase(password, login)))
		return true;
	return common_has(password) || common_is_made_of(password, NULL, 0);
}

/* A name's parts: hinata.aoi and 日向 葵 are two words each. */
static size_t password_words_add(struct str name, struct str *word, size_t n)
{
	size_t from = 0;
	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && !strchr(" ._-@", name.s[i]))
			continue;
		if (i > from && n < ACCOUNT_WORD_N)
			word[n++] = (struct str){ name.s + from, i - from };
		from = i + 1;
	}
	return n;
}

bool account_password_is_weak_here(const struct desk *d, struct str password, struct str login, struct str name)
{
	struct str word[ACCOUNT_WORD_N] = { STR("yorisoi"), STR("kosodate"), STR("password"), STR("welcome") };
	const struct str said[] = { d->tenant->name, d->tenant->title, d->tenant->town, login, name };
	size_t n = 4;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		n = password_words_add(said[i], word, n);
	return account_password_is_weak(password, login) || common_is_made_of(password, word, n);
}

struct str account_password_dummy(void)
{
	return STR("$argon2id$v=19$m=19456,t=2,p=1$gxJAma21aOH4HVR/GBi11A$VEYYK86vYbznaRFnnU459Ive6+kR7LLwzpXB2UAM2HA");
}

void account_keep_password(struct desk *d, struct account_id account_id, struct str password_hash)
{
	account_put_password(d, password_hash, account_id);
	audit_note(d, "account.password", "account", account_id.v, STR_NONE);
}

void account_keep_pin(struct desk *d, struct account_id account_id, struct str pin_hash)
{
	account_put_pin(d, pin_hash, account_id);
	audit_note(d, "account.pin", "account", account_id.v, STR_NONE);
}

bool account_keep_ready(struct desk *d, struct account_id account_id)
{
	return account_put_ready(d, d->now, account_id) == 1;
}

void account_keep_ready_outside(struct desk *d, struct account_id account_id)
{
	account_put_ready_at_door(d, d->now, account_id);
	account_links_void(d, d->now, account_id);
	task_settle_subject(d, TASK_INVITATION_ENDING, account_id.v);
}

bool account_pin_is_weak(struct str pin)
{
	if (pin.n < 4 || pin.n > 8)
		return true;
	bool same = true, up = true, down = true;
	for (size_t i = 0; i < pin.n; i++) {
		if (pin.s[i] < '0' || pin.s[i] > '9')
			return true;
		if (i == 0)
			continue;
		same = same && pin.s[i] == pin.s[i - 1];
		up = up && pin.s[i] == pin.s[i - 1] + 1;
		down = down && pin.s[i] == pin.s[i - 1] - 1;
	}
	return same || up || down;
}

/* ---- six digits ---- */
enum { TOTP_SECRET = 20, TOTP_STEP_S = 30, TOTP_DIGITS = 6 };

void account_totp_begin(struct desk *d, struct account_id account_id)
{
	char raw[TOTP_SECRET];
	seal_random(raw, sizeof raw);
	struct seal_key key = account_key(d, "totp");
	account_put_totp(d, seal_box(d->arena, &key, (struct str){ raw, sizeof raw }), account_id);
}

static bool account_totp_open(struct desk *d, const struct account_secret *v, struct str *ret)
{
	struct seal_key key = account_key(d, "totp");
	return v->totp_box.s && seal_open(d->arena, &key, v->totp_box, ret);
}

static struct str account_totp_at(struct desk *d, struct str secret, int64_t step)
{
	char otp[TOTP_DIGITS + 1];
	if (oath_hotp_generate(secret.s, secret.n, (uint64_t)step, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, otp) != OATH_OK)
		return STR_NONE;
	return arena_str(d->arena, str_of(otp));
}

/* The step whose code this is, later than the last one used; -1 when it is none. */
static int64_t account_totp_step(struct desk *d, const struct account_secret *v, struct str code)
{
	struct str secret;
	if (code.n != TOTP_DIGITS || !account_totp_open(d, v, &secret))
		return -1;
	int64_t now = d->now.ms / (TOTP_STEP_S * SECOND), found = -1;
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (seal_same(account_totp_at(d, secret, step), code) && step > v->totp_step_n && found < 0)
			found = step;
	return found;
}

bool account_totp_take(struct desk *d, const struct account_secret *v, struct str code)
{
	int64_t step = account_totp_step(d, v, code);
	return step > 0 && account_take_totp_step(d, step, v->account_id) == 1;
}

bool account_totp_confirm(struct desk *d, const struct account_secret *v, struct str code)
{
	return account_totp_take(d, v, code) && account_put_totp_on(d, true, v->account_id) == 1;
}

struct str account_totp_now(struct desk *d, const struct account_secret *v)
{
	struct str secret;
	return account_totp_open(d, v, &secret) ? account_totp_at(d, secret, d->now.ms / (TOTP_STEP_S * SECOND)) : STR_NONE;
}

static struct str base32(struct arena *a, struct str raw)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct out o = { .arena = a };
	uint32_t bits = 0;
	int bit_n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		bits = bits << 8 | (unsigned char)raw.s[i];
		for (bit_n += 8; bit_n >= 5; bit_n -= 5)
			out_put(&o, &letters[bits >> (bit_n - 5) & 31], 1);
	}
	return out_done(&o);
}

bool account_totp_show(struct desk *d, const struct account_secret *v, struct account_totp_show *ret)
{
	struct str raw;
	if (!account_totp_open(d, v, &raw))
		return false;
	*ret = (struct account_totp_show){ .secret = base32(d->arena, raw) };
	struct out o = { .arena = d->arena };
	struct str issuer = d->tenant->title;
	out_z(&o, "otpauth://totp/");
	out_percent(&o, issuer);
	out_z(&o, ":");
	out_percent(&o, v->login);
	out_fmt(&o, "?secret=%.*s&issuer=", STR_ARG(ret->secret));
	out_percent(&o, issuer);
	ret->url = out_done(&o);
	return qr_path(d->arena, ret->url, &ret->qr_path, &ret->qr_n);
}

/* ---- recovery codes ---- */
enum { CODE_LETTERS = 10 };                             /* of 32: 50 bits */

static struct str account_code_hash(struct desk *d, struct account_id account_id, struct str code)
{
	struct seal_key key = account_key(d, "recovery");
	return seal_mac(d->arena, &key, arena_fmt(d->arena, "%.*s %.*s", STR_ARG(id_text(d->arena, account_id.v)), STR_ARG(code)));
}

/* Hyphens and spaces go, capitals become small, o, i and l are the digits they look like. */
static struct str account_code_clean(struct desk *d, struct str raw)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < raw.n; i++) {
		char ch = raw.s[i] >= 'A' && raw.s[i] <= 'Z' ? (char)(raw.s[i] - 'A' + 'a') : raw.s[i];
		if (ch == '-' || ch == ' ')
			continue;
		ch = ch == 'o' ? '0' : ch == 'i' || ch == 'l' ? '1' : ch;
		out_put(&o, &ch, 1);
	}
	return out_done(&o);
}

void account_codes_make(struct desk *d, struct account_id account_id, struct str ret[ACCOUNT_CODE_N])
{
	account_codes_drop(d, account_id);
	for (int i = 0; i < ACCOUNT_CODE_N; i++) {
		struct str code = { id_token(d->arena).s, CODE_LETTERS };
		account_code_add(d, account_id, account_code_hash(d, account_id, code));
		ret[i] = arena_fmt(d->arena, "%.5s-%.5s", code.s, code.s + 5);
	}
}

bool account_code_use(struct desk *d, struct account_id account_id, struct str raw)
{
	struct str code = account_code_clean(d, raw);
	return code.n == CODE_LETTERS && account_code_take(d, d->now, account_id, account_code_hash(d, account_id, code)) == 1;
}

int64_t account_code_count(struct desk *d, struct account_id account_id)
{
	struct account_codes_left_row row;
	return account_codes_left(d, account_id, &row) ? row.code_n : 0;
}

/* Signing in with password and code, or with the PIN of a shared PC. Wrong tries are counted in the same transaction that refuses them. */
#include "desk/account_sign.h"
#include "desk/audit.h"

static void account_prove(struct desk *d, struct str stored, struct str typed, struct account_proof *ret)
{
	desk_turn_end(d);
	ret->hash = stored;
	bool fits = seal_password_fits(stored.n ? stored : account_password_dummy(), typed.s ? typed : STR(""));
	ret->fits = fits && stored.n > 0;
}

void account_prove_password(struct desk *d, struct str raw, struct str password, struct account_proof *ret)
{
	struct account_secret v;
	struct str login = account_login_clean(d, raw);
	*ret = (struct account_proof){ .fits = false };
	if (login.s && account_guard_wait(d, "login", login).ms) {
		desk_turn_end(d);                       /* the answer is fixed: no hashing for those who hammer */
		return;
	}
	if (login.s && account_secret_by_login(d, login, &v)) {
		ret->account_id = v.account_id;
		account_prove(d, v.password_hash, password, ret);
	} else {
		account_prove(d, STR_NONE, password, ret);
	}
}

void account_prove_own(struct desk *d, struct account_id account_id, struct str password, struct account_proof *ret)
{
	struct account_secret v;
	*ret = (struct account_proof){ .account_id = account_id };
	bool is_known = account_secret_of(d, account_id, &v);
	account_prove(d, is_known ? v.password_hash : STR_NONE, password, ret);
}

void account_prove_pin(struct desk *d, struct str device_token, struct account_id account_id, struct str pin, struct account_proof *ret)
{
	struct account_person who;
	*ret = (struct account_proof){ .account_id = account_id };
	bool is_known = account_device_has(d, device_token, account_id, &who) && who.wrong_n < ACCOUNT_PIN_TRIES;
	account_prove(d, is_known ? who.pin_hash : STR_NONE, pin, ret);
}

static struct moment account_wait_of(struct desk *d, struct str login, struct str address)
{
	struct moment a = account_guard_wait(d, "login", login), b = account_guard_wait(d, "address", address);
	return a.ms > b.ms ? a : b;
}

static bool account_code_fits(struct desk *d, const struct account_secret *v, struct str code)
{
	return (v->is_totp_on && account_totp_take(d, v, code)) || account_code_use(d, v->account_id, code);
}

static bool account_password_fits(struct desk *d, const struct account_try *try, struct str login, struct account_secret *ret)
{
	const struct account_proof *proof = try->proof;
	if (!login.s || !account_secret_by_login(d, login, ret) || ret->role == ROLE_FAMILY || ret->ended_at.ms || !ret->ready_at.ms)
		return false;
	return proof && proof->fits && proof->account_id.v == ret->account_id.v && seal_same(proof->hash, ret->password_hash);
}

enum account_refusal account_sign_in(struct desk *d, const struct account_try *try, struct account_secret *ret, struct moment *ret_until)
{
	struct str login = account_login_clean(d, try->login), subject = login.s ? login : STR("");
	*ret = (struct account_secret){ .role = ROLE_NOBODY };
	*ret_until = account_wait_of(d, subject, try->address);
	if (ret_until->ms)
		return ACCOUNT_LOCKED_OUT;
	bool is_half = account_password_fits(d, try, login, ret);
	if (is_half && !try->code.n)
		return ACCOUNT_HALF;
	if (is_half && account_code_fits(d, ret, try->code)) {
		account_guard_clear(d, "login", subject);
		return ACCOUNT_OK;
	}
	account_guard_fail(d, "login", subject, ACCOUNT_TRIES);
	account_guard_fail(d, "address", try->address, ACCOUNT_ADDRESS_TRIES);
	audit_note(d, "session.wrong", "account", ret->account_id.v, STR_NONE);
	*ret_until = account_wait_of(d, subject, try->address);
	return ACCOUNT_WRONG;
}

enum account_refusal account_enter_pin(struct desk *d, struct str device_token, struct account_id account_id, const struct account_proof *proof)
{
	struct account_person who;
	if (!account_device_has(d, device_token, account_id, &who) || who.wrong_n >= ACCOUNT_PIN_TRIES || !who.pin_hash.n)
		return ACCOUNT_LOCKED_OUT;
	if (proof && proof->fits && proof->account_id.v == account_id.v && seal_same(proof->hash, who.pin_hash)) {
		account_device_right(d, device_token, account_id);
		return ACCOUNT_OK;
	}
	account_device_wrong(d, device_token, &who);
	audit_note(d, "session.wrong", "account", account_id.v, STR_NONE);
	return who.wrong_n + 1 >= ACCOUNT_PIN_TRIES ? ACCOUNT_LOCKED_OUT : ACCOUNT_WRONG;
}

enum account_refusal account_confirm_own(struct desk *d, const struct account_proof *proof)
{
	struct account_secret v;
	if (!account_secret_of(d, d->who.account_id, &v))
		return ACCOUNT_NO_SUCH;
	if (account_guard_wait(d, "login", v.login).ms)
		return ACCOUNT_LOCKED_OUT;
	if (proof && proof->fits && proof->account_id.v == v.account_id.v && seal_same(proof->hash, v.password_hash))
		return ACCOUNT_OK;
	account_guard_fail(d, "login", v.login, ACCOUNT_TRIES);
	return ACCOUNT_WRONG;
}

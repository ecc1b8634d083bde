/* A worker of the town, set up from invitation to recovery codes, for the tests of accounts. */
#pragma once
#include "desk/account_sign.h"
#include "desk/town_test.h"

static const char tale_password[] = "hidamari-no-michi";
struct tale {
	struct town *town;
	struct account_id account_id;
	enum account_refusal r;
	struct str token, session, device, typed, code[ACCOUNT_CODE_N];
	struct account_proof proof;
	struct account_secret who;
	struct account_link link;
	struct moment until_at;
	int64_t n;
	bool is_so;
};

static inline struct str kept(struct str x)
{
	return arena_str(test_arena(), x);
}

/* What prepare does: with a read turn that it ends itself. */
static inline void tale_prove(struct tale *t, struct str login, const char *password)
{
	struct store_turn turn;
	if (!store_read_begin(t->town->store, test_arena(), &turn))
		test_failed(__FILE__, __LINE__, "no read turn");
	struct desk d = town_desk(t->town, &turn);
	account_prove_password(&d, login, str_of(password), &t->proof);
	EXPECT(d.turn == NULL);
}

static inline void tale_prove_pin(struct tale *t, const char *pin)
{
	struct store_turn turn;
	if (!store_read_begin(t->town->store, test_arena(), &turn))
		test_failed(__FILE__, __LINE__, "no read turn");
	struct desk d = town_desk(t->town, &turn);
	account_prove_pin(&d, t->device, t->account_id, str_of(pin), &t->proof);
}

static inline void tale_invite(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct account_new new = { .login = STR("Aoi"), .name = STR("日向 あおい"), .role = ROLE_WORKER };
	t->r = account_add(d, &new, &t->account_id, &t->token);
	t->token = kept(t->token);
}

static inline void tale_set_up(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = account_link_use(d, t->token, &t->link);
	account_totp_begin(d, t->account_id);
	account_keep_password(d, t->account_id, seal_password(d->arena, str_of(tale_password)));
	EXPECT(account_secret_of(d, t->account_id, &t->who));
	EXPECT(account_totp_confirm(d, &t->who, account_totp_now(d, &t->who)));
	account_codes_make(d, t->account_id, t->code);
	for (int i = 0; i < ACCOUNT_CODE_N; i++)
		t->code[i] = kept(t->code[i]);
	EXPECT(account_keep_ready(d, t->account_id));
}

static inline void tale_sign_in(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct account_try try = { .login = STR("aoi"), .code = t->typed, .address = STR("203.0.113.9"), .proof = &t->proof };
	t->r = account_sign_in(d, &try, &t->who, &t->until_at);
}

static inline void tale_open(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->session = kept(account_session_open(d, t->account_id, STR("Windows, Edge")));
	t->is_so = d->who.role == ROLE_WORKER;
}

static inline void tale_see(struct desk *d, void *arg)
{
	struct tale *t = arg;
	account_who(d, t->session);
	t->town->who = d->who;
	t->is_so = d->who.role != ROLE_NOBODY;
}

/* Until a minute later the six digits are others. */
static inline void tale_later(struct tale *t, int64_t ms)
{
	t->town->now = moment_add(t->town->now, ms);
}

static inline void tale_read_digits(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(account_secret_of(d, t->account_id, &t->who));
	t->typed = kept(account_totp_now(d, &t->who));
}

static inline struct tale *tale_begin(void)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	t->device = id_token(test_arena());
	town_do(t->town, tale_invite, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, tale_set_up, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	tale_later(t, MINUTE);
	return t;
}

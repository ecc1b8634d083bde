/* Passkeys in a town: made, used, refused when anything is not theirs, forgotten with the account. */
#include "tests/device.h"
#include "base/passkey.h"
#include "desk/account_test.h"
#include "door/door.h"
#include "door/door_passkey.h"

/* One ceremony: what the browser would have seen, which lies the device tells, and what came of it. */
struct try {
	struct tale *tale;
	struct device device;
	enum device_lie lie;
	enum door_act act;
	const char *site, *visitor;
	bool is_again;                                  /* what was said last time is said once more */
	struct door_passkey_said said;
	struct account_secret who;
	enum account_refusal r;
	struct str ticket;
};

static void stand(struct desk *d, const struct try *t)
{
	d->site = arena_fmt(d->arena, "%s/akune", t->site ? t->site : "https://kosodate.example.jp");
	if (t->visitor)
		d->visitor = str_of(t->visitor);
}

static void say(struct desk *d, struct try *t, bool is_new)
{
	struct device_said said;
	struct door_site site = door_site_of(d);
	struct account_id account_id = { 0 };
	if (t->is_again)
		return;
	if (t->act != DOOR_ACT_ENTER)
		account_id = t->tale->account_id;
	struct str challenge = kept(door_passkey_challenge(d, t->act, account_id));
	struct device_act act = { .rp = site.rp.n ? kept(site.rp).s : "nowhere", .origin = kept(site.origin).s, .challenge = challenge, .lie = t->lie };
	is_new ? device_make(&t->device, &act, &said) : device_sign(&t->device, &act, &said);
	t->said = (struct door_passkey_said){ .challenge = challenge, .credential = said.credential, .client = said.client, .auth = said.auth,
		.signature = said.signature };
}

static void make(struct desk *d, void *arg)
{
	struct try *t = arg;
	stand(d, t);
	t->act = DOOR_ACT_MAKE;
	account_who(d, t->tale->session);
	say(d, t, true);
	t->r = door_passkey_add(d, STR("Key"), &t->said);
	if (t->r != ACCOUNT_OK)
		desk_refuse(d);
}

static void enter(struct desk *d, void *arg)
{
	struct try *t = arg;
	stand(d, t);
	t->act = DOOR_ACT_ENTER;
	say(d, t, false);
	t->r = door_passkey_enter(d, &t->said, STR("203.0.113.9"), &t->who);
}

static void read_ticket(struct desk *d, void *arg)
{
	struct try *t = arg;
	stand(d, t);
	EXPECT(account_secret_of(d, t->tale->account_id, &t->who));
	t->ticket = kept(door_ticket_make(d, &t->who));
}

static void second(struct desk *d, void *arg)
{
	struct try *t = arg;
	stand(d, t);
	t->act = DOOR_ACT_SECOND;
	say(d, t, false);
	t->r = ACCOUNT_ENDED;
	if (door_ticket_open(d, t->ticket, &t->who))
		t->r = door_passkey_second(d, &t->said, &t->who);
}

static enum account_refusal did(struct try *t, void (*run)(struct desk *, void *))
{
	town_do(t->tale->town, run, t);
	EXPECT_INT(t->tale->town->fault, STORE_OK);
	return t->r;
}

static struct try try_begin(int alg)
{
	struct tale *tale = tale_begin();
	town_do(tale->town, tale_open, tale);
	return (struct try){ .tale = tale, .device = { .alg = alg, .number = 3, .sign_n = 1 } };
}

TEST(a_key_made_on_ones_own_page_opens_without_a_name)
{
	static const int algs[] = { PASSKEY_ES256, PASSKEY_EDDSA, PASSKEY_RS256 };
	for (size_t i = 0; i < 3; i++) {
		struct try t = try_begin(algs[i]);
		EXPECT_INT(did(&t, make), ACCOUNT_OK);
		EXPECT_INT(did(&t, make), ACCOUNT_TAKEN);
		EXPECT_INT(did(&t, enter), ACCOUNT_OK);
		EXPECT_INT(t.who.account_id.v, t.tale->account_id.v);
		t.is_again = true;
		EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);      /* the same answer does not count twice */
		town_close(t.tale->town);
	}
}

TEST(a_lying_device_neither_makes_a_key_nor_opens)
{
	struct try t = try_begin(PASSKEY_ES256);
	for (int lie = LIE_ACT; lie < LIE_N; lie++) {
		t.lie = (enum device_lie)lie;
		if (lie != LIE_SIGNATURE && lie != LIE_NOT_VERIFIED)
			EXPECT_INT(did(&t, make), ACCOUNT_WRONG);
	}
	t.lie = LIE_NONE;
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	for (int lie = LIE_ACT; lie < LIE_N; lie++) {
		t.lie = (enum device_lie)lie;
		EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	}
	t.lie = LIE_NONE;
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	town_close(t.tale->town);
}

TEST(a_key_belongs_to_the_address_it_was_made_under)
{
	struct try t = try_begin(PASSKEY_EDDSA);
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	t.site = "https://elsewhere.example.jp";
	EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	t.site = "http://kosodate.example.jp";          /* no passkeys without https... */
	EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	t.site = "https://192.0.2.7";                   /* ...nor under numbers */
	EXPECT_INT(did(&t, make), ACCOUNT_WRONG);
	t.site = "https://kosodate.example.jp:8443";    /* another door of the same house: the host counts, not the port */
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	town_close(t.tale->town);
}

TEST(localhost_has_passkeys_and_numbers_have_none)
{
	static const struct { const char *site; bool is_offered, is_number; } sites[] = { { "http://localhost:8080", true, false },
		{ "http://akune.localhost", true, false }, { "http://127.0.0.1:8080", false, true }, { "https://[::1]", false, true },
		{ "https://192.0.2.7:443", false, true }, { "http://kosodate.example.jp", false, false }, { "https://kosodate.example.jp", true, false } };
	for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
		struct desk d = { .arena = test_arena(), .site = str_of(sites[i].site), .base = STR("") };
		struct door_site site = door_site_of(&d);
		EXPECT_INT(site.is_offered, sites[i].is_offered);
		EXPECT_INT(site.is_number, sites[i].is_number);
	}
}

/* Two towns may share a host name, and so the rp id: the device offers both keys, each town knows its own. */
TEST(the_key_of_the_town_next_door_opens_nothing)
{
	struct try mine = try_begin(PASSKEY_ES256);
	EXPECT_INT(did(&mine, make), ACCOUNT_OK);
	town_close(mine.tale->town);
	struct try theirs = try_begin(PASSKEY_ES256);
	theirs.device.sign_n = mine.device.sign_n;
	EXPECT_INT(did(&theirs, enter), ACCOUNT_WRONG);
	EXPECT_INT(did(&theirs, make), ACCOUNT_OK);
	EXPECT_INT(did(&theirs, enter), ACCOUNT_OK);
	town_close(theirs.tale->town);
}

TEST(a_challenge_is_for_one_visitor_one_act_and_a_quarter_of_an_hour)
{
	struct try t = try_begin(PASSKEY_ES256);
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	struct try late = t;
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	struct door_passkey_said first = t.said;
	late.device = t.device;
	town_do(t.tale->town, enter, &late);
	EXPECT_INT(late.r, ACCOUNT_OK);
	late.is_again = true;
	late.said = first;
	EXPECT_INT(did(&late, enter), ACCOUNT_WRONG);
	late.is_again = false;
	late.visitor = "somebody else";
	EXPECT_INT(did(&late, enter), ACCOUNT_OK);      /* their own challenge is theirs to answer */
	late.is_again = true;
	late.visitor = "v";
	EXPECT_INT(did(&late, enter), ACCOUNT_WRONG);
	EXPECT_INT(did(&late, second), ACCOUNT_ENDED);
	town_close(t.tale->town);
}

static void answer_late(struct desk *d, void *arg)
{
	struct try *t = arg;
	stand(d, t);
	t->act = DOOR_ACT_ENTER;
	say(d, t, false);
	d->now = moment_add(d->now, 15 * MINUTE);
	t->r = door_passkey_enter(d, &t->said, STR("203.0.113.9"), &t->who);
}

TEST(an_answer_after_a_quarter_of_an_hour_is_too_late)
{
	struct try t = try_begin(PASSKEY_ES256);
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	EXPECT_INT(did(&t, answer_late), ACCOUNT_WRONG);
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	town_close(t.tale->town);
}

TEST(a_counter_that_went_back_is_a_copied_key_and_zero_is_none)
{
	struct try t = try_begin(PASSKEY_ES256);
	t.device.sign_n = 50;
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	t.device.sign_n = 20;
	EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	t.device.sign_n = 0;
	EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	t.device.sign_n = 60;
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	struct try synced = { .tale = t.tale, .device = { .alg = PASSKEY_ES256, .number = 4 } };
	EXPECT_INT(did(&synced, make), ACCOUNT_OK);
	EXPECT_INT(did(&synced, enter), ACCOUNT_OK);
	EXPECT_INT(did(&synced, enter), ACCOUNT_OK);
	town_close(t.tale->town);
}

TEST(behind_a_password_a_touch_is_enough_and_only_for_that_person)
{
	struct try t = try_begin(PASSKEY_ES256);
	t.lie = LIE_NOT_VERIFIED;                       /* a plain USB key: nobody is asked who they are */
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	town_do(t.tale->town, read_ticket, &t);
	EXPECT_INT(did(&t, second), ACCOUNT_OK);
	t.visitor = "somebody else";
	EXPECT_INT(did(&t, second), ACCOUNT_ENDED);
	t.visitor = NULL;
	t.lie = LIE_SIGNATURE;
	EXPECT_INT(did(&t, second), ACCOUNT_WRONG);
	t.lie = LIE_NONE;
	tale_later(t.tale, 6 * MINUTE);
	EXPECT_INT(did(&t, second), ACCOUNT_ENDED);     /* five minutes */
	town_close(t.tale->town);
}

static void change_password(struct desk *d, void *arg)
{
	struct try *t = arg;
	account_keep_password(d, t->tale->account_id, STR("$argon2id$another"));
}

static void be_reset(struct desk *d, void *arg)
{
	struct try *t = arg;
	EXPECT_INT(account_reset(d, STR("aoi"), &t->ticket), ACCOUNT_OK);
}

TEST(a_changed_password_ends_the_ticket_and_a_reset_ends_the_keys)
{
	struct try t = try_begin(PASSKEY_ES256);
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	town_do(t.tale->town, read_ticket, &t);
	town_do(t.tale->town, change_password, &t);
	EXPECT_INT(did(&t, second), ACCOUNT_ENDED);
	EXPECT_INT(did(&t, enter), ACCOUNT_OK);
	town_do(t.tale->town, be_reset, &t);
	EXPECT_INT(did(&t, enter), ACCOUNT_WRONG);
	town_close(t.tale->town);
}

static void count_last(struct desk *d, void *arg)
{
	struct try *t = arg;
	struct door_passkey_line *line;
	stand(d, t);
	account_who(d, t->tale->session);
	t->tale->n = (int64_t)door_passkey_list(d, d->who.account_id, &line);
	t->tale->is_so = t->tale->n > 0 && door_passkey_is_last_way(d, line[0].passkey_id);
}

static void move_in(struct desk *d, void *arg)
{
	struct try *t = arg;
	struct account_new new = { .login = STR("mikan"), .role = ROLE_FAMILY };
	EXPECT_INT(account_add(d, &new, &t->tale->account_id, &t->ticket), ACCOUNT_OK);
	t->tale->session = kept(account_session_open(d, t->tale->account_id, STR("iPhone, Safari")));
}

TEST(a_family_without_mail_is_told_when_a_key_is_its_last_way_in)
{
	struct try t = try_begin(PASSKEY_ES256);
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	town_do(t.tale->town, count_last, &t);
	EXPECT(t.tale->n == 1 && !t.tale->is_so);       /* staff: the password, the app and ten codes remain */
	town_do(t.tale->town, move_in, &t);
	t.device.number = 5;
	t.lie = LIE_NOT_VERIFIED;
	EXPECT_INT(did(&t, make), ACCOUNT_WRONG);       /* nothing else stands beside a family's key */
	t.lie = LIE_NONE;
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	town_do(t.tale->town, count_last, &t);
	EXPECT(t.tale->n == 1 && t.tale->is_so);
	t.device.number = 6;
	EXPECT_INT(did(&t, make), ACCOUNT_OK);
	town_do(t.tale->town, count_last, &t);
	EXPECT(t.tale->n == 2 && !t.tale->is_so);
	town_close(t.tale->town);
}

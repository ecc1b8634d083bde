/* Accounts: links count once, codes count once, guessing is slowed down, sessions end when they are ended. */
#include "desk/account_test.h"
#include "desk/outbox.h"
#include "desk/task.h"

TEST(a_worker_comes_in_by_password_and_digits)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_read_digits, t);
	tale_prove(t, STR(" AOI "), tale_password);
	EXPECT(t->proof.fits);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	EXPECT_STR(t->who.name, "日向 あおい");
	town_close(t->town);
}

TEST(six_digits_are_refused_a_second_time)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_read_digits, t);
	tale_prove(t, STR("aoi"), tale_password);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_WRONG);
	/* The step before is older than the one that was used. */
	tale_later(t, 30 * SECOND);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_WRONG);
	town_do(t->town, tale_read_digits, t);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_close(t->town);
}

TEST(a_recovery_code_counts_once_and_may_be_typed_sloppily)
{
	struct tale *t = tale_begin();
	tale_prove(t, STR("aoi"), tale_password);
	t->typed = arena_fmt(test_arena(), " %.5s %.5s", t->code[3].s, t->code[3].s + 6);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_WRONG);
	t->typed = t->code[4];
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_close(t->town);
}

TEST(without_the_password_no_code_is_used_up)
{
	struct tale *t = tale_begin();
	tale_prove(t, STR("aoi"), "something else");
	EXPECT(!t->proof.fits);
	t->typed = t->code[0];
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_WRONG);
	tale_prove(t, STR("aoi"), tale_password);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_close(t->town);
}

TEST(five_wrong_tries_wait_a_minute_and_each_further_one_twice_as_long)
{
	struct tale *t = tale_begin();
	t->typed = STR("000000");
	tale_prove(t, STR("aoi"), "wrong wrong wrong");
	for (int i = 0; i < 5; i++) {
		town_do(t->town, tale_sign_in, t);
		EXPECT_INT(t->r, ACCOUNT_WRONG);
	}
	EXPECT_INT(t->until_at.ms - t->town->now.ms, MINUTE);
	/* The right words do not help while it lasts. */
	t->typed = t->code[0];
	tale_prove(t, STR("aoi"), tale_password);
	EXPECT(!t->proof.fits);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_LOCKED_OUT);
	int64_t wait = MINUTE;
	for (int i = 0; i < 9; i++) {
		tale_later(t, wait);
		t->typed = STR("000000");
		town_do(t->town, tale_sign_in, t);
		EXPECT_INT(t->r, ACCOUNT_WRONG);
		wait = 2 * wait < HOUR ? 2 * wait : HOUR;
		EXPECT_INT(t->until_at.ms - t->town->now.ms, wait);
	}
	tale_later(t, wait);
	t->typed = t->code[0];
	tale_prove(t, STR("aoi"), tale_password);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_close(t->town);
}

static void fail_elsewhere(struct desk *d, void *arg)
{
	struct tale *t = arg;
	for (int i = 0; i < 49; i++)
		account_guard_fail(d, "address", STR("203.0.113.9"), ACCOUNT_ADDRESS_TRIES);
	t->until_at = account_guard_wait(d, "address", STR("203.0.113.9"));
	account_guard_fail(d, "address", STR("203.0.113.9"), ACCOUNT_ADDRESS_TRIES);
	t->n = account_guard_wait(d, "address", STR("203.0.113.9")).ms;
}

TEST(an_address_is_given_fifty_tries)
{
	struct tale *t = tale_begin();
	town_do(t->town, fail_elsewhere, t);
	EXPECT_INT(t->until_at.ms, 0);
	EXPECT_INT(t->n - t->town->now.ms, MINUTE);
	town_close(t->town);
}

/* The work that it takes, whatever else the machine does meanwhile. */
static int64_t worked_ns(void)
{
	struct timespec x;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &x);
	return x.tv_sec * (int64_t)1000000000 + x.tv_nsec;
}

static int64_t prove_ns(struct tale *t, const char *login)
{
	int64_t from = worked_ns();
	tale_prove(t, str_of(login), "wrong wrong wrong");
	return worked_ns() - from;
}

TEST(an_unknown_login_takes_as_long_as_a_known_one)
{
	struct tale *t = tale_begin();
	int64_t known = prove_ns(t, "aoi"), unknown = prove_ns(t, "nobody");
	for (int i = 0; i < 4; i++) {
		int64_t a = prove_ns(t, "aoi"), b = prove_ns(t, "nobody");
		known = a < known ? a : known;
		unknown = b < unknown ? b : unknown;
	}
	EXPECT(unknown * 2 > known && known * 2 > unknown);
	struct str real = seal_password(test_arena(), STR("x")), dummy = account_password_dummy();
	EXPECT(dummy.n == real.n && memcmp(dummy.s, real.s, 30) == 0);
	EXPECT(!t->proof.fits);
	town_close(t->town);
}

static void use_link(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = account_link_use(d, t->token, &t->link);
}

static void look_at_link(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = account_link_look(d, t->token, &t->link);
}

TEST(looking_at_a_link_consumes_nothing_and_using_it_consumes_it_once)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	town_do(t->town, tale_invite, t);
	town_do(t->town, look_at_link, t);
	town_do(t->town, look_at_link, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, use_link, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	EXPECT_INT(t->link.account_id.v, t->account_id.v);
	town_do(t->town, use_link, t);
	EXPECT_INT(t->r, ACCOUNT_USED);
	town_do(t->town, look_at_link, t);
	EXPECT_INT(t->r, ACCOUNT_USED);
	t->token = id_token(test_arena());
	town_do(t->town, use_link, t);
	EXPECT_INT(t->r, ACCOUNT_NO_SUCH);
	town_close(t->town);
}

TEST(a_link_ends_after_72_hours)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	town_do(t->town, tale_invite, t);
	tale_later(t, 72 * (int64_t)HOUR - 1);
	town_do(t->town, look_at_link, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	tale_later(t, 1);
	town_do(t->town, use_link, t);
	EXPECT_INT(t->r, ACCOUNT_ENDED);
	town_close(t->town);
}

/* ---- sessions ---- */
static void end_all(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->n = account_sessions_end(d, t->account_id);
}

TEST(a_revoked_session_ends_at_once)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_open, t);
	EXPECT(t->is_so);
	town_do(t->town, tale_see, t);
	EXPECT(t->is_so);
	EXPECT_INT(t->town->who.role, ROLE_WORKER);
	t->town->who = (struct who){ .role = ROLE_NOBODY };
	town_do(t->town, end_all, t);
	EXPECT_INT(t->n, 1);
	town_do(t->town, tale_see, t);
	EXPECT(!t->is_so);
	town_close(t->town);
}

TEST(a_session_of_staff_ends_after_twelve_hours)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_open, t);
	tale_later(t, 12 * (int64_t)HOUR - 1);
	town_do(t->town, tale_see, t);
	EXPECT(t->is_so);
	tale_later(t, 1);
	town_do(t->town, tale_see, t);
	EXPECT(!t->is_so);
	town_close(t->town);
}

static void see_and_mark(struct desk *d, void *arg)
{
	tale_see(d, arg);
	if (d->who.is_stale)
		account_seen(d);
}

static void set_lock_minutes(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct str why;
	EXPECT_INT(tenant_set(d, STR("lock_minutes"), t->typed, &why), TENANT_OK);
}

TEST(an_unused_desk_locks_itself_and_a_used_one_does_not)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_open, t);
	for (int i = 0; i < 20; i++) {
		tale_later(t, 5 * MINUTE);
		town_do(t->town, see_and_mark, t);
		EXPECT(!t->town->who.is_locked);
	}
	tale_later(t, 17 * MINUTE + 1);
	town_do(t->town, tale_see, t);
	EXPECT(t->town->who.is_locked);
	t->typed = STR("30");
	town_do(t->town, set_lock_minutes, t);
	town_load(t->town);
	town_do(t->town, tale_see, t);
	EXPECT(!t->town->who.is_locked);
	town_close(t->town);
}

static void end_account(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = account_end(d, STR("aoi"));
}

static void reset_account(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = account_reset(d, STR("aoi"), &t->token);
	t->token = kept(t->token);
}

TEST(an_ended_account_is_out_at_once_and_its_login_stays_taken)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_open, t);
	town_do(t->town, end_account, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, tale_see, t);
	EXPECT(!t->is_so);
	town_do(t->town, end_account, t);
	EXPECT_INT(t->r, ACCOUNT_ENDED);
	town_do(t->town, reset_account, t);
	EXPECT_INT(t->r, ACCOUNT_ENDED);
	town_do(t->town, tale_invite, t);
	EXPECT_INT(t->r, ACCOUNT_TAKEN);
	town_close(t->town);
}

TEST(a_reset_forgets_every_secret_and_gives_a_new_link)
{
	struct tale *t = tale_begin();
	town_do(t->town, tale_open, t);
	town_do(t->town, reset_account, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, tale_see, t);
	EXPECT(!t->is_so);
	t->typed = t->code[1];
	tale_prove(t, STR("aoi"), tale_password);
	EXPECT(!t->proof.fits);
	town_do(t->town, tale_sign_in, t);
	EXPECT_INT(t->r, ACCOUNT_WRONG);
	town_do(t->town, tale_set_up, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_close(t->town);
}

/* ---- the PIN of a shared PC ---- */
static void sit_down(struct desk *d, void *arg)
{
	struct tale *t = arg;
	account_keep_pin(d, t->account_id, seal_password(d->arena, STR("2580")));
	account_device_signed(d, t->device, t->account_id);
}

static void enter_pin(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = account_enter_pin(d, t->device, t->account_id, &t->proof);
}

static void list_people(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct account_person *people;
	t->n = (int64_t)account_device_list(d, t->device, &people);
}

TEST(a_pin_opens_where_one_signed_in_today_and_nowhere_else)
{
	struct tale *t = tale_begin();
	town_do(t->town, sit_down, t);
	town_do(t->town, list_people, t);
	EXPECT_INT(t->n, 1);
	tale_prove_pin(t, "2580");
	town_do(t->town, enter_pin, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	struct str device = t->device;
	t->device = id_token(test_arena());
	tale_prove_pin(t, "2580");
	town_do(t->town, enter_pin, t);
	EXPECT_INT(t->r, ACCOUNT_LOCKED_OUT);
	t->device = device;
	tale_later(t, 12 * (int64_t)HOUR);
	tale_prove_pin(t, "2580");
	town_do(t->town, enter_pin, t);
	EXPECT_INT(t->r, ACCOUNT_LOCKED_OUT);
	town_close(t->town);
}

TEST(five_wrong_pins_need_a_sign_in_in_full)
{
	struct tale *t = tale_begin();
	town_do(t->town, sit_down, t);
	for (int i = 0; i < 5; i++) {
		tale_prove_pin(t, "2581");
		town_do(t->town, enter_pin, t);
		EXPECT_INT(t->r, i < 4 ? ACCOUNT_WRONG : ACCOUNT_LOCKED_OUT);
	}
	tale_prove_pin(t, "2580");
	town_do(t->town, enter_pin, t);
	EXPECT_INT(t->r, ACCOUNT_LOCKED_OUT);
	town_do(t->town, sit_down, t);
	tale_prove_pin(t, "2580");
	town_do(t->town, enter_pin, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_close(t->town);
}

TEST(weak_passwords_and_pins_are_named)
{
	EXPECT(account_password_is_weak(STR("kosodate"), STR("aoi")));
	EXPECT(account_password_is_weak(STR("Password123"), STR("aoi")));
	EXPECT(account_password_is_weak(STR("Sakura-2024"), STR("aoi")));
	EXPECT(account_password_is_weak(STR("aaaaaaaaaaaa"), STR("aoi")));
	EXPECT(account_password_is_weak(STR("Hinata.Aoi.2026"), STR("hinata.aoi.2026")));
	EXPECT(!account_password_is_weak(STR("hidamari-no-michi"), STR("aoi")));
	EXPECT(!account_password_is_weak(STR("ひだまりのみちをあるく"), STR("aoi")));
	EXPECT(!account_password_is_weak(STR("asa no hikari ga mado kara hairu heya de kodomo-tachi ga ehon wo yomu, soshite hiru ni naru"), STR("aoi")));
	EXPECT(account_pin_is_weak(STR("123")) && account_pin_is_weak(STR("1234")) && account_pin_is_weak(STR("7777")));
	EXPECT(account_pin_is_weak(STR("8765")) && account_pin_is_weak(STR("12a4")) && account_pin_is_weak(STR("123456789")));
	EXPECT(!account_pin_is_weak(STR("2580")));
}

static void names_of_the_place(struct desk *d, void *arg)
{
	struct str login = STR("hinata.aoi"), name = STR("日向 葵");
	char own[60];
	snprintf(own, sizeof own, "%.*s-2026!!", (int)d->tenant->name.n, d->tenant->name.s);
	EXPECT(account_password_is_weak_here(d, str_of(own), login, name));
	EXPECT(account_password_is_weak_here(d, STR("Aoi+Hinata+1990"), login, name));
	EXPECT(account_password_is_weak_here(d, STR("yorisoi12345"), login, name));
	EXPECT(account_password_is_weak_here(d, STR("日向葵20261122"), login, name));
	EXPECT(!account_password_is_weak_here(d, STR("hinata-no-michi-wo-aruku"), login, name));
	(void)arg;
}

TEST(a_password_of_names_of_the_place_or_of_the_person_is_weak)
{
	struct town *town = town_open();
	town_do(town, names_of_the_place, NULL);
	town_close(town);
}

/* ---- families and invitations ---- */
static void ask_for_mail(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct outbox_due *due;
	account_mail_link(d, t->typed, STR("/me"), STR("203.0.113.9"));
	t->n = (int64_t)outbox_take(d, 10, &due);
	if (t->n) {
		const char *at = strstr(due[0].text.s, "/enter/");
		t->token = at ? kept((struct str){ at + 7, 26 }) : STR_NONE;
		t->is_so = str_is(due[0].to, "nohara@example.jp");
	}
}

static void count_families(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct account_line *line;
	t->n = (int64_t)account_list(d, 100, &line);
	t->is_so = account_by_id(d, t->link.account_id, &line[0]) && str_is(line[0].role, "family");
}

TEST(a_family_comes_in_by_mail_and_is_the_same_family_the_next_time)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	t->typed = STR("Nohara@Example.jp");
	town_do(t->town, ask_for_mail, t);
	EXPECT_INT(t->n, 1);
	EXPECT(t->is_so);
	town_do(t->town, use_link, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	EXPECT_STR(t->link.target, "/me");
	struct account_id first = t->link.account_id;
	town_do(t->town, count_families, t);
	EXPECT(t->is_so);
	EXPECT_INT(t->n, 0);                            /* families stand in no list of accounts */
	town_do(t->town, ask_for_mail, t);
	town_do(t->town, use_link, t);
	EXPECT_INT(t->link.account_id.v, first.v);
	town_close(t->town);
}

TEST(four_letters_an_hour_to_one_address_and_no_more)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	t->typed = STR("nohara@example.jp");
	for (int i = 0; i < 6; i++) {
		town_do(t->town, ask_for_mail, t);
		EXPECT_INT(t->n, i < 4);
	}
	tale_later(t, HOUR);
	town_do(t->town, ask_for_mail, t);
	EXPECT_INT(t->n, 1);
	town_close(t->town);
}

static void hourly(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct task *task;
	account_hourly(d);
	d->who = (struct who){ .role = ROLE_ADMIN };
	t->n = (int64_t)task_list(d, 10, &task);
	t->is_so = t->n == 1 && task[0].kind == TASK_INVITATION_ENDING && task[0].subject_id == t->account_id.v;
}

TEST(an_invitation_about_to_end_is_a_task_until_it_is_used)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	town_do(t->town, tale_invite, t);
	town_do(t->town, hourly, t);
	EXPECT_INT(t->n, 0);
	tale_later(t, 49 * (int64_t)HOUR);
	town_do(t->town, hourly, t);
	EXPECT(t->is_so);
	town_do(t->town, hourly, t);
	EXPECT_INT(t->n, 1);
	town_do(t->town, use_link, t);
	EXPECT_INT(t->r, ACCOUNT_OK);
	town_do(t->town, hourly, t);
	EXPECT_INT(t->n, 0);
	town_close(t->town);
}

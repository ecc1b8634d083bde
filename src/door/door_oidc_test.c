/* Identities from outside: to whom they belong, and what a town refuses; with a real issuer on loopback that can also lie. */
#include "tests/issuer.h"
#include "tests/visit.h"
#include "base/clock.h"
#include "desk/account_key.h"
#include "door/door.h"
#include "door/door_oidc.h"
#include "desk/tenant.h"

struct trip { struct visit *visit; const char *kind; struct issuer_wish wish; struct issuer_code code; struct str body; };

/* To the issuer: what its address was asked with. */
static void set_out(struct trip *t, struct visit *v, const char *kind)
{
	*t = (struct trip){ .visit = v, .kind = kind };
	visit_form(v, "/sign-in");
	visit_post(v, arena_fmt(test_arena(), "/sign-in/%s", kind).s, "");
	EXPECT_INT(v->status, 200);
	EXPECT(issuer_wish_on(v->body, &t->wish));
	t->code = (struct issuer_code){ .nonce = t->wish.nonce, .challenge = t->wish.challenge, .subject = "s-1" };
}

static int come_back_as(struct trip *t, struct visit *v)
{
	t->body = arena_fmt(test_arena(), "state=%s&code=%s&iss=%s", t->wish.state.s, issuer_code(&t->code).s, issuer_start().s);
	visit_form(v, "/sign-in");
	visit_post(v, arena_fmt(test_arena(), "/sign-in/%s/back", t->kind).s, t->body.s);
	return v->status;
}

static int come_back(struct trip *t)
{
	return come_back_as(t, t->visit);
}

/* Out and back again to the town's own issuer, which says this mail address and that it verified it; or, with a lie, that one. */
static int come_with_mail(struct visit *v, const char *subject, const char *mail)
{
	struct trip trip;
	set_out(&trip, v, "town");
	trip.code.subject = subject;
	trip.code.mail = mail;
	trip.code.is_mail_verified = true;
	return come_back(&trip);
}

static int come_with_lie(struct visit *v, const char *kind, enum issuer_lie lie)
{
	struct trip trip;
	set_out(&trip, v, kind);
	trip.code.lie = lie;
	return come_back(&trip);
}

static bool is_in(struct visit *v)
{
	visit_get(v, "/me/sessions");
	return v->status == 200 || (v->status == 303 && str_has(v->location, "/desk/me"));
}

struct record { struct account_id account_id; const char *subject, *mail; struct account_secret secret; bool is_done; int64_t n; };

static void record(struct desk *d, void *arg)
{
	struct record *r = arg;
	r->is_done = door_record(d, r->account_id, str_of(r->subject));
}

static void read_secret(struct desk *d, void *arg)
{
	struct record *r = arg;
	struct account_line *line;
	EXPECT(account_secret_of(d, r->account_id, &r->secret));
	r->n = (int64_t)account_list(d, 1000, &line);
}

static void invite(struct desk *d, void *arg)
{
	struct record *r = arg;
	struct str token;
	struct account_new new = { .login = str_of(r->subject), .name = STR("Mori"), .mail = str_of(r->mail), .role = ROLE_WORKER };
	EXPECT_INT(account_add(d, &new, &r->account_id, &token), ACCOUNT_OK);
}

TEST(staff_come_in_by_the_subject_an_administrator_recorded)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	struct record r = { .subject = "mori", .mail = "mori@example.jp" };
	struct trip trip;
	town_act(t, t->here, invite, &r);
	r.subject = "s-1";
	town_act(t, t->here, record, &r);
	EXPECT(r.is_done);
	set_out(&trip, v, "town");
	EXPECT_INT(come_back(&trip), 303);
	EXPECT(is_in(v));
	town_act(t, t->here, read_secret, &r);
	EXPECT(r.secret.role == ROLE_WORKER && r.secret.ready_at.ms && !r.secret.password_hash.n);
	r.subject = "s-2";
	town_act(t, t->here, record, &r);
	EXPECT(!r.is_done);                             /* one person, one identity of a kind */
	visit_leave(v);
	town_leave(t);
}

TEST(a_verified_mail_binds_whom_it_was_written_for_and_nobody_else)
{
	struct town *t = town_build();
	struct record r = { .subject = "mori", .mail = "Mori@Example.jp" }, after = { .subject = "x" };
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	struct trip trip;
	town_act(t, t->here, invite, &r);
	town_act(t, t->here, read_secret, &r);
	set_out(&trip, v, "town");
	trip.code.mail = "mori@example.jp";
	EXPECT_INT(come_back(&trip), 422);              /* the issuer has not verified it */
	EXPECT_INT(come_with_mail(v, "s-1", "somebody@example.jp"), 422);              /* nobody made an account for this person, and none is made now */
	EXPECT(visit_has(v, "/sign-in") && !is_in(v));
	after.account_id = r.account_id;
	town_act(t, t->here, read_secret, &after);
	EXPECT_INT(after.n, r.n);
	EXPECT_INT(come_with_mail(v, "s-1", "MORI@example.jp"), 303);
	EXPECT_INT(come_with_mail(v, "s-2", "mori@example.jp"), 422);   /* somebody else who was given the same address later */
	visit_leave(v);
	town_leave(t);
}

TEST(somebody_who_sets_up_by_an_invitation_is_bound_by_coming_back)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_INVITED), *other = visit_enter(t, PERSON_NOBODY);
	struct trip trip;
	set_out(&trip, v, "town");
	EXPECT_INT(come_back(&trip), 303);
	EXPECT(is_in(v));
	set_out(&trip, other, "town");
	EXPECT_INT(come_back(&trip), 303);
	EXPECT(is_in(other));
	visit_leave(v);
	visit_leave(other);
	town_leave(t);
}

TEST(every_lie_of_an_issuer_is_refused_and_the_way_is_used_up)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	struct trip trip;
	for (int lie = ISSUER_OTHER_ISS; lie < ISSUER_LIE_N; lie++) {
		static const char *const kinds[] = { "line", "town" };
		for (int k = 0; k < 2; k++) {
			set_out(&trip, v, kinds[k]);
			trip.code.lie = (enum issuer_lie)lie;
			EXPECT_INT(come_back(&trip), 422);
			trip.code.lie = ISSUER_HONEST;
			EXPECT_INT(come_back(&trip), 410);
			EXPECT(!is_in(v));
		}
	}
	set_out(&trip, v, "line");
	EXPECT_INT(come_back(&trip), 303);
	visit_leave(v);
	town_leave(t);
}

/* The channel's secret signs for LINE alone: an issuer of the town that signs with it is refused. */
TEST(a_shared_secret_signs_for_line_only)
{
	struct town *t = town_build();
	struct visit *mother = visit_enter(t, PERSON_NOBODY), *v = visit_enter(t, PERSON_INVITED);
	EXPECT_INT(come_with_lie(mother, "line", ISSUER_HS256), 303);
	EXPECT(is_in(mother));
	EXPECT_INT(come_with_lie(v, "town", ISSUER_HS256), 422);
	visit_leave(mother);
	visit_leave(v);
	town_leave(t);
}

TEST(keys_that_the_issuer_changed_are_asked_for_again)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	struct trip trip;
	set_out(&trip, v, "line");
	EXPECT_INT(come_back(&trip), 303);
	issuer_turn_keys(1);
	set_out(&trip, v, "line");
	trip.code.lie = ISSUER_NEW_KEYS;
	EXPECT_INT(come_back(&trip), 422);              /* not more than once a minute, whatever key a token names */
	clock_set(moment_add(clock_now(), 61 * SECOND));
	set_out(&trip, v, "line");
	trip.code.lie = ISSUER_NEW_KEYS;
	EXPECT_INT(come_back(&trip), 303);
	issuer_turn_keys(0);
	visit_leave(v);
	town_leave(t);
}

TEST(an_answer_comes_back_to_the_browser_that_asked_once_and_from_whom_it_asked)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY), *other = visit_enter(t, PERSON_NOBODY);
	struct trip trip;
	set_out(&trip, v, "line");
	EXPECT_INT(come_back_as(&trip, other), 410);    /* somebody else's browser: a sign-in pushed on a victim */
	EXPECT(!is_in(other));
	trip.kind = "town";
	EXPECT_INT(come_back(&trip), 410);              /* begun at one door, ended at another */
	trip.kind = "line";
	EXPECT_INT(come_back(&trip), 303);
	EXPECT_INT(come_back(&trip), 410);
	set_out(&trip, v, "line");
	visit_form(v, "/sign-in");
	struct str code = issuer_code(&trip.code);
	visit_post(v, "/sign-in/line/back", arena_fmt(test_arena(), "state=%s&code=%s&iss=https://evil.example", trip.wish.state.s, code.s).s);
	EXPECT_INT(v->status, 422);                     /* mixed up: the answer names another issuer */
	set_out(&trip, v, "line");
	visit_post(v, "/sign-in/line/back", arena_fmt(test_arena(), "state=%s&code=%s", trip.wish.state.s, issuer_code(&trip.code).s).s);
	EXPECT_INT(v->status, 422);                     /* this issuer always names itself */
	visit_leave(v);
	visit_leave(other);
	town_leave(t);
}

TEST(families_keep_one_account_and_accounts_are_never_merged)
{
	struct town *t = town_build();
	struct visit *mother = visit_enter(t, PERSON_FAMILY), *father = visit_enter(t, PERSON_FAMILY), *v = visit_enter(t, PERSON_NOBODY);
	struct trip trip;
	struct record r = { .account_id = mother->who.account_id };
	set_out(&trip, mother, "line");
	EXPECT_INT(come_back(&trip), 303);              /* hers by mail, now by LINE too */
	visit_get(mother, "/me/account");
	EXPECT(visit_has(mother, "LINEでも入れます"));
	set_out(&trip, father, "line");
	EXPECT_INT(come_back(&trip), 422);              /* the same LINE cannot be his as well */
	set_out(&trip, father, "line");
	trip.code.subject = "s-2";
	EXPECT_INT(come_back(&trip), 303);
	set_out(&trip, v, "line");
	EXPECT_INT(come_back(&trip), 303);
	visit_get(v, "/me/account");
	EXPECT(visit_has(v, "@example.jp"));            /* the account with her mail address, not a new one */
	town_act(t, t->here, read_secret, &r);
	EXPECT(!r.secret.ended_at.ms);
	visit_leave(mother);
	visit_leave(father);
	visit_leave(v);
	town_leave(t);
}

static void end_account(struct desk *d, void *arg)
{
	const struct record *r = arg;
	EXPECT_INT(account_end(d, str_of(r->subject)), ACCOUNT_OK);
}

TEST(who_has_ended_does_not_come_in_by_another_door)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	struct record r = { .subject = "mori", .mail = "mori@example.jp" };
	town_act(t, t->here, invite, &r);
	r.subject = "s-1";
	town_act(t, t->here, record, &r);
	r.subject = "mori";
	town_act(t, t->here, end_account, &r);
	EXPECT_INT(come_with_mail(v, "s-1", "mori@example.jp"), 422);
	EXPECT(!is_in(v));
	visit_leave(v);
	town_leave(t);
}

static void close_door(struct desk *d, void *arg)
{
	struct str why;
	(void)arg;
	EXPECT_INT(tenant_set(d, STR("oidc.issuer"), STR("http://127.0.0.1:1"), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("line_login.channel_id"), STR(""), &why), TENANT_OK);
}

TEST(an_issuer_that_does_not_answer_or_is_not_set_says_so)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	town_act(t, t->here, close_door, NULL);
	visit_form(v, "/sign-in");
	EXPECT(visit_has(v, "/sign-in/town") && !visit_has(v, "/sign-in/line"));
	visit_post(v, "/sign-in/town", "");
	EXPECT_INT(v->status, 503);
	visit_post(v, "/sign-in/line", "");
	EXPECT_INT(v->status, 404);
	visit_leave(v);
	town_leave(t);
}

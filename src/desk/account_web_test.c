/* Pages of entering: nothing typed is lost but secrets, nothing tells whether an account exists, and what is not one's own is not there. */
#include "desk/account_visit_test.h"
#include "desk/outbox.h"

/* Who leaves takes along what the browser kept. */
static bool tells_to_forget(const struct visit *v)
{
	bool does = false;
	for (size_t i = 0; i < v->call->reply.header_n; i++)
		does = does || (!strcmp(v->call->reply.header[i].name, "Clear-Site-Data") && str_has(v->call->reply.header[i].value, "storage"));
	return does;
}

TEST(an_invited_person_sets_up_by_four_pages_and_is_in)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_of(t.town);
	town_do(t.town, tale_invite, &t);
	GET(&v, account_filled("/enter/%s", t.token));
	EXPECT_INT(v.status, 200);
	EXPECT(str_has(v.body, "日向 あおい"));
	POST(&v, account_filled("/enter/%s", t.token), "");
	EXPECT_STR(v.location, "/setup/password");
	POST(&v, "/setup/password", "password=kosodate&again=kosodate");
	EXPECT_INT(v.status, 422);
	EXPECT(str_has(v.body, "password-error") && !str_has(v.body, "kosodate"));
	POST(&v, "/setup/password", "password=hidamari-no-michi&again=hidamari-no-mich");
	EXPECT(str_has(v.body, "again-error"));
	POST(&v, "/setup/password", "password=hidamari-no-michi&again=hidamari-no-michi");
	EXPECT_STR(v.location, "/setup/app");
	GET(&v, "/setup/app");
	EXPECT(str_has(v.body, "<path fill=\"#000\" d=\"M4 4h7v1h-7zM"));
	POST(&v, "/setup/app", "code=12345x");
	EXPECT_INT(v.status, 422);
	town_do(t.town, tale_read_digits, &t);
	POST(&v, "/setup/app", account_filled("code=%s", t.typed));
	EXPECT_INT(v.status, 200);
	EXPECT(str_has(v.body, "<code>"));
	struct str code = account_between(v.body, "<li><code>", 11);
	POST(&v, "/setup/done", "");
	EXPECT_STR(v.location, "/desk");
	GET(&v, "/desk/me");
	EXPECT_INT(v.status, 200);
	POST(&v, "/sign-out", "");
	EXPECT(tells_to_forget(&v));
	GET(&v, "/desk/me");
	EXPECT_INT(v.status, 404);
	EXPECT(!tells_to_forget(&v));
	POST(&v, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s&to=/desk/accounts", code));
	EXPECT_STR(v.location, "/desk/accounts");
	town_close(t.town);
}

TEST(a_wrong_sign_in_keeps_the_login_and_nothing_else)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_of(t->town);
	POST(&v, "/sign-in", "login=aoi&password=wrong-wrong-wrong&code=000000&to=//evil.example");
	EXPECT_INT(v.status, 422);
	EXPECT(str_has(v.body, "value=\"aoi\"") && !str_has(v.body, "wrong-wrong") && !str_has(v.body, "evil.example"));
	struct visit other = account_visit_of(t->town);
	POST(&other, "/sign-in", "login=xyz&password=wrong-wrong-wrong&code=000000");
	EXPECT_INT(other.status, 422);
	EXPECT_INT(other.body.n, v.body.n);
	for (int i = 0; i < 5; i++)
		POST(&v, "/sign-in", "login=aoi&password=wrong-wrong-wrong&code=000000");
	EXPECT_INT(v.status, 429);
	POST(&v, "/sign-in", "login=&password=&code=");
	EXPECT_INT(v.status, 422);
	EXPECT(str_has(v.body, "login-error") && str_has(v.body, "password-error") && str_has(v.body, "code-error"));
	town_close(t->town);
}

static void take_letter(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct outbox_due *due;
	t->n = (int64_t)outbox_take(d, 10, &due);
	t->typed = t->n ? kept(due[0].text) : STR_NONE;
}

TEST(asking_for_a_link_answers_the_same_for_known_and_unknown_mail)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_of(t.town), again = account_visit_of(t.town);
	POST(&v, "/me/mail", "mail=nohara%40example.jp&to=/me");
	EXPECT_INT(v.status, 200);
	town_do(t.town, take_letter, &t);
	EXPECT_INT(t.n, 1);
	struct str token = account_between(t.typed, "/enter/", 26);
	POST(&v, account_filled("/enter/%s", token), "");
	EXPECT_STR(v.location, "/me");
	struct str unknown = STR_NONE;
	for (int i = 0; i < 6; i++) {                   /* also when the letters of this hour are used up */
		POST(&again, "/me/mail", "mail=nohara%40example.jp&to=/me");
		if (!unknown.s)
			unknown = again.body;
		EXPECT(str_eq(again.body, unknown));
	}
	again.cookie = STR("");
	POST(&again, "/me/mail", "mail=somebody%40elsewhere.jp");
	struct str known = STR_NONE;
	str_cut(&again.body, '!', &known);
	EXPECT_INT(again.status, 200);
	POST(&again, account_filled("/enter/%s", token), "");
	EXPECT_INT(again.status, 410);
	town_close(t.town);
}

TEST(devices_are_listed_and_cut_off_by_their_owner_only)
{
	struct tale *t = tale_begin();
	struct visit mine = account_visit_of(t->town), theirs = account_visit_admin(t->town);
	town_do(t->town, tale_open, t);
	mine.cookie = arena_fmt(test_arena(), "yorisoi=%.*s", STR_ARG(t->session));
	town_do(t->town, tale_see, t);
	struct str session = id_text(test_arena(), t->town->who.session_id.v);
	t->town->who = (struct who){ .role = ROLE_NOBODY };
	POST(&theirs, account_filled("/me/sessions/%s/end", session), "");
	EXPECT_INT(theirs.status, 404);
	GET(&mine, "/desk/me");
	EXPECT(str_has(mine.body, "Windows, Edge"));
	POST(&mine, account_filled("/me/sessions/%s/end", session), "");
	EXPECT_STR(mine.location, "/");
	mine.cookie = arena_fmt(test_arena(), "yorisoi=%.*s", STR_ARG(t->session));
	GET(&mine, "/desk/me");
	EXPECT_INT(mine.status, 404);
	town_close(t->town);
}

TEST(a_shared_pc_changes_person_by_pin_and_unlocks_by_pin)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_of(t->town);
	POST(&v, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[0]));
	EXPECT_STR(v.location, "/desk");
	POST(&v, "/desk/me/pin", "pin=1234&pin-now=hidamari-no-michi");
	EXPECT(v.status == 422 && str_has(v.body, "id=\"pin-error\""));
	POST(&v, "/desk/me/pin", "pin=2580&pin-now=not-the-password");
	EXPECT(v.status == 422 && str_has(v.body, "id=\"pin-now-error\""));
	POST(&v, "/desk/me/pin", "pin=2580&pin-now=hidamari-no-michi");
	EXPECT_INT(v.status, 303);
	POST(&v, "/desk/lock", "");
	EXPECT_STR(v.location, "/desk/unlock");
	GET(&v, "/desk/me");
	EXPECT_INT(v.status, 404);
	POST(&v, "/desk/unlock", "pin=1111&to=/desk/me");
	EXPECT_INT(v.status, 422);
	POST(&v, "/desk/unlock", "pin=2580&to=/desk/me");
	EXPECT_STR(v.location, "/desk/me");
	POST(&v, "/sign-out", "");
	GET(&v, "/desk/change");
	EXPECT(str_has(v.body, "日向 あおい"));
	struct str id = id_text(test_arena(), t->account_id.v);
	POST(&v, "/desk/change", account_filled("pin=2580&account=%s", id));
	EXPECT_STR(v.location, "/desk");
	GET(&v, "/desk/me");
	EXPECT_INT(v.status, 200);
	town_close(t->town);
}

TEST(the_demo_door_is_not_there_outside_of_the_demo)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_of(t->town);
	POST(&v, "/demo/enter", "login=aoi");
	EXPECT_INT(v.status, 404);
	t->town->is_demo = true;
	POST(&v, "/demo/enter", "login=aoi");
	EXPECT_STR(v.location, "/desk");
	GET(&v, "/desk/me");
	EXPECT_INT(v.status, 200);
	town_close(t->town);
}

TEST(a_fresh_sheet_of_codes_replaces_the_old_one_and_each_opens_once)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_of(t->town), other = account_visit_of(t->town);
	POST(&v, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[0]));
	EXPECT_STR(v.location, "/desk");
	POST(&v, "/desk/me/codes", "codes-now=not-the-password");
	EXPECT_INT(v.status, 422);
	POST(&v, "/desk/me/codes", "codes-now=hidamari-no-michi");
	EXPECT_INT(v.status, 200);
	struct str fresh = account_between(v.body, "<li><code>", 11);
	POST(&other, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[1]));
	EXPECT_INT(other.status, 422);
	POST(&other, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", fresh));
	EXPECT_STR(other.location, "/desk");
	POST(&other, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", fresh));
	EXPECT_INT(other.status, 422);
	town_close(t->town);
}

TEST(one_press_ends_every_session_of_a_person)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_of(t->town), other = account_visit_of(t->town);
	POST(&v, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[0]));
	POST(&other, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[1]));
	struct str cookie = other.cookie;
	GET(&other, "/desk/me");
	EXPECT_INT(other.status, 200);
	POST(&v, "/me/sessions/end-all", "");
	EXPECT_STR(v.location, "/");
	other.cookie = cookie;
	GET(&other, "/desk/me");
	EXPECT_INT(other.status, 404);
	GET(&v, "/desk/me");
	EXPECT_INT(v.status, 404);
	town_close(t->town);
}

/* Somebody plants a session of their own in a browser: signing in there leaves it behind and ends it. */
TEST(a_planted_session_is_not_the_one_that_signs_in)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_admin(t->town);
	struct str planted = v.cookie;
	POST(&v, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[0]));
	EXPECT_STR(v.location, "/desk");
	EXPECT(!str_starts(v.cookie, planted.s));
	GET(&v, "/desk/me");
	EXPECT(str_has(v.body, "日向 あおい"));
	struct visit thief = account_visit_of(t->town);
	thief.cookie = planted;
	GET(&thief, "/desk/me");
	EXPECT_INT(thief.status, 404);
	thief.cookie = STR("yorisoi=aaaaaaaaaaaaaaaaaaaaaaaaaa");     /* a name that nobody gave */
	POST(&thief, "/sign-in", account_filled("login=aoi&password=hidamari-no-michi&code=%s", t->code[1]));
	EXPECT(str_has(thief.cookie, "yorisoi=") && !str_starts(thief.cookie, "yorisoi=aaaaaaaaaaaaaaaaaaaaaaaaaa"));
	town_close(t->town);
}

TEST(a_town_with_a_host_of_its_own_has_cookies_that_no_neighbour_can_set)
{
	static const struct { const char *site, *base, *says; } towns[] = {
		{ "https://kosodate.example.jp", "", "__Host-yorisoi=tok; Path=/; Secure; HttpOnly; SameSite=Lax" },
		{ "https://cloud.example.jp/akune", "/akune", "yorisoi=tok; Path=/akune/; Secure; HttpOnly; SameSite=Lax" },
		{ "http://localhost:8080/akune", "/akune", "yorisoi=tok; Path=/akune/; HttpOnly; SameSite=Lax" } };
	for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
		struct desk d = { .arena = test_arena(), .site = str_of(towns[i].site), .base = str_of(towns[i].base) };
		struct call c = { .arena = test_arena(), .is_secure = str_starts(d.site, "https:") };
		account_put_cookie(&d, &c, STR("tok"), 0);
		EXPECT_STR(c.reply.header[0].value, towns[i].says);
	}
}

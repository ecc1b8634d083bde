/* The administrator's pages: accounts are invited, set back and ended; settings are kept whole or not at all. */
#include "desk/account_visit_test.h"
#include "desk/outbox.h"

static void count_letters(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct outbox_due *due;
	t->n = (int64_t)outbox_take(d, 10, &due);
	t->typed = t->n ? kept(due[0].text) : STR_NONE;
}

TEST(an_invitation_without_mail_shows_its_link_and_with_mail_sends_it)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_admin(t.town), guest = account_visit_of(t.town);
	POST(&v, "/desk/accounts/new", "name=&login=a+b&role=king&mail=nonsense");
	EXPECT_INT(v.status, 422);
	EXPECT(str_has(v.body, "id=\"name-error\"") && str_has(v.body, "id=\"role-error\"") && str_has(v.body, "id=\"mail-error\""));
	EXPECT(str_has(v.body, "value=\"a b\"") && str_has(v.body, "value=\"nonsense\""));
	POST(&v, "/desk/accounts/new", "name=Mori&login=mori&role=worker");
	EXPECT_INT(v.status, 200);
	struct str token = account_between(v.body, "/akune/enter/", 26);
	EXPECT(id_is_token(token));
	POST(&guest, account_filled("/enter/%s", token), "");
	EXPECT_STR(guest.location, "/setup/password");
	POST(&v, "/desk/accounts/new", "name=Mori&login=MORI&role=worker");
	EXPECT_INT(v.status, 422);
	EXPECT(str_has(v.body, "id=\"login-error\""));
	POST(&v, "/desk/accounts/new", "name=Sato&login=sato&role=site&mail=sato%40example.jp");
	EXPECT(v.status == 200 && !str_has(v.body, "/akune/enter/"));
	town_do(t.town, count_letters, &t);
	EXPECT_INT(t.n, 1);
	EXPECT(str_has(t.typed, "http://localhost:8080/akune/enter/"));
	GET(&v, "/desk/accounts");
	EXPECT(str_has(v.body, "Mori") && str_has(v.body, "sato"));
	town_close(t.town);
}

TEST(ending_an_account_asks_first_and_then_cuts_it_off)
{
	struct tale *t = tale_begin();
	struct visit v = account_visit_admin(t->town), theirs = account_visit_of(t->town);
	town_do(t->town, tale_open, t);
	theirs.cookie = arena_fmt(test_arena(), "yorisoi=%.*s", STR_ARG(t->session));
	struct str id = id_text(test_arena(), t->account_id.v);
	GET(&v, account_filled("/desk/accounts/%s/end", id));
	EXPECT_INT(v.status, 200);
	GET(&theirs, "/desk/me");
	EXPECT_INT(theirs.status, 200);
	GET(&theirs, "/desk/accounts");
	EXPECT_INT(theirs.status, 404);                 /* workers look after nobody's account */
	POST(&v, account_filled("/desk/accounts/%s/reset", id), "");
	EXPECT_INT(v.status, 200);
	GET(&theirs, "/desk/me");
	EXPECT_INT(theirs.status, 404);
	POST(&v, account_filled("/desk/accounts/%s/end", id), "");
	EXPECT_STR(v.location, "/desk/accounts");
	POST(&v, account_filled("/desk/accounts/%s/end", id), "");
	EXPECT_INT(v.status, 404);
	GET(&v, "/desk/accounts/0000000000001");
	EXPECT_INT(v.status, 404);
	town_close(t->town);
}

TEST(settings_are_kept_whole_or_not_at_all)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_admin(t.town);
	GET(&v, "/desk/settings");
	EXPECT_INT(v.status, 200);
	GET(&v, "/desk/settings/look");
	EXPECT(str_has(v.body, "oklch(.50 .115 190)") && str_has(v.body, "id=\"hue-190\" value=\"190\" checked"));
	POST(&v, "/desk/settings/look", "title=New&town=Machi&kind=public&hue=190&leave-url=javascript:alert(1)");
	EXPECT_INT(v.status, 422);
	EXPECT(str_has(v.body, "id=\"leave-url-error\"") && str_has(v.body, "value=\"New\""));
	town_load(t.town);
	EXPECT(!str_is(t.town->tenant->title, "New"));
	POST(&v, "/desk/settings/look", "title=New&town=Machi&worker-word=Nurse&kind=private&hue=other&hue-other=20");
	EXPECT_STR(v.location, "/desk/settings/look?saved=1");
	town_load(t.town);
	EXPECT_STR(t.town->tenant->title, "New");
	EXPECT_STR(t.town->tenant->kind, "private");
	EXPECT_INT(t.town->tenant->hue, 7);
	POST(&v, "/desk/settings/look", "title=&town=Machi&kind=public&hue=190");
	EXPECT(v.status == 422 && str_has(v.body, "id=\"title-error\""));
	GET(&v, "/desk/settings/nonsense");
	EXPECT_INT(v.status, 404);
	town_close(t.town);
}

TEST(rooms_and_languages_are_ticked_and_may_all_be_off)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_admin(t.town);
	POST(&v, "/desk/settings/rooms", "closed=no");
	EXPECT_INT(v.status, 303);
	POST(&v, "/desk/settings/languages", "languages%5B%5D=vi&languages%5B%5D=en");
	EXPECT_INT(v.status, 303);
	town_load(t.town);
	EXPECT(!tenant_has_room(t.town->tenant, "consult"));
	EXPECT(tenant_has_lang(t.town->tenant, LANG_JA) && tenant_has_lang(t.town->tenant, LANG_VI) && !tenant_has_lang(t.town->tenant, LANG_ZH));
	POST(&v, "/desk/settings/rooms", "rooms%5B%5D=consult&rooms%5B%5D=dungeon");
	EXPECT_INT(v.status, 422);
	town_close(t.town);
}

TEST(the_mail_password_is_kept_and_never_shown)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_admin(t.town);
	POST(&v, "/desk/settings/mail", "smtp-url=smtp%3A%2F%2F127.0.0.1%3A1025&smtp-password=geheim&smtp-tls=no");
	EXPECT_INT(v.status, 303);
	town_load(t.town);
	GET(&v, "/desk/settings/mail");
	EXPECT(str_has(v.body, "smtp://127.0.0.1:1025") && !str_has(v.body, "geheim"));
	town_close(t.town);
}

TEST(areas_and_counters_are_added_renamed_and_ended)
{
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_admin(t.town);
	POST(&v, "/desk/settings/areas/new", "name=%E6%9D%B1");
	EXPECT_STR(v.location, "/desk/settings/places?saved=1");
	POST(&v, "/desk/settings/counters/new", "name=Ima&hours-rule=Mon-Fri+8-17");
	EXPECT(v.status == 422 && str_has(v.body, "id=\"hours-rule-error\"") && str_has(v.body, "Mon-Fri 8-17"));
	POST(&v, "/desk/settings/counters/new", "name=Ima&nickname=Koko&phone=0996&hours-rule=Mon-Fri+08%3A30-17%3A15");
	EXPECT_INT(v.status, 303);
	town_load(t.town);
	REQUIRE(t.town->tenant->area_n == 3 && t.town->tenant->counter_n == 2);
	EXPECT_STR(t.town->tenant->area[2].name, "東");
	struct str area = id_text(test_arena(), t.town->tenant->area[2].area_id.v);
	struct str counter = id_text(test_arena(), t.town->tenant->counter[1].counter_id.v);
	POST(&v, account_filled("/desk/settings/areas/%s", area), "name=Higashi");
	POST(&v, account_filled("/desk/settings/counters/%s/end", counter), "");
	EXPECT_INT(v.status, 303);
	town_load(t.town);
	EXPECT_INT(t.town->tenant->counter_n, 1);
	EXPECT_INT(t.town->tenant->area_n, 3);
	EXPECT_STR(t.town->tenant->area[2].name, "Higashi");
	town_close(t.town);
}

static void ask_with_file(struct visit *v, const char *bytes, size_t n)
{
	struct out o = { .arena = test_arena() };
	out_z(&o, "--x\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n");
	out_put(&o, bytes, n);
	out_z(&o, "\r\n--x--\r\n");
	account_ask_body(v, "/desk/settings/logo", out_done(&o), STR("multipart/form-data; boundary=x"));
}

TEST(a_logo_is_a_picture_and_comes_back_byte_for_byte)
{
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\x01";
	struct tale t = { .town = town_open() };
	struct visit v = account_visit_admin(t.town);
	GET(&v, "/logo");
	EXPECT_INT(v.status, 404);
	ask_with_file(&v, "<svg onload=\"alert(1)\"/>", 24);
	EXPECT(v.status == 422 && str_has(v.body, "logo-error"));
	ask_with_file(&v, png, sizeof png - 1);
	EXPECT_INT(v.status, 303);
	town_load(t.town);
	EXPECT(str_starts(t.town->tenant->logo_url, "/logo?v="));
	GET(&v, "/logo?v=12345678");
	EXPECT_INT(v.status, 200);
	EXPECT_STR(str_of(v.call->reply.type), "image/png");
	EXPECT(v.body.n == sizeof png - 1 && memcmp(v.body.s, png, v.body.n) == 0);
	POST(&v, "/desk/settings/logo", "remove=on");
	GET(&v, "/logo");
	EXPECT_INT(v.status, 404);
	town_close(t.town);
}

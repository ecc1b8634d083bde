/* Forms, routes, cookies, replies and static files, without a socket. */
#include "tests/test.h"
#include "web/asset.h"
#include "web/form.h"
#include "web/reply.h"
#include "web/route.h"
#include "base/id.h"

static struct call *posted(const char *type, const char *body, size_t n)
{
	struct call *c = ARENA_NEW(test_arena(), struct call);
	c->arena = test_arena();
	c->method = METHOD_POST;
	c->content_type = str_of(type);
	c->body = arena_str(c->arena, (struct str){ body, n });
	c->reply.body.arena = c->arena;
	return c;
}

static struct call *typed(const char *body)
{
	return posted("application/x-www-form-urlencoded", body, strlen(body));
}

TEST(a_form_gives_what_was_typed)
{
	struct call *c = typed("name=%E3%81%BF%E3%82%8F+x&text=++a%0D%0Ab++&empty=&n=%EF%BC%91%EF%BC%92&on=on");
	struct form f = form_of(c);
	c->query = STR("page=2&name=first");
	EXPECT_STR(form_value(c, "page"), "2");
	EXPECT_STR(form_value(c, "name"), "first");
	EXPECT_STR(form_text(&f, "text", 10, true), "a\nb");
	EXPECT_INT(form_int(&f, "n", 1, 99, true), 12);
	EXPECT(form_is_on(&f, "on") && !form_is_on(&f, "empty") && !form_is_on(&f, "none"));
	EXPECT(form_value(c, "none").s == NULL && form_value(c, "empty").s != NULL);
	EXPECT(form_is_fine(&f));
}

TEST(a_form_complains_by_field)
{
	struct form f = form_of(typed("long=abcdef&bell=a%07&bad=%ff&n=12x&far=1000&mail=a@b&choice=c&d=2026-02-30"));
	static const char *const words[] = { "a", "b", NULL };
	form_text(&f, "long", 5, true);
	form_text(&f, "bell", 5, true);
	form_text(&f, "bad", 5, true);
	form_text(&f, "gone", 5, true);
	form_int(&f, "n", 0, 99, true);
	form_int(&f, "far", 0, 99, true);
	form_mail(&f, "mail", true);
	EXPECT_INT(form_choice(&f, "choice", words, true), -1);
	form_day(&f, "d", true);
	form_id(&f, "id", true);
	EXPECT_INT(form_complaint(&f, "long"), COMPLAINT_TOO_LONG);
	EXPECT_INT(form_complaint(&f, "bell"), COMPLAINT_NOT_TEXT);
	EXPECT_INT(form_complaint(&f, "bad"), COMPLAINT_NOT_TEXT);
	EXPECT_INT(form_complaint(&f, "gone"), COMPLAINT_MISSING);
	EXPECT_INT(form_complaint(&f, "n"), COMPLAINT_NOT_NUMBER);
	EXPECT_INT(form_complaint(&f, "far"), COMPLAINT_OUT_OF_RANGE);
	EXPECT_INT(form_complaint(&f, "mail"), COMPLAINT_NOT_MAIL);
	EXPECT_INT(form_complaint(&f, "choice"), COMPLAINT_NOT_CHOICE);
	EXPECT_INT(form_complaint(&f, "d"), COMPLAINT_NOT_DAY);
	EXPECT_INT(form_complaint(&f, "id"), COMPLAINT_MISSING);
	EXPECT(!form_is_fine(&f));
}

TEST(days_mails_choices_and_ids_are_read)
{
	struct str id = id_text(test_arena(), 77);
	struct call *c = typed(arena_fmt(test_arena(), "d-year=2026&d-month=%%EF%%BC%%94&d-day=1"
		"&e=2026/11/25&mail=Hana.@example.jp&choice=b&id=%s", id.s).s);
	struct form f = form_of(c);
	static const char *const words[] = { "a", "b", NULL };
	EXPECT_INT(form_day(&f, "d", true).n, day_make(2026, 4, 1).n);
	EXPECT_INT(form_day(&f, "e", true).n, day_make(2026, 11, 25).n);
	EXPECT(day_is_none(form_day(&f, "none", false)));
	EXPECT_STR(form_mail(&f, "mail", true), "Hana.@example.jp");
	EXPECT_INT(form_choice(&f, "choice", words, true), 1);
	EXPECT_INT(form_id(&f, "id", true), 77);
	EXPECT(form_is_fine(&f));
}

TEST(a_clock_is_read_as_browsers_and_people_write_it)
{
	struct call *c = typed("a=09:15&b=9:15:00&c=24:00&d=09:10&e=24:15&f=9&g=9:60&h=-1:15&k=9:15x");
	struct form f = form_of(c);
	EXPECT_INT(form_clock(&f, "a", 15, true), 9 * 60 + 15);
	EXPECT_INT(form_clock(&f, "b", 15, true), 9 * 60 + 15);
	EXPECT_INT(form_clock(&f, "c", 15, true), 24 * 60);
	EXPECT_INT(form_clock(&f, "d", 1, true), 9 * 60 + 10);
	EXPECT_INT(form_clock(&f, "none", 15, false), -1);
	EXPECT(form_is_fine(&f));
	static const char *const wrong[] = { "d", "e", "f", "g", "h", "k" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		EXPECT_INT(form_clock(&f, wrong[i], 15, true), -1);
		EXPECT_INT(form_complaint(&f, wrong[i]), COMPLAINT_WRONG);
	}
	EXPECT_INT(form_clock(&f, "none", 15, true), -1);
	EXPECT_INT(form_complaint(&f, "none"), COMPLAINT_MISSING);
}

TEST(broken_forms_are_refused)
{
	static const char *const bad[] = { "a=%", "a=%2", "a=%zz", "=x", "%ff=1" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		EXPECT(!form_read(typed(bad[i])));
	struct out many = { .arena = test_arena() };
	for (int i = 0; i < 201; i++)
		out_fmt(&many, "f%d=1&", i);
	EXPECT(!form_read(typed(out_done(&many).s)));
	EXPECT(form_read(typed("")) && form_read(typed("a&b=&&c=1")));
}

#define PART(head, body) "--x\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

TEST(a_file_arrives_whole)
{
	static const char body[] = PART("name=\"who\"", "hana") PART("name=\"photo\"; filename=\"a%22b.png\"\r\nContent-Type: image/png", "\x89\0PNG\r\n--y")
		PART("name=\"none\"", "") "--x--\r\n";
	struct call *c = posted("multipart/form-data; boundary=x", body, sizeof body - 1);
	REQUIRE(form_read(c));
	EXPECT_INT(c->fields.field_n, 3);
	EXPECT_STR(form_value(c, "who"), "hana");
	EXPECT_INT(form_value(c, "photo").n, 10);
	EXPECT_STR(c->fields.field[1].file_name, "a\"b.png");
	EXPECT_INT(form_value(c, "none").n, 0);
}

TEST(broken_multipart_is_refused)
{
	static const char *const bad[] = { "", "--x--", "--x\r\n", PART("name=\"a\"", "1"), PART("name=\"a\"", "1") "--x-", PART("name=a", "1") "--x--",
		PART("filename=\"a\"", "1") "--x--", PART("name=\"\"", "1") "--x--", PART("name=\"a\" x", "1") "--x--", "y" PART("name=\"a\"", "1") "--x--",
		"--x\r\nContent-Type: a\r\n\r\n1\r\n--x--", PART("name=\"a\"", "1") "--x--more" };
	for (size_t i = 1; i < sizeof bad / sizeof *bad; i++)
		EXPECT(i == 1 ? form_read(posted("multipart/form-data; boundary=x", bad[i], strlen(bad[i])))
			: !form_read(posted("multipart/form-data; boundary=x", bad[i], strlen(bad[i]))));
	static const char *const types[] = { "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a b",
		"multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		EXPECT(!form_read(posted(types[i], "--x--", 5)));
}

TEST(a_cookie_is_found_by_its_whole_name)
{
	struct call c = { .cookie = STR("asid=1; sid=two; sid=3; q=\"four\"; bare") };
	EXPECT_STR(call_cookie(&c, "sid"), "two");
	EXPECT_STR(call_cookie(&c, "q"), "four");
	EXPECT(call_cookie(&c, "id").s == NULL && call_cookie(&c, "bare").s == NULL);
}

TEST(nothing_from_outside_begins_a_header)
{
	struct call *c = typed("");
	reply_see_other(c, STR("/akune/\r\nSet-Cookie: a=b \xe3\x81\x82"));
	reply_cookie(c, &(struct cookie){ .name = "sid", .value = STR("a;b\nc"), .path = STR("/akune/"), .age_s = -1, .is_secure = true });
	EXPECT_INT(c->reply.status, 303);
	EXPECT_STR(c->reply.header[0].value, "/akune/%0D%0ASet-Cookie:%20a=b%20%E3%81%82");
	EXPECT_STR(c->reply.header[1].value, "sid=a%3Bb%0Ac; Path=/akune/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
}

static const struct route rows[] = { { .path = "/" }, { .path = "/t/{token}" }, { .path = "/t/new" },
	{ .path = "/t/{token}/say", .method = METHOD_POST },
	{ .path = "/{a}/{b}" }, { .path = "/f/{x}" }, { .path = "/t/{token}", .method = METHOD_POST } };

static const struct route *find(struct call *c, const char *path, bool *ret_other)
{
	const struct route *table[sizeof rows / sizeof *rows];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		table[i] = &rows[i];
	return route_find(table, sizeof rows / sizeof *rows, c, str_of(path), ret_other);
}

TEST(a_literal_part_beats_a_hole)
{
	struct call *c = typed("");
	bool other = false;
	c->method = METHOD_HEAD;
	EXPECT(find(c, "/", &other) == &rows[0]);
	EXPECT(find(c, "/t/new", &other) == &rows[2]);
	EXPECT(find(c, "/t/abc", &other) == &rows[1] && c->part_n == 1);
	EXPECT_STR(c->part[0], "abc");
	EXPECT(find(c, "/x/y", &other) == &rows[4] && c->part_n == 2);
	EXPECT_STR(c->part[1], "y");
	EXPECT(find(c, "/f/y", &other) == &rows[5] && c->part_n == 1);
	EXPECT(!find(c, "/t/", &other) && !find(c, "/t/abc/", &other) && !find(c, "", &other) && !find(c, "/t", &other) && !other);
	EXPECT(!find(c, "/t/abc/say", &other) && other);
	c->method = METHOD_POST;
	EXPECT(find(c, "/t/new", &other) == &rows[6] && !other);
	EXPECT(!find(c, "/", &other) && other);
}

TEST(static_files_are_found_and_known_again)
{
	EXPECT(asset_find(STR("/static/none")) == NULL);
	for (size_t i = 0; i < asset_n; i++) {
		const struct asset *a = &asset_table[i];
		struct call c = { .path = str_of(a->url) };
		EXPECT(asset_find(c.path) == a);
		REQUIRE(asset_serve(&c));
		EXPECT_INT(c.reply.status, 200);
		c.if_none_match = arena_fmt(test_arena(), "\"other\", W/%s", a->etag);
		EXPECT(asset_serve(&c) && c.reply.status == 304);
		EXPECT_INT(asset_form_of(a, STR("gzip;q=1.0, br;q=0")), a->gzip ? ASSET_GZIP : ASSET_PLAIN);
		EXPECT_INT(asset_form_of(a, STR("br, gzip")), a->brotli ? ASSET_BROTLI : a->gzip ? ASSET_GZIP : ASSET_PLAIN);
		EXPECT_INT(asset_form_of(a, STR("identity")), ASSET_PLAIN);
	}
}

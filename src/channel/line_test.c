/* What LINE tells is read as it is written, and what is no webhook is refused. */
#include "channel/line.h"
#include "base/out.h"
#include "tests/test.h"
#include <string.h>

static size_t read(const char *body, struct line_event **ret)
{
	size_t n = 0;
	EXPECT(line_read(test_arena(), str_of(body), ret, &n));
	return n;
}

static struct line_event one(const char *event)
{
	struct line_event *e;
	size_t n = read(arena_fmt(test_arena(), "{\"destination\":\"U\",\"events\":[%s]}", event).s, &e);
	EXPECT_INT(n, 1);
	return e[0];
}

/* RFC 4231, 4.3: HMAC-SHA256 of "what do ya want for nothing?" with the key "Jefe". */
TEST(a_signature_fits_the_body_as_it_came_and_nothing_else)
{
	struct str body = STR("what do ya want for nothing?"), right = STR("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
	EXPECT(line_is_signed(test_arena(), STR("Jefe"), body, right));
	EXPECT(!line_is_signed(test_arena(), STR("jefe"), body, right));
	EXPECT(!line_is_signed(test_arena(), STR("Jefe"), STR("what do ya want for nothing"), right));
	EXPECT(!line_is_signed(test_arena(), STR("Jefe"), body, STR("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM")));
	EXPECT(!line_is_signed(test_arena(), STR("Jefe"), body, STR_NONE));
	EXPECT(!line_is_signed(test_arena(), STR(""), body, STR_NONE));
}

TEST(every_kind_of_event_is_known_by_its_kind)
{
	struct line_event e = one("{\"type\":\"message\",\"source\":{\"type\":\"user\",\"userId\":\"Ua\"},\"webhookEventId\":\"01\",\"replyToken\":\"r\","
		"\"timestamp\":1700000000000,\"message\":{\"type\":\"text\",\"id\":\"7\",\"text\":\"夜泣き\"}}");
	EXPECT_INT(e.kind, LINE_TEXT);
	EXPECT_STR(e.words, "夜泣き");
	EXPECT_STR(e.user, "Ua");
	EXPECT_STR(e.key, "01");
	EXPECT_STR(e.reply_token, "r");
	EXPECT_STR(e.message, "7");
	EXPECT_INT(e.at.ms, 1700000000000);
	e = one("{\"type\":\"message\",\"message\":{\"type\":\"sticker\",\"id\":\"1\",\"packageId\":\"446\",\"stickerId\":\"1988\","
		"\"keywords\":[\"cry\",\"sad\"]}}");
	EXPECT_INT(e.kind, LINE_STICKER);
	EXPECT_STR(e.words, "cry, sad");
	e = one("{\"type\":\"message\",\"message\":{\"type\":\"sticker\",\"id\":\"1\",\"packageId\":\"446\",\"stickerId\":\"1988\"}}");
	EXPECT_STR(e.words, "446/1988");
	e = one("{\"type\":\"message\",\"message\":{\"type\":\"location\",\"id\":\"1\",\"title\":\"公園\","
		"\"address\":\"阿久根市\",\"latitude\":32.01,\"longitude\":130.19}}");
	EXPECT_INT(e.kind, LINE_PLACE);
	EXPECT(str_starts(e.words, "公園 阿久根市 (32.01"));
	e = one("{\"type\":\"message\",\"message\":{\"type\":\"file\",\"id\":\"1\",\"fileName\":\"a.pdf\",\"fileSize\":3}}");
	EXPECT_STR(e.words, "a.pdf");
	EXPECT_INT(one("{\"type\":\"unsend\",\"unsend\":{\"messageId\":\"9\"}}").kind, LINE_UNSEND);
	EXPECT_STR(one("{\"type\":\"unsend\",\"unsend\":{\"messageId\":\"9\"}}").message, "9");
	EXPECT_STR(one("{\"type\":\"postback\",\"postback\":{\"data\":\"answers=link\"}}").words, "answers=link");
	EXPECT_INT(one("{\"type\":\"follow\",\"follow\":{\"isUnblocked\":false}}").kind, LINE_FOLLOW);
	EXPECT_INT(one("{\"type\":\"unfollow\"}").kind, LINE_UNFOLLOW);
	EXPECT_INT(one("{\"type\":\"somethingNew\"}").kind, LINE_OTHER);
	EXPECT(one("{\"type\":\"follow\",\"mode\":\"standby\"}").is_standby);
}

TEST(events_are_put_in_the_order_in_which_they_happened)
{
	struct line_event *e;
	size_t n = read("{\"events\":[{\"type\":\"follow\",\"timestamp\":3000},{\"type\":\"unfollow\",\"timestamp\":1000},"
		"{\"type\":\"join\",\"timestamp\":2000}]}", &e);
	EXPECT_INT(n, 3);
	EXPECT_INT(e[0].kind, LINE_UNFOLLOW);
	EXPECT_INT(e[1].kind, LINE_JOIN);
	EXPECT_INT(e[2].kind, LINE_FOLLOW);
}

TEST(what_is_no_webhook_is_refused_and_an_empty_one_is_fine)
{
	static const char *const bad[] = { "", "{", "[]", "{}", "{\"events\":{}}", "{\"events\":null}", "\xff\xfe", "{\"events\":[}" };
	struct line_event *e;
	size_t n = 7;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		EXPECT(!line_read(test_arena(), str_of(bad[i]), &e, &n));
	EXPECT_INT(read("{\"destination\":\"U\",\"events\":[]}", &e), 0);
	EXPECT_INT(read("{\"events\":[1,\"x\",null,{\"type\":7,\"timestamp\":\"then\"}]}", &e), 4);
}

TEST(a_text_too_long_for_line_ends_with_an_ellipsis_between_letters)
{
	struct out o = { .arena = test_arena() };
	for (int i = 0; i < 6000; i++)
		out_z(&o, "\xF0\x9F\x91\xB6");
	struct str text = out_done(&o), said = line_messages(test_arena(), &text, 1);
	EXPECT(str_is_utf8(said) && str_ends(said, "\xE2\x80\xA6\"}]"));
	EXPECT_INT(str_letters(said), 2495 + 1 + (int64_t)strlen("[{\"type\":\"text\",\"text\":\"\"}]"));
}

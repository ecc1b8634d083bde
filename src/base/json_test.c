/* JSON of others: what is taken, what is refused and why. */
#include "base/json.h"
#include "tests/test.h"

static const struct json *read(struct arena *a, const char *z, struct str *ret_why)
{
	*ret_why = STR_NONE;
	return json_read(a, str_of(z), ret_why);
}

TEST(json_keeps_order_text_and_numbers)
{
	struct arena *a = arena_new(1 << 20);
	struct str why;
	const struct json *j = read(a, "\xef\xbb\xbf{\"b\": \"保育\", \"a\": [1, 2.5, null, true], \"n\": -7}", &why);
	EXPECT(j && j->kind == JSON_IS_OBJECT && j->n == 3);
	EXPECT(str_is(j->key[0], "b") && str_is(json_text(j, "b"), "保育"));
	const struct json *list = json_at(j, "a");
	EXPECT(list && list->n == 4 && str_is(list->item[1].text, "2.5") && list->item[2].kind == JSON_IS_NULL);
	EXPECT(str_is(json_text(j, "n"), "-7") && !json_text(j, "a").s && !json_at(list, "b") && !json_at(NULL, "b"));
	arena_free(a);
}

TEST(json_refuses_what_is_torn_doubled_or_too_deep)
{
	struct arena *a = arena_new(1 << 20);
	struct str why;
	EXPECT(!read(a, "{\"a\": 1,\n \"b\": ", &why) && str_starts(why, "line 2"));
	EXPECT(!read(a, "{\"a\": 1, \"a\": 2}", &why) && why.n);
	EXPECT(!read(a, "\"\xff\xfe\"", &why) && why.n);
	char deep[200] = { 0 };
	for (int i = 0; i < 100; i++)
		deep[i] = '[';
	EXPECT(!read(a, deep, &why) && str_has(why, "deeper"));
	EXPECT(!read(a, "", &why) && why.n);
	arena_free(a);
}

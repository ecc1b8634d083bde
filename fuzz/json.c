/* JSON that others wrote: refused with a sentence, or a tree no deeper than it may be, all of it in UTF-8 and no key twice. */
#include "fuzz/fuzz.h"
#include "base/json.h"

static void check_tree(const struct json *j, int depth)
{
	CHECK(depth <= JSON_DEPTH && j->kind <= JSON_IS_OBJECT);
	if (j->kind == JSON_IS_TEXT || j->kind == JSON_IS_NUMBER)
		CHECK(str_is_utf8(j->text));
	for (size_t i = 0; i < j->n; i++) {
		for (size_t k = 0; j->kind == JSON_IS_OBJECT && k < i && k < 50; k++)
			CHECK(!str_eq(j->key[k], j->key[i]));
		check_tree(&j->item[i], depth + 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct str why = STR_NONE;
	const struct json *j = json_read(a, arena_str(a, (struct str){ (const char *)data, n < 100000 ? n : 100000 }), &why);
	CHECK(j || why.n);
	if (j)
		check_tree(j, 0);
	json_text(j, "a");
	json_flag(json_at(j, "a"), "b");
	arena_free(a);
	return 0;
}

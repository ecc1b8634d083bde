/* Profile files: any bytes are read or refused with a place; what is read lies inside the text and has words for keys. */
#include "fuzz/fuzz.h"
#include "base/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct conf conf;
	struct str why = STR_NONE;
	if (n > 20000)
		n = 20000;
	if (conf_parse(a, "fuzz.conf", (struct str){ (const char *)data, n }, &conf, &why)) {
		for (size_t i = 0; i < conf.item_n; i++) {
			const struct conf_item *item = &conf.item[i];
			CHECK(item->line > 0);
			CHECK(item->key.n || item->section.n);
			CHECK(!str_has(item->key, " ") && !str_has(item->key, "="));
			CHECK(str_is_utf8(item->value) || !item->value.s);
		}
		conf_get(&conf, "", "title");
	} else {
		CHECK(str_starts(why, "fuzz.conf:"));
	}
	arena_free(a);
	return 0;
}

/* A recovery sheet as somebody typed it: what is read as a key is one that writes itself the same way again. */
#include "fuzz/fuzz.h"
#include "base/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct seal_key key, again;
	if (seal_key_parse(arena_str(a, (struct str){ (const char *)data, n }), &key)) {
		CHECK(seal_key_parse(seal_key_text(a, &key), &again));
		CHECK(memcmp(key.b, again.b, sizeof key.b) == 0);
	}
	arena_free(a);
	return 0;
}

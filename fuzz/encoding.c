/* Encodings: whatever comes is refused by a name, or is strict UTF-8 without NUL. */
#include "fuzz/fuzz.h"
#include "base/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str text = STR_NONE;
	enum encoding is;
	size_t broken_n = 0;
	if (n > 20000)
		n = 20000;
	bool is_text = encoding_read(a, (struct str){ (const char *)data, n }, &is, &text, &broken_n);
	CHECK(is_text == (is <= ENCODING_UTF16));
	CHECK(!is_text || (text.n && str_is_utf8(text)));
	arena_free(a);
	return 0;
}

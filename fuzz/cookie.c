/* Cookies and paths: a value found lies inside the header; a path that passes the guard cannot climb, hold a control character or be no UTF-8. */
#include "fuzz/fuzz.h"
#include "web/inside.h"

static void check_path(struct arena *a, struct str raw)
{
	struct str path = STR_NONE, one;
	if (!guard_path(a, raw, &path))
		return;
	CHECK(str_starts(path, "/") && !str_starts(path, "//") && str_is_utf8(path) && path.n <= raw.n);
	CHECK(!str_has(path, "\\") && !str_has(path, "\n"));
	while (str_cut(&path, '/', &one))
		CHECK(!str_is(one, ".."));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct call c = { .arena = a, .cookie = arena_str(a, (struct str){ (const char *)data, n }) };
	struct str v = call_cookie(&c, "sid");
	CHECK(!v.s || (v.s >= c.cookie.s && v.s + v.n <= c.cookie.s + n));
	CHECK(!str_has(v, ";"));
	check_path(a, c.cookie);
	guard_host(c.cookie);
	arena_free(a);
	return 0;
}

/* Renders tests/pagec/town.page and its letter in the language named by the first argument; a second one switches furigana on. */
#include "town.page.h"
#include <stdio.h>

int main(int argc, char **argv)
{
	struct arena *a = arena_new(1 << 20);
	struct out out = { .arena = a };
	struct page p = { .out = &out, .base = STR("/to\"wn"), .csrf = STR("c\"s"), .once = STR("o<n"), .has_ruby = argc > 2 };
	struct town v = { .evil = STR("\"><script>alert('x')</script>&\r\n\x01 /?#javascript:"), .name = STR("森野<b>"), .town_id = { 42 }, .n = -7 };
	v.site = url_of(STR("https://example.jp/?a=1&b=\"2"));
	v.path = url_of(STR("/desk/<x>"));
	v.on = day_make(2026, 12, 3);
	v.at = day_moment(v.on, 23 * 60 + 5);
	v.is_on = argc > 2;
	lang_parse(str_of(argc > 1 ? argv[1] : "ja"), &p.lang);
	town_page(&p, &v);
	page_raw(&p, "----\n", 5);
	town_letter(&p, &v);
	fwrite(out.b, 1, out.n, stdout);
	arena_free(a);
	return 0;
}

/* Compression tells nobody anything: who gets a compressed page, that it is the same page, and that the token of forms looks different each time. */
#include "tests/visit.h"
#include "base/clock.h"
#include "web/reply.h"
#include <libdeflate.h>

static struct call *page(const char *fetch_site, const char *cookie, const char *accept)
{
	struct call *c = ARENA_NEW(test_arena(), struct call);
	*c = (struct call){ .arena = test_arena(), .method = METHOD_GET, .fetch_site = str_of(fetch_site), .cookie = str_of(cookie),
		.accept_encoding = str_of(accept), .reply = { .status = 200, .body.arena = test_arena() } };
	for (int i = 0; i < 400; i++)
		out_fmt(&c->reply.body, "<li>line %d</li>\n", i);
	return c;
}

static bool is_packed(struct call *c)
{
	struct str before = arena_str(test_arena(), out_done(&c->reply.body));
	reply_pack(c);
	if (!c->reply.header_n)
		return false;
	char *plain = arena_get(test_arena(), before.n);
	size_t n = 0;
	struct libdeflate_decompressor *k = libdeflate_alloc_decompressor();
	EXPECT_INT(libdeflate_gzip_decompress(k, c->reply.body.b, c->reply.body.n, plain, before.n, &n), LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(k);
	EXPECT(n == before.n && memcmp(plain, before.s, n) == 0);
	EXPECT(c->reply.body.n < before.n / 2);
	return true;
}

TEST(pages_are_compressed_only_for_those_who_asked_themselves)
{
	EXPECT(is_packed(page("same-origin", "visitor=x", "gzip, deflate, br")));
	EXPECT(is_packed(page("none", "visitor=x", "gzip")));
	EXPECT(is_packed(page(NULL, NULL, "gzip")));
	EXPECT(!is_packed(page("cross-site", "visitor=x", "gzip")));
	EXPECT(!is_packed(page("same-site", "visitor=x", "gzip")));
	EXPECT(!is_packed(page(NULL, "visitor=x", "gzip")));
	EXPECT(!is_packed(page("same-origin", "visitor=x", "br, gzip;q=0")));
	struct call *short_one = page("none", NULL, "gzip"), *picture = page("none", NULL, "gzip"), *sent = page("none", NULL, "gzip");
	short_one->reply.body.n = 2000;
	picture->reply.type = "image/png";
	sent->method = METHOD_POST;
	EXPECT(!is_packed(short_one) && !is_packed(picture) && !is_packed(sent));
}

TEST(the_token_of_forms_is_never_the_same_text_and_always_good)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_form(v, "/ask");
	struct str first = v->csrf;
	visit_form(v, "/ask");
	EXPECT(!str_eq(first, v->csrf));
	for (size_t i = 0; i + 8 <= first.n; i++)       /* and no part of it stays */
		EXPECT(!str_has(v->csrf, arena_fmt(test_arena(), "%.8s", first.s + i).s));
	v->csrf = first;                                /* a page that lay open meanwhile */
	visit_post(v, "/ask", "words=Yonaki");
	EXPECT_INT(v->status, 303);
	visit_leave(v);
	town_leave(t);
}

/* Sound and film: known by their tracks, without a word about where they were taken; whatever is cut or lies about its length is refused. */
#include "picture/picture.h"
#include "base/out.h"
#include "tests/test.h"

static struct str box(const char *type, struct str content)
{
	struct out o = { .arena = test_arena() };
	size_t n = content.n + 8;
	out_put(&o, (const char[]){ (char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n }, 4);
	out_put(&o, type, 4);
	out_str(&o, content);
	return out_done(&o);
}

static struct str both(struct str a, struct str b)
{
	struct out o = { .arena = test_arena() };
	out_str(&o, a);
	out_str(&o, b);
	return out_done(&o);
}

static struct str track(const char *handler)
{
	struct out o = { .arena = test_arena() };
	out_put(&o, "\0\0\0\0\0\0\0\0", 8);
	out_put(&o, handler, 4);
	return box("trak", both(box("mdia", box("hdlr", out_done(&o))), box("udta", STR("track words"))));
}

static struct str film(struct str tracks)
{
	struct str head = box("ftyp", STR("isomxxxx")), place = box("udta", STR("+32.0144+130.1956/ Akune"));
	return both(both(head, box("moov", both(tracks, place))), both(box("uuid", STR("who took it, and where")), box("mdat", STR("dots and tones"))));
}

TEST(a_film_is_kept_without_a_word_about_where_it_was_taken)
{
	struct picture p = { 0 };
	struct str whole = film(both(track("vide"), track("soun")));
	REQUIRE(picture_film(test_arena(), whole, &p) == PICTURE_OK);
	EXPECT_STR(str_of(p.type), "video/mp4");
	EXPECT_INT(p.whole.n, whole.n);
	EXPECT(!memmem(p.whole.s, p.whole.n, "Akune", 5) && !memmem(p.whole.s, p.whole.n, "words", 5) && !memmem(p.whole.s, p.whole.n, "who took", 8));
	EXPECT(memmem(p.whole.s, p.whole.n, "dots and tones", 14) != NULL);
	REQUIRE(picture_film(test_arena(), film(track("soun")), &p) == PICTURE_OK);
	EXPECT_STR(str_of(p.type), "audio/mp4");
}

TEST(what_is_cut_or_lies_about_its_length_is_no_film)
{
	struct picture p = { .type = "untouched" };
	struct str whole = film(track("vide"));
	for (size_t n = 0; n < whole.n; n++)
		EXPECT(picture_film(test_arena(), (struct str){ whole.s, n }, &p) != PICTURE_OK);
	for (size_t i = 0; i < whole.n; i++) {          /* each byte in turn says something else: never a step outside */
		char *b = arena_get(test_arena(), whole.n);
		memcpy(b, whole.s, whole.n);
		b[i] = (char)0xFF;
		picture_film(test_arena(), (struct str){ b, whole.n }, &(struct picture){ 0 });
	}
	EXPECT(picture_film(test_arena(), both(box("ftyp", STR("isomxxxx")), box("mdat", STR("x"))), &p) == PICTURE_UNKNOWN);
	EXPECT(picture_film(test_arena(), STR("%PDF-1.7 and more of it"), &p) == PICTURE_UNKNOWN);
	EXPECT_STR(str_of(p.type), "untouched");
}

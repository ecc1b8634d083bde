/* The runtime of pages: evil values come out harmless, messages speak every language. The generated side is tested by tests/pagec.sh. */
#include "base/lang.h"
#include "tests/test.h"
#include "web/page.h"
#include <string.h>

struct sheet { struct page p; struct out out; };

static struct page *sheet_new(struct sheet *x)
{
	*x = (struct sheet){ .out = { .arena = test_arena() } };
	x->p = (struct page){ .out = &x->out, .base = STR("/akune"), .csrf = STR("c\"s"), .once = STR("o&n") };
	return &x->p;
}

static struct str written(struct sheet *x) { return out_done(&x->out); }

static uint64_t key_of(const char *msgid)
{
	uint64_t key = UINT64_C(0xcbf29ce484222325);
	for (; *msgid; msgid++) key = (key ^ (unsigned char)*msgid) * UINT64_C(0x100000001b3);
	return key;
}

TEST(text_is_escaped_wherever_the_evil_stands)
{
	static const struct { const char *evil, *tame; } cases[] = {
		{ "<script>", "&lt;script&gt;" }, { "\" onclick='x'", "&quot; onclick=&#39;x&#39;" }, { "&amp;", "&amp;amp;" },
		{ "fifteen letters<and more than sixteen behind it>", "fifteen letters&lt;and more than sixteen behind it&gt;" },
		{ "0123456789abcdef0123456789abcdef\"", "0123456789abcdef0123456789abcdef&quot;" }, { "a\x01\x02\x7f" "b\tc\nd\r", "ab\tc\nd\r" },
		{ "森野こずえさんの長い長いことば", "森野こずえさんの長い長いことば" }, { "", "" } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sheet x;
		page_text_z(sheet_new(&x), cases[i].evil);
		EXPECT_STR(written(&x), cases[i].tame);
	}
}

TEST(every_byte_at_every_place_is_escaped_like_one_at_a_time)
{
	for (int c = 1; c < 128; c++) {
		struct sheet one;
		char b[40];
		memset(b, c, 1);
		page_text_str(sheet_new(&one), (struct str){ b, 1 });
		struct str alone = written(&one);
		for (size_t at = 0; at < 40; at++) {
			struct sheet x;
			memset(b, 'a', 40);
			b[at] = (char)c;
			page_text_str(sheet_new(&x), (struct str){ b, 40 });
			struct str all = written(&x);
			EXPECT_INT(all.n, 39 + alone.n);
			EXPECT(memcmp(all.s + at, alone.s, alone.n) == 0);
		}
	}
}

TEST(an_absent_text_shows_nothing)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	page_text(p, STR_NONE);
	page_text(p, (const char *)NULL);
	page_part(p, STR_NONE);
	page_plain(p, STR_NONE);
	EXPECT_STR(written(&x), "");
}

TEST(numbers_are_written_whole)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	page_text(p, INT64_MIN);
	page_text(p, (size_t)0);
	page_part(p, -1);
	EXPECT_STR(written(&x), "-92233720368547758080-1");
}

TEST(a_part_of_an_address_cannot_leave_its_place)
{
	struct sheet x;
	page_part(sheet_new(&x), "../?a=b&c#d%/\\ 森\"");
	EXPECT_STR(written(&x), "..%2F%3Fa%3Db%26c%23d%25%2F%5C%20%E6%A3%AE%22");
}

TEST(only_harmless_addresses_pass)
{
	static const char *const evil[] = { "javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "java\tscript:x", "data:text/html,x", "//example.jp/x",
		"/\\example.jp", "/a\nb", "vbscript:x", "https://", "http://", "a/b", "?a", "", "\x01/a" };
	static const char *const fine[] = { "https://example.jp/?a=1", "http://example.jp/", "geo:35.6,139.7", "/t/abc", "/",
		"mailto:a@example.jp", "tel:119" };
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
		struct sheet x;
		EXPECT(url_of(str_of(evil[i])).s.s == NULL);
		page_url(sheet_new(&x), (struct url){ str_of(evil[i]) });
		EXPECT_STR(written(&x), "#");
	}
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) EXPECT_STR(url_of(str_of(fine[i])).s, fine[i]);
	EXPECT(url_of(STR_NONE).s.s == NULL);
}

TEST(a_path_gets_the_tenants_base_and_other_addresses_do_not)
{
	static const struct { const char *url, *out; } cases[] = { { "/t/a\"b", "/akune/t/a&quot;b" }, { "/static/app.css", "/static/app.css" },
		{ "https://example.jp/?a&b", "https://example.jp/?a&amp;b" }, { "tel:189", "tel:189" } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sheet x;
		page_url(sheet_new(&x), url_of(str_of(cases[i].url)));
		EXPECT_STR(written(&x), cases[i].out);
	}
}

TEST(a_form_carries_its_two_keys)
{
	struct sheet x;
	page_form_keys(sheet_new(&x));
	EXPECT_STR(written(&x), "<input type=\"hidden\" name=\"csrf\" value=\"c&quot;s\"><input type=\"hidden\" name=\"once\" value=\"o&amp;n\">");
}

TEST(what_is_held_does_not_reach_the_page)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	struct out held = { .arena = test_arena() };
	page_hold(p, &held);
	page_text(p, "<title>");
	EXPECT_STR(page_release(p), "&lt;title&gt;");
	page_text(p, "body");
	EXPECT_STR(written(&x), "body");
}

TEST(a_page_larger_than_the_first_piece_stays_whole)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	for (int i = 0; i < 5000; i++) page_text(p, "<0123456789>");
	struct str all = written(&x);
	EXPECT_INT(all.n, 5000 * 18);
	EXPECT(str_ends(all, "&lt;0123456789&gt;"));
}

TEST(dates_for_machines)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	struct day on = day_make(2026, 2, 3);
	page_iso(p, on);
	page_raw(p, " ", 1);
	page_iso(p, day_moment(on, 9 * 60 + 5));
	page_iso(p, DAY_NONE);
	page_iso(p, MOMENT_NONE);
	EXPECT_STR(written(&x), "2026-02-03 2026-02-03T09:05+09:00");
}

TEST(a_message_speaks_the_pages_language)
{
	static const char *const thursday[LANG_N] = { "（木）", "（木曜日）", "Thu", "（周四）", "Thứ Năm", "qui." };
	for (int l = 0; l < LANG_N; l++) {
		struct sheet x;
		sheet_new(&x)->lang = (enum lang)l;
		page_say(&x.p, key_of("（木）"), false);
		EXPECT_STR(written(&x), thursday[l]);
	}
}

TEST(furigana_stands_in_text_only_and_only_when_asked_for)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	p->lang = LANG_EASY;
	p->has_ruby = true;
	page_say(p, key_of("（木）"), false);
	page_raw(p, "|", 1);
	page_say(p, key_of("（木）"), true);
	page_raw(p, "|", 1);
	p->is_plain = true;
	page_say(p, key_of("（木）"), false);
	EXPECT_STR(written(&x), "（<ruby>木曜日<rp>(</rp><rt>もくようび</rt><rp>)</rp></ruby>）|（木曜日）|（木曜日）");
}

TEST(a_messages_slots_come_in_the_order_of_its_language)
{
	static const char *const order[LANG_N] = { "MD日W", "MD日W", "W D M", "MD日W", "W, D M", "W, D de M" };
	for (int l = 0; l < LANG_N; l++) {
		struct sheet x;
		sheet_new(&x)->lang = (enum lang)l;
		for (struct say s = say_begin(&x.p, key_of("{month}{day}日{weekday}"), false); say_next(&s);) page_raw(&x.p, &"MDW"[s.slot], 1);
		EXPECT_STR(written(&x), order[l]);
	}
}

TEST(a_letter_keeps_signs_and_drops_control_characters)
{
	struct sheet x;
	struct page *p = sheet_new(&x);
	p->is_plain = true;
	page_plain(p, "<a> & \"b\"\r\x01\n");
	page_text(p, "<c>\r");
	EXPECT_STR(written(&x), "<a> & \"b\"\n<c>");
}

TEST(languages_have_their_codes)
{
	enum lang lang = LANG_VI;
	for (int i = 0; i < LANG_N; i++) EXPECT(lang_parse(str_of(lang_code((enum lang)i)), &lang) && (int)lang == i);
	EXPECT(!lang_parse(STR("de"), &lang) && !lang_parse(STR("JA"), &lang) && !lang_parse(STR_NONE, &lang) && lang == LANG_PT);
	EXPECT(strcmp(lang_html(LANG_EASY), "ja") == 0 && strcmp(lang_html(LANG_ZH), "zh-Hans") == 0);
}

TEST(the_browsers_wish_is_heard)
{
	static const struct { const char *wish; enum lang lang; } cases[] = { { "", LANG_JA }, { "en", LANG_EN }, { "en-US,en;q=0.9,ja;q=0.8", LANG_EN },
		{ "ja,en;q=0.9", LANG_JA }, { "de-DE,de;q=0.9,pt-BR;q=0.7,en;q=0.5", LANG_PT }, { "zh-TW", LANG_ZH }, { "vi;q=0.1, en;q=0.2", LANG_EN },
		{ "fr", LANG_JA }, { "*", LANG_JA }, { "en;q=0, ja", LANG_JA }, { "en;q=0", LANG_JA }, { "EN", LANG_EN }, { ",,;;q=,", LANG_JA },
		{ "pt;q=1.0,en;q=0.999", LANG_PT } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) EXPECT_INT(lang_accept(str_of(cases[i].wish)), cases[i].lang);
}

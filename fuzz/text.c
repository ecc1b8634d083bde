/* Texts, numbers, days, ids and tokens as they come from outside: refused, or read so that writing them again gives the same. */
#include "fuzz/fuzz.h"
#include "base/day.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/out.h"
#include <utf8proc.h>

/* A second opinion on UTF-8. */
static bool is_utf8_by_library(struct str text)
{
	utf8proc_int32_t point;
	for (size_t at = 0; at < text.n;) {
		utf8proc_ssize_t took = utf8proc_iterate((const utf8proc_uint8_t *)text.s + at, (utf8proc_ssize_t)(text.n - at), &point);
		if (took <= 0 || point == 0)
			return false;
		at += (size_t)took;
	}
	return true;
}

static void check_ids(struct str text)
{
	int64_t id;
	char again[14];
	if (id_parse(text, &id)) {
		id_put(id, again);
		CHECK(str_eq_nocase(text, again));
	}
	if (id_is_token(text))
		CHECK(text.n == 26);
}

static void check_numbers(struct arena *a, struct str text)
{
	int64_t n;
	struct day day;
	if (str_int(text, &n)) {
		struct out out = { .arena = a };
		out_int(&out, n);
		int64_t again;
		CHECK(str_int(out_done(&out), &again) && again == n);
	}
	if (day_parse(text, &day)) {
		struct day_parts parts = day_split(day);
		CHECK(day_make(parts.year, parts.month, parts.day).n == day.n);
		CHECK(day_weekday(day) >= 0 && day_weekday(day) < 7);
		CHECK(day_fiscal_year(day) == parts.year || day_fiscal_year(day) == parts.year - 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str text = arena_str(a, (struct str){ (const char *)data, n }), rest = text, head, trimmed = str_trim(text);
	enum lang lang;
	size_t parts = 0;
	CHECK(str_is_utf8(text) == is_utf8_by_library(text));
	if (str_is_utf8(text))
		CHECK(str_letters(text) <= text.n);
	CHECK(trimmed.n <= text.n);
	CHECK(str_eq(str_trim(trimmed), trimmed));
	while (str_cut(&rest, '&', &head))
		parts++;
	CHECK(parts <= n + 1);
	check_ids(text);
	check_numbers(a, text);
	CHECK(lang_accept(text) < LANG_N);
	if (lang_parse(text, &lang))
		CHECK(str_is(text, lang_code(lang)));
	struct out out = { .arena = a };
	out_json(&out, text);
	CHECK(out_done(&out).n >= n);
	arena_free(a);
	return 0;
}

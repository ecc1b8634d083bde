/* Forms: any bytes as query and as urlencoded body are read or refused; what is read is named in UTF-8 and within every limit. */
#include "fuzz/fuzz.h"
#include "web/form.h"

static void ask_all(struct call *c, struct str name)
{
	static const char *const words[] = { "a", "b", NULL };
	struct form f = form_of(c);
	struct str text = form_text(&f, name.s, 100, true), mail = form_mail(&f, name.s, false);
	CHECK(str_is_utf8(text) || text.n == 0);
	CHECK(!str_has(text, "\r"));
	if (form_complaint(&f, name.s) == COMPLAINT_NONE)
		CHECK(str_letters(text) <= 100 && str_has(mail, mail.n ? "@" : ""));
	int64_t n = form_int(&f, name.s, -5, 5, false);
	CHECK(n >= -5 && n <= 5);
	form_day(&f, name.s, false);
	form_id(&f, name.s, false);
	CHECK(form_choice(&f, name.s, words, false) < 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct str text = arena_str(a, (struct str){ (const char *)data, n < 8192 ? n : 8192 }), query = STR_NONE;
	struct call c = { .arena = a, .method = METHOD_POST, .content_type = STR("application/x-www-form-urlencoded") };
	str_cut(&text, '\n', &query);
	c.query = query;
	c.body = text;
	if (form_read(&c)) {
		CHECK(c.fields.field_n <= 200);
		for (size_t i = 0; i < c.fields.field_n; i++) {
			CHECK(c.fields.field[i].name.n > 0 && str_is_utf8(c.fields.field[i].name));
			CHECK(c.fields.field[i].value.n <= 8192);
			ask_all(&c, c.fields.field[i].name);
		}
	}
	arena_free(a);
	return 0;
}

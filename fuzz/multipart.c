/* multipart/form-data: any bytes behind a first line that is the content type; every value lies inside the body or is a copy of its size. */
#include "fuzz/fuzz.h"
#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str body = arena_str(a, (struct str){ (const char *)data, n }), type = STR_NONE;
	struct fields all = { .field = ARENA_ARRAY(a, struct field, FORM_FIELDS_MAX) };
	str_cut(&body, '\n', &type);
	if (multipart_read(a, type, body, &all)) {
		size_t total = 0;
		CHECK(all.field_n <= FORM_FIELDS_MAX);
		for (size_t i = 0; i < all.field_n; i++) {
			const struct field *f = &all.field[i];
			CHECK(f->name.n > 0 && str_is_utf8(f->name) && !str_has(f->name, "\n"));
			CHECK(!f->file_name.s || (f->value.s >= body.s && f->value.s + f->value.n <= body.s + body.n));
			total += f->value.n;
		}
		CHECK(total <= body.n);
	}
	arena_free(a);
	return 0;
}

/* Folding of what people seek: twice is as once, letters know their place in the original, and marks taken out give the text again. */
#include "fuzz/fuzz.h"
#include "base/fold.h"

enum { WORDS = 8 };

static void check_letters(struct str text)
{
	struct fold f = fold_begin(text);
	struct fold_letter l;
	size_t from = 0;
	while (fold_next(&f, &l)) {
		CHECK(l.from >= from && l.from <= l.to && l.to <= text.n);
		from = l.from;
	}
}

static void check_marks(struct arena *a, struct str text, const struct str *word, size_t word_n)
{
	struct str marked = fold_mark(a, text, word, word_n);
	size_t at = 0;
	for (size_t i = 0; i < marked.n; i++)
		if (marked.s[i] != 2 && marked.s[i] != 3)
			CHECK(at < text.n && marked.s[i] == text.s[at++]);
	CHECK(at == text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str text = arena_str(a, (struct str){ (const char *)data, n < 4096 ? n : 4096 }), word[WORDS];
	struct out o = { .arena = a };
	if (str_is_utf8(text) && !str_has(text, "\x02") && !str_has(text, "\x03")) {
		struct str once = fold_text(a, text);
		CHECK(str_is_utf8(once) && str_eq(fold_text(a, once), once));
		check_letters(text);
		size_t word_n = fold_words(a, text, WORDS, word);
		CHECK(word_n <= WORDS);
		for (size_t i = 0; i < word_n; i++) {
			CHECK(word[i].n > 0);
			fold_phrase(&o, word[i]);
		}
		check_marks(a, text, word, word_n);
	}
	arena_free(a);
	return 0;
}

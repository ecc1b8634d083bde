/* Looking for urgent words in folded text: width, kana and spelling do not matter, sentences do. */
#include "consult/consult_urgent_rules.h"
#include "base/fold.h"
#include <string.h>

enum { GAP = 16, PIECES = 3, PIECE = 96 };

static const char *const kinds[URGENT_KIND_N] = { "life", "child", "violence", "body", "birth", "need", "strain" };

const char *consult_urgent_kind_word(enum urgent_kind kind)
{
	return kinds[kind];
}

struct piece { char b[PIECE]; size_t n; };

static void fold_piece(struct str words, struct piece *ret)
{
	struct fold f = fold_begin(words);
	struct fold_letter x;
	for (ret->n = 0; ret->n + 4 <= PIECE && fold_next(&f, &x);)
		ret->n += fold_letter_put(x.letter, ret->b + ret->n);
}

/* Behind `what`, where it stands at `from` or at most GAP letters later in the same sentence; else NULL. */
static const char *behind_next(const char *from, const char *end, const struct piece *what)
{
	for (int left = GAP; left >= 0 && from + what->n <= end && *from != FOLD_BREAK; left--) {
		if (memcmp(from, what->b, what->n) == 0)
			return from + what->n;
		for (from++; from < end && ((unsigned char)*from & 0xC0) == 0x80; from++)
			;
	}
	return NULL;
}

/* Where a row of a table is met in the folded text, from `at` on; *ret_end is behind it. */
static const char *meets(struct str text, struct str row, const char *at, const char **ret_end)
{
	struct piece piece[PIECES];
	struct str rest = row, one;
	int n = 0;
	while (n < PIECES && str_cut(&rest, '~', &one))
		fold_piece(one, &piece[n++]);
	const char *end = text.s + text.n;
	while (n && (at = memmem(at, (size_t)(end - at), piece[0].b, piece[0].n))) {
		const char *behind = at + piece[0].n;
		for (int i = 1; behind && i < n; i++)
			behind = behind_next(behind, end, &piece[i]);
		*ret_end = behind;
		if (behind)
			return at;
		at++;
	}
	return NULL;
}

static bool is_wish(const char *from, const char *end)
{
	struct str rest = str_of(urgent_wishes), row;
	while (rest.n) {
		str_cut(&rest, '|', &row);
		if ((size_t)(end - from) >= row.n && memcmp(from, row.s, row.n) == 0)
			return true;
	}
	return false;
}

/* Figures become a break, so that nothing is found across them. */
static bool take_figures_out(struct str text, char *b)
{
	bool is_found = false;
	struct str rest = str_of(urgent_figures), row;
	while (rest.n) {
		str_cut(&rest, '|', &row);
		const char *at = text.s, *end;
		while ((at = meets(text, row, at, &end))) {
			if (!is_wish(end, text.s + text.n)) {
				memset(b + (at - text.s), FOLD_BREAK, (size_t)(end - at));
				is_found = true;
			}
			at = end;
		}
	}
	return is_found;
}

static bool find_in(struct str text, const struct urgent_list *list, struct urgent *ret)
{
	struct str rest = str_of(list->rows), row;
	const char *end;
	while (rest.n) {
		str_cut(&rest, '|', &row);
		if (meets(text, row, text.s, &end)) {
			*ret = (struct urgent){ list->level, list->kind, row };
			return true;
		}
	}
	return false;
}

struct urgent consult_urgent(struct arena *a, struct str words)
{
	struct str folded = fold_text(a, words);
	char *b = arena_get(a, folded.n + 1);
	memcpy(b, folded.s ? folded.s : "", folded.n);
	struct str text = { b, folded.n };
	struct urgent found = { .kind = URGENT_STRAIN };
	bool has_figure = take_figures_out(text, b);
	for (const struct urgent_list *list = urgent_lists; list->rows; list++)
		if (find_in(text, list, &found))
			return found;
	if (has_figure)
		found = (struct urgent){ URGENT_SHOWN, URGENT_STRAIN, STR("") };
	return found;
}

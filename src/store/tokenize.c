/* The tokenizer `yorisoi` of FTS5: text is folded and cut into pairs of letters that overlap (and the last letter of a run alone, so that one letter
 * can be sought as the beginning of a pair). Two-letter words such as 保育 and 預か are found, no dictionary decides what a word is. A piece that
 * begins with `=` and goes to the next blank is one token as it stands: what is no text (=tnursery) lies in the same index and costs nothing to
 * combine. Folding leaves no `=` in a text, so tables that hold folded text hold no forged ones. */
#include "base/fold.h"
#include "base/check.h"
#include "store/tokenize.h"
#include <stdlib.h>
#include <string.h>

struct run { struct fold_letter first[512], *x; size_t n, cap; };
struct teller { void *arg; int (*tell)(void *, int, const char *, int, int, int); bool is_asking; };

static void run_add(struct run *r, const struct fold_letter *letter)
{
	if (r->n == r->cap) {
		struct fold_letter *more = malloc(sizeof *more * r->cap * 2);
		CHECK(more);
		memcpy(more, r->x, sizeof *more * r->n);
		if (r->x != r->first)
			free(r->x);
		r->x = more;
		r->cap *= 2;
	}
	r->x[r->n++] = *letter;
}

static int run_tell(struct run *r, const struct teller *t)
{
	int code = SQLITE_OK;
	for (size_t i = 0; i < r->n && code == SQLITE_OK; i++) {
		char pair[8];
		bool is_last = i + 1 == r->n;
		if (is_last && i && t->is_asking)
			break;
		size_t n = fold_letter_put(r->x[i].letter, pair);
		if (!is_last)
			n += fold_letter_put(r->x[i + 1].letter, pair + n);
		code = t->tell(t->arg, 0, pair, (int)n, (int)r->x[i].from, (int)r->x[is_last ? i : i + 1].to);
	}
	r->n = 0;
	return code;
}

static int tell_words(const struct teller *t, const char *text, size_t from, size_t to)
{
	struct run run = { .x = run.first, .cap = sizeof run.first / sizeof *run.first };
	struct fold f = fold_begin((struct str){ text + from, to - from });
	struct fold_letter x;
	int code = SQLITE_OK;
	while (code == SQLITE_OK && fold_next(&f, &x)) {
		x.from += from;
		x.to += from;
		if (x.letter == FOLD_BLANK || x.letter == FOLD_BREAK)
			code = run_tell(&run, t);
		else
			run_add(&run, &x);
	}
	if (code == SQLITE_OK)
		code = run_tell(&run, t);
	if (run.x != run.first)
		free(run.x);
	return code;
}

/* tidy: parameters (fts5_tokenizer of SQLite) */
static int cut(Fts5Tokenizer *own, void *arg, int flags, const char *text, int text_n, int (*tell)(void *, int, const char *, int, int, int))
{
	struct teller t = { arg, tell, (flags & FTS5_TOKENIZE_QUERY) != 0 };
	size_t n = (size_t)text_n, at = 0;
	int code = SQLITE_OK;
	(void)own;
	while (at < n && code == SQLITE_OK) {
		bool is_mark = text[at] == '=' && (!at || text[at - 1] == ' ');
		size_t end = at + 1;
		while (end < n && (is_mark ? text[end] != ' ' : !(text[end] == '=' && text[end - 1] == ' ')))
			end++;
		code = is_mark ? tell(arg, 0, text + at, (int)(end - at), (int)at, (int)end) : tell_words(&t, text, at, end);
		at = end;
	}
	return code;
}

static int begin(void *arg, const char **word, int word_n, Fts5Tokenizer **ret)
{
	static char nothing;                            /* the tokenizer keeps nothing, but may not be NULL */
	(void)arg, (void)word, (void)word_n;
	*ret = (Fts5Tokenizer *)&nothing;
	return SQLITE_OK;
}

static void end(Fts5Tokenizer *own)
{
	(void)own;
}

int store_tokenizer_add(sqlite3 *db)
{
	static fts5_tokenizer words = { begin, end, cut };
	fts5_api *api = NULL;
	sqlite3_stmt *st;
	int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL);
	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(st);
	code = sqlite3_finalize(st);
	return code != SQLITE_OK ? code : api ? api->xCreateTokenizer(api, "yorisoi", NULL, &words, NULL) : SQLITE_ERROR;
}

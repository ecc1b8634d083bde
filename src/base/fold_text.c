/* Whole texts folded, what was typed cut into words, and the places where they stand. */
#include "base/fold.h"
#include <string.h>

static void put_letter(struct out *o, uint32_t letter)
{
	char b[4];
	out_put(o, b, fold_letter_put(letter, b));
}

struct str fold_text(struct arena *a, struct str s)
{
	struct out o = { .arena = a };
	struct fold f = fold_begin(s);
	struct fold_letter x;
	while (fold_next(&f, &x))
		put_letter(&o, x.letter);
	return out_done(&o);
}

static bool has_word(const struct str *word, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word[i], s))
			return true;
	return false;
}

static bool cut_word(struct str *rest, struct str *ret)
{
	size_t n = 0;
	while (n < rest->n && rest->s[n] != FOLD_BLANK && rest->s[n] != FOLD_BREAK)
		n++;
	*ret = (struct str){ rest->s, n };
	n += n < rest->n;
	*rest = (struct str){ rest->s + n, rest->n - n };
	return true;
}

static size_t blank_len(struct str s)
{
	return s.s[0] == ' ' || s.s[0] == '\t' || s.s[0] == '\n' || s.s[0] == '\r' ? 1 : str_starts(s, "\u3000") ? 3 : 0;
}

size_t fold_words(struct arena *a, struct str typed, size_t most, struct str *ret)
{
	size_t n = 0;
	while (typed.n && n < most) {
		size_t blank = blank_len(typed), used = 0;
		if (blank) {
			typed = (struct str){ typed.s + blank, typed.n - blank };
			continue;
		}
		while (used < typed.n && !blank_len((struct str){ typed.s + used, typed.n - used }))
			used++;
		struct str rest = fold_text(a, (struct str){ typed.s, used }), one;
		typed = (struct str){ typed.s + used, typed.n - used };
		while (n < most && rest.n && cut_word(&rest, &one))
			if (one.n && !has_word(ret, n, one))
				ret[n++] = one;
	}
	return n;
}

/* ---- marking ---- */

/* A folded letter: the bytes it came from, where it begins in the folded text. */
struct spot { size_t from, to, at; bool is_in; };
enum { SPOTS_HERE = 512 };
struct letters { struct spot here[SPOTS_HERE], *x; size_t n; struct str folded; };

/* What a list shows is short: its letters lie on the stack, for a page marks forty texts. */
static void letters_of(struct arena *a, struct str text, struct letters *l)
{
	struct out o = { .arena = a };
	struct fold f = fold_begin(text);
	struct fold_letter x;
	size_t most = text.n * 2 + 1;
	l->x = most < SPOTS_HERE ? l->here : ARENA_ARRAY(a, struct spot, most + 1);
	l->n = 0;
	while (l->n < most && fold_next(&f, &x)) {
		l->x[l->n++] = (struct spot){ x.from, x.to, o.n, false };
		put_letter(&o, x.letter);
	}
	l->folded = out_done(&o);
	l->x[l->n] = (struct spot){ text.n, text.n, l->folded.n, false };
}

static bool mark_word(struct letters *l, struct str word)
{
	const char *at = l->folded.s;
	size_t left = l->folded.n, i = 0;
	bool is_found = false;
	while (word.n && (at = memmem(at, left, word.s, word.n))) {
		size_t from = (size_t)(at - l->folded.s);
		while (l->x[i].at < from)
			i++;
		for (size_t k = i; k < l->n && l->x[k].at < from + word.n; k++)
			l->x[k].is_in = is_found = true;
		at += 1;
		left = l->folded.n - (size_t)(at - l->folded.s);
	}
	return is_found;
}

static struct str marked(struct arena *a, struct str text, const struct letters *l)
{
	struct out o = { .arena = a };
	size_t done = 0;
	for (size_t i = 0; i < l->n; i++) {
		if (!l->x[i].is_in)
			continue;
		size_t last = i;
		while (last + 1 < l->n && l->x[last + 1].is_in)
			last++;
		size_t from = l->x[i].from > done ? l->x[i].from : done;
		out_put(&o, text.s + done, from - done);
		out_put(&o, "\x02", 1);
		out_put(&o, text.s + from, l->x[last].to - from);
		out_put(&o, "\x03", 1);
		done = l->x[last].to;
		i = last;
	}
	out_put(&o, text.s + done, text.n - done);
	return out_done(&o);
}

struct str fold_mark(struct arena *a, struct str text, const struct str *word, size_t word_n)
{
	struct letters l;
	bool is_found = false;
	letters_of(a, text, &l);
	for (size_t i = 0; i < word_n; i++)
		is_found = mark_word(&l, word[i]) || is_found;
	return is_found ? marked(a, text, &l) : text;
}

/* ---- asking ---- */

static size_t letter_len(const char *s)
{
	unsigned char c = (unsigned char)*s;
	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

void fold_phrase(struct out *o, struct str word)
{
	size_t at = 0;
	do {
		size_t one = letter_len(word.s + at), two = at + one < word.n ? letter_len(word.s + at + one) : 0;
		out_fmt(o, "%s\"%.*s\"%s", at ? " + " : "", (int)(one + two), word.s + at, two ? "" : " *");
		at += one;
	} while (at < word.n && at + letter_len(word.s + at) < word.n);
}

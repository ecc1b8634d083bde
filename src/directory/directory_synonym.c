/* What means the same: shipped groups, unless the tenant changed or switched them off, and the tenant's own. */
#include "directory/directory_card.h"
#include "directory/directory_search_words.h"
#include <string.h>

struct taken { struct str *word; size_t n, most; };

static void take(struct taken *t, struct str word)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->word[i], word))
			return;
	if (t->n < t->most && word.n)
		t->word[t->n++] = word;
}

static bool has(struct str group, struct str word)
{
	struct str one;
	while (str_cut(&group, ',', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static void take_group(struct taken *t, struct str group, struct str word)
{
	struct str one;
	while (str_cut(&group, ',', &one))
		if (!str_eq(one, word))
			take(t, one);
}

/* A member inside a longer word: the word with each of the others in its place. */
static void take_inside(struct desk *d, struct taken *t, struct str group, struct str word)
{
	struct str rest = group, one, other;
	while (str_cut(&rest, ',', &one)) {
		const char *at = one.n && one.n < word.n ? memmem(word.s, word.n, one.s, one.n) : NULL;
		if (!at)
			continue;
		struct str others = group;
		size_t before = (size_t)(at - word.s);
		while (str_cut(&others, ',', &other))
			if (other.n && !memmem(other.s, other.n, one.s, one.n))
				take(t, arena_fmt(d->arena, "%.*s%.*s%.*s", (int)before, word.s, STR_ARG(other), (int)(word.n - before - one.n), at + one.n));
		return;
	}
}

/* ---- the groups that count here ---- */

struct groups { struct str *words; size_t n; };

static bool is_changed(const struct directory_search_synonyms_row *own, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(own[i].shipped_key, key))
			return true;
	return false;
}

static struct groups groups_of(struct desk *d)
{
	struct directory_search_synonyms_row *own;
	size_t own_n = directory_search_synonyms(d, &own);
	struct groups g = { .words = ARENA_ARRAY(d->arena, struct str, own_n + directory_shipped_n + 1) };
	for (size_t i = 0; i < own_n; i++)
		if (!own[i].is_off)
			g.words[g.n++] = own[i].words;
	for (size_t i = 0; i < directory_shipped_n; i++)
		if (!is_changed(own, own_n, directory_shipped[i].key))
			g.words[g.n++] = str_of(directory_shipped[i].words);
	return g;
}

size_t directory_synonyms(struct desk *d, const struct str *word, size_t word_n, struct directory_same *ret)
{
	struct groups g = groups_of(d);
	for (size_t i = 0; i < word_n; i++) {
		struct taken t = { ret[i].word, 0, DIRECTORY_SAME_MOST };
		take(&t, word[i]);
		for (size_t k = 0; k < g.n; k++)
			if (has(g.words[k], word[i]))
				take_group(&t, g.words[k], word[i]);
		for (size_t k = 0; k < g.n; k++)
			if (!has(g.words[k], word[i]))
				take_inside(d, &t, g.words[k], word[i]);
		ret[i].n = t.n;
	}
	return word_n;
}

size_t directory_synonyms_like(struct desk *d, struct str typed, size_t most, struct str *ret)
{
	struct groups g = groups_of(d);
	struct taken t = { ret, 0, most };
	struct str one;
	for (size_t k = 0; k < g.n; k++)
		for (struct str rest = g.words[k]; str_cut(&rest, ',', &one);)
			if (one.n > typed.n && memcmp(one.s, typed.s, typed.n) == 0)
				take(&t, one);
	return t.n;
}

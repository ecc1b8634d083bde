/* What means the same: shipped groups, unless the tenant changed or switched them off, and the tenant's own. */
#include "directory/directory_card.h"
#include "directory/directory_synonym.h"
#include "directory/directory_search_words.h"
#include "base/fold.h"
#include "desk/audit.h"
#include <string.h>

enum { GROUP_LETTERS = 600 };

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
	while (str_cut(&group, '|', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static void take_group(struct taken *t, struct str group, struct str word)
{
	struct str one;
	while (str_cut(&group, '|', &one))
		if (!str_eq(one, word))
			take(t, one);
}

/* A member inside a longer word: the word with each of the others in its place. */
static void take_inside(struct desk *d, struct taken *t, struct str group, struct str word)
{
	struct str rest = group, one, other;
	while (str_cut(&rest, '|', &one)) {
		const char *at = one.n && one.n < word.n ? memmem(word.s, word.n, one.s, one.n) : NULL;
		if (!at)
			continue;
		struct str others = group;
		size_t before = (size_t)(at - word.s);
		while (str_cut(&others, '|', &other))
			if (other.n && !memmem(other.s, other.n, one.s, one.n))
				take(t, arena_fmt(d->arena, "%.*s%.*s%.*s", (int)before, word.s, STR_ARG(other), (int)(word.n - before - one.n), at + one.n));
		return;
	}
}

/* ---- the groups that count here ---- */

struct groups { struct str *words, *folded; size_t n; };

static bool is_changed(const struct directory_search_synonyms_row *own, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(own[i].shipped_key, key))
			return true;
	return false;
}

static bool is_same_group(const struct directory_group *g, struct synonym_id id, struct str shipped_key)
{
	return g && ((g->synonym_id.v && g->synonym_id.v == id.v) || (g->shipped_key.n && str_eq(g->shipped_key, shipped_key)));
}

/* A comma is a break between words, so a whole line folds to its folded words. */
static void put_group(struct desk *d, struct groups *g, struct str words, struct str folded)
{
	g->words[g->n] = words;
	g->folded[g->n++] = folded.s ? folded : fold_text(d->arena, words);
}

/* With a trial, as if that group stood already. */
static struct groups groups_of(struct desk *d, const struct directory_group *trial)
{
	struct directory_search_synonyms_row *own;
	size_t own_n = directory_search_synonyms(d, &own);
	size_t most = own_n + directory_shipped_n + 2;
	struct groups g = { .words = ARENA_ARRAY(d->arena, struct str, most), .folded = ARENA_ARRAY(d->arena, struct str, most) };
	if (trial && !trial->is_off)
		put_group(d, &g, trial->words, STR_NONE);
	for (size_t i = 0; i < own_n; i++)
		if (!own[i].is_off && !is_same_group(trial, own[i].synonym_id, own[i].shipped_key))
			put_group(d, &g, own[i].words, STR_NONE);
	for (size_t i = 0; i < directory_shipped_n; i++)
		if (!is_changed(own, own_n, directory_shipped[i].key) && !is_same_group(trial, (struct synonym_id){ 0 }, str_of(directory_shipped[i].key)))
			put_group(d, &g, str_of(directory_shipped[i].words), str_of(directory_shipped[i].folded));
	return g;
}

size_t directory_synonyms(struct desk *d, const struct directory_query *q, const struct str *word, size_t word_n, struct directory_same *ret)
{
	struct groups g = groups_of(d, q->trial);
	for (size_t i = 0; i < word_n; i++) {
		struct taken t = { ret[i].word, 0, DIRECTORY_SAME_MOST };
		take(&t, word[i]);
		for (size_t k = 0; k < g.n; k++)
			if (has(g.folded[k], word[i]))
				take_group(&t, g.folded[k], word[i]);
		for (size_t k = 0; k < g.n; k++)
			if (!has(g.folded[k], word[i]))
				take_inside(d, &t, g.folded[k], word[i]);
		ret[i].n = t.n;
	}
	return word_n;
}

size_t directory_synonyms_like(struct desk *d, struct str typed, size_t most, struct str *ret)
{
	struct groups g = groups_of(d, NULL);
	struct taken t = { ret, 0, most };
	for (size_t k = 0; k < g.n; k++) {
		struct str rest = g.words[k], folded = g.folded[k], one, one_folded;
		while (str_cut(&rest, ',', &one) && str_cut(&folded, '|', &one_folded))
			if (one_folded.n > typed.n && memcmp(one_folded.s, typed.s, typed.n) == 0)
				take(&t, one);
	}
	return t.n;
}

/* ---- for those who keep the words ---- */

static struct directory_group group_of(const struct directory_search_synonyms_row *r)
{
	return (struct directory_group){ .synonym_id = r->synonym_id, .shipped_key = r->shipped_key, .words = r->words, .is_off = r->is_off,
		.changed_at = r->changed_at };
}

size_t directory_groups(struct desk *d, struct directory_group **ret)
{
	struct directory_search_synonyms_row *own;
	size_t own_n = directory_search_synonyms(d, &own), n = 0;
	*ret = ARENA_ARRAY(d->arena, struct directory_group, own_n + directory_shipped_n + 1);
	for (size_t i = 0; i < own_n; i++)
		(*ret)[n++] = group_of(&own[i]);
	for (size_t i = 0; i < directory_shipped_n; i++)
		if (!is_changed(own, own_n, directory_shipped[i].key))
			(*ret)[n++] = (struct directory_group){ .shipped_key = str_of(directory_shipped[i].key), .words = str_of(directory_shipped[i].words) };
	return n;
}

bool directory_group_by_key(struct desk *d, struct str key, struct directory_group *ret)
{
	struct directory_group *all;
	struct synonym_id id = { 0 };
	size_t n = directory_groups(d, &all);
	id_parse(key, &id.v);
	for (size_t i = 0; i < n; i++)
		if ((id.v && all[i].synonym_id.v == id.v) || (!id.v && all[i].shipped_key.n && str_eq(all[i].shipped_key, key))) {
			*ret = all[i];
			return true;
		}
	return false;
}

/* 、 and ， are commas, and so is a line's end. */
static struct str with_commas(struct desk *d, struct str typed)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < typed.n; i++) {
		bool is_wide = i + 2 < typed.n && (memcmp(typed.s + i, "\xe3\x80\x81", 3) == 0 || memcmp(typed.s + i, "\xef\xbc\x8c", 3) == 0);
		out_put(&o, is_wide || typed.s[i] == '\n' ? "," : typed.s + i, 1);
		i += is_wide ? 2 : 0;
	}
	return out_done(&o);
}

bool directory_group_read(struct desk *d, struct str typed, struct str *ret_words)
{
	struct str word[DIRECTORY_GROUP_WORDS + 1], one, rest = with_commas(d, typed);
	struct taken t = { word, 0, DIRECTORY_GROUP_WORDS + 1 };
	struct out o = { .arena = d->arena };
	while (str_cut(&rest, ',', &one)) {
		struct str folded = fold_text(d->arena, one);
		size_t before = t.n;
		if (!folded.n || memchr(folded.s, FOLD_BREAK, folded.n) || str_letters(folded) < 2)
			continue;
		take(&t, folded);
		if (t.n > before)
			out_fmt(&o, "%s%.*s", o.n ? "," : "", STR_ARG(str_trim(one)));
	}
	*ret_words = out_done(&o);
	return t.n >= 2 && t.n <= DIRECTORY_GROUP_WORDS && str_letters(*ret_words) <= GROUP_LETTERS;
}

static bool has_member(struct str group, struct str words)
{
	struct str one;
	while (str_cut(&group, '|', &one))
		if (one.n && memmem(words.s, words.n, one.s, one.n))
			return true;
	return false;
}

static int64_t found_n(struct desk *d, struct str words, const struct directory_group *trial, bool *ret_is_more)
{
	struct directory_query q = { .words = words, .age_n = DIRECTORY_AGE_ANY, .limit_n = 1, .trial = trial };
	struct directory_found f = { 0 };
	struct str word[SEARCH_WORDS_MOST];
	directory_search_answer(d, &q, word, fold_words(d->arena, words, SEARCH_WORDS_MOST, word), &f);
	*ret_is_more = f.is_more;
	return f.total_n;
}

size_t directory_group_try(struct desk *d, const struct directory_group *g, struct directory_trial **ret)
{
	enum { LOOKED_AT = 500, TRIED = 30 };
	struct str folded = fold_text(d->arena, g->words);
	struct directory_search_sought_row *row;
	size_t n = directory_search_sought(d, (struct day){ d->today.n - 1 }, LOOKED_AT, &row), tried = 0;
	*ret = ARENA_ARRAY(d->arena, struct directory_trial, TRIED + 1);
	for (size_t i = 0; i < n && tried < TRIED; i++) {
		bool is_more_now;
		if (!has_member(folded, row[i].words))
			continue;
		struct directory_trial *t = &(*ret)[tried++];
		*t = (struct directory_trial){ .words = row[i].words, .sought_n = row[i].sought_n };
		t->now_n = found_n(d, t->words, NULL, &is_more_now);
		t->then_n = found_n(d, t->words, g, &t->is_more);
	}
	return tried;
}

void directory_group_put(struct desk *d, struct directory_group *g)
{
	bool is_new = !g->synonym_id.v;
	if (is_new)
		g->synonym_id.v = id_new();
	directory_search_synonym_put(d, &(struct directory_search_synonym_put_in){ .synonym_id = g->synonym_id, .shipped_key = g->shipped_key,
		.words = g->words, .is_off = g->is_off, .by_account_id = d->who.account_id, .changed_at = d->now });
	audit_note(d, is_new ? "directory.synonym_add" : "directory.synonym_change", "synonym", g->synonym_id.v, g->words);
}

void directory_group_drop(struct desk *d, const struct directory_group *g)
{
	if (!g->synonym_id.v)
		return;
	directory_search_synonym_drop(d, g->synonym_id);
	audit_note(d, "directory.synonym_drop", "synonym", g->synonym_id.v, g->words);
}

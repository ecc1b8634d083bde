/* Where the words as typed lead nowhere: what else there is; and what may be meant while somebody types. */
#include "directory/directory_card.h"
#include "directory/directory_search_words.h"
#include "base/fold.h"
#include <string.h>

enum { INSTEAD_MOST = 5 };

/* ---- looser words ---- */

static bool is_kanji(uint32_t x)
{
	return (x >= 0x3400 && x <= 0x9fff) || x == 0x3005 || x >= 0x20000;
}

/* 「どこで病児保育できますか」: the kanji of two letters and more say what is sought. */
static size_t kanji_of(struct desk *d, struct str typed, struct str *ret)
{
	struct fold f = fold_begin(typed);
	struct fold_letter x;
	struct out o = { .arena = d->arena };
	size_t n = 0, letter_n = 0;
	bool is_on = true;
	while (is_on && n < SEARCH_WORDS_MOST) {
		is_on = fold_next(&f, &x);
		char b[4];
		if (is_on && is_kanji(x.letter)) {
			out_put(&o, b, fold_letter_put(x.letter, b));
			letter_n++;
			continue;
		}
		if (letter_n > 1)
			ret[n++] = out_done(&o);
		o = (struct out){ .arena = d->arena };
		letter_n = 0;
	}
	return n;
}

static struct str joined(struct desk *d, const struct str *word, size_t n)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < n; i++)
		out_fmt(&o, "%s%.*s", i ? " " : "", STR_ARG(word[i]));
	return out_done(&o);
}

void directory_search_loosely(struct desk *d, const struct directory_query *q, struct directory_found *ret)
{
	struct str word[SEARCH_WORDS_MOST];
	size_t n = kanji_of(d, q->words, word);
	if (!n || str_eq(joined(d, word, n), fold_text(d->arena, q->words)))
		n = 0;
	if (n)
		directory_search_answer(d, q, word, n, ret);
	for (size_t i = 0; n > 1 && i < n && !ret->total_n; i++) {
		word[0] = word[i];
		directory_search_answer(d, q, word, 1, ret);
		if (ret->total_n)
			n = 1;
	}
	if (ret->total_n)
		ret->taken_words = joined(d, word, n);
}

/* ---- instead of nothing ---- */

static struct directory_hit *found_for(struct desk *d, const struct directory_query *q, const struct str *word, size_t word_n, size_t *ret_n)
{
	struct directory_found f = { 0 };
	directory_search_answer(d, q, word, word_n, &f);
	*ret_n = f.hit_n;
	return f.hit;
}

/* What the words are about: the type of which they are a usual name. */
static struct str type_meant(const struct str *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < directory_type_n; k++) {
			const char *words = directory_search_type_words(str_of(directory_types[k].word));
			if (words && memmem(words, strlen(words), word[i].s, word[i].n))
				return str_of(directory_types[k].word);
		}
	return STR_NONE;
}

void directory_search_instead(struct desk *d, const struct directory_query *q, struct directory_found *ret)
{
	struct str word[SEARCH_WORDS_MOST];
	size_t n = fold_words(d->arena, q->words, SEARCH_WORDS_MOST, word);
	struct directory_query wide = *q, old = *q;
	wide.limit_n = old.limit_n = INSTEAD_MOST;
	wide.from_n = old.from_n = 0;
	wide.area_id = (struct area_id){ 0 };
	old.age_n = DIRECTORY_AGE_ANY;
	old.is_free = false;
	old.open_at = MOMENT_NONE;
	old.amenities = STR_NONE;
	ret->wider_area = found_for(d, &wide, word, n, &ret->wider_area_n);
	ret->wider_age = found_for(d, &old, word, n, &ret->wider_age_n);
	if (ret->wider_area_n || ret->wider_age_n)
		return;
	ret->is_need_only = true;
	wide.age_n = q->age_n;
	if (!q->type.n && !q->need.n)
		wide.type = old.type = type_meant(word, n);
	if (!wide.type.n && !wide.need.n)
		wide.need = old.need = STR("talk");     /* whatever it is: somebody to ask */
	wide.is_free = false;
	wide.open_at = MOMENT_NONE;
	wide.amenities = STR_NONE;
	ret->wider_area = found_for(d, &wide, NULL, 0, &ret->wider_area_n);
	ret->wider_age = found_for(d, &old, NULL, 0, &ret->wider_age_n);
}

/* ---- while typing ---- */

struct suggestions { struct str *line; size_t n, most; };

static void suggest(struct suggestions *s, struct str line)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->line[i], line))
			return;
	if (s->n < s->most && line.n)
		s->line[s->n++] = line;
}

static void suggest_names(struct desk *d, struct str folded, struct suggestions *s)
{
	struct str to = arena_fmt(d->arena, "%.*s\xf4\x8f\xbf\xbf", STR_ARG(folded));
	struct directory_search_name_row *row;
	size_t n = directory_search_names(d, folded, to, (int64_t)s->most, &row);
	for (size_t i = 0; i < n; i++)
		suggest(s, row[i].name);
	n = s->n < s->most ? directory_search_names_read(d, folded, to, (int64_t)s->most, &row) : 0;
	for (size_t i = 0; i < n; i++)
		suggest(s, row[i].name);
}

/* Names that have it inside; one letter says too little for that. */
static void suggest_inside(struct desk *d, struct str folded, struct suggestions *s)
{
	struct out o = { .arena = d->arena };
	struct directory_search_name_row *row;
	if (s->n >= s->most || str_letters(folded) < 2 || memchr(folded.s, FOLD_BREAK, folded.n))
		return;
	out_z(&o, "name_words : (");
	fold_phrase(&o, folded);
	out_z(&o, ")");
	size_t n = directory_search_names_inside(d, out_done(&o), (int64_t)s->most, &row);
	for (size_t i = 0; i < n; i++)
		suggest(s, row[i].name);
}

size_t directory_suggest(struct desk *d, struct str typed, int64_t limit_n, struct str **ret)
{
	enum { VOCABULARY = 4 };
	struct suggestions s = { .line = ARENA_ARRAY(d->arena, struct str, limit_n + 1), .most = (size_t)limit_n };
	struct str folded = fold_text(d->arena, typed), word[VOCABULARY];
	*ret = s.line;
	if (!folded.n || folded.n > 90)
		return 0;
	size_t n = directory_synonyms_like(d, folded, VOCABULARY, word);
	for (size_t i = 0; i < n; i++)
		suggest(&s, word[i]);
	suggest_names(d, folded, &s);
	suggest_inside(d, folded, &s);
	return s.n;
}

bool directory_area_place(struct desk *d, struct area_id area_id, int64_t *ret_lat_n, int64_t *ret_lon_n)
{
	struct directory_search_area_place_row r = { 0 };
	if (!directory_search_area_place(d, area_id, &r) || (!r.lat_n && !r.lon_n))
		return false;
	*ret_lat_n = r.lat_n;
	*ret_lon_n = r.lon_n;
	return true;
}

static bool holds(struct str whole, struct str part)
{
	return memmem(whole.s, whole.n, part.s, part.n) != NULL;
}

/* 3: the entry is called so. 2: its name stands in the words. 1: it holds all of the words. Two letters alone name nothing. */
static int named(struct arena *a, struct str folded, struct str name)
{
	struct str own = fold_text(a, name);
	if (str_letters(own) < 3 || str_letters(folded) < 3)
		return 0;
	if (str_eq(own, folded))
		return 3;
	return holds(folded, own) ? 2 : holds(own, folded) ? 1 : 0;
}

/* The best of what these words find, kept in *best where it is better than before. */
struct naming { struct directory_dot dot; int how, n; };

static void name_by(struct desk *d, struct str sought, struct str folded, struct naming *best)
{
	struct directory_found found;
	directory_search(d, &(struct directory_query){ .words = sought, .age_n = DIRECTORY_AGE_ANY, .limit_n = 20 }, &found);
	for (size_t i = 0; i < found.hit_n; i++) {
		const struct directory_hit *x = &found.hit[i];
		int how = x->lat_n || x->lon_n ? named(d->arena, folded, x->name) : 0;
		if (!how || how < best->how)
			continue;
		best->n = how > best->how ? 1 : best->n + (x->entry_id.v != best->dot.entry_id.v);
		best->how = how;
		best->dot = (struct directory_dot){ x->entry_id, x->name, x->lat_n, x->lon_n };
	}
}

bool directory_named_place(struct desk *d, struct str words, struct directory_dot *ret)
{
	struct naming best = { .how = 0 };
	struct str folded = fold_text(d->arena, words), word[4];
	if (str_letters(folded) < 3)
		return false;
	name_by(d, words, folded, &best);
	size_t n = best.how ? 0 : fold_words(d->arena, words, 4, word);
	for (size_t i = 0; i < n && n > 1; i++)
		name_by(d, word[i], folded, &best);
	if (!best.how || best.n > 1)
		return false;
	*ret = best.dot;
	return true;
}

size_t directory_dots(struct desk *d, const struct directory_query *q, int64_t limit_n, struct directory_dot **ret)
{
	struct directory_search_places_row *row;
	size_t n = directory_search_places(d, &(struct directory_search_places_in){ .is_any_area = !q->area_id.v, .area_id = q->area_id,
		.is_any_need = !q->need.n, .need = q->need.n ? q->need : STR(""), .limit_n = limit_n }, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_dot, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_dot){ row[i].entry_id, row[i].name, row[i].lat_n, row[i].lon_n };
	return n;
}

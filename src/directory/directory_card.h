/* What the files of the search share: how an entry is packed into a card and its tags, and how the tags are sought. Private to directory_index.c,
 * directory_search*.c and directory_synonym.c. */
#pragma once
#include "directory/directory_search.h"
#include "directory/directory_search.sql.h"

/* facets_n: from the low end 8 bits type (place in directory_types), 8 bits needs, 24 bits amenities (by their places in the lists of
 * directory_rules.h, to which one may add only at the end), 1 bit free, 4 bits how much is known. */
enum { CARD_NEEDS = 8, CARD_AMENITIES = 16, CARD_FREE = 40, CARD_KNOWN = 41, CARD_AGE_ALL = 9999, CARD_YEAR_LAST = 18 };
int64_t directory_card_facets(const struct directory_entry *);
static inline size_t card_type(int64_t facets_n) { return (size_t)(facets_n & 0xff); }
static inline int64_t card_needs(int64_t facets_n) { return facets_n >> CARD_NEEDS & 0xff; }
static inline int64_t card_amenities(int64_t facets_n) { return facets_n >> CARD_AMENITIES & 0xffffff; }
static inline int64_t card_known(int64_t facets_n) { return facets_n >> CARD_KNOWN & 15; }

/* Squares of four sizes, in millionths of a degree, so that the nearest are found among any number. */
enum { CELL_SIZES = 4 };
extern const int64_t directory_cell_sizes[CELL_SIZES];
/* The tag of the square `east` and `north` squares away from the one that holds the place. */
struct cell { int size; int64_t east, north; };
void directory_cell_put(struct out *, int64_t lat_n, int64_t lon_n, struct cell);
int64_t directory_hours_n(struct str rule);             /* a number for the rule; 0: there is none */

/* Words and what means the same, folded, each itself first. */
enum { DIRECTORY_SAME_MOST = 10 };
struct directory_same { struct str word[DIRECTORY_SAME_MOST]; size_t n; };
size_t directory_synonyms(struct desk *, const struct directory_query *, const struct str *word, size_t word_n, struct directory_same *ret);
/* Vocabulary that begins with what was typed (folded). */
size_t directory_synonyms_like(struct desk *, struct str typed, size_t most, struct str *ret);

/* ---- between directory_search.c and directory_search_more.c ---- */

enum { SEARCH_WORDS_MOST = 8 };
/* Answers one question, with these words (folded) in the place of those typed. */
void directory_search_answer(struct desk *, const struct directory_query *, const struct str *word, size_t word_n, struct directory_found *ret);
/* Nothing has all of the words as they stand: the kanji among them, all, then any. Sets taken_words. */
void directory_search_loosely(struct desk *, const struct directory_query *, struct directory_found *ret);
/* Nothing was found at all: what else there is. */
void directory_search_instead(struct desk *, const struct directory_query *, struct directory_found *ret);

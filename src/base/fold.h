/* Writing as it is sought: width, case, accents, katakana and hiragana, old and new kanji (髙 高, 﨑 崎, 邊 辺), small and large kana, long vowel
 * marks, voiced marks of half-width kana all become one spelling. For searching and sorting, in every room; never shown. Folding what was folded
 * changes nothing. */
#pragma once
#include "base/out.h"

/* A folded letter and the bytes of the original that it came from. Between letters may stand one FOLD_BLANK (where neither side is Japanese) or one
 * FOLD_BREAK (punctuation, line ends); never at the ends. */
enum { FOLD_BLANK = ' ', FOLD_BREAK = '|' };
struct fold_letter { uint32_t letter; size_t from, to; };
struct fold { const char *s; size_t n, at; struct fold_letter held[34]; int held_n; uint32_t last, gap; size_t gap_at; };
struct fold fold_begin(struct str);
bool fold_next(struct fold *, struct fold_letter *ret); /* false: over */

size_t fold_letter_put(uint32_t letter, char ret[4]);   /* as UTF-8; bytes written */
/* The whole text folded. Blanks beside Japanese letters, middle dots and long vowel marks leave nothing. */
struct str fold_text(struct arena *, struct str);
/* What people typed, cut at blanks and folded; at most `most` words, none empty, none twice. */
size_t fold_words(struct arena *, struct str typed, size_t most, struct str *ret);
/* The text with \x02 in front of and \x03 behind whatever folds to one of these words (which are folded); the longest stretch where they touch. */
struct str fold_mark(struct arena *, struct str text, const struct str *word, size_t word_n);
/* A folded word as a phrase of pairs of letters, `"保育" + "育園"`; one letter alone as the beginning of a pair. This is what tables with the
 * tokenizer `yorisoi` are asked; lobby functions of PostgreSQL read the same. */
void fold_phrase(struct out *, struct str word);

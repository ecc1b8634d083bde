/* Passwords that somebody tries first: the commonest of those that leaked, and those made of walks over the keyboard and of words of the place. */
#pragma once
#include "base/str.h"

/* Is it one of them, or one with digits and marks behind it (sakura-2024)? Capitals make no difference. */
bool common_has(struct str password);
/* Sorted lines; made of two npm packages by assets/common.mjs. */
extern const char common_words[];
extern const size_t common_words_n;

/* Nothing in it is of one's own: a piece said twice or more often (sakusaku-sakusaku-), or runs, repeats and walks over the keyboard (abcd, 777,
 * 1qaz2wsx) with three letters or signs besides. Where one of `word` stands in it (names of the place and of the person; those below three bytes are
 * passed over), digits and marks do not count as one's own either: akune-2026! is refused, akune-no-mikan-batake is not.
 * Capitals make no difference. */
bool common_is_made_of(struct str password, const struct str *word, size_t word_n);

/* Words that ask for somebody at once. A message is looked through as it comes, whatever the channel; what is found is shown to staff with its
 * reason, and rings only where it is no figure of speech. Finds, never judges: a person reads. Pure. Tested on 600 sentences. */
#pragma once
#include "base/arena.h"

enum urgent_level { URGENT_NONE, URGENT_SHOWN, URGENT_NOW };    /* SHOWN: a figure of speech, or much strain: staff see it marked, nothing rings */
enum urgent_kind { URGENT_LIFE, URGENT_CHILD, URGENT_VIOLENCE, URGENT_BODY, URGENT_BIRTH, URGENT_NEED, URGENT_STRAIN, URGENT_KIND_N };
const char *consult_urgent_kind_word(enum urgent_kind);                 /* "life", "child", "violence", "body", "birth", "need", "strain" */

/* `reason`: the row of the table that was met, as it stands there. The most urgent first; of equals the first in the table. */
struct urgent { enum urgent_level level; enum urgent_kind kind; struct str reason; };
struct urgent consult_urgent(struct arena *, struct str words);

/* The tables (consult_urgent_words.c): lists with "|" between their rows. A row may have a "~", which is up to sixteen letters of the same sentence.
 * A figure is taken out of the text before the urgent words are sought. */
struct urgent_list { enum urgent_kind kind; enum urgent_level level; const char *rows; };
extern const struct urgent_list urgent_lists[];                 /* what rings first; ends with one without rows */
extern const char urgent_figures[];
extern const char urgent_wishes[];                              /* what must not follow a figure; folded */

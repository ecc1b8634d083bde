/* How a Japanese text is read, in kana, by MeCab and its dictionary where both are installed (libmecab2, mecab-ipadic-utf8). The program runs
 * without. */
#pragma once
#include "base/arena.h"

bool reading_is_known(void);                            /* MeCab and a dictionary are there */
struct str reading_of(struct arena *, struct str);      /* katakana; STR_NONE without MeCab */

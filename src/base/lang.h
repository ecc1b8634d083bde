/* The languages families read. The order is that of the generated tables. */
#pragma once
#include "base/arena.h"

enum lang { LANG_JA, LANG_EASY, LANG_EN, LANG_ZH, LANG_VI, LANG_PT, LANG_N };

/* "ja", "ja-easy", "en", "zh", "vi", "pt": what links and cookies carry; false for anything else. */
bool lang_parse(struct str, enum lang *ret);
const char *lang_code(enum lang);
const char *lang_html(enum lang);                       /* for the lang attribute: ja, ja, en, zh-Hans, vi, pt-BR */
enum lang lang_accept(struct str accept_language);      /* the browser's wish; LANG_JA when it has none of ours */

/* The same words in several languages, as they are stored: {"ja":"...","en":"..."}. Read: those that are absent are STR_NONE. Written: those that are
 * there; STR_NONE when there are none. */
void lang_words_read(struct arena *, struct str json, struct str ret[LANG_N]);
struct str lang_words_write(struct arena *, const struct str words[LANG_N]);

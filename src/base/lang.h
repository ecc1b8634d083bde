/* The languages families read. The order is that of the generated tables. */
#pragma once
#include "base/str.h"

enum lang { LANG_JA, LANG_EASY, LANG_EN, LANG_ZH, LANG_VI, LANG_PT, LANG_N };

/* "ja", "ja-easy", "en", "zh", "vi", "pt": what links and cookies carry; false for anything else. */
bool lang_parse(struct str, enum lang *ret);
const char *lang_code(enum lang);
const char *lang_html(enum lang);                       /* for the lang attribute: ja, ja, en, zh-Hans, vi, pt-BR */
enum lang lang_accept(struct str accept_language);      /* the browser's wish; LANG_JA when it has none of ours */

/* Passwords that everybody tries first: the commonest 49,000 or so of those that leaked, where they are of use here. */
#pragma once
#include "base/str.h"

/* Is it one of them, or one with digits and marks behind it (sakura-2024)? Capitals make no difference. */
bool common_has(struct str password);
/* Sorted lines; made of an npm package by assets/common.mjs. */
extern const char common_words[];
extern const size_t common_words_n;

/* Ids: 64 bits, ordered by time, made by the application (41 bits of ms since 2024, 10 of process, 12 of sequence). Outside the program they
 * are 13 characters (Crockford base 32), since JSON readers lose whole numbers past 2^53. Tokens are random. */
#pragma once
#include "base/arena.h"

int64_t id_new(void);
struct str id_text(struct arena *, int64_t id);
void id_put(int64_t id, char ret[14]);
bool id_parse(struct str, int64_t *ret);                /* false unless 13 characters that id_text could have made */
/* 26 characters of base 32: 130 random bits; for links that carry a right. */
struct str id_token(struct arena *);
bool id_is_token(struct str);

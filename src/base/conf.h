/* Readable profile files: `key = value` lines, `[section name]` heads, `#` comments, a value goes on over lines that begin with a space. UTF-8. */
#pragma once
#include "base/arena.h"

struct conf_item { struct str section; struct str name; struct str key; struct str value; int line; };
/* section and name are the two words of the last head: `[counter 市役所 こども課]` gives "counter" and "市役所 こども課". A head itself is an
 * item with an empty key, so that a section without keys is seen. */
struct conf { struct conf_item *item; size_t item_n; const char *name; };   /* name of the file, for complaints */

/* False with "FILE:LINE: what is wrong" in *ret_why. */
bool conf_read(struct arena *, const char *path, struct conf *ret, struct str *ret_why);
bool conf_parse(struct arena *, const char *name, struct str text, struct conf *ret, struct str *ret_why);
struct str conf_get(const struct conf *, const char *section, const char *key);   /* first match, else STR_NONE */
/* Below the same head as `head`: the value, else STR_NONE; as a number, else 0. */
struct str conf_of(const struct conf *, const struct conf_item *head, const char *key);
int64_t conf_number_of(const struct conf *, const struct conf_item *head, const char *key);

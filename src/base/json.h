/* Reading JSON that others wrote: strict UTF-8, no doubled keys, at most JSON_DEPTH deep; everything is copied into the arena. Writing needs no
 * more than out_json. */
#pragma once
#include "base/out.h"

enum { JSON_DEPTH = 64 };
enum json_kind { JSON_IS_NULL, JSON_IS_FALSE, JSON_IS_TRUE, JSON_IS_NUMBER, JSON_IS_TEXT, JSON_IS_LIST, JSON_IS_OBJECT };

/* Text and numbers have `text` (a number as short as it can be written); lists and objects have items in the order of the file. */
struct json {
	enum json_kind kind;
	struct str text;
	double number;
	size_t n;
	struct json *item;
	struct str *key;
};

/* NULL when it is no JSON; *ret_why then says what and in which line, for administrators. A byte order mark in front is passed over. */
const struct json *json_read(struct arena *, struct str bytes, struct str *ret_why);
/* All three may be asked of NULL and of anything that is no object. */
const struct json *json_at(const struct json *, const char *key);
struct str json_text(const struct json *, const char *key);     /* of text and numbers; STR_NONE for all else */
bool json_flag(const struct json *, const char *key);

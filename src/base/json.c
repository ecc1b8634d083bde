/* jansson reads; its tree is copied into the arena and given back at once. */
#include "base/json.h"
#include <jansson.h>
#include <string.h>

static void copy(struct arena *a, const json_t *from, struct json *to);

static void copy_list(struct arena *a, const json_t *from, struct json *to)
{
	to->kind = JSON_IS_LIST;
	to->n = json_array_size(from);
	to->item = ARENA_ARRAY(a, struct json, to->n + 1);
	for (size_t i = 0; i < to->n; i++)
		copy(a, json_array_get(from, i), &to->item[i]);
}

static void copy_object(struct arena *a, const json_t *from, struct json *to)
{
	const char *key;
	json_t *value;
	size_t i = 0;
	to->kind = JSON_IS_OBJECT;
	to->n = json_object_size(from);
	to->item = ARENA_ARRAY(a, struct json, to->n + 1);
	to->key = ARENA_ARRAY(a, struct str, to->n + 1);
	json_object_foreach((json_t *)(uintptr_t)from, key, value) {
		to->key[i] = arena_str(a, str_of(key));
		copy(a, value, &to->item[i++]);
	}
}

static void copy_number(struct arena *a, const json_t *from, struct json *to)
{
	to->kind = JSON_IS_NUMBER;
	to->number = json_number_value(from);
	if (json_is_integer(from)) {
		to->text = arena_fmt(a, "%lld", (long long)json_integer_value(from));
		return;
	}
	to->text = arena_fmt(a, "%.15g", to->number);
}

static void copy(struct arena *a, const json_t *from, struct json *to)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT: copy_object(a, from, to); break;
	case JSON_ARRAY: copy_list(a, from, to); break;
	case JSON_STRING:
		to->kind = JSON_IS_TEXT;
		to->text = arena_str(a, (struct str){ json_string_value(from), json_string_length(from) });
		break;
	case JSON_INTEGER: case JSON_REAL: copy_number(a, from, to); break;
	case JSON_TRUE: to->kind = JSON_IS_TRUE; break;
	case JSON_FALSE: to->kind = JSON_IS_FALSE; break;
	case JSON_NULL: to->kind = JSON_IS_NULL; break;
	}
}

static size_t depth_of(struct str s)
{
	size_t depth = 0, most = 0;
	bool in_text = false;
	for (size_t i = 0; i < s.n; i++) {
		if (in_text && s.s[i] == '\\') {
			i++;
		} else if (s.s[i] == '"') {
			in_text = !in_text;
		} else if (!in_text && (s.s[i] == '[' || s.s[i] == '{')) {
			most = ++depth > most ? depth : most;
		} else if (!in_text && depth && (s.s[i] == ']' || s.s[i] == '}')) {
			depth--;
		}
	}
	return most;
}

const struct json *json_read(struct arena *a, struct str bytes, struct str *ret_why)
{
	json_error_t error;
	if (bytes.n >= 3 && !memcmp(bytes.s, "\xef\xbb\xbf", 3))
		bytes = (struct str){ bytes.s + 3, bytes.n - 3 };
	if (depth_of(bytes) > JSON_DEPTH) {
		*ret_why = arena_fmt(a, "it is nested deeper than %d levels", JSON_DEPTH);
		return NULL;
	}
	json_t *tree = json_loadb(bytes.s ? bytes.s : "", bytes.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (!tree) {
		*ret_why = arena_fmt(a, "line %d: %s", error.line, error.text);
		return NULL;
	}
	struct json *root = ARENA_NEW(a, struct json);
	copy(a, tree, root);
	json_decref(tree);
	return root;
}

const struct json *json_at(const struct json *j, const char *key)
{
	if (!j || j->kind != JSON_IS_OBJECT)
		return NULL;
	for (size_t i = 0; i < j->n; i++)
		if (str_is(j->key[i], key))
			return &j->item[i];
	return NULL;
}

struct str json_text(const struct json *j, const char *key)
{
	const struct json *x = json_at(j, key);
	return x ? x->text : STR_NONE;
}

bool json_flag(const struct json *j, const char *key)
{
	const struct json *x = json_at(j, key);
	return x && x->kind == JSON_IS_TRUE;
}

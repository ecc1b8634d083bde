/* JSON in the shapes that cities publish. Nested objects become headings with dots: target.targetPersons; lists of words one cell. */
#include "exchange/exchange_json.h"
#include "base/out.h"
#include <string.h>

enum { TABLES_MOST = 50, WALK_DEPTH = 5, FLAT_DEPTH = 6, COLUMN_SLOTS = 2048, VALUES_MOST = 6000000 };

struct walk { struct arena *arena; struct exchange_tables *ret; int64_t record_n; const struct json *header, *index; };

/* The columns of one table, in the order of their first appearance. */
struct columns { struct arena *arena; struct str key[EXCHANGE_COLUMNS_MOST]; size_t n; int slot[COLUMN_SLOTS]; bool is_full; };

static int column_of(struct columns *c, struct str key, bool is_adding)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.s[i]) * 1099511628211u;
	size_t at = (h ^ h >> 31) % COLUMN_SLOTS;
	while (c->slot[at] && !str_eq(c->key[c->slot[at] - 1], key))
		at = (at + 1) % COLUMN_SLOTS;
	if (c->slot[at] || !is_adding)
		return c->slot[at] - 1;
	if (c->n == EXCHANGE_COLUMNS_MOST) {
		c->is_full = true;
		return -1;
	}
	c->key[c->n++] = arena_str(c->arena, key);
	c->slot[at] = (int)c->n;
	return (int)c->n - 1;
}

/* What a value says as one cell; lists are joined by line ends when they are sentences. */
static struct str cell_text(struct arena *a, const struct json *j, int depth)
{
	if (j->kind == JSON_IS_TEXT)
		return str_trim(j->text);
	if (j->kind == JSON_IS_NUMBER)
		return j->text;
	if (j->kind == JSON_IS_TRUE || j->kind == JSON_IS_FALSE)
		return j->kind == JSON_IS_TRUE ? STR("true") : STR("false");
	if (j->kind == JSON_IS_NULL || depth > FLAT_DEPTH)
		return STR_NONE;
	struct out out = { .arena = a };
	for (size_t i = 0; i < j->n && out.n < 20000; i++) {
		struct str one = cell_text(a, &j->item[i], depth + 1);
		if (one.n && out.n)
			out_z(&out, j->kind == JSON_IS_LIST && one.n > 30 ? "\n" : " ");
		out_str(&out, one);
	}
	return out.n ? out_done(&out) : STR_NONE;
}

/* With cells: fills them; without: learns the columns. */
static void flatten(struct columns *c, const struct json *j, struct str prefix, int depth, struct str *cell)
{
	for (size_t i = 0; i < j->n; i++) {
		const struct json *v = &j->item[i];
		struct str key = prefix.n ? arena_fmt(c->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(j->key[i])) : j->key[i];
		if (v->kind == JSON_IS_OBJECT && depth < FLAT_DEPTH) {
			flatten(c, v, key, depth + 1, cell);
			continue;
		}
		if (v->kind == JSON_IS_LIST && v->n == 1 && v->item[0].kind == JSON_IS_OBJECT && depth < FLAT_DEPTH) {
			flatten(c, &v->item[0], key, depth + 1, cell);
			continue;
		}
		int at = column_of(c, key, !cell);
		if (cell && at >= 0 && !cell[at].n)
			cell[at] = cell_text(c->arena, v, 0);
	}
}

/* ---- GeoJSON ---- */

static bool is_point(const struct json *geometry, struct str *ret_lat, struct str *ret_lon)
{
	const struct json *at = json_at(geometry, "coordinates");
	if (str_is(json_text(geometry, "type"), "MultiPoint") && at && at->kind == JSON_IS_LIST && at->n == 1)
		at = &at->item[0];
	else if (!str_is(json_text(geometry, "type"), "Point"))
		return false;
	if ( !at || at->kind != JSON_IS_LIST || at->n < 2)
		return false;
	*ret_lon = at->item[0].text;
	*ret_lat = at->item[1].text;
	return true;
}

static void record_fill(struct columns *c, const struct json *record, struct exchange_line *x)
{
	const struct json *properties = json_at(record, "properties"), *geometry = json_at(record, "geometry");
	bool is_feature = str_is(json_text(record, "type"), "Feature");
	struct str lat, lon;
	if (!is_feature) {
		flatten(c, record, STR_NONE, 0, x ? x->cell : NULL);
		return;
	}
	if (properties && properties->kind == JSON_IS_OBJECT)
		flatten(c, properties, STR_NONE, 0, x ? x->cell : NULL);
	int at_lat = column_of(c, STR("latitude"), !x), at_lon = column_of(c, STR("longitude"), !x);
	if (!x)
		return;
	if (is_point(geometry, &lat, &lon) && at_lat >= 0 && at_lon >= 0) {
		x->cell[at_lat] = x->cell[at_lat].n ? x->cell[at_lat] : lat;
		x->cell[at_lon] = x->cell[at_lon].n ? x->cell[at_lon] : lon;
	} else if (geometry && geometry->kind == JSON_IS_OBJECT) {
		x->geometry = geometry;
	}
}

/* ---- tables ---- */

static void labels_of(struct walk *w, struct exchange_table *t, struct str name)
{
	const struct json *own = NULL;
	t->label = ARENA_ARRAY(w->arena, struct str, t->column_n + 1);
	if (w->header && w->header->kind == JSON_IS_OBJECT && name.n)
		own = json_at(w->header, name.s);
	if (!own || own->kind != JSON_IS_OBJECT)
		own = w->header;
	for (size_t i = 0; i < t->column_n; i++) {
		struct str label = json_text(own, t->key[i].s);
		t->label[i] = label.n ? label : t->key[i];
	}
}

static void table_of(struct walk *w, const struct json *list, struct str name)
{
	struct columns *c = ARENA_NEW(w->arena, struct columns);
	if (w->ret->table_n == TABLES_MOST)
		return;
	c->arena = w->arena;
	for (size_t i = 0; i < list->n; i++)
		record_fill(c, &list->item[i], NULL);
	struct exchange_table *t = &w->ret->table[w->ret->table_n++];
	struct str title = json_text(w->index, name.n ? name.s : "");
	*t = (struct exchange_table){ .title = title.n ? title : name, .key = c->key, .column_n = c->n, .has_header = true };
	labels_of(w, t, name);
	t->line = ARENA_ARRAY(w->arena, struct exchange_line, list->n + 1);
	for (size_t i = 0; i < list->n; i++) {
		struct exchange_line *x = &t->line[t->line_n++];
		*x = (struct exchange_line){ .line_n = ++w->record_n, .cell = ARENA_ARRAY(w->arena, struct str, c->n + 1) };
		if (list->item[i].kind == JSON_IS_OBJECT)
			record_fill(c, &list->item[i], x);
		else
			x->wrong = "the record is no object";
		if (c->is_full)
			x->wrong = "the records have more than 500 different keys";
	}
}

static size_t objects_in(const struct json *j)
{
	size_t n = 0;
	for (size_t i = 0; i < j->n; i++)
		n += j->item[i].kind == JSON_IS_OBJECT;
	return n;
}

/* [["name","address"],["A","B"]]: the first list is the heading. */
static void table_of_lists(struct walk *w, const struct json *list)
{
	const struct json *head = &list->item[0];
	struct json *record = ARENA_ARRAY(w->arena, struct json, list->n);
	struct json all = { .kind = JSON_IS_LIST, .item = record };
	struct str *key = ARENA_ARRAY(w->arena, struct str, head->n + 1);
	for (size_t i = 0; i < head->n; i++)
		key[i] = head->item[i].text.n ? head->item[i].text : STR("?");
	for (size_t i = 1; i < list->n; i++) {
		const struct json *row = &list->item[i];
		if (row->kind == JSON_IS_LIST)
			record[all.n++] = (struct json){ .kind = JSON_IS_OBJECT, .n = row->n < head->n ? row->n : head->n, .item = row->item, .key = key };
	}
	table_of(w, &all, STR_NONE);
}

/* {"columns":["name","address"],"data":[["A","B"]]}, in the words of several programs. */
static bool table_apart(struct walk *w, const struct json *j)
{
	static const char *const head[] = { "columns", "fields", "header", "headers", "meta" }, *const body[] = { "data", "rows", "records", "values" };
	const struct json *heading = NULL, *rows = NULL;
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		heading = heading ? heading : json_at(j, head[i]);
	for (size_t i = 0; i < sizeof body / sizeof *body; i++)
		rows = rows ? rows : json_at(j, body[i]);
	if (!heading || !rows || heading->kind != JSON_IS_LIST || rows->kind != JSON_IS_LIST || !heading->n || !rows->n
		|| rows->item[0].kind != JSON_IS_LIST)
		return false;
	struct json *all = ARENA_ARRAY(w->arena, struct json, rows->n + 1), *first = ARENA_ARRAY(w->arena, struct json, heading->n);
	for (size_t i = 0; i < heading->n; i++) {
		const struct json *one = &heading->item[i];
		struct str word = one->kind == JSON_IS_TEXT ? one->text : json_text(one, "name").n ? json_text(one, "name") : json_text(one, "id");
		first[i] = (struct json){ .kind = JSON_IS_TEXT, .text = word };
	}
	all[0] = (struct json){ .kind = JSON_IS_LIST, .n = heading->n, .item = first };
	memcpy(all + 1, rows->item, rows->n * sizeof *all);
	table_of_lists(w, &(struct json){ .kind = JSON_IS_LIST, .n = rows->n + 1, .item = all });
	return true;
}

/* {"name":{"0":"A","1":"B"},...} or {"name":["A","B"],...}: every member is a column, and all are as long. */
static bool is_by_column(const struct json *j)
{
	if (j->kind != JSON_IS_OBJECT || j->n < 2)
		return false;
	for (size_t i = 0; i < j->n; i++) {
		const struct json *column = &j->item[i];
		if ((column->kind != JSON_IS_OBJECT && column->kind != JSON_IS_LIST) || column->kind != j->item[0].kind || column->n != j->item[0].n || !column->n)
			return false;
		for (size_t k = 0; k < column->n; k++)
			if (column->item[k].kind == JSON_IS_OBJECT || column->item[k].kind == JSON_IS_LIST
				|| (column->kind == JSON_IS_OBJECT && !str_eq(column->key[k], j->item[0].key[k])))
				return false;
	}
	return j->item[0].kind == JSON_IS_LIST || (j->item[0].key[0].n && j->item[0].key[0].s[0] >= '0' && j->item[0].key[0].s[0] <= '9');
}

static void table_by_column(struct walk *w, const struct json *j)
{
	size_t row_n = j->item[0].n;
	struct json *record = ARENA_ARRAY(w->arena, struct json, row_n), *cell = ARENA_ARRAY(w->arena, struct json, row_n * j->n);
	for (size_t i = 0; i < row_n; i++) {
		for (size_t k = 0; k < j->n; k++)
			cell[i * j->n + k] = j->item[k].item[i];
		record[i] = (struct json){ .kind = JSON_IS_OBJECT, .n = j->n, .item = cell + i * j->n, .key = j->key };
	}
	table_of(w, &(struct json){ .kind = JSON_IS_LIST, .n = row_n, .item = record }, STR_NONE);
}

static void walk(struct walk *w, const struct json *j, struct str name, int depth)
{
	if (w->ret->table_n == TABLES_MOST || depth > WALK_DEPTH)
		return;
	if (j->kind == JSON_IS_LIST && objects_in(j) * 2 >= j->n && j->n) {
		table_of(w, j, name);
		return;
	}
	if (j->kind == JSON_IS_LIST && j->n > 1 && j->item[0].kind == JSON_IS_LIST && j->item[0].n && j->item[0].item[0].kind == JSON_IS_TEXT) {
		table_of_lists(w, j);
		return;
	}
	if (j->kind != JSON_IS_OBJECT || str_is(name, "header") || str_is(name, "index") || table_apart(w, j))
		return;
	if (is_by_column(j)) {
		table_by_column(w, j);
		return;
	}
	if (str_is(json_text(j, "type"), "Feature")) {
		table_of(w, &(struct json){ .kind = JSON_IS_LIST, .n = 1, .item = (struct json *)(uintptr_t)j }, name);
		return;
	}
	for (size_t i = 0; i < j->n; i++)
		walk(w, &j->item[i], j->key[i], depth + 1);
}

/* No list in it: {"A": {...}, "B": {...}} is a list by key, anything else one record. */
static void walk_single(struct walk *w, const struct json *root)
{
	struct json *list = ARENA_NEW(w->arena, struct json);
	if (root->kind != JSON_IS_OBJECT || !root->n)
		return;
	if (objects_in(root) * 2 > root->n && root->n > 1)
		*list = (struct json){ .kind = JSON_IS_LIST, .n = root->n, .item = root->item };
	else
		*list = (struct json){ .kind = JSON_IS_LIST, .n = 1, .item = (struct json *)(uintptr_t)root };
	table_of(w, list, STR_NONE);
}

static size_t values_in(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.s[i] == ',' || s.s[i] == '[' || s.s[i] == '{';
	return n;
}

/* A record a line. NULL: some line is no object. */
static const struct json *by_line(struct arena *a, struct str text)
{
	struct str rest = text, line, why;
	size_t n = 0, cap = 1;
	for (size_t i = 0; i < text.n; i++)
		cap += text.s[i] == '\n';
	struct json *all = ARENA_NEW(a, struct json), *record = ARENA_ARRAY(a, struct json, cap);
	while (str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		const struct json *one = !line.n ? NULL : line.s[0] == '{' ? json_read(a, line, &why) : NULL;
		if (line.n && !one)
			return NULL;
		if (one)
			record[n++] = *one;
	}
	*all = (struct json){ .kind = JSON_IS_LIST, .n = n, .item = record };
	return n > 1 ? all : NULL;
}

bool exchange_json_tables(struct arena *a, struct str text, struct exchange_tables *ret, struct str *ret_why)
{
	struct walk w = { .arena = a, .ret = ret };
	struct str why = STR_NONE;
	if (text.n > EXCHANGE_JSON_MOST || values_in(text) > VALUES_MOST) {
		ret->wrong = "large";
		*ret_why = arena_fmt(a, "it is JSON of more than %d MB or %d values. Split it, and import the pieces one by one.", EXCHANGE_JSON_MOST >> 20,
			VALUES_MOST);
		return false;
	}
	const struct json *root = json_read(a, text, &why);
	if (!root)
		root = by_line(a, text);
	if (!root) {
		ret->wrong = "json";
		*ret_why = arena_fmt(a, "it is no whole JSON (%.*s). Fetch it again, or ask its publisher.", STR_ARG(why));
		return false;
	}
	ret->form = str_is(json_text(root, "type"), "FeatureCollection") ? "GeoJSON" : "JSON";
	ret->table = ARENA_ARRAY(a, struct exchange_table, TABLES_MOST);
	ret->credit = json_text(root, "source");
	ret->licence = json_text(root, "license");
	w.header = json_at(root, "header");
	w.index = json_at(root, "index");
	walk(&w, root, STR_NONE, 0);
	if (!ret->table_n)
		walk_single(&w, root);
	if (ret->table_n)
		return true;
	ret->wrong = "no_list";
	*ret_why = STR("there is no list of records in this JSON.");
	return false;
}

/* Carrying a tenant over: under the writer's lock of the one, in one transaction of the other, compared before it counts. */
#include "store/move.h"
#include "store/line.h"
#include "base/check.h"

enum { COLUMN_CAP = 100, PAGE_ROWS = 500 };

struct value { bool is_none; int64_t number; struct str words; };
struct moving {
	struct store *from, *to;
	int64_t tenant_id, row_n;
	bool is_alike;
	struct store_turn *source;
	enum store_fault fault;
};

/* ---- how rows of a table are read in pages behind a key, put and dropped ---- */

/* Texts are for both stores: SQLite numbers $1, $2 as they come, PostgreSQL as they are called. They live as long as the program, for connections
 * know their prepared queries by address. */
struct words { struct query page, put, drop; };
static struct words *all_words;

static void put_names(FILE *f, const struct store_table *t, const int *key, int from, const char *between)
{
	for (int i = from; key ? key[i] >= 0 : t->column[i] != NULL; i++)
		fprintf(f, "%s%s", i > from ? between : "", t->column[key ? key[i] : i]);
}

static void put_numbers(FILE *f, int from, int n)
{
	for (int i = from; i <= n; i++)
		fprintf(f, "%s$%d", i > from ? ", " : "", i);
}

static char *page_words(const struct store_table *t, int key_n)
{
	char *words = NULL;
	size_t n;
	FILE *f = open_memstream(&words, &n);
	fputs("SELECT ", f);
	put_names(f, t, NULL, 0, ", ");
	fprintf(f, " FROM %s WHERE tenant_id = $1", t->name);
	if (key_n > 1) {
		fputs(" AND (", f);
		put_names(f, t, t->key, 1, ", ");
		fputs(") > (", f);
		put_numbers(f, 2, key_n);
		fputs(")", f);
	}
	fputs(" ORDER BY ", f);
	put_names(f, t, t->key, 0, ", ");
	fprintf(f, " LIMIT %d", PAGE_ROWS);
	fclose(f);
	return words;
}

static char *put_words(const struct store_table *t, int column_n)
{
	char *words = NULL;
	size_t n;
	FILE *f = open_memstream(&words, &n);
	fprintf(f, "INSERT INTO %s (", t->name);
	put_names(f, t, NULL, 0, ", ");
	fputs(") VALUES (", f);
	put_numbers(f, 1, column_n);
	fputs(")", f);
	fclose(f);
	return words;
}

static char *joined(const char *format, const char *a, const char *b)
{
	char *words = NULL;
	CHECK(asprintf(&words, format, a, b) >= 0);
	return words;
}

static struct words words_of(const struct store_table *t)
{
	char key_types[COLUMN_CAP] = "";
	int key_n = 0, column_n = (int)strlen(t->types);
	for (; t->key[key_n] >= 0; key_n++)
		key_types[key_n] = t->types[t->key[key_n]];
	char *page = page_words(t, key_n), *put = put_words(t, column_n), *drop = joined("DELETE FROM %s%s WHERE tenant_id = $1", t->name, "");
	return (struct words){
		.page = { t->name, page, key_n, column_n, false, page, joined("%s>%s", key_types, t->types) },
		.put = { t->name, put, column_n, 0, true, put, joined("%s>%s", t->types, "") },
		.drop = { t->name, drop, 1, 0, true, drop, "i>" },
	};
}

static void make_words(void)
{
	int n = 0;
	while (store_tables[n].name)
		n++;
	all_words = calloc((size_t)n + 1, sizeof *all_words);
	CHECK(all_words);
	for (int i = 0; i < n; i++)
		all_words[i] = words_of(&store_tables[i]);
}

static const struct words *words_for(const struct store_table *table)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_words);
	return &all_words[table - store_tables];
}

/* ---- rows ---- */

static void bind(struct store_run *run, const struct query *query, int i, const struct value *v)
{
	if (v->is_none)
		store_bind_none(run, i + 1);
	else if (query->types[i] == 't')
		store_bind_str(run, i + 1, v->words);
	else
		store_bind_int(run, i + 1, v->number);
}

static struct value column(struct store_run *run, const char *types, int i)
{
	struct value v = { .is_none = store_column_is_none(run, i) };
	if (types[i] == 't')
		v.words = store_column_str(run, i);
	else
		v.number = store_column_int(run, i);
	return v;
}

static void put(struct store_turn *to, const struct query *query, const struct value *v)
{
	struct store_run *run = store_run_begin(to, query);
	for (int i = 0; run && i < query->param_n; i++)
		bind(run, query, i, &v[i]);
	if (run)
		store_run_end(run);
}

/* Reads one page behind `after` and puts it; the last row's key is the next `after`. False at the end. */
static bool carry_page(struct moving *m, struct store_turn *to, const struct store_table *table, struct value *after)
{
	struct value v[COLUMN_CAP];
	const struct query *page = &words_for(table)->page;
	struct store_run *run = store_run_begin(m->source, page);
	int n = 0;
	CHECK(page->column_n <= COLUMN_CAP);
	for (int i = 0; run && i < page->param_n; i++)
		bind(run, page, i, &after[i]);
	for (; run && store_step(run); n++) {
		for (int i = 0; i < page->column_n; i++)
			v[i] = column(run, table->types, i);
		put(to, &words_for(table)->put, v);
	}
	for (int i = 0; n && i < page->param_n; i++)
		after[i] = v[table->key[i]];
	if (run)
		store_run_end(run);
	m->row_n += n;
	return n > 0 && page->param_n > 1 && to->fault == STORE_OK;
}

static void carry_table(struct moving *m, struct store_turn *to, const struct store_table *table)
{
	struct value after[COLUMN_CAP] = { { .number = m->tenant_id } };
	for (int i = 1; table->key[i] >= 0; i++) {
		char type = table->types[table->key[i]];
		after[i] = (struct value){ .number = type == 'd' ? INT32_MIN : type == 'b' ? 0 : INT64_MIN, .words = STR("") };
	}
	while (carry_page(m, to, table, after))
		;
}

static void put_all(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct moving *m = w->arg;
	for (const struct store_table *t = store_tables; t->name; t++)
		carry_table(m, turn, t);
	*keep = m->source->fault == STORE_OK;
}

static void drop_all(struct store_turn *turn, int64_t tenant_id)
{
	const struct store_table *t = store_tables;
	while (t->name)
		t++;
	while (t-- > store_tables)
		put(turn, &words_for(t)->drop, &(struct value){ .number = tenant_id });
}

/* Inside a write turn of `from`: nobody else writes there until the rows stand on the other side and were compared. */
static void take_all(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct moving *m = w->arg;
	struct store_write there = { .run = put_all, .arena = w->arena, .arg = m };
	struct str a = STR_NONE, b = STR_NONE;
	m->source = turn;
	m->fault = store_write(m->to, &there);
	m->is_alike = m->fault == STORE_OK && store_content_hash(m->from, w->arena, &a) && store_content_hash(m->to, w->arena, &b) && str_eq(a, b);
	*keep = false;
}

static void empty(struct store_write *w, struct store_turn *turn, bool *keep)
{
	drop_all(turn, *(int64_t *)w->arg);
	*keep = true;
}

enum store_fault store_empty(struct store *store, int64_t tenant_id)
{
	struct arena *arena = arena_new(1 << 20);
	struct store_write w = { .run = empty, .arena = arena, .arg = &tenant_id };
	enum store_fault fault = store_write(store, &w);
	arena_free(arena);
	return fault;
}

bool store_move(struct store *from, struct store *to, int64_t tenant_id, int64_t *ret_row_n, struct str *ret_why)
{
	struct arena *arena = arena_new((size_t)4 << 30);
	struct moving m = { .from = from, .to = to, .tenant_id = tenant_id };
	struct store_write here = { .run = take_all, .arena = arena, .arg = &m };
	enum store_fault fault = store_write(from, &here);
	*ret_row_n = m.row_n;
	if (m.fault == STORE_OK && !m.is_alike && fault == STORE_OK)
		store_empty(to, tenant_id);
	arena_free(arena);
	if (m.is_alike && fault == STORE_OK)
		return true;
	if (m.fault != STORE_OK || fault != STORE_OK)
		*ret_why = STR("the rows could not be carried over; the log says why. Nothing was changed where they are.");
	else
		*ret_why = STR("what arrived was not what had left, and was taken back. Nothing was changed where it is.");
	return false;
}

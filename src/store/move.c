/* Carrying a tenant over: under the writer's lock of the one, in one transaction of the other, compared before it counts. */
#include "store/move.h"
#include "store/line.h"
#include "base/check.h"

enum { COLUMN_CAP = 100 };

struct value { bool is_none; int64_t number; struct str words; };
struct moving {
	struct store *from, *to;
	int64_t tenant_id, row_n;
	bool is_alike;
	struct store_turn *source;
	enum store_fault fault;
};

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
	const char *types = strchr(table->page->types, '>') + 1;
	struct store_run *run = store_run_begin(m->source, table->page);
	int n = 0;
	CHECK(table->page->column_n <= COLUMN_CAP);
	for (int i = 0; run && i < table->page->param_n; i++)
		bind(run, table->page, i, &after[i]);
	for (; run && store_step(run); n++) {
		for (int i = 0; i < table->page->column_n; i++)
			v[i] = column(run, types, i);
		put(to, table->put, v);
	}
	for (int i = 0; n && i < table->page->param_n; i++)
		after[i] = v[table->key[i]];
	if (run)
		store_run_end(run);
	m->row_n += n;
	return n > 0 && table->page->param_n > 1 && to->fault == STORE_OK;
}

static void carry_table(struct moving *m, struct store_turn *to, const struct store_table *table)
{
	struct value after[COLUMN_CAP] = { { .number = m->tenant_id } };
	for (int i = 1; i < table->page->param_n; i++)
		after[i] = (struct value){ .number = table->page->types[i] == 'd' ? INT32_MIN : table->page->types[i] == 'b' ? 0 : INT64_MIN, .words = STR("") };
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
		put(turn, t->drop, &(struct value){ .number = tenant_id });
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

/* Carrying a tenant over: both sides are read in the order of their keys, side by side, and what differs is put right. The first rounds do so while
 * others write, each from one snapshot; the last one with the writers held, so that afterwards both are alike. */
#include "store/move.h"
#include "store/line.h"
#include "base/check.h"
#include "base/clock.h"

enum { ROUNDS = 8, FEW = 200, PUTS_A_TURN = 5000, TABLES = 400, MANY = 2000 };

struct value { bool is_none; int64_t number; struct str words; };

/* Rows of one table, page by page; the keys of the last row before the page and of its own last row. */
struct cursor { struct store_turn *turn; const struct store_table *table; struct arena *arena; struct value *row, before[MOVE_COLUMNS],
	after[MOVE_COLUMNS]; int n, at; bool is_last, is_again; struct store_run *ahead; };	/* ahead: the next page, asked for already */

struct moving {
	const struct store_move *what;
	struct store_moved *moved;
	const struct store_table *table;
	int table_i;
	struct cursor from, to;
	struct cursor again;                            /* reads back what was put */
	int64_t vanished_n[TABLES];                     /* for each table: rows that are only on the other side */
	int64_t row_n, changed_n;
	int left_n;                                     /* puts until this turn of the other side ends */
	bool is_taking, is_last, is_whole, is_dirty, is_alike, is_over; /* dirty: rows of the page of `from` were put; whole: the only round */
	enum store_fault fault;
};

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

static void read_row(struct store_run *run, const char *types, struct value *ret)
{
	for (int i = 0; types[i]; i++) {
		ret[i] = (struct value){ .is_none = store_column_is_none(run, i) };
		if (types[i] == 't')
			ret[i].words = store_column_str(run, i);
		else
			ret[i].number = store_column_int(run, i);
	}
}

static struct store_run *begin(struct store_turn *turn, const struct query *query, const struct value *v)
{
	struct store_run *run = store_run_begin(turn, query);
	for (int i = 0; run && i < query->param_n; i++)
		bind(run, query, i, &v[i]);
	return run;
}

static void do_it(struct store_turn *turn, const struct query *query, const struct value *v)
{
	struct store_run *run = begin(turn, query, v);
	if (run)
		store_run_end(run);
}

static void key_of(const struct store_table *t, const struct value *row, struct value *ret)
{
	for (int i = 0; t->key[i] >= 0; i++)
		ret[i] = row[t->key[i]];
}

static int compare(const struct value *a, const struct value *b, char type)
{
	if (a->is_none || b->is_none)
		return (int)b->is_none - (int)a->is_none;
	if (type != 't')
		return (a->number > b->number) - (a->number < b->number);
	int order = memcmp(a->words.s, b->words.s, a->words.n < b->words.n ? a->words.n : b->words.n);
	return order ? order : (a->words.n > b->words.n) - (a->words.n < b->words.n);
}

static int compare_keys(const struct store_table *t, const struct value *a, const struct value *b)
{
	int order = 0;
	for (int i = 0; !order && t->key[i] >= 0; i++)
		order = compare(&a[t->key[i]], &b[t->key[i]], t->types[t->key[i]]);
	return order;
}

static bool is_same(const struct store_table *t, const struct value *a, const struct value *b)
{
	bool same = true;
	for (int i = 0; same && t->types[i]; i++)
		same = compare(&a[i], &b[i], t->types[i]) == 0;
	return same;
}

/* ---- cursors ---- */

static void cursor_stop(struct cursor *c)
{
	if (c->ahead)
		store_run_end(c->ahead);
	c->ahead = NULL;
}

static void cursor_start(struct cursor *c, const struct store_table *t, int64_t tenant_id)
{
	cursor_stop(c);
	c->table = t;
	c->n = c->at = 0;
	c->is_last = false;
	c->after[0] = (struct value){ .number = tenant_id };
	for (int i = 1; t->key[i] >= 0; i++) {
		char type = t->types[t->key[i]];
		c->after[i] = (struct value){ .number = type == 'd' ? INT32_MIN : type == 'b' ? 0 : INT64_MIN, .words = STR("") };
	}
}

static const struct query *page_of(const struct cursor *c)
{
	const struct move_words *words = move_words_of(c->table);
	return c->is_again ? &words->again : &words->page;
}

/* The page's memory is given back with the page; its last key goes along into the next, which a server may look for meanwhile. */
static void cursor_load(struct cursor *c)
{
	const struct query *page = page_of(c);
	struct arena *outer = c->turn->arena, *keep = arena_new((size_t)64 << 20);
	for (int i = 0; i < page->param_n; i++)
		c->after[i].words = arena_str(keep, c->after[i].words);
	arena_reset(c->arena);
	for (int i = 0; i < page->param_n; i++) {
		c->before[i] = c->after[i];
		c->before[i].words = arena_str(c->arena, c->after[i].words);
	}
	arena_free(keep);
	c->row = ARENA_ARRAY(c->arena, struct value, MOVE_PAGE * page->column_n);
	c->n = c->at = 0;
	c->turn->arena = c->arena;
	struct store_run *run = c->ahead ? c->ahead : begin(c->turn, page, c->before);
	c->ahead = NULL;
	for (; run && store_step(run); c->n++)
		read_row(run, c->table->types, c->row + c->n * page->column_n);
	if (run)
		store_run_end(run);
	c->turn->arena = outer;
	if (c->n)
		key_of(c->table, c->row + (c->n - 1) * page->column_n, c->after);
	c->is_last = c->n < MOVE_PAGE || page->param_n == 1;
	if (!c->is_last && !c->is_again && (c->ahead = begin(c->turn, page, c->after)) && !store_run_ahead(c->ahead))
		cursor_stop(c);
}

/* The row at which it stands, or NULL behind the last one and at a fault. */
static const struct value *cursor_row(struct cursor *c)
{
	if (c->at == c->n && !c->is_last)
		cursor_load(c);
	return c->at < c->n && c->turn->fault == STORE_OK ? c->row + c->at * (int)strlen(c->table->types) : NULL;
}

/* ---- side by side ---- */

static void put(struct moving *m, const struct value *row)
{
	m->changed_n++;
	m->left_n--;
	m->is_dirty = true;
	do_it(m->to.turn, &move_words_of(m->table)->put, row);
}

/* Nobody looks again after the last round: a page of which rows were put is read back and compared at once. */
static void read_back(struct moving *m)
{
	struct cursor *c = &m->again, *from = &m->from;
	int column_n = (int)strlen(m->table->types);
	c->turn = m->to.turn;
	c->is_again = true;
	cursor_start(c, m->table, m->what->tenant_id);
	memcpy(c->after, from->before, sizeof c->after);
	for (int i = 0; i < from->n && m->is_alike; i++) {
		const struct value *row = from->row + i * column_n, *there = cursor_row(c);
		while (there && compare_keys(m->table, row, there) > 0) {
			c->at++;
			there = cursor_row(c);
		}
		m->is_alike = there && is_same(m->table, row, there);
	}
	m->is_dirty = false;
}

static void take(struct moving *m, const struct value *row)
{
	struct value key[MOVE_COLUMNS];
	m->changed_n++;
	m->left_n--;
	key_of(m->table, row, key);
	do_it(m->to.turn, &move_words_of(m->table)->take, key);
}

/* Until the table is through (true) or the turn has done enough. What has vanished is taken away in a sweep of its own, behind all puts and from the
 * last table to the first, since others may point at it. */
static bool walk_table(struct moving *m)
{
	while (m->left_n > 0) {
		if ((m->is_last || m->is_whole) && m->is_dirty && m->from.at == m->from.n)
			read_back(m);
		const struct value *here = cursor_row(&m->from), *there = cursor_row(&m->to);
		if (m->from.turn->fault != STORE_OK || m->to.turn->fault != STORE_OK || (!here && !there))
			return true;
		int order = !here ? 1 : !there ? -1 : compare_keys(m->table, here, there);
		if (order > 0 && m->is_taking)
			take(m, there);
		else if (order > 0)
			m->vanished_n[m->table_i]++;
		else if (!m->is_taking && (order < 0 || !is_same(m->table, here, there)))
			put(m, here);
		m->row_n += order <= 0 && !m->is_taking;
		m->from.at += order <= 0;
		m->to.at += order >= 0;
	}
	return false;
}

/* The row of table tenant shows the tenant to those who serve: it goes in the last round only. */
static bool is_walked(const struct moving *m)
{
	return (m->is_last || m->is_whole || strcmp(m->table->name, "tenant") != 0) && (!m->is_taking || m->vanished_n[m->table_i] > 0);
}

static void start_table(struct moving *m, int i)
{
	CHECK(i < TABLES);
	m->table_i = i;
	m->table = &store_tables[i];
	cursor_start(&m->from, m->table, m->what->tenant_id);
	cursor_start(&m->to, m->table, m->what->tenant_id);
}

/* Forward through the tables, then back again to take away. False behind the end. */
static bool next_table(struct moving *m)
{
	int i = m->table_i + (m->is_taking ? -1 : 1);
	if (!m->is_taking && !store_tables[i].name) {
		m->is_taking = true;
		i--;
	}
	if (i >= 0)
		start_table(m, i);
	return i >= 0;
}

/* One turn of the other side. */
static void walk(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct moving *m = w->arg;
	m->to.turn = turn;
	turn->is_bulk = true;
	m->left_n = m->is_last ? INT32_MAX : PUTS_A_TURN;
	while (!m->is_over && m->left_n > 0) {
		if (is_walked(m) && !walk_table(m))
			break;
		m->is_over = m->from.turn->fault != STORE_OK || turn->fault != STORE_OK || !next_table(m);
	}
	cursor_stop(&m->to);
	*keep = m->from.turn->fault == STORE_OK && m->is_alike;
}

/* From what is seen in this turn of `from`, to the end or to a fault. */
static void round_run(struct moving *m, struct store_turn *from)
{
	const struct store_progress *progress = m->what->progress;
	struct arena *arena = arena_new((size_t)64 << 20);
	memset(m->vanished_n, 0, sizeof m->vanished_n);
	m->from.turn = from;
	from->is_bulk = true;
	m->row_n = m->changed_n = 0;
	m->is_taking = m->is_over = m->is_dirty = false;
	m->is_alike = true;
	start_table(m, 0);
	while (!m->is_over && m->fault == STORE_OK && m->is_alike) {
		struct store_write there = { .run = walk, .arena = arena, .arg = m };
		m->fault = store_write(m->what->to, &there);
		if (m->fault == STORE_OK)
			m->fault = from->fault;
		if (progress && !m->is_last)
			progress->tell(progress->arg, m->row_n, 0);
		arena_reset(arena);
	}
	cursor_stop(&m->from);
	arena_free(arena);
}

static void early_round(struct moving *m, struct arena *arena)
{
	struct store_turn turn;
	if (!store_read_begin(m->what->from, arena, &turn)) {
		m->fault = STORE_IO;
		return;
	}
	round_run(m, &turn);
	store_read_end(&turn);
	m->moved->round_n++;
	arena_reset(arena);
}

/* ---- the end ---- */

/* By this row a tenant is served; whoever serves it looks for it in every turn. */
static void let_go(struct store_turn *turn, int64_t tenant_id)
{
	turn->is_bulk = false;
	static const char words[] = "DELETE FROM tenant WHERE tenant_id = $1";
	static const struct query gone = { "tenant", words, 1, 0, true, words, "i>" };
	do_it(turn, &gone, &(struct value){ .number = tenant_id });
}

static void late_round(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct moving *m = w->arg;
	m->is_last = true;
	if (turn->store->pool)
		pg_stand_alone(turn);                   /* nobody takes letters that are counted already */
	round_run(m, turn);
	*keep = m->fault == STORE_OK && m->is_alike;
	if (*keep)
		let_go(turn, m->what->tenant_id);
}

/* It arrived, but where it came from it could not be let go: it is not to be served twice. */
static void take_back(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct moving *m = w->arg;
	let_go(turn, m->what->tenant_id);
	*keep = true;
}

static void hold_and_end(struct moving *m, struct arena *arena)
{
	int64_t begun = clock_monotonic_ns();
	struct store_write here = { .run = late_round, .arena = arena, .arg = m };
	enum store_fault fault = store_write(m->what->from, &here);
	if (m->fault == STORE_OK && m->is_alike && fault != STORE_OK) {
		struct store_write back = { .run = take_back, .arena = arena, .arg = m };
		store_write(m->what->to, &back);
	}
	m->fault = m->fault != STORE_OK ? m->fault : fault;
	m->moved->frozen_ms = (clock_monotonic_ns() - begun) / 1000000;
	m->moved->row_n = m->row_n;
	m->moved->late_n = m->changed_n;
	m->moved->round_n++;
}

static void move_all(struct moving *m, struct arena *arena)
{
	int64_t changed_n = 0;
	struct brake brake = { 0 };
	for (int i = 0; i < ROUNDS && (!i || changed_n > FEW) && m->fault == STORE_OK; i++) {
		if (changed_n > MANY && i > 1)
			brake_on(&brake, m->what->from);
		early_round(m, arena);
		changed_n = m->changed_n;
	}
	if (m->what->from->pool)
		brake_off(&brake);                      /* its turns would come before ours */
	if (m->fault == STORE_OK)
		hold_and_end(m, arena);
	brake_off(&brake);
}

static void moving_open(struct moving *m)
{
	m->from.arena = arena_new((size_t)1 << 30);
	m->to.arena = arena_new((size_t)1 << 30);
	m->again.arena = arena_new((size_t)1 << 30);
}

static bool moving_close(struct moving *m, const char *rest, struct str *ret_why)
{
	arena_free(m->from.arena);
	arena_free(m->to.arena);
	arena_free(m->again.arena);
	if (m->fault != STORE_OK)
		*ret_why = str_of(rest);
	else if (!m->is_alike)
		*ret_why = STR("what arrived was not what had left. Where the rows are nothing was changed.");
	return m->fault == STORE_OK && m->is_alike;
}

bool store_move(const struct store_move *what, struct store_moved *ret, struct str *ret_why)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct moving m = { .what = what, .moved = ret };
	*ret = (struct store_moved){ 0 };
	moving_open(&m);
	move_all(&m, arena);
	arena_free(arena);
	return moving_close(&m, "the rows could not be carried over; the log says why. Where they are nothing was changed, and a second try goes on from "
		"here.", ret_why);
}

bool store_carry(const struct store_move *what, int64_t *ret_row_n, struct str *ret_why)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct store_moved moved = { 0 };
	struct moving m = { .what = what, .moved = &moved, .is_whole = true };
	moving_open(&m);
	early_round(&m, arena);
	arena_free(arena);
	*ret_row_n = m.row_n;
	return moving_close(&m, "the rows could not be read or written; the log says why.", ret_why);
}

/* ---- emptying ---- */

static void empty(struct store_write *w, struct store_turn *turn, bool *keep)
{
	const struct store_table *t = store_tables;
	while (t->name)
		t++;
	while (t-- > store_tables)
		do_it(turn, &move_words_of(t)->drop, &(struct value){ .number = *(int64_t *)w->arg });
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

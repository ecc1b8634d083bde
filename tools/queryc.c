/* queryc: turns named SQL into typed C, checked on a real engine against the schema. HOUSE.md, "Queries" and "Schema", says what it promises.
 *   queryc query SRC.sql OUTPREFIX SCHEMA.sql...            writes OUTPREFIX.c and OUTPREFIX.h
 *   queryc schema GENDIR SCHEMA.sql... -- QUERIES.sql...    writes GENDIR/ids.h, schema.c, queries.c and tables.c
 * Refusals are printed as file:line: sentence; exit 1. Memory is the operating system's to take back. */
#include "tools/queryc.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the engine says ---- */

static char read_table[128][96], write_table[16][96];
static int read_n, write_n;

/* tidy: parameters (the shape is SQLite's) */
static int watch(void *arg, int what, const char *a, const char *b, const char *c, const char *by)
{
	(void)arg, (void)b, (void)c, (void)by;
	if (what == SQLITE_SELECT || what == SQLITE_FUNCTION || what == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (what == SQLITE_READ) {
		if (a && *a && strncmp(a, "sqlite_", 7))
			read_n = note(read_table, read_n, 128, a);
		return SQLITE_OK;
	}
	if (what != SQLITE_INSERT && what != SQLITE_UPDATE && what != SQLITE_DELETE)
		return SQLITE_DENY;
	write_n = note(write_table, write_n, 16, a);
	return SQLITE_OK;
}

/* src/gift/gift_stock.sql belongs to gift; src/desk/account.sql to account. */
static char owner[96];
char base[96];

static void check_touched(const struct query *q, const struct refs *refs)
{
	for (int i = 0; i < write_n; i++) {
		size_t n = strlen(owner);
		if (strncmp(write_table[i], owner, n) || (write_table[i][n] && write_table[i][n] != '_'))
			complain(q->line, "%s: writes %s; this file writes only tables named %s or %s_...", q->name, write_table[i], owner, owner);
	}
	for (int i = 0; i < read_n; i++) {
		bool is_known = !is_tenant_table(read_table[i]);
		for (int k = 0; k < refs->n; k++)
			is_known = is_known || !strcmp(refs->r[k].table, read_table[i]);
		if (!is_known)
			complain(q->line, "%s: reads %s in a way that queryc cannot follow", q->name, read_table[i]);
	}
}

static bool is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return n == strlen(s) && islower((unsigned char)s[0]);
}

static void check_columns(const struct query *q)
{
	for (int i = 0; i < q->column_n; i++) {
		const char *name = sqlite3_column_name(q->st, i), *from = sqlite3_column_origin_name(q->st, i);
		if (!is_name(name))
			complain(q->line, "%s: column %d (%s) needs a name: AS total_n", q->name, i + 1, name);
		else if (!strcmp(name, "id"))
			complain(q->line, "%s: a result called id says not whose: AS gift_id", q->name);
		else if (from && type_of(name).kind != type_of(from).kind)
			complain(q->line, "%s: %s is %s, but comes from %s, %s", q->name, name, kind_word[type_of(name).kind], from, kind_word[type_of(from).kind]);
		for (int k = 0; k < i; k++)
			if (!strcmp(name, sqlite3_column_name(q->st, k)))
				complain(q->line, "%s: two columns are called %s", q->name, name);
	}
}

static void check_shape(const struct query *q)
{
	if (q->shape >= DONE && q->column_n)
		complain(q->line, "%s: gives rows; say one or many", q->name);
	if (q->shape < DONE && !q->column_n)
		complain(q->line, "%s: gives no rows; say done (or sent, where nobody asks how many rows it changed), or add RETURNING", q->name);
	size_t n = strlen(base);
	if (strncmp(q->name, base, n) || (q->name[n] && q->name[n] != '_'))
		complain(q->line, "%s: names in this file begin with %s", q->name, base);
}

static void check_params(struct query *q)
{
	int n = sqlite3_bind_parameter_count(q->st);
	for (int i = 1; i <= n && q->param_n < 64; i++) {
		const char *name = sqlite3_bind_parameter_name(q->st, i);
		if (!name)
			continue;                               /* check_words says so */
		if (!is_name(name + 1) || !strcmp(name, ":id") || !strcmp(name, ":d") || !strcmp(name, ":in") || !strcmp(name, ":ret"))
			complain(q->line, "%s: parameter %s needs another name", q->name, name);
		else
			snprintf(q->param[q->param_n++], 96, "%s", name + 1);
	}
}

int number_of_param(const struct query *q, const char *name)
{
	int i = 0;
	while (i < q->param_n && strcmp(q->param[i], name))
		i++;
	return i + 1;
}

static bool same_row(const struct query *a, const struct query *b)
{
	bool same = a->column_n == b->column_n;
	for (int i = 0; same && i < a->column_n; i++)
		same = !strcmp(sqlite3_column_name(a->st, i), sqlite3_column_name(b->st, i));
	return same;
}

static void check_body(struct query *q, struct refs *refs)
{
	refs_find(q, refs);
	check_words(q);
	check_tenant(q, refs);
	check_comparisons(q);
	check_inserts(q);
	if (q->shape == MANY)
		check_many(q);
}

/* PostgreSQL's own body is only read here; a test asks a server about it (its columns and their types, too). */
static void check_other_body(struct query q)
{
	int seen[65] = { 0 };
	bool same = true;
	q.all = q.pg;
	check_body(&q, must(calloc(1, sizeof(struct refs))));
	for (int i = 0; i < q.pg.n; i++)
		if (q.pg.t[i].what == T_PARAM)
			seen[number_of_param(&q, q.pg.t[i].s) - 1]++;
	for (int i = 0; i <= q.param_n; i++)
		same = same && (seen[i] > 0) == (i < q.param_n);
	if (!same)
		complain(q.line, "%s: the bodies for the two stores have not the same parameters", q.name);
}

static void query_check(struct query *q, const struct query *first)
{
	const char *tail = "";
	struct refs *refs = must(calloc(1, sizeof *refs));
	char *pg = text_for(q->text, "pg", q->line + 1);
	q->text = text_for(q->text, "sqlite", q->line + 1);
	q->has_two = strcmp(q->text, pg) != 0;
	q->all = tokens_of(q->text, q->line + 1);
	q->pg = q->has_two ? tokens_of(pg, q->line + 1) : q->all;
	read_n = write_n = 0;
	if (sqlite3_prepare_v2(db, q->text, -1, &q->st, &tail) || !q->st) {
		complain(q->line, "%s: %s", q->name, q->st || sqlite3_errcode(db) ? sqlite3_errmsg(db) : "no statement");
		return;
	}
	int line = 0;
	if (*skip_space(tail, &line))
		complain(q->line, "%s: more than one statement", q->name);
	q->column_n = sqlite3_column_count(q->st);
	check_body(q, refs);
	check_touched(q, refs);
	check_columns(q);
	check_params(q);
	check_shape(q);
	if (q->has_two)
		check_other_body(*q);
	q->makes_row = q->column_n > 0;
	for (const struct query *o = first; o < q; o++) {
		if (!strcmp(o->name, q->name))
			complain(q->line, "%s: the name is taken at line %d", q->name, o->line);
		if (o->makes_row && q->column_n && !strcmp(o->row, q->row)) {
			q->makes_row = false;
			if (!same_row(o, q))
				complain(q->line, "%s: its columns are not those of struct %s_row of line %d", q->name, q->row, o->line);
		}
	}
}

/* ---- the two commands ---- */

static bool shape_of(const char *word, enum shape *ret)
{
	static const char *const list[] = { "one", "many", "done", "sent" };
	for (int i = 0; i < 4; i++)
		if (!strcmp(word, list[i]))
			return *ret = (enum shape)i, true;
	return false;
}

/* `-- name: one|many|done|sent [row]`; any other comment is only a comment, unless it looks like one of ours. */
static bool header_of(const char *s, int line, struct query *ret)
{
	char name[96] = "", shape[16] = "", row[96] = "";
	int n = 0;
	struct query q = { .line = line, .is_of_tenant = !strcmp(owner, "tenant") };
	if (sscanf(s, "-- %95[a-z0-9_]%n", name, &n) != 1 || s[n] != ':')
		return false;
	int found = sscanf(s + n + 1, "%*[ ]%15[^ \n] %95[a-z0-9_]", shape, row);
	if (found < 1 || !shape_of(shape, &q.shape)) {
		if (strncmp(name, base, strlen(base)) || !strchr(name, '_'))
			return false;
		complain(line, "%s: after the name comes one, many, done or sent", name);
	}
	snprintf(q.name, sizeof q.name, "%s", name);
	snprintf(q.row, sizeof q.row, "%s", found > 1 ? row : name);
	*ret = q;
	return true;
}

static int queries_of(const char *src, struct query *ret, int cap)
{
	char *text = read_file(src);
	int n = 0, line = 1;
	for (char *s = text; *s; line++) {
		char *end = s + strcspn(s, "\n");
		char keep = *end;
		*end = 0;
		if (n < cap && header_of(s, line, &ret[n])) {
			if (n)
				s[0] = 0;
			ret[n++].text = end + (keep != 0);
		} else if (!n && *s && strncmp(s, "--", 2) && s[strspn(s, " \t")]) {
			complain(line, "a statement without a name: -- %s_...: one|many|done|sent", base);
		}
		*end = keep;
		s = end + (keep != 0);
	}
	return n;
}

static void name_owner(const char *src)
{
	const char *file = strrchr(src, '/') ? strrchr(src, '/') + 1 : src;
	snprintf(base, sizeof base, "%.*s", (int)strcspn(file, "."), file);
	snprintf(owner, sizeof owner, "%s", base);
	const char *folder = file - (file > src);
	while (folder > src && folder[-1] != '/')
		folder--;
	if (file > src && strncmp(folder, "desk/", 5))
		snprintf(owner, sizeof owner, "%.*s", (int)(file - 1 - folder), folder);
}

static int command_query(const char *src, const char *out, char **schema)
{
	static struct query all[200];
	for (; *schema; schema++)
		schema_load(*schema);
	if (complaint_n)
		return 1;
	name_owner(src);
	complain_file = src;
	/* A step that adds a column makes SQLite forget its virtual tables; under the watch they could not be opened again. */
	sqlite3_exec(db, "PRAGMA table_list", NULL, NULL, NULL);
	sqlite3_set_authorizer(db, watch, NULL);
	int n = queries_of(src, all, 200);
	for (int i = 0; i < n; i++)
		query_check(&all[i], all);
	if (complaint_n)
		return 1;
	put_file(all, n, src, out);
	return 0;
}

int main(int argc, char **argv)
{
	if (sqlite3_open(":memory:", &db)) {
		fprintf(stderr, "queryc: SQLite does not open\n");
		return 1;
	}
	if (store_tokenizer_add && store_tokenizer_add(db)) {
		fprintf(stderr, "queryc: the tokenizer does not start\n");
		return 1;
	}
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (argc >= 4 && !strcmp(argv[1], "query"))
		return command_query(argv[2], argv[3], argv + 4);
	if (argc >= 3 && !strcmp(argv[1], "schema"))
		return command_schema(argv[2], argv + 3);
	fprintf(stderr, "usage: queryc query SRC.sql OUTPREFIX SCHEMA.sql...\n       queryc schema GENDIR SCHEMA.sql... -- QUERIES.sql...\n");
	return 2;
}

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

static int note(char table[][96], int n, int cap, const char *name)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(table[i], name))
			return n;
	if (n < cap)
		snprintf(table[n++], 96, "%s", name);
	return n;
}

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
static char owner[96], base[96];

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

static int number_of_param(const struct query *q, const char *name)
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

/* ---- writing C ---- */

static int plain_params(const struct query *q)
{
	int n = 0;
	for (int i = 0; i < q->param_n; i++)
		n += strcmp(q->param[i], "tenant_id") != 0;
	return n;
}

static void put_prototype(FILE *f, const struct query *q)
{
	static const char *const result[] = { "bool ", "size_t ", "int64_t ", "void " };
	bool many_params = plain_params(q) > 4;
	fprintf(f, "%s%s(struct desk *d", result[q->shape], q->name);
	if (many_params)
		fprintf(f, ", const struct %s_in *in", q->name);
	for (int i = 0; i < q->param_n && !many_params; i++)
		if (strcmp(q->param[i], "tenant_id"))
			fprintf(f, ", %s%s", type_c(q->param[i]), q->param[i]);
	if (q->column_n)
		fprintf(f, ", struct %s_row *%sret", q->row, q->shape == MANY ? "*" : "");
	fputc(')', f);
}

static void put_header(FILE *f, const struct query *q)
{
	if (q->makes_row) {
		fprintf(f, "struct %s_row {\n", q->row);
		for (int i = 0; i < q->column_n; i++)
			fprintf(f, "\t%s%s;\n", type_c(sqlite3_column_name(q->st, i)), sqlite3_column_name(q->st, i));
		fputs("};\n", f);
	}
	if (plain_params(q) > 4) {
		fprintf(f, "struct %s_in {\n", q->name);
		for (int i = 0; i < q->param_n; i++)
			if (strcmp(q->param[i], "tenant_id"))
				fprintf(f, "\t%s%s;\n", type_c(q->param[i]), q->param[i]);
		fputs("};\n", f);
	}
	put_prototype(f, q);
	fputs(";\n\n", f);
}

/* Outside of strings, any white space and every comment becomes one blank. PostgreSQL's parameters are numbers. */
static void put_sql(FILE *f, const struct query *q, bool is_pg)
{
	fputc('"', f);
	const struct tokens *all = is_pg ? &q->pg : &q->all;
	for (int i = 0; i < all->n; i++) {
		const struct token *t = &all->t[i];
		if (is(t, ";"))
			continue;
		if (i && t->at > t[-1].end)
			fputc(' ', f);
		if (is_pg && t->what == T_PARAM) {
			fprintf(f, "$%d", number_of_param(q, t->s));
			continue;
		}
		for (const char *s = t->at; s < t->end; s++) {
			if (*s == '\n')
				fputs("\\n", f);
			else
				fprintf(f, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
		}
	}
	fputc('"', f);
}

static void put_types(FILE *f, const struct query *q)
{
	static const char letter[] = "tibidi";
	fputs(", \"", f);
	for (int i = 0; i < q->param_n; i++)
		fputc(letter[type_of(q->param[i]).kind], f);
	fputc('>', f);
	for (int i = 0; i < q->column_n; i++)
		fputc(letter[type_of(sqlite3_column_name(q->st, i)).kind], f);
	fputs(q->shape == SENT ? "!\"" : "\"", f);
}

static void put_binds(FILE *f, const struct query *q)
{
	static const char *const bind[] = { "store_bind_str(run_, %d, %s%s)", "store_bind_int(run_, %d, %s%s)", "row_bind_bool(run_, %d, %s%s)",
		"row_bind_moment(run_, %d, %s%s)", "row_bind_day(run_, %d, %s%s)", "row_bind_id(run_, %d, %s%s.v)" };
	const char *from = plain_params(q) > 4 ? "in->" : "";
	for (int i = 0; i < q->param_n; i++) {
		fputc('\t', f);
		fprintf(f, bind[type_of(q->param[i]).kind], i + 1, strcmp(q->param[i], "tenant_id") ? from : "d->", q->param[i]);
		fputs(";\n", f);
	}
}

static void put_row(FILE *f, const struct query *q)
{
	static const char *const column[] = { "store_column_str(run_, %d)", "store_column_int(run_, %d)", "row_bool(run_, %d)", "row_moment(run_, %d)",
		"row_day(run_, %d)", "{ store_column_int(run_, %d) }" };
	fprintf(f, "static void read_%s(struct store_run *run_, struct %s_row *ret)\n{\n\t*ret = (struct %s_row){\n", q->row, q->row, q->row);
	for (int i = 0; i < q->column_n; i++) {
		const char *name = sqlite3_column_name(q->st, i);
		fprintf(f, "\t\t.%s = ", name);
		fprintf(f, column[type_of(name).kind], i);
		fputs(",\n", f);
	}
	fputs("\t};\n}\n\n", f);
}

static void put_nothing(FILE *f, const struct query *q)
{
	int day_n = 0;
	fprintf(f, "*ret = (struct %s_row){ ", q->row);
	for (int i = 0; i < q->column_n; i++)
		if (type_of(sqlite3_column_name(q->st, i)).kind == KIND_DAY)
			fprintf(f, "%s.%s = DAY_NONE", day_n++ ? ", " : "", sqlite3_column_name(q->st, i));
	fputs(day_n ? " };\n" : "0 };\n", f);
}

static void put_body(FILE *f, const struct query *q)
{
	if (q->shape == ONE) {
		fputs("\tbool found_ = store_step(run_);\n\tif (found_)\n", f);
		fprintf(f, "\t\tread_%s(run_, ret);\n\tstore_run_end(run_);\n\tif (d->turn->fault == STORE_OK)\n\t\treturn found_;\n\t", q->row);
		put_nothing(f, q);
		fputs("\treturn false;\n}\n\n", f);
	} else if (q->shape == MANY) {
		fputs("\tsize_t n_ = 0, cap_ = 0;\n\twhile (store_step(run_)) {\n\t\tif (n_ == cap_)\n", f);
		fputs("\t\t\t*ret = row_grow(d->arena, *ret, &cap_, sizeof **ret);\n", f);
		fprintf(f, "\t\tread_%s(run_, &(*ret)[n_++]);\n\t}\n\tstore_run_end(run_);\n\tif (d->turn->fault == STORE_OK)\n\t\treturn n_;\n", q->row);
		fputs("\t*ret = NULL;\n\treturn 0;\n}\n\n", f);
	} else {
		fprintf(f, "\twhile (store_step(run_))\n\t\t;\n\t%sstore_run_end(run_);\n}\n\n", q->shape == SENT ? "" : "return ");
	}
}

static void put_function(FILE *f, const struct query *q)
{
	if (q->makes_row)
		put_row(f, q);
	fprintf(f, "static const struct query query_%s = { \"%s\",\n\t", q->name, q->name);
	put_sql(f, q, false);
	fprintf(f, ",\n\t%d, %d, %s,\n\t", q->param_n, q->column_n, sqlite3_stmt_readonly(q->st) ? "false" : "true");
	put_sql(f, q, true);
	put_types(f, q);
	fputs(" };\n\n", f);
	put_prototype(f, q);
	fputs("\n{\n\t", f);
	if (q->shape == ONE)
		put_nothing(f, q), fputc('\t', f);
	if (q->shape == MANY)
		fputs("*ret = NULL;\n\t", f);
	fprintf(f, "struct store_run *run_ = store_run_begin(d->turn, &query_%s);\n\tif (!run_)\n", q->name);
	fprintf(f, "\t\treturn%s;\n", q->shape == ONE ? " false" : q->shape == SENT ? "" : " 0");
	put_binds(f, q);
	put_body(f, q);
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

/* A name for the list of a file's queries: of its folder and its own. */
static const char *list_name(const char *src)
{
	static char name[300];
	const char *file = strrchr(src, '/') ? strrchr(src, '/') + 1 : src, *folder = file - (file > src);
	while (folder > src && folder[-1] != '/')
		folder--;
	snprintf(name, sizeof name, "queries_of_%.*s", (int)(strcspn(file, ".") + (size_t)(file - folder)), folder);
	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '_';
	return name;
}

static void put_list(FILE *f, const struct query *all, int n, const char *src)
{
	fputs("static const struct query *const list[] = { ", f);
	for (int i = 0; i < n; i++)
		fprintf(f, "&query_%s, ", all[i].name);
	fputs("NULL };\nstatic const int line[] = { ", f);
	for (int i = 0; i < n; i++)
		fprintf(f, "%d, ", all[i].line);
	fprintf(f, "0 };\nextern const struct query_file %s;\n", list_name(src));
	fprintf(f, "const struct query_file %s = { \"%s\", %d, list, line };\n", list_name(src), src, n);
}

static void put_queries(char **files, const char *dir)
{
	char path[4096];
	struct text *t = text_new();
	fputs("/* Made by queryc: every query of the program, file by file. */\n#include \"store/store.h\"\n\n", t->f);
	for (char **f = files; *f; f++)
		fprintf(t->f, "extern const struct query_file %s;\n", list_name(*f));
	fputs("\nconst struct query_file *const store_query_files[] = {\n", t->f);
	for (char **f = files; *f; f++)
		fprintf(t->f, "\t&%s,\n", list_name(*f));
	fputs("\tNULL\n};\n", t->f);
	snprintf(path, sizeof path, "%s/queries.c", dir);
	text_write(t, path);
}

/* ---- every table, for whoever carries rows over ---- */

static void put_table(FILE *f, const char *table)
{
	sqlite3_stmt *st = NULL;
	struct text *types = text_new(), *keys = text_new();
	fprintf(f, "\t{ \"%s\", (const char *const[]){ ", table);
	sqlite3_prepare_v2(db, "SELECT name, pk FROM pragma_table_info(?1)", -1, &st, NULL);
	sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(st, 0);
		fprintf(f, "\"%s\", ", name);
		fputc("tibidi"[type_of(name).kind], types->f);
	}
	sqlite3_finalize(st);
	sqlite3_prepare_v2(db, "SELECT cid FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", -1, &st, NULL);
	sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW)
		fprintf(keys->f, "%d, ", sqlite3_column_int(st, 0));
	sqlite3_finalize(st);
	fclose(types->f), fclose(keys->f);
	fprintf(f, "NULL },\n\t\t\"%s\", (const int[]){ %s-1 } },\n", types->b, keys->b);
}

static void put_tables(const char *dir)
{
	char path[4096];
	struct text *t = text_new();
	sqlite3_stmt *st = NULL;
	fputs("/* Made by queryc: every table in the order in which it was made. */\n#include \"store/move.h\"\n\n", t->f);
	fputs("const struct store_table store_tables[] = {\n", t->f);
	sqlite3_prepare_v2(db, "SELECT s.name FROM sqlite_schema s JOIN pragma_table_list l ON l.schema = 'main' AND l.name = s.name "
		"WHERE l.type = 'table' AND substr(s.name, 1, 7) <> 'sqlite_' ORDER BY s.rowid", -1, &st, NULL);
	while (sqlite3_step(st) == SQLITE_ROW)
		put_table(t->f, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	fputs("\t{ NULL, NULL, NULL, NULL }\n};\n", t->f);
	snprintf(path, sizeof path, "%s/tables.c", dir);
	text_write(t, path);
}

static void put_file(const struct query *all, int n, const char *src, const char *out)
{
	char path[4096];
	struct text *h = text_new(), *c = text_new();
	fprintf(h->f, "/* Made by queryc from %s.sql. */\n#pragma once\n#include \"desk/desk.h\"\n\n", base);
	const char *cut = strrchr(out, '/') ? strrchr(out, '/') + 1 : out;
	fprintf(c->f, "/* Made by queryc from %s.sql. */\n#include \"%s.h\"\n#include \"store/row.h\"\n\n", base, cut);
	for (int i = 0; i < n; i++) {
		put_header(h->f, &all[i]);
		put_function(c->f, &all[i]);
	}
	put_list(c->f, all, n, src);
	snprintf(path, sizeof path, "%s.h", out);
	text_write(h, path);
	snprintf(path, sizeof path, "%s.c", out);
	text_write(c, path);
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

static void put_ids(char **files, const char *dir)
{
	static char name[500][96] = { "tenant" };
	int n = 1;
	char path[4096];
	for (; *files; files++) {
		struct tokens all = strcmp(*files, "--") ? tokens_of(read_file(*files), 1) : (struct tokens){ 0 };
		for (int i = 0; i < all.n; i++)
			if ((all.t[i].what == T_WORD || all.t[i].what == T_PARAM) && type_of(all.t[i].s).kind == KIND_ID)
				n = note(name, n, 500, type_of(all.t[i].s).entity);
	}
	struct text *t = text_new();
	fputs("/* Made by queryc: one type per entity, so that the id of one is never taken for another's. v == 0 is absent. */\n#pragma once\n", t->f);
	fputs("#include <stdint.h>\n\n", t->f);
	for (int i = 0; i < n; i++)
		fprintf(t->f, "struct %s_id { int64_t v; };\n", name[i]);
	snprintf(path, sizeof path, "%s/ids.h", dir);
	text_write(t, path);
}

static void put_text(FILE *f, const char *s)
{
	fputs("\t\"", f);
	for (; *s; s++) {
		if (*s == '\n')
			fputs("\\n\"\n\t\"", f);
		else if (*s == '\t')
			fputs("\\t", f);
		else
			fprintf(f, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	}
	fputc('"', f);
}

static void put_migration(FILE *f, const char *path, int *last)
{
	const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char name[96] = "";
	int number = 0;
	complain_file = path;
	if (sscanf(file, "%d_%95[a-z0-9_]", &number, name) != 2 || number <= *last)
		complain(1, "files are called NNNN_name.sql, each number greater than the one before");
	*last = number;
	fprintf(f, "\t{ %d, \"%s\",\n", number, name);
	put_text(f, schema_sqlite(read_file(path)));
	fputs(",\n", f);
	put_text(f, schema_pg(read_file(path)));
	fputs(" },\n", f);
}

static int command_schema(const char *dir, char **files)
{
	struct text *t = text_new();
	char path[4096];
	int last = 0, n = 0;
	fputs("/* Made by queryc: the migrations, in order. */\n#include \"store/migrate.h\"\n\n", t->f);
	fputs("const struct store_migration store_migrations[] = {\n", t->f);
	for (char **f = files; *f && strcmp(*f, "--"); f++, n++) {
		schema_load(*f);
		put_migration(t->f, *f, &last);
	}
	fprintf(t->f, "\t{ 0, NULL, NULL, NULL }\n};\nconst int store_migration_n = %d;\n", n);
	if (complaint_n)
		return 1;
	put_ids(files, dir);
	while (*files && strcmp(*files, "--"))
		files++;
	if (*files)
		put_queries(files + 1, dir);
	put_tables(dir);
	snprintf(path, sizeof path, "%s/schema.c", dir);
	text_write(t, path);
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

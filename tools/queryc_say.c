/* The C that a query becomes: its row, its prototype, its body for both stores; and the list of a file's queries. */
#include "tools/queryc.h"
#include <string.h>

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

/* A name for the list of a file's queries: of its folder and its own. */
const char *list_name(const char *src)
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

void put_file(const struct query *all, int n, const char *src, const char *out)
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

/* What the schema becomes: migrations for both stores, a type for each id, every table for whoever carries rows over, and the list of all queries. */
#include "tools/queryc.h"
#include <string.h>

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

int command_schema(const char *dir, char **files)
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

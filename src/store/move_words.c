/* The words by which rows of a table are carried. They are for both stores: SQLite numbers $1, $2 as they come, PostgreSQL as they are called. */
#include "store/move.h"
#include "base/check.h"
#include <pthread.h>

static struct move_words *all_words;

/* Puts something for every column of the table, or of its key; numbers count from 1. */
static void each(FILE *f, const struct store_table *t, bool is_key, const char *between, void (*put)(FILE *, const char *column, int number))
{
	for (int i = 0; is_key ? t->key[i] >= 0 : t->column[i] != NULL; i++) {
		fputs(i ? between : "", f);
		put(f, t->column[is_key ? t->key[i] : i], i + 1);
	}
}

/* Without the tenant: SQLite finds its place in the index by an equality and a comparison, not by one comparison of both. */
static void each_behind_tenant(FILE *f, const struct store_table *t, void (*put)(FILE *, const char *column, int number))
{
	for (int i = 1; t->key[i] >= 0; i++) {
		fputs(i > 1 ? ", " : "", f);
		put(f, t->column[t->key[i]], i + 1);
	}
}

static void name(FILE *f, const char *column, int number)
{
	(void)number;
	fputs(column, f);
}

static void number(FILE *f, const char *column, int number)
{
	(void)column;
	fprintf(f, "$%d", number);
}

static void equal(FILE *f, const char *column, int number)
{
	fprintf(f, "%s = $%d", column, number);
}

static void excluded(FILE *f, const char *column, int number)
{
	(void)number;
	fprintf(f, "%s = excluded.%s", column, column);
}

static char *page_words(const struct store_table *t)
{
	char *words = NULL;
	size_t n;
	FILE *f = open_memstream(&words, &n);
	fputs("SELECT ", f);
	each(f, t, false, ", ", name);
	fprintf(f, " FROM %s WHERE tenant_id = $1", t->name);
	if (t->key[1] >= 0) {
		fputs(" AND (", f);
		each_behind_tenant(f, t, name);
		fputs(") > (", f);
		each_behind_tenant(f, t, number);
		fputs(")", f);
	}
	fputs(" ORDER BY ", f);
	each(f, t, true, ", ", name);
	fprintf(f, " LIMIT %d", MOVE_PAGE);
	fclose(f);
	return words;
}

static char *put_words(const struct store_table *t)
{
	char *words = NULL;
	size_t n;
	FILE *f = open_memstream(&words, &n);
	fprintf(f, "INSERT INTO %s (", t->name);
	each(f, t, false, ", ", name);
	fputs(") VALUES (", f);
	each(f, t, false, ", ", number);
	fputs(") ON CONFLICT (", f);
	each(f, t, true, ", ", name);
	fputs(") DO UPDATE SET ", f);
	each(f, t, false, ", ", excluded);
	fclose(f);
	return words;
}

static char *at_key(const struct store_table *t)
{
	char *words = NULL;
	size_t n;
	FILE *f = open_memstream(&words, &n);
	fprintf(f, "DELETE FROM %s WHERE ", t->name);
	each(f, t, true, " AND ", equal);
	fclose(f);
	return words;
}

static char *joined(const char *format, const char *a, const char *b)
{
	char *words = NULL;
	CHECK(asprintf(&words, format, a, b) >= 0);
	return words;
}

static struct move_words words_of(const struct store_table *t)
{
	char key_types[MOVE_COLUMNS] = "";
	int key_n = 0, column_n = (int)strlen(t->types);
	CHECK(column_n <= MOVE_COLUMNS);
	for (; t->key[key_n] >= 0; key_n++)
		key_types[key_n] = t->types[t->key[key_n]];
	char *page = page_words(t), *put = put_words(t), *take = at_key(t);
	char *read_types = joined("%s>%s", key_types, t->types), *drop = joined("DELETE FROM %s WHERE %s = $1", t->name, "tenant_id");
	return (struct move_words){
		.page = { t->name, page, key_n, column_n, false, page, read_types },
		.again = { t->name, page, key_n, column_n, false, page, read_types },
		.put = { t->name, put, column_n, 0, true, put, joined("%s>%s", t->types, "") },
		.take = { t->name, take, key_n, 0, true, take, joined("%s>%s", key_types, "") },
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

const struct move_words *move_words_of(const struct store_table *table)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_words);
	return &all_words[table - store_tables];
}

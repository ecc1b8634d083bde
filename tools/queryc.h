/* What the files of queryc share: queryc_sql.c knows words, types and the schema; queryc_check.c refuses; queryc_say.c writes the C of queries,
 * queryc_schema.c that of the schema; queryc.c reads the queries and asks the engine. */
#pragma once
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>

/* ---- queryc_sql.c ---- */

extern const char *complain_file;
extern int complaint_n;
extern sqlite3 *db;                                     /* in memory, holding the schema */

/* The program's own tokenizer of FTS5, where QUERYC_EXTRA of the Makefile names its file; an SQLite code. */
int store_tokenizer_add(sqlite3 *) __attribute__((weak));

void complain(int line, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int note(char table[][96], int n, int cap, const char *name);     /* adds a name that is not there yet; gives how many there are */
void *must(void *);                                     /* ends the program when there was no memory */
char *read_file(const char *path);

struct text { char *b; size_t n; FILE *f; };
struct text *text_new(void);
void text_write(struct text *, const char *path);       /* leaves a file alone that says the same */

enum kind { KIND_TEXT, KIND_INT, KIND_BOOL, KIND_TIME, KIND_DAY, KIND_ID, KIND_NUMBER };
struct type { enum kind kind; char entity[64]; };
extern const char *const kind_word[];
struct type type_of(const char *name);
const char *type_c(const char *name);                   /* as C writes it, with a blank behind */

enum what { T_END, T_WORD, T_PARAM, T_NUMBER, T_STRING, T_SIGN };
enum clause { IN_NOTHING, IN_SELECT, IN_FROM, IN_ON, IN_WHERE, IN_SET, IN_OTHER };
/* A group is one level of parentheses, a CASE, or one arm of a UNION; an equality binds only tables of its own group. */
struct token { enum what what; char s[96]; const char *at, *end; int line, group; enum clause clause; };
enum { TOKEN_MAX = 20000, GROUP_MAX = 2000 };
struct tokens { struct token *t; int n; int *parent; int group_n; };

struct tokens tokens_of(const char *text, int line);
const char *skip_space(const char *s, int *line);       /* and comments */
bool is(const struct token *, const char *s);
bool is_any(const struct token *, const char *const *list);     /* the list ends in NULL */
int closing(const struct tokens *, int open);           /* the place of the parenthesis that closes this one */

char *text_for(const char *raw, const char *store, int line);   /* store: sqlite, pg, or both: only what is for both */
void schema_load(const char *path);                     /* into db, complaining of what is not house style */
char *schema_sqlite(const char *raw);                   /* @tokens become SQLite's words */
char *schema_pg(const char *raw);                       /* PostgreSQL's, with the wall around every table */
bool is_tenant_table(const char *table);

/* ---- queryc_check.c ---- */

enum shape { ONE, MANY, DONE, SENT };
struct query {
	char name[96], row[96];
	enum shape shape;
	int line;
	char *text;
	struct tokens all, pg;                          /* SQLite's body, PostgreSQL's; mostly the same */
	sqlite3_stmt *st;
	char param[64][96];
	int param_n, column_n;
	bool makes_row, is_of_tenant, has_two;          /* of_tenant: it stands in desk/tenant.sql; two: it has a body for each store */
};

struct ref { char table[96], alias[96]; int at, line, group; bool is_left, is_bound; };
enum { REF_MAX = 64 };
struct refs { struct ref r[REF_MAX]; int n; };

/* Finds every table named in the statement and notes for each token in which clause of its group it stands. */
void refs_find(struct query *, struct refs *);
void check_tenant(struct query *, struct refs *);       /* every tenant's table is bound to :tenant_id */
void check_comparisons(const struct query *);           /* what is compared or set is of one type by its names */
void check_inserts(const struct query *);
void check_words(const struct query *);                 /* the common subset of our stores */
void check_many(const struct query *);

/* ---- queryc.c ---- */

extern char base[96];                                   /* the file's name without its ending */
int number_of_param(const struct query *, const char *name);    /* from 1; above param_n: not its own */

/* ---- queryc_say.c ---- */

void put_file(const struct query *all, int n, const char *src, const char *out);
const char *list_name(const char *src);                 /* of a file's queries, by its folder and its own name */

/* ---- queryc_schema.c ---- */

int command_schema(const char *dir, char **files);      /* gives the exit code */

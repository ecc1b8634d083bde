/* What the files of tidy share: tidy.c walks the tree and knows floors and folders, tidy_text.c looks at every text, tidy_code.c at C. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum rule { FUNCTION_LINES, PARAMETERS, NESTING, FILE_LINES, TOOLS_LINES, FOLDER_ENTRIES, DOOR_INCLUDES, COLUMNS, INDENT, TRAILING,
	LAST_LINE, NOT_UTF8, HEAD_COMMENT, ONCE, HTML_IN_C, SQL_IN_C, WORDS_IN_C, UNFINISHED, MACHINE_PATH, FLOORS, DRIVER, STATE, TYPEDEF,
	ROOM_NAME, TWO_BODIES, EXCUSES, RULE_N };

/* A block of a page is one text for its translators and keeps to one line where it can. */
enum { FUNCTION_CAP = 60, PARAMETER_CAP = 5, NESTING_CAP = 4, COLUMN_CAP = 150, PAGE_COLUMN_CAP = 240, TOOLS_CAP = 2750, TWO_BODIES_CAP = 12,
	EXCUSE_CAP = 12 };

struct file { const char *path; char *text, *code; size_t n; int line_n; };     /* code: the same length, comments and strings blanked */

/* ---- tidy.c ---- */
extern int tools_n, two_bodies_n, excuse_n;             /* lines of the generators, queries with two bodies, excused functions so far */
void complain(const char *path, int line, enum rule, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
bool fits(const char *pattern, const char *path);       /* `*` also spans folders */
bool listed(const char *const *list, const char *path);
bool starts(const char *s, const char *with);
bool ends(const char *s, const char *with);
bool is_test(const char *path);
bool is_room(const char *path);
int line_of(const struct file *, const char *at);       /* `at` lies in its text */
const char *find_word(const char *s, const char *end, const char *word);

/* ---- tidy_text.c; comment: what it begins with, NULL for pages and prose ---- */
void check_text(const struct file *, const char *comment);

/* ---- tidy_code.c ---- */
void check_code(struct file *);

/* A list of people as offices keep it (CSV or TSV, UTF-8, UTF-16 or CP932, headings in whatever order): cells by the key of their column, days in
 * whatever writing, and a report of what became of each row. */
#pragma once
#include "base/csv.h"
#include "base/day.h"
#include "base/out.h"

/* words: what the heading may say, parted by `|`; compared folded. */
struct roll_column { const char *key, *words; };

enum roll_end { ROLL_WAITS, ROLL_ADDED, ROLL_CHANGED, ROLL_UNCHANGED, ROLL_REJECTED };
struct roll_row { int64_t line_n; struct str *cell; enum roll_end end; struct str why; };
struct roll {
	struct arena *arena;
	const struct roll_column *column; size_t column_n;
	int place[64];                                  /* of each column in the rows' cells; -1: the file has none */
	struct roll_row *row; size_t row_n;
	struct str unknown;                             /* headings that say nothing here */
	const char *encoding;
	int64_t added_n, changed_n, unchanged_n, rejected_n;
	size_t done_n;                                  /* rows that were run; where it is fewer than row_n, it is run again in a turn of its own */
	int64_t longest_ns, turn_ns;                    /* the longest turn so far by the clock, commit and all; the last one */
	int64_t piece_ns, commit_ns;                    /* roll_pace: how long the last turn took rows, and what one costs beside that */
};

/* False with a sentence: no table, no heading that is known, or one of must (a key) is missing. Rows that cannot be read are rejected already. */
bool roll_open(struct arena *, struct str bytes, struct roll *, const char *must, struct str *ret_why);
struct str roll_cell(const struct roll *, const struct roll_row *, const char *key);     /* trimmed; absent when empty or there is no such column */
/* How long the next turn may take rows, so that with its commit others wait about 30 ms and hardly ever 50: by what the last ones cost beside. */
int64_t roll_pace(struct roll *);
/* Sets the row's end and counts it; why only for REJECTED (a sentence, kept in the arena). */
void roll_settle(struct roll *, struct roll_row *, enum roll_end, struct str why);
/* 2020-04-01, 2020/4/1, 2020.4.1, 20200401, 2020年4月1日, 令和2年4月1日, R2.4.1, H元.5.1, in wide figures too. False when it is no day. */
bool roll_day(struct str, struct day *ret);
bool roll_is_yes(struct str);                           /* 1, yes, true, ○, 有, はい, 可 */

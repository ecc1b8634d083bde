/* A row of somebody's table as what the directory can hold: which column is what, and what a row says. Pure; nothing is invented: a missing or
 * impossible coordinate stays empty, words that nobody understands are kept with their heading. */
#pragma once
#include "base/day.h"
#include "exchange/exchange_table.h"

struct exchange_layout {
	const struct exchange_table *table;
	int to[EXCHANGE_COLUMNS_MOST];                  /* enum exchange_to, or a fact */
	int name_at;                                    /* -1: no column of names */
	bool is_name[EXCHANGE_COLUMNS_MOST];            /* another column of names: where the first is empty */
	struct day as_of;                               /* of its figures, where no column says it; DAY_NONE */
	struct str kind;                                /* facility | service | programme: by its headings */
	bool is_event, is_vacancy;                      /* vacancy: a row is a facility and an age */
	bool has_id, has_no;                            /* ids are there, and no two rows share one */
	int sure_n, guess_n, more_n;                    /* columns */
};
void exchange_layout_of(struct arena *, const struct exchange_words *, const struct exchange_table *, struct exchange_layout *ret);

/* A list of words beside the real one, as files of JSON have them: names, numbers and nothing else. */
bool exchange_is_thin(const struct exchange_layout *);

enum exchange_why { EXCHANGE_FINE, EXCHANGE_NO_NAME, EXCHANGE_EMPTY_ROW, EXCHANGE_SECOND_HEADING, EXCHANGE_SUM, EXCHANGE_FOOTNOTE,
	EXCHANGE_SECTION, EXCHANGE_BROKEN, EXCHANGE_TOO_LONG, EXCHANGE_NO_FIGURE, EXCHANGE_NO_OUTLINE, EXCHANGE_WHY_N };
const char *exchange_why_word(enum exchange_why);       /* "no_name" */
const char *exchange_why_says(enum exchange_why);       /* one English sentence */

enum { EXCHANGE_AGES = 6 };
struct exchange_figures { bool is_any; struct day as_of; struct str vacant[EXCHANGE_AGES], wait[EXCHANGE_AGES], enrolled[EXCHANGE_AGES]; };

struct exchange_record {
	int64_t line_n;
	enum exchange_why why;
	const char *broken;                             /* BROKEN: what the reader says */
	struct str fact[FACT_N];
	struct str id, no, publisher, licence;
	int64_t lat_n, lon_n;
	bool is_turned, is_off;                         /* coordinates were swapped and put right; were impossible and left empty */
	struct str kind, type;                          /* type: where the table says what it is, else guessed later */
	struct exchange_figures figures;                /* places by age, where a facility's row has them */
	struct str age, vacant, wait, enrolled;           /* a row of the vacancy kind */
};
void exchange_record_of(struct arena *, const struct exchange_words *, const struct exchange_layout *, const struct exchange_line *,
	struct exchange_record *ret);
/* What stays the same when the row comes again: the publisher's id, or name and address. */
struct str exchange_key(struct arena *, const struct exchange_layout *, const struct exchange_record *);
/* "2021年9月30日", "2023-04-01", "R5.4.1", 令和元年5月; a month alone is its first day. DAY_NONE when it says none. */
struct day exchange_day_read(struct arena *, struct str words);
struct day exchange_day_in(struct arena *, struct str words);          /* the first date within a sentence, or DAY_NONE */

/* A file that others published, as tables of rows and cells, whatever its encoding and form: CSV, TSV, JSON in any of its shapes, GeoJSON. */
#pragma once
#include "exchange/exchange_words.h"
#include "base/json.h"

enum { EXCHANGE_BYTES_MOST = 64 << 20, EXCHANGE_JSON_MOST = 32 << 20, EXCHANGE_ROWS_MOST = 300000, EXCHANGE_COLUMNS_MOST = 500 };

struct exchange_line {
	int64_t line_n;                                 /* in the file; in JSON, the how-manieth record of the file */
	struct str *cell;                               /* column_n of the table; absent where there was none; trimmed */
	const struct json *geometry;                    /* GeoJSON only, and only when it is no point */
	const char *wrong;                              /* why it cannot be read, or NULL */
};

struct exchange_table {
	struct str title;                               /* what the file calls this table: 子育て支援センター; or absent */
	struct str *key, *label;                        /* header words; label differs from key where JSON says so, and where a heading has two lines */
	bool is_joined;                                 /* it has: label is what both say */
	size_t column_n;
	struct exchange_line *line; size_t line_n;
	struct str above;                               /* what stands above the heading, a line a row; or absent */
	bool is_of_places;                              /* somebody said that it is about places free: 0歳 alone is a column of them */
	bool has_header;                                /* false: no row of the file looks like a heading */
};

struct exchange_tables {
	struct exchange_table *table; size_t table_n;
	const char *encoding, *form;                    /* "CP932", "CSV" */
	size_t broken_n;                                /* letters that could not be read */
	struct str licence, credit;                     /* as the file states them, or absent */
	const char *wrong;                              /* why not, as a word for pages: zip excel pdf binary empty large html json no_list */
};

/* How much a row looks like a heading; 2 and less is not at all. */
int exchange_heading_score(const struct exchange_words *, const struct str *cell, size_t n);
/* The words tell which row is the heading. False with a sentence for administrators in *ret_why that says what to do next. */
bool exchange_read(struct arena *, const struct exchange_words *, struct str bytes, struct exchange_tables *ret, struct str *ret_why);

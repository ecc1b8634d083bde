/* Carrying a tenant's rows from one store into another, whatever engine each has, while the one is being used. */
#pragma once
#include "store/store.h"

/* A table in the order in which tables were made (what is pointed at comes first): its columns (the list ends in NULL), a letter for each one's
 * type as in struct query, and the places of its key's columns (ending in -1; the first is tenant_id). Made by queryc. */
struct store_table { const char *name; const char *const *column; const char *types; const int *key; };
extern const struct store_table store_tables[];         /* ends in NULL */

/* What carrying asks of a table: rows in pages behind a key, one put in or over its older self, one taken away, all dropped. */
struct move_words { struct query page, again, put, take, drop; };	/* again: the same page, to read back by while the next is asked for */
const struct move_words *move_words_of(const struct store_table *);     /* live as long as the program: connections know queries by address */
enum { MOVE_PAGE = 500, MOVE_COLUMNS = 100 };

struct store_move { struct store *from, *to; int64_t tenant_id; const struct store_progress *progress; };
/* row_n: rows compared in the end; late_n: of them those that were written while the rest was carried; frozen_ms: how long writes waited. */
struct store_moved { int64_t row_n, late_n, frozen_ms; int round_n; };

/* Carries all rows over while `from` is read and written, in rounds that find what changed meanwhile (what a killed move left in `to` counts as
 * carried). Where more is written than carried, writers get a short turn in every second. Then it holds the writers of `from`,
 * compares every row on both sides, carries what is left, and takes the row of table tenant, by which a tenant is served, from the one to the other.
 * True when that is durable. `to` may hold rows of this tenant, but not that one. */
bool store_move(const struct store_move *, struct store_moved *ret, struct str *ret_why);
/* Puts into `to`, which has none of them, the rows that one snapshot of `from` shows, and reads them back. Told is how many rows. */
bool store_carry(const struct store_move *, int64_t *ret_row_n, struct str *ret_why);
/* Every row of the tenant goes. */
enum store_fault store_empty(struct store *, int64_t tenant_id);

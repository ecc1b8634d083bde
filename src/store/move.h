/* Carrying a tenant's rows from one store into another, whatever engine each has. */
#pragma once
#include "store/store.h"

/* How the rows of a table are read in pages behind a key, put and dropped; the key's columns by their places. Made by queryc, in the order in
 * which tables were made: what is pointed at comes first. */
struct store_table { const char *name; const struct query *page, *put, *drop; const int *key; };
extern const struct store_table store_tables[];         /* ends in NULL */

/* All rows of the tenant, in one transaction of `to`, which holds none of them yet; `from` takes no writes meanwhile.
 * True when both then hash alike. */
bool store_move(struct store *from, struct store *to, int64_t tenant_id, int64_t *ret_row_n, struct str *ret_why);
/* Every row of the tenant goes. */
enum store_fault store_empty(struct store *, int64_t tenant_id);

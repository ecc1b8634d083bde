/* Carrying a tenant's rows from one store into another, whatever engine each has. */
#pragma once
#include "store/store.h"

/* A table in the order in which tables were made (what is pointed at comes first): its columns (the list ends in NULL), a letter for each one's
 * type as in struct query, and the places of its key's columns (ending in -1; the first is tenant_id). Made by queryc. */
struct store_table { const char *name; const char *const *column; const char *types; const int *key; };
extern const struct store_table store_tables[];         /* ends in NULL */

/* All rows of the tenant, in one transaction of `to`, which holds none of them yet; `from` takes no writes meanwhile.
 * True when both then hash alike. */
bool store_move(struct store *from, struct store *to, int64_t tenant_id, int64_t *ret_row_n, struct str *ret_why);
/* Every row of the tenant goes. */
enum store_fault store_empty(struct store *, int64_t tenant_id);

/* The schema's history, compiled in from schema/NNNN_name.sql: applied once each, in order, forward only. */
#pragma once
#include "base/arena.h"

struct sqlite3;
struct store_migration { int number; const char *name, *sql, *sql_pg; };

extern const struct store_migration store_migrations[];
extern const int store_migration_n;

/* The newest migration that this file has had; 0 for an empty one, -1 when that cannot be read. */
int store_schema_of(struct sqlite3 *);
/* Applies what is missing of the list, each in a transaction of its own. False with a sentence. */
bool store_migrate(struct sqlite3 *, const struct store_migration *list, int n, struct arena *, struct str *ret_why);

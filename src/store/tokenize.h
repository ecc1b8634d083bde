/* How the words of a tenant's file are cut for searching. */
#pragma once
#include <sqlite3.h>

/* Makes the tokenizer `yorisoi` known to this connection; an SQLite code. */
int store_tokenizer_add(sqlite3 *);

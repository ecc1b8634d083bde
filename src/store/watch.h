/* A database that goes away: who looks whether it is there. PostgreSQL only. While nobody takes writes, every turn fails at once (STORE_IO)
 * instead of waiting, and readers are led to a replica; who waited for an answer when it went is let go. */
#pragma once
#include "store/store.h"

struct store_watch;
/* One watch an address; `replica_url` NULL: nobody answers readers meanwhile. */
struct store_watch *store_watch(const char *url, const char *replica_url);
void store_watch_end(struct store_watch *);             /* may be NULL */
bool store_is_away(const struct store *);               /* writes would fail now; false without a watch, and for files */

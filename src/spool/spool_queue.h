/* A queue of posts on this machine's disk, for while the database is away: sealed, bounded, in order. What is told as put survives a power cut. */
#pragma once
#include "base/arena.h"
#include "base/day.h"
#include "base/seal.h"
#include <stdatomic.h>

/* Of one tenant. Full is when any of them is reached; age counts from the oldest that still waits: a day is no failover any more. */
enum { SPOOL_POSTS_MOST = 5000, SPOOL_BYTES_MOST = 16 << 20, SPOOL_POST_MOST = 160 << 10, SPOOL_HOURS_MOST = 24 };

/* What is needed to do later what would have been done now. `at`: when it was taken; `base` and `path`: where to, in the tenant; `once`: the form's
 * key, by which it acts once. */
struct spool_post {
	int64_t number;                                 /* its place in the queue: id_new() */
	struct moment at;
	struct str base, path, host, cookie, type, language, address, signature, once, body;
	bool is_secure;
};

struct spool_queue {
	struct str folder;
	struct seal_key key;
	_Atomic int64_t post_n, byte_n, oldest_ms;      /* oldest: 0 when it is empty */
};

bool spool_folder(struct arena *, struct str path);     /* makes it and those around it, durably; true when it is there already */
/* Looks at what lies there; the folder is made with the first post. Halves that were never acknowledged are removed. */
void spool_open(struct spool_queue *, struct arena *, struct str folder, const struct seal_key *tenant_key, int64_t tenant_id);
bool spool_is_full(struct spool_queue *, struct moment now, size_t more_n);
/* False, and nothing was taken: full, or the disk does not let us. Slow by two fsyncs. */
bool spool_put(struct spool_queue *, struct arena *, const struct spool_post *);
int64_t spool_waiting(struct spool_queue *);
/* The numbers that wait, oldest first. */
size_t spool_list(struct spool_queue *, struct arena *, int64_t **ret);
/* False: it is torn or was changed, and now lies beside as NUMBER.broken. */
bool spool_get(struct spool_queue *, struct arena *, int64_t number, struct spool_post *ret);
void spool_drop(struct spool_queue *, struct arena *, int64_t number);

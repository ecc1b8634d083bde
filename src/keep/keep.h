/* Sealed bytes under a name that says nothing: in a folder of this machine, or in a bucket of an S3 store. Written once, never changed. What is told
 * as kept survives a power cut. Slow; outside of transactions only (a folder's reads and drops are quick). */
#pragma once
#include "base/arena.h"

struct keep {
	bool is_s3;
	struct str folder;                              /* of this tenant; made when it is first needed */
	struct str url, region, key, secret;            /* https://HOST/BUCKET/TENANT */
};

enum { KEEP_MOST = 16 << 20 };
bool keep_put(const struct keep *, struct arena *, struct str name, struct str bytes);  /* false and a line in the log */
bool keep_get(const struct keep *, struct arena *, struct str name, struct str *ret);
bool keep_drop(const struct keep *, struct arena *, struct str name);   /* true also when it is not there */
/* Names in the folder that are between one day and three days old, at most `most_n`: what no row names by then was never acknowledged. Folders only;
 * 0 for S3. */
size_t keep_old(const struct keep *, struct arena *, size_t most_n, struct str **ret);
bool keep_folder(const char *path);                     /* makes a folder, durably; true when it is there already */
/* Copies a folder's files that are not in `to` yet, each whole and durable; those that vanish meanwhile were erased. Counts those that are there. */
bool keep_copy(const char *from, const char *to, int64_t *ret_n, struct str *ret_why, struct arena *);

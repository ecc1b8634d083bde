/* Memory of one request or job: taken piece by piece, given back in one step. Running past the cap is a bug and ends the process:
 * whatever is read into an arena has a limit of its own. */
#pragma once
#include "base/str.h"

struct arena;

struct arena *arena_new(size_t cap);
void arena_free(struct arena *);
void arena_reset(struct arena *);                       /* keeps the first block for the next use */
void *arena_get(struct arena *, size_t n);              /* zeroed, aligned for anything */
struct str arena_str(struct arena *, struct str);       /* a copy with a zero byte behind */
struct str arena_fmt(struct arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const struct arena *);

#define ARENA_NEW(a, type) ((type *)arena_get((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_get((a), sizeof(type) * (size_t)(n)))

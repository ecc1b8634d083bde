/* A growing text in an arena: pages, letters, lines of JSON. */
#pragma once
#include "base/arena.h"

struct out { struct arena *arena; char *b; size_t n, cap; };

void out_grow(struct out *, size_t more);
void out_put(struct out *, const char *s, size_t n);
void out_str(struct out *, struct str);
void out_z(struct out *, const char *z);
void out_int(struct out *, int64_t);
void out_fmt(struct out *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_json(struct out *, struct str);                /* with quotes, escaped; absent gives null */
void out_percent(struct out *, struct str);             /* as one part of an address: %XX for all but letters, digits and -._~ */
struct str out_done(struct out *);                      /* puts a zero byte behind; the text stays in the arena */

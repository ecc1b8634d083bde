/* What the room's files lend each other. */
#pragma once
#include "disclose/disclose.h"

/* Puts it down and starts the clock, without walls; kind: how it came, as a step says it ("enter", "online"). */
struct request_id disclose_begin(struct desk *, const struct family_row *, const struct disclose_new *, const char *kind);
/* Puts together anew everything held about the person of the request. How many things. */
size_t disclose_collect(struct desk *, const struct disclose_row *);

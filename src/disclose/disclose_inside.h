/* What the room's files lend each other. */
#pragma once
#include "disclose/disclose.h"

/* Puts together anew everything held about the person of the request. How many things. */
size_t disclose_collect(struct desk *, const struct disclose_row *);

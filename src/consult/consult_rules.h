/* When a person will answer: pure arithmetic over a counter's hours. */
#pragma once
#include "base/day.h"

/* The latest moment by which a worry written at `now` is answered, by hours such as `Mon-Fri 08:30-17:15; Sat 09:00-12:00` in Japan:
 * with two hours or more left of an open day it is that day's end, else an hour and a half after the next opening.
 * `closed_days` is a comma list of dates (2026-12-29) on which nobody is there. MOMENT_NONE when the hours say nothing (then no promise is made). */
struct moment consult_promise(struct moment now, struct str hours_rule, struct str closed_days);
/* Whether somebody is there at `now`. */
bool consult_is_open(struct moment now, struct str hours_rule, struct str closed_days);

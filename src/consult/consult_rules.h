/* When a person will answer: pure arithmetic over a counter's hours. */
#pragma once
#include "base/day.h"

/* The latest moment by which a worry written at `now` is answered, by hours such as `Mon-Fri 08:30-17:15; Sat 09:00-12:00` in Japan:
 * with two hours or more left of an open day it is that day's end, else an hour and a half after the next opening.
 * `closed_days` is a comma list of dates (2026-12-29) on which nobody is there. MOMENT_NONE when the hours say nothing (then no promise is made). */
struct moment consult_promise(struct moment now, struct str hours_rule, struct str closed_days);
/* Whether somebody is there at `now`. */
bool consult_is_open(struct moment now, struct str hours_rule, struct str closed_days);
/* Until when an answer may be promised that takes so many minutes of the counter's hours: the next half hour after that; MOMENT_NONE: never open. */
struct moment consult_promise_at_pace(struct moment now, struct str hours_rule, struct str closed_days, int64_t minutes);
/* Minutes between the two during which the counter was open; at most 60 days are looked at. */
int64_t consult_open_minutes(struct moment from, struct moment to, struct str hours_rule, struct str closed_days);
/* The smallest of them that at least `share` of 100 do not exceed (the nearest rank); 0 for none. Sorts them. */
int64_t consult_share(int64_t *n, size_t count, int share);
/* Where a talk stands in its list, smallest first: what waits by the moment it is due, what rings before all that; everything else by its
 * last word, the newest first. */
int64_t consult_order_waiting(struct moment promise_at, struct moment last_at, bool is_ringing);
static inline int64_t consult_order_rested(struct moment last_at) { return -last_at.ms; }

/* Weekly hours as one line, `Mon-Fri 08:30-12:00; Mon-Fri 13:00-17:15; Sat,Sun 09:00-12:00`: a few spans read anew at each question, no state. Times
 * are Japan's. What cannot be read is passed over, so a broken rule is never open. */
#pragma once
#include "base/day.h"

enum { HOURS_SPANS = 8 };
struct hours_span { int from, to; };                    /* minutes of a day; to is the first minute that is closed */

/* The spans of one day of the week (0 Sunday), in the rule's order. */
size_t hours_on(struct str rule, int weekday, struct hours_span ret[HOURS_SPANS]);
bool hours_are_closed_on(struct day, struct str closed_days);   /* closed_days: `2026-12-29,2026-12-30` */
bool hours_are_open(struct moment, struct str rule, struct str closed_days);
/* When it opens next, from that moment on; now when it is open; MOMENT_NONE: not within 31 days. */
struct moment hours_next_open(struct moment, struct str rule, struct str closed_days);
/* Until when it is open without a break; MOMENT_NONE: it is closed. */
struct moment hours_open_until(struct moment, struct str rule, struct str closed_days);

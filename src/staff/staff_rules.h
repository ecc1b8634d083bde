/* Free time of one day: pure arithmetic over spans and taken quarters. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { STAFF_SPANS = 8, STAFF_DAY_QUARTERS = 96 };
struct staff_span { int from, until; };                 /* minutes of a day; until is the first minute after */

/* Beginnings (minutes of the day, rising) of stretches of `minutes` that lie whole within one span, begin on multiples of `step`, take no quarter of
 * `taken`, and keep `margin` minutes to any that is taken. At most 96. */
struct staff_slot_ask { const struct staff_span *span; size_t span_n; const bool *taken; int minutes, step, margin; };
size_t staff_slots(const struct staff_slot_ask *, int ret[STAFF_DAY_QUARTERS]);
/* The whole stretch lies within one of them. */
bool staff_spans_hold(const struct staff_span *, size_t span_n, int from, int until);

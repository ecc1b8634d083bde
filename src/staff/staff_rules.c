/* Free time of one day. */
#include "staff/staff_rules.h"

bool staff_spans_hold(const struct staff_span *span, size_t n, int from, int until)
{
	for (size_t i = 0; i < n; i++)
		if (span[i].from <= from && until <= span[i].until)
			return true;
	return false;
}

static bool is_clear(const bool *taken, int from, int until)
{
	int first = from < 0 ? 0 : from / 15, last = (until + 14) / 15;
	for (int q = first; q < last && q < STAFF_DAY_QUARTERS; q++)
		if (taken[q])
			return false;
	return true;
}

size_t staff_slots(const struct staff_slot_ask *ask, int ret[STAFF_DAY_QUARTERS])
{
	size_t n = 0;
	int step = ask->step < 15 ? 15 : ask->step;
	for (int from = 0; from + ask->minutes <= 24 * 60 && n < STAFF_DAY_QUARTERS; from += step)
		if (staff_spans_hold(ask->span, ask->span_n, from, from + ask->minutes)
			&& is_clear(ask->taken, from - ask->margin, from + ask->minutes + ask->margin))
			ret[n++] = from;
	return n;
}

/* The order of a day's visits: straight lines, fixed times kept. Pure. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VISIT_STOPS = 40, VISIT_TRIED = 8 };
struct visit_stop { int64_t lat_n, lon_n; int minutes; bool is_fixed; };        /* millionths of a degree; 0 and 0: nobody knows where */

/* Metres between two points, by the sphere; 0 where one is not known. */
int64_t visit_metres(const struct visit_stop *, const struct visit_stop *);
int64_t visit_road_metres(const struct visit_stop *, const size_t *order, size_t n);
/* Stops come in the order of their times. ret[i]: which stop goes at the i-th time. Fixed stops stay where they are; the others change places with
 * stops of the same length only. Up to VISIT_TRIED that may change are tried in every order, more are put to the nearest one after another. */
void visit_order(const struct visit_stop *, size_t n, size_t *ret);

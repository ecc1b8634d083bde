/* Small numbers in public tables: 1 to 9 are hidden, and others beside them, so that nobody finds them by subtracting rows, columns or sums. Pure. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CARE_UNMET_ROWS = 60, CARE_UNMET_COLUMNS = 16, CARE_UNMET_SMALL = 9 };
/* cell[r * column_n + c]; sums of rows, of columns and of all are shown beside them. */
struct care_unmet_table { const int64_t *cell; size_t row_n, column_n; };
/* ret_hidden: the cells; ret_row, ret_column: whose sums are hidden too (a sum of 1 to 9). Zeros and large numbers are hidden where they would give a
 * small one away. ret_all: the sum of all is hidden (it is small itself). */
struct care_unmet_mask { bool cell[CARE_UNMET_ROWS * CARE_UNMET_COLUMNS], row[CARE_UNMET_ROWS], column[CARE_UNMET_COLUMNS], all; };
void care_unmet_hide(const struct care_unmet_table *, struct care_unmet_mask *ret);

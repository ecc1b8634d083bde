/* Tables as files for a spreadsheet: XLSX by libxlsxwriter, CSV as UTF-8 with byte order mark and CRLF, or as CP932 for older programs. A cell that a
 * spreadsheet would take for a formula stays text. It knows nothing of people. XLSX is slow for long tables: make it where no transaction is open. */
#pragma once
#include "base/arena.h"

struct sheet_cell { struct str text; int64_t n; bool is_number; };
/* Row by row; the first row is the heading. */
struct sheet { struct str name; const struct sheet_cell *cell; size_t column_n, row_n; };

struct str sheet_csv(struct arena *, const struct sheet *);
/* Letters that CP932 does not have become 〓 (U+3013); *ret_lost_n says how many. */
struct str sheet_csv_cp932(struct arena *, const struct sheet *, size_t *ret_lost_n);
/* One page for each table. Absent: it could not be made (the library keeps pages in files of its own in the system's
 * folder for such). */
struct str sheet_xlsx(struct arena *, const struct sheet *, size_t n);

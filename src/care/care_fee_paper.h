/* Money on paper: statements, receipts, payout lists and the month's report, as plain tables on A4. Drawn where no transaction is open. */
#pragma once
#include "base/arena.h"

enum { CARE_PAPER_COLUMNS = 5 };
/* One sheet of paper: a title, whom it is for, facts, a table whose last row may be a sum, a note, and who issues it. wide: millimetres of each
 * column; columns after the first are figures, to the right. New pages are begun as the table needs them. */
struct care_paper_table { const struct str *head; const double *wide; size_t column_n; const struct str *cell; size_t row_n; bool is_summed; };
struct care_paper { struct str title, name, name_after, amount, amount_note, issuer, note, page_word; const struct str *fact; size_t fact_n;
	struct care_paper_table table; };
/* All of them into one PDF, each on a page of its own. Absent: it could not be drawn. */
struct str care_fee_paper(struct arena *, const struct care_paper *, size_t n);

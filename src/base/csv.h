/* Tables as text (RFC 4180) as they really come: comma, tab, semicolon or bar, any line ends, cells of several lines, quotes that were
 * never closed. */
#pragma once
#include "base/out.h"

enum { CSV_CELLS_MOST = 500, CSV_CELL_MOST = 100000, CSV_CELL_LINES_MOST = 300 };
/* OPEN_QUOTE: a quote of this line is never closed (or only by another row's), and the line alone has too few
 * cells; LONG: a cell is too long; WIDE: too many cells. Reading goes on in the line behind. */
enum csv_wrong { CSV_FINE, CSV_OPEN_QUOTE, CSV_LONG, CSV_WIDE };

struct csv { struct str text; size_t at; int64_t line; char separator; size_t column_n; };
struct csv_row { int64_t line_n; struct str *cell; size_t cell_n; enum csv_wrong wrong; };

/* Text is UTF-8 and outlives the cells. The separator is the one that stands most often in the first lines. */
void csv_begin(struct csv *, struct str text);
/* The next row that is not blank. Set column_n once the heading is known: a quote that swallows other rows shows by the number of cells.
 * Cells lie in the text, or in the arena where quotes were doubled; they are not trimmed. False at the end. */
bool csv_next(struct csv *, struct arena *, struct csv_row *ret);

/* One cell on its way out, quoted where it must be; a formula gets an apostrophe in front. Commas and line ends are the caller's. */
void csv_put(struct out *, struct str);

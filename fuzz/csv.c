/* Tables as text: any bytes give rows that end, with cells inside the text or the arena, and lines that only grow. */
#include "fuzz/fuzz.h"
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct csv csv;
	struct csv_row row;
	int64_t line = 0;
	size_t rows = 0;
	if (n > 20000)
		n = 20000;
	csv_begin(&csv, arena_str(a, (struct str){ (const char *)data, n }));
	csv.column_n = n ? data[0] % 8 : 0;
	while (csv_next(&csv, a, &row)) {
		CHECK(row.line_n > line && row.cell_n <= CSV_CELLS_MOST);
		CHECK(row.wrong || row.cell_n > 0);
		line = row.line_n;
		CHECK(++rows <= n);
	}
	arena_free(a);
	return 0;
}

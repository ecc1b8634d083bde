/* libxlsxwriter writes a file, which lies in memory and goes at once. */
#include "picture/sheet.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "base/out.h"
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { NAME_MOST = 31, PIECE = 65536, WIDE_MOST = 40, WIDE_LEAST = 8 };

/* ---- CSV ---- */

static struct str csv(struct arena *a, const struct sheet *s)
{
	struct out o = { .arena = a };
	for (size_t i = 0; i < s->row_n * s->column_n; i++) {
		const struct sheet_cell *x = &s->cell[i];
		if (x->is_number)
			out_int(&o, x->n);
		else
			csv_put(&o, x->text);
		out_z(&o, (i + 1) % s->column_n ? "," : "\r\n");
	}
	return out_done(&o);
}

struct str sheet_csv(struct arena *a, const struct sheet *s)
{
	return arena_fmt(a, "\xef\xbb\xbf%s", csv(a, s).s);
}

struct str sheet_csv_cp932(struct arena *a, const struct sheet *s, size_t *ret_lost_n)
{
	return encoding_write_cp932(a, csv(a, s), ret_lost_n);
}

/* ---- XLSX ---- */

static struct str read_back(struct arena *a, int fd)
{
	struct out o = { .arena = a };
	char piece[PIECE];
	ssize_t n = lseek(fd, 0, SEEK_SET);
	while (n >= 0 && (n = read(fd, piece, sizeof piece)) > 0)
		out_put(&o, piece, (size_t)n);
	return n == 0 && o.n ? out_done(&o) : STR_NONE;
}

/* Wide letters count for two. */
static double wide_of(struct str s)
{
	double wide = 0;
	for (size_t i = 0; i < s.n; i++)
		wide += ((unsigned char)s.s[i] & 0xc0) == 0x80 ? 0 : (unsigned char)s.s[i] >= 0xe0 ? 2 : 1;
	return wide;
}

static void widths(lxw_worksheet *page, const struct sheet *s)
{
	for (size_t c = 0; c < s->column_n; c++) {
		double wide = WIDE_LEAST;
		for (size_t r = 0; r < s->row_n && r < 200; r++) {
			double one = wide_of(s->cell[r * s->column_n + c].text) + 2;
			wide = one > wide ? one : wide;
		}
		worksheet_set_column(page, (lxw_col_t)c, (lxw_col_t)c, wide < WIDE_MOST ? wide : WIDE_MOST, NULL);
	}
}

static void tab(lxw_workbook *book, const struct sheet *s, struct arena *a)
{
	struct str name = s->name;
	while (str_letters(name) > NAME_MOST)
		name.n--;
	lxw_worksheet *page = workbook_add_worksheet(book, arena_str(a, name).s);
	lxw_format *head = workbook_add_format(book), *money = workbook_add_format(book);
	format_set_bold(head);
	format_set_bottom(head, LXW_BORDER_THIN);
	format_set_num_format(money, "#,##0");
	for (size_t i = 0; page && i < s->row_n * s->column_n; i++) {
		const struct sheet_cell *x = &s->cell[i];
		lxw_row_t row = (lxw_row_t)(i / s->column_n);
		lxw_col_t column = (lxw_col_t)(i % s->column_n);
		if (x->is_number)
			worksheet_write_number(page, row, column, (double)x->n, money);
		else
			worksheet_write_string(page, row, column, arena_str(a, x->text).s, row ? NULL : head);
	}
	if (page) {
		widths(page, s);
		worksheet_freeze_panes(page, 1, 0);
	}
}

/* The library wants a name of a file: one that lies in memory has one, too. */
struct str sheet_xlsx(struct arena *a, const struct sheet *s, size_t n)
{
	int fd = memfd_create("sheet", MFD_CLOEXEC);
	if (fd < 0)
		return STR_NONE;
	lxw_workbook *book = workbook_new(arena_fmt(a, "/proc/self/fd/%d", fd).s);
	for (size_t i = 0; book && i < n; i++)
		tab(book, &s[i], a);
	struct str bytes = book && workbook_close(book) == LXW_NO_ERROR ? read_back(a, fd) : STR_NONE;
	close(fd);
	return bytes;
}

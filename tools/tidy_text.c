/* What every text keeps to: its length and columns, its first comment, its marks. */
#include "tools/tidy.h"
#include <string.h>

/* The first pattern that fits counts; `*` also spans folders. */
static const struct { const char *pattern; int cap; } line_caps[] = {
	{ "*_test.c", 600 }, { "tests/*", 600 }, { "*.c", 500 }, { "*.h", 120 }, { "*.sql", 300 }, { "*.page", 400 },
	{ "*.mjs", 500 }, { "*.js", 300 }, { "*.scss", 600 }, { "*.sh", 200 }, { "*.mk", 150 }, { "Makefile", 150 }, { "README*.md", 80 },
};
static const char *const wide[] = { "*.po", "*.md", "*.txt", "*.conf", "*.scss", "LICENSE", NULL };    /* no cap on columns */

static bool is_utf8(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)s[i++];
		int more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : -1;
		if (more < 0 || c == '\r' || !c)
			return false;
		while (more--)
			if (i >= n || ((unsigned char)s[i++] & 0xc0) != 0x80)
				return false;
	}
	return true;
}

static int letters(const char *s, size_t n)
{
	int count = 0;
	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

static void check_marks(const struct file *f, const char *s, const char *end, int line)
{
	static const char *const marks[] = { "TODO", "FIXME", "XXX", "HACK", NULL };
	static const char *const paths[] = { "/home/", "/work/", "/root/", "/tmp/", NULL };
	if (fits("tools/tidy*.c", f->path))
		return;
	for (int i = 0; marks[i]; i++)
		if (find_word(s, end, marks[i]) && !fits("*.md", f->path))
			complain(f->path, line, UNFINISHED, "%s", marks[i]);
	for (int i = 0; paths[i]; i++) {
		const char *at = memmem(s, (size_t)(end - s), paths[i], strlen(paths[i]));
		bool stands = at && (at == s || strchr(" \t\"'`=:(", at[-1]));
		if (stands && !(is_test(f->path) && i == 3))
			complain(f->path, line, MACHINE_PATH, "%s", paths[i]);
	}
}

static void check_indent(const struct file *f, const char *s, int line)
{
	static const char *const tabbed[] = { "*.c", "*.h", "*.page", "*.mjs", "*.js", "*.sh", NULL };
	size_t space = strspn(s, " \t"), tab = strspn(s, "\t");
	bool is_star = space == tab + 1 && (s[space] == '*' || fits("*.page", f->path));
	if (listed(tabbed, f->path) && space != tab && !is_star && s[space] != '\n')
		complain(f->path, line, INDENT, "spaces at the beginning of the line");
}

static void check_lines(const struct file *f)
{
	const char *end;
	int line = 1, cap = fits("*.page", f->path) ? PAGE_COLUMN_CAP : COLUMN_CAP;
	for (const char *s = f->text; *s; s = end + 1, line++) {
		end = strchrnul(s, '\n');
		if (letters(s, (size_t)(end - s)) > cap && !listed(wide, f->path))
			complain(f->path, line, COLUMNS, "%d columns, cap %d", letters(s, (size_t)(end - s)), cap);
		if (end > s && (end[-1] == ' ' || end[-1] == '\t'))
			complain(f->path, line, TRAILING, "space at the end of the line");
		check_indent(f, s, line);
		check_marks(f, s, end, line);
		if (fits("src/*.sql", f->path) && starts(s, "-- @pg"))
			two_bodies_n++;
		if (!*end)
			break;
	}
}

void check_text(const struct file *f, const char *comment)
{
	const char *s = f->text;
	if (!is_utf8(s, f->n))
		complain(f->path, 1, NOT_UTF8, "not UTF-8, or a carriage return or NUL in it");
	if (f->n && f->text[f->n - 1] != '\n')
		complain(f->path, f->line_n, LAST_LINE, "no line end at the end of the file");
	if (f->n > 1 && f->text[f->n - 2] == '\n')
		complain(f->path, f->line_n, LAST_LINE, "empty line at the end of the file");
	if (starts(s, "#!"))
		s = strchrnul(s, '\n') + 1;
	bool is_page = fits("*.page", f->path);
	while (is_page && (starts(s, "@# ") || starts(s, "@audience ") || *s == '\n'))
		s = strchrnul(s, '\n') + 1;
	if ((comment && !starts(s, comment)) || (is_page && (*s == '<' || *s == '@' || !*s)))
		complain(f->path, 1, HEAD_COMMENT, "does not begin with a comment that says what it is for");
	for (size_t i = 0; i < sizeof line_caps / sizeof *line_caps; i++) {
		if (!fits(line_caps[i].pattern, f->path))
			continue;
		if (f->line_n > line_caps[i].cap)
			complain(f->path, f->line_n, FILE_LINES, "%d lines, cap %d", f->line_n, line_caps[i].cap);
		break;
	}
	if (fits("tools/pagec*", f->path) || fits("tools/queryc*", f->path))
		tools_n += f->line_n;
	check_lines(f);
}

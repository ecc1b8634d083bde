/* tidy: the house's checker. Run from the top of the tree (or with another top as argument); prints `FILE:LINE: what (why) [rule]` for everything
 * that breaks STYLE.md or floors.txt and then ends with 1. It reads text, not C: good enough for a tree that keeps to one way of writing. */
#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum rule { FUNCTION_LINES, PARAMETERS, NESTING, FILE_LINES, TOOLS_LINES, FOLDER_ENTRIES, DOOR_INCLUDES, COLUMNS, INDENT, TRAILING,
	LAST_LINE, NOT_UTF8, HEAD_COMMENT, ONCE, HTML_IN_C, SQL_IN_C, WORDS_IN_C, UNFINISHED, MACHINE_PATH, FLOORS, DRIVER, STATE, TYPEDEF,
	ROOM_NAME, TWO_BODIES, EXCUSES, RULE_N };

static const struct { const char *name, *why; } rules[RULE_N] = {
	[FUNCTION_LINES] = { "function-lines", "a function is read at one glance; beyond that it is two" },
	[PARAMETERS] = { "parameters", "more than five are mixed up at the call; give them a struct" },
	[NESTING] = { "nesting", "the fifth level hides a function that has no name yet" },
	[FILE_LINES] = { "file-lines", "one topic per file; a longer one has two" },
	[TOOLS_LINES] = { "tools-lines", "generators that outgrow this have become frameworks" },
	[FOLDER_ENTRIES] = { "folder-entries", "a folder is a capability that fits on one screen" },
	[DOOR_INCLUDES] = { "door-includes", "what a door includes, everybody who enters carries" },
	[COLUMNS] = { "columns", "two files fit side by side" },
	[INDENT] = { "indent", "tabs, so that everybody sees the width they like and diffs stay small" },
	[TRAILING] = { "trailing", "invisible changes hide visible ones" },
	[LAST_LINE] = { "last-line", "tools that join files rely on it" },
	[NOT_UTF8] = { "not-utf8", "one encoding, UTF-8 without carriage returns" },
	[HEAD_COMMENT] = { "head-comment", "a reader learns first what the file is for" },
	[ONCE] = { "once", "a header is read once" },
	[HTML_IN_C] = { "html-in-c", "HTML lives in .page files, where it is escaped by context and checked" },
	[SQL_IN_C] = { "sql-in-c", "SQL lives in .sql files, where queryc checks it against the schema" },
	[WORDS_IN_C] = { "words-in-c", "words for people live in .page files and locale/, where they are translated" },
	[UNFINISHED] = { "unfinished", "what is not done is not committed" },
	[MACHINE_PATH] = { "machine-path", "the tree builds and runs on any machine" },
	[FLOORS] = { "floors", "floors.txt says who may include whom" },
	[DRIVER] = { "driver", "one place talks to each library, so that it can be swapped" },
	[STATE] = { "state", "what a room remembers outside its tables is lost at a restart and shared by all tenants" },
	[TYPEDEF] = { "typedef", "`struct x` says what it is at every use" },
	[ROOM_NAME] = { "room-name", "room_verb_object: the name tells where to look" },
	[TWO_BODIES] = { "two-bodies", "queries stay in the common subset of both stores" },
	[EXCUSES] = { "excuses", "`tidy: parameters` above a function is for callbacks whose shape a library decides" },
};

/* A block of a page is one text for its translators and keeps to one line where it can. */
enum { FUNCTION_CAP = 60, PARAMETER_CAP = 5, NESTING_CAP = 4, COLUMN_CAP = 150, PAGE_COLUMN_CAP = 240, TOOLS_CAP = 2750, TWO_BODIES_CAP = 12,
	EXCUSE_CAP = 12 };

/* The first pattern that fits counts; `*` also spans folders. */
static const struct { const char *pattern; int cap; } line_caps[] = {
	{ "*_test.c", 600 }, { "tests/*", 600 }, { "tools/*.c", 900 }, { "*.c", 500 }, { "*.h", 120 }, { "*.sql", 300 }, { "*.page", 400 },
	{ "*.mjs", 500 }, { "*.js", 300 }, { "*.scss", 600 }, { "*.sh", 200 }, { "*.mk", 150 }, { "Makefile", 150 }, { "README*.md", 80 },
};
/* Rooms are small; the floors hold what all of them share. Entries of a folder; hidden ones and tests are not counted. */
static const struct { const char *pattern; int cap; } folder_caps[] = {
	{ "src/base", 64 }, { "src/store", 28 }, { "src/web", 40 }, { "src/desk", 82 }, { "src/app", 60 },
	{ "src/directory", 82 }, { "src/family", 90 }, { "src/exchange", 40 }, { "src/staff", 26 }, { "src/consult", 52 },
	{ "src/command", 26 }, { "src/care", 90 }, { "src/*", 20 }, { "src", 30 },
	{ ".", 30 }, { "tests", 42 }, { "tools", 20 }, { "mk", 12 },
};
static const struct { const char *pattern; int cap; } include_caps[] = { { "src/desk/desk.h", 8 }, { "src/*.h", 4 } };

/* Which text begins with which comment. A page begins with a plain sentence, since text outside a page is a comment there. */
static const struct { const char *pattern, *comment; } kinds[] = {
	{ "*.c", "/*" }, { "*.h", "/*" }, { "*.sql", "--" }, { "src/*.page", NULL }, { "*.sh", "#" }, { "*.mk", "#" }, { "Makefile", "#" }, { "*.mjs", "/" },
	{ "*.js", "/" }, { "*.scss", "/" }, { "*.php", "<?php" }, { "*.po", NULL }, { "*.md", NULL }, { "*.txt", NULL }, { "*.conf", "#" },
	{ "*.service", "#" }, { "*.socket", "#" }, { "*.timer", "#" }, { "*/Caddyfile", "#" }, { "*/Containerfile", "#" }, { ".ci/run", "#" },
	{ "floors.txt", "#" }, { "LICENSE", NULL },
};
static const char *const wide[] = { "*.po", "*.md", "*.txt", "*.conf", "*.scss", "LICENSE", NULL };    /* no cap on columns */
/* The runtime of the pages writes the few tags that pages cannot; examples on the command line and the demo's invented people speak Japanese. */
static const char *const html_writers[] = { "src/web/page.c", NULL };
static const char *const speakers[] = { "src/command/*.c", "src/*/*_words.c", NULL };
static const char *const skipped[] = { "build", "var", "node_modules", "*/node_modules", ".git", "tests/tidy", "fuzz/corpus", NULL };

/* Headers of libraries, and the files that talk to them. */
static const struct { const char *header, *only; } drivers[] = {
	{ "sqlite3.h", "src/store/*" }, { "libpq-fe.h", "src/store/*" }, { "microhttpd.h", "src/web/*" }, { "curl/curl.h", "src/web/*" },
	{ "sodium.h", "src/base/*|src/store/*|src/desk/*|src/app/*|src/command/*" }, { "utf8proc.h", "src/base/*|src/store/*" },
	{ "liboath/oath.h", "src/desk/*" }, { "qrencode.h", "src/base/*" }, { "jpeglib.h", "src/picture/*" }, { "png.h", "src/picture/*" },
	{ "webp/decode.h", "src/picture/*" }, { "linux/seccomp.h", "src/picture/*" }, { "pango/pangocairo.h", "src/picture/*" },
	{ "xlsxwriter.h", "src/picture/*" },
	{ "cairo-pdf.h", "src/picture/*" },
	{ "sys/socket.h", "src/web/*|src/app/*|src/command/*|src/store/pg_pool.c" },
	{ "pthread.h", "src/base/*|src/match/*|src/store/*|src/web/*|src/app/*|src/command/*" },
};
/* What the ending of a file's name adds to its line in floors.txt. */
static const struct { const char *pattern, *more; } endings[] = {
	{ "*_test.[ch]", "tests web doors" }, { "*_web.[ch]", "web" }, { "*_api.[ch]", "web" }, { "*_page.h", "web" }, { "*_line.c", "channel" },
	{ "*_mail.c", "channel" },
};

struct file { const char *path; char *text, *code; size_t n; int line_n; };     /* code: the same length, comments and strings blanked */
struct floor_line { char *pattern, *may; };

static struct floor_line floors[128];
static size_t floor_n;
static int complaint_n, file_n, tools_n, two_bodies_n, excuse_n;

static void complain(const char *path, int line, enum rule r, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static void complain(const char *path, int line, enum rule r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	printf("%s:%d: ", path, line);
	vprintf(fmt, ap);
	printf(" (%s) [%s]\n", rules[r].why, rules[r].name);
	va_end(ap);
	complaint_n++;
}

/* ---- small helpers ---- */
static bool fits(const char *pattern, const char *path)
{
	return fnmatch(pattern, path, 0) == 0;
}

static bool fits_any(const char *patterns, const char *path)
{
	char all[256], *rest = all;
	snprintf(all, sizeof all, "%s", patterns);
	for (char *one; (one = strsep(&rest, "|"));)
		if (fits(one, path))
			return true;
	return false;
}

static bool listed(const char *const *list, const char *path)
{
	for (; *list; list++)
		if (fits(*list, path))
			return true;
	return false;
}

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);
	return n >= m && strcmp(s + n - m, with) == 0;
}

static bool is_test(const char *path)
{
	return starts(path, "tests/") || fits("*_test.[ch]", path);
}

static bool is_room(const char *path)
{
	static const char *const floor[] = { "src/base/*", "src/store/*", "src/web/*", "src/picture/*", "src/keep/*", "src/channel/*",
		"src/match/*", "src/desk/*", "src/app/*", "src/command/*", NULL };
	return starts(path, "src/") && !listed(floor, path);
}

static int line_of(const struct file *f, const char *at)
{
	int n = 1;
	for (const char *s = f->text; s < at; s++)
		n += *s == '\n';
	return n;
}

static char *read_whole(const char *path, size_t *ret_n)
{
	FILE *in = fopen(path, "rb");
	if (!in) {
		perror(path);
		exit(2);
	}
	struct stat st;
	fstat(fileno(in), &st);
	char *text = malloc((size_t)st.st_size + 1);
	*ret_n = fread(text, 1, (size_t)st.st_size, in);
	text[*ret_n] = 0;
	fclose(in);
	return text;
}

/* ---- every text ---- */
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

/* The word stands alone: nothing of a name before or behind it. */
static const char *find_word(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = s; (at = memmem(at, (size_t)(end - at), word, n)); at++)
		if ((at == s || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')) && !isalnum((unsigned char)at[n]) && at[n] != '_')
			return at;
	return NULL;
}

static void check_marks(const struct file *f, const char *s, const char *end, int line)
{
	static const char *const marks[] = { "TODO", "FIXME", "XXX", "HACK", NULL };
	static const char *const paths[] = { "/home/", "/work/", "/root/", "/tmp/", NULL };
	if (fits("tools/tidy.c", f->path))
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

static void check_text(const struct file *f, const char *comment)
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

/* ---- literals of C ---- */
static bool has_japanese(const char *s, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++) {
		unsigned a = (unsigned char)s[i], b = (unsigned char)s[i + 1];
		unsigned point = (a & 15) << 12 | (b & 63) << 6 | ((unsigned char)s[i + 2] & 63);
		if (a >= 0xe0 && a < 0xf0 && ((point >= 0x3000 && point < 0xa000) || point >= 0xf900))
			return true;
	}
	return false;
}

static bool is_sql(const char *s)
{
	static const char *const verbs[] = { "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "PRAGMA ", "BEGIN ", "WITH ", NULL };
	for (int i = 0; verbs[i]; i++)
		if (starts(s, verbs[i]))
			return true;
	return false;
}

static void check_literal(const struct file *f, const char *s, size_t n)
{
	char head[16];
	snprintf(head, sizeof head, "%.*s", (int)(n < 15 ? n : 15), s);
	const char *first = head + strspn(head, " ");
	if (is_test(f->path) || !starts(f->path, "src/"))
		return;
	bool is_tag = first[0] == '<' && (isalpha((unsigned char)first[1]) || first[1] == '/' || first[1] == '!');
	if ((is_tag || memmem(s, n, "</", 2)) && !listed(html_writers, f->path))
		complain(f->path, line_of(f, s), HTML_IN_C, "HTML in a literal: \"%s...\"", head);
	if (!starts(f->path, "src/store/") && is_sql(first))
		complain(f->path, line_of(f, s), SQL_IN_C, "SQL in a literal: \"%s...\"", head);
	if (has_japanese(s, n) && !listed(speakers, f->path))
		complain(f->path, line_of(f, s), WORDS_IN_C, "Japanese in a literal");
}

/* Copies text to code with comments and the insides of literals blanked. */
static char *blank(char *c, const char *s, const char *end)
{
	for (; s < end; s++, c++)
		*c = *s == '\n' ? '\n' : ' ';
	return c;
}

static const char *end_of_literal(const char *s)
{
	char quote = *s++;
	while (*s && *s != quote && *s != '\n')
		s += *s == '\\' && s[1] ? 2 : 1;
	return s;
}

static void make_code(struct file *f)
{
	const char *s = f->text, *end;
	char *c = f->code = malloc(f->n + 1);
	while (*s) {
		if (starts(s, "/*") || starts(s, "//")) {
			end = s[1] == '*' ? strstr(s + 2, "*/") : strchrnul(s, '\n');
			end = !end ? f->text + f->n : s[1] == '*' ? end + 2 : end;
			c = blank(c, s, end);
			s = end;
		} else if (*s == '"' || *s == '\'') {
			end = end_of_literal(s);
			if (*s == '"')
				check_literal(f, s + 1, (size_t)(end - s - 1));
			*c++ = *s;
			c = blank(c, s + 1, end);
			s = end;
			if (*s && *s != '\n')
				*c++ = *s++;
		} else {
			*c++ = *s++;
		}
	}
	*c = 0;
}

/* ---- functions of C: the brace that opens one stands alone at the beginning of a line ---- */
static const char *head_of(const struct file *f, const char *brace)
{
	const char *s = brace - 1;
	while (s > f->code && !(s[-1] == '\n' && (s[0] == '}' || s[0] == '\n' || s[0] == '#' || s[0] == ' ')) && s[-1] != ';')
		s--;
	if (*s == '}' || *s == '#' || *s == ' ')
		s = strchrnul(s, '\n');
	return s + strspn(s, "\n ");
}

static int parameters_of(const char *head, const char *brace)
{
	const char *open = memchr(head, '(', (size_t)(brace - head));
	if (!open)
		return 0;
	int depth = 0, n = 1;
	for (const char *s = open; s < brace; s++) {
		depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
		if (!depth)
			break;
		n += *s == ',' && depth == 1;
		n -= starts(s, "...") && depth == 1;
	}
	return n;
}

static void check_nesting(const struct file *f, const char *s, const char *end)
{
	static const char *const control[] = { "if ", "for ", "while ", "switch ", "do ", "else", NULL };
	for (; s < end; s = strchrnul(s, '\n') + 1) {
		size_t tab = strspn(s, "\t");
		for (int i = 0; control[i] && tab > NESTING_CAP; i++)
			if (starts(s + tab, control[i]))
				complain(f->path, line_of(f, f->text + (s - f->code)), NESTING, "level %zu, cap %d", tab, NESTING_CAP);
	}
}

static void check_room_name(const struct file *f, const char *head, const char *name, int line)
{
	const char *folder = f->path + strlen("src/");
	size_t n = strcspn(folder, "/");
	if (is_room(f->path) && !is_test(f->path) && !starts(head, "static") && (strncmp(name, folder, n) != 0 || name[n] != '_'))
		complain(f->path, line, ROOM_NAME, "%s does not begin with %.*s_", name, (int)n, folder);
}

/* The comment that ends on the line above. */
static bool is_excused(const struct file *f, const char *head)
{
	const char *s = f->text + (head - f->code), *end = s;
	while (s > f->text && end - s < 300 && strncmp(s, "/*", 2) != 0 && *s != '}' && *s != ';')
		s--;
	bool is = memmem(s, (size_t)(end - s), "tidy: parameters", 16) != NULL;
	excuse_n += is;
	return is;
}

static void check_function(const struct file *f, const char *brace, const char *end)
{
	const char *head = head_of(f, brace), *open = memchr(head, '(', (size_t)(brace - head));
	int line = line_of(f, f->text + (head - f->code)), last = line_of(f, f->text + (end - f->code));
	char name[80] = "";
	const char *from = open ? open : brace;
	while (from > head && (isalnum((unsigned char)from[-1]) || from[-1] == '_'))
		from--;
	snprintf(name, sizeof name, "%.*s", (int)((open ? open : brace) - from), from);
	if (last - line + 1 > FUNCTION_CAP)
		complain(f->path, line, FUNCTION_LINES, "%s has %d lines, cap %d", name, last - line + 1, FUNCTION_CAP);
	if (parameters_of(head, brace) > PARAMETER_CAP && !is_excused(f, head))
		complain(f->path, line, PARAMETERS, "%s has %d parameters, cap %d", name, parameters_of(head, brace), PARAMETER_CAP);
	check_nesting(f, brace + 2, end);
	check_room_name(f, head, name, line);
}

static void check_functions(const struct file *f)
{
	for (const char *s = f->code; (s = strstr(s, "\n{\n"));) {
		const char *end = strstr(s, "\n}");
		if (!end)
			break;
		check_function(f, s + 1, end + 1);
		s = end;
	}
}

/* ---- state and types ---- */
static bool is_variable(const char *s, const char *end)
{
	if (*s == '#' || *s == '}' || isspace((unsigned char)*s) || starts(s, "extern") || starts(s, "typedef"))
		return false;
	const char *stop = s + strcspn(s, "=;{(");
	bool ends_well = stop < end && (*stop == '=' || *stop == ';');
	const char *space = memchr(s, ' ', (size_t)(stop - s));
	int words = 1;
	for (; space && space < stop - 1; space = memchr(space + 1, ' ', (size_t)(stop - space - 1)))
		words++;
	bool is_forward = (starts(s, "struct ") || starts(s, "enum ") || starts(s, "union ")) && words < 3;
	return ends_well && !is_forward && !find_word(s, stop, "const");
}

static void check_state(const struct file *f)
{
	int line = 1;
	for (const char *s = f->code, *end; *s; s = *end ? end + 1 : end, line++) {
		end = strchrnul(s, '\n');
		const char *inner = s + strspn(s, "\t");
		bool is_hidden = inner > s && starts(inner, "static ") && !starts(inner, "static const ") && !find_word(inner, end, "const");
		if (fits("*.c", f->path) && end > s && (is_variable(s, end) || is_hidden))
			complain(f->path, line, STATE, "a variable that outlives the request");
	}
}

static void check_types(const struct file *f)
{
	static const char *const words[] = { "typedef struct", "typedef union", "typedef enum", NULL };
	for (int i = 0; words[i]; i++)
		for (const char *s = f->code; (s = strstr(s, words[i])); s++)
			complain(f->path, line_of(f, f->text + (s - f->code)), TYPEDEF, "%s", words[i]);
	if (fits("*.h", f->path) && !strstr(f->code, "#pragma once"))
		complain(f->path, 1, ONCE, "no #pragma once");
}

/* ---- floors ---- */
static void read_floors(void)
{
	FILE *in = fopen("floors.txt", "r");
	char *line = NULL, *colon;
	size_t cap = 0;
	while (in && getline(&line, &cap, in) > 0 && floor_n < sizeof floors / sizeof *floors) {
		if (*line == '#' || !(colon = strchr(line, ':')))
			continue;
		floors[floor_n].pattern = strndup(line, strcspn(line, " \t:"));
		floors[floor_n++].may = strdup(colon + 1);
	}
	free(line);
	if (in)
		fclose(in);
}

/* One word of a line in floors.txt against one include, e.g. "staff" against "staff/staff.h". */
static bool word_allows(const char *word, const char *include, const char *path)
{
	static const char *const whole[] = { "base", "store", "web", "channel", "match", "desk", "app", "command", "tests", NULL };
	size_t n = strcspn(include, "/");
	const char *folder = starts(path, "src/") ? path + 4 : path, *rest = include[n] ? include + n + 1 : "";
	const char *ending = strncmp(rest, include, n) == 0 ? rest + n : "";
	bool is_door = strcmp(ending, ".h") == 0, is_table = *ending == '_' && (ends(ending, "_web.h") || ends(ending, "_api.h"));
	if (strchr(word, '/'))
		return strcmp(word, include) == 0;
	if (strcmp(word, "own") == 0)
		return strncmp(folder, include, n) == 0 && folder[n] == '/';
	if (strcmp(word, "doors") == 0)
		return is_door || is_table;
	return strlen(word) == n && strncmp(word, include, n) == 0 && (listed(whole, word) || is_door);
}

static bool words_allow(const char *words, const char *include, const char *path)
{
	char copy[512], *rest = copy;
	snprintf(copy, sizeof copy, "%s", words);
	for (char *word; (word = strsep(&rest, " \t\n"));)
		if (*word && word_allows(word, include, path))
			return true;
	return false;
}

static bool floor_allows(const char *include, const char *path)
{
	bool is_made = strcmp(include, "gen/ids.h") == 0 && !fits_any("src/base/*|src/store/*|src/web/*|src/picture/*|src/keep/*", path);
	size_t i = 0;
	while (i < floor_n && !fits(floors[i].pattern, path))
		i++;
	if (is_made || (i < floor_n && words_allow(floors[i].may, include, path)))
		return true;
	for (i = 0; i < sizeof endings / sizeof *endings; i++)
		if (fits(endings[i].pattern, path) && words_allow(endings[i].more, include, path))
			return true;
	return false;
}

static void check_include(const struct file *f, const char *name, bool is_system, int line)
{
	if (!is_system && !floor_allows(name, f->path))
		complain(f->path, line, FLOORS, "may not include \"%s\"", name);
	for (size_t i = 0; is_system && i < sizeof drivers / sizeof *drivers; i++)
		if (strcmp(drivers[i].header, name) == 0 && !fits_any(drivers[i].only, f->path) && !is_test(f->path))
			complain(f->path, line, DRIVER, "<%s> belongs to %s", name, drivers[i].only);
}

/* Pages say it with `@# include`. */
static void check_includes(const struct file *f)
{
	int line = 1, own_n = 0, cap = 1000;
	char name[128];
	for (const char *s = f->text; *s; s = strchrnul(s, '\n'), s += *s == '\n', line++) {
		const char *hash = s + (*s == '@');
		if (*hash != '#')
			continue;
		hash += 1 + strspn(hash + 1, " ");
		if (sscanf(hash, "include \"%127[^\"]\"", name) == 1 && ++own_n)
			check_include(f, name, false, line);
		else if (sscanf(hash, "include <%127[^>]>", name) == 1)
			check_include(f, name, true, line);
	}
	for (size_t i = sizeof include_caps / sizeof *include_caps; i--;)
		if (fits(include_caps[i].pattern, f->path))
			cap = include_caps[i].cap;
	if (own_n > cap)
		complain(f->path, 1, DOOR_INCLUDES, "%d headers of the house, cap %d", own_n, cap);
}

/* ---- the tree ---- */
static void check_c(struct file *f)
{
	make_code(f);
	check_functions(f);
	check_types(f);
	if (is_room(f->path) || fits("src/desk/*", f->path))
		if (!is_test(f->path))
			check_state(f);
	free(f->code);
}

static void check_file(const char *path)
{
	size_t kind = 0, kind_n = sizeof kinds / sizeof *kinds;
	while (kind < kind_n && !fits(kinds[kind].pattern, path))
		kind++;
	if (kind == kind_n)
		return;
	struct file f = { .path = path };
	f.text = read_whole(path, &f.n);
	for (size_t i = 0; i < f.n; i++)
		f.line_n += f.text[i] == '\n';
	file_n++;
	check_text(&f, kinds[kind].comment);
	if (fits_any("*.c|*.h", path))
		check_c(&f);
	if (fits_any("src/*.c|src/*.h|src/*.page", path))
		check_includes(&f);
	free(f.text);
}

static void walk(const char *folder)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, NULL, alphasort), shown = 0;
	char path[512];
	for (int i = 0; i < n; i++) {
		struct stat st;
		const char *name = entry[i]->d_name;
		bool is_hidden = *name == '.';
		snprintf(path, sizeof path, "%s%s%s", strcmp(folder, ".") == 0 ? "" : folder, strcmp(folder, ".") == 0 ? "" : "/", name);
		shown += !is_hidden && !listed(skipped, path) && !fits("src/*_test.[ch]", path);
		if ((!is_hidden || strcmp(path, ".ci") == 0) && !listed(skipped, path) && lstat(path, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				walk(path);
			else if (S_ISREG(st.st_mode))
				check_file(path);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	for (size_t i = 0; i < sizeof folder_caps / sizeof *folder_caps; i++) {
		if (fnmatch(folder_caps[i].pattern, folder, FNM_PATHNAME) != 0)
			continue;
		if (shown > folder_caps[i].cap)
			complain(folder, 1, FOLDER_ENTRIES, "%d entries, cap %d", shown, folder_caps[i].cap);
		break;
	}
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--rules") == 0) {
		for (int i = 0; i < RULE_N; i++)
			printf("%s: %s\n", rules[i].name, rules[i].why);
		return 0;
	}
	if (argc > 1 && chdir(argv[1]) != 0) {
		perror(argv[1]);
		return 2;
	}
	read_floors();
	if (!floor_n)
		complain("floors.txt", 1, FLOORS, "there is no floors.txt here");
	walk(".");
	if (tools_n > TOOLS_CAP)
		complain("tools", 1, TOOLS_LINES, "pagec and queryc have %d lines together, cap %d", tools_n, TOOLS_CAP);
	if (two_bodies_n > TWO_BODIES_CAP)
		complain("src", 1, TWO_BODIES, "%d queries with a body for each store, cap %d", two_bodies_n, TWO_BODIES_CAP);
	if (excuse_n > EXCUSE_CAP)
		complain("src", 1, EXCUSES, "%d functions are excused, cap %d", excuse_n, EXCUSE_CAP);
	if (complaint_n)
		printf("tidy: %d files read, %d things to mend; the rules and their reasons: build/tools/tidy --rules\n", file_n, complaint_n);
	return complaint_n != 0;
}

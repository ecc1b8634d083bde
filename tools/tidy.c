/* tidy: the house's checker. Run from the top of the tree (or with another top as argument); prints `FILE:LINE: what (why) [rule]` for everything
 * that breaks STYLE.md or floors.txt and then ends with 1. It reads text, not C: good enough for a tree that keeps to one way of writing. */
#include "tools/tidy.h"
#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Rooms are small; the floors hold what all of them share. Entries of a folder; hidden ones and tests are not counted. */
static const struct { const char *pattern; int cap; } folder_caps[] = {
	{ "src/base", 64 }, { "src/store", 28 }, { "src/web", 42 }, { "src/desk", 82 }, { "src/app", 60 },
	{ "src/directory", 82 }, { "src/family", 90 }, { "src/exchange", 40 }, { "src/staff", 26 }, { "src/consult", 62 },
	{ "src/command", 26 }, { "src/care", 90 }, { "src/*", 20 }, { "src", 31 },
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

struct floor_line { char *pattern, *may; };

static struct floor_line floors[128];
static size_t floor_n;
static int complaint_n, file_n;
int tools_n, two_bodies_n, excuse_n;

void complain(const char *path, int line, enum rule r, const char *fmt, ...)
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
bool fits(const char *pattern, const char *path)
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

bool listed(const char *const *list, const char *path)
{
	for (; *list; list++)
		if (fits(*list, path))
			return true;
	return false;
}

bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);
	return n >= m && strcmp(s + n - m, with) == 0;
}

bool is_test(const char *path)
{
	return starts(path, "tests/") || fits("*_test.[ch]", path);
}

bool is_room(const char *path)
{
	static const char *const floor[] = { "src/base/*", "src/store/*", "src/web/*", "src/picture/*", "src/keep/*", "src/channel/*",
		"src/match/*", "src/desk/*", "src/app/*", "src/command/*", NULL };
	return starts(path, "src/") && !listed(floor, path);
}

int line_of(const struct file *f, const char *at)
{
	int n = 1;
	for (const char *s = f->text; s < at; s++)
		n += *s == '\n';
	return n;
}

/* The word stands alone: nothing of a name before or behind it. */
const char *find_word(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = s; (at = memmem(at, (size_t)(end - at), word, n)); at++)
		if ((at == s || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')) && !isalnum((unsigned char)at[n]) && at[n] != '_')
			return at;
	return NULL;
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
		check_code(&f);
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

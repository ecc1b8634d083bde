/* What C keeps to: literals, functions, state and types. It reads lines and braces, not the language. */
#include "tools/tidy.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The runtime of the pages writes the few tags that pages cannot; examples on the command line and the demo's invented people speak Japanese. */
static const char *const html_writers[] = { "src/web/page.c", NULL };
static const char *const speakers[] = { "src/command/*.c", "src/*/*_words.c", NULL };

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

void check_code(struct file *f)
{
	make_code(f);
	check_functions(f);
	check_types(f);
	if (is_room(f->path) || fits("src/desk/*", f->path))
		if (!is_test(f->path))
			check_state(f);
	free(f->code);
}

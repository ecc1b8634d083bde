/* Reads readable profile files, line by line; every item remembers its line so that a complaint can name it. */
#include "base/conf.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { CONF_BYTES_MAX = 1 << 20, CONF_ITEMS_MAX = 20000 };

struct reading {
	struct arena *arena;
	const char *name;                               /* of the file, for complaints */
	struct conf *conf;
	struct str section, section_name;
	struct conf_item *open;                         /* the item whose value may go on */
	int line;
	struct str why;
};

static bool complain(struct reading *r, const char *what)
{
	r->why = arena_fmt(r->arena, "%s:%d: %s", r->name, r->line, what);
	return false;
}

static struct conf_item *add(struct reading *r)
{
	struct conf_item *item = &r->conf->item[r->conf->item_n++];
	*item = (struct conf_item){ .section = r->section, .name = r->section_name, .line = r->line };
	return item;
}

static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		bool is_fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
		if (!is_fine)
			return false;
	}
	return s.n > 0;
}

static bool read_head(struct reading *r, struct str line)
{
	if (!str_ends(line, "]"))
		return complain(r, "a head needs its closing bracket: [section name]");
	struct str inside = str_trim((struct str){ line.s + 1, line.n - 2 });
	struct str rest = inside, word = STR_NONE;
	str_cut(&rest, ' ', &word);
	if (!is_word(word))
		return complain(r, "a head begins with a word of small letters: [section name]");
	r->section = word;
	r->section_name = str_trim(rest);
	if (!r->section_name.n)
		r->section_name = STR_NONE;
	add(r);
	r->open = NULL;
	return true;
}

static bool read_pair(struct reading *r, struct str line)
{
	struct str rest = line, key = STR_NONE;
	if (!memchr(line.s, '=', line.n))
		return complain(r, "expected `key = value`, `[section name]` or `# comment`");
	str_cut(&rest, '=', &key);
	key = str_trim(key);
	if (!is_word(key))
		return complain(r, "a key is a word of small letters, digits, dots and underscores");
	struct conf_item *item = add(r);
	item->key = key;
	item->value = str_trim(rest);
	if (!item->value.n)
		item->value = STR("");
	r->open = item;
	return true;
}

/* A value over several lines keeps its line breaks: it may be a text of paragraphs. */
static bool read_more(struct reading *r, struct str line)
{
	if (!r->open)
		return complain(r, "a line that begins with a space goes on with a value, but there is none above");
	struct str *value = &r->open->value;
	if (value->n)
		*value = arena_fmt(r->arena, "%.*s\n%.*s", STR_ARG(*value), STR_ARG(line));
	else
		*value = line;
	return true;
}

static bool read_line(struct reading *r, struct str line)
{
	bool is_more = line.n && (line.s[0] == ' ' || line.s[0] == '\t');
	struct str text = str_trim(line);
	if (!text.n || text.s[0] == '#')
		return true;
	if (r->conf->item_n == CONF_ITEMS_MAX)
		return complain(r, "too many lines");
	if (is_more)
		return read_more(r, text);
	if (text.s[0] == '[')
		return read_head(r, text);
	return read_pair(r, text);
}

static size_t lines_in(struct str text)
{
	size_t n = 1;
	for (size_t i = 0; i < text.n; i++)
		n += text.s[i] == '\n';
	return n < CONF_ITEMS_MAX ? n : CONF_ITEMS_MAX;
}

static struct str without_mark(struct str text)
{
	return str_starts(text, "\xEF\xBB\xBF") ? (struct str){ text.s + 3, text.n - 3 } : text;
}

bool conf_parse(struct arena *a, const char *name, struct str text, struct conf *ret, struct str *ret_why)
{
	struct reading r = { .arena = a, .name = name, .conf = ret };
	struct str rest = without_mark(arena_str(a, text)), line;
	*ret = (struct conf){ .item = ARENA_ARRAY(a, struct conf_item, lines_in(text)), .name = name };
	bool is_fine = str_is_utf8(rest);
	if (!is_fine)
		complain(&r, "the file is not UTF-8 text");
	while (is_fine && str_cut(&rest, '\n', &line)) {
		r.line++;
		is_fine = read_line(&r, line);
	}
	if (!is_fine && ret_why)
		*ret_why = r.why;
	return is_fine;
}

static bool refuse(struct arena *a, const char *path, const char *what, struct str *ret_why)
{
	if (ret_why)
		*ret_why = arena_fmt(a, "%s: %s", path, what);
	return false;
}

bool conf_read(struct arena *a, const char *path, struct conf *ret, struct str *ret_why)
{
	FILE *f = fopen(path, "re");
	if (!f)
		return refuse(a, path, strerror(errno), ret_why);
	struct stat st;
	bool is_sound = !fstat(fileno(f), &st) && S_ISREG(st.st_mode) && st.st_size <= CONF_BYTES_MAX;
	size_t want = is_sound ? (size_t)st.st_size : 0;
	char *text = arena_get(a, want + 1);
	bool is_whole = is_sound && fread(text, 1, want, f) == want;
	fclose(f);
	if (!is_sound)
		return refuse(a, path, "is not a file of at most 1 MiB", ret_why);
	if (!is_whole)
		return refuse(a, path, "cannot be read", ret_why);
	return conf_parse(a, path, (struct str){ text, want }, ret, ret_why);
}

struct str conf_get(const struct conf *conf, const char *section, const char *key)
{
	for (size_t i = 0; i < conf->item_n; i++)
		if (str_is(conf->item[i].section, section) && str_is(conf->item[i].key, key))
			return conf->item[i].value;
	return STR_NONE;
}

struct str conf_of(const struct conf *conf, const struct conf_item *head, const char *key)
{
	for (size_t i = 0; i < conf->item_n; i++) {
		const struct conf_item *x = &conf->item[i];
		if (str_eq(x->section, head->section) && str_eq(x->name, head->name) && str_is(x->key, key))
			return x->value;
	}
	return STR_NONE;
}

int64_t conf_number_of(const struct conf *conf, const struct conf_item *head, const char *key)
{
	int64_t n = 0;
	str_int(conf_of(conf, head, key), &n);
	return n;
}

/* embed compiles what is data into C: `words` the catalogues of texts, `assets` the static files; `fill` adds to the catalogues what pages say anew.
 *   embed words OUT.c A.words ... -- locale/x.po ...      YORISOI_WORDS=draft: missing texts are counted, not refused
 *   embed fill A.words ... -- locale/x.po ...
 *   embed assets OUT.c OUT.h DIR */
#include "tools/embed.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LANG_JA, LANG_EASY, LANG_EN, LANG_ZH, LANG_VI, LANG_PT, LANG_N };        /* as in base/lang.h */
static const char *const catalogues[LANG_N] = { "ja", "ja_EASY", "en", "zh_CN", "vi", "pt_BR" };

/* ---- text that grows ---- */
void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

void *grown(void *old, size_t size)
{
	void *x = realloc(old, size);
	if (!x) die("out of memory");
	return x;
}

void put(struct text *t, const char *s, size_t n)
{
	if (t->n + n + 1 > t->cap) t->s = grown(t->s, t->cap = (t->n + n + 1) * 2);
	memcpy(t->s + t->n, s, n);
	t->s[t->n += n] = 0;
}

void put_z(struct text *t, const char *z) { put(t, z, strlen(z)); }

void put_fmt(struct text *t, const char *fmt, ...)
{
	char *z = NULL;
	va_list ap;
	va_start(ap, fmt);
	if (vasprintf(&z, fmt, ap) < 0) die("out of memory");
	va_end(ap);
	put_z(t, z);
	free(z);
}

char *copy(const char *s, size_t n)
{
	struct text t = { 0 };
	put(&t, s, n);
	return t.s;
}

struct text read_file(const char *path)
{
	struct text t = { 0 };
	char b[65536];
	FILE *f = fopen(path, "r");
	if (!f) die("%s: cannot open", path);
	put_z(&t, "");
	for (size_t n; (n = fread(b, 1, sizeof b, f)) > 0;) put(&t, b, n);
	fclose(f);
	return t;
}

void write_file(const char *path, const struct text *t)
{
	FILE *f = fopen(path, "w");
	if (!f || fwrite(t->s, 1, t->n, f) != t->n || fclose(f)) die("%s: cannot write", path);
}

/* Takes one line off the front, without its end. */
char *line_of(char **rest)
{
	char *s = *rest, *stop = s ? strchr(s, '\n') : NULL;
	if (!s || !*s) return NULL;
	if (stop) *stop = 0;
	*rest = stop ? stop + 1 : s + strlen(s);
	return s;
}

/* ---- messages of the pages ---- */
struct message { uint64_t key; char *id; char *place; struct text places; char *slots; bool is_staff; const char *text[LANG_N]; };
static struct message *messages;
static size_t message_n;

static char *unescaped(const char *s)
{
	struct text t = { 0 };
	put_z(&t, "");
	for (; *s; s++) {
		if (*s != '\\' || !s[1]) { put(&t, s, 1); continue; }
		s++;
		put(&t, *s == 'n' ? "\n" : *s == 't' ? "\t" : *s == 'r' ? "\r" : s, 1);
	}
	return t.s;
}

static void message_add(const char *file, char *line)
{
	char *field[5];
	for (int i = 0; i < 5; i++)
		if (!(field[i] = i < 4 ? strsep(&line, "\t") : line)) die("%s: a broken line", file);
	uint64_t key = strtoull(field[0], NULL, 16);
	struct message *m = NULL;
	for (size_t i = 0; i < message_n && !m; i++)
		if (messages[i].key == key) m = &messages[i];
	char *id = unescaped(field[4]);
	if (m && strcmp(m->id, id)) die("%s: \"%s\" and \"%s\" have the same key; change one of them a little", field[2], id, m->id);
	if (!m) {
		messages = grown(messages, (message_n + 1) * sizeof *messages);
		m = &messages[message_n++];
		*m = (struct message){ .key = key, .id = id, .place = field[2], .slots = field[3], .is_staff = true };
	}
	m->is_staff &= !strcmp(field[1], "staff");
	/* The file without the line: a sentence added above must not touch every entry below it in five catalogues. */
	char *said = NULL;
	if (asprintf(&said, "#: %.*s\n", (int)strcspn(field[2], ":"), field[2]) < 0) die("no memory");
	if (!m->places.s || !strstr(m->places.s, said)) put_z(&m->places, said);
	free(said);
}

static void messages_read(const char *path)
{
	char *rest = read_file(path).s;
	for (char *line; (line = line_of(&rest));) message_add(path, line);
}

/* ---- catalogues ---- */
struct entry { char *id, *text; struct text notes; bool is_fuzzy; int line; };
struct catalogue { const char *path; int lang; char *header; struct entry *entry; size_t entry_n; };

static int lang_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = strcspn(name, ".");
	for (int i = 0; i < LANG_N; i++)
		if (strlen(catalogues[i]) == n && !strncmp(catalogues[i], name, n)) return i;
	die("%s: no language of ours (ja_EASY, en, zh_CN, vi, pt_BR)", path);
}

static void put_quoted(struct text *t, const char *path, int line, const char *s)
{
	const char *open = strchr(s, '"'), *shut = strrchr(s, '"');
	if (!open || shut == open || shut[1 + strspn(shut + 1, " \t\r")]) die("%s:%d: a quote is missing", path, line);
	put_z(t, unescaped(copy(open + 1, (size_t)(shut - open - 1))));
}

static void entry_end(struct catalogue *c, struct entry *e, struct text *id, struct text *text)
{
	if (id->s) {
		e->id = id->s;
		e->text = text->s ? text->s : copy("", 0);
		if (!*e->id) c->header = e->text;
		else {
			c->entry = grown(c->entry, (c->entry_n + 1) * sizeof *c->entry);
			c->entry[c->entry_n++] = *e;
		}
	}
	*e = (struct entry){ 0 };
	*id = *text = (struct text){ 0 };
}

static void catalogue_read(struct catalogue *c, const char *path)
{
	*c = (struct catalogue){ .path = path, .lang = lang_of(path) };
	if (access(path, R_OK) != 0) return;
	char *rest = read_file(path).s;
	struct entry e = { 0 };
	struct text id = { 0 }, text = { 0 }, *now = NULL;
	int n = 0;
	for (char *s; (s = line_of(&rest));) {
		n++;
		if (*s != '"' && text.s) entry_end(c, &e, &id, &text);
		if (*s == '#') {
			if (s[1] == ',' && strstr(s, "fuzzy")) e.is_fuzzy = true;
			else if (s[1] == ' ' || !s[1]) put_fmt(&e.notes, "%s\n", s);
		} else if (!strncmp(s, "msgid ", 6)) { put_quoted(now = &id, path, n, s); e.line = n; }
		else if (!strncmp(s, "msgstr ", 7)) put_quoted(now = &text, path, n, s);
		else if (*s == '"' && now) put_quoted(now, path, n, s);
		else if (s[strspn(s, " \t\r")]) die("%s:%d: only msgid and msgstr are used here", path, n);
	}
	entry_end(c, &e, &id, &text);
}

static struct entry *entry_of(struct catalogue *c, const char *id)
{
	for (size_t i = 0; i < c->entry_n; i++)
		if (!strcmp(c->entry[i].id, id)) return &c->entry[i];
	return NULL;
}

/* ---- from a text with {holes}, <tags> and {漢字|かんじ} to the bytes that say_next reads ---- */
struct slots { char name[256][80]; int n; int used[256]; int open[64]; int open_n; };

static void slots_read(struct slots *x, const char *list)
{
	memset(x, 0, sizeof *x);
	for (; *list; list += *list == ',') {
		size_t n = strcspn(list, ",");
		snprintf(x->name[x->n++], sizeof x->name[0], "%.*s", (int)n, list);
		list += n;
	}
}

static int slot_at(const struct slots *x, const char *s)
{
	for (int i = 0; i < x->n; i++)
		if (!strncmp(s, x->name[i], strlen(x->name[i]))) return i;
	return -1;
}

static int slot_named(const struct slots *x, const char *name)
{
	for (int i = 0; i < x->n; i++)
		if (!strcmp(x->name[i], name)) return i;
	return -1;
}

/* Tags must open and close in order. NULL when fine. */
static const char *slot_use(struct slots *x, int slot)
{
	char closing[84];
	const char *name = x->name[slot];
	if (x->used[slot]++ && name[0] == '<') return "stands twice";
	if (name[0] != '<') return NULL;
	if (name[1] == '/') {
		snprintf(closing, sizeof closing, "<%s", name + 2);
		return x->open_n && x->open[--x->open_n] == slot_named(x, closing) ? NULL : "closes in the wrong place";
	}
	snprintf(closing, sizeof closing, "</%s", name + 1);
	if (slot_named(x, closing) >= 0 && x->open_n < 64) x->open[x->open_n++] = slot;
	return NULL;
}

static const char *compile_brace(struct text *ret, const char **s)
{
	const char *bar = strchr(*s, '|'), *shut = strchr(*s, '}');
	if ((*s)[1] == '{') { put_z(ret, "{"); *s += 2; return NULL; }
	if (!bar || !shut || shut < bar || bar == *s + 1 || shut == bar + 1) return "is no hole of this text and no furigana";
	put_z(ret, "\x02");
	put(ret, *s + 1, (size_t)(bar - *s - 1));
	put_z(ret, "\x03");
	put(ret, bar + 1, (size_t)(shut - bar - 1));
	put_z(ret, "\x04");
	*s = shut + 1;
	return NULL;
}

/* NULL with the reason in *ret_why when it does not fit the page's text. */
static char *compiled(const struct message *m, const char *s, char ret_why[160])
{
	static struct slots x;
	struct text t = { 0 };
	const char *why;
	put_z(&t, "");
	slots_read(&x, m->slots);
	while (*s) {
		int slot = *s == '{' || *s == '<' ? slot_at(&x, s) : -1;
		if (slot >= 0) {
			if ((why = slot_use(&x, slot))) { snprintf(ret_why, 160, "%s %s", x.name[slot], why); return NULL; }
			char code[2] = { 1, (char)(slot + 1) };
			put(&t, code, 2);
			s += strlen(x.name[slot]);
		} else if (*s == '{') {
			if ((why = compile_brace(&t, &s))) { snprintf(ret_why, 160, "%.40s... %s", s, why); return NULL; }
		} else if ((unsigned char)*s < 5) { snprintf(ret_why, 160, "a control character"); return NULL; }
		else put(&t, s++, 1);
	}
	for (int i = 0; i < x.n; i++)
		if (!x.used[i]) { snprintf(ret_why, 160, "%s is missing", x.name[i]); return NULL; }
	return t.s;
}

/* ---- words ---- */
static void put_c_string(struct text *t, const char *s)
{
	put_z(t, "\"");
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\') put_fmt(t, "\\%c", c);
		else if (c < 0x20 || c == 0x7f) put_fmt(t, "\\%03o", c);
		else put(t, s, 1);
	}
	put_z(t, "\"");
}

static size_t translate(struct catalogue *c, struct message *m, bool is_draft)
{
	char why[160] = "";
	struct entry *e = entry_of(c, m->id);
	const char *kind = !e || !*e->text ? "missing" : e->is_fuzzy ? "fuzzy" : "broken";
	if (e && *e->text && !e->is_fuzzy && (m->text[c->lang] = compiled(m, e->text, why))) return 0;
	if (c->lang == LANG_JA && strcmp(kind, "broken")) return 0;
	if (m->is_staff && strcmp(kind, "broken")) return 0;
	if (!is_draft) fprintf(stderr, "%s: %s: \"%s\" (%s)%s%s\n", c->path, kind, m->id, m->place, *why ? ": " : "", why);
	return 1;
}

static void write_words(const char *path)
{
	size_t size = 4;
	while (size < message_n * 2) size *= 2;
	size_t *at = calloc(size, sizeof *at);
	struct text t = { 0 };
	put_fmt(&t, "/* made by embed: every text of every page in every language */\n#include \"web/page.h\"\n\nconst size_t words_mask = %zu;\n"
		"const struct message words_table[%zu] = {\n", size - 1, size);
	for (size_t i = 0; i < message_n; i++) {
		struct message *m = &messages[i];
		size_t place = m->key & (size - 1);
		while (at[place]) place = (place + 1) & (size - 1);
		at[place] = 1;
		put_fmt(&t, "\t[%zu] = { UINT64_C(0x%016llx), {", place, (unsigned long long)m->key);
		for (int l = 0; l < LANG_N; l++) {
			const char *text = m->text[l] ? m->text[l] : m->text[LANG_JA];
			put_z(&t, l ? ", { " : " { ");
			put_c_string(&t, text);
			put_fmt(&t, ", %zu }", strlen(text));
		}
		put_z(&t, " } },\n");
	}
	put_z(&t, "};\n");
	free(at);
	write_file(path, &t);
}

static int words(const char *out, char **po)
{
	const char *mode = getenv("YORISOI_WORDS");
	bool is_draft = mode && !strcmp(mode, "draft"), has[LANG_N] = { [LANG_JA] = true };
	char why[160];
	size_t wrong = 0;
	for (size_t i = 0; i < message_n; i++)
		if (!messages[i].key || !(messages[i].text[LANG_JA] = compiled(&messages[i], messages[i].id, why)))
			die("%s: \"%s\": %s", messages[i].place, messages[i].id, why);
	for (; *po; po++) {
		struct catalogue c;
		catalogue_read(&c, *po);
		has[c.lang] = true;
		for (size_t i = 0; i < message_n; i++) wrong += translate(&c, &messages[i], is_draft);
	}
	for (int l = 0; l < LANG_N; l++)
		if (!has[l]) {
			wrong += message_n;
			if (!is_draft && message_n) fprintf(stderr, "locale/%s.po: there is no such catalogue\n", catalogues[l]);
		}
	if (wrong && is_draft) fprintf(stderr, "  words: draft, %zu of %zu translations are missing\n", wrong, message_n * (LANG_N - 1));
	if (wrong && !is_draft) die("%zu translations are missing: `make words` adds them to the catalogues", wrong);
	write_words(out);
	return 0;
}

/* ---- fill ---- */
static int by_place(const void *a, const void *b)
{
	const struct message *x = a, *y = b;
	size_t nx = strcspn(x->place, ":"), ny = strcspn(y->place, ":");
	int order = strncmp(x->place, y->place, nx < ny ? nx : ny);
	if (order || nx != ny) return order ? order : nx < ny ? -1 : 1;
	return atoi(x->place + nx + 1) - atoi(y->place + ny + 1);
}

static void put_po(struct text *t, const char *word, const char *s)
{
	bool is_long = strchr(s, '\n') && strchr(s, '\n')[1];
	put_fmt(t, "%s %s", word, is_long ? "\"\"\n\"" : "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\') put_fmt(t, "\\%c", *s);
		else if (*s == '\t') put_z(t, "\\t");
		else if (*s != '\n') put(t, s, 1);
		else put_z(t, is_long && s[1] ? "\\n\"\n\"" : "\\n");
	}
	put_z(t, "\"\n");
}

static void fill_one(const char *path)
{
	struct catalogue c;
	struct text t = { 0 }, header = { 0 };
	size_t new_n = 0;
	catalogue_read(&c, path);
	put_fmt(&header, "Project-Id-Version: yorisoi\nReport-Msgid-Bugs-To: \nPO-Revision-Date: 2026-01-01 00:00+0900\nLast-Translator: Yorisoi\n"
		"Language-Team: Yorisoi\nLanguage: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n",
		c.lang == LANG_EASY ? "ja" : catalogues[c.lang]);
	put_po(&t, "msgid", "");
	put_po(&t, "msgstr", c.header ? c.header : header.s);
	for (size_t i = 0; i < message_n; i++) {
		struct message *m = &messages[i];
		struct entry *e = entry_of(&c, m->id);
		if ((m->is_staff || c.lang == LANG_JA) && !e) continue;
		new_n += !e;
		put_fmt(&t, "\n%s%s%s", e && e->notes.s ? e->notes.s : "", m->places.s, e && e->is_fuzzy ? "#, fuzzy\n" : "");
		put_po(&t, "msgid", m->id);
		put_po(&t, "msgstr", e ? e->text : "");
	}
	write_file(path, &t);
	printf("%s: %zu texts, %zu new\n", path, message_n, new_n);
}

static int fill(char **po)
{
	qsort(messages, message_n, sizeof *messages, by_place);
	for (; *po; po++) fill_one(*po);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[1], "assets")) return embed_assets(argv[2], argv[3], argv[4]);
	bool is_words = argc > 2 && !strcmp(argv[1], "words"), is_fill = argc > 1 && !strcmp(argv[1], "fill");
	if (!is_words && !is_fill) {
		fputs("usage: embed words OUT.c A.words ... -- locale/x.po ...\n       embed fill A.words ... -- locale/x.po ...\n"
			"       embed assets OUT.c OUT.h DIR\n", stderr);
		return 2;
	}
	char **arg = argv + (is_words ? 3 : 2);
	for (; *arg && strcmp(*arg, "--"); arg++) messages_read(*arg);
	if (*arg) arg++;
	return is_words ? words(argv[2], arg) : fill(arg);
}

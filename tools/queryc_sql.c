/* queryc: reading. Files, the types that names carry, words of SQL, and the schema with its rules. */
#include "tools/queryc.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- complaints, files, growing text ---- */

const char *complain_file;
int complaint_n;
sqlite3 *db;

int note(char table[][96], int n, int cap, const char *name)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(table[i], name))
			return n;
	if (n < cap)
		snprintf(table[n++], 96, "%s", name);
	return n;
}

void complain(int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: ", complain_file, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	complaint_n++;
}

void *must(void *p)
{
	if (!p) {
		fprintf(stderr, "queryc: out of memory\n");
		exit(1);
	}
	return p;
}

char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "queryc: cannot read %s\n", path);
		exit(1);
	}
	size_t n = 0, cap = 65536;
	char *b = must(malloc(cap));
	for (size_t got; (got = fread(b + n, 1, cap - n - 1, f)) > 0;) {
		n += got;
		if (n + 1 == cap)
			b = must(realloc(b, cap *= 2));
	}
	b[n] = 0;
	fclose(f);
	return b;
}

struct text *text_new(void)
{
	struct text *t = must(calloc(1, sizeof *t));
	t->f = must(open_memstream(&t->b, &t->n));
	return t;
}

/* Leaves a file alone that already says the same, so that make does not rebuild what hangs on it. */
void text_write(struct text *t, const char *path)
{
	fclose(t->f);
	FILE *f = fopen(path, "r");
	if (f) {
		fclose(f);
		if (!strcmp(read_file(path), t->b))
			return;
	}
	f = fopen(path, "w");
	if (!f || fwrite(t->b, 1, t->n, f) != t->n || fclose(f)) {
		fprintf(stderr, "queryc: cannot write %s\n", path);
		exit(1);
	}
}

/* ---- types come from names ---- */

const char *const kind_word[] = { "text", "a whole number", "a truth value", "a moment", "a day", "an id", "a number" };
static const char *const kind_token[] = { "@text", "@int", "@bool", "@time", "@day", "@id" };

static bool ends(const char *s, const char *end)
{
	size_t n = strlen(s), e = strlen(end);
	return n > e && !strcmp(s + n - e, end);
}

struct type type_of(const char *name)
{
	struct type t = { KIND_TEXT, "" };
	if (ends(name, "_id")) {
		char rest[64];
		snprintf(rest, sizeof rest, "%.*s", (int)(strlen(name) - 3), name);
		const char *last = strrchr(rest, '_');
		t.kind = KIND_ID;
		snprintf(t.entity, sizeof t.entity, "%s", last ? last + 1 : rest);
	} else if (!strncmp(name, "is_", 3) || !strncmp(name, "has_", 4)) {
		t.kind = KIND_BOOL;
	} else if (ends(name, "_at")) {
		t.kind = KIND_TIME;
	} else if (ends(name, "_on")) {
		t.kind = KIND_DAY;
	} else if (ends(name, "_n") || ends(name, "_yen")) {
		t.kind = KIND_INT;
	}
	return t;
}

const char *type_c(const char *name)
{
	static char id[96];
	struct type t = type_of(name);
	static const char *const word[] = { "struct str ", "int64_t ", "bool ", "struct moment ", "struct day " };
	if (t.kind != KIND_ID)
		return word[t.kind];
	snprintf(id, sizeof id, "struct %s_id ", t.entity);
	return id;
}

/* ---- tokens ---- */

bool is(const struct token *t, const char *s)
{
	return (t->what == T_WORD || t->what == T_SIGN) && !strcmp(t->s, s);
}

/* A zero-ended list of words, for the many "one of these" below. */
bool is_any(const struct token *t, const char *const *list)
{
	for (; *list; list++)
		if (is(t, *list))
			return true;
	return false;
}

const char *skip_space(const char *s, int *line)
{
	for (;; s++) {
		if (s[0] == '-' && s[1] == '-')
			s += strcspn(s, "\n");
		if (*s == '\n')
			++*line;
		if (!isspace((unsigned char)*s))
			return s;
	}
}

static const char *sign_end(const char *s)
{
	static const char *const sign[] = { "->>", "->", "<=", ">=", "<>", "!=", "==", "||", "::", NULL };
	for (int i = 0; sign[i]; i++)
		if (!strncmp(s, sign[i], strlen(sign[i])))
			return s + strlen(sign[i]);
	return s + 1;
}

static const char *token_end(const char *s, enum what *what)
{
	const char *e = s;
	if (isalpha((unsigned char)*s) || *s == '_' || *s == '@' || (*s == ':' && isalpha((unsigned char)s[1]))) {
		*what = *s == ':' ? T_PARAM : T_WORD;
		for (e++; isalnum((unsigned char)*e) || *e == '_'; e++)
			;
	} else if (isdigit((unsigned char)*s)) {
		*what = T_NUMBER;
		for (e++; isalnum((unsigned char)*e) || *e == '.'; e++)
			;
	} else if (*s == '\'' || *s == '"') {
		*what = T_STRING;
		for (e++; *e && (*e != *s || e[1] == *s); e++)
			e += *e == *s;
		e += *e == *s;
	} else {
		*what = T_SIGN;
		e = sign_end(s);
	}
	return e;
}

static void group_tokens(struct tokens *all)
{
	int now = 0;
	all->parent = must(calloc(GROUP_MAX, sizeof(int)));
	all->parent[0] = -1;
	all->group_n = 1;
	for (int i = 0; i < all->n; i++) {
		struct token *t = &all->t[i];
		bool closes = is(t, ")") || is(t, "end");
		if (closes && all->parent[now] >= 0)
			now = all->parent[now];
		bool opens = is(t, "(") || is(t, "case");
		bool next = is(t, "union") || is(t, "intersect") || is(t, "except");
		t->group = now;
		if ((opens || next) && all->group_n < GROUP_MAX) {
			all->parent[all->group_n] = opens ? now : all->parent[now];
			now = all->group_n++;
		}
	}
}

/* A word keeps its letters in lower case, a parameter loses its colon. The list ends in some empty tokens, so that looking ahead is safe. */
struct tokens tokens_of(const char *text, int line)
{
	struct tokens all = { .t = must(calloc(TOKEN_MAX, sizeof(struct token))) };
	struct token *t = all.t + 2;
	for (const char *s = skip_space(text, &line); *s; s = skip_space(t++->end, &line)) {
		if (t - all.t > TOKEN_MAX - 8) {
			complain(line, "too long");
			break;
		}
		t->at = s;
		t->end = token_end(s, &t->what);
		t->line = line;
		snprintf(t->s, sizeof t->s, "%.*s", (int)(t->end - s - (t->what == T_PARAM)), s + (t->what == T_PARAM));
		for (char *c = t->s; t->what == T_WORD && *c; c++)
			*c = (char)tolower((unsigned char)*c);
		for (const char *c = s; t->what == T_STRING && c < t->end; c++)
			line += *c == '\n';
	}
	all.n = (int)(t - all.t) - 2;
	all.t += 2;
	group_tokens(&all);
	return all;
}

/* ---- schema ---- */

enum { TOKEN_N = 7 };
static const char *const at_token[TOKEN_N] = { "@id", "@int", "@text", "@time", "@day", "@bool", "@strict" };

/* What of a text is for this store: behind a line `-- @sqlite` or `-- @pg` it is that one's alone, until the next such line or `-- @both`. The other
 * lines become empty, so that their numbers stay. */
char *text_for(const char *raw, const char *store, int line)
{
	struct text *t = text_new();
	bool is_mine = true;
	for (const char *s = raw, *end; *s; s = end + (*end != 0), line++) {
		char mark[16] = "";
		end = strchrnul(s, '\n');
		bool is_mark = sscanf(s, "-- @%15[a-z]", mark) == 1;
		if (is_mark && !strcmp(store, "pg") && strcmp(mark, "both") && strcmp(mark, "sqlite") && strcmp(mark, "pg"))
			complain(line, "@%s is no store: -- @sqlite, -- @pg, or -- @both behind them", mark);
		if (is_mark)
			is_mine = !strcmp(mark, "both") || !strcmp(mark, store);
		fprintf(t->f, "%.*s%s", is_mine && !is_mark ? (int)(end - s) : 0, s, *end ? "\n" : "");
	}
	fclose(t->f);
	return t->b;
}

static void put_words(FILE *f, const char *raw, const char *end, const char *const word[TOKEN_N])
{
	for (const char *s = raw; s < end;) {
		size_t n = 1, hit = TOKEN_N;
		for (size_t i = 0; *s == '@' && i < TOKEN_N; i++)
			if (!strncmp(s, at_token[i], strlen(at_token[i])) && !isalnum((unsigned char)s[strlen(at_token[i])]))
				hit = i, n = strlen(at_token[i]);
		if (hit < TOKEN_N)
			fputs(word[hit], f);
		else
			fputc(*s, f);
		s += n;
	}
}

char *schema_sqlite(const char *raw)
{
	static const char *const word[] = { "INTEGER", "INTEGER", "TEXT", "INTEGER", "INTEGER", "INTEGER", "STRICT" };
	struct text *t = text_new();
	raw = text_for(raw, "sqlite", 1);
	put_words(t->f, raw, raw + strlen(raw), word);
	fclose(t->f);
	return t->b;
}

/* The wall stands right behind each table, so that what follows in the file may say more about it. */
char *schema_pg(const char *raw)
{
	static const char *const word[] = { "bigint", "bigint", "text", "bigint", "integer", "boolean", "" };
	struct text *t = text_new();
	raw = text_for(raw, "pg", 1);
	struct tokens all = tokens_of(raw, 1);
	for (int i = 0, at; i < all.n; i++) {
		if (!is(&all.t[i], "create") || !is(&all.t[i + 1], "table"))
			continue;
		const char *name = all.t[i + 2].s;
		for (at = closing(&all, i + 3); at < all.n - 1 && !is(&all.t[at], ";"); at++)
			;
		put_words(t->f, raw, all.t[at].end, word);
		raw = all.t[at].end;
		fprintf(t->f, "\nALTER TABLE %s ENABLE ROW LEVEL SECURITY;\nALTER TABLE %s FORCE ROW LEVEL SECURITY;\n", name, name);
		/* As a question of its own the setting is read once a query, not once a row. */
		fprintf(t->f, "CREATE POLICY of_tenant ON %s USING (tenant_id = (SELECT nullif(current_setting('yorisoi.tenant', true), '')::bigint));\n", name);
		fprintf(t->f, "GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO yorisoi_app;\n", name);
	}
	put_words(t->f, raw, raw + strlen(raw), word);
	fclose(t->f);
	return t->b;
}

int closing(const struct tokens *all, int open)
{
	int i = open + 1;
	while (i < all->n && !(is(&all->t[i], ")") && all->t[i].group == all->t[open].group))
		i++;
	return i;
}

static void expect_tenant_first(const struct tokens *all, int open, const char *what)
{
	if (!is(&all->t[open], "(") || !is(&all->t[open + 1], "tenant_id"))
		complain(all->t[open].line, "%s does not begin with tenant_id", what);
}

static void check_column(const struct tokens *all, int at, bool *has_tenant)
{
	const struct token *name = &all->t[at], *type = &all->t[at + 1];
	struct type t = type_of(name->s);
	*has_tenant = *has_tenant || is(name, "tenant_id");
	if (is(name, "id"))
		complain(name->line, "an entity's key is called by its name (gift_id), not id");
	else if (type->what != T_WORD || type->s[0] != '@')
		complain(name->line, "column %s needs one of the types @id @text @int @time @day @bool", name->s);
	else if (!is(type, kind_token[t.kind]))
		complain(name->line, "column %s is %s by its name (%s), but is declared %s", name->s, kind_word[t.kind], kind_token[t.kind], type->s);
	for (int i = at + 2; i < all->n && !(all->t[i].group == name->group && (is(&all->t[i], ",") || is(&all->t[i], ")"))); i++)
		if (all->t[i].group == name->group && (is(&all->t[i], "primary") || is(&all->t[i], "unique") || is(&all->t[i], "references")))
			complain(name->line, "column %s: write keys below the columns, beginning with tenant_id", name->s);
}

/* One line of a CREATE TABLE: a column or a key. */
static void check_table_item(const struct tokens *all, int at, bool *has_key, bool *has_tenant)
{
	const struct token *t = &all->t[at];
	if (is(t, "constraint"))
		t += 2, at += 2;
	if (is(t, "primary")) {
		*has_key = true;
		expect_tenant_first(all, at + 2, "PRIMARY KEY");
	} else if (is(t, "unique")) {
		expect_tenant_first(all, at + 1, "UNIQUE");
	} else if (is(t, "foreign")) {
		expect_tenant_first(all, at + 2, "FOREIGN KEY");
	} else if (!is(t, "check")) {
		check_column(all, at, has_tenant);
	}
}

static void check_table(const struct tokens *all, int name, int open)
{
	bool has_key = false, has_tenant = false;
	int end = closing(all, open);
	for (int i = open; i < end; i++)
		if (i == open || (is(&all->t[i], ",") && all->t[i].group == all->t[open + 1].group))
			check_table_item(all, i + 1, &has_key, &has_tenant);
	if (!has_tenant)
		complain(all->t[name].line, "table %s has no tenant_id", all->t[name].s);
	if (!has_key)
		complain(all->t[name].line, "table %s has no PRIMARY KEY (tenant_id, ...)", all->t[name].s);
	if (!is(&all->t[end + 1], "@strict"))
		complain(all->t[name].line, "table %s is not @strict", all->t[name].s);
}

static void check_schema(const struct tokens *all)
{
	for (int i = 0; i < all->n; i++) {
		const struct token *t = &all->t[i];
		bool has_tenant = false;
		if (is(t, "create") && is(t + 1, "table"))
			check_table(all, i + 2, i + 3);
		if (is(t, "on") && t[1].what == T_WORD && is(t + 2, "(") && (is(t - 2, "index")))
			expect_tenant_first(all, i + 2, "an index");
		if (is(t, "alter") && is(t + 1, "table") && is(t + 3, "add"))
			check_column(all, i + (is(t + 4, "column") ? 5 : 4), &has_tenant);
	}
}

void schema_load(const char *path)
{
	char *raw = read_file(path), *why = NULL;
	complain_file = path;
	struct tokens all = tokens_of(text_for(raw, "both", 1), 1);
	check_schema(&all);
	if (sqlite3_exec(db, schema_sqlite(raw), NULL, NULL, &why))
		complain(1, "%s", why);
	/* An ALTER forgets the virtual tables; they are opened again here, where nobody watches what they read. */
	sqlite3_exec(db, "SELECT m.name, i.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS i", NULL, NULL, NULL);
}

bool is_tenant_table(const char *table)
{
	return !sqlite3_table_column_metadata(db, NULL, table, "tenant_id", NULL, NULL, NULL, NULL, NULL);
}

/* queryc: turns named SQL into typed C, checked on a real engine against the schema. HOUSE.md, "Queries" and "Schema", says what it promises.
 *   queryc query SRC.sql OUTPREFIX SCHEMA.sql...            writes OUTPREFIX.c and OUTPREFIX.h
 *   queryc schema GENDIR SCHEMA.sql... -- QUERIES.sql...    writes GENDIR/ids.h and GENDIR/schema.c
 * Refusals are printed as file:line: sentence; exit 1. Memory is the operating system's to take back. */
#include <ctype.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- complaints, files, growing text ---- */

static const char *complain_file;
static int complaint_n;

static void complain(int line, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void complain(int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: ", complain_file, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	complaint_n++;
}

static void *must(void *p)
{
	if (!p) {
		fprintf(stderr, "queryc: out of memory\n");
		exit(1);
	}
	return p;
}

static char *read_file(const char *path)
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

struct text { char *b; size_t n; FILE *f; };

static struct text *text_new(void)
{
	struct text *t = must(calloc(1, sizeof *t));
	t->f = must(open_memstream(&t->b, &t->n));
	return t;
}

/* Leaves a file alone that already says the same, so that make does not rebuild what hangs on it. */
static void text_write(struct text *t, const char *path)
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

enum kind { KIND_TEXT, KIND_INT, KIND_BOOL, KIND_TIME, KIND_DAY, KIND_ID, KIND_NUMBER };
static const char *const kind_word[] = { "text", "a whole number", "a truth value", "a moment", "a day", "an id", "a number" };
static const char *const kind_token[] = { "@text", "@int", "@bool", "@time", "@day", "@id" };
struct type { enum kind kind; char entity[64]; };

static bool ends(const char *s, const char *end)
{
	size_t n = strlen(s), e = strlen(end);
	return n > e && !strcmp(s + n - e, end);
}

static struct type type_of(const char *name)
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

static const char *type_c(const char *name)
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

enum what { T_END, T_WORD, T_PARAM, T_NUMBER, T_STRING, T_SIGN };
enum clause { IN_NOTHING, IN_SELECT, IN_FROM, IN_ON, IN_WHERE, IN_SET, IN_OTHER };
/* A group is one level of parentheses, a CASE, or one arm of a UNION; an equality binds only tables of its own group. */
struct token { enum what what; char s[96]; const char *at, *end; int line, group; enum clause clause; };
enum { TOKEN_MAX = 20000, GROUP_MAX = 2000 };
struct tokens { struct token *t; int n; int *parent; int group_n; };

static bool is(const struct token *t, const char *s)
{
	return (t->what == T_WORD || t->what == T_SIGN) && !strcmp(t->s, s);
}

/* A zero-ended list of words, for the many "one of these" below. */
static bool is_any(const struct token *t, const char *const *list)
{
	for (; *list; list++)
		if (is(t, *list))
			return true;
	return false;
}

static const char *skip_space(const char *s, int *line)
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
static struct tokens tokens_of(const char *text, int line)
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

/* @tokens become SQLite's words. */
static char *schema_sqlite(const char *raw)
{
	static const char *const word[][2] = { { "@id", "INTEGER" }, { "@int", "INTEGER" }, { "@text", "TEXT" }, { "@time", "INTEGER" },
		{ "@day", "INTEGER" }, { "@bool", "INTEGER" }, { "@strict", "STRICT" } };
	struct text *t = text_new();
	for (const char *s = raw; *s;) {
		size_t n = 1, hit = sizeof word / sizeof *word;
		for (size_t i = 0; *s == '@' && i < sizeof word / sizeof *word; i++)
			if (!strncmp(s, word[i][0], strlen(word[i][0])) && !isalnum((unsigned char)s[strlen(word[i][0])]))
				hit = i, n = strlen(word[i][0]);
		if (hit < sizeof word / sizeof *word)
			fputs(word[hit][1], t->f);
		else
			fputc(*s, t->f);
		s += n;
	}
	fclose(t->f);
	return t->b;
}

static int closing(const struct tokens *all, int open)
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

static sqlite3 *db;

static void schema_load(const char *path)
{
	char *raw = read_file(path), *why = NULL;
	complain_file = path;
	struct tokens all = tokens_of(raw, 1);
	check_schema(&all);
	if (sqlite3_exec(db, schema_sqlite(raw), NULL, NULL, &why))
		complain(1, "%s", why);
}

static bool is_tenant_table(const char *table)
{
	return !sqlite3_table_column_metadata(db, NULL, table, "tenant_id", NULL, NULL, NULL, NULL, NULL);
}

/* ---- queries: what a statement reads and how it is bound to the tenant ---- */

enum shape { ONE, MANY, DONE };
struct query {
	char name[96], row[96], sql_name[96];
	enum shape shape;
	int line, end_line;
	char *text;
	struct tokens all;
	sqlite3_stmt *st;
	char param[64][96];
	int param_n, column_n;
	bool makes_row;
};

struct ref { char table[96], alias[96]; int at, line, group; bool is_left, is_insert, is_bound; };
enum { REF_MAX = 64 };
struct refs { struct ref r[REF_MAX]; int n; };

static const char *const not_alias[] = { "where", "join", "left", "inner", "cross", "on", "using", "set", "group", "order", "limit", "values", "select",
	"returning", "union", "except", "intersect", "having", "right", "full", "natural", "default", "do", "window", "indexed", "not", NULL };

static void refs_add(struct refs *refs, const struct tokens *all, int at)
{
	const struct token *t = &all->t[at];
	if (t->what != T_WORD || refs->n == REF_MAX)
		return;
	struct ref *r = &refs->r[refs->n++];
	*r = (struct ref){ .at = at, .line = t->line, .group = t->group };
	snprintf(r->table, sizeof r->table, "%s", t->s);
	const struct token *alias = is(t + 1, "as") ? t + 2 : t + 1;
	snprintf(r->alias, sizeof r->alias, "%s", alias->what == T_WORD && !is_any(alias, not_alias) ? alias->s : t->s);
	r->is_left = is(t - 1, "join") && (is(t - 2, "left") || (is(t - 2, "outer") && is(t - 3, "left")));
	r->is_insert = is(t - 1, "into");
	r->is_bound = r->is_insert || !is_tenant_table(r->table);
}

static enum clause clause_of(const struct token *t, enum clause now)
{
	static const char *const other[] = { "group", "order", "limit", "having", "returning", "window", "values", "do", "offset", NULL };
	if (is(t, "select"))
		return IN_SELECT;
	if ((is(t, "from") && !is(t - 1, "distinct")) || is(t, "join") || is(t, "into"))
		return IN_FROM;
	if (is(t, "on"))
		return is(t + 1, "conflict") ? IN_OTHER : IN_ON;
	if (is(t, "where"))
		return IN_WHERE;
	if (is(t, "set"))
		return IN_SET;
	return is_any(t, other) ? IN_OTHER : now;
}

/* Finds every table named in the statement and notes for each token in which clause of its group it stands. */
static void refs_find(struct query *q, struct refs *refs)
{
	enum clause *now = must(calloc(GROUP_MAX, sizeof *now));
	for (int i = 0; i < q->all.n; i++) {
		struct token *t = &q->all.t[i];
		enum clause before = now[t->group];
		now[t->group] = t->clause = clause_of(t, before);
		bool is_table = is(t, "join") || is(t, "into") || (is(t, "from") && !is(t - 1, "distinct")) ||
			(is(t, "update") && !is(t + 1, "set")) || (is(t, ",") && (before == IN_FROM || before == IN_ON));
		if (is_table)
			refs_add(refs, &q->all, i + 1);
	}
	free(now);
}

static struct ref *ref_of(const struct query *q, struct refs *refs, const char *alias, int group)
{
	for (; group >= 0; group = q->all.parent[group])
		for (int i = 0; i < refs->n; i++)
			if (refs->r[i].group == group && (alias ? !strcmp(refs->r[i].alias, alias) : is_tenant_table(refs->r[i].table)))
				return &refs->r[i];
	return NULL;
}

/* One side of a comparison: a column (its last name), a parameter or a constant; T_END when it is anything else. */
struct side { enum what what; const char *name, *alias; int first, last; };

static bool is_arithmetic(const struct token *t)
{
	static const char *const list[] = { "+", "-", "*", "/", "%", "||", "&", "|", NULL };
	return is_any(t, list);
}

static struct side side_at(const struct query *q, int first)
{
	static const char *const word[] = { "null", "case", "not", "exists", "select", "cast", "current_timestamp", "any", "all", "distinct", "and", "or",
		"from", NULL };
	const struct token *t = &q->all.t[first];
	struct side s = { .what = t->what, .name = t->s, .first = first, .last = first };
	if (t->what == T_WORD && is(t + 1, ".")) {
		s.alias = t->s;
		s.last = first + 2;
		s.name = t[2].s;
	}
	if (t->what == T_SIGN || is_any(t, word) || is(&q->all.t[s.last + 1], "(") || is_arithmetic(&q->all.t[s.last + 1]) || is_arithmetic(t - 1))
		s.what = T_END;
	return s;
}

static struct side side_before(const struct query *q, int sign)
{
	const struct token *t = &q->all.t[sign];
	int first = sign - 1;
	if (is(t - 2, ".") && t[-3].what == T_WORD)
		first = sign - 3;
	return side_at(q, first);
}

static bool is_tenant_side(const struct side *s, bool as_param)
{
	return s->what == (as_param ? T_PARAM : T_WORD) && !strcmp(s->name, "tenant_id");
}

static struct ref *last_ref_before(struct refs *refs, int at, int group)
{
	struct ref *hit = NULL;
	for (int i = 0; i < refs->n; i++)
		if (refs->r[i].at < at && refs->r[i].group == group)
			hit = &refs->r[i];
	return hit;
}

/* The equality counts only where it must hold for every row: between ANDs of an ON or WHERE that has no OR at its level. */
static bool is_firm(const struct query *q, int first, int last)
{
	static const char *const before[] = { "where", "and", "on", NULL };
	static const char *const after[] = { "and", "group", "order", "limit", "returning", "join", "left", "inner", "cross", "where", "union", "except",
		"intersect", "on", ")", ";", ",", NULL };
	const struct token *a = &q->all.t[first], *b = &q->all.t[last];
	if ((a->clause != IN_ON && a->clause != IN_WHERE) || !is_any(a - 1, before) || (b[1].what != T_END && !is_any(b + 1, after)))
		return false;
	for (int i = 0; i < q->all.n; i++)
		if (q->all.t[i].group == a->group && q->all.t[i].clause == a->clause && is(&q->all.t[i], "or"))
			return false;
	return true;
}

static bool try_bind(const struct query *q, struct refs *refs, const struct side *a, const struct side *b)
{
	int group = q->all.t[a->first].group;
	struct ref *mine = is_tenant_side(a, false) ? ref_of(q, refs, a->alias, group) : NULL;
	struct ref *last = last_ref_before(refs, a->first, group);
	if (!mine || mine->is_bound || mine->group != group)
		return false;
	if (q->all.t[a->first].clause == IN_ON && last && last->is_left && mine != last)
		return false;
	if (!is_tenant_side(b, true)) {
		struct ref *other = is_tenant_side(b, false) ? ref_of(q, refs, b->alias, group) : NULL;
		if (!other || other == mine || !other->is_bound)
			return false;
	}
	mine->is_bound = true;
	return true;
}

static bool bind_using(const struct query *q, struct refs *refs, int at)
{
	int group = q->all.t[at].group;
	struct ref *mine = last_ref_before(refs, at, group), *first = ref_of(q, refs, NULL, group);
	int end = closing(&q->all, at + 1);
	bool names_tenant = false;
	for (int i = at; i < end; i++)
		names_tenant = names_tenant || is(&q->all.t[i], "tenant_id");
	if (!names_tenant || !mine || !first || mine->is_bound == first->is_bound || mine->is_bound)
		return false;
	return mine->is_bound = true;
}

static void check_tenant(struct query *q, struct refs *refs)
{
	for (bool moved = true; moved;) {
		moved = false;
		for (int i = 1; i < q->all.n; i++) {
			const struct token *t = &q->all.t[i];
			if (is(t, "using"))
				moved = bind_using(q, refs, i) || moved;
			if (!is(t, "="))
				continue;
			struct side a = side_before(q, i), b = side_at(q, i + 1);
			if (is_firm(q, a.first, b.last))
				moved = try_bind(q, refs, &a, &b) || try_bind(q, refs, &b, &a) || moved;
		}
	}
	/* A file holds one tenant; the floor that finds out which may ask for it. */
	if (!strcmp(q->sql_name, "desk/tenant") && q->shape == ONE && refs->n == 1 && !strcmp(refs->r[0].table, "tenant"))
		return;
	for (int i = 0; i < refs->n; i++)
		if (!refs->r[i].is_bound)
			complain(refs->r[i].line, "%s: table %s is not bound to :tenant_id, nor joined on the tenant_id of one that is (an equality beside an OR"
				" does not count)", q->name, refs->r[i].table);
}

/* ---- queries: comparisons by name ---- */

static void check_pair(const struct query *q, const struct side *a, const struct side *b)
{
	const struct side *s[] = { a, b };
	struct type t[2];
	for (int i = 0; i < 2; i++) {
		if (s[i]->what == T_END || s[i]->what == T_SIGN)
			return;
		t[i] = type_of(s[i]->name);
		if (s[i]->what == T_NUMBER || s[i]->what == T_STRING)
			t[i] = (struct type){ s[i]->what == T_NUMBER ? KIND_NUMBER : KIND_TEXT, "" };
		else if (!strcmp(s[i]->name, "true") || !strcmp(s[i]->name, "false"))
			t[i].kind = KIND_BOOL;
	}
	for (int i = 0; i < 2; i++)
		if (t[i].kind == KIND_NUMBER && t[!i].kind != KIND_TEXT && t[!i].kind != KIND_BOOL)
			return;
	if (t[0].kind != t[1].kind || strcmp(t[0].entity, t[1].entity))
		complain(q->all.t[b->first].line, "%s: %s is %s%s%s, %s is %s%s%s", q->name, a->name, kind_word[t[0].kind], *t[0].entity ? " of " : "",
			t[0].entity, b->name, kind_word[t[1].kind], *t[1].entity ? " of " : "", t[1].entity);
}

static void check_in_list(const struct query *q, int open, const struct side *column)
{
	int end = closing(&q->all, open);
	if (is(&q->all.t[open + 1], "select"))
		return;
	for (int i = open; i < end; i++) {
		if (i != open && !(is(&q->all.t[i], ",") && q->all.t[i].group == q->all.t[open + 1].group))
			continue;
		struct side b = side_at(q, i + 1);
		check_pair(q, column, &b);
	}
}

static void check_comparisons(const struct query *q)
{
	static const char *const sign[] = { "=", "<", ">", "<=", ">=", "<>", "!=", "is", NULL };
	for (int i = 1; i < q->all.n; i++) {
		const struct token *t = &q->all.t[i];
		struct side a = side_before(q, i);
		if (is_any(t, sign)) {
			struct side b = side_at(q, is(t, "is") && is(t + 1, "not") ? i + 2 : i + 1);
			check_pair(q, &a, &b);
		} else if (is(t, "in") && is(t + 1, "(")) {
			a = is(t - 1, "not") ? side_before(q, i - 1) : a;
			check_in_list(q, i + 1, &a);
		} else if (is(t, "between")) {
			struct side b = side_at(q, i + 1), c = side_at(q, b.last + 2);
			check_pair(q, &a, &b);
			if (b.what != T_END)
				check_pair(q, &a, &c);
		} else if (is(t, "limit") && t[1].what == T_PARAM && type_of(t[1].s).kind != KIND_INT) {
			complain(t->line, "%s: LIMIT :%s is no whole number by its name (limit_n)", q->name, t[1].s);
		}
		if (is(t, "tenant_id") && t->clause == IN_SET && is(t + 1, "=") && (is(t - 1, "set") || is(t - 1, ",")))
			complain(t->line, "%s: tenant_id is never changed", q->name);
	}
}

/* Where the item behind `at` ends: the next comma of its own group, or what closes the list. */
static int item_end(const struct query *q, int at, int group)
{
	static const char *const stop[] = { ",", ")", "from", "where", "union", "on", "returning", "group", "order", "limit", ";", NULL };
	while (at < q->all.n && !((q->all.t[at].group == group || q->all.t[at].group == q->all.parent[group]) && is_any(&q->all.t[at], stop)))
		at++;
	return at;
}

/* Column by column against one row of VALUES or the list of a SELECT; `at` is its first item. */
static void check_insert_row(const struct query *q, int column, int at)
{
	int group = q->all.t[at].group;
	for (;; column += 2) {
		int end = item_end(q, at, group);
		struct side a = { .what = T_WORD, .name = q->all.t[column].s, .first = column, .last = column };
		struct side b = side_at(q, at);
		bool is_whole = b.last + 1 == end;
		if (is_whole)
			check_pair(q, &a, &b);
		if (is(&q->all.t[column], "tenant_id") && !(is_whole && (is_tenant_side(&b, true) || (is_tenant_side(&b, false) && !is(&q->all.t[column], "")))))
			complain(q->all.t[at].line, "%s: tenant_id must be :tenant_id", q->name);
		if (!is(&q->all.t[column + 1], ",") || !is(&q->all.t[end], ","))
			return;
		at = end + 1;
	}
}

static void check_insert(const struct query *q, int into)
{
	const struct token *t = q->all.t;
	int open = is(&t[into + 2], "as") ? into + 4 : into + 2;
	bool names_tenant = false;
	int end = closing(&q->all, open);
	for (int i = open; i < end; i++)
		names_tenant = names_tenant || is(&t[i], "tenant_id");
	if (!is(&t[open], "(") || !names_tenant) {
		complain(t[into].line, "%s: INSERT does not set tenant_id from :tenant_id", q->name);
		return;
	}
	if (is(&t[end + 1], "select"))
		check_insert_row(q, open + 1, end + (is(&t[end + 2], "distinct") ? 3 : 2));
	if (!is(&t[end + 1], "values"))
		return;
	for (int at = end + 2; is(&t[at], "("); at = closing(&q->all, at) + 2)
		check_insert_row(q, open + 1, at + 1);
}

/* ---- queries: words that are not in the common subset ---- */

static bool is_star(const struct token *t)
{
	static const char *const before[] = { "select", "distinct", "all", ".", ",", "returning", NULL };
	return is(t, "*") && is_any(t - 1, before);
}

static void check_words(const struct query *q)
{
	static const char *const never[] = { "like", "glob", "->>", "->", "rowid", "regexp", "match", "natural", "right", "full", "current_timestamp",
		"current_date", "current_time", "pragma", "::", "==", NULL };
	static const char *const call[] = { "strftime", "date", "time", "datetime", "julianday", "unixepoch", "ifnull", "iif", "instr", "printf", "random",
		"total", "group_concat", "changes", "last_insert_rowid", "json", "json_extract", "json_each", "like", "glob", NULL };
	for (int i = 0; i < q->all.n; i++) {
		const struct token *t = &q->all.t[i];
		if (is_any(t, never) || (is_any(t, call) && is(t + 1, "(")))
			complain(t->line, "%s: %s is not in the common subset of our stores%s", q->name, t->s, is(t, "like")
				? "; to look into a list write: replace(:list, ',' || x || ',', '') <> :list" : " (times, ids and patterns are made in C)");
		if (is(t, "insert") && is(t + 1, "or"))
			complain(t->line, "%s: write ON CONFLICT instead of INSERT OR", q->name);
		if (is_star(t))
			complain(t->line, "%s: name the columns instead of *", q->name);
		if (t->what == T_STRING && *t->at == '"')
			complain(t->line, "%s: names stand without quotes, text in single ones", q->name);
		if (is(t, "?"))
			complain(t->line, "%s: parameters have names", q->name);
	}
}

static void check_many(const struct query *q)
{
	bool has_order = false, has_limit = false, writes = !sqlite3_stmt_readonly(q->st);
	for (int i = 0; i < q->all.n; i++) {
		const struct token *t = &q->all.t[i];
		bool here = writes || !q->all.parent || q->all.parent[t->group] < 0;
		has_order = has_order || (here && is(t, "order"));
		has_limit = has_limit || (here && is(t, "limit") && (t[1].what == T_PARAM || t[1].what == T_NUMBER));
	}
	if (!has_limit || (!has_order && !writes))
		complain(q->line, "%s: many needs ORDER BY and LIMIT :limit_n (or a number)", q->name);
}

/* ---- queries: what the engine says ---- */

static char read_table[128][96], write_table[16][96];
static int read_n, write_n;

static int note(char table[][96], int n, int cap, const char *name)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(table[i], name))
			return n;
	if (n < cap)
		snprintf(table[n++], 96, "%s", name);
	return n;
}

static int watch(void *arg, int what, const char *a, const char *b, const char *c, const char *by)
{
	(void)arg, (void)b, (void)c, (void)by;
	if (what == SQLITE_SELECT || what == SQLITE_FUNCTION || what == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (what == SQLITE_READ) {
		if (a && *a && strncmp(a, "sqlite_", 7))
			read_n = note(read_table, read_n, 128, a);
		return SQLITE_OK;
	}
	if (what != SQLITE_INSERT && what != SQLITE_UPDATE && what != SQLITE_DELETE)
		return SQLITE_DENY;
	write_n = note(write_table, write_n, 16, a);
	return SQLITE_OK;
}

/* src/gift/gift_stock.sql belongs to gift; src/desk/account.sql to account. */
static char owner[96], base[96];

static void check_touched(const struct query *q, const struct refs *refs)
{
	for (int i = 0; i < write_n; i++) {
		size_t n = strlen(owner);
		if (strncmp(write_table[i], owner, n) || (write_table[i][n] && write_table[i][n] != '_'))
			complain(q->line, "%s: writes %s; this file writes only tables named %s or %s_...", q->name, write_table[i], owner, owner);
	}
	for (int i = 0; i < read_n; i++) {
		bool is_known = !is_tenant_table(read_table[i]);
		for (int k = 0; k < refs->n; k++)
			is_known = is_known || !strcmp(refs->r[k].table, read_table[i]);
		if (!is_known)
			complain(q->line, "%s: reads %s in a way that queryc cannot follow", q->name, read_table[i]);
	}
}

static bool is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return n == strlen(s) && islower((unsigned char)s[0]);
}

static void check_columns(const struct query *q)
{
	for (int i = 0; i < q->column_n; i++) {
		const char *name = sqlite3_column_name(q->st, i), *from = sqlite3_column_origin_name(q->st, i);
		if (!is_name(name))
			complain(q->line, "%s: column %d (%s) needs a name: AS total_n", q->name, i + 1, name);
		else if (!strcmp(name, "id"))
			complain(q->line, "%s: a result called id says not whose: AS gift_id", q->name);
		else if (from && type_of(name).kind != type_of(from).kind)
			complain(q->line, "%s: %s is %s, but comes from %s, %s", q->name, name, kind_word[type_of(name).kind], from, kind_word[type_of(from).kind]);
		for (int k = 0; k < i; k++)
			if (!strcmp(name, sqlite3_column_name(q->st, k)))
				complain(q->line, "%s: two columns are called %s", q->name, name);
	}
}

static void check_shape(const struct query *q)
{
	if (q->shape == DONE && q->column_n)
		complain(q->line, "%s: gives rows; say one or many", q->name);
	if (q->shape != DONE && !q->column_n)
		complain(q->line, "%s: gives no rows; say done, or add RETURNING", q->name);
	if (q->shape == MANY)
		check_many(q);
	size_t n = strlen(base);
	if (strncmp(q->name, base, n) || (q->name[n] && q->name[n] != '_'))
		complain(q->line, "%s: names in this file begin with %s", q->name, base);
}

static void check_params(struct query *q)
{
	int n = sqlite3_bind_parameter_count(q->st);
	for (int i = 1; i <= n && q->param_n < 64; i++) {
		const char *name = sqlite3_bind_parameter_name(q->st, i);
		if (!name || !is_name(name + 1) || !strcmp(name, ":id") || !strcmp(name, ":d") || !strcmp(name, ":in") || !strcmp(name, ":ret"))
			complain(q->line, "%s: parameter %s needs another name", q->name, name ? name : "?");
		else
			snprintf(q->param[q->param_n++], 96, "%s", name + 1);
	}
}

static bool same_row(const struct query *a, const struct query *b)
{
	bool same = a->column_n == b->column_n;
	for (int i = 0; same && i < a->column_n; i++)
		same = !strcmp(sqlite3_column_name(a->st, i), sqlite3_column_name(b->st, i));
	return same;
}

static void query_check(struct query *q, const struct query *first)
{
	const char *tail = "";
	struct refs *refs = must(calloc(1, sizeof *refs));
	q->all = tokens_of(q->text, q->line + 1);
	read_n = write_n = 0;
	if (sqlite3_prepare_v2(db, q->text, -1, &q->st, &tail) || !q->st) {
		complain(q->line, "%s: %s", q->name, q->st || sqlite3_errcode(db) ? sqlite3_errmsg(db) : "no statement");
		return;
	}
	int line = 0;
	if (*skip_space(tail, &line))
		complain(q->line, "%s: more than one statement", q->name);
	q->column_n = sqlite3_column_count(q->st);
	refs_find(q, refs);
	check_words(q);
	check_tenant(q, refs);
	check_comparisons(q);
	for (int i = 0; i < q->all.n; i++)
		if (is(&q->all.t[i], "into"))
			check_insert(q, i);
	check_touched(q, refs);
	check_columns(q);
	check_params(q);
	check_shape(q);
	q->makes_row = q->column_n > 0;
	for (const struct query *o = first; o < q; o++) {
		if (!strcmp(o->name, q->name))
			complain(q->line, "%s: the name is taken at line %d", q->name, o->line);
		if (o->makes_row && q->column_n && !strcmp(o->row, q->row)) {
			q->makes_row = false;
			if (!same_row(o, q))
				complain(q->line, "%s: its columns are not those of struct %s_row of line %d", q->name, q->row, o->line);
		}
	}
}

/* ---- writing C ---- */

static int plain_params(const struct query *q)
{
	int n = 0;
	for (int i = 0; i < q->param_n; i++)
		n += strcmp(q->param[i], "tenant_id") != 0;
	return n;
}

static void put_prototype(FILE *f, const struct query *q)
{
	static const char *const result[] = { "bool ", "size_t ", "int64_t " };
	bool many_params = plain_params(q) > 4;
	fprintf(f, "%s%s(struct desk *d", result[q->shape], q->name);
	if (many_params)
		fprintf(f, ", const struct %s_in *in", q->name);
	for (int i = 0; i < q->param_n && !many_params; i++)
		if (strcmp(q->param[i], "tenant_id"))
			fprintf(f, ", %s%s", type_c(q->param[i]), q->param[i]);
	if (q->column_n)
		fprintf(f, ", struct %s_row *%sret", q->row, q->shape == MANY ? "*" : "");
	fputc(')', f);
}

static void put_header(FILE *f, const struct query *q)
{
	if (q->makes_row) {
		fprintf(f, "struct %s_row {\n", q->row);
		for (int i = 0; i < q->column_n; i++)
			fprintf(f, "\t%s%s;\n", type_c(sqlite3_column_name(q->st, i)), sqlite3_column_name(q->st, i));
		fputs("};\n", f);
	}
	if (plain_params(q) > 4) {
		fprintf(f, "struct %s_in {\n", q->name);
		for (int i = 0; i < q->param_n; i++)
			if (strcmp(q->param[i], "tenant_id"))
				fprintf(f, "\t%s%s;\n", type_c(q->param[i]), q->param[i]);
		fputs("};\n", f);
	}
	put_prototype(f, q);
	fputs(";\n\n", f);
}

/* Outside of strings, any white space and every comment becomes one blank. */
static void put_sql(FILE *f, const struct query *q)
{
	fputc('"', f);
	for (int i = 0; i < q->all.n; i++) {
		const struct token *t = &q->all.t[i];
		if (is(t, ";"))
			continue;
		if (i && t->at > t[-1].end)
			fputc(' ', f);
		for (const char *s = t->at; s < t->end; s++) {
			if (*s == '\n')
				fputs("\\n", f);
			else
				fprintf(f, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
		}
	}
	fputc('"', f);
}

static void put_binds(FILE *f, const struct query *q)
{
	static const char *const bind[] = { "store_bind_str(run_, %d, %s%s)", "store_bind_int(run_, %d, %s%s)", "row_bind_bool(run_, %d, %s%s)",
		"row_bind_moment(run_, %d, %s%s)", "row_bind_day(run_, %d, %s%s)", "row_bind_id(run_, %d, %s%s.v)" };
	const char *from = plain_params(q) > 4 ? "in->" : "";
	for (int i = 0; i < q->param_n; i++) {
		fputc('\t', f);
		fprintf(f, bind[type_of(q->param[i]).kind], i + 1, strcmp(q->param[i], "tenant_id") ? from : "d->", q->param[i]);
		fputs(";\n", f);
	}
}

static void put_row(FILE *f, const struct query *q)
{
	static const char *const column[] = { "store_column_str(run_, %d)", "store_column_int(run_, %d)", "row_bool(run_, %d)", "row_moment(run_, %d)",
		"row_day(run_, %d)", "{ store_column_int(run_, %d) }" };
	fprintf(f, "static void read_%s(struct store_run *run_, struct %s_row *ret)\n{\n\t*ret = (struct %s_row){\n", q->row, q->row, q->row);
	for (int i = 0; i < q->column_n; i++) {
		const char *name = sqlite3_column_name(q->st, i);
		fprintf(f, "\t\t.%s = ", name);
		fprintf(f, column[type_of(name).kind], i);
		fputs(",\n", f);
	}
	fputs("\t};\n}\n\n", f);
}

static void put_nothing(FILE *f, const struct query *q)
{
	int day_n = 0;
	fprintf(f, "*ret = (struct %s_row){ ", q->row);
	for (int i = 0; i < q->column_n; i++)
		if (type_of(sqlite3_column_name(q->st, i)).kind == KIND_DAY)
			fprintf(f, "%s.%s = DAY_NONE", day_n++ ? ", " : "", sqlite3_column_name(q->st, i));
	fputs(day_n ? " };\n" : "0 };\n", f);
}

static void put_body(FILE *f, const struct query *q)
{
	if (q->shape == ONE) {
		fputs("\tbool found_ = store_step(run_);\n\tif (found_)\n", f);
		fprintf(f, "\t\tread_%s(run_, ret);\n\tstore_run_end(run_);\n\tif (d->turn->fault == STORE_OK)\n\t\treturn found_;\n\t", q->row);
		put_nothing(f, q);
		fputs("\treturn false;\n}\n\n", f);
	} else if (q->shape == MANY) {
		fputs("\tsize_t n_ = 0, cap_ = 0;\n\twhile (store_step(run_)) {\n\t\tif (n_ == cap_)\n", f);
		fputs("\t\t\t*ret = row_grow(d->arena, *ret, &cap_, sizeof **ret);\n", f);
		fprintf(f, "\t\tread_%s(run_, &(*ret)[n_++]);\n\t}\n\tstore_run_end(run_);\n\tif (d->turn->fault == STORE_OK)\n\t\treturn n_;\n", q->row);
		fputs("\t*ret = NULL;\n\treturn 0;\n}\n\n", f);
	} else {
		fputs("\twhile (store_step(run_))\n\t\t;\n\treturn store_run_end(run_);\n}\n\n", f);
	}
}

static void put_function(FILE *f, const struct query *q)
{
	if (q->makes_row)
		put_row(f, q);
	fprintf(f, "static const struct query query_%s = { \"%s\",\n\t", q->name, q->name);
	put_sql(f, q);
	fprintf(f, ",\n\t%d, %d, %s };\n\n", q->param_n, q->column_n, sqlite3_stmt_readonly(q->st) ? "false" : "true");
	put_prototype(f, q);
	fputs("\n{\n\t", f);
	if (q->shape == ONE)
		put_nothing(f, q), fputc('\t', f);
	if (q->shape == MANY)
		fputs("*ret = NULL;\n\t", f);
	fprintf(f, "struct store_run *run_ = store_run_begin(d->turn, &query_%s);\n\tif (!run_)\n\t\treturn %s;\n", q->name, q->shape == ONE ? "false" : "0");
	put_binds(f, q);
	put_body(f, q);
}

/* ---- the two commands ---- */

static bool shape_of(const char *word, enum shape *ret)
{
	static const char *const list[] = { "one", "many", "done" };
	for (int i = 0; i < 3; i++)
		if (!strcmp(word, list[i]))
			return *ret = (enum shape)i, true;
	return false;
}

/* `-- name: one|many|done [row]`; any other comment is only a comment, unless it looks like one of ours. */
static bool header_of(const char *s, int line, struct query *ret)
{
	char name[96] = "", shape[16] = "", row[96] = "";
	int n = 0;
	struct query q = { .line = line };
	if (sscanf(s, "-- %95[a-z0-9_]%n", name, &n) != 1 || s[n] != ':')
		return false;
	int found = sscanf(s + n + 1, "%*[ ]%15[^ \n] %95[a-z0-9_]", shape, row);
	if (found < 1 || !shape_of(shape, &q.shape)) {
		if (!strncmp(name, base, strlen(base)) && strchr(name, '_'))
			complain(line, "%s: after the name comes one, many or done", name);
		return false;
	}
	snprintf(q.name, sizeof q.name, "%s", name);
	snprintf(q.row, sizeof q.row, "%s", found > 1 ? row : name);
	*ret = q;
	return true;
}

static void name_file(const char *src, struct query *all, int n)
{
	for (int i = 0; i < n; i++)
		snprintf(all[i].sql_name, sizeof all[i].sql_name, "%.40s/%.40s", strstr(src, "/desk/") ? "desk" : owner, base);
}

static int queries_of(const char *src, struct query *ret, int cap)
{
	char *text = read_file(src);
	int n = 0, line = 1;
	for (char *s = text; *s; line++) {
		char *end = s + strcspn(s, "\n");
		char keep = *end;
		*end = 0;
		if (n < cap && header_of(s, line, &ret[n])) {
			if (n)
				s[0] = 0;
			ret[n++].text = end + (keep != 0);
		} else if (!n && *s && strncmp(s, "--", 2) && s[strspn(s, " \t")]) {
			complain(line, "a statement without a name: -- %s_...: one|many|done", base);
		}
		*end = keep;
		s = end + (keep != 0);
	}
	name_file(src, ret, n);
	return n;
}

static void name_owner(const char *src)
{
	const char *file = strrchr(src, '/') ? strrchr(src, '/') + 1 : src;
	snprintf(base, sizeof base, "%.*s", (int)strcspn(file, "."), file);
	snprintf(owner, sizeof owner, "%s", base);
	const char *folder = file - (file > src);
	while (folder > src && folder[-1] != '/')
		folder--;
	if (file > src && strncmp(folder, "desk/", 5))
		snprintf(owner, sizeof owner, "%.*s", (int)(file - 1 - folder), folder);
}

static void put_file(const struct query *all, int n, const char *src, const char *out)
{
	char path[4096];
	struct text *h = text_new(), *c = text_new();
	fprintf(h->f, "/* Made by queryc from %s.sql. */\n#pragma once\n#include \"desk/desk.h\"\n\n", base);
	const char *cut = strrchr(out, '/') ? strrchr(out, '/') + 1 : out;
	fprintf(c->f, "/* Made by queryc from %s.sql. */\n#include \"%s.h\"\n#include \"store/row.h\"\n\n", base, cut);
	(void)src;
	for (int i = 0; i < n; i++) {
		put_header(h->f, &all[i]);
		put_function(c->f, &all[i]);
	}
	snprintf(path, sizeof path, "%s.h", out);
	text_write(h, path);
	snprintf(path, sizeof path, "%s.c", out);
	text_write(c, path);
}

static int command_query(const char *src, const char *out, char **schema)
{
	static struct query all[200];
	for (; *schema; schema++)
		schema_load(*schema);
	if (complaint_n)
		return 1;
	name_owner(src);
	complain_file = src;
	sqlite3_set_authorizer(db, watch, NULL);
	int n = queries_of(src, all, 200);
	for (int i = 0; i < n; i++)
		query_check(&all[i], all);
	if (complaint_n)
		return 1;
	put_file(all, n, src, out);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_ids(char **files, const char *dir)
{
	static char *name[4096];
	size_t n = 0;
	char path[4096];
	name[n++] = strdup("tenant");
	for (; *files; files++) {
		struct tokens all = strcmp(*files, "--") ? tokens_of(read_file(*files), 1) : (struct tokens){ 0 };
		for (int i = 0; i < all.n && n < 4095; i++)
			if ((all.t[i].what == T_WORD || all.t[i].what == T_PARAM) && type_of(all.t[i].s).kind == KIND_ID)
				name[n++] = strdup(type_of(all.t[i].s).entity);
	}
	qsort(name, n, sizeof *name, by_text);
	struct text *t = text_new();
	fputs("/* Made by queryc: one type per entity, so that the id of one is never taken for another's. v == 0 is absent. */\n#pragma once\n", t->f);
	fputs("#include <stdint.h>\n\n", t->f);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(name[i], name[i - 1]))
			fprintf(t->f, "struct %s_id { int64_t v; };\n", name[i]);
	snprintf(path, sizeof path, "%s/ids.h", dir);
	text_write(t, path);
}

static void put_migration(FILE *f, const char *path, int *last)
{
	const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char name[96] = "";
	int number = 0;
	complain_file = path;
	if (sscanf(file, "%d_%95[a-z0-9_]", &number, name) != 2 || number <= *last)
		complain(1, "files are called NNNN_name.sql, each number greater than the one before");
	*last = number;
	fprintf(f, "\t{ %d, \"%s\",\n\t\"", number, name);
	for (const char *s = schema_sqlite(read_file(path)); *s; s++) {
		if (*s == '\n')
			fputs("\\n\"\n\t\"", f);
		else if (*s == '\t')
			fputs("\\t", f);
		else
			fprintf(f, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	}
	fputs("\" },\n", f);
}

static int command_schema(const char *dir, char **files)
{
	struct text *t = text_new();
	char path[4096];
	int last = 0, n = 0;
	fputs("/* Made by queryc: the migrations, in order. */\n#include \"store/migrate.h\"\n\nconst struct store_migration store_migrations[] = {\n", t->f);
	for (char **f = files; *f && strcmp(*f, "--"); f++, n++) {
		schema_load(*f);
		put_migration(t->f, *f, &last);
	}
	fprintf(t->f, "\t{ 0, NULL, NULL }\n};\nconst int store_migration_n = %d;\n", n);
	if (complaint_n)
		return 1;
	put_ids(files, dir);
	snprintf(path, sizeof path, "%s/schema.c", dir);
	text_write(t, path);
	return 0;
}

int main(int argc, char **argv)
{
	if (sqlite3_open(":memory:", &db)) {
		fprintf(stderr, "queryc: SQLite does not open\n");
		return 1;
	}
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (argc >= 4 && !strcmp(argv[1], "query"))
		return command_query(argv[2], argv[3], argv + 4);
	if (argc >= 3 && !strcmp(argv[1], "schema"))
		return command_schema(argv[2], argv + 3);
	fprintf(stderr, "usage: queryc query SRC.sql OUTPREFIX SCHEMA.sql...\n       queryc schema GENDIR SCHEMA.sql... -- QUERIES.sql...\n");
	return 2;
}

/* queryc: refusing. What a statement reads, how it is bound to the tenant, and what it compares. */
#include "tools/queryc.h"
#include <stdlib.h>
#include <string.h>

/* ---- what a statement reads and how it is bound to the tenant ---- */

static const char *const not_alias[] = { "where", "join", "left", "inner", "cross", "on", "using", "set", "group", "order", "limit", "values",
	"select", "returning", "union", "except", "intersect", "having", "right", "full", "natural", "default", "do", "window", "indexed", "not", NULL };

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
	r->is_bound = is(t - 1, "into") || !is_tenant_table(r->table);
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
void refs_find(struct query *q, struct refs *refs)
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

void check_tenant(struct query *q, struct refs *refs)
{
	for (bool moved = true; moved;) {
		moved = false;
		for (int i = 1; i < q->all.n; i++) {
			const struct token *t = &q->all.t[i];
			if (!is(t, "="))
				continue;
			struct side a = side_before(q, i), b = side_at(q, i + 1);
			if (is_firm(q, a.first, b.last))
				moved = try_bind(q, refs, &a, &b) || try_bind(q, refs, &b, &a) || moved;
		}
	}
	/* A file holds one tenant; the floor that finds out which may ask for it. */
	if (q->is_of_tenant && q->shape == ONE && refs->n == 1 && !strcmp(refs->r[0].table, "tenant"))
		return;
	for (int i = 0; i < refs->n; i++)
		if (!refs->r[i].is_bound)
			complain(refs->r[i].line, "%s: table %s is not bound to :tenant_id, nor joined on the tenant_id of one that is (an equality beside an OR"
				" does not count)", q->name, refs->r[i].table);
}

/* ---- comparisons by name ---- */

static void check_pair(const struct query *q, const struct side *a, const struct side *b)
{
	const struct side *s[] = { a, b };
	struct type t[2];
	for (int i = 0; i < 2; i++) {
		if (s[i]->what == T_END || s[i]->what == T_SIGN)
			return;
		t[i] = type_of(s[i]->name);
		if (s[i]->what == T_NUMBER || s[i]->what == T_STRING || !strcmp(s[i]->name, "rowid"))
			t[i] = (struct type){ s[i]->what == T_STRING ? KIND_TEXT : KIND_NUMBER, "" };
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

void check_comparisons(const struct query *q)
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

void check_inserts(const struct query *q)
{
	for (int i = 0; i < q->all.n; i++)
		if (is(&q->all.t[i], "into"))
			check_insert(q, i);
}

/* ---- words that are not in the common subset ---- */

static bool is_star(const struct token *t)
{
	static const char *const before[] = { "select", "distinct", "all", ".", ",", "returning", NULL };
	return is(t, "*") && is_any(t - 1, before);
}

void check_words(const struct query *q)
{
	static const char *const never[] = { "like", "glob", "->>", "->", "rowid", "regexp", "match", "natural", "right", "full", "current_timestamp",
		"current_date", "current_time", "pragma", "::", "==", NULL };
	static const char *const call[] = { "strftime", "date", "time", "datetime", "julianday", "unixepoch", "ifnull", "iif", "instr", "printf", "random",
		"total", "group_concat", "changes", "last_insert_rowid", "json", "json_extract", "json_each", "like", "glob", NULL };
	for (int i = 0; i < q->all.n; i++) {
		const struct token *t = &q->all.t[i];
		if (!q->has_two && (is_any(t, never) || (is_any(t, call) && is(t + 1, "("))))
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

void check_many(const struct query *q)
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

/* The words of a page: which stretches of text, holes and inline tags make one message for translators, and what its msgid is. */
#include "tools/pagec.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- text that grows ---- */
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

const char *z_of(const struct text *t) { return t->s ? t->s : ""; }

/* A word of a list that is written " one two three ". */
bool in_list(const char *word, const char *list)
{
	char pattern[80];
	return *word && (size_t)snprintf(pattern, sizeof pattern, " %s ", word) < sizeof pattern && strstr(list, pattern);
}

bool starts(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* ---- what will be written: literal bytes, names of assets, C statements ---- */
struct op *op_add(struct ops *o, enum op_kind kind)
{
	o->op = grown(o->op, (o->n + 1) * sizeof *o->op);
	o->op[o->n] = (struct op){ .kind = kind, .line = line };
	return &o->op[o->n++];
}

void literal(struct ops *o, const char *s, size_t n)
{
	if (n == 0) return;
	struct op *op = o->n && o->op[o->n - 1].kind == OP_LITERAL ? &o->op[o->n - 1] : op_add(o, OP_LITERAL);
	put(&op->t, s, n);
}

void literal_z(struct ops *o, const char *z) { literal(o, z, strlen(z)); }

void code(struct ops *o, const char *fmt, ...)
{
	char *z = NULL;
	va_list ap;
	va_start(ap, fmt);
	if (vasprintf(&z, fmt, ap) < 0) die("out of memory");
	va_end(ap);
	put_z(&op_add(o, OP_CODE)->t, z);
	free(z);
}

void join(struct ops *to, const struct ops *from)
{
	for (size_t i = 0; i < from->n; i++) {
		if (from->op[i].kind == OP_LITERAL) literal(to, from->op[i].t.s, from->op[i].t.n);
		else *op_add(to, OP_CODE) = from->op[i];
	}
}

/* ---- letters ---- */
static uint32_t letter_at(const char *s, size_t *ret_n)
{
	unsigned char c = (unsigned char)*s;
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t x = n == 1 ? c : c & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80) die("not UTF-8");
		x = x << 6 | ((unsigned char)s[i] & 0x3f);
	}
	*ret_n = n;
	return x;
}

static bool is_letter(uint32_t x)
{
	if (x < 0x80) return isalpha((int)x);
	if (x < 0x250) return x >= 0xc0 && x != 0xd7 && x != 0xf7;
	if (x >= 0x2000 && x < 0x3041) return x >= 0x3005 && x <= 0x3007;
	if (x == 0x30fb || x == 0x30fc) return false;
	if (x >= 0xff00 && x <= 0xffef) return (x >= 0xff21 && x <= 0xff3a) || (x >= 0xff41 && x <= 0xff5a) || (x >= 0xff66 && x <= 0xff9d);
	return x < 0xe000 || x >= 0xf900;
}

static bool has_letter(const char *s)
{
	for (size_t n; *s; s += n)
		if (is_letter(letter_at(s, &n))) return true;
	return false;
}

static bool is_wide(uint32_t x)
{
	return x == 0x2014 || x == 0x2026 || (x >= 0x2e80 && x <= 0x9fff) || (x >= 0xf900 && x <= 0xfaff) || (x >= 0xff00 && x <= 0xffef) || x >= 0x20000;
}

static void put_letter(struct text *t, uint32_t x)
{
	char b[4];
	size_t n = x < 0x80 ? 1 : x < 0x800 ? 2 : x < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; x >>= 6) b[i] = (char)(0x80 | (x & 0x3f));
	b[0] = (char)(n == 1 ? x : x | (0xf00u >> n & 0xff));
	put(t, b, n);
}

/* One entity, s behind the &; gives how far it goes. */
static size_t entity(const char *s, struct text *ret)
{
	static const struct { const char *name; uint32_t x; } known[] = { { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' },
		{ "nbsp;", 0xa0 }, { "copy;", 0xa9 }, { "times;", 0xd7 }, { "middot;", 0xb7 }, { "ndash;", 0x2013 }, { "mdash;", 0x2014 },
		{ "hellip;", 0x2026 }, { "laquo;", 0xab }, { "raquo;", 0xbb }, { "larr;", 0x2190 }, { "rarr;", 0x2192 }, { "emsp;", 0x2003 } };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (starts(s, known[i].name)) return put_letter(ret, known[i].x), strlen(known[i].name);
	if (*s == '#') {
		char *end;
		unsigned long x = s[1] == 'x' ? strtoul(s + 2, &end, 16) : strtoul(s + 1, &end, 10);
		if (*end == ';' && x >= 0x20 && x < 0x110000 && !(x >= 0xd800 && x < 0xe000)) return put_letter(ret, (uint32_t)x), (size_t)(end + 1 - s);
	}
	die("&%.12s: write a bare & as &amp;, other signs as themselves", s);
}

/* What a reader sees of HTML text. A literal { is doubled, as translators must write it. */
static struct text decoded(const char *s, bool is_html)
{
	struct text t = { 0 };
	put_z(&t, "");
	while (*s) {
		if (is_html && *s == '&') { s++; s += entity(s, &t); continue; }
		if (*s == '{') put_z(&t, "{");
		put(&t, s++, 1);
	}
	return t;
}

/* ---- messages ---- */
static bool piece_has_letter(const struct piece *x) { return x->kind == PIECE_TEXT && has_letter(decoded(z_of(&x->t), !is_plain()).s); }

static bool range_has_letter(const struct piece *x, size_t from, size_t to)
{
	for (; from < to; from++)
		if (piece_has_letter(&x[from])) return true;
	return false;
}

void emit_as_is(struct ops *out, const struct piece *x)
{
	line = x->line ? x->line : line;
	if (x->kind == PIECE_TEXT) literal(out, z_of(&x->t), x->t.n);
	else join(out, &x->ops);
}

static uint64_t key_of(const char *s)
{
	uint64_t key = UINT64_C(0xcbf29ce484222325);
	for (; *s; s++) key = (key ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return key;
}

/* {name}, <a>, </a>, <br>: a second one of the same kind and name gets a 2. */
static void token_of(const struct piece *x, size_t from, size_t at, char ret[80])
{
	int count = 1;
	size_t first = x[at].kind == PIECE_CLOSE ? x[at].pair : at;
	for (size_t i = from; i < first; i++)
		count += (x[i].kind == PIECE_HOLE) == (x[first].kind == PIECE_HOLE) && x[i].kind != PIECE_CLOSE && x[i].kind != PIECE_TEXT
			&& !strcmp(x[i].name, x[first].name);
	char number[12] = "";
	if (count > 1) snprintf(number, sizeof number, "%d", count);
	if (x[at].kind == PIECE_HOLE) snprintf(ret, 80, "{%.60s%s}", x[at].name, number);
	else snprintf(ret, 80, "<%s%.60s%s>", x[at].kind == PIECE_CLOSE ? "/" : "", x[first].name, number);
}

struct text words_out;

static void word_line(uint64_t key, const char *slots, const char *msgid)
{
	put_fmt(&words_out, "%016llx\t%s\t%s:%d\t%s\t", (unsigned long long)key, is_staff ? "staff" : "family", file, line, slots);
	for (; *msgid; msgid++) {
		if (*msgid == '\\' || *msgid == '\t') put_z(&words_out, *msgid == '\t' ? "\\t" : "\\\\");
		else put(&words_out, msgid, 1);
	}
	put_z(&words_out, "\n");
}

static void emit_message(struct ops *out, const struct piece *x, size_t from, size_t to, bool flat)
{
	struct text msgid = { 0 }, slots = { 0 };
	struct ops cases = { 0 };
	int slot_n = 0, say = ++unit.say_n;
	char token[80];
	put_z(&slots, "");
	if (x[from].line) line = x[from].line;
	int first_line = line;
	for (size_t i = from; i < to; i++) {
		if (x[i].kind == PIECE_TEXT) { put_z(&msgid, decoded(z_of(&x[i].t), !is_plain()).s); continue; }
		token_of(x, from, i, token);
		put_z(&msgid, token);
		put_fmt(&slots, "%s%s", slot_n ? "," : "", token);
		code(&cases, "case %d:", slot_n++);
		join(&cases, &x[i].ops);
		code(&cases, "break;");
	}
	if (slot_n > 200) die("a message with more than 200 holes and tags");
	line = first_line;
	uint64_t key = key_of(msgid.s);
	word_line(key, slots.s, msgid.s);
	const char *how = flat ? "true" : "false";
	if (slot_n == 0) {
		code(out, "page_say(p, UINT64_C(0x%016llx), %s);", (unsigned long long)key, how);
		return;
	}
	code(out, "for (struct say say%d_ = say_begin(p, UINT64_C(0x%016llx), %s); say_next(&say%d_);) switch (say%d_.slot) {", say,
		(unsigned long long)key, how, say, say);
	join(out, &cases);
	code(out, "}");
}

/* Links in a row are messages of their own; but a number and its unit must stay together. */
static bool is_row(const struct piece *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (x[i].kind == PIECE_HOLE || piece_has_letter(&x[i])) return false;
		if (x[i].kind != PIECE_OPEN) continue;
		bool has_hole = false;
		for (size_t j = i; j < x[i].pair; j++) has_hole |= x[j].kind == PIECE_HOLE;
		if (has_hole && !range_has_letter(x, i, x[i].pair)) return false;
		i = x[i].pair;
	}
	return true;
}

static bool is_outer(const struct piece *x) { return x->kind == PIECE_SINGLE || (x->kind == PIECE_TEXT && x->t.n == strspn(z_of(&x->t), " \n")); }

static void emit_inner(struct ops *out, struct piece *x, size_t from, size_t to, bool flat)
{
	if (!range_has_letter(x, from, to)) {
		for (; from < to; from++) emit_as_is(out, &x[from]);
	} else if (x[from].kind == PIECE_OPEN && x[from].pair == to - 1) {
		emit_as_is(out, &x[from]);
		emit_range(out, x, from + 1, to - 1, flat);
		emit_as_is(out, &x[to - 1]);
	} else if (is_row(x, from, to)) {
		for (size_t i = from, next; i < to; i = next) {
			next = x[i].kind == PIECE_OPEN ? x[i].pair + 1 : i + 1;
			if (next > i + 1) emit_range(out, x, i, next, flat);
			else emit_as_is(out, &x[i]);
		}
	} else emit_message(out, x, from, to, flat);
}

/* Space, icons and tags around the words stay literal. */
void emit_range(struct ops *out, struct piece *x, size_t from, size_t to, bool flat)
{
	size_t end = to;
	for (; from < to && is_outer(&x[from]); from++) emit_as_is(out, &x[from]);
	while (end > from && is_outer(&x[end - 1])) end--;
	if (from == end) return;
	if (x[from].kind == PIECE_TEXT) {
		size_t n = strspn(x[from].t.s, " \n");
		literal(out, x[from].t.s, n);
		memmove(x[from].t.s, x[from].t.s + n, x[from].t.n - n + 1);
		x[from].t.n -= n;
	}
	struct text *last = &x[end - 1].t;
	size_t keep = last->n;
	while (x[end - 1].kind == PIECE_TEXT && keep && is_space(last->s[keep - 1])) keep--;
	struct text space = { 0 };
	put(&space, z_of(last) + keep, last->n - keep);
	if (x[end - 1].kind == PIECE_TEXT) last->s[last->n = keep] = 0;
	emit_inner(out, x, from, end, flat);
	literal(out, space.s, space.n);
	for (; end < to; end++) emit_as_is(out, &x[end]);
}

/* ---- runs ---- */
#define NO_PAIR ((size_t)-1)

struct piece *piece_add(struct run *r, enum piece_kind kind)
{
	r->piece = grown(r->piece, (r->n + 1) * sizeof *r->piece);
	r->piece[r->n] = (struct piece){ .kind = kind, .line = line, .pair = NO_PAIR };
	return &r->piece[r->n++];
}

void run_text(struct run *r, const char *s, size_t n)
{
	struct piece *x = r->n && r->piece[r->n - 1].kind == PIECE_TEXT ? &r->piece[r->n - 1] : piece_add(r, PIECE_TEXT);
	if (x->t.n == strspn(z_of(&x->t), " \t\n")) x->line = line;
	put(&x->t, s, n);
}

enum side { SIDE_EDGE, SIDE_NARROW, SIDE_WIDE, SIDE_HOLE, SIDE_BREAK };

static enum side side_of(const struct piece *x, const char *at)
{
	size_t n;
	if (x->kind == PIECE_TEXT) return is_wide(letter_at(at, &n)) ? SIDE_WIDE : SIDE_NARROW;
	return x->kind == PIECE_SINGLE && !strcmp(x->name, "br") ? SIDE_BREAK : SIDE_HOLE;
}

static enum side side_after(const struct run *r, size_t i, const char *at)
{
	for (; i < r->n; i++, at = NULL) {
		const struct piece *x = &r->piece[i];
		const char *s = x->kind != PIECE_TEXT ? "" : at ? at : z_of(&x->t);
		s += strspn(s, " \t\r\n");
		if (x->kind == PIECE_HOLE || x->kind == PIECE_SINGLE || *s) return side_of(x, s);
	}
	return SIDE_EDGE;
}

/* A line break between two Japanese letters, or where words meet an @-line, is no space; every other stretch of space is one. */
static const char *space_for(enum side before, enum side after, bool has_newline, bool is_beside_tag)
{
	if (!has_newline) return " ";
	if (before == SIDE_EDGE || after == SIDE_EDGE) return is_beside_tag || before == after ? "\n" : "";
	bool is_wide_side = before == SIDE_WIDE || after == SIDE_WIDE;
	if (before == SIDE_BREAK || after == SIDE_BREAK) return "";
	return is_wide_side && before != SIDE_NARROW && after != SIDE_NARROW ? "" : " ";
}

static bool is_tag(const struct run *r, size_t i) { return i < r->n && r->piece[i].kind != PIECE_TEXT && r->piece[i].kind != PIECE_HOLE; }

static void run_tidy(struct run *r)
{
	enum side before = SIDE_EDGE;
	for (size_t i = 0; i < r->n; i++) {
		struct piece *x = &r->piece[i];
		if (x->kind == PIECE_HOLE || x->kind == PIECE_SINGLE) before = side_of(x, "");
		if (x->kind != PIECE_TEXT) continue;
		struct text tidy = { 0 };
		for (const char *s = z_of(&x->t); *s;) {
			size_t n = strspn(s, " \t\r\n");
			bool is_beside_tag = (s == x->t.s && i && is_tag(r, i - 1)) || (!s[n] && is_tag(r, i + 1));
			if (n) put_z(&tidy, space_for(before, side_after(r, i, s + n), memchr(s, '\n', n) != NULL, is_beside_tag));
			s += n;
			if (!*s || n) continue;
			before = side_of(x, s);
			letter_at(s, &n);
			put(&tidy, s, n);
			s += n;
		}
		x->t = tidy;
	}
}

/* Finds the partner of every inline tag; those without one in this run split it. */
static void run_pair(struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->piece[i].kind != PIECE_CLOSE) continue;
		for (size_t j = i; j-- > 0;) {
			struct piece *x = &r->piece[j];
			if (x->kind != PIECE_OPEN || x->pair != NO_PAIR) continue;
			x->pair = i;
			r->piece[i].pair = j;
			snprintf(r->piece[i].name, sizeof r->piece[i].name, "%s", x->name);
			break;
		}
	}
}

static bool is_verbatim(void)
{
	for (size_t i = 0; i < open_n; i++)
		if (in_list(open_tags[i].name, " pre textarea ")) return true;
	return false;
}

void run_emit(struct run *r, struct ops *out, bool flat)
{
	bool verbatim = is_verbatim(), has_words = range_has_letter(r->piece, 0, r->n);
	int here = line;
	if (verbatim && has_words && !is_kept()) die("words in <%s> cannot be translated (translate=\"no\" if they need not)", top_tag());
	if (!verbatim) run_tidy(r);
	run_pair(r);
	for (size_t i = 0, next; i < r->n; i = next) {
		next = i + 1;
		bool is_split = (r->piece[i].kind == PIECE_OPEN || r->piece[i].kind == PIECE_CLOSE) && r->piece[i].pair == NO_PAIR;
		if (verbatim || is_kept() || is_split) { emit_as_is(out, &r->piece[i]); continue; }
		while (next < r->n && !((r->piece[next].kind == PIECE_OPEN || r->piece[next].kind == PIECE_CLOSE) && r->piece[next].pair == NO_PAIR)) next++;
		emit_range(out, r->piece, i, next, flat);
	}
	*r = (struct run){ 0 };
	line = here;
}

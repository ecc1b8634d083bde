/* pagec turns a .page file (HTML with @-lines and {holes}; see "Pages" in HOUSE.md) into OUT.c, OUT.h and OUT.words.
 * It knows where in the HTML every hole stands and picks the escaping by that; what cannot be made safe is refused with file:line.
 * Blocks of text become messages of the catalogues. One file in, three out, memory is never given back. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- text that grows ---- */
struct text { char *s; size_t n, cap; };

static const char *file, *out_prefix;
static int line;

static void outputs_remove(void)
{
	static const char *const endings[] = { "c", "h", "words" };
	char path[4096];
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s.%s", out_prefix, endings[i]);
		unlink(path);
	}
}

_Noreturn __attribute__((format(printf, 1, 2))) static void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: ", file, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	outputs_remove();
	exit(1);
}

static void *grown(void *old, size_t size)
{
	void *x = realloc(old, size);
	if (!x) die("out of memory");
	return x;
}

static void put(struct text *t, const char *s, size_t n)
{
	if (t->n + n + 1 > t->cap) t->s = grown(t->s, t->cap = (t->n + n + 1) * 2);
	memcpy(t->s + t->n, s, n);
	t->s[t->n += n] = 0;
}

static void put_z(struct text *t, const char *z) { put(t, z, strlen(z)); }

__attribute__((format(printf, 2, 3))) static void put_fmt(struct text *t, const char *fmt, ...)
{
	char *z = NULL;
	va_list ap;
	va_start(ap, fmt);
	if (vasprintf(&z, fmt, ap) < 0) die("out of memory");
	va_end(ap);
	put_z(t, z);
	free(z);
}

static const char *z_of(const struct text *t) { return t->s ? t->s : ""; }

/* A word of a list that is written " one two three ". */
static bool in_list(const char *word, const char *list)
{
	char pattern[80];
	return *word && (size_t)snprintf(pattern, sizeof pattern, " %s ", word) < sizeof pattern && strstr(list, pattern);
}

static bool starts(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* ---- what will be written: literal bytes, names of assets, C statements ---- */
enum op_kind { OP_LITERAL, OP_ASSET, OP_CODE };
struct op { enum op_kind kind; struct text t; int line; };
struct ops { struct op *op; size_t n; };

static struct op *op_add(struct ops *o, enum op_kind kind)
{
	o->op = grown(o->op, (o->n + 1) * sizeof *o->op);
	o->op[o->n] = (struct op){ .kind = kind, .line = line };
	return &o->op[o->n++];
}

static void literal(struct ops *o, const char *s, size_t n)
{
	if (n == 0) return;
	struct op *op = o->n && o->op[o->n - 1].kind == OP_LITERAL ? &o->op[o->n - 1] : op_add(o, OP_LITERAL);
	put(&op->t, s, n);
}

static void literal_z(struct ops *o, const char *z) { literal(o, z, strlen(z)); }

__attribute__((format(printf, 2, 3))) static void code(struct ops *o, const char *fmt, ...)
{
	char *z = NULL;
	va_list ap;
	va_start(ap, fmt);
	if (vasprintf(&z, fmt, ap) < 0) die("out of memory");
	va_end(ap);
	put_z(&op_add(o, OP_CODE)->t, z);
	free(z);
}

static void join(struct ops *to, const struct ops *from)
{
	for (size_t i = 0; i < from->n; i++) {
		if (from->op[i].kind == OP_LITERAL) literal(to, from->op[i].t.s, from->op[i].t.n);
		else *op_add(to, OP_CODE) = from->op[i];
	}
}

/* ---- the state of the file and of the function under way ---- */
enum block_kind { BLOCK_PAGE, BLOCK_PART, BLOCK_PLAIN, BLOCK_FRAME, BLOCK_HELP, BLOCK_IF, BLOCK_FOR };
struct block { enum block_kind kind; int line; size_t open_n, id_n; bool in_tag, is_else; };
struct id_seen { char name[80]; bool is_asleep; };      /* asleep: it stands in another branch of the same @if */
enum piece_kind { PIECE_TEXT, PIECE_HOLE, PIECE_OPEN, PIECE_CLOSE, PIECE_SINGLE };
/* A run is what stands between two block tags or @-lines: text, holes, inline tags. */
struct piece { enum piece_kind kind; struct text t; char name[64]; struct ops ops; int line; size_t pair; };
struct run { struct piece *piece; size_t n; };
#define NO_PAIR ((size_t)-1)

static struct text header_out, code_out, words_out;
static bool is_staff, uses_assets, uses_when, uses_frame;
static struct block blocks[40];
static size_t block_n;
static struct { char name[64]; bool is_kept; } open_tags[100];
static size_t open_n;
static struct id_seen ids[400];
static size_t id_n;
static struct { struct ops ops; char frame[40]; int say_n; bool has_title, has_help, has_begun, in_help, has_body; } unit;
/* Where text and tags go now. Inside an <svg> that is the svg's own list, so that a picture can stand within a sentence. */
static struct ops *sink;
static struct run run;
static struct { struct ops ops; struct ops *sink; struct run run; size_t open_n; int line; } svg;

enum where { IN_TEXT, IN_TAG, IN_COMMENT };
static enum where where;
static struct text tag_raw;
static bool tag_in_quote;
static int tag_line;

static bool in_svg(void) { return svg.sink != NULL; }
static const char *top_tag(void) { return open_n ? open_tags[open_n - 1].name : ""; }
/* Places that hold text only, so no furigana. */
static bool is_flat(void) { return in_svg() || in_list(top_tag(), " title option textarea "); }

/* ---- holes ---- */
enum place { PLACE_TEXT, PLACE_VALUE, PLACE_ADDRESS, PLACE_ADDRESS_PART, PLACE_PLAIN };

/* The } of the hole whose inside begins at s. */
static const char *hole_end(const char *s)
{
	for (int depth = 0; *s && *s != '\n'; s++) {
		if (*s == '"' || *s == '\'') {
			char quote = *s++;
			while (*s && *s != quote) s += *s == '\\' && s[1] ? 2 : 1;
			if (!*s) break;
		} else if (*s == '{') depth++;
		else if (*s == '}' && depth-- == 0) return s;
	}
	die("{ without } on the same line ({{ is a literal brace)");
}

/* The last word of an expression, which names the hole for translators: v->who.name gives name. */
static void hole_name(const char *expr, char ret[64])
{
	snprintf(ret, 64, "value");
	for (const char *s = expr; *s;) {
		size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
		if (*s == '"') {
			for (s++; *s && *s != '"';) s += *s == '\\' && s[1] ? 2 : 1;
			n = *s != 0;
		} else if (n && !isdigit((unsigned char)*s) && n < 60) snprintf(ret, 64, "%.*s", (int)n, s);
		s += n ? n : 1;
	}
}

static void asset_name(const char *name, struct text *ret)
{
	put_z(ret, "ASSET_");
	for (; *name; name++) {
		char c = isalnum((unsigned char)*name) ? (char)toupper((unsigned char)*name) : '_';
		put(ret, &c, 1);
	}
	uses_assets = true;
}

static void hole_refuse(enum place place, const char *allowed, const char *verb)
{
	static const char *const names[] = { "text", "an attribute", "a whole address", "an address", "a letter" };
	if (!strchr(allowed, "tvwpl"[place])) die("{%s ...} may not stand in %s", verb, names[place]);
}

static void hole_when(struct ops *o, enum place place, const char *verb, const char *expr)
{
	const char *what = !strcmp(verb, "when") ? "moment" : verb;
	hole_refuse(place, "tvl", verb);
	uses_when = true;
	code(o, place == PLACE_VALUE || is_flat() ? "FLAT(when_%s(p, %s));" : "when_%s(p, %s);", what, expr);
}

static void hole_verb(struct ops *o, enum place place, const char *verb, const char *expr)
{
	if (!strcmp(verb, "asset")) {
		hole_refuse(place, "tvwp", verb);
		asset_name(expr, &op_add(o, OP_ASSET)->t);
	} else if (!strcmp(verb, "icon")) {
		hole_refuse(place, "t", verb);
		literal_z(o, "<svg class=\"y-icon\" aria-hidden=\"true\"><use href=\"");
		asset_name("icons.svg", &op_add(o, OP_ASSET)->t);
		literal_z(o, "#");
		literal_z(o, expr);
		literal_z(o, "\"/></svg>");
	} else if (!strcmp(verb, "url")) {
		hole_refuse(place, "w", verb);
		code(o, "page_url(p, %s);", expr);
	} else if (!strcmp(verb, "id")) {
		hole_refuse(place, "tvpl", verb);
		code(o, "page_id(p, (%s).v);", expr);
	} else if (!strcmp(verb, "iso")) {
		hole_refuse(place, "tvpl", verb);
		code(o, "page_iso(p, %s);", expr);
	} else if (!strcmp(verb, "show")) {
		hole_refuse(place, "tl", verb);
		code(o, "%s;", expr);
	} else hole_when(o, place, verb, expr);
}

/* {title} and {help} of a frame: already HTML. */
static bool hole_of_frame(struct ops *o, enum place place, const char *expr)
{
	if (block_n == 0 || blocks[0].kind != BLOCK_FRAME || !in_list(expr, " title help ")) return false;
	hole_refuse(place, expr[0] == 't' ? "tv" : "t", expr);
	code(o, "page_raw(p, p->%s.s, p->%s.n);", expr, expr);
	return true;
}

/* Writes the code of one hole; its inside is s..end. */
static void hole(struct ops *o, enum place place, const char *s, const char *end, char ret_name[64])
{
	static const char *const functions[] = { "page_text", "page_text", "page_url", "page_part", "page_plain" };
	while (s < end && is_space(*s)) s++;
	while (end > s && is_space(end[-1])) end--;
	if (s == end) die("empty hole");
	struct text expr = { 0 };
	put(&expr, s, (size_t)(end - s));
	for (const char *i = expr.s; *i; i++)
		if ((unsigned char)*i >= 0x80) die("{%s}: words for people belong into the text, not into a hole", expr.s);
	char verb[16] = "";
	size_t n = strspn(expr.s, "abcdefghijklmnopqrstuvwxyz");
	if (n < sizeof verb && expr.s[n] == ' ') snprintf(verb, sizeof verb, "%.*s", (int)n, expr.s);
	const char *rest = expr.s + n + strspn(expr.s + n, " ");
	bool is_verb = in_list(verb, " asset icon url id iso day time when show ") && (isalnum((unsigned char)*rest) || strchr("_(&*", *rest));
	hole_name(is_verb ? rest : expr.s, ret_name);
	if (hole_of_frame(o, place, expr.s)) return;
	if (is_verb) hole_verb(o, place, verb, rest);
	else code(o, "%s(p, %s);", functions[place], expr.s);
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
static bool is_plain(void) { return block_n && blocks[0].kind == BLOCK_PLAIN; }
static bool piece_has_letter(const struct piece *x) { return x->kind == PIECE_TEXT && has_letter(decoded(z_of(&x->t), !is_plain()).s); }

static bool range_has_letter(const struct piece *x, size_t from, size_t to)
{
	for (; from < to; from++)
		if (piece_has_letter(&x[from])) return true;
	return false;
}

static void emit_as_is(struct ops *out, const struct piece *x)
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

static void word_line(uint64_t key, const char *slots, const char *msgid)
{
	put_fmt(&words_out, "%016llx\t%s\t%s:%d\t%s\t", (unsigned long long)key, is_staff ? "staff" : "family", file, line, slots);
	for (; *msgid; msgid++) {
		if (*msgid == '\\' || *msgid == '\t') put_z(&words_out, *msgid == '\t' ? "\\t" : "\\\\");
		else put(&words_out, msgid, 1);
	}
	put_z(&words_out, "\n");
}

static void emit_message(struct ops *out, const struct piece *x, size_t from, size_t to, bool is_flat)
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
	const char *flat = is_flat ? "true" : "false";
	if (slot_n == 0) {
		code(out, "page_say(p, UINT64_C(0x%016llx), %s);", (unsigned long long)key, flat);
		return;
	}
	code(out, "for (struct say say%d_ = say_begin(p, UINT64_C(0x%016llx), %s); say_next(&say%d_);) switch (say%d_.slot) {", say,
		(unsigned long long)key, flat, say, say);
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

static void emit_range(struct ops *out, struct piece *x, size_t from, size_t to, bool is_flat);

static void emit_inner(struct ops *out, struct piece *x, size_t from, size_t to, bool is_flat)
{
	if (!range_has_letter(x, from, to)) {
		for (; from < to; from++) emit_as_is(out, &x[from]);
	} else if (x[from].kind == PIECE_OPEN && x[from].pair == to - 1) {
		emit_as_is(out, &x[from]);
		emit_range(out, x, from + 1, to - 1, is_flat);
		emit_as_is(out, &x[to - 1]);
	} else if (is_row(x, from, to)) {
		for (size_t i = from, next; i < to; i = next) {
			next = x[i].kind == PIECE_OPEN ? x[i].pair + 1 : i + 1;
			if (next > i + 1) emit_range(out, x, i, next, is_flat);
			else emit_as_is(out, &x[i]);
		}
	} else emit_message(out, x, from, to, is_flat);
}

/* Space, icons and tags around the words stay literal. */
static void emit_range(struct ops *out, struct piece *x, size_t from, size_t to, bool is_flat)
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
	emit_inner(out, x, from, end, is_flat);
	literal(out, space.s, space.n);
	for (; end < to; end++) emit_as_is(out, &x[end]);
}

/* ---- runs ---- */
static struct piece *piece_add(struct run *r, enum piece_kind kind)
{
	r->piece = grown(r->piece, (r->n + 1) * sizeof *r->piece);
	r->piece[r->n] = (struct piece){ .kind = kind, .line = line, .pair = NO_PAIR };
	return &r->piece[r->n++];
}

static void run_text(struct run *r, const char *s, size_t n)
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

static bool is_kept(void) { return is_staff || (open_n && open_tags[open_n - 1].is_kept); }

static void run_emit(struct run *r, struct ops *out, bool is_flat)
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
		emit_range(out, r->piece, i, next, is_flat);
	}
	*r = (struct run){ 0 };
	line = here;
}

static void flush(void) { run_emit(&run, sink, is_flat()); }

/* ---- @-lines ---- */
static struct block *block_push(enum block_kind kind, bool in_tag)
{
	if (block_n == sizeof blocks / sizeof *blocks) die("too deep");
	blocks[block_n] = (struct block){ .kind = kind, .line = line, .open_n = open_n, .id_n = id_n, .in_tag = in_tag };
	return &blocks[block_n++];
}

static void block_balanced(const struct block *b, bool in_tag)
{
	if (b->in_tag != in_tag) die("the @if of line %d begins %s a tag and ends %s it", b->line, b->in_tag ? "inside" : "outside", in_tag ? "inside" : "outside");
	if (!in_tag && b->open_n != open_n) die("the block of line %d leaves <%s> open", b->line, top_tag());
}

static void begin_unit(enum block_kind kind, const char *signature)
{
	size_t name_n = strspn(signature, "abcdefghijklmnopqrstuvwxyz0123456789_");
	const char *args = signature + name_n + 1, *close = strrchr(signature, ')');
	if (!name_n || signature[name_n] != '(' || !close || close[1]) die("a name and its arguments are wanted: @page consult_ask_page(const struct consult_ask *v)");
	bool is_empty = close == args || starts(args, "void)");
	struct text proto = { 0 };
	put_fmt(&proto, "void %.*s(struct page *p%s%.*s)", (int)name_n, signature, is_empty ? "" : ", ", is_empty ? 0 : (int)(close - args), args);
	put_fmt(&header_out, "%s;\n", proto.s);
	put_fmt(&code_out, "\n#line %d \"%s\"\n%s\n{\n", line, file, proto.s);
	block_push(kind, false);
	if (kind == BLOCK_PLAIN) code(&unit.ops, "bool was_plain_ = p->is_plain;\n\tp->is_plain = true;");
}

static void frame_half(const char *name, const char *half)
{
	put_fmt(&header_out, "void frame_%s_%s(struct page *p);\n", name, half);
	put_fmt(&code_out, "\n#line %d \"%s\"\nvoid frame_%s_%s(struct page *p)\n{\n", line, file, name, half);
}

static void begin(enum block_kind kind, const char *rest)
{
	memset(&unit, 0, sizeof unit);
	sink = &unit.ops;
	open_n = id_n = 0;
	if (kind != BLOCK_FRAME) { begin_unit(kind, rest); return; }
	if (strlen(rest) >= sizeof unit.frame || rest[strspn(rest, "abcdefghijklmnopqrstuvwxyz_")]) die("@frame wants a name");
	snprintf(unit.frame, sizeof unit.frame, "%s", rest);
	frame_half(rest, "top");
	block_push(kind, false);
}

static void put_c_string(struct text *t, const struct text *s)
{
	put_z(t, "\"");
	for (size_t i = 0; i < s->n; i++) {
		unsigned char c = (unsigned char)s->s[i];
		if (c == '"' || c == '\\') put_fmt(t, "\\%c", c);
		else if (c < 0x20) put_fmt(t, c == '\n' ? "\\n" : "\\%03o", c);
		else put(t, (char *)&c, 1);
	}
	put_z(t, "\"");
}

/* Literal bytes and names of assets that stand side by side become one string. */
static void write_ops(struct ops *o)
{
	for (size_t i = 0; i < o->n;) {
		put_fmt(&code_out, "#line %d \"%s\"\n\t", o->op[i].line, file);
		if (o->op[i].kind == OP_CODE) { put_fmt(&code_out, "%s\n", o->op[i++].t.s); continue; }
		put_z(&code_out, "LITERAL(");
		for (; i < o->n && o->op[i].kind != OP_CODE; i++) {
			if (o->op[i].kind == OP_ASSET) put_fmt(&code_out, " %s ", o->op[i].t.s);
			else put_c_string(&code_out, &o->op[i].t);
		}
		put_z(&code_out, ");\n");
	}
	*o = (struct ops){ 0 };
}

static void page_begins(void)
{
	if (!block_n || blocks[0].kind != BLOCK_PAGE || unit.has_begun || unit.in_help) return;
	if (!*unit.frame) die("a page needs @frame before its first line");
	if (!unit.has_title) die("a page needs @title before its first line");
	if (!unit.has_help) die("a page needs @help ... @end before its first line");
	unit.has_begun = true;
	code(&unit.ops, "frame_%s_top(p);", unit.frame);
}

static void end_unit(void)
{
	if (open_n) die("<%s> is never closed", top_tag());
	if (blocks[0].kind == BLOCK_PAGE) {
		page_begins();
		code(&unit.ops, "frame_%s_bottom(p);", unit.frame);
	}
	if (blocks[0].kind == BLOCK_PLAIN) code(&unit.ops, "p->is_plain = was_plain_;");
	if (blocks[0].kind == BLOCK_FRAME && !unit.has_body) die("@frame without @body");
	write_ops(&unit.ops);
	put_z(&code_out, "}\n");
}

static void end(struct ops *o, bool in_tag)
{
	struct block *b = &blocks[block_n - 1];
	block_balanced(b, in_tag);
	for (size_t i = b->id_n; i < id_n; i++) ids[i].is_asleep = false;
	if (b->kind == BLOCK_HELP) {
		code(o, "p->help = page_release(p);\n\t}");
		unit.in_help = false;
		unit.has_help = true;
	} else if (b->kind == BLOCK_IF || b->kind == BLOCK_FOR) code(o, "}");
	else end_unit();
	block_n--;
}

static void branch(struct ops *o, const char *condition, bool in_tag)
{
	struct block *b = &blocks[block_n - 1];
	if (b->kind != BLOCK_IF || b->is_else) die("@else without its @if");
	block_balanced(b, in_tag);
	for (size_t i = b->id_n; i < id_n; i++) ids[i].is_asleep = true;
	b->is_else = !condition;
	if (condition) code(o, "} else if (%s) {", condition);
	else code(o, "} else {");
}

/* Text with holes that is no HTML of its own: a title, a line of a letter, the value of an attribute. */
static void run_of(struct run *r, const char *s, enum place first, enum place rest)
{
	const char *begin_of = s;
	while (*s) {
		size_t n = strcspn(s, "{");
		if (n) run_text(r, s, n);
		s += n;
		if (s[0] == '{' && s[1] == '{') { run_text(r, "{", 1); s += 2; continue; }
		if (!*s) break;
		const char *stop = hole_end(s + 1);
		struct piece *x = piece_add(r, PIECE_HOLE);
		hole(&x->ops, s == begin_of ? first : rest, s + 1, stop, x->name);
		s = stop + 1;
	}
}

static void title(const char *text)
{
	if (unit.has_title || unit.has_begun) die("one @title, before the page begins");
	code(&unit.ops, "{ struct out held_ = { .arena = p->out->arena };\n\tpage_hold(p, &held_);");
	struct run r = { 0 };
	run_of(&r, text, PLACE_VALUE, PLACE_VALUE);
	if (!*text || strchr(text, '<')) die("a @title is text without tags");
	run_emit(&r, &unit.ops, true);
	code(&unit.ops, "p->title = page_release(p); }");
	unit.has_title = true;
}

static void frame_body(void)
{
	if (block_n != 1 || blocks[0].kind != BLOCK_FRAME || unit.has_body) die("@body stands once in a @frame, outside of @if");
	write_ops(&unit.ops);
	put_z(&code_out, "}\n");
	frame_half(unit.frame, "bottom");
	unit.has_body = true;
}

/* @title, @help and @frame of a page. */
static bool directive_of_head(const char *word, const char *rest)
{
	if (!in_list(word, " title help frame ")) return false;
	if (block_n != 1 || blocks[0].kind != BLOCK_PAGE || unit.has_begun) die("@%s belongs before the first line of a @page", word);
	if (*word == 't') title(rest);
	else if (*word == 'f') {
		if (!in_list(rest, " family desk plain ")) die("@frame family, desk or plain");
		snprintf(unit.frame, sizeof unit.frame, "%s", rest);
		uses_frame = true;
	} else {
		block_push(BLOCK_HELP, false);
		unit.in_help = true;
		code(&unit.ops, "{ struct out held_ = { .arena = p->out->arena };\n\tpage_hold(p, &held_);");
	}
	return true;
}

static void directive_inside(struct ops *o, const char *word, const char *rest, bool in_tag)
{
	for (const char *s = rest; *s && strcmp(word, "title"); s++)
		if ((unsigned char)*s >= 0x80) die("@%s: words for people belong into the text", word);
	if (!strcmp(word, "end")) { end(o, in_tag); return; }
	if (!strcmp(word, "else")) {
		if (*rest && !starts(rest, "if ")) die("@else or @else if ...");
		branch(o, *rest ? rest + 3 : NULL, in_tag);
		return;
	}
	if (!in_tag && directive_of_head(word, rest)) return;
	if (strcmp(word, "let")) page_begins();
	if (!strcmp(word, "if") && *rest) block_push(BLOCK_IF, in_tag), code(o, "if (%s) {", rest);
	else if (in_tag) die("@%s cannot stand inside a tag", word);
	else if (!strcmp(word, "for") && *rest) block_push(BLOCK_FOR, false), code(o, "for (%s) {", rest);
	else if (!strcmp(word, "let") && *rest) code(o, "%s%s", rest, rest[strlen(rest) - 1] == ';' ? "" : ";");
	else if (!strcmp(word, "show") && *rest) code(o, "%s;", rest);
	else if (!strcmp(word, "body") && !*rest) frame_body();
	else die("unknown line @%s %s", word, rest);
}

static void directive_outside(const char *word, const char *rest)
{
	if (!strcmp(word, "audience")) {
		if (strcmp(rest, "staff") && strcmp(rest, "family")) die("@audience staff or family");
		is_staff = !strcmp(rest, "staff");
	} else if (!strcmp(word, "page")) begin(BLOCK_PAGE, rest);
	else if (!strcmp(word, "part")) begin(BLOCK_PART, rest);
	else if (!strcmp(word, "plain")) begin(BLOCK_PLAIN, rest);
	else if (!strcmp(word, "frame")) begin(BLOCK_FRAME, rest);
	else die("@%s outside of @page, @part, @plain and @frame", word);
}

static void directive(struct ops *o, char *s, bool in_tag)
{
	size_t n = strlen(s);
	while (n && is_space(s[n - 1])) s[--n] = 0;
	if (s[1] == '#') { put_fmt(&header_out, "#%s\n", s + 2); return; }
	n = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz");
	char word[20], *rest = s + 1 + n;
	if (n >= sizeof word || (*rest && !is_space(*rest))) die("unknown line %s", s);
	snprintf(word, sizeof word, "%.*s", (int)n, s + 1);
	rest += strspn(rest, " \t");
	if (block_n) directive_inside(o, word, rest, in_tag);
	else directive_outside(word, rest);
}

/* ---- tags ---- */
struct attr { char name[64]; bool has_value; struct text value; int line; };
struct tag { char name[64]; bool is_closing, is_self_closing, is_kept; struct attr attr[40]; size_t attr_n; int line; };

static const char *attr_get(const struct tag *t, const char *name)
{
	for (size_t i = 0; i < t->attr_n; i++)
		if (!strcasecmp(t->attr[i].name, name)) return z_of(&t->attr[i].value);
	return NULL;
}

/* One attribute off the front of the tag's source. An @-line among them is an attribute named "@". */
static const char *attr_parse(struct tag *t, const char *s)
{
	if (t->attr_n == sizeof t->attr / sizeof *t->attr) die("too many attributes");
	struct attr *a = &t->attr[t->attr_n++];
	memset(a, 0, sizeof *a);
	a->line = line;
	size_t n = strcspn(s, *s == '@' ? "\n" : " \t\n=/\"'<>");
	if (*s == '@') { put(&a->value, s, n); a->name[0] = '@'; return s + n; }
	if (n == 0 || n >= sizeof a->name) die("<%s>: stray %c", t->name, *s);
	snprintf(a->name, sizeof a->name, "%.*s", (int)n, s);
	s += n;
	if (*s != '=') return s;
	if (*++s != '"') die("%s: an attribute needs double quotes", a->name);
	put_z(&a->value, "");
	a->has_value = true;
	for (s++; *s != '"'; s++) {
		if (!*s) die("%s: the quote is never closed", a->name);
		const char *stop = *s == '{' && s[1] != '{' ? hole_end(s + 1) : s;
		if (*s == '{' && s[1] == '{') stop = s + 1;
		put(&a->value, s, (size_t)(stop + 1 - s));
		line += *s == '\n';
		s = stop;
	}
	return s + 1;
}

static void tag_parse(struct tag *t, const char *s)
{
	line = t->line = tag_line;
	t->is_closing = *s == '/';
	s += t->is_closing;
	size_t n = strcspn(s, " \t\n/>");
	if (n == 0 || n >= sizeof t->name || !(isalpha((unsigned char)*s) || *s == '!')) die("< begins no tag here (&lt; is a literal one)");
	snprintf(t->name, sizeof t->name, "%.*s", (int)n, s);
	for (s += n; *s;) {
		if (is_space(*s)) line += *s++ == '\n';
		else if (*s == '/' && !s[1]) t->is_self_closing = true, s++;
		else s = attr_parse(t, s);
	}
	if (t->is_closing && t->attr_n) die("</%s> with attributes", t->name);
}

static void id_check(const struct attr *a)
{
	const char *id = z_of(&a->value);
	if (strchr(id, '{') || unit.in_help) return;
	for (size_t i = 0; i < block_n; i++)
		if (blocks[i].kind == BLOCK_FOR) die("id=\"%s\" inside @for would stand more than once", id);
	for (size_t i = 0; i < id_n; i++)
		if (!ids[i].is_asleep && !strcmp(ids[i].name, id)) die("id=\"%s\" stands twice", id);
	if (id_n == sizeof ids / sizeof *ids || strlen(id) >= sizeof ids->name) die("too many or too long ids");
	snprintf(ids[id_n].name, sizeof ids->name, "%s", id);
	ids[id_n++].is_asleep = false;
}

static void address_check(const struct tag *t, const char *s)
{
	size_t n = strcspn(s, ":/?#{");
	if (s[n] == ':' && !starts(s, "https:") && !starts(s, "mailto:") && !starts(s, "tel:") && !(starts(s, "data:,") && !strcmp(t->name, "link")))
		die("%s: only https:, mailto:, tel: and paths", s);
	if (starts(s, "//")) die("%s: an address without its scheme", s);
}

static void attr_address(struct ops *o, const struct tag *t, const struct attr *a)
{
	const char *s = z_of(&a->value);
	address_check(t, s);
	if (*s == '/' && !starts(s, "/static/")) code(o, "page_base(p);");
	struct run r = { 0 };
	run_of(&r, s, PLACE_ADDRESS, PLACE_ADDRESS_PART);
	for (size_t i = 0; i < r.n; i++) {
		bool is_after_whole = i == 1 && r.piece[0].kind == PIECE_HOLE && r.piece[0].ops.op[0].kind == OP_CODE;
		if (is_after_whole && !(r.piece[1].kind == PIECE_TEXT && strchr("?#&", r.piece[1].t.s[0]))) die("%s: only ? or # may follow a whole address", s);
		emit_as_is(o, &r.piece[i]);
	}
}

static bool attr_is_words(const struct tag *t, const char *name)
{
	const char *type = attr_get(t, "type"), *meta = attr_get(t, "name");
	if (in_list(name, " title alt aria-label aria-description aria-roledescription placeholder data-l summary label ")) return true;
	if (starts(name, "data-say")) return true;
	if (!strcmp(name, "value")) return !strcmp(t->name, "input") && type && in_list(type, " submit button reset ");
	return !strcmp(name, "content") && meta && (in_list(meta, " description application-name ") || starts(meta, "og:"));
}

static void attr_value(struct ops *o, const struct tag *t, const struct attr *a)
{
	const char *s = z_of(&a->value);
	bool has_hole = strchr(s, '{') != NULL;
	if (has_hole && in_list(a->name, " method type http-equiv srcset srcdoc ping charset rel "))
		die("%s: no value may stand here", a->name);
	if (has_hole && !strcmp(a->name, "content") && attr_get(t, "http-equiv")) die("content of http-equiv: no value may stand here");
	if (in_list(a->name, " href src action formaction poster xlink:href ")) { attr_address(o, t, a); return; }
	struct run r = { 0 };
	run_of(&r, s, PLACE_VALUE, PLACE_VALUE);
	if (attr_is_words(t, a->name) && !is_kept() && !t->is_kept) { run_emit(&r, o, true); return; }
	if (!is_kept() && !t->is_kept)
		for (size_t i = 0; i < r.n; i++)
			for (const char *c = r.piece[i].kind == PIECE_TEXT ? z_of(&r.piece[i].t) : ""; *c; c++)
				if ((unsigned char)*c >= 0x80) die("%s: words in this attribute cannot be translated", a->name);
	for (size_t i = 0; i < r.n; i++) emit_as_is(o, &r.piece[i]);
}

static void attr_ops(struct ops *o, const struct tag *t, struct attr *a)
{
	static const char flags[] = " checked selected disabled required open hidden readonly multiple autofocus novalidate reversed ";
	line = a->line;
	if (a->name[0] == '@') { directive(o, a->value.s, true); return; }
	if (starts(a->name, "on") || !strcmp(a->name, "style")) die("%s: not allowed (the page forbids inline script and style)", a->name);
	if (!strcmp(a->name, "id")) id_check(a);
	const char *s = z_of(&a->value);
	if (in_list(a->name, flags) && *s == '{') {
		const char *stop = hole_end(s + 1);
		if (stop[1]) die("%s: one hole and nothing else", a->name);
		code(o, "if (%.*s) {", (int)(stop - s - 1), s + 1);
		literal_z(o, " ");
		literal_z(o, a->name);
		code(o, "}");
		return;
	}
	literal_z(o, " ");
	literal_z(o, a->name);
	if (!a->has_value) return;
	literal_z(o, "=\"");
	attr_value(o, t, a);
	literal_z(o, "\"");
}

static void tag_check(const struct tag *t)
{
	if (in_list(t->name, " style object embed applet base frame frameset noembed plaintext xmp ")) die("<%s> is not allowed", t->name);
	if (!strcmp(t->name, "img") && !attr_get(t, "alt")) die("<img> without alt");
	if (!strcmp(t->name, "script") && (blocks[0].kind != BLOCK_FRAME || !attr_get(t, "src") || !attr_get(t, "defer")))
		die("only <script src=... defer> and only in a frame");
	if (t->is_self_closing && !in_svg() && strcmp(t->name, "svg") && !in_list(t->name, " area br col hr img input link meta source wbr "))
		die("<%s/> is no void element", t->name);
}

static void tag_open(const struct tag *t, bool is_void)
{
	if (is_void) return;
	if (open_n == sizeof open_tags / sizeof *open_tags) die("too deep");
	snprintf(open_tags[open_n].name, sizeof open_tags->name, "%s", t->name);
	open_tags[open_n].is_kept = t->is_kept;
	open_n++;
}

static void tag_pop(const struct tag *t)
{
	if (open_n == 0 || strcmp(top_tag(), t->name)) die("</%s> closes <%s>", t->name, open_n ? top_tag() : "nothing");
	if (open_n == blocks[block_n - 1].open_n && !(blocks[block_n - 1].kind == BLOCK_FRAME))
		die("</%s> closes what was opened outside of the block of line %d", t->name, blocks[block_n - 1].line);
}

static void svg_begin(void)
{
	svg.sink = sink;
	svg.run = run;
	svg.open_n = open_n;
	svg.line = line;
	svg.ops = (struct ops){ 0 };
	run = (struct run){ 0 };
	sink = &svg.ops;
}

static void svg_end(void)
{
	sink = svg.sink;
	run = svg.run;
	svg.sink = NULL;
	struct piece *x = piece_add(&run, PIECE_SINGLE);
	snprintf(x->name, sizeof x->name, "svg");
	x->ops = svg.ops;
	x->line = svg.line;
}

/* An inline tag goes on with the sentence; any other ends it. */
static void tag_place(const struct tag *t, const struct ops *o, bool is_void)
{
	static const char inline_tags[] = " a abbr b bdi br cite code em i kbd mark q s small span strong sub sup time u wbr ";
	if (in_svg() || t->is_kept || !in_list(t->name, inline_tags)) {
		flush();
		join(sink, o);
		return;
	}
	struct piece *x = piece_add(&run, t->is_closing ? PIECE_CLOSE : is_void ? PIECE_SINGLE : PIECE_OPEN);
	snprintf(x->name, sizeof x->name, "%s", t->name);
	x->ops = *o;
}

static void tag_close(struct tag *t)
{
	struct ops o = { 0 };
	tag_pop(t);
	put_fmt(&op_add(&o, OP_LITERAL)->t, "</%s>", t->name);
	t->is_kept = open_tags[open_n - 1].is_kept && !(open_n > 1 && open_tags[open_n - 2].is_kept);
	tag_place(t, &o, false);
	open_n--;
	if (in_svg() && open_n == svg.open_n) svg_end();
}

static void tag_done(void)
{
	static struct tag t;
	struct ops o = { 0 };
	int last_line = line;
	memset(&t, 0, sizeof t);
	tag_parse(&t, tag_raw.s);
	if (t.is_closing) { tag_close(&t); line = last_line; return; }
	tag_check(&t);
	const char *translate = attr_get(&t, "translate");
	t.is_kept = translate && !strcmp(translate, "no");
	if (!strcmp(t.name, "svg") && !in_svg()) svg_begin();
	bool is_void = (in_svg() && t.is_self_closing) || in_list(t.name, " !doctype !DOCTYPE area br col hr img input link meta source track wbr ");
	literal_z(&o, "<");
	literal_z(&o, t.name);
	for (size_t i = 0; i < t.attr_n; i++) attr_ops(&o, &t, &t.attr[i]);
	if (block_n && blocks[block_n - 1].in_tag) die("@if inside <%s> without its @end", t.name);
	literal_z(&o, t.is_self_closing ? "/>" : ">");
	if (!strcmp(t.name, "textarea")) literal_z(&o, "\n");
	const char *method = attr_get(&t, "method");
	if (!strcmp(t.name, "form") && method && !strcasecmp(method, "post")) code(&o, "page_form_keys(p);");
	line = tag_line;
	tag_place(&t, &o, is_void);
	t.is_kept |= open_n && open_tags[open_n - 1].is_kept;
	tag_open(&t, is_void);
	if (is_void && in_svg() && open_n == svg.open_n) svg_end();
	line = last_line;
}

/* ---- lines ---- */
static const char *step_text(const char *s)
{
	if (starts(s, "<!--")) { where = IN_COMMENT; return s + 4; }
	if (*s == '<') {
		where = IN_TAG;
		tag_raw.n = 0;
		put_z(&tag_raw, "");
		tag_line = line;
		tag_in_quote = false;
		return s + 1;
	}
	if (!strcmp(top_tag(), "script") && !is_space(*s)) die("<script> must be empty: no text, no holes");
	if (*s == '{' && s[1] != '{') {
		const char *stop = hole_end(s + 1);
		struct ops o = { 0 };
		char name[64];
		hole(&o, PLACE_TEXT, s + 1, stop, name);
		bool is_icon = starts(s, "{icon ");
		struct piece *x = piece_add(&run, is_icon ? PIECE_SINGLE : PIECE_HOLE);
		snprintf(x->name, sizeof x->name, "%s", is_icon ? "svg" : name);
		x->ops = o;
		return stop + 1;
	}
	run_text(&run, s, 1);
	return s + (*s == '{' ? 2 : 1);
}

static const char *step_tag(const char *s)
{
	const char *stop = s;
	if (*s == '{') {
		if (!tag_in_quote) die("a hole in a tag must stand inside a quoted value");
		stop = s[1] == '{' ? s + 1 : hole_end(s + 1);
	}
	if (*s == '"') tag_in_quote = !tag_in_quote;
	if (*s == '>' && !tag_in_quote) {
		where = IN_TEXT;
		tag_done();
		return s + 1;
	}
	put(&tag_raw, s, (size_t)(stop + 1 - s));
	return stop + 1;
}

static void html_line(const char *s)
{
	bool is_blank = !s[strspn(s, " \t\r\n")];
	if (!is_blank) page_begins();
	else if (blocks[0].kind == BLOCK_PAGE && !unit.has_begun && !unit.in_help) return;
	while (*s) {
		if (where == IN_TEXT) s = step_text(s);
		else if (where == IN_TAG) s = step_tag(s);
		else if (starts(s, "-->")) where = IN_TEXT, s += 3;
		else if (*s == '{') die("no value may stand in a comment");
		else s++;
	}
}

static void plain_line(char *s)
{
	struct run r = { 0 };
	s[strcspn(s, "\r\n")] = 0;
	run_of(&r, s, PLACE_PLAIN, PLACE_PLAIN);
	if (is_staff) for (size_t i = 0; i < r.n; i++) emit_as_is(&unit.ops, &r.piece[i]);
	else emit_range(&unit.ops, r.piece, 0, r.n, true);
	literal_z(&unit.ops, "\n");
}

static void one_line(char *s)
{
	char *at = s + strspn(s, " \t");
	if (*at == '@' && where == IN_TAG && !tag_in_quote) {
		put_z(&tag_raw, at);
	} else if (*at == '@' && where == IN_TEXT) {
		if (block_n && !is_plain()) flush();
		directive(sink, at, false);
	} else if (is_plain()) plain_line(s);
	else if (block_n) html_line(s);
}

/* ---- files ---- */
static void write_file(const char *ending, const struct text *t)
{
	char path[4096];
	snprintf(path, sizeof path, "%s.%s", out_prefix, ending);
	FILE *f = fopen(path, "w");
	if (!f || fwrite(z_of(t), 1, t->n, f) != t->n || fclose(f)) die("cannot write %s", path);
}

static void write_all(void)
{
	const char *slash = strrchr(out_prefix, '/');
	struct text c = { 0 }, h = { 0 };
	put_fmt(&h, "/* made by pagec from %s */\n#pragma once\n#include \"web/page.h\"\n", file);
	put(&h, z_of(&header_out), header_out.n);
	put_fmt(&c, "/* made by pagec from %s */\n#include \"%s.h\"\n", file, slash ? slash + 1 : out_prefix);
	if (uses_when && !strstr(file, "desk/when.page")) put_z(&c, "#include \"desk/when.page.h\"\n");
	if (uses_frame) put_z(&c, "#include \"desk/frame.page.h\"\n");
	if (uses_assets) put_z(&c, "#include \"gen/assets.h\"\n");
	put_z(&c, "\n#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n#define LITERAL(s) page_raw(p, s, sizeof(s) - 1)\n"
		"#define FLAT(x) do { bool had_ruby_ = p->has_ruby; p->has_ruby = false; x; p->has_ruby = had_ruby_; } while (0)\n");
	put(&c, z_of(&code_out), code_out.n);
	write_file("c", &c);
	write_file("h", &h);
	write_file("words", &words_out);
}

int main(int argc, char **argv)
{
	if (argc != 3) return fprintf(stderr, "usage: pagec SRC.page OUTPREFIX\n"), 2;
	file = argv[1];
	out_prefix = argv[2];
	FILE *f = fopen(file, "r");
	if (!f) die("cannot open");
	char *s = NULL;
	size_t cap = 0;
	for (ssize_t n; (n = getline(&s, &cap, f)) >= 0;) {
		line++;
		if ((size_t)n != strlen(s)) die("a zero byte");
		one_line(s);
	}
	fclose(f);
	if (where != IN_TEXT) { line = where == IN_TAG ? tag_line : line; die("the %s is never closed", where == IN_TAG ? "tag" : "comment"); }
	if (block_n) { line = blocks[block_n - 1].line; die("without its @end"); }
	write_all();
	return 0;
}

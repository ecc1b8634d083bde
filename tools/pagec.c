/* pagec turns a .page file (HTML with @-lines and {holes}; see "Pages" in HOUSE.md) into OUT.c, OUT.h and OUT.words.
 * It knows where in the HTML every hole stands and picks the escaping by that; what cannot be made safe is refused with file:line.
 * Blocks of text become messages of the catalogues. This file reads the lines and writes the files. */
#include "tools/pagec.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *file;
int line;
static const char *out_prefix;

static void outputs_remove(void)
{
	static const char *const endings[] = { "c", "h", "words" };
	char path[4096];
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s.%s", out_prefix, endings[i]);
		unlink(path);
	}
}

void die(const char *fmt, ...)
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

/* ---- the state of the file and of the function under way ---- */
struct block blocks[BLOCK_MAX];
size_t block_n;
struct open_tag open_tags[OPEN_MAX];
size_t open_n;
struct id_seen ids[ID_MAX];
size_t id_n;
struct unit unit;
bool is_staff, uses_assets, uses_when, uses_frame;
struct ops *sink;
struct run run;

static struct text header_out, code_out;
static enum { IN_TEXT, IN_TAG, IN_COMMENT } where;
static struct text tag_raw;
static bool tag_in_quote;
static int tag_line;

const char *top_tag(void) { return open_n ? open_tags[open_n - 1].name : ""; }
bool is_plain(void) { return block_n && blocks[0].kind == BLOCK_PLAIN; }
bool is_kept(void) { return is_staff || (open_n && open_tags[open_n - 1].is_kept); }
bool is_flat(void) { return in_svg() || in_list(top_tag(), " title option textarea "); }
void flush(void) { run_emit(&run, sink, is_flat()); }

/* ---- @-lines ---- */
static struct block *block_push(enum block_kind kind, bool in_tag)
{
	if (block_n == sizeof blocks / sizeof *blocks) die("too deep");
	blocks[block_n] = (struct block){ .kind = kind, .line = line, .open_n = open_n, .id_n = id_n, .in_tag = in_tag };
	return &blocks[block_n++];
}

static void block_balanced(const struct block *b, bool in_tag)
{
	static const char *const sides[] = { "outside", "inside" };
	if (b->in_tag != in_tag) die("the @if of line %d begins %s a tag and ends %s it", b->line, sides[b->in_tag], sides[in_tag]);
	if (!in_tag && b->open_n != open_n) die("the block of line %d leaves <%s> open", b->line, top_tag());
}

static void begin_unit(enum block_kind kind, const char *signature)
{
	size_t name_n = strspn(signature, "abcdefghijklmnopqrstuvwxyz0123456789_");
	const char *args = signature + name_n + 1, *close = strrchr(signature, ')');
	if (!name_n || signature[name_n] != '(' || !close || close[1]) die("a name and its arguments are wanted: @page x_page(const struct x *v)");
	bool is_empty = close == args || starts(args, "void)");
	struct text proto = { 0 };
	int args_n = is_empty ? 0 : (int)(close - args);
	put_fmt(&proto, "void %.*s(struct page *p%s%.*s)", (int)name_n, signature, is_empty ? "" : ", ", args_n, args);
	put_fmt(&header_out, "%s;\n", proto.s);
	put_fmt(&code_out, "\n#line %d \"%s\"\n%s\n{\n", line, file, proto.s);
	block_push(kind, false);
	/* What staff read is Japanese: so is the frame around it, and the page says so. */
	if (kind == BLOCK_PAGE && is_staff) code(&unit.ops, "p->lang = LANG_JA;\n\tp->has_ruby = false;");
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
		if (!in_list(rest, " family desk plain sheet ")) die("@frame family, desk, plain or sheet");
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

void directive(struct ops *o, char *s, bool in_tag)
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
		tag_done(tag_raw.s, tag_line);
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

/* What a part leaves behind its last letter would be a space in the middle of somebody's sentence. */
static void trim_last(void)
{
	struct piece *x = run.n ? &run.piece[run.n - 1] : NULL;
	while (x && x->kind == PIECE_TEXT && x->t.n && is_space(x->t.s[x->t.n - 1])) x->t.s[--x->t.n] = 0;
}

static void one_line(char *s)
{
	char *at = s + strspn(s, " \t");
	if (*at == '@' && where == IN_TAG && !tag_in_quote) {
		put_z(&tag_raw, at);
	} else if (*at == '@' && where == IN_TEXT) {
		if (block_n == 1 && blocks[0].kind == BLOCK_PART && starts(at, "@end")) trim_last();
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

/* Holes and tags: where in the HTML a value stands decides how it is escaped; what cannot be made safe is refused. */
#include "tools/pagec.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- holes ---- */
/* The } of the hole whose inside begins at s. */
const char *hole_end(const char *s)
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
void hole(struct ops *o, enum place place, const char *s, const char *end, char ret_name[64])
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

/* Text with holes that is no HTML of its own: a title, a line of a letter, the value of an attribute. */
void run_of(struct run *r, const char *s, enum place first, enum place rest)
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

/* ---- tags ---- */
static struct { struct ops ops; struct ops *sink; struct run run; size_t open_n; int line; } svg;

bool in_svg(void) { return svg.sink != NULL; }

struct attr { char name[64]; bool has_value; struct text value; int line; };
struct tag { char name[64]; bool is_closing, is_self_closing, is_kept; struct attr attr[40]; size_t attr_n; int line; };

static const char *attr_get(const struct tag *t, const char *name)
{
	for (size_t i = 0; i < t->attr_n; i++)
		if (!strcasecmp(t->attr[i].name, name)) return z_of(&t->attr[i].value);
	return NULL;
}

/* HTML reads ONCLICK as onclick; SVG has a few names with capitals that are safe. */
static void name_check(const char *name)
{
	static const char capitals[] = " viewBox preserveAspectRatio gradientUnits gradientTransform patternUnits clipPathUnits maskUnits markerWidth"
		" markerHeight refX refY textLength lengthAdjust pathLength linearGradient radialGradient clipPath textPath ";
	if (name[strcspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] && !in_list(name, capitals)) die("%s: small letters, please", name);
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
	name_check(a->name);
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
	t->is_closing = *s == '/';
	s += t->is_closing;
	size_t n = strcspn(s, " \t\n/>");
	if (n == 0 || n >= sizeof t->name || !(isalpha((unsigned char)*s) || *s == '!')) die("< begins no tag here (&lt; is a literal one)");
	snprintf(t->name, sizeof t->name, "%.*s", (int)n, s);
	name_check(t->name);
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
	if (memchr(s, '&', n)) die("%s: no entity before the path begins", s);
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
		if (is_after_whole && r.piece[1].kind == PIECE_HOLE) die("%s: a value may not touch a whole address", s);
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
	static const char banned[] = " style object embed applet base frame frameset noembed noscript plaintext xmp template animate set ";
	if (in_list(t->name, banned)) die("<%s> is not allowed", t->name);
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

void tag_done(const char *source, int at_line)
{
	static struct tag t;
	struct ops o = { 0 };
	int last_line = line;
	memset(&t, 0, sizeof t);
	line = t.line = at_line;
	tag_parse(&t, source);
	if (t.is_closing) { tag_close(&t); line = last_line; return; }
	tag_check(&t);
	const char *translate = attr_get(&t, "translate");
	t.is_kept = translate && !strcmp(translate, "no");
	if (!strcmp(t.name, "svg") && !in_svg()) svg_begin();
	bool is_void = (in_svg() && t.is_self_closing) || in_list(t.name, " !doctype area br col hr img input link meta source track wbr ");
	literal_z(&o, "<");
	literal_z(&o, t.name);
	for (size_t i = 0; i < t.attr_n; i++) attr_ops(&o, &t, &t.attr[i]);
	if (block_n && blocks[block_n - 1].in_tag) die("@if inside <%s> without its @end", t.name);
	literal_z(&o, t.is_self_closing ? "/>" : ">");
	if (!strcmp(t.name, "textarea")) literal_z(&o, "\n");
	const char *method = attr_get(&t, "method");
	if (!strcmp(t.name, "form") && method && !strcasecmp(method, "post")) code(&o, "page_form_keys(p);");
	line = at_line;
	tag_place(&t, &o, is_void);
	t.is_kept |= open_n && open_tags[open_n - 1].is_kept;
	tag_open(&t, is_void);
	if (is_void && in_svg() && open_n == svg.open_n) svg_end();
	line = last_line;
}

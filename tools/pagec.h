/* What the three files of pagec share: pagec_say.c finds the messages in the text; pagec_tag.c knows holes and tags and refuses what cannot be made
 * safe; pagec.c reads the lines and writes the files. One file in, three out; memory is never given back. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* ---- pagec.c: where we are ---- */
extern const char *file;
extern int line;
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- pagec_say.c: text that grows, always with a zero byte behind it once something was put ---- */
struct text { char *s; size_t n, cap; };
void *grown(void *old, size_t size);
void put(struct text *, const char *s, size_t n);
void put_z(struct text *, const char *z);
void put_fmt(struct text *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *z_of(const struct text *);
bool in_list(const char *word, const char *list);       /* the list is written " one two three " */
bool starts(const char *s, const char *with);
bool is_space(char);

/* ---- what will be written: literal bytes, names of assets, C statements ---- */
enum op_kind { OP_LITERAL, OP_ASSET, OP_CODE };
struct op { enum op_kind kind; struct text t; int line; };
struct ops { struct op *op; size_t n; };
struct op *op_add(struct ops *, enum op_kind);
void literal(struct ops *, const char *s, size_t n);
void literal_z(struct ops *, const char *z);
void code(struct ops *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void join(struct ops *to, const struct ops *from);

/* A run is what stands between two block tags or @-lines: text, holes, inline tags. */
enum piece_kind { PIECE_TEXT, PIECE_HOLE, PIECE_OPEN, PIECE_CLOSE, PIECE_SINGLE };
struct piece { enum piece_kind kind; struct text t; char name[64]; struct ops ops; int line; size_t pair; };
struct run { struct piece *piece; size_t n; };
struct piece *piece_add(struct run *, enum piece_kind);
void run_text(struct run *, const char *s, size_t n);
void emit_as_is(struct ops *, const struct piece *);
void emit_range(struct ops *, struct piece *, size_t from, size_t to, bool is_flat);
/* Writes the run out, its words as messages; is_flat where only text may stand, so no furigana. Empties it. */
void run_emit(struct run *, struct ops *, bool is_flat);
extern struct text words_out;

/* ---- the state of the file and of the function under way ---- */
enum block_kind { BLOCK_PAGE, BLOCK_PART, BLOCK_PLAIN, BLOCK_FRAME, BLOCK_HELP, BLOCK_IF, BLOCK_FOR };
struct block { enum block_kind kind; int line; size_t open_n, id_n; bool in_tag, is_else; };
struct id_seen { char name[80]; bool is_asleep; };      /* asleep: it stands in another branch of the same @if */
struct open_tag { char name[64]; bool is_kept; };       /* kept: translate="no" */
struct unit { struct ops ops; char frame[40]; int say_n; bool has_title, has_help, has_begun, in_help, has_body; };
enum { BLOCK_MAX = 40, OPEN_MAX = 100, ID_MAX = 400 };
extern struct block blocks[BLOCK_MAX];
extern size_t block_n;
extern struct open_tag open_tags[OPEN_MAX];
extern size_t open_n;
extern struct id_seen ids[ID_MAX];
extern size_t id_n;
extern struct unit unit;
extern bool is_staff, uses_assets, uses_when, uses_frame;
/* Where text and tags go now. Inside an <svg> that is the svg's own list, so that a picture can stand within a sentence. */
extern struct ops *sink;
extern struct run run;

const char *top_tag(void);
bool is_plain(void);
bool is_kept(void);                                     /* words here are not translated */
bool is_flat(void);                                     /* places that hold text only */
void flush(void);                                       /* the run ends here */
void directive(struct ops *, char *s, bool in_tag);

/* ---- pagec_tag.c ---- */
enum place { PLACE_TEXT, PLACE_VALUE, PLACE_ADDRESS, PLACE_ADDRESS_PART, PLACE_PLAIN };
const char *hole_end(const char *s);                    /* the } of the hole whose inside begins at s */
/* Writes the code of the hole whose inside is s..end, escaped for its place; gives its name for translators. */
void hole(struct ops *, enum place, const char *s, const char *end, char ret_name[64]);
/* Text with holes that is no HTML of its own: a title, a line of a letter, the value of an attribute. */
void run_of(struct run *, const char *s, enum place first, enum place rest);
bool in_svg(void);
void tag_done(const char *source, int at_line);         /* a whole tag was read, from behind its < to before its > */

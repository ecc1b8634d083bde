/* What the two files of embed share: embed.c makes tables of the words, embed_asset.c of the static files. Memory is never given back. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text that grows, always with a zero byte behind it once something was put. */
struct text { char *s; size_t n, cap; };
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void *grown(void *old, size_t size);
void put(struct text *, const char *s, size_t n);
void put_z(struct text *, const char *z);
void put_fmt(struct text *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *copy(const char *s, size_t n);
struct text read_file(const char *path);
void write_file(const char *path, const struct text *);
char *line_of(char **rest);                             /* takes one line off the front, without its end; NULL: none is left */

/* Static files of `dir` with their addresses; gives the exit code. */
int embed_assets(const char *out_c, const char *out_h, const char *dir);

/* Text that knows its length. Never owns memory: it points into an arena, a literal or a request. UTF-8. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* s == NULL means absent. Text made by our own floors has a zero byte behind its n bytes. */
struct str { const char *s; size_t n; };

#define STR(literal) ((struct str){ "" literal, sizeof literal - 1 })
#define STR_NONE ((struct str){ NULL, 0 })

/* For printf: printf("%.*s", STR_ARG(x)). */
#define STR_ARG(x) (int)(x).n, (x).s ? (x).s : ""

struct str str_of(const char *z);                       /* NULL gives STR_NONE */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *z);
bool str_eq_nocase(struct str a, const char *z);        /* ASCII only */
bool str_starts(struct str a, const char *z);
bool str_ends(struct str a, const char *z);
bool str_has(struct str a, const char *z);
struct str str_trim(struct str a);                      /* ASCII space, tab, CR, LF and the wide space */
/* Takes what lies before the first `at` off the front of *rest; without one takes all. False when *rest was used up. */
bool str_cut(struct str *rest, char at, struct str *ret_head);
/* Decimal digits only, with an optional minus; false (and *ret untouched) for anything else or overflow. */
bool str_int(struct str a, int64_t *ret);
bool str_is_utf8(struct str a);                         /* strict UTF-8 and no NUL */
size_t str_letters(struct str a);                       /* code points */

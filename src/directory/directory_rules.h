/* From what people wrote to what can be compared: type, needs, ages in months, weekly hours, whether it is free. Pure. Nothing is invented: what
 * the words do not say stays unknown. */
#pragma once
#include "base/day.h"
#include "directory/directory_fact.h"

enum { DIRECTORY_AGE_UNKNOWN = -1, DIRECTORY_AGE_SCHOOL = 84 };         /* 就学前 ends before the seventh birthday */

struct directory_derived {
	struct str type;                                /* a word of directory_types */
	struct str needs, amenities;                    /* ",leave,sick," or "," */
	struct str fee_kind;                            /* free | paid | unknown */
	struct str hours_rule;                          /* `Mon-Fri 08:30-17:15; Sat 09:00-12:00`, or absent */
	int64_t age_from_n, age_to_n;                   /* months, to is the last month included; DIRECTORY_AGE_UNKNOWN */
};

/* What families call it, whatever the source wrote. One row says which needs a type answers. */
struct directory_type { const char *word, *needs; };
extern const struct directory_type directory_types[];
extern const size_t directory_type_n;
extern const char *const directory_needs[];             /* leave, talk, play, money, hard, sick, born: NULL at the end */
extern const char *const directory_amenities[];         /* nursing, diaper, food, stroller, elevator, wheelchair, parking ...: NULL at the end */
const struct directory_type *directory_type_of(struct str word);        /* NULL: there is no such type */

/* `type` may be given (a person chose it); absent: guessed from 種別, the name and what is offered. */
struct directory_derived directory_derive(struct arena *, struct str type, const struct str fact[FACT_N]);
/* "57日～5歳", "産休あけ", "1歳10か月", "就学前", "0歳児から": months. False: the words do not say. */
bool directory_age_read(struct str words, int64_t *ret_from_n, int64_t *ret_to_n);
bool directory_list_has(struct str list, const char *word);     /* of ",a,b," */

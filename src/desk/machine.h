/* How the machine stands that Yorisoi lives on: points that `yorisoi check` says in English, the administrator's page in Japanese, and 今日 as tasks.
 * Gathered by app/machine; here only their shape, since pages of the desk show them. */
#pragma once
#include "desk/desk.h"

/* What a point is about; n and at are given where the comment says so. */
enum machine_kind {
	MACHINE_DATA,                                   /* the data opens and is whole */
	MACHINE_SCHEMA,                                 /* n: the data's version */
	MACHINE_AUDIT,
	MACHINE_DISK,                                   /* n: MB left */
	MACHINE_RIGHTS,                                 /* of folders */
	MACHINE_CLOCK_DATE, MACHINE_CLOCK_FILES, MACHINE_CLOCK_JUMP, MACHINE_CLOCK_KEPT,
	MACHINE_CLOCK_ASKED,                            /* n: ms that the clock is ahead of the time server's */
	MACHINE_BACKUP,                                 /* n: hours since, at: when */
	MACHINE_BACKUP_PLACE, MACHINE_LEFTOVER,
	MACHINE_CERTIFICATE,                            /* n: days left, at: its end */
	MACHINE_MAIL, MACHINE_SERVING,
	MACHINE_KIND_N
};
/* NOTE: nothing is wrong, but this cannot be known here, or is worth a word. SOON: to be mended before it hurts. */
enum machine_state { MACHINE_WELL, MACHINE_NOTE, MACHINE_SOON, MACHINE_WRONG };
const char *machine_kind_word(enum machine_kind);       /* "disk", "backup", ... */
const char *machine_state_word(enum machine_state);     /* "ok", "note", "soon", "wrong" */

/* of: a tenant, a folder, a host, or nothing. says and next are English sentences for the command line; next is absent when all is well. */
struct machine_point { enum machine_kind kind; enum machine_state state; int64_t n; struct moment at; struct str of, says, next; };

struct machine_points { struct arena *arena; struct machine_point *point; size_t n, cap; };
void machine_add(struct machine_points *, struct machine_point);
/* The worst point of a kind; NULL when nothing was asked about it. */
const struct machine_point *machine_worst(const struct machine_points *, enum machine_kind);
size_t machine_count(const struct machine_points *, enum machine_state);

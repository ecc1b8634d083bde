/* The record of who looked and who did: each row carries its MAC at once and is sealed into one chain in commit order within a second.
 * No personal text in it: acts, kinds and numbers. */
#pragma once
#include "desk/desk.h"

/* Also for POST handlers; GETs use desk_trace. act: "consult.read"; kind: "thread". */
void audit_note(struct desk *, const char *act, const char *kind, int64_t subject_id, struct str purpose);
void audit_write_traces(struct desk *, const struct desk_trace *);      /* in the writer's group */
int64_t audit_seal(struct desk *);                      /* seals what is unsealed; how many */

struct audit_verdict { bool holds; int64_t row_n, sealed_n, tail_n; int64_t broken_at; struct str why; };
void audit_verify(struct desk *, struct audit_verdict *ret);    /* names the first broken link and the unsealed tail */

/* Who looked at one thing, newest first. */
struct audit_look { struct moment at; struct str act, name, role, purpose; struct account_id account_id; };
size_t audit_looks(struct desk *, const char *kind, int64_t subject_id, int64_t limit_n, struct audit_look **ret);

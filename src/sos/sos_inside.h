/* What the room's files lend each other. */
#pragma once
#include "desk/account.h"
#include "sos/sos.h"

void sos_step(struct desk *, struct sos_id, const char *kind, int64_t told_n);   /* a line of its history */
void sos_tell(struct desk *, const struct sos_row *, enum sos_rung);            /* one rung: who is told, and by what */
/* Would this person of staff see such a call? */
bool sos_is_for(struct desk *, const struct account_line *, const struct thing *);
/* Its line in its family's story, where that is known. what: "raised", "taken", "closed"; at: absent: now. */
void sos_tell_story(struct desk *, const struct sos_row *, const char *what, struct moment at);

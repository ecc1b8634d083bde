/* What the room's files lend each other. */
#pragma once
#include "consult/consult.h"
#include "sos/sos.h"

/* A line in the story of the family whose guardian's talk this is, where there is one: that there was a talk, never what was said. */
void consult_story(struct desk *, const struct consult_thread_row *, const char *kind);
/* A call for help of this talk: source, kind, reason and is_morning are given, the rest is the talk's. */
void consult_push_answer(struct desk *, const struct consult_thread_row *);     /* to the family's browsers: that there is something, no more */
void consult_sos_answered(struct desk *, const struct consult_thread_row *);    /* who answers has taken it */
struct sos_id consult_sos_raise(struct desk *, const struct consult_thread_row *, const struct sos_new *);

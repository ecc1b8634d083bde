/* What the room's files lend each other. */
#pragma once
#include "consult/consult.h"
#include "sos/sos.h"

/* A line in the story of the family whose guardian's talk this is, where there is one: that there was a talk, never what was said. */
void consult_story(struct desk *, const struct consult_thread_row *, const char *kind);
/* What staff did to a talk, said to staff alone in the story of the family whose it is: "talk-on", "talk-off" (put into its record, taken out).
 * The second: in the stories of both, when two talks became one ("talk-joined") or were parted again ("talk-parted"); each leads to the other. */
void consult_story_change(struct desk *, struct family_id, struct thread_id, const char *what);
void consult_story_of_both(struct desk *, const struct consult_thread_row *, const struct consult_thread_row *other, const char *what);
/* A call for help of this talk: source, kind, reason and is_morning are given, the rest is the talk's. */
void consult_push_answer(struct desk *, const struct consult_thread_row *);     /* to the family's browsers: that there is something, no more */
void consult_sos_answered(struct desk *, const struct consult_thread_row *);    /* who answers has taken it */
struct sos_id consult_sos_raise(struct desk *, const struct consult_thread_row *, const struct sos_new *);
/* What the open pages of this talk listen to; told "changed" with every word, never which. */
struct str consult_topic(struct desk *, struct thread_id);
/* The task of a talk that waits. */
void consult_task(struct desk *, const struct consult_thread_row *);
struct thing consult_thing(const struct consult_thread_row *);
/* The talk, where the one who asks may answer in it; NO_SUCH else. */
enum consult_refusal consult_to_act(struct desk *, struct thread_id, struct consult_thread_row *ret);
/* consult_answer, and which message it became, in which of the talks that are one. */
struct consult_answered { struct message_id message_id; struct thread_id thread_id; };
enum consult_refusal consult_answer_as(struct desk *, struct thread_id, int64_t version_n, struct str words, struct consult_answered *ret);

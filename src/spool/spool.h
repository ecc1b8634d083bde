/* What people sent while the database was away: taken, entered later as if it had come then (app/spooler.c), and where it cannot be entered, shown to
 * the desk instead of lost. Door of the room. */
#pragma once
#include "desk/desk.h"
#include "spool/spool.sql.h"
#include "spool/spool_queue.h"

/* Whose `words` are absent: what lay on the disk could not be read any more. `refused_id` is the post's number, so that once is enough. */
void spool_refused_raise(struct desk *, const struct spool_refused_add_in *);
enum spool_refusal { SPOOL_OK, SPOOL_NO_SUCH };
/* For those who read what families write. NO_SUCH for everybody else. */
enum spool_refusal spool_refused_read(struct desk *, struct refused_id, struct spool_refused_by_id_row *ret);
/* A person has dealt with it: what was written is erased, the task closes. */
enum spool_refusal spool_refused_settle(struct desk *, struct refused_id);

/* The answer to what was taken: 202, with the way back to it, `once` being the form's key. */
void spool_answer_taken(struct desk *, struct call *, struct str once);

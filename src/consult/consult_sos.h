/* The button of a family that needs somebody now, and the call that belongs to a talk. */
#pragma once
#include "consult/consult.h"
#include "sos/sos.h"

/* The family presses: in the talk that it has (NULL: a new one with these words, which may be nothing). Where nobody is on duty the call waits for
 * the morning. *ret_token: of a new talk. */
struct thread_id consult_sos_press(struct desk *, const struct consult_thread_row *, const struct consult_new *, struct str *ret_token);
/* What the family is told of its call: none, waits for the morning, rings, taken. */
enum consult_sos_state { CONSULT_SOS_NONE, CONSULT_SOS_WAITS, CONSULT_SOS_RINGS, CONSULT_SOS_TAKEN };
enum consult_sos_state consult_sos_state(struct desk *, struct thread_id, struct sos_row *ret);

/* Which programmes fit a family's answers. Pure: answers come and go, nothing about a person is kept. What the data do not say is never guessed. */
#pragma once
#include "base/arena.h"
#include "base/day.h"
#include "gen/ids.h"

/* The worst rule decides: one that does not fit shuts a programme out, one that is not sure leaves it to be asked. */
enum support_verdict { SUPPORT_FITS, SUPPORT_UNSURE, SUPPORT_FAILS };

struct support_answer { struct question_id question_id; struct choice_id choice_id; };     /* choice {0}: would rather not say */
struct support_judged { struct question_id question_id; struct str fits, fails; struct day from_on, until_on, confirmed_on; };

/* One rule against the answers. UNSURE: not confirmed by an officer, not valid today, not answered where it matters, or neither list names the
 * answer. A rule that shuts nobody out fits without an answer too. */
enum support_verdict support_judge(const struct support_judged *, const struct support_answer *, size_t answer_n, struct day today);
bool support_list_has(struct str list, struct choice_id);       /* of ",id,id," */

/* Answers as an address carries them: ids of choices joined by points; a question's own id: would rather not say. At most `most`; what is no id is
 * passed over. */
size_t support_answer_ids(struct str words, int64_t *ret_id, size_t most);

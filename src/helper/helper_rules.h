/* What a helper's papers say on a day: which steps follow which, and which trainings stand in the way. Pure. */
#pragma once
#include "base/arena.h"
#include "base/day.h"

enum helper_state { HELPER_APPLIED, HELPER_TRAINED, HELPER_INTERVIEWED, HELPER_APPROVED, HELPER_ACTIVE, HELPER_RESTING, HELPER_LEFT, HELPER_STATE_N };
enum helper_kind { HELPER_ACCOMPANY, HELPER_CARE, HELPER_ESCORT, HELPER_ERRAND, HELPER_PAPER, HELPER_KIND_N };
extern const char *const helper_state_words[], *const helper_kind_words[];      /* both end with NULL */

enum helper_state helper_state_of(struct str word);     /* HELPER_STATE_N: no such word */
unsigned helper_kinds_of(struct str list);              /* bit 1 << kind of each word in ',accompany,care,' */
unsigned helper_kind_bit(struct str word);              /* the bit of one word; all bits for 'all', 0 for an unknown word */
struct str helper_kinds_text(struct arena *, unsigned kinds);

/* One after another; active and resting to and fro; leaving from anywhere; who left may apply again. */
bool helper_may_step(enum helper_state from, enum helper_state to);

/* A training good from done_on to until_on (both included; DAY_NONE: for good); one that is not there has done_on DAY_NONE. */
struct helper_paper { struct day done_on, until_on; };
bool helper_paper_holds(const struct helper_paper *, struct day on);
/* The day on which a training done on that day lapses, `months` on (the end of the month where there is no such day); DAY_NONE for 0 months. */
struct day helper_valid_until(struct day done_on, int64_t months);

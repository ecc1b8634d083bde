/* What was not met: every request ends filled or with a reason, and both are counted by area, hour, kind and reason. Beside it what was sought in the
 * directory and not found. The public sees a fiscal year at a time, with small numbers hidden. */
#pragma once
#include "care/care.h"
#include "care/care_unmet.sql.h"
#include "care/care_unmet_rules.h"
#include "directory/directory.h"

enum { CARE_UNMET_REASONS = 8, CARE_UNMET_KINDS = 5, CARE_UNMET_PARTS = 4, CARE_UNMET_AREAS = 40 };
extern const char *const care_unmet_reasons[];          /* nobody_free ... other; NULL at the end */

struct care_unmet_count { int64_t asked_n, filled_n, unfilled_n, withdrawn_n, open_n; };
/* Of those that were decided, filled or not, in thousandths; -1: none was. Withdrawn before anybody was found do not count. */
int64_t care_unmet_share(const struct care_unmet_count *);
/* parts: morning (to 11:59), afternoon (to 16:59), evening (from 17:00), unsaid. The area of index area_n stands for none.
 * use: by why it was used, where that is asked. */
struct care_unmet { struct day from_on, until_on; struct care_unmet_count all, area[CARE_UNMET_AREAS + 1], kind[CARE_UNMET_KINDS],
	part[CARE_UNMET_PARTS], use[CARE_USES];
	int64_t reason[CARE_UNMET_AREAS + 1][CARE_UNMET_REASONS]; int64_t reason_n[CARE_UNMET_REASONS]; size_t area_n; };
/* Requests asked on those days, the last not included; within the asker's walls, or all of the town's for the public. */
void care_unmet_read(struct desk *, struct day from_on, struct day until_on, bool is_public, struct care_unmet *ret);
/* Whose time is past and nobody has said how it ended; at most 50. */
size_t care_unmet_unsaid(struct desk *, struct care_request_row **ret);

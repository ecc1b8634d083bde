/* Two records of one family become one and, for thirty days, two again exactly as they were; a line in the wrong story moves with both histories. */
#pragma once
#include "family/family.h"
#include "family/family_merge.sql.h"

enum { FAMILY_UNDO_DAYS = 30 };

/* The record `gone` is shown as part of `family_id` from now on; both open for who asks, else NO_SUCH. NOT_NOW: one of them is part of another, or
 * `gone` has parts itself. SAME_PERSON never: accounts stay apart, each with its own guardian. */
enum family_refusal family_merge(struct desk *, struct family_id, struct family_id gone, struct str why);
/* NOT_NOW: longer ago than FAMILY_UNDO_DAYS. What was written since stays where it was written. */
enum family_refusal family_merge_undo(struct desk *, struct family_id, struct merge_id);
/* The line is left as a mark here, and stands there with whence it came. Who writes here may, and must be able to write there. */
enum family_refusal family_story_move(struct desk *, struct family_id, struct story_id, struct family_id to);
/* Everything of this one household as a hash: equal before a merge and after its undo. */
struct str family_content(struct desk *, struct family_id);

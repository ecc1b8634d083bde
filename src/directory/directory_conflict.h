/* A source says otherwise than a person here: nothing was overwritten, somebody decides once, and what was decided is not asked again. */
#pragma once
#include "directory/directory.h"
#include "directory/directory_conflict.sql.h"

/* For imports. False, and nothing is written, when the same is open already or was settled before; an open one of the same source and fact that
 * now says something new is brought up to date. `old` is what the source said last time. */
bool directory_conflict_raise(struct desk *, const struct directory_conflict_at_row *);

/* Takes theirs (a version of the entry, by this person) or keeps ours. DIRECTORY_NO_SUCH: settled meanwhile, or not theirs to settle. */
enum directory_refusal directory_conflict_settle(struct desk *, struct conflict_id, bool is_theirs);
/* Open ones this person may settle, by entry; of one source, or of one entry; absent: all. At most 200. */
size_t directory_conflicts(struct desk *, struct str source, struct entry_id, struct directory_conflict_open_row **ret);
int64_t directory_conflict_count(struct desk *, struct entry_id);       /* {0}: of all entries this person may edit */

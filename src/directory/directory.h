/* The directory: everything in a town that can help a family, found in two taps, kept true by those who offer it. Floor 3, ground room: it knows
 * no family. Door of the room: entries. Searching is directory_search.h, importing directory_import.h. */
#pragma once
#include "desk/desk.h"
#include "directory/directory_rules.h"

struct directory_entry {
	struct entry_id entry_id;                       /* {0}: a new one */
	struct str kind;                                /* facility | service | programme | informal */
	struct str state;                               /* live | waiting (nobody approved it yet) | hidden */
	struct str type;                                /* word of directory_types (directory_rules.h) */
	struct area_id area_id;
	struct operator_id operator_id;                 /* the group that keeps it; none: the office */
	int64_t lat_n, lon_n;                           /* millionths of a degree; both 0: unknown */
	int64_t age_from_n, age_to_n;                   /* months; -1: unknown */
	struct str needs, amenities;                    /* ",leave,sick," */
	struct str fee_kind;                            /* free | paid | unknown */
	struct str hours_rule;                          /* absent: unknown */
	struct str fact[FACT_N];
	struct str edited;                              /* ",phone,fee,": facts that a person wrote here; imports leave them alone */
	struct day verified_on; struct str verified_by;
	struct moment changed_at;
	int64_t version_n;
	int64_t coming_n;                               /* for a new one only: of an import that is not shown yet (directory_coming); 0: seen at once */
};

enum directory_refusal { DIRECTORY_OK, DIRECTORY_NO_SUCH, DIRECTORY_CHANGED, DIRECTORY_BAD, DIRECTORY_NOT_YOURS };

/* Any state; the caller asks directory_may_see(). False: there is none. */
bool directory_by_id(struct desk *, struct entry_id, struct directory_entry *ret);
bool directory_may_see(const struct desk *, const struct directory_entry *);    /* live, or the asker may edit it */
bool directory_may_edit(const struct desk *, const struct directory_entry *);

bool directory_is_fine(const struct directory_entry *);      /* has a name, and nothing is too long or no text */

/* Live entries by number, for lists that others read (API, exports). Everything that is set must hold. */
struct directory_filter {
	struct str kind, type, need;                    /* absent: any */
	struct str words;                               /* as they stand in the facts; absent: any. For people there is directory_search() */
	struct str body; bool has_body;                 /* an empty body is the town itself */
	struct moment changed_from_at;
	int64_t from_n, limit_n;
};
size_t directory_list(struct desk *, const struct directory_filter *, struct directory_entry **ret);
int64_t directory_list_n(struct desk *, const struct directory_filter *);
size_t directory_list_after(struct desk *, struct entry_id, int64_t limit_n, struct directory_entry **ret);
/* Who offers it: bodies by name ("" is the town), each with the number of its first entry. */
struct directory_body { struct str name; struct entry_id entry_id; };
/* The body that offers an entry; the town itself is empty, also where a source wrote the town's name. */
struct str directory_body_of(const struct desk *, const struct directory_entry *);
size_t directory_bodies(struct desk *, struct str words, int64_t from_n, int64_t limit_n, struct directory_body **ret);
int64_t directory_body_count(struct desk *, struct str words);
struct entry_id directory_body_entry(struct desk *, struct str name);

struct directory_change { struct str why; struct str by_name; bool is_import; int64_t version_n; };
/* Writes an entry: derives what is compared (directory_derive) from its facts, keeps a version with who and why, puts it into the search.
 * A new one (entry_id {0}) gets its id. By a person: facts that differ from what stood there are marked as edited; version_n of the change must be
 * the stored one, else DIRECTORY_CHANGED. DIRECTORY_BAD: no name, or text too long. Audited, except in an import, whose run is audited once. */
enum directory_refusal directory_put(struct desk *, struct directory_entry *, const struct directory_change *);
/* live -> hidden and back; the search forgets what is not live. */
enum directory_refusal directory_state(struct desk *, struct directory_entry *, const char *state, const struct directory_change *);
/* An import is seen whole or not at all: what it adds is written under a number that readers do not see yet, and shown in one short step. The desk
 * sees it before. Two at a time may have the same number: who is ready first shows both. */
int64_t directory_coming(struct desk *);
void directory_show(struct desk *, int64_t coming_n);
/* Somebody looked and it is true, today. */
void directory_verified(struct desk *, struct directory_entry *, struct str by_name);

struct directory_version { int64_t version_n; struct str state, by_name, why; struct moment written_at; struct str fact[FACT_N]; };
size_t directory_versions(struct desk *, struct entry_id, struct directory_version **ret);      /* the newest first, at most 200 */
bool directory_version_lay(struct desk *, struct directory_entry *, int64_t version_n);   /* an old version's facts into `e`; nothing is written */
/* Puts an old version's facts back as a new version. */
enum directory_refusal directory_restore(struct desk *, struct directory_entry *, int64_t version_n, const struct directory_change *);

/* The index made anew: first from what lies beside it, whatever it holds; then entry by entry, the next n behind *after (gives how many; 0: done). */
void directory_index_anew(struct desk *);
size_t directory_index_again(struct desk *, struct entry_id *after, int64_t n);

/* Timed: entries that nobody confirmed for long are asked about (directory_verify.h). At most `most_n` of them; true while there is more. */
bool directory_hourly(struct desk *, int64_t most_n);

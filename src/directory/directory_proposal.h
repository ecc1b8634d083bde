/* A partner group's change waits for the office's yes where the tenant wants it so (setting directory.partner_changes). Families see it only then. */
#pragma once
#include "directory/directory.h"
#include "directory/directory_proposal.sql.h"

struct directory_proposal {
	struct proposal_id proposal_id; struct entry_id entry_id;
	struct str state;                               /* waiting | back (the office wrote a word) | taken */
	bool is_new;                                    /* nobody saw the entry before: the yes opens it */
	int64_t base_version_n;                         /* what the change began with */
	struct str type; struct area_id area_id; int64_t lat_n, lon_n;
	struct str fact[FACT_N];
	struct str why, by_name, by_mail, answer, answered_by_name;
	struct account_id by_account_id;
	struct moment made_at, answered_at;
	int64_t version_n;
};

/* This person's changes of this entry wait: a partner group in a tenant that approves. An entry that nobody approved yet always waits. */
bool directory_proposal_is_needed(const struct desk *, const struct directory_entry *);
/* Puts the proposal beside the entry, in place of an open one, and a task on 今日. `e` is the entry as it shall be; e->version_n what it began
 * with; by_mail where the answer goes when there is no account. DIRECTORY_BAD as in directory_put. */
enum directory_refusal directory_proposal_put(struct desk *, const struct directory_entry *e, const struct directory_change *, struct str by_mail);
bool directory_proposal_of(struct desk *, struct entry_id, struct directory_proposal *ret);     /* the open one */
bool directory_proposal_by_id(struct desk *, struct proposal_id, struct directory_proposal *ret);

/* One fact that the proposal changes: what it began with, what stands now (somebody may have been there), what is proposed. */
struct directory_difference { enum directory_fact fact; struct str old, now, theirs; bool is_clash; };
size_t directory_proposal_differences(struct desk *, const struct directory_proposal *, const struct directory_entry *now,
	struct directory_difference **ret);

/* What the proposal changes on top of what stands in `e`: nobody's work in between is undone. */
void directory_proposal_lay(struct desk *, const struct directory_proposal *, struct directory_entry *e);

/* Writes what the proposal changes on top of what stands now, as a version by its maker; a new entry goes live. The group gets a letter.
 * entry_version_n and proposal->version_n are those that the office looked at, else DIRECTORY_CHANGED and nothing is written. */
enum directory_refusal directory_proposal_take(struct desk *, const struct directory_proposal *, int64_t entry_version_n);
/* Back to the group with a word; the letter holds it. */
enum directory_refusal directory_proposal_back(struct desk *, const struct directory_proposal *, struct str words);

size_t directory_proposals(struct desk *, struct directory_proposal_waiting_row **ret);        /* the oldest first, at most 200 */

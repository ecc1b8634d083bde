/* What the desk's pages of the directory are given, and the small answers they share. */
#pragma once
#include "directory/directory_proposal.h"
#include "directory/directory_desk.sql.h"
#include "desk/may.h"
#include "desk/tenant.h"

struct form;

enum { DIRECTORY_DESK_PAGE = 50 };

/* Which entries this person's lists hold: may_reach, narrowed for partner groups to their own, widened for those who approve to all. */
struct may_reach directory_desk_reach(const struct desk *);
/* Live and last confirmed (or, never confirmed, made) before this day: due. DAY_NONE: the tenant never asks. */
struct day directory_due_before(const struct desk *, struct str type);
/* Families are warned about what nobody looked at since: the same day; where a town never asks, half a year ago. */
struct day directory_stale_before(const struct desk *, struct str type);
/* Types that a town asks about at intervals of their own, and last all others (is_else: types are those that are not meant). */
enum { DIRECTORY_ROUNDS = 40 };
struct directory_round { struct str types; bool is_else; struct day before; };
size_t directory_rounds(const struct desk *, struct directory_round *ret);
/* Who stands behind a word given to families: the operator's name, or the town's. */
struct str directory_keeper(const struct desk *, struct operator_id);

struct directory_list_view {
	const struct tenant *tenant;
	struct directory_desk_entries_row *line; size_t line_n;
	struct str show, words;                         /* own | waiting | due | hidden; as typed */
	int64_t total_n, from_n, proposal_n, due_n, conflict_n, report_n;
	bool may_import, may_approve, is_partner;
};

struct directory_edit_view {
	const struct form *form;
	const struct tenant *tenant;
	struct directory_entry entry;                   /* what the fields show */
	struct str place;                               /* "35.1, 139.2", as typed or stored */
	struct str why;
	struct str now[FACT_N];                         /* where somebody else wrote otherwise meanwhile: what stands there */
	bool is_adopted[FACT_N];                        /* somebody else's, taken over, since this person had not touched it */
	bool is_changed, is_new, may_approve, will_wait, is_due, has_no_mail;
	const struct directory_proposal *proposal;      /* the open one, or NULL */
	int64_t conflict_n;
	struct directory_version newest;
};

struct directory_versions_view {
	const struct tenant *tenant;
	const struct directory_entry *entry;
	struct directory_version *version; size_t version_n;
	const struct directory_version *at;             /* the one looked at, with what it changed; NULL: the list alone */
	struct directory_difference *diff; size_t diff_n;
	bool is_changed;
};

struct directory_proposal_view {
	const struct form *form;
	const struct tenant *tenant;
	const struct directory_proposal *proposal;
	const struct directory_entry *entry;
	struct directory_difference *diff; size_t diff_n;
	struct str words;
	bool is_changed;
};
struct directory_proposals_view { const struct tenant *tenant; struct directory_proposal_waiting_row *line; size_t line_n; };

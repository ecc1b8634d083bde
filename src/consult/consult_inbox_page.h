/* What the inbox's pages are given, and what stands beside a talk. */
#pragma once
#include "consult/consult_page.h"
#include "directory/directory_search.h"
#include "family/family.h"
#include "family/family_charge.h"

struct consult_inbox_view {
	const struct tenant *tenant;
	struct consult_box box;
	struct consult_inbox_counts_row count;
	struct consult_inbox_row *line; size_t line_n;
	struct consult_inbox_row *offered; size_t offered_n;
	struct str label[CONSULT_LABELS_MOST]; size_t label_n;
	struct str more;                                /* address of the next page; absent: this is the last */
	bool has_areas, is_first;                       /* the reader serves some areas alone; the first page */
	struct moment now;
	struct account_id me;
	struct consult_inbox_move_row moved; bool has_moved;   /* what the reader moved out of sight just now */
};

/* Beside the talk. line_n and its like: how many. */
struct consult_beside {
	const struct tenant *tenant;
	const struct consult_thread_row *thread;
	struct consult_thread_row *joined, *alike; size_t joined_n, alike_n;
	struct consult_colleague *colleague; size_t colleague_n;
	struct consult_present *present; size_t present_n;
	struct consult_inbox_notes_row *note; size_t note_n;
	struct consult_inbox_canned_row *canned; size_t canned_n;
	struct str label[CONSULT_LABELS_MOST]; size_t label_n;
	struct consult_inbox_move_row *moved; size_t moved_n;  /* the newest first */
	bool may_move_back, has_families;               /* has_families: the room of records is open */
	struct family_line_row *near; size_t near_n; struct str near_sought;       /* families for this talk */
	struct consult_act_row *act; size_t act_n;
	struct consult_act_row suggested;               /* what the form of an act begins with */
	struct consult_act_step_row *step; size_t step_n;
	struct consult_act_result_row *result; size_t result_n; /* of an application, the newest first */
	struct directory_hit *found; size_t found_n;    /* what was sought for the answer */
	struct str sought, *picked; size_t picked_n;    /* entries chosen already, by number */
	struct str *base; struct str *way;              /* by message: what its files' addresses begin with; by which way it came */
	struct family_row family;
	struct family_child_row *child; size_t child_n;
	struct family_fact_row *fact; size_t fact_n;
	struct family_charge_card charge;
	bool has_family, has_charge, is_passed;         /* is_passed: the reader may see what stands in the family's record */
	bool may_undo, may_care;                        /* may_care: take down a request for a hand */
	struct account_id me;
	struct day today;
	struct moment now;
	int64_t left_n;                                 /* open minutes until the promise; below zero: since */
	const struct form *form; struct call *call;     /* of the form that came back */
};
/* For a talk: reads all of it. */
const struct consult_beside *consult_beside_read(struct desk *, struct call *, struct consult_thread_view *);

struct consult_down_view { const struct tenant *tenant; const struct form *form; struct call *call; struct consult_act_row act; struct
	area_id area_id;
	struct family_line_row *family; size_t family_n; struct family_row chosen; bool has_chosen, is_sought; };
struct consult_canned_view { const struct tenant *tenant; struct consult_inbox_canned_row *canned; size_t canned_n; struct
	consult_inbox_canned_row one;
	const struct form *form; bool is_changed; struct str label[CONSULT_LABELS_MOST]; size_t label_n; };
bool consult_has_label(struct str labels, struct str label);
struct str consult_typed(struct call *, const char *name, struct str usual);

/* What the family's own pages are given. */
#pragma once
#include "family/family_charge.h"
#include "family/family_own.h"
#include "family/family_rules.h"
#include "web/form.h"

struct family_join_view {
	const struct tenant *tenant;
	struct str code;                                /* as typed, or as the paper's QR brought it */
	enum family_refusal refusal;
	bool is_waiting;                                /* too many wrong ones: later */
};
struct family_self_view { const struct tenant *tenant; const struct form *form; struct call *call; struct area_id area_id; bool is_birth; };
struct family_own_view {
	const struct tenant *tenant;
	const struct family_guardian_row *guardian;
	struct family_pregnancy_row *pregnancy; size_t pregnancy_n;
	struct family_child_row *child; size_t child_n;         /* those this guardian may see */
	struct family_own_story_row *story; size_t story_n;
	struct family_looked *looked; size_t looked_n;
	struct family_told *told; size_t told_n;                /* the talks, for what is taken along */
	struct day today;
	struct family_charge_card card;                 /* where has_card: her named worker */
	struct str worker;                              /* as she wishes to be called */
	bool has_card, is_first, is_secret, is_new, may_second;
};
struct family_second_view { const struct tenant *tenant; const struct form *form; struct call *call; struct str code; bool is_refused; };
struct family_paper_view { const struct tenant *tenant; struct str code, link, qr_path; int qr_n; struct family_id family_id; };

/* The talk that a line of the story leads to. */
static inline struct thread_id family_own_talk(const struct family_own_story_row *x)
{
	return (struct thread_id){ x->subject_n };
}

/* What the staff pages of the room are given. */
#pragma once
#include "family/family_charge.h"
#include "family/family_edit.h"
#include "family/family_rules.h"
#include "web/form.h"

/* A line of a list, with the words that need the tenant. */
struct family_list_view {
	const struct tenant *tenant;
	struct family_line_row *line; size_t line_n;
	struct str typed;
	struct area_id area_id;
	struct person_id person_id; struct staff_person *person; size_t person_n;       /* the named worker that was chosen, and all of them */
	bool is_sought, is_without_next, is_cut, may_register, may_review;
	struct day today;
};

struct family_register_view {
	const struct tenant *tenant;
	const struct form *form;                        /* when the form came back */
	struct call *call;                              /* what was typed */
	struct family_alike *alike; size_t alike_n;
	struct area_id area_id;
	bool is_birth, is_first_unset;
};

struct family_record_view {
	const struct tenant *tenant;
	const struct family_row *family;
	struct family_guardian_row *guardian; size_t guardian_n;
	struct family_pregnancy_row *pregnancy; size_t pregnancy_n;
	struct family_child_row *child; size_t child_n;
	struct family_fact_row *fact; size_t fact_n;
	struct family_story_row *story; size_t story_n;
	const struct tenant_area *area;
	struct day today;
	struct moment now;
	const struct form *form;
	struct call *call;
	bool may_write, is_in_charge;
	struct family_charge_card charge; bool has_charge;
	struct str touch;                               /* where the poster or card hangs that it registered by, or absent */
	struct family_edit_coming_of_row coming; bool is_coming;        /* about to move in */
	int contact_n;                                  /* lines that were a contact: the first five are on top */
};

struct family_purpose_view { const struct tenant *tenant; struct family_id family_id; const struct form *form; struct str typed; bool is_bad; };

/* Words of a form that came back, or nothing. */
static inline struct str family_typed(struct call *c, const char *name)
{
	return c ? form_value(c, name) : STR_NONE;
}

/* What the pages of putting right are given. */
#pragma once
#include "family/family_edit.h"
#include "family/family_page.h"

/* One form: of the household, or of one guardian, child or pregnancy. typed: the form came back, so what was typed stands in it. */
struct family_edit_view {
	const struct tenant *tenant;
	const struct family_row *family;
	const struct family_guardian_row *guardian;
	const struct family_child_row *child;
	const struct family_pregnancy_row *pregnancy;
	const struct family_edit_coming_of_row *coming;         /* NULL: lives here */
	struct family_edit_changes_row *change; size_t change_n;
	struct family_guardian_row *guardian_all; size_t guardian_n;
	struct family_child_row *child_all; size_t child_n;
	struct family_pregnancy_row *pregnancy_all; size_t pregnancy_n;
	const struct form *form;
	struct call *typed;
	struct day today;
	int64_t version_n;
	size_t baby_n;
	bool is_changed, is_not_now, wants_basis;
};

/* What was typed, else what is stored. */
static inline struct str family_edit_text(const struct family_edit_view *v, const char *name, struct str stored)
{
	return v->typed ? form_value(v->typed, name) : stored;
}

static inline bool family_edit_is(const struct family_edit_view *v, const char *name, struct str stored, const char *word)
{
	return str_is(family_edit_text(v, name, stored), word);
}

static inline bool family_edit_is_on(const struct family_edit_view *v, const char *name, bool stored)
{
	return v->typed ? form_value(v->typed, name).n > 0 : stored;
}

/* What the pages of the room are given. */
#pragma once
#include "support/support.h"
#include "desk/tenant.h"
#include "web/form.h"
#include "web/page.h"

struct support_path_view {
	const struct tenant *tenant;
	const struct support_question *question; size_t question_n;
	size_t step_n;                                  /* the question that is asked now, from 0 */
	struct str answers, before;                     /* so far, for the next link; and without the last one, for the way back */
};
struct support_said { struct str question, answer; };
struct support_result_view {
	const struct tenant *tenant;
	struct support_result *fits, *unsure, *fails; size_t fits_n, unsure_n, fails_n;
	struct support_said *said; size_t said_n;
	struct str before;
};

struct support_desk_view {
	const struct tenant *tenant;
	struct support_question *question; size_t question_n;
	struct support_programmes_row *programme; size_t programme_n;
	const int64_t *rule_n, *open_n;                 /* of each programme: rules, and those nobody confirmed */
	struct support_sources_row *source; size_t source_n;
};
struct support_question_view { const struct form *form; const struct tenant *tenant; struct support_question question; bool is_changed; };
struct support_programme_view {
	const struct form *form;
	const struct tenant *tenant;
	const struct directory_entry *entry;
	struct support_question *question; size_t question_n;
	struct support_rule_row *rule; size_t rule_n;
	struct question_id changed_id;                  /* the rule that could not be kept: its fields hold what was typed */
	struct support_rule_row stored;                 /* and what stands there */
};
/* This programme's rule for the question, or an empty one. */
struct support_rule_row support_rule_for(const struct support_programme_view *, struct question_id);
const char *support_field_name(struct page *, int i);  /* "c3" */
/* The answers so far and one more, as an address carries them. */
struct str support_join(struct page *, struct str answers, int64_t id);

/* What the ranking's pages are given. */
#pragma once
#include "care/care_match.h"
#include "care/care_match_fair.h"
#include "care/care_page.h"
#include "web/page.h"

struct care_match_view { const struct tenant *tenant; const struct form *form; struct call *call; struct care_line line; struct care_match m;
	struct staff_person stuck; enum care_refusal refusal; bool has_stuck, has_time, may_write, may_manage; };

struct care_match_fair_view { const struct tenant *tenant; struct care_match_fair fair; struct day today; };

/* One of a result's helpers. */
const struct helper_line *care_match_line(const struct care_match *, const struct match_result *);
bool care_match_is_chosen(const struct care_match_view *, struct person_id);

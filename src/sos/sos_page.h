/* What the desk's pages of calls are given. */
#pragma once
#include "sos/sos.h"
#include "web/form.h"

struct sos_list_view { const struct tenant *tenant; struct sos_row *open, *closed; size_t open_n, closed_n; bool may_raise; };
struct sos_view { const struct tenant *tenant; const struct tenant_area *area; struct sos_row sos; struct sos_steps_row *step; size_t step_n;
	const struct form *form; struct str outcome, agency, basis, article, note;
	bool is_mine, may_give_back, is_taken_by_other, is_changed, is_incomplete; };

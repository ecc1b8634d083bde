/* What the weekly list of looks is given. */
#pragma once
#include "family/family_looks.h"

struct family_looks_view { const struct tenant *tenant; struct family_looks looks; struct day before_on, after_on, today; struct account_id only_id;
	struct str only_why; bool is_over; };

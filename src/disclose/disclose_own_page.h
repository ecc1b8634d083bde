/* What the family's page of requests is given. */
#pragma once
#include "desk/tenant.h"
#include "disclose/disclose.h"

struct disclose_own_view { const struct tenant *tenant; struct disclose_own own; struct str what; struct child_id child_id;
	bool is_new, is_asked, is_wrong_who; };

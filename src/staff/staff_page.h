/* What the pages of the room are given. */
#pragma once
#include "staff/staff.h"
#include "web/form.h"

struct staff_list_view { const struct tenant *tenant; struct staff_person *person; size_t person_n; struct staff_leave *leave; size_t leave_n;
	struct day today; bool may_add; };
struct staff_person_view { const struct tenant *tenant; struct staff_person person; struct day today; bool may_edit; };

/* The leave under way on that day; NULL: none. */
const struct staff_leave *staff_leave_of(const struct staff_list_view *, struct person_id, struct day);

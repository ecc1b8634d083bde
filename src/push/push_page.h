/* What the page of devices is given. */
#pragma once
#include "push/push.h"

struct push_view { const struct tenant *tenant; struct str key, worker; struct push_places_of_row *place; size_t place_n;
	bool is_bad, is_not_listed; };

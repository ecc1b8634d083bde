/* What the page of the year's change is given. */
#pragma once
#include "family/family_year.h"

struct family_year_view { const struct tenant *tenant; struct family_year year; struct str *worker; struct day today, draft_on; bool is_early; };

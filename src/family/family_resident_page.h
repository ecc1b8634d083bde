/* What the page of the list of residents is given. */
#pragma once
#include "family/family_resident.h"

struct family_resident_view { struct family_resident_row *line; size_t line_n; };

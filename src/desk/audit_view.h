/* What the page of 見た記録 is given. */
#pragma once
#include "desk/audit.h"
#include "desk/audit.sql.h"

/* person: of a row about an account, its name. */
struct audit_line { struct audit_latest_row row; struct str person; };
struct audit_view { const struct audit_line *line; size_t line_n; };

/* What the page of 見た記録 is given. */
#pragma once
#include "desk/audit.h"
#include "desk/audit.sql.h"

struct audit_view { const struct audit_latest_row *row; size_t row_n; };

/* What the pages of unmet demand are given. */
#pragma once
#include "care/care_unmet.h"
#include "care/care_page.h"
#include "directory/directory_sought.h"

/* One area of the picture with its share, 0 to 4 dark: a tile at x, y, or its outline (path) with its name about x, y. */
struct care_unmet_tile { struct area_id area_id; struct str name, share, path; int x, y, dark; int64_t unfilled_n; };
struct care_unmet_view { const struct tenant *tenant; struct care_unmet unmet; struct care_unmet_tile *tile; size_t tile_n; int high;
	struct directory_miss *miss; size_t miss_n; struct care_line *open; size_t open_n; struct str share; const struct tenant_fact *fact;
	struct day before_on, after_on; bool has_map; };
/* Places outlines of the tiles; false: not every area that was asked for has one. */
bool care_unmet_map_read(struct desk *, struct care_unmet_view *);
/* For everybody: a quarter that is over, rows by area, small numbers hidden. Columns: met, then the reasons. */
struct care_unmet_open_view { const struct tenant *tenant; struct care_unmet unmet; int64_t cell[(CARE_UNMET_AREAS + 1) * (CARE_UNMET_REASONS + 1)];
	struct care_unmet_mask mask; size_t row_n; struct day from_on, until_on; };

struct str care_unmet_share_text(struct arena *, const struct care_unmet_count *);       /* "61.3%", or "-" */
int64_t care_unmet_row_sum(const struct care_unmet_open_view *, size_t row);

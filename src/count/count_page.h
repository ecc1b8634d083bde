/* What the pages of the room are given. */
#pragma once
#include "count/count.h"
#include "web/form.h"
#include "web/page.h"

extern const char *const count_bys[];                   /* ways to lay the report out; NULL at the end */
extern const char *const count_help_bys[];              /* the same for events of help */
extern const char *const count_ranges[];                /* channels taken together: "" all, "online" (LINE and video), "desk" */

struct count_view {
	const struct tenant *tenant;
	struct count_ask ask;
	struct count_report report;
	struct str range;
	struct day today, as_of_on;                     /* as_of_on DAY_NONE: as of now */
	bool may_close;
	struct str csv;                                 /* address of the same as a file */
	enum complaint wrong;                           /* of the period or the day as of which it is asked */
	struct str document;                            /* address of the figures of the town's document; absent: there are none */
	bool is_minutes;                                /* minutes in the cells instead of how many */
};
struct str count_name_of(const struct count_view *, struct str word);   /* of a counter, an area, a worker, an agency; absent: none */
const char *const *count_bys_of(const struct count_view *);
struct count_month_name { int year, month; };
struct count_month_name count_month_name(int64_t month_n);
struct str count_month_value(struct arena *, int64_t month_n);          /* 2026-11, for forms */
int64_t count_shown(const struct count_view *, const struct count_cell *);
bool count_may_close_month(const struct count_view *, size_t i);

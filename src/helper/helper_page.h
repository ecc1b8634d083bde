/* What the pages of the room are given. */
#pragma once
#include "desk/account_view.h"
#include "helper/helper.h"
#include "staff/staff_page.h"
#include "web/page.h"

/* The parts of a day that are ticked: early, morning, noon, afternoon, evening. */
enum { HELPER_PARTS = 5 };
extern const struct staff_span helper_parts[HELPER_PARTS];

/* How somebody's papers stand today. */
struct helper_standing { struct helper_lapse lapse; bool is_lapsed; struct str next; struct day next_on; };
struct helper_list_line { struct helper_line x; struct helper_standing papers; struct moment last_at; int64_t time_n; bool is_idle, is_paused; };
struct helper_list_view { const struct tenant *tenant; struct helper_list_line *line; size_t line_n, application_n; struct day today;
	struct str state, kind; struct area_id area_id; bool is_idle_only, is_lapsed_only, may_edit, may_manage; };

/* A training that their kinds need, and how it stands. */
struct helper_need_line { struct helper_need_row need; struct helper_paper paper; bool is_held; };
struct helper_view { const struct tenant *tenant; const struct form *form; struct call *call; struct helper_line x; struct day today;
	struct helper_need_line *need; size_t need_n; struct helper_step_row *step; size_t step_n; bool grid[7][HELPER_PARTS];
	struct helper_day_row *day; size_t day_n; struct helper_block_row *block; struct str *block_name; size_t block_n; struct helper_check_row check;
	bool may_edit, may_manage, may_check, has_check, is_changed, is_lapsed, is_order, is_own, is_there; };

struct helper_need_view { const struct tenant *tenant; const struct form *form; struct call *call; struct helper_need_row *row; size_t row_n; };
struct helper_application_view { const struct tenant *tenant; struct helper_application_row *row; size_t row_n; bool may_edit; };
struct helper_new_view { const struct tenant *tenant; const struct form *form; struct staff_person *person; size_t person_n;
	bool may_add; };
struct helper_apply_view { const struct tenant *tenant; const struct form *form; struct call *call; bool is_done; };

bool helper_offers(struct str kinds, const char *kind);
struct str helper_typed(struct call *, const char *name, struct str kept);      /* what came back from the form, else what is kept */
bool helper_ticked(struct call *, const char *name, bool kept);
struct str helper_lat_lon(struct page *, const struct helper_row *);            /* "35.6, 139.6", for the field */

/* What the pages of touchpoints are given. */
#pragma once
#include "touch/touch.h"
#include "web/form.h"
#include "web/page.h"

/* What a family reads behind the code. join: registering by oneself is open here. */
struct touch_open_view { const struct tenant *tenant; const struct touch_row *touch; bool has_ask, has_join, has_find; };

struct touch_list_view { const struct tenant *tenant; struct touch_sum *sum; size_t n; struct day from_on, until_on; struct touch_sum all; };

struct touch_form_view { const struct tenant *tenant; const struct form *form; struct call *typed; const struct touch_row *touch; bool is_changed; };

struct touch_one_view {
	const struct tenant *tenant;
	const struct touch_row *touch;
	struct touch_sum sum;
	struct touch_day *day; size_t day_n;
	struct str link, qr_path; int qr_n;
	struct day from_on, until_on;
};

/* What the directory puts on a town's front page, and the page of one area: its desk, its needs, what is there. */
#pragma once
#include "desk/frame.h"
#include "directory/directory_day.h"
#include "directory/directory_search.h"

struct directory_home {
	const struct tenant *tenant;
	bool has_consult, is_many;                      /* many areas: the front page lists them below by itself */
	struct directory_mark *mark; size_t mark_n;
	struct directory_news *news; size_t news_n;
};

struct directory_counter { const struct tenant_counter *counter; struct moment until_at, next_at; };
struct directory_area {
	const struct tenant *tenant;
	const struct tenant_area *area;
	struct directory_counter *counter; size_t counter_n;
	struct directory_found found;
	struct directory_news *news; size_t news_n;
	bool has_consult;
};

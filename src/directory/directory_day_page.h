/* What staff's pages of the day are given. */
#pragma once
#include "directory/directory_day.h"
#include "web/form.h"

struct directory_day_view { struct day today; struct directory_mark *mark; size_t mark_n; };
struct directory_reports_view { struct directory_report_place *place; size_t place_n; };
struct directory_report_view { const struct directory_entry *entry; struct directory_report_line *line; size_t line_n; };
struct directory_news_view {
	struct directory_news *news; size_t news_n;
	struct str words, url, other[LANG_N]; struct day from_on, to_on;
	enum complaint words_wrong, url_wrong, from_wrong, to_wrong;
};

/* What the pages of differences, confirming and stale entries are given. */
#pragma once
#include "directory/directory_conflict.h"
#include "directory/directory_desk.h"
#include "directory/directory_verify.sql.h"

struct directory_conflict_view {
	const struct tenant *tenant;
	struct directory_conflict_open_row *line; size_t line_n;
	struct directory_conflict_sources_row *source; size_t source_n;
	struct str chosen; struct entry_id entry_id;
	int64_t total_n;
};

struct directory_confirm_view {
	const struct form *form;
	const struct tenant *tenant;
	const struct directory_entry *entry;
	struct str token, now[FACT_N];
	bool is_changing, is_changed, will_wait, is_done, was_changed;
};

struct directory_stale_view {
	const struct tenant *tenant;
	struct directory_verify_report_row *line; size_t line_n;
	struct day today;
	int64_t month_n; struct str types;
};

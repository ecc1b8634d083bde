/* What the pages of importing show. */
#pragma once
#include "desk/frame.h"
#include "exchange/exchange.h"
#include "exchange/exchange.sql.h"

enum { EXCHANGE_WEB_ROWS = 3000, EXCHANGE_WEB_BYTES = 8 << 20, EXCHANGE_WEB_STAGED = 3 << 20 };

struct exchange_form_view {
	const struct tenant *tenant;
	const char *wrong;                              /* exchange_job.wrong, or none (nothing sent), rows (too many for here); NULL */
	struct str file_name, kind, source, publisher, licence, credit, words;
	struct exchange_import_row *past; size_t past_n;
};
struct exchange_column { struct str heading, means; };
struct exchange_sample { int64_t line_n; struct str name, address, phone, type_words, reason; };
struct exchange_import_view {
	const struct tenant *tenant;
	const struct exchange_import_row *import;
	struct exchange_column *column; size_t column_n;
	struct exchange_sample *sample; size_t sample_n;
	struct exchange_sample *rejected; size_t rejected_n;
};

/* Open data on its way out: the layouts that cities exchange (子育て施設一覧, current and older), GeoJSON, JSON. Only live entries. */
#pragma once
#include "directory/directory.h"

enum exchange_format { EXCHANGE_ODS, EXCHANGE_ODS_V1, EXCHANGE_GEOJSON, EXCHANGE_JSON, EXCHANGE_HSDS, EXCHANGE_FORMAT_N };
bool exchange_format_parse(struct str word, enum exchange_format *ret);         /* ods | ods-v1 | geojson | json | hsds */
const char *exchange_format_type(enum exchange_format);                         /* Content-Type */

/* What stands before the first entry, one entry (is_first: no comma before it), and what stands behind the last. CSV is UTF-8 with BOM and CRLF. */
void exchange_out_begin(struct desk *, enum exchange_format, struct out *);
void exchange_out_entry(struct desk *, enum exchange_format, const struct directory_entry *, bool is_first, struct out *);
void exchange_out_end(struct desk *, enum exchange_format, struct out *);
/* All live entries in pieces of at most so many, beginning behind *after; false when there are no more. For commands and long downloads. */
bool exchange_out_piece(struct desk *, enum exchange_format, struct entry_id *after, int64_t most, struct out *);
/* One entry as JSON, as in the JSON API. */
void exchange_json_entry(struct desk *, const struct directory_entry *, struct out *);

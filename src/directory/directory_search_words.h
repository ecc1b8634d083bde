/* Words that people seek by, and which of them mean the same: what every town begins with. Folded (base/fold.h), unless
 * said. */
#pragma once
#include "base/str.h"

/* What an entry of this type, or with this amenity, is also found by. NULL: none. */
const char *directory_search_type_words(struct str type);
const char *directory_search_amenity_words(struct str amenity);
/* Groups of words that mean the same: `words` as people write them, `一時預かり,一時保育`; `folded` as they are sought, `一時預かり|一時保育`. key stands in the
 * table of a tenant that changed or switched off the group. */
struct directory_shipped { const char *key, *words, *folded; };
extern const struct directory_shipped directory_shipped[];
extern const size_t directory_shipped_n;

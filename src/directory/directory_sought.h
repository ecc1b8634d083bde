/* What is sought, and what is missed: counted by day, folded words and area, without the person. For planning, and for trying a synonym. */
#pragma once
#include "directory/directory_search.h"

enum { DIRECTORY_SOUGHT_DAYS = 400 };

/* Of a GET: written in the next group, after the page has left. Words with long numbers or an @ are not kept: they may be somebody's. */
void directory_sought(struct desk *, const struct directory_query *, int64_t found_n);

struct directory_miss { struct str words; struct area_id area_id; int64_t sought_n; struct day last_on; };
size_t directory_misses(struct desk *, struct day from, struct directory_miss **ret);   /* the most sought first, at most 200 */
void directory_sought_forget(struct desk *);            /* older than DIRECTORY_SOUGHT_DAYS */

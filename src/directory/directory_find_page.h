/* What the pages of finding show, and the small answers they ask for. */
#pragma once
#include "desk/frame.h"
#include "desk/frame_link.h"
#include "directory/directory_search.h"

enum { FIND_PAGES = 100 };

struct directory_find_view {
	const struct tenant *tenant;
	const struct directory_query *q;
	const struct directory_found *found;
	struct call *call;
	struct moment now;
	struct str at;                                  /* as the field of day and time wants it; absent: any time */
	struct str near;                                /* the id of an area, or `35.60000,139.60000` of the browser */
	bool is_now, is_asked;                          /* asked: something was typed or chosen */
	int64_t page_n, page_last;
	const struct tenant_counter *counter;           /* whom to call when nothing fits */
};

/* The same question with one field changed; an empty value leaves the field out. The page begins anew. */
struct url directory_find_link(struct page *, const struct directory_find_view *, const char *field, struct str value);
void directory_find_marked(struct page *, struct str marked);    /* escaped; what is between \x02 and \x03 is marked */
/* open | closed | unknown, at the time that is asked for, else now. */
struct str directory_find_open(const struct directory_find_view *, const struct directory_hit *);
struct str directory_find_metres(struct page *, int64_t metres_n);        /* "350 m", "1.2 km" */
struct str directory_find_area_name(const struct directory_find_view *, struct str area_id);
bool directory_find_has(const struct directory_find_view *, const char *amenity);
bool directory_find_is_older(const struct directory_find_view *, int64_t age_n);  /* this is the age that is asked for */

/* The map beside its list: the list is the page, the map is drawn on top of it where there is a script. */
#pragma once
#include "desk/tenant.h"
#include "desk/frame.h"
#include "directory/directory_search.h"

enum { DIRECTORY_MAP_MOST = 100, DIRECTORY_DOTS_MOST = 8000 };      /* of the list; of the map */
struct directory_map {
	const struct tenant *tenant;
	const struct directory_query *q;
	const struct tenant_area *area;
	struct directory_found found;
	struct str tiles, credit;                       /* pictures of a map below, from elsewhere; absent: none */
	struct str back_query;                          /* the same question for the list page, with its ? */
};
/* Degrees of millionths, as an attribute wants them. */
struct str directory_map_degrees(struct arena *, int64_t);
/* The same map for one need, or without it where it is the one chosen. */
struct url directory_map_link(struct page *, const struct directory_map *, const char *need);

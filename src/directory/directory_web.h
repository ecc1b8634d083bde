/* The routes of the directory, for the list in app/rooms.c, and what its handlers share. */
#pragma once
#include "directory/directory_desk.h"
#include "web/route.h"

/* The entry of the address, if this person may edit it; else the answer is that there is none. */
bool directory_desk_entry(struct desk *, struct call *, struct directory_entry *ret);

extern const struct route directory_edit_routes[];
extern const size_t directory_edit_route_n;
extern const struct route directory_desk_routes[];
extern const size_t directory_desk_route_n;
extern const struct route directory_verify_routes[];
extern const size_t directory_verify_route_n;
extern const struct route directory_conflict_routes[];
extern const size_t directory_conflict_route_n;
/* What families read: one entry, and lists, map and front page beside it. */
extern const struct route directory_routes[];
extern const size_t directory_route_n;
/* What stands on the front page: the list of pieces in app/rooms.c. */
struct page;
const void *directory_home_read(struct desk *);
void directory_home_show(struct page *, const void *view);
extern const struct route directory_home_routes[];
extern const size_t directory_home_route_n;
extern const struct route directory_day_routes[];       /* for staff: today's marks, reports, news */
extern const size_t directory_day_route_n;
extern const struct route directory_find_routes[];          /* what families seek: the page, its JSON, suggestions */
extern const size_t directory_find_route_n;
extern const struct route directory_map_routes[];
extern const size_t directory_map_route_n;
extern const struct route directory_sought_routes[];        /* for staff: what was not found, words that mean the same */
extern const size_t directory_sought_route_n;

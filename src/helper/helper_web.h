/* The room's routes, for the list in app/rooms.c, and what its fronts share. */
#pragma once
#include "desk/may.h"
#include "helper/helper_page.h"
#include "web/route.h"

extern const struct route helper_routes[], helper_edit_routes[], helper_own_routes[];
extern const size_t helper_route_n, helper_edit_route_n, helper_own_route_n;

/* Everything about one helper that a page shows. */
void helper_view_read(struct desk *, struct helper_view *);
/* The helper that the address names, as far as walls allow and `may` lets; else the answer for nothing was given. */
bool helper_web_find(struct desk *, struct call *, int may, struct helper_view *);
void helper_web_draw(struct desk *, struct call *, struct helper_view *);
/* Ticked boxes "w4-1" (weekday, part) as spans; at most 35. */
size_t helper_form_week(struct call *, struct helper_span ret[7 * HELPER_PARTS]);
size_t helper_form_day(struct call *, struct staff_span ret[HELPER_PARTS]);     /* "p1" */
/* From place: lat_n and lon_n, where the directory has what it names; else 0. */
void helper_where_name(struct desk *, struct helper_row *);
unsigned helper_form_kinds(struct form *);              /* "kind-care" */

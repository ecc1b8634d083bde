/* Routes of the room, and what its fronts share. */
#pragma once
#include "care/care_page.h"
#include "web/route.h"

extern const struct route care_routes[], care_ask_routes[], care_own_routes[], care_help_routes[], care_set_routes[];
extern const size_t care_route_n, care_ask_route_n, care_own_route_n, care_help_route_n, care_set_route_n;

/* Everything a page shows of one request. */
void care_lines_read(struct desk *, const struct care_request_row *, size_t n, struct care_line *ret);
void care_line_read(struct desk *, const struct care_request_row *, struct care_line *ret);      /* all but the scene */
/* Card, voice, photos, places of one visit. */
void care_view_read(struct desk *, struct care_view *);
/* True: it was done, and the caller says where to go on. Else taken back, with the status and what the page that the caller draws again needs. */
bool care_view_answer(struct desk *, struct call *, struct care_view *, enum care_refusal);
/* The fields of a step into a draft (1: scene, time, place; 2: kind, children, what to know; 0: all on one page). */
void care_form_read(struct desk *, struct form *, int step, struct care_request_row *, struct care_card_row *);
struct moment care_form_moment(struct form *, const char *day, const char *clock, bool is_required);
struct care_meet care_form_meet(struct form *);
int64_t care_form_metres(struct form *, const char *name);        /* "3.5" kilometres as metres; empty: 0 */
struct str care_form_ids(struct desk *, struct call *, const char *prefix);     /* ',12,34,' of fields named PREFIX-ID that are on */

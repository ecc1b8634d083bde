/* The room's routes, for the list in app/rooms.c; and what its handlers lend each other. */
#pragma once
#include "consult/consult_inbox_page.h"
#include "web/route.h"

extern const struct route consult_routes[];
extern const size_t consult_route_n;
extern const struct route_spooled consult_spooled[], consult_line_spooled[];
extern const size_t consult_spooled_n, consult_line_spooled_n;
extern const struct route consult_sos_routes[];
extern const size_t consult_sos_route_n;
extern const struct route consult_line_routes[], consult_inbox_routes[], consult_act_routes[];
extern const size_t consult_line_route_n, consult_inbox_route_n, consult_act_route_n;

/* The talk of the address, where one may answer in it; else the page for what does not exist, and false. */
bool consult_part_thread(struct desk *, struct call *, struct thread_id *ret);
/* After a button beside the talk: back to it, or the talk again with what was refused and what was typed. f may be NULL. */
void consult_beside_end(struct desk *, struct call *, enum consult_refusal, struct form *f);
/* What was tapped or typed of an act, over what is there. */
void consult_act_typed(struct call *, struct form *, struct consult_act_row *);

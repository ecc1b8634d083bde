/* Where a place lies: as somebody said, else where the directory has what the words name, else the middle of its area, which is an estimate. */
#pragma once
#include "care/care.h"
#include "care/care_match_rules.h"

/* The middles of the tenant's areas, each read when it is first asked for. */
struct care_middles { struct match_place *at; bool *is_read; };
struct care_middles care_middles(struct desk *);
/* Absent where nothing of the area is in the directory. */
struct match_place care_middle(struct desk *, struct care_middles *, struct area_id);
/* Where the request's place lies; *ret_is_guessed: it is the middle of its area. */
struct match_place care_place_of(struct desk *, struct care_middles *, const struct care_request_row *, bool *ret_is_guessed);
/* From the words of a form: lat_n, lon_n and those of the end, from the directory; 0 where the words name nothing there. */
void care_place_name(struct desk *, struct care_request_row *);

/* Which fields the form of an entry shows first, and reading it without losing what was typed. */
#pragma once
#include "directory/directory_desk.h"
#include "web/form.h"

bool directory_edit_is_short(enum directory_fact);      /* among the first fields */
bool directory_edit_is_long(enum directory_fact);       /* several lines */
bool directory_edit_is_rest_open(const struct directory_edit_view *);   /* something behind "more" needs to be seen */

/* Fields that were sent, on top of what `e` holds; those not sent stay. Complaints go to the form; what was typed is in `e` all the same. */
void directory_edit_read(struct desk *, struct form *, struct directory_entry *e);
/* "35.1, 139.2" for people; empty when unknown. */
struct str directory_edit_place(struct arena *, int64_t lat_n, int64_t lon_n);
bool directory_edit_place_read(struct str words, int64_t *ret_lat_n, int64_t *ret_lon_n);
/* Three texts of every fact: what this person began with, what they typed, what stands now. Where only the others wrote, theirs is taken over;
 * where both did, `now` holds theirs. */
void directory_edit_merge(struct directory_edit_view *, const struct str base[FACT_N], const struct str now[FACT_N]);

/* What belongs to somebody: things that fill the holes of addresses. A room's own lie in tests/town/ROOM.c: a table there, a line in things.c. */
#pragma once
#include "tests/town/town.h"

struct wish { const struct resident *asks; enum whose whose; struct str thing; };
struct town_thing { const char *word; void (*make)(struct desk *, struct wish *); };    /* a table ends with a row without a word */

const char *town_operator_of(const struct wish *);      /* keys: "city", "npo" */
const char *town_area_of(const struct wish *);          /* "north", "east", "south" */
enum person town_owner_of(const struct wish *);
struct operator_id town_operator(const struct tenant *t, const char *key);
struct area_id town_area(const struct tenant *t, const char *key);
struct account_id town_account(struct desk *d, enum person who, struct str *ret_login, struct str *ret_link);
struct file_place;
struct str town_file(struct desk *, const struct file_place *);     /* the number of a fresh paper that lies there */
struct session_id town_newest_session(struct desk *d, struct account_id account_id);

/* A fresh family and a fresh worker of its area, who works every day of the week. */
struct town_scene { struct family_id family_id; struct person_id person_id; };
struct town_scene town_scene_of(struct desk *, const struct wish *);

extern const struct town_thing town_spool[];
extern const struct town_thing town_talk[];
extern const struct town_thing town_visit[];
extern const struct town_thing town_voice[];
extern const struct town_thing town_notice[];
extern const struct town_thing town_sos[];
extern const struct town_thing town_fee[];
extern const struct town_thing town_care[];
extern const struct town_thing town_staff[];
extern const struct town_thing town_helper[];
extern const struct town_thing town_line[];
void town_line_settle(struct desk *);                   /* the channel's secret */
extern const struct town_thing town_family[];
extern const struct town_thing town_charge[];
extern const struct town_thing town_touch[];
extern const struct town_thing town_disclose[];
void town_family_settle(struct desk *, struct account_id);       /* a record of its own, bound to the account */

/* Talks that are booked: by video, telephone, at a counter or at home. Picked by a family from free time of its worker or of a counter, also without
 * an account, or planned by staff; reminded of, moved, cancelled, held. Time is taken by staff_time_book, beside visits and everything else. */
#pragma once
#include "consult/consult.h"
#include "family/family.h"
#include "staff/staff_time.h"
#include "talk/talk.sql.h"

enum talk_how { TALK_VIDEO, TALK_PHONE, TALK_SITE, TALK_HOME, TALK_HOW_N };
enum { TALK_DAYS = 21, TALK_NOTE_MOST = 4000, TALK_WORDS_MOST = 2000, TALK_OPEN_MINUTES = 15, TALK_LINK_HOURS = 24 };
const char *talk_how_word(enum talk_how);               /* "video", "phone", "site", "home" */
bool talk_how_of(struct str word, enum talk_how *ret);
int talk_minutes(enum talk_how);                        /* how long it takes */

/* TIME: staff_time says why not. SETTLED: over or cancelled. HAS_ONE: there is one before it already. */
enum talk_refusal { TALK_OK, TALK_NO_SUCH, TALK_TIME, TALK_CHANGED, TALK_SETTLED, TALK_HAS_ONE, TALK_BAD, TALK_FULL };

/* With whom: a person (a family's worker, whom a letter was written to), or a counter, whose staff take what comes. One of both. */
struct talk_with { struct staff_person person; bool has_person; const struct tenant_counter *counter; };
bool talk_with_person(struct desk *, struct person_id, struct talk_with *ret);  /* false: serves no more */
bool talk_with_counter(struct desk *, struct counter_id, struct talk_with *ret);/* false: unknown, outreach, or without hours */
/* The named worker of a family, or who stands in today; where nobody is named, a named worker of its area. */
bool talk_with_worker(struct desk *, const struct family_row *, struct talk_with *ret);
/* Whom a letter was written to. False: to nobody, or who has left. */
bool talk_with_thread(struct desk *, const struct consult_thread_row *, struct talk_with *ret);
/* Free beginnings of the next TALK_DAYS days: not within ten minutes (at home: twenty hours), with half an hour for the way to a home. */
size_t talk_slots(struct desk *, const struct talk_with *, enum talk_how, struct moment **ret);

/* Of a family with a record (family_id, guardian_id: whose it is), or of a letter (thread_id), or of somebody who says a name. */
struct talk_new { struct family_id family_id; struct guardian_id guardian_id; struct thread_id thread_id; struct talk_with with; enum talk_how how;
	struct moment from_at; int minutes; struct str name, phone, mail, place; bool is_by_family; };
/* By a family: only free time, one at a time with a record. BAD: minutes, or a telephone talk without a number. Story, task, audit. */
enum talk_refusal talk_plan(struct desk *, const struct talk_new *, struct talk_id *ret, enum staff_time_refusal *ret_time);
/* is_by_family: only into free time. person 0: the same one. */
enum talk_refusal talk_move(struct desk *, const struct talk_row *, struct moment from_at, struct person_id, enum staff_time_refusal *ret_time);
enum talk_refusal talk_cancel(struct desk *, const struct talk_row *);

/* The link's secret, the same each time it is asked for: 26 letters. */
struct str talk_token(struct desk *, struct talk_id);
/* Behind a link; good until TALK_LINK_HOURS after the talk. NO_SUCH for an unknown or old one. */
enum talk_refusal talk_by_token(struct desk *, struct str token, struct talk_row *ret);
/* Behind the family's walls or the counter's area, or one's own. ret_family: absent (number 0) where there is none. */
enum talk_refusal talk_for_staff(struct desk *, struct talk_id, struct talk_row *ret, struct family_row *ret_family);
/* A guardian's own that are to come, by time. */
size_t talk_mine(struct desk *, struct talk_row **ret);
/* Those of a day that the asker may see. person 0: everybody's. */
size_t talk_day_of(struct desk *, struct day, struct person_id, struct talk_row **ret);
struct str talk_name(struct desk *, const struct talk_row *);   /* how staff call whom they talk with */

/* state: held (a note is needed) | missed. Story; CHANGED: somebody settled or moved it since version_n. */
enum talk_refusal talk_settle(struct desk *, const struct talk_row *, int64_t version_n, struct str state, struct str note);
/* The one question afterwards: good | fair | bad, with words or without. Once; SETTLED: it was answered. */
enum talk_refusal talk_feel(struct desk *, const struct talk_row *, struct str feeling, struct str words);
/* What the family writes beside the talk goes into one thread of the inbox, opened with the first word. */
enum talk_refusal talk_write(struct desk *, const struct talk_row *, struct str words);

/* Timed: a letter without content to whoever has a talk within a day, between 8 and 20 o'clock. How many. */
int64_t talk_remind(struct desk *, int64_t most_n);
/* Timed: what browsers said to find the way to each other goes after an hour, and seats nobody sits on. */
void talk_room_sweep(struct desk *);

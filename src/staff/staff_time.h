/* The one calendar of the house. Whatever takes somebody's time books through staff_time_book: visits, talks, interviews, outreach, hours away,
 * accompaniments. Time is counted in quarters of an hour; each quarter of a person, a place or a room is one row with a primary key, so that of two
 * bookings exactly one stands, on both stores and between processes. */
#pragma once
#include "staff/staff.h"
#include "staff/staff_rules.h"
#include "staff/staff_time.sql.h"

enum { STAFF_QUARTER = 15 * MINUTE, STAFF_TIME_LONGEST = 24 * 4 };      /* quarters in one booking: longer absence is a leave in days */

/* AWAY: on leave, not here yet or gone. OUTSIDE: not in the hours of that day. BAD: not on quarters, backwards, longer than a day, unknown kind. */
enum staff_time_refusal { STAFF_TIME_OK, STAFF_TIME_TAKEN, STAFF_TIME_AWAY, STAFF_TIME_OUTSIDE, STAFF_TIME_PAST, STAFF_TIME_BAD, STAFF_TIME_NO_SUCH };

struct staff_time {
	struct booking_id booking_id;
	struct str kind;                                /* visit | talk | interview | outreach | leave | accompaniment | other */
	struct person_id person_id;                     /* whose time; may be absent when there is a place */
	struct calendar_id calendar_id;                 /* also this place or room (its own id); may be absent */
	struct moment from_at, until_at;                /* on quarters; until_at is the first moment after */
	struct str room; int64_t subject_n;             /* what it is for: room "visit" and the visit's id */
	struct str line;                                /* for colleagues, without names of families */
	int64_t version_n;
	bool is_ended;
};

/* The booking function. Fills in booking_id. Refused: nothing is written, and the caller may try another time in the same transaction. must_fit: only
 * within the person's hours and not in the past (what families pick); staff may book an evening by hand. */
enum staff_time_refusal staff_time_book(struct desk *, struct staff_time *, bool must_fit);
/* To another time and, where given, another person (a stand-in). On refusal the old time is still held. */
enum staff_time_refusal staff_time_move(struct desk *, const struct staff_time *to, bool must_fit);
/* Several of which each may take what another has now (two change places): all, or none. */
enum staff_time_refusal staff_time_move_all(struct desk *, const struct staff_time *to, size_t n);
/* Gives its quarters back; the booking stays as ended. False: there is none that is open. */
bool staff_time_cancel(struct desk *, struct booking_id);

bool staff_time_by_id(struct desk *, struct booking_id, struct staff_time *ret);
/* What stands open between two moments, by time; person 0: everybody's. Without walls. */
size_t staff_time_of(struct desk *, struct person_id, struct moment from_at, struct moment until_at, struct staff_time **ret);

/* The hours of one day: its shift, else the weekly hours (the person's, else the first counter's) unless the town is closed; none on leave. */
size_t staff_hours_on(struct desk *, const struct staff_person *, struct day, struct staff_span ret[STAFF_SPANS]);
/* Here at this moment: within the hours, not on leave, not booked as away. */
bool staff_is_on_duty(struct desk *, const struct staff_person *, struct moment);
/* A day unlike the others: its spans instead of the weekly hours; none: nobody comes. is_usual takes it back. */
enum staff_refusal staff_shift_put(struct desk *, struct person_id, struct day, const struct staff_span *, size_t span_n);
void staff_shift_usual(struct desk *, struct person_id, struct day);

/* Moments at which this person could begin something of that length: not before not_before_at, beginning on multiples of step_n minutes, with
 * margin_n free minutes to what is booked before and after (the way there). By time, at most 400. */
struct staff_time_ask { struct person_id person_id; struct day from_on; int days_n, minutes_n, step_n, margin_n; struct moment not_before_at; };
size_t staff_time_free(struct desk *, const struct staff_time_ask *, struct moment **ret);
/* The same for a counter (ask->person_id does not matter): in its own hours, not on days when the town is closed. Book it by its calendar_id. */
size_t staff_time_free_at(struct desk *, const struct tenant_counter *, const struct staff_time_ask *, struct moment **ret);

/* The people who help families: nurses, coordinators, clerks, managers; whose they are, which areas and languages they serve, and when they are away.
 * A person may work here before there is an account, and be a helper as well. Door of the room. */
#pragma once
#include "desk/tenant.h"
#include "staff/staff.sql.h"

struct staff_person {
	struct person_id person_id;
	struct account_id account_id;                   /* absent: has not signed in yet */
	struct operator_id operator_id;                 /* the legal body they belong to */
	struct str name, kana, nickname;
	struct str kind;                                /* nurse | midwife | specialist | coordinator | concierge | clerk | manager */
	struct str phone, hours;                        /* as written for families */
	struct str hours_rule;                          /* `Mon-Fri 08:30-17:15`: when their slots may lie; absent: the tenant's working hours */
	struct str area_ids;                            /* ',12,34,' in decimal; empty: all of their operator's (staff_has_area) */
	struct str languages;                           /* ',ja,en,' by lang_code; empty: Japanese (staff_speaks) */
	struct str about, face;                         /* one sentence for families; face "1".."8" where no photo is shown */
	struct str code;                                /* number in the payroll's list: an import finds them again by it */
	int64_t capacity_n;                             /* share of a full load in percent: 100 full time, 50 half, 0 takes no families */
	struct day began_on;                            /* in the profession since; DAY_NONE: not known */
	struct day joined_on, left_on;
	bool is_named;                                  /* may be a family's named worker */
	bool is_name_shown, is_photo_shown;             /* their own choice, for families */
	struct photo_id photo_id;                       /* absent: no photo; else a file of kind "face" */
	int64_t version_n;
};

enum staff_refusal { STAFF_OK, STAFF_NO_SUCH, STAFF_CHANGED, STAFF_BAD, STAFF_TAKEN };

/* Which of those who serve on d->today. Absent members choose everybody; areas: also those who serve all of their operator's. */
struct staff_wish { struct operator_id operator_id; struct area_id area_id; bool is_named_only, has_left_too; };
/* Those whom d->who may see (own operator's; a contractor's worker: who shares an area), by kana. */
size_t staff_people(struct desk *, const struct staff_wish *, struct staff_person **ret);
/* The same without walls: for rooms that show a family its own worker, and for clocks. */
size_t staff_people_of_house(struct desk *, const struct staff_wish *, struct staff_person **ret);
/* Without walls: the room that asks says who may see. */
bool staff_person_by_id(struct desk *, struct person_id, struct staff_person *ret);
bool staff_person_of_account(struct desk *, struct account_id, struct staff_person *ret);
/* With walls, for pages. */
enum staff_refusal staff_person_for_staff(struct desk *, struct person_id, struct staff_person *ret);
bool staff_person_may_edit(struct desk *, const struct staff_person *);

/* Adds (no person_id: it is filled in) or changes at the version that was seen. BAD: name, kind, hours or capacity; TAKEN: the account or code is
 * another's. */
enum staff_refusal staff_put(struct desk *, struct staff_person *);

bool staff_serves(const struct staff_person *, struct day);             /* joined, not left */
bool staff_has_area(const struct staff_person *, struct area_id);       /* true for 0: no area */
bool staff_speaks(const struct staff_person *, enum lang);
int staff_years(const struct staff_person *, struct day on);            /* whole years in the profession; -1: not known */
/* What a family reads: the name, or the nickname or kind's word where the person does not show it (then absent). */
struct str staff_shown_name(const struct staff_person *);

/* Whole days away. until_on DAY_NONE: nobody knows yet. */
struct staff_leave { struct leave_id leave_id; struct person_id person_id; struct str kind; struct day from_on, until_on;
	struct person_id stand_in_person_id; };
/* Leave of anybody that is under way or begins within that many days; without walls. */
size_t staff_leave_ahead(struct desk *, int64_t days_n, struct staff_leave **ret);
/* Away on that day? ret (may be NULL): the leave. */
bool staff_is_away(struct desk *, struct person_id, struct day, struct staff_leave *ret);
/* kind: holiday | sick | parental | training | transfer | other. BAD: days the wrong way round, or oneself as stand-in. */
enum staff_refusal staff_leave_put(struct desk *, struct staff_leave *);
size_t staff_leave_list(struct desk *, struct person_id, struct staff_leave **ret);     /* under way and to come */
/* Back already: the last day was yesterday; a leave that had not begun goes. */
enum staff_refusal staff_leave_end(struct desk *, struct person_id, struct leave_id);
/* Who serves for this person on that day: they themselves, the stand-in of their leave, or {0}. */
struct person_id staff_stand_in(struct desk *, struct person_id, struct day);

/* Trainings and qualifications; until_on DAY_NONE: for good. A newer one of the same name ends the older. */
struct staff_training { struct training_id training_id; struct person_id person_id; struct str name; struct day done_on, until_on; };
enum { STAFF_TRAINING_AHEAD = 60 };                     /* days before it lapses, a task stands on 今日 */
enum staff_refusal staff_training_put(struct desk *, struct staff_training *);
size_t staff_training_list(struct desk *, struct person_id, struct staff_training **ret);
enum staff_refusal staff_training_drop(struct desk *, struct person_id, struct training_id);
/* Timed: tasks for what lapses within STAFF_TRAINING_AHEAD days. */
void staff_hourly(struct desk *);

/* Helpers (支え手): people of staff who accompany a family, mind and fetch children, run errands. A helper is a person of staff_person and may be a
 * worker at once: one name, one calendar (staff_time), one list of trainings (staff_training). Here stands what is theirs as helpers: how far they
 * have come, what they offer, where they set out from, when they can come, what they wish, who is not sent to whom. Door of the room. */
#pragma once
#include "helper/helper.sql.h"
#include "helper/helper_rules.h"
#include "staff/staff.h"
#include "staff/staff_rules.h"

/* CHANGED: somebody wrote since. ORDER: that step does not follow. LAPSED: a training or the insurance that they need does not hold today. */
enum helper_refusal { HELPER_OK, HELPER_NO_SUCH, HELPER_CHANGED, HELPER_BAD, HELPER_ORDER, HELPER_IS_LAPSED };

/* struct helper_row (helper.sql): state is a word of helper_state_words; kinds ',accompany,care,'; ages in months, both included; child_n at once;
 * travel walk | bicycle | bus | car; way_n: at most so many minutes on the way; week_n: minutes a week they wish at most, 0 not said. */
struct helper_line { struct helper_row helper; struct staff_person person; };

/* Absent members choose everybody who has not left. */
struct helper_wish { struct str state; unsigned kinds; struct area_id area_id; bool has_left_too, is_active_only; };
/* Whom d->who may see (own operator's), by kana. */
size_t helper_list(struct desk *, const struct helper_wish *, struct helper_line **ret);
/* The same without walls: for rooms that offer, and for clocks. */
size_t helper_list_of_house(struct desk *, const struct helper_wish *, struct helper_line **ret);
/* Without walls: the room that asks says who may see. */
bool helper_by_person(struct desk *, struct person_id, struct helper_line *ret);
bool helper_of_account(struct desk *, struct account_id, struct helper_line *ret);
/* With walls, for pages. */
bool helper_for_staff(struct desk *, struct person_id, struct helper_line *ret);
bool helper_may(struct desk *, int may, const struct staff_person *);

/* A person of staff becomes a helper, state applied. Only person_id must be said: what is 0 or absent gets an ordinary value (every kind, children
 * from 0 to 12 years, two at once, by bicycle, 40 minutes at most). BAD: is one already, or values that cannot be. */
enum helper_refusal helper_begin(struct desk *, struct helper_row *);
/* What they offer and wish, at the version that was seen. */
enum helper_refusal helper_put(struct desk *, struct helper_row *);
/* The next state (helper_may_step); TRAINED and ACTIVE only while every training that their kinds need holds today. resting_until_on: for resting,
 * DAY_NONE nobody knows yet. */
struct helper_stepping { enum helper_state to; struct day resting_until_on; struct str note; };
enum helper_refusal helper_go(struct desk *, struct helper_row *, const struct helper_stepping *);
/* At once not offered to anybody, through until_on (DAY_NONE: until somebody ends it); they are told neutrally, with the term and whom to ask. why is
 * read by managers alone. */
struct helper_pausing { struct person_id person_id; struct day until_on; struct str name, why; };
enum helper_refusal helper_pause(struct desk *, const struct helper_pausing *);
/* The same pause through another day; NO_SUCH: there is none. */
enum helper_refusal helper_pause_longer(struct desk *, struct person_id, struct day until_on);
/* why: at most HELPER_WHY_MOST letters, kept with the step and read by managers alone; absent where it stands elsewhere. */
enum { HELPER_WHY_MOST = 400 };
enum helper_refusal helper_pause_end(struct desk *, struct person_id, struct str why);
bool helper_is_paused(const struct helper_row *, struct day);

/* ---- when they can come ---- */
struct helper_span { int weekday, from, until; };       /* 0 Sunday; minutes of the day */
/* All of the week at once. BAD: overlapping or backwards. */
enum helper_refusal helper_hours_put(struct desk *, struct person_id, const struct helper_span *, size_t n);
/* One day unlike the others; n 0: not on that day. */
enum helper_refusal helper_day_put(struct desk *, struct person_id, struct day, const struct staff_span *, size_t n);
void helper_day_usual(struct desk *, struct person_id, struct day);
size_t helper_spans_on(struct desk *, struct person_id, struct day, struct staff_span ret[STAFF_SPANS]);

/* ---- who is not sent to whom ---- */
struct helper_blocking { struct person_id person_id; struct family_id family_id; struct str side, why; };       /* side: family | helper | desk */
enum helper_refusal helper_block_add(struct desk *, const struct helper_blocking *, struct block_id *ret);
bool helper_block_end(struct desk *, struct block_id);
bool helper_is_blocked(struct desk *, struct person_id, struct family_id);

/* ---- trainings and checks ---- */
/* A training that one of these kinds needs and that does not hold on that day; paper.done_on DAY_NONE: they never had it. */
struct helper_lapse { struct str training; struct helper_paper paper; };
size_t helper_lapses(struct desk *, const struct helper_row *, unsigned kinds, struct day on, struct helper_lapse **ret);
/* A training that opens a kind ('all': every kind); months_n: how long one is valid. BAD: no such kind, or it stands there. */
enum helper_refusal helper_need_put(struct desk *, const struct helper_need_row *);
bool helper_need_end(struct desk *, struct need_id);

/* こども性暴力防止法: settings helper.checks (no unless a town says yes) and helper.check_login, the one appointed manager, who alone reads and writes.
 * The ranking only asks whether it stands: nothing is due, or it was confirmed and is not past its day. Erased 30 days after leaving. */
bool helper_has_checks(const struct desk *);
bool helper_may_check(struct desk *);
enum helper_refusal helper_check_put(struct desk *, const struct helper_check_row *);
bool helper_check_stands(const struct helper_check_row *, struct day);

/* ---- applying ---- */
struct helper_applying { struct str name, kana, phone, mail, words; struct area_id area_id; unsigned kinds; };
enum helper_refusal helper_apply(struct desk *, const struct helper_applying *, struct application_id *ret);
size_t helper_applications(struct desk *, struct helper_application_row **ret);
/* Becomes a person of staff (kind concierge) and a helper in state applied; or is thanked. */
enum helper_refusal helper_welcome(struct desk *, struct application_id, struct person_id *ret);
enum helper_refusal helper_thank(struct desk *, struct application_id);

/* Timed: reminders 90, 30 and 7 days ahead (a letter to whoever has an address, a task for the desk), who was not asked for long, checks erased. */
void helper_hourly(struct desk *);

/* 付き添い・預かり: from a family's asking to a report that it confirmed. A request is asked, offered to helpers, accepted by one, talked over, begun,
 * ended, reported, confirmed; or cancelled; or it ends unfilled with its reason. Who goes is booked in the one calendar (staff_time) as
 * `accompaniment`. Here: kinds, scenes, requests, offers, who goes; carrying through is care_report.h, ranking care_match_rules.h, money care_fee.h,
 * what was not met care_unmet.h. Door of the room. */
#pragma once
#include "family/family.h"
#include "staff/staff_time.h"
#include "base/out.h"
#include "care/care.sql.h"

enum { CARE_WORDS_MOST = 1000, CARE_NOTE_MOST = 2000, CARE_CHILDREN_MOST = 6, CARE_PAGE = 30, CARE_COUNT_MOST = 200, CARE_OFFERS_MOST = 60 };

/* TOO_LATE: somebody else has accepted, or the offer's time is over. TIME: staff_time says why not. NOT_OPEN: the kind has no legal form, or is
 * closed. CONSENT: the family has not agreed that the helper reads what must be known. BARRED: what nobody may override. NOT_NOW: not so far. */
enum care_refusal { CARE_OK, CARE_NO_SUCH, CARE_BAD, CARE_CHANGED, CARE_TOO_LATE, CARE_TIME, CARE_NOT_OPEN, CARE_CONSENT, CARE_BARRED, CARE_TWICE,
	CARE_NOT_NOW, CARE_PAST };

/* ---- kinds and scenes: the tenant's data ---- */
extern const char *const care_kind_words[];             /* accompany, care, escort, errand, paper; NULL at the end */
bool care_kind_of(struct desk *, struct str kind, struct care_kind_row *ret);   /* false: nobody wrote its legal form yet */
bool care_kind_is_open(struct desk *, struct str kind);
/* BAD: open without a legal form, `beside` for care or escort, a notified form without number and day. Audit. */
enum care_refusal care_kind_put(struct desk *, const struct care_kind_row *);
struct care_scene { struct scene_id scene_id; int64_t place_n; struct str words[LANG_N], hint[LANG_N], kind, icon; bool is_open; int64_t version_n; };
size_t care_scenes(struct desk *, struct care_scene **ret);     /* in their order, closed ones too */
/* Those that the requests of a list name, with their words alone: reading all words of all of them costs more than the list's questions. */
size_t care_scenes_named(struct desk *, const struct care_request_row *, size_t n, struct care_scene **ret);
bool care_scene_of(struct desk *, struct scene_id, struct care_scene *ret);
enum care_refusal care_scene_put(struct desk *, struct care_scene *);           /* adds where scene_id is absent */
struct str care_said(const struct str words[LANG_N], enum lang);                /* in that language, else Japanese */

/* Why a family uses the help (利用理由): work, medical, birth, sibling, ceremony, study, refresh, other. Asked only where the tenant has to count it:
 * setting care.uses names those that may be chosen, in their order; empty: nobody is asked. A request keeps the word as its reason. */
enum { CARE_USES = 8 };
extern const char *const care_use_words[];              /* NULL at the end */
size_t care_uses(const struct desk *, const char *ret[CARE_USES]);

/* ---- requests ---- */
bool care_request_of(struct desk *, struct request_id, struct care_request_row *ret);           /* without walls */
enum care_refusal care_for_staff(struct desk *, struct request_id, struct care_request_row *ret, struct family_row *ret_family);
enum care_refusal care_for_family(struct desk *, struct request_id, struct care_request_row *ret);
bool care_own_family(struct desk *, struct family_row *ret);    /* of the signed-in guardian */
size_t care_children(struct desk *, const struct care_request_row *, struct family_child_row **ret);    /* those it is about, eldest first */
/* One page of a stage (1 sought, 2 somebody goes, 3 over) within the asker's walls; after: the last row of the page before, or NULL. state may be
 * absent. Urgent ones are a list of their own. */
struct care_list { int64_t stage_n; struct str state; bool is_urgent; const struct care_request_row *after; int64_t limit_n; };
size_t care_list(struct desk *, const struct care_list *, struct care_request_row **ret);
int64_t care_count(struct desk *, int64_t stage_n, bool is_urgent_only);       /* CARE_COUNT_MOST: so many or more */

/* ---- asking (care_ask.c) ---- */
/* The asker's draft for this family; it lies here until it is asked or dropped. */
bool care_draft_of(struct desk *, struct family_id, struct care_request_row *ret);
/* Begins one where there is none. */
struct care_request_row care_draft(struct desk *, const struct family_row *);
enum care_refusal care_draft_put(struct desk *, const struct care_request_row *);
void care_draft_drop(struct desk *, const struct care_request_row *);
/* What it lacks before it may be asked: a word of a form's field ("kind", "on", "place", "children", "consent"); NULL: nothing. */
const char *care_draft_lacks(struct desk *, const struct care_request_row *);
enum care_refusal care_ask(struct desk *, const struct care_request_row *draft);
/* Once more like that one, as a draft without a day; what the draft held before is gone. */
struct care_request_row care_again(struct desk *, const struct care_request_row *);
/* The time is certain now, or another: whoever was sounded out for the old one is not any more. Only while somebody is sought. */
enum care_refusal care_slot_set(struct desk *, const struct care_request_row *, struct moment from_at, struct moment until_at);
/* By whom: 'family' or 'staff', by who asks. Whoever was to go hears of it and has the time back. */
enum care_refusal care_cancel(struct desk *, const struct care_request_row *, struct str note);
enum care_refusal care_unfilled(struct desk *, const struct care_request_row *, struct str reason, struct str note);

/* A guardian's own export: what that guardian asked for, as `"care":[...]`. */
void care_export(struct desk *, struct out *, struct account_id);

/* What a helper must know of a family: one card, whoever comes. */
bool care_card(struct desk *, struct family_id, struct care_card_row *ret);
void care_card_put(struct desk *, const struct care_card_row *);

/* ---- sounding out (care_offer.c) ---- */
/* how: 'turn' one after the other, the next when one refuses or minutes_n are over; 'many' all at once. reason: why somebody the ranking warns of. */
struct care_offer_new { const struct person_id *person; size_t n; bool is_turn; int64_t minutes_n; struct str reason; };
bool care_is_past(const struct desk *, const struct care_request_row *);        /* still sought, and its time is over: it wants its reason */
/* PAST: the time is over, there is nothing left to go to.
 * Nobody of them is asked where one is BARRED, booked then (TIME), was sounded out for this slot before (TWICE), or the ranking warns of one and
 * reason does not say why (BAD): ret_person. The reason is kept with those it is about. */
enum care_refusal care_offer_send(struct desk *, const struct care_request_row *, const struct care_offer_new *, struct person_id *ret_person);
bool care_offer_of(struct desk *, struct offer_id, struct care_offer_row *ret);
size_t care_offers(struct desk *, const struct care_request_row *, struct care_offer_row **ret);
/* The first yes wins: the time is booked, the others' offers are withdrawn, the family's page names who comes. is_entered: staff enter it for
 * somebody without a smartphone. After a refusal the caller refuses its turn (desk_refuse), so that nothing is kept. */
enum care_refusal care_offer_answer(struct desk *, struct offer_id, bool is_yes, bool is_entered, enum staff_time_refusal *ret_time);
/* What nobody overrides: an open private report, a pair that a family refused, a lapsed check or training, leave. CARE_OK: may go. */
enum care_refusal care_may_go(struct desk *, const struct care_request_row *, struct person_id);
bool care_is_paused(struct desk *, struct person_id, struct family_id);         /* 今回は対象外: a private report is open, or this pair was refused */

/* Who goes; false: nobody. */
bool care_assigned(struct desk *, struct request_id, struct care_assignment_row *ret);
bool care_assignment_of(struct desk *, struct assignment_id, struct care_assignment_row *ret);
size_t care_assignments_of_person(struct desk *, struct person_id, struct moment from_at, struct moment until_at, struct care_assignment_row **ret);
size_t care_assignments_of_family(struct desk *, struct family_id, struct care_assignment_row **ret);   /* newest first: who knows the child */
/* Of everybody, by time: for ranking and counting. */
size_t care_assignments_in(struct desk *, struct moment from_at, struct moment until_at, int64_t limit_n, struct care_assignment_row **ret);
/* The helper cannot come after all: their time is free, and those who were told that somebody else goes are asked again, in their turn. */
enum care_refusal care_drop_out(struct desk *, const struct care_assignment_row *, struct str note);
/* Timed, each minute: offers whose time is over, and whose turn comes. How many were looked at. */
bool care_is_due(struct desk *);
int64_t care_minutely(struct desk *, int64_t most_n);

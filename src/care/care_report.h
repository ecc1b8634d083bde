/* Carrying through what was accepted: 事前打合せ, late, start (insurance counts from it), end, the report with what was handed on, the family's word on
 * it; near misses and accidents; and what a family says of a helper in private. */
#pragma once
#include "care/care.h"
#include "care/care_report.sql.h"
#include "sos/sos.h"

enum { CARE_REPORT_MOST = 4000, CARE_ENTRIES_MOST = 8, CARE_EARLY_HOURS = 3, CARE_PAUSE_DAYS = 14,
	CARE_WAY_METRES_MOST = 500000 };

/* emergency, medical, allergy, pickup, soothe, sleep, place, photo; NULL at the end. */
extern const char *const care_points[];
struct care_meet { struct moment meet_at; struct str how, note, points; bool is_agreed; };      /* how: home | site | phone | video | none */
/* By the family, the helper or staff (for both), by who asks: what is checked, both see. When both have agreed, the request is agreed. */
enum care_refusal care_meet_put(struct desk *, const struct care_assignment_row *, const struct care_meet *);

/* Running late by so many minutes, 0: in time after all. Told to the family's page and the desk. */
enum care_refusal care_late(struct desk *, const struct care_assignment_row *, int64_t minutes_n);
/* at: when it was pressed without signal, at most 12 hours ago; absent: now. Not earlier than CARE_EARLY_HOURS before the time. */
enum care_refusal care_start(struct desk *, const struct care_assignment_row *, struct moment at);
enum care_refusal care_end(struct desk *, const struct care_assignment_row *, struct moment at);
/* 困った: a call for help (sos.h) that rings for whoever may read the request, its page behind it, until a person takes it; at a time when nobody is on
 * duty it waits for the next opening. pressed_at: when, where there was no signal then; absent: now. One call of a visit is open at most. */
void care_call_desk(struct desk *, const struct care_assignment_row *, struct moment pressed_at);

/* entry_ids: places of the directory that were handed on, in decimal with commas around each. Moments may be absent.
 * way: foot | bicycle | public | car; way_metre_n: by car, there and back. */
struct care_report { struct str words, entry_ids, way; int64_t transport_yen, way_metre_n; struct moment left_home_at, back_home_at; };
enum care_refusal care_report_keep(struct desk *, const struct care_assignment_row *, const struct care_report *);       /* a draft */
enum care_refusal care_report_give(struct desk *, const struct care_assignment_row *, const struct care_report *);
enum care_refusal care_confirm(struct desk *, const struct care_assignment_row *);      /* by its family, or staff after a call */

/* 率直な声: mark good | fair | bad; once for a visit. The desk reads it, the helper does not. */
enum care_refusal care_voice_say(struct desk *, const struct care_assignment_row *, struct str mark, struct str words);
bool care_voice(struct desk *, struct assignment_id, struct care_voice_row *ret);
enum care_refusal care_voice_reply(struct desk *, const struct care_voice_row *, struct str words);

/* kind: near_miss | accident. A task until somebody closes it with what came of it. */
enum care_refusal care_incident_tell(struct desk *, const struct care_assignment_row *, struct str kind, struct str words, struct str done);
size_t care_incidents(struct desk *, struct assignment_id, struct care_incident_row **ret);
enum care_refusal care_incident_end(struct desk *, struct incident_id, struct str outcome);

/* In private, by the family. At once, before anybody has read it: the helper is paused for CARE_PAUSE_DAYS (told neutrally, with the term and a
 * manager's name; longer each time it would end while the report is open) and the pair is parted. is_pair: never this helper again, for us. */
enum care_refusal care_private_tell(struct desk *, const struct care_assignment_row *, struct str words, bool is_pair);
size_t care_privates(struct desk *, struct care_private_row **ret);     /* within a manager's walls; open ones first */
/* By a manager, outcome says why. The pause ends unless another report is open or a manager had set it; the pair meets again unless is_pair. */
enum care_refusal care_private_end(struct desk *, struct private_id, struct str outcome, bool is_pair);
void care_private_hourly(struct desk *);

/* The staff person behind the signed-in account has this visit. */
bool care_is_own(struct desk *, const struct care_assignment_row *);

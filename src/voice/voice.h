/* 率直な声: a box for what one thinks, tied to no visit, no talk and no account. Answered in public or, by a link that opens once, to the writer alone;
 * counted by month. Nobody's name, address or hour is kept. Door of the room. */
#pragma once
#include "desk/tenant.h"
#include "voice/voice.sql.h"

enum { VOICE_WORDS_MOST = 2000, VOICE_DAYS = 14, VOICE_OPEN_MINUTES = 60, VOICE_LIST_MOST = 200, VOICE_MONTHS = 12 };
/* ENDED: the private answer was read more than an hour ago. NOT_ALLOWED: its writer wanted no public answer. */
enum voice_refusal { VOICE_OK, VOICE_NO_SUCH, VOICE_CHANGED, VOICE_ENDED, VOICE_NOT_ALLOWED, VOICE_BAD };

/* kind: glad | wish | trouble | other. wants: public | private | none. *ret_token is the one way to a private answer; only its hash is kept.
 * Raises a task that is due in VOICE_DAYS days. */
struct voice_new { struct str words, kind, wants; };
struct voice_id voice_say(struct desk *, const struct voice_new *, struct str *ret_token);

enum voice_refusal voice_held(struct desk *, struct str token, struct voice_row *ret);
/* A private answer opens once, and stays open for an hour for whoever turned the page too soon. */
enum voice_refusal voice_open(struct desk *, struct str token, struct voice_row *ret);
bool voice_is_open_still(const struct desk *, const struct voice_row *);

/* ---- staff ---- */
/* answer: words for the writer. shown: the voice as the public page shows it, where is_public; only if the writer allowed it. */
struct voice_answer { struct voice_id voice_id; int64_t version_n; struct str answer, shown; bool is_public; };
enum voice_refusal voice_answer(struct desk *, const struct voice_answer *);
/* Read, and nothing to answer; is_kept_back: not fit to be kept (abuse, somebody's name): its words are erased, it stays counted. */
enum voice_refusal voice_read(struct desk *, struct voice_id, int64_t version_n, bool is_kept_back);

/* The last VOICE_MONTHS months, newest first, also those without any. */
struct voice_month { struct day from_on; int64_t said_n, glad_n, wish_n, trouble_n, other_n, answered_n; };
size_t voice_months(struct desk *, struct voice_month **ret);

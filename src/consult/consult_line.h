/* A worry that comes by LINE. LINE is a door (decisions.md): what a family writes there lies in our own talk, and a person reads it; back go a fixed
 * sentence, a way in that opens once, and nothing of what was said. In mode `room` (an NPO that chose it) staff's words also go by LINE to
 * those who were told so and did not decline. */
#pragma once
#include "channel/line.h"
#include "consult/consult.h"
#include "consult/consult_line.sql.h"

/* Takes in what happened, each event once however often it is told; words of staff never leave by this. How many of them were new. */
size_t consult_line_take(struct desk *, const struct line_event *event, size_t n);

/* What a message held was fetched (staged), or cannot be kept (NULL), and how: "refused" (a kind that is not kept), "large" or "gone". The letter's
 * words say which message. Nothing when it was taken back meanwhile. */
void consult_line_keep(struct desk *, struct str place_words, const struct file_staged *, const char *how);

/* Staff answered in this talk: a notice goes to whoever wrote by LINE. Nothing when nobody did, or when they blocked us. */
void consult_line_answered(struct desk *, const struct consult_thread_row *, struct str words);

/* A fresh one-time way into the talk, whole. */
struct str consult_line_way(struct desk *, struct thread_id);
/* The talk behind a one-time way in. USED when it was opened before, or its seven days are over. */
enum consult_line_open { CONSULT_LINK_OK, CONSULT_LINK_NO_SUCH, CONSULT_LINK_USED };
enum consult_line_open consult_line_link_look(struct desk *, struct str token);
/* Opens it, once. *ret_token is the talk's own secret link. */
enum consult_line_open consult_line_link_open(struct desk *, struct str token, struct str *ret_token);

/* For the page of the channel: whether it is set up, what came last, and how much of the month's pushes is used. */
struct consult_line_state {
	bool has_secret, has_token, is_room;
	int64_t friend_n, blocked_n, sent_n;            /* pushes and replies of this month, as sent */
	int64_t pushed_n, budget_n;                     /* pushes alone, and how many the plan allows; 0: no limit is kept */
	struct moment last_at;                          /* the last event; absent: none yet */
	struct consult_line_events_row *event; size_t event_n;
};
void consult_line_look(struct desk *, struct consult_line_state *ret);
/* Friends bound to a record, one for each household of reached < family_id <= last: who was there last. `to` is their number there. */
struct consult_line_friend { struct family_id family_id; struct str to; };
size_t consult_line_friends(struct desk *, struct family_id reached, struct family_id last, struct consult_line_friend **ret);
void consult_line_forget(struct desk *);                /* keys of events after 35 days, ways in after they end */

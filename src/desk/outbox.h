/* Letters that leave after the commit: written in the same transaction as their reason, carried by app/courier, at least once with one
 * Message-ID. A letter that fails for good raises a task. Never personal content in a subject or a notice. */
#pragma once
#include "desk/desk.h"

struct outbox_letter {
	/* mail | line | push (to: a subscription's number) | gateway (to: nobody; a call of the telephone gateway) | sos (to: a call's number; a timer) |
	 * lines (to: how many; text: their numbers as a JSON list, a line end, the messages: one multicast to at most 500, once by its retry key) |
	 * notice (to: a notice's number; a timer) |
	 * content (to: a message's number of LINE; what it holds is fetched) | menu (the menu below the chats of LINE is brought to what the town wants) */
	struct str channel;
	struct str to, subject, text;                   /* line: the user's number there, a reply token or nothing, the messages as JSON */
	struct str reason;                              /* "invitation", "sign-in", "answer" */
	int64_t subject_id;
	struct moment not_before;                       /* earlier it is not sent; absent: at once */
	struct moment not_after;                        /* later it is not sent but fails; absent: whenever */
	struct str href;                                /* where staff mend what made it fail: "/desk/accounts"; absent: nowhere */
	bool is_many;                                   /* line without a reply token, or lines: one of a long list, which waits behind all others */
};
struct letter_id outbox_put(struct desk *, const struct outbox_letter *);

struct outbox_due { struct letter_id letter_id; struct str channel, to, subject, text, message_id; int64_t try_n;
	struct moment not_after;
	bool is_spent; };                               /* by LINE, and beyond what line.push_budget allows this month: it may not be pushed */
/* Taking counts people in the month's budget before anybody is asked (an end by kill -9 in between counts them, never the opposite); settling gives
 * back what surely did not leave, and what left by a reply token. */
size_t outbox_take(struct desk *, int64_t most, struct outbox_due **ret);       /* marks them as under way, for two minutes */
/* The same beside the tenant's writers (tenants_write_beside): letters that somebody else takes at this moment are passed over. What can never
 * leave is left for outbox_take, which raises its task: *ret_rest. */
size_t outbox_take_beside(struct desk *, int64_t most, struct outbox_due **ret, bool *ret_rest);
/* Of the long lists only, which outbox_take leaves alone: until so many people are reached (the last letter may go beyond). */
size_t outbox_take_many(struct desk *, int64_t most_people, struct outbox_due **ret);
int64_t outbox_people(const struct outbox_due *);       /* to how many it goes */
/* LATER: backs off 1, 5, 30, 120 minutes, then FAILED. GONE: there is nobody any more who wants it, and nobody is asked to mend that. */
enum outbox_end { OUTBOX_SENT, OUTBOX_LATER, OUTBOX_FAILED, OUTBOX_GONE };
void outbox_settle(struct desk *, struct letter_id, enum outbox_end, struct str why);
void outbox_wait(struct desk *, struct letter_id, struct moment until, struct str why);  /* the other side said when; its try does not count */
/* A letter by LINE whose reply token is of no use any more: from now on it is pushed, by its retry key. */
void outbox_push_from_now(struct desk *, struct letter_id);
int64_t outbox_forget(struct desk *);                   /* texts of letters settled more than a week ago */
/* Letters about this subject that still wait are not sent, and nobody is asked to mend them. How many. */
int64_t outbox_stop(struct desk *, int64_t subject_id);
int64_t outbox_stop_kind(struct desk *, struct str channel, int64_t subject_id);        /* only those of one channel */
struct moment outbox_next_due(struct desk *);           /* MOMENT_NONE: nothing waits */
struct moment outbox_next_due_of(struct desk *, bool is_many);
/* What was under way when the one process that serves this store died is due again at once, not after its two minutes. How many. */
int64_t outbox_release(struct desk *);

int64_t outbox_sent(struct desk *, struct str channel, struct moment from);      /* how many left by this channel since then */
int64_t outbox_pushed(struct desk *, struct str channel, struct moment from);    /* of them those without a reply token: they cost */

/* ---- for the administrator's page ---- */
struct outbox_failed { struct letter_id letter_id; struct str to, reason, why; struct moment settled_at; bool is_too_late; };
size_t outbox_list_failed(struct desk *, int64_t limit_n, struct outbox_failed **ret);  /* whose text is still kept; newest first */
struct outbox_queue { int64_t waiting_n, failed_n; struct moment oldest_at; };
void outbox_look(struct desk *, struct outbox_queue *ret);
/* A failed letter is due again from now, with all its tries; its task is settled. TOO_LATE: what it says no longer holds. */
enum outbox_refusal { OUTBOX_OK, OUTBOX_NO_SUCH, OUTBOX_TOO_LATE };
enum outbox_refusal outbox_again(struct desk *, struct letter_id);

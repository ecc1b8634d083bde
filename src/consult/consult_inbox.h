/* The desk's inbox over all ways in: who has a talk, who takes over, what rests, what colleagues write for one another, what a family and
 * its answers are given, and talks that are one. Every act answers NO_SUCH where d->who may not answer in the talk. */
#pragma once
#include "consult/consult.h"
#include "consult/consult_inbox.sql.h"
#include "consult/consult_inbox_move.sql.h"

/* ---- the list ---- */
enum { CONSULT_PAGE = 25, CONSULT_COUNT_MOST = 200, CONSULT_LABELS_MOST = 12, CONSULT_UNDO_MINUTES = 10, CONSULT_HERE_SECONDS = 75 };
/* state: waiting | answered | closed. filter: "" | mine | area | free | late | urgent | rest. after: the key of the last line of the page before. */
struct consult_box { struct str state, filter, label, channel; int64_t after_n; struct thread_id after_thread_id; };
/* One page, in the order of consult_rules.h. *ret_is_more: there is another page behind the last line. */
size_t consult_inbox(struct desk *, const struct consult_box *, struct consult_inbox_row **ret, bool *ret_is_more);
/* Of what waits; counted among the first CONSULT_COUNT_MOST. */
void consult_inbox_count(struct desk *, struct consult_inbox_counts_row *ret);
size_t consult_offered(struct desk *, struct consult_inbox_row **ret);          /* being handed over to d->who */

/* ---- who has it ---- */
/* For a talk that begins: whoever it was written to, else the family's named worker, else who speaks its language there. Fills in charge
 * and family. */
void consult_route(struct desk *, struct consult_thread_row *);
enum consult_refusal consult_take(struct desk *, struct thread_id);             /* TAKEN: somebody has it */
/* Asks a colleague to take over. BAD: who may not answer in this talk. */
enum consult_refusal consult_offer(struct desk *, struct thread_id, struct account_id, struct str words);
enum consult_refusal consult_accept(struct desk *, struct thread_id);           /* TAKEN: it is not offered to d->who (any more) */
enum consult_refusal consult_decline(struct desk *, struct thread_id);
enum consult_refusal consult_let_go(struct desk *, struct thread_id);           /* nobody has it then */
struct consult_colleague { struct account_id account_id; struct str name, title; };
size_t consult_colleagues(struct desk *, const struct consult_thread_row *, struct consult_colleague **ret);
/* Out of sight until that moment, or until the family writes. Absent: now again. BAD: not within 90 days. */
enum consult_refusal consult_rest(struct desk *, struct thread_id, struct moment until_at);
/* The town's labels (setting consult.labels), put on or taken off. BAD: there is no such label. */
enum consult_refusal consult_label(struct desk *, struct thread_id, struct str label, bool is_on);
size_t consult_labels(struct desk *, struct str ret[CONSULT_LABELS_MOST]);
enum consult_refusal consult_note(struct desk *, struct thread_id, struct str words);
enum consult_refusal consult_move(struct desk *, struct thread_id, struct area_id);     /* BAD: the area is another body's */
enum consult_refusal consult_family_set(struct desk *, struct thread_id, struct family_id);     /* BAD: a family that d->who may not read */
/* Takes back one's own last of these two, within CONSULT_UNDO_MINUTES, also where the talk has gone out of sight. CLOSED: too late, or
 * somebody moved it on. */
enum consult_refusal consult_move_back(struct desk *, struct thread_id);
bool consult_may_move_back(const struct desk *, const struct consult_inbox_move_row *);
bool consult_moved_last(struct desk *, struct consult_inbox_move_row *ret);    /* one's own last, while it may be taken back */

/* ---- who is here ---- */
void consult_here(struct desk *, struct thread_id, bool is_writing, bool is_gone);
struct consult_present { struct str name; bool is_writing; };
size_t consult_present(struct desk *, struct thread_id, struct consult_present **ret);  /* others than d->who, in the last CONSULT_HERE_SECONDS */

/* ---- written down by staff ---- */
/* What somebody said on the telephone, at the counter, on a visit, on the way or in a letter. channel: one of count_channels but web,
 * line, video. BAD: another channel, or an area or a family that is not d->who's. is_done: nothing is owed any more; else it waits like any other.
 * */
struct consult_down { struct str channel, words, nickname; struct area_id area_id; struct family_id family_id; bool is_done; };
enum consult_refusal consult_write_down(struct desk *, const struct consult_down *, struct thread_id *ret);

/* ---- answers ---- */
/* With what stands in braces filled in: {名前} {担当} {窓口} {電話} {時間} {町}. What is not known is left out. */
enum consult_field { FIELD_NAME, FIELD_WORKER, FIELD_COUNTER, FIELD_PHONE, FIELD_HOURS, FIELD_TOWN, FIELD_N };
enum consult_field consult_field_of(struct str word);           /* FIELD_N: no field */
struct str consult_fill(struct desk *, const struct consult_thread_row *, struct str words);
/* No canned_id: a new one. BAD: too long or empty, a label that the town has not, or an and_then that is none of consult_thens. */
enum consult_refusal consult_canned_put(struct desk *, struct consult_inbox_canned_row *);
extern const char *const consult_thens[];               /* closed, hour, morning, week; NULL at the end */
/* After a canned answer was sent by one press: its label, and the talk is closed or comes back at its moment, waiting again. */
enum consult_refusal consult_macro_end(struct desk *, struct thread_id, const struct consult_inbox_canned_row *);
struct moment consult_rest_until(const struct desk *, struct str word);         /* hour, week, else the next morning */
/* Entries of the directory that go with a message. */
void consult_cards_put(struct desk *, struct thread_id, struct message_id, const struct entry_id *, size_t n);
struct consult_card { struct message_id message_id; struct entry_id entry_id; struct str name, phone, summary; };
size_t consult_cards(struct desk *, struct thread_id, struct consult_card **ret);
/* Takes back one's own last answer: its words go, the family reads that it is being written anew, the talk waits again. CLOSED: too late,
 * it also went by LINE, a photo went with it, or the family has written since. */
enum consult_refusal consult_undo(struct desk *, struct thread_id);
bool consult_may_undo(struct desk *, const struct consult_thread_row *);

/* ---- talks that are one ---- */
/* Talks of the last 90 days that may be the same family's: same account, family, mail or nickname; within the asker's walls and the same body. */
size_t consult_alike(struct desk *, const struct consult_thread_row *, struct consult_thread_row **ret);
/* `other` goes on inside of the talk: its messages are read there and answers go where the family wrote last. Neither family page changes. BAD: not
 * within one body, or inside of another already. */
enum consult_refusal consult_unite(struct desk *, struct thread_id, struct thread_id other);
enum consult_refusal consult_part(struct desk *, struct thread_id, struct thread_id other);
size_t consult_joined(struct desk *, struct thread_id, struct consult_thread_row **ret);        /* those that d->who may read */
/* Whether a family reads in this talk: it came by the site or by LINE. */
bool consult_is_read(const struct consult_thread_row *);
/* ---- for consult.c ---- */
struct consult_thread_row consult_joined_waits(struct desk *, const struct consult_thread_row *);
void consult_joined_answered(struct desk *, struct consult_thread_row *);
void consult_inbox_forget(struct desk *, struct thread_id);

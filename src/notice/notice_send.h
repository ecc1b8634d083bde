/* A message to the families of areas (お知らせを届ける): how many households it reaches and by which way, confirmed with that number, sent in pieces
 * that a kill neither doubles nor loses, stopped while it goes out. One household is told by one way: LINE, else web push, else mail; its own page
 * shows the message in any case. Under 秘匿, and where a family wants none, the page alone shows it; a family that mourns is left out. Ages are those
 * of children who are here, so that a message by age never comes for one that was lost. Second door of the room. */
#pragma once
#include "notice/notice.h"
#include "notice/notice_send.sql.h"

enum { NOTICE_PIECE = 250, NOTICE_CALM = 40, NOTICE_FROM_MINUTE = 8 * 60, NOTICE_UNTIL_MINUTE = 20 * 60, NOTICE_AHEAD_DAYS = 90 };
enum notice_way { NOTICE_LINE, NOTICE_PUSH, NOTICE_MAIL, NOTICE_PAGE, NOTICE_PAPER, NOTICE_WAY_N };

/* Whom it would reach at `at`. quiet_n: of those by their page alone, who want no more or must not be sent any. mourning_n are left out. */
struct notice_reach_count { int64_t way_n[NOTICE_WAY_N], quiet_n, mourning_n, all_n; };
void notice_count(struct desk *, const struct notice_row *, struct moment at, struct notice_reach_count *ret);
/* Households by area and age alone: the number that is confirmed. */
int64_t notice_chosen(struct desk *, const struct notice_row *, struct moment at);
int64_t notice_line_left(struct desk *);                /* pushes that the month still allows; INT64_MAX: no limit */

/* The second press. at absent: now. COUNT: shown_n is not notice_chosen any more; NIGHT: outside of 8 to 20 and not urgent; NOBODY: there is none;
 * NOT_NOW: it is no draft, or at lies behind, or more than NOTICE_AHEAD_DAYS ahead. */
enum notice_refusal notice_send(struct desk *, const struct notice_row *, struct moment at, int64_t shown_n);
/* Timed, by a letter of channel "notice" to nobody: one piece of it, and the timer of the next, in one write. Nothing when there is nothing to do. */
void notice_step(struct desk *, struct notice_id);
/* What waits is not sent any more; what left stays, and the families' pages say that it was taken back. */
enum notice_refusal notice_stop(struct desk *, const struct notice_row *);

/* How it went, in households: by way; sent (as far as LINE, the push service, the mail server), failed, waiting. */
struct notice_progress { int64_t way_n[NOTICE_WAY_N], sent_n, failed_n, waiting_n, all_n; };
void notice_progress(struct desk *, const struct notice_row *, struct notice_progress *ret);

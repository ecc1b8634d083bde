/* Notices from the office to staff (庁内のお知らせ): whom they are for, who has read them and who has not yet, words that were corrected, and what was
 * withdrawn. Messages to the families of areas are in notice_send.h. Door of the room. */
#pragma once
#include "desk/account.h"
#include "desk/tenant.h"
#include "notice/notice.sql.h"

/* NOT_NOW: done already, or not in this state any more; TODAY: unread ones were told today; NIGHT: not between 8 and 20; COUNT: it would reach
 * another number of households than was shown; NOBODY: none. */
enum notice_refusal { NOTICE_OK, NOTICE_NO_SUCH, NOTICE_CHANGED, NOTICE_NOT_NOW, NOTICE_TODAY, NOTICE_NIGHT, NOTICE_COUNT, NOTICE_NOBODY };
enum { NOTICE_TITLE_MOST = 100, NOTICE_WORDS_MOST = 4000, NOTICE_LIST_MOST = 100, NOTICE_STAFF_MOST = 3000 };

struct notice_new {
	struct notice_id notice_id;                     /* absent: a new one; else a correction of version_n */
	int64_t version_n;
	struct str kind;                                /* 'office' | 'area' (a draft: notice_send.h) */
	struct str title, words;
	struct str area_list, operator_list, role_list; /* ',12,34,' and ',site,worker,'; absent: all */
	struct day until_on;                            /* the last day it stands on 今日; DAY_NONE: until it is read */
	bool is_confirm;                                /* asks for a press of 確認しました, not only to be opened */
	bool is_urgent; int64_t age_from_n, age_until_n;        /* 'area': months of a child that is here; -1: whoever */
};
/* Keeps the earlier words, and everybody reads a corrected one anew. Managers of a contractor (a private body beside a public one) write to their
 * own body alone. CHANGED: somebody else corrected it meanwhile; NOT_NOW: withdrawn, or a message that has left. */
enum notice_refusal notice_put(struct desk *, const struct notice_new *, struct notice_id *ret);
bool notice_may_edit(const struct desk *, const struct notice_row *);
/* NO_SUCH also for those whom it is not for. */
enum notice_refusal notice_for_staff(struct desk *, struct notice_id, struct notice_row *ret);
/* What d->who has not opened yet, or not confirmed; newest first. */
size_t notice_waiting(struct desk *, struct notice_row **ret);
size_t notice_mine(struct desk *, const char *kind, struct notice_row **ret);  /* those for d->who, and those they may correct */

/* Opened, or (is_confirmed) confirmed, in the version that stands now. */
enum notice_refusal notice_mark(struct desk *, const struct notice_row *, bool is_confirmed);
bool notice_is_read(struct desk *, const struct notice_row *);        /* by d->who, as far as is asked */

/* Whom it is for and what became of it: those who have not yet first. */
struct notice_reader { struct account_id account_id; struct str name, title, mail, operator, area; struct moment read_at, confirmed_at;
	bool is_read; };
size_t notice_readers(struct desk *, const struct notice_row *, struct notice_reader **ret, size_t *ret_read_n);
/* Tells those who have not, by web push and mail (a notice that there is something, nothing of it); once a day. How many in *ret_n. */
enum notice_refusal notice_again(struct desk *, const struct notice_row *, int64_t *ret_n);
enum notice_refusal notice_withdraw(struct desk *, const struct notice_row *);

/* A card for a family's own page: its newest message. */
const void *notice_own_read(struct desk *);
struct page;
void notice_own_show(struct page *, const void *view);
/* A line for the top of 今日. */
const void *notice_today_read(struct desk *);
void notice_today_show(struct page *, const void *view);

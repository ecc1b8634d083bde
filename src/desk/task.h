/* 今日: what waits for a person. Raised by rooms, settled by them or by hand; one open task per kind and subject. */
#pragma once
#include "desk/desk.h"

enum task_kind { TASK_URGENT, TASK_CARE_HELP, TASK_CARE_URGENT, TASK_QUESTION, TASK_SPOOLED, TASK_LETTER_FAILED, TASK_INVITATION_ENDING,
	TASK_MACHINE, TASK_PROPOSAL, TASK_STALE, TASK_REPORT, TASK_TRAINING, TASK_LEAVE, TASK_VISIT, TASK_TALK, TASK_NEXT_STEP,
	TASK_HANDOVER, TASK_VOICE, TASK_CARE, TASK_CARE_INCIDENT, TASK_CARE_PRIVATE, TASK_DISCLOSE, TASK_LOOKS, TASK_HELPER, TASK_KIND_N };
const char *task_kind_word(enum task_kind);             /* "question", "letter", "invitation", "machine" */

struct task_new {
	enum task_kind kind;
	int64_t subject_id;
	struct str line;                                /* nickname or address, one line */
	struct str href;                                /* "/desk/talk/..." */
	struct moment due_at;
	struct operator_id operator_id;
	struct area_id area_id;
	struct account_id to_account_id;                /* also hers, whatever areas she serves; 0: those of the area */
	enum role least;                                /* ROLE_WORKER, or ROLE_ADMIN for what only they mend */
};
struct task_id task_raise(struct desk *, const struct task_new *);      /* again for the same subject: updates line and due */
/* Whose an open task is from now on, besides those of its area; none open: nothing. */
void task_give(struct desk *, enum task_kind, int64_t subject_id, struct account_id to);
bool task_is_open(struct desk *, enum task_kind, int64_t subject_id);
bool task_settle_subject(struct desk *, enum task_kind, int64_t subject_id);
enum task_refusal { TASK_OK, TASK_NO_SUCH, TASK_NOT_BY_HAND };
enum task_refusal task_settle(struct desk *, struct task_id);

bool task_is_by_hand(enum task_kind);                   /* a person may close it; else it closes when its reason is gone */

struct task {
	struct task_id task_id;
	enum task_kind kind;
	int64_t subject_id;
	struct str line, href;
	struct moment raised_at, due_at;
	struct area_id area_id;
};
size_t task_list(struct desk *, int64_t limit_n, struct task **ret);    /* those this person may see, overdue first, then by due */
int64_t task_count(struct desk *);

/* What was done, counted: events that are never changed, a report for a period as of a moment, months closed by a person. A ground room: others write
 * into it through this door, and it knows none of them. */
#pragma once
#include "desk/tenant.h"
#include "count/count.sql.h"

/* The words of the codes are shown by count_words.page. Each list ends with NULL. */
extern const char *const count_channels[];              /* web line phone counter visit outreach mail video */
extern const char *const count_askers[];                /* mother father grandparent pregnant kin agency other */
extern const char *const count_ages[];                  /* unborn y0 y1 y2 y3 school unknown: 妊娠中, 0歳 ... 3歳〜就学前 */
extern const char *const count_topics[];                /* parents' words: sleep food growth temper self money care home play other */
/* The second axis, kinds of consultation of 福祉行政報告例: abuse nurture health disability delinquency upbringing other. */
extern const char *const count_matters[];
extern const char *const count_outcomes[];              /* information advice accompany referral continuing closed */
/* Events of help (付き添い・預かり): care-ask care-offer care-fill care-unfilled care-cancel care-visit. They are no consultations: a report is of one of
 * these kinds, or of everything that begins otherwise. Their topic is the kind of help, their outcome why one was not met. */
extern const char *const count_helps[];
bool count_knows(const char *const *list, struct str word);

/* One thing done. kind and subject_n name it for its room, subject_version_n the version that is counted; texts are codes of the lists, absent: not
 * said. */
struct count_new { const char *kind; int64_t subject_n, subject_version_n; struct day done_on; struct moment recorded_at; struct
	operator_id operator_id;
	struct area_id area_id; struct counter_id counter_id; struct account_id by_account_id; struct str by_name, channel, asker, age, topic,
		matter, outcome,
	agency; int64_t minutes_n; bool is_document; };
/* In the transaction of the act. recorded_at absent: now. */
void count_add(struct desk *, const struct count_new *);
/* Reverses that version's event, once: as of now it counts nothing, as of before it still counts. */
void count_reverse(struct desk *, const struct count_new *);

static inline int64_t count_month_of(struct day on)
{
	struct day_parts x = day_split(on);
	return x.year * 12 + x.month - 1;
}

/* ---- the report ---- */
enum { COUNT_MONTHS_MOST = 24, COUNT_ROWS_MOST = 400 };
struct count_ask {
	int64_t from_n, until_n;                        /* months, both included; at most COUNT_MONTHS_MOST */
	struct moment as_of_at;                         /* what was recorded later does not count */
	struct str by;                                  /* counter area worker channel asker age topic matter outcome agency */
	struct str help;                                /* one of count_helps; absent: consultations */
	struct str channels;                            /* ',line,video,': only these; absent: all */
};
struct count_cell { int64_t piece_n, minutes_n, late_n; };      /* late: recorded after the month was closed (part of piece_n) */
struct count_line { struct str word; struct count_cell *month, all; };  /* word: code, name, or an id in decimal; absent: not said */
struct count_report { struct count_line *line; size_t line_n, month_n; struct count_cell *month, all; bool has_document;
	struct moment *closed_at; };                    /* by month, in the order of time; closed_at absent: open (as of that moment) */
/* Sees what d->who may (MAY_COUNT_READ: operator and areas); a manager of the body that answers for the town sees all of its figures. The
 * same question gives the same answer for ever. */
void count_report(struct desk *, const struct count_ask *, struct count_report *ret);

enum count_refusal { COUNT_OK, COUNT_NOT_OVER, COUNT_CLOSED, COUNT_NOT_YOURS };
/* Closes a month. NOT_OVER: it still runs. NOT_YOURS: who asks is no manager of the body that answers for the town. */
enum count_refusal count_close(struct desk *, int64_t month_n);
bool count_may_close(const struct desk *);
/* The months of figures that were laid in from the town's document; false: there are none. */
bool count_document(struct desk *, struct count_document_months_row *ret);

/* What help costs and who pays it: rules that a person confirms, a statement for each visit with the rules it was reckoned by, corrections as
 * reversals, money that came with its receipt, and months that a person closes. Three amounts tie to the yen: what families pay and the town adds is
 * what helpers receive and the centre keeps. */
#pragma once
#include "care/care.h"
#include "care/care_fee.sql.h"
#include "care/care_fee_rules.h"
#include "care/care_paid.sql.h"

enum { CARE_FEE_MONTH_MOST = 20000, CARE_FEE_LIST_MOST = 300, CARE_FEE_SINCE_DAYS = 60 };
/* NO_RULES: none confirmed for that day. CLOSED: the month is. REVERSED: it was taken back before. EARLIER: an earlier month is still open. */
enum care_fee_end { CARE_FEE_FINE, CARE_FEE_NO_SUCH, CARE_FEE_NO_RULES, CARE_FEE_REFUSED, CARE_FEE_MONTH_CLOSED, CARE_FEE_REVERSED, CARE_FEE_EARLIER,
	CARE_FEE_WRONG };

/* ---- rules ---- */
struct care_fee_rule { struct rule_id rule_id; struct care_fee_rules rules; struct care_fee_rule_row row; };
/* The confirmed ones of that day; false: nobody has confirmed any. */
bool care_fee_rule_on(struct desk *, struct day, struct care_fee_rule *ret);
size_t care_fee_rules_all(struct desk *, struct care_fee_rule_row **ret);       /* newest first, for staff */
bool care_fee_rule_of(struct desk *, struct rule_id, struct care_fee_rule *ret);
/* Adds a draft that nobody but staff sees. WRONG: ret_wrong says where. Audit. */
enum care_fee_end care_fee_rule_put(struct desk *, struct str text, struct day from_on, struct str source, struct care_fee_wrong *ret_wrong);
/* 確認した, with day and name: from from_on on families see it and visits are reckoned by it. */
enum care_fee_end care_fee_rule_confirm(struct desk *, struct rule_id);
struct str care_fee_holidays(const struct desk *);      /* the tenant's closed_days */

/* Before asking: what it would cost; REFUSED with *ret_refusal when it lies outside of the hours. */
enum care_fee_end care_fee_estimate(struct desk *, const struct care_fee_ask *, struct care_fee *ret, enum care_fee_refusal *ret_refusal);

/* ---- statements ---- */
/* Reports and cancellations since after_at that have none yet, at most so many, in the order they came; moves after_at on. How many were settled. */
int64_t care_fee_settle_due(struct desk *, struct moment *after_at, int64_t most_n);
/* One visit, at once: after its report, or when it was called off. A report that was given anew takes the old statement back. Nothing where no rules
 * are confirmed: the clock does it later. */
void care_fee_settle_visit(struct desk *, struct assignment_id);
/* Timed: what the last CARE_FEE_SINCE_DAYS days left without a statement. True: there may be more. */
bool care_fee_hourly(struct desk *);
/* A visit's live statement; false: none (yet). */
bool care_fee_of_visit(struct desk *, struct assignment_id, struct care_fee_row *ret);
enum care_fee_end care_fee_for_staff(struct desk *, int may, struct fee_id, struct care_fee_row *ret);
enum care_fee_end care_fee_for_family(struct desk *, struct fee_id, struct care_fee_row *ret);
/* The 500 yen or so that a family pays once. NO_SUCH: it has paid it, or there is none in the rules. */
enum care_fee_end care_fee_register(struct desk *, struct family_id, struct fee_id *ret);
/* Takes a statement back by one with minus signs, and, where from_at is given, puts a right one beside it. note: why; shown to the family. */
struct care_fee_mend { struct moment from_at, until_at; int64_t child_n, way_yen, way_metre_n; bool is_absent; struct str note; };
enum care_fee_end care_fee_mend(struct desk *, const struct care_fee_row *, const struct care_fee_mend *, struct fee_id *ret,
	enum care_fee_refusal *ret_refusal);

/* ---- money ---- */
/* way: cash | transfer | other. Less than nothing is given back; never more than was paid, nor beyond what is owed. Receipt number of the year. */
enum care_fee_end care_paid_take(struct desk *, const struct care_fee_row *, int64_t paid_yen, struct day paid_on, struct str way);
size_t care_paid_of(struct desk *, struct fee_id, struct care_paid_row **ret);  /* oldest first */

/* ---- months ---- */
struct care_fee_month { int64_t month_n; struct care_fee_sums_row sums; bool is_closed; struct care_fee_month_row closed;
	struct care_fee_by_family_row *family; size_t family_n; struct care_fee_by_person_row *person; size_t person_n; bool is_tied;
	struct care_fee_uses_of_row *use; size_t use_n; };    /* visits by why help was used, where that is asked */
int64_t care_fee_month_of(struct day);                  /* 202611 */
int64_t care_fee_month_after(int64_t month_n);
struct day care_fee_month_first(int64_t month_n);
/* Within the asker's walls. is_tied: families' sums, helpers' sums and the month's own sum are the same to the yen. */
void care_fee_month(struct desk *, int64_t month_n, struct care_fee_month *ret);
size_t care_fee_month_list(struct desk *, int64_t month_n, int64_t limit_n, struct care_fee_row **ret);
/* EARLIER: something lies in an earlier month that is open. */
enum care_fee_end care_fee_month_close(struct desk *, int64_t month_n);
/* Of a calendar year: what each helper received, for their tax return. */
size_t care_fee_year(struct desk *, int64_t year_n, struct care_fee_by_person_row **ret);
struct care_fee_sums_row care_fee_year_of_person(struct desk *, struct person_id, int64_t year_n);

/* Who carries how much: minutes of each helper against the mean, evenings and urgent ones, how many requests were served and how long they waited,
 * how many helpers a family meets, and what it costs in minutes on the way that work is shared out evenly. For balance, not for assessing anybody. */
#pragma once
#include "care/care_match.h"
#include "care/care_match_fair_rules.h"

enum { CARE_FAIR_DAYS = 90, CARE_FAIR_TRIED = 40 };

struct care_match_fair_line { struct helper_line x; int64_t minutes_n, time_n, evening_n, urgent_n; int ratio; };        /* percent of the mean */
/* served_n of ended_n: requests that somebody went to or is to go to, of those that nobody is sought for any more. wait: hours until a yes. */
struct care_match_fair_area { const struct tenant_area *area; int64_t asked_n, served_n; };
struct care_match_fair {
	struct care_match_fair_line *line; size_t line_n;
	int gini;                                       /* in percent, 0: all the same */
	int64_t minutes_n, time_n, evening_n, urgent_n, asked_n, ended_n, served_n, wait_half_n, wait_most_n;
	int64_t family_n, family_by[4];                 /* families that met one, two, three, four or more helpers */
	struct care_match_fair_area *area; size_t area_n;
	int64_t tried_n, changed_n, with_n, without_n;  /* coming requests ranked with and without fairness: whose first changes; what the first costs */
};
/* The last CARE_FAIR_DAYS days; walls as for helpers and requests. */
void care_match_fair(struct desk *, struct care_match_fair *ret);

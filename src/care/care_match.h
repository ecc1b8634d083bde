/* Who could go to this request: facts of all helpers gathered in a few queries, put to the rules (care_match_rules.h), with who they are. Part of the
 * room care; helper/helper.h keeps what is known of helpers. */
#pragma once
#include "care/care.h"
#include "care/care_match_rules.h"
#include "helper/helper.h"

enum { CARE_MATCH_LOAD_DAYS = 90 };

/* result[i].helper is the place in line and facts; a reason's need is the place in training. else_at and gap as the rules say. */
struct care_match { struct match_request ask; struct match_weights weights; struct helper_line *line; struct match_helper *facts;
	struct match_result *result; size_t n, possible_n, overridable_n; struct str *training; size_t training_n; };

/* False: it has no certain time yet. Helpers of the request's body and of none, who have not left. */
bool care_match_run(struct desk *, const struct care_request_row *, const struct match_weights *, struct care_match *ret);
/* The tenant's weights: setting care.match, "way=1,family=6,area=5,lang=20,load=12,evening=4,urgent=4,rest=3,fairness=100", each may be left out. */
struct match_weights care_match_weights(const struct desk *);
/* What a helper who is on the list may not go for, whoever says so: not active, paused, this pair, a training, the insurance, the check. True too
 * where the kind is not theirs. False for somebody who is no helper: then nothing is known here. */
bool care_match_bars(struct desk *, const struct care_request_row *, struct person_id);
/* Of these people, those who stand behind what may be set aside with a reason, and behind nothing else; whoever is no helper is not warned of. */
void care_match_warns(struct desk *, const struct care_request_row *, const struct person_id *, size_t n, bool *ret);
/* All of them are possible, or stand only behind what may be set aside and why says why. CARE_BARRED: ret_person stands behind more; CARE_BAD: why is
 * missing, or nobody is named. */
enum care_refusal care_match_may_ask(struct desk *, const struct care_request_row *, const struct care_offer_new *, struct person_id *ret_person);

/* Who may do what: one table, role x act -> relation. Everything not in it is refused; a route without an act stops start-up. What may not be
 * seen answers exactly like what does not exist. */
#pragma once
#include "desk/desk.h"

enum may {
	MAY_NOTHING,                                    /* zero: forgotten */
	MAY_READ_SITE,                                  /* public pages */
	MAY_SIGN_IN, MAY_SIGN_OUT, MAY_OWN_ACCOUNT,     /* one's own sessions, codes, PIN */
	MAY_DEMO_ENTER,
	MAY_READ_DESK,                                  /* 今日 and what every member of staff sees */
	MAY_SETTLE_TASK,
	MAY_INVITE, MAY_LIST_ACCOUNTS,
	MAY_SET_TENANT,
	MAY_READ_AUDIT,
	MAY_HOOK,                                       /* another server calls: no session, no form; the handler checks its signature */
	MAY_CONSULT_ASK, MAY_CONSULT_READ_OWN, MAY_CONSULT_READ, MAY_CONSULT_ANSWER,
	MAY_COUNT_READ, MAY_COUNT_CLOSE,
	MAY_DIRECTORY_READ, MAY_DIRECTORY_EDIT, MAY_DIRECTORY_APPROVE, MAY_DIRECTORY_IMPORT,
	MAY_STAFF_READ, MAY_STAFF_EDIT, MAY_STAFF_OWN, MAY_STAFF_TIME,
	MAY_HELPER_READ, MAY_HELPER_EDIT, MAY_HELPER_MANAGE, MAY_HELPER_OWN, MAY_HELPER_APPLY,
	MAY_FAMILY_READ, MAY_FAMILY_WRITE, MAY_FAMILY_REGISTER, MAY_FAMILY_LIST, MAY_FAMILY_OWN, MAY_FAMILY_REVIEW,
	MAY_FAMILY_LOOKS,
	MAY_CHARGE_DECIDE, MAY_CHARGE_BALANCE,
	MAY_VISIT_READ, MAY_VISIT_WRITE, MAY_VISIT_OWN, MAY_GIFT_READ, MAY_GIFT_PAY, MAY_GIFT_OWN,
	MAY_VOICE_SAY, MAY_VOICE_HELD, MAY_VOICE_READ, MAY_VOICE_ANSWER,
	MAY_TOUCH,                                      /* touchpoints: posters, codes, what came of them */
	MAY_DISCLOSE,                                   /* requests to see what the town holds */
	MAY_SOS_SEE, MAY_CONSULT_COUNT,
	MAY_CARE_OWN, MAY_CARE_HELP, MAY_CARE_READ, MAY_CARE_WRITE, MAY_CARE_PRIVATE, MAY_CARE_SET,
	MAY_FEE_READ, MAY_FEE_PAY, MAY_FEE_MONTH, MAY_FEE_RULE, MAY_FEE_OWN, MAY_FEE_EARNED, MAY_UNMET_READ,
	MAY_TALK_ASK, MAY_TALK_HELD, MAY_TALK_OWN, MAY_TALK_READ, MAY_TALK_WRITE,
	MAY_NOTICE_READ, MAY_NOTICE_WRITE, MAY_NOTICE_SEND, MAY_NOTICE_OWN,
	/* make room adds here */
	MAY_N
};

/* How the asker stands to the thing. A row of the table names the relations of which one is enough.
 * OPERATOR: a thing of the asker's legal body, or of none (areas do not matter). AREA: the same, and in the areas the asker serves.
 * HELD: came by its secret link. */
enum relation { REL_ANY = 1, REL_OPERATOR = 2, REL_AREA = 4, REL_OWN = 8, REL_HELD = 16 };

struct thing { struct operator_id operator_id; struct area_id area_id; struct account_id owner_id; bool is_held; };

bool may_ever(const struct desk *, enum may);           /* could be allowed for something: asked of every route */
bool may(const struct desk *, enum may, const struct thing *);
/* The same for lists: parameters of a query that finds just what may() would allow one by one. In the query:
 *   AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
 *        AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list))) */
struct may_reach { bool is_everywhere, is_unowned_seen, has_all_areas; struct operator_id operator_id; struct str area_list; };
struct may_reach may_reach(const struct desk *, enum may);
bool may_role_ever(enum role, enum may);                /* for menus and sweeps */
const char *may_word(enum may);
bool may_check_table(struct str *ret_why, struct arena *);      /* every act has a row */

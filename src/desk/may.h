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
	MAY_CONSULT_ASK, MAY_CONSULT_READ_OWN, MAY_CONSULT_READ, MAY_CONSULT_ANSWER,
	/* make room adds here */
	MAY_N
};

/* How the asker stands to the thing. A row of the table names the relations that are enough. */
enum relation { REL_ANY = 1, REL_OPERATOR = 2, REL_AREA = 4, REL_OWN = 8, REL_HELD = 16 };   /* HELD: came by its secret link */

struct thing { struct operator_id operator_id; struct area_id area_id; struct account_id owner_id; bool is_held; };

bool may_ever(const struct desk *, enum may);           /* could be allowed for something: asked of every route */
bool may(const struct desk *, enum may, const struct thing *);
bool may_role_ever(enum role, enum may);                /* for menus and sweeps */
const char *may_word(enum may);
bool may_check_table(struct str *ret_why, struct arena *);      /* every act has a row */

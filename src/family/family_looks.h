/* Looks at records by staff outside of the charge, with the purpose they gave: a manager looks through them each week. Looks for protection and at
 * records under 秘匿 lie in logs of their own and are never here. */
#pragma once
#include "family/family.h"
#include "family/family_looks.sql.h"

enum { FAMILY_LOOKS_MOST = 2000, FAMILY_LOOKS_WEEKS = 4 };

/* One person's looks at one family for one purpose in that week. */
struct family_look { struct account_id account_id; struct family_id family_id; struct str name, role, purpose, family;
	struct moment first_at, last_at; int64_t n; };
struct family_looks { struct day week_on; struct family_look *line; size_t n; bool is_cut, is_seen; struct family_looks_week_of_row seen; };

struct day family_looks_monday(struct day);
struct str family_looks_head(struct str purpose);       /* its word: "away" of "away: at the dentist" */
/* Of the asker's own legal body; newest first. */
void family_looks_read(struct desk *, struct day week_on, struct family_looks *ret);
/* Looked through: once, with how many there were. False: not over yet, or done already. */
bool family_looks_tick(struct desk *, struct day week_on);
/* Timed: a task for the managers of each legal body whose oldest week of the last FAMILY_LOOKS_WEEKS nobody has looked through. */
void family_looks_hourly(struct desk *);

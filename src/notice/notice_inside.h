/* What the room's files lend each other. */
#pragma once
#include "notice/notice.h"

bool notice_is_contractor(const struct desk *, struct operator_id);      /* a private body beside a public one */
bool notice_list_has(const struct desk *, struct str list, int64_t id);         /* an absent list has everybody */
bool notice_is_for(const struct desk *, const struct notice_row *, const struct account_line *);
struct str notice_who_title(const struct desk *);       /* what stands as sender and subject: the town's name of it, nothing more */

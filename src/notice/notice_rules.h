/* Ages and hours of a message to many. */
#pragma once
#include "base/day.h"

/* Born between these days is from_n to until_n whole months old on that day (-1: no limit on that side). */
struct notice_born { struct day from_on, until_on; bool is_any; };
struct notice_born notice_born_on(struct day on, int64_t from_n, int64_t until_n);
/* Within the hours in which people are told what does not hurry; and the next moment that is. */
bool notice_is_day(struct moment at, int from_minute, int until_minute);
struct moment notice_next_day(struct moment at, int from_minute, int until_minute);

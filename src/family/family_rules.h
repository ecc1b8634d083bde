/* Time as families count it: weeks and days of a pregnancy, 月齢 of a child; telephones and numbers as they are compared. Pure. */
#pragma once
#include "base/arena.h"
#include "base/day.h"

enum { FAMILY_TERM_DAYS = 280 };                        /* 40 weeks and 0 days */
struct family_weeks { int weeks, days; };
struct family_age { int years, months, days; };

/* How far a pregnancy is on that day, counted back from its due date; weeks below 0 when that is not yet. 42 weeks 3 days is {42, 3}. */
struct family_weeks family_weeks_on(struct day due_on, struct day on);
/* Naegele's rule as 280 days from the first day of the last period. */
struct day family_due_of_period(struct day period_on);
/* 月齢: whole years, months and days since birth; a month is over on the same day of the next, or on its last. All 0 before birth. */
struct family_age family_age_on(struct day born_on, struct day on);
struct day family_months_later(struct day, int months); /* clamped to the month's end */
/* Digits only, a leading +81 as 0; STR_NONE with fewer than nine. */
struct str family_phone_digits(struct arena *, struct str);
/* A My Number (個人番号): twelve digits whose last is the check digit of the eleven before (番号利用法施行令 8条, 総務省令 5条). Blanks and hyphens are passed
 * over. Such a number is never taken in. */
bool family_is_my_number(struct str);

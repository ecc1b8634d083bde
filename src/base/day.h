/* Moments and days. A moment is UTC in milliseconds; a day is a date in Japan (JST, no summer time). */
#pragma once
#include "base/str.h"

struct moment { int64_t ms; };                          /* since 1970-01-01 UTC; 0 is absent */
struct day { int32_t n; };                              /* days since 1970-01-01 in Japan */
struct day_parts { int year, month, day; };             /* month 1-12, day 1-31 */

#define DAY_NONE ((struct day){ INT32_MIN })
#define MOMENT_NONE ((struct moment){ 0 })
enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };
#define DAY_MS ((int64_t)24 * HOUR)

struct day day_of(struct moment);
struct day day_make(int year, int month, int day);      /* DAY_NONE when there is no such date */
struct day_parts day_split(struct day);
int day_weekday(struct day);                            /* 0 Sunday ... 6 Saturday */
bool day_is_none(struct day);
bool day_parse(struct str, struct day *ret);            /* 2026-11-25 or 2026/11/25 */
int day_fiscal_year(struct day);                        /* 年度: begins on 1 April */
int day_minute(struct moment);                          /* minute of the day in Japan, 0-1439 */
struct moment day_moment(struct day, int minute);       /* that minute of that day in Japan */
struct moment moment_add(struct moment, int64_t ms);

/* Reading the words of others: the tables and small readers behind directory_derive. */
#pragma once
#include "directory/directory_fact.h"

const char *directory_type_guess(const struct str fact[FACT_N]);        /* never NULL: "other" */
bool directory_clock_read(struct str words, int64_t *ret_minute);       /* "7:00", wide digits, hours and minutes in kanji */
/* Days of the week as a rule (Mon-Fri; Mon,Wed); STR_NONE when they are written otherwise. */
struct str directory_days_rule(struct arena *, struct str words);
/* Days and one span of time in words, 月～土 8:30～17:00, as a rule; STR_NONE when they say anything rarer or more. */
struct str directory_hours_read(struct arena *, struct str words);
bool directory_is_yes(struct str words);
bool directory_is_plain_yes(struct str words);                            /* yes and not a word more: a mark, one kanji */
struct str directory_fee_kind(const struct str fact[FACT_N]);           /* free | paid | unknown */
bool directory_type_known(struct str words);             /* some type's word stands in it */
/* The towns that an area's name holds, one after the other: 北部（脇本・折多のあたり） gives 脇本, 折多. Compass words alone are no towns. */
bool directory_area_word_cut(struct str *rest, struct str *ret);
/* The first number in it that can be dialled, as `tel:` wants it: "0996-00-0000"; "TEL 0183(72)5855" gives 0183-72-5855. Numbers without an area code
 * and three-digit help lines with a # stay what they are: absent and #8000. */
struct str directory_phone_link(struct arena *, struct str words);

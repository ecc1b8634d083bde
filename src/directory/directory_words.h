/* Reading the words of others: the tables and small readers behind directory_derive. */
#pragma once
#include "directory/directory_fact.h"

const char *directory_type_guess(const struct str fact[FACT_N]);        /* never NULL: "other" */
bool directory_clock_read(struct str words, int64_t *ret_minute);       /* "7:00", wide digits, hours and minutes in kanji */
/* Days of the week as a rule (Mon-Fri; Mon,Wed); STR_NONE when they are written otherwise. */
struct str directory_days_rule(struct arena *, struct str words);
bool directory_is_yes(struct str words);
bool directory_is_plain_yes(struct str words);                            /* yes and not a word more: a mark, one kanji */
struct str directory_fee_kind(const struct str fact[FACT_N]);           /* free | paid | unknown */

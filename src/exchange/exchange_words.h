/* The words of column headings in open data, and what each column holds. Headings are recognised by words, never by place; other cities, unseen,
 * bring other words, so what no row knows is guessed by parts of words, and what nobody can guess is kept as it is. */
#pragma once
#include "directory/directory_fact.h"

/* Below FACT_N: the fact itself. */
enum exchange_to {
	TO_NOTHING = -1, TO_MORE = FACT_N,              /* unknown: kept with its heading */
	TO_IGNORE,
	TO_ID, TO_NO,                                   /* the publisher's own id; a number in a list */
	TO_ADDRESS_MORE, TO_LAT, TO_LON, TO_LAT_LON,
	TO_AGE_FROM, TO_AGE_TO, TO_MONTH_FROM, TO_MONTH_TO,
	TO_TYPE_FLAG,                                   /* yes: the heading's word is one of its types */
	TO_PERIOD_FROM, TO_PERIOD_TO, TO_APPLY_FROM, TO_APPLY_TO,
	TO_DAY_0, TO_DAY_6 = TO_DAY_0 + 6,              /* Monday to Sunday, a column each */
	TO_PLACE,                                       /* where: the name of a building or an address in words */
	TO_PUBLISHER, TO_LICENCE,
	TO_VACANCY_ON, TO_VACANCY_AGE, TO_FREE, TO_WAIT, TO_ENROLLED,
	TO_FREE_0, TO_FREE_5 = TO_FREE_0 + 5, TO_WAIT_0, TO_WAIT_5 = TO_WAIT_0 + 5, TO_ENROLLED_0, TO_ENROLLED_5 = TO_ENROLLED_0 + 5,
	TO_N
};

struct exchange_header { const char *word; int to; };
/* Whole headings, in any spelling that exchange_fold makes equal. */
extern const struct exchange_header exchange_headers[];
extern const size_t exchange_header_n;
/* Parts of headings: the first row whose `has` stands in it, none of `not` (split by |) does. is_end: has must end it. */
struct exchange_part { const char *has, *not; bool is_end; int to; };
extern const struct exchange_part exchange_parts[];
extern const size_t exchange_part_n;
/* What names of helping places end with: to know the column of names where no heading says it. */
extern const char *const exchange_name_ends[];          /* NULL at the end */
extern const char *const exchange_weak_names[];         /* what headings of names end with where no heading says "name"; NULL at the end */
extern const char *const exchange_ranks[];              /* public, private, licensed: in front of a title between the rows */
extern const char *const exchange_brackets[];           /* what a title between the rows begins with */
extern const char *const exchange_days[], *const exchange_class_words[];
extern const char *const exchange_from_to[], *const exchange_degree_heads[], *const exchange_age_words[];
extern const char *const exchange_counters[];           /* 3 園, 5 か所: behind the number of a sum */
extern const char *const exchange_nothings[];           /* cells that mean that there is nothing */
extern const char *const exchange_yes[], *const exchange_no[];
extern const char *const exchange_public[], *const exchange_private[];
extern const char *const exchange_word_kodomoen, *const exchange_word_in_company, *const exchange_word_from_to, *const exchange_word_column,
	*const exchange_word_years, *const exchange_word_join, *const exchange_word_first;
/* Parts of headings and of names, for telling kinds of tables apart. */
extern const char *const exchange_free_words[], *const exchange_wait_words[], *const exchange_enrolled_words[], *const exchange_address_words[];
extern const char *const exchange_event_words[], *const exchange_events[], *const exchange_programme_words[], *const exchange_sums[];
extern const char *const exchange_marks[];
extern const char *const exchange_address_heads[];

/* Headings folded and ready to be looked up. */
struct exchange_words { struct arena *arena; struct { struct str word; int to; } *slot; size_t mask; };
void exchange_words_begin(struct arena *, struct exchange_words *ret);
/* Width, case, brackets, spaces and other ways to write the same heading are made one. */
struct str exchange_fold(struct arena *, struct str heading);
/* What a heading means; TO_NOTHING: no idea. *ret_is_sure: the whole heading is known. */
int exchange_word(const struct exchange_words *, struct str heading, bool *ret_is_sure);
bool exchange_is_one_of(struct str, const char *const *list);
int exchange_era(struct str date);                      /* what to add to the year of 令和5年4月1日, R5.4.1; 0: no era is named */

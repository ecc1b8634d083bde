/* Bringing in questions, programmes and rules that others wrote. The same again changes nothing; what a person edited here stays. */
#pragma once
#include "support/support.h"

/* source names where it came from, at most 100 letters; confirmed_by: an officer's name when the rules may be told at once, else absent. Counts:
 * what was read, and how many of all that were new or changed. */
struct support_load { struct str source, confirmed_by; int64_t question_n, programme_n, rule_n, changed_n; };

/* Our own layout (docs/support.md): source, confirmed_by, questions [{key, words, choices [{key, words}]}], programmes [{key, facts, rules
 * [{question, fits, fails, sentence, url}]}]. False with a sentence for administrators; the caller then keeps nothing. */
bool support_load_own(struct desk *, struct str json, struct support_load *, struct str *ret_why);
/* The three documents of civichat: questions.json, answers.json (which answer lets which system through, "1" or "0") and systemsdata.json. */
bool support_load_civichat(struct desk *, const struct str file[3], struct support_load *, struct str *ret_why);

/* The steps of both: each fills in the ids. */
void support_load_question(struct desk *, struct support_load *, struct support_question *);
struct entry_id support_load_programme(struct desk *, struct support_load *, struct str key, const struct str fact[FACT_N]);
void support_load_rule(struct desk *, struct support_load *, struct support_rule_row *);
const struct support_question *support_load_find(const struct support_question *, size_t n, struct str key);
struct choice_id support_load_choice(const struct support_question *, struct str key);

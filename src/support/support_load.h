/* Bringing in questions, programmes and rules that others wrote. The same again changes nothing; what a person edited here stays. */
#pragma once
#include "support/support.h"

/* The steps of both: each fills in the ids. */
void support_load_question(struct desk *, struct support_load *, struct support_question *);
struct entry_id support_load_programme(struct desk *, struct support_load *, struct str key, const struct str fact[FACT_N]);
void support_load_rule(struct desk *, struct support_load *, struct support_rule_row *);
const struct support_question *support_load_find(const struct support_question *, size_t n, struct str key);
struct choice_id support_load_choice(const struct support_question *, struct str key);

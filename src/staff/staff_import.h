/* A list of staff comes in: `yorisoi import --kind worker`. Who is known by the number in the payroll's list, else by name and kana within the same
 * body, is changed where the list says something else; an empty cell says nothing. Nobody is ended by being absent. */
#pragma once
#include "base/roll.h"
#include "staff/staff.h"

extern const struct roll_column staff_import_columns[];
extern const size_t staff_import_column_n;
/* nurse ... of 保健師 ...; absent when no kind is meant. */
struct str staff_import_kind(struct str written);
/* ',ja,en,' of 日本語、英語; false for a language that we do not know. */
bool staff_import_languages(struct arena *, struct str written, struct str *ret);

/* The next word of a cell that lists several. */
bool staff_import_next(struct str *rest, struct str *ret_word);

/* Puts in, or (is_dry) only compares, every row that waits. One turn. */
void staff_import(struct desk *, struct roll *, bool is_dry);

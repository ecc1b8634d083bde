/* The daily list of residents comes in as a difference: `yorisoi import FILE --kind family`. What is new, changed or gone waits on the desk until a
 * person says yes; the death of a child that is known here starts the loss rule at once. Nobody is ended by being absent from a list. */
#pragma once
#include "base/roll.h"
#include "family/family.h"
#include "family/family_resident.sql.h"

extern const struct roll_column family_resident_columns[];
extern const size_t family_resident_column_n;

/* 'left', 'dead' or absent of 異動事由; 'f', 'm' or absent of 性別. */
struct str family_resident_reason(struct str written);
struct str family_resident_sex(struct str written);

/* Compares every row that waits, and (unless is_dry) puts what differs in the waiting list. As many rows as fit into
 * a short turn (roll->done_n): it is called again until all are done; what was taken in is kept, and the list once more changes nothing. Without
 * walls. Numbers that are My Numbers are rejected with a sentence. */
void family_resident_import(struct desk *, struct roll *, bool is_dry);
/* Yes: a new child joins its household's family (or one registered for it), changes are taken over, who left is marked. No: it is passed over. */
enum family_refusal family_resident_settle_one(struct desk *, struct resident_id, bool is_yes);

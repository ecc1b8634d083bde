/* What follows from a change of worker: a note to write, tasks for both, a line in the family's story, and a letter to the family that says only that
 * there is something to read. */
#pragma once
#include "family/family_charge.h"

enum family_charge_said { FAMILY_CHARGE_BEGUN, FAMILY_CHARGE_HANDED, FAMILY_CHARGE_SCHOOL, FAMILY_CHARGE_ENDED, FAMILY_CHARGE_BACK };

void family_tell_begin(struct desk *, const struct family_charge_row *);
void family_tell_handover(struct desk *, const struct family_charge_row *old, struct person_id to);
/* Their worker of before has them again. */
void family_tell_back(struct desk *, const struct family_charge_row *old);
void family_tell_end(struct desk *, const struct family_charge_row *old, const char *end_kind);

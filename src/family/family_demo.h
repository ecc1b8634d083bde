/* Invented families for the demo and for load: the same town and the same day give the same families. */
#pragma once
#include "family/family.h"

/* names: demo/families.txt, `kind words...` a line. child_n preschool children (birth_n of them born in the
 * last twelve months) and as many pregnancies as go with birth_n; spread over the tenant's areas. */
struct family_demo { struct str names; int64_t child_n, birth_n; };
int64_t family_demo_make(struct desk *, const struct family_demo *);
/* The family of a demo person: her account, a child so many months old. */
struct family_demo_guardian { struct account_id account_id; struct str name, kana; struct area_id area_id; int months; };
void family_demo_person(struct desk *, const struct family_demo_guardian *);

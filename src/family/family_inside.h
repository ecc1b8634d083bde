/* What the room's files lend each other. */
#pragma once
#include "family/family.h"
#include "family/family_rules.h"

struct family_subject { struct family_id family_id; struct subject_id subject_id; };
struct family_key_new { struct str name, kana, phone; struct day born_on; };
void family_keys_put(struct desk *, struct family_subject, const struct family_key_new *);
/* The task of an empty or past next step. */
void family_next_task(struct desk *, const struct family_row *);

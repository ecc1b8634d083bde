/* What was registered, put right: each change keeps what stood there before, and nothing overwrites what somebody else has changed meanwhile. A birth
 * makes a pregnancy's children, however many, in one event; a family that is about to move in becomes a resident by one act. */
#pragma once
#include "family/family.h"
#include "family/family_edit.sql.h"

/* All of these: the caller has asked whether one may write. CHANGED: the row is not at version_n any more; nothing was written. */

/* The area decides whose family it is: where that is another legal body's, `basis` says by what right it goes there ("consent", "contract", "law"),
 * else FAMILY_PURPOSE; its named worker ends. */
struct family_household_edit { struct area_id area_id; struct str address, lang, basis; bool is_interpreted; int64_t version_n; };
enum family_refusal family_edit_household(struct desk *, const struct family_row *, const struct family_household_edit *);
/* The household is called like the guardian it was registered by, and keeps that one's telephone and mail; it follows. */
struct family_guardian_edit { struct str relation, name, kana, phone, mail; struct day born_on; int64_t version_n; };
enum family_refusal family_edit_guardian(struct desk *, const struct family_guardian_row *, const struct family_guardian_edit *);
/* Not a guardian of this family (any more): the account's view of it ends. NOT_NOW: the only one. */
enum family_refusal family_edit_guardian_gone(struct desk *, const struct family_guardian_row *, int64_t version_n);
struct family_child_edit { struct str name, kana, sex; struct day born_on; int64_t birth_order_n, version_n; };
enum family_refusal family_edit_child(struct desk *, const struct family_child_row *, const struct family_child_edit *);
/* NOT_NOW: it does not go on any more. */
struct family_pregnancy_edit { struct day due_on, notified_on; int64_t fetus_n, version_n; bool is_first; struct str note; };
enum family_refusal family_edit_pregnant(struct desk *, const struct family_pregnancy_row *, const struct family_pregnancy_edit *);

/* One birth, all its children (n of 1 to 9; names may be absent yet). NOT_NOW: the pregnancy does not go on. */
struct family_birth { const struct family_pregnancy_row *pregnancy; struct day born_on; struct family_child_new child[9]; size_t n; };
enum family_refusal family_bear(struct desk *, const struct family_birth *);

/* About to move in: where from and when, as far as it is known. */
void family_coming_note(struct desk *, struct family_id, struct str from_place, struct day coming_on);
/* Lives here now. NOT_NOW: it did already. An absent address leaves what is there. */
enum family_refusal family_came(struct desk *, const struct family_row *, struct str address);

/* 担当制: every family has a named worker who stays until school entry. Who it is, who it was and why; whom the rule proposes; handovers with a note.
 * The rules and what they weigh stand in family_charge_rules.h (settings charge.order and charge.load). */
#pragma once
#include "family/family_charge.sql.h"
#include "family/family_charge_rules.h"
#include "staff/staff.h"

/* The named worker of a family; false: none. Without walls: who asks says who may see the family. */
bool family_charge_of(struct desk *, struct family_id, struct family_charge_row *ret);
/* What the family's own page shows: the worker as they wish to be shown, and where to write. link: "/n/TOKEN". */
struct family_charge_card { struct staff_person person; struct str link; struct day from_on; };
bool family_charge_card(struct desk *, struct family_id, struct family_charge_card *ret);
size_t family_charge_history(struct desk *, struct family_id, struct family_charge_row **ret);  /* newest first */

/* A family as far as sharing out asks: its area, what it weighs on d->today, whether it is its first child. */
struct family_charge_facts {
	struct family_id family_id;
	struct str name, kana;                          /* how staff call it */
	struct area_id area_id;
	struct person_id person_id; struct day from_on; /* its named worker, absent: none */
	struct charge_asks asks; enum lang lang;
	int64_t load_n, child_n, pregnancy_n;           /* preschool children (whatever they weigh) and pregnancies */
	int64_t schooled_n;                             /* children here who have entered school by then */
	struct day school_on;                           /* the youngest enters school; DAY_NONE: a pregnancy, or no child */
};
bool family_charge_facts_of(struct desk *, struct family_id, struct day on, struct family_charge_facts *ret);
/* Whether its worker's time ends by school entry: somebody is at school, nobody before it and nobody on the way. */
bool family_charge_is_over(const struct family_charge_facts *);
/* All families with a named worker (person 0: anybody's), as they will be on that day. */
size_t family_charge_facts_all(struct desk *, struct person_id, struct day on, struct family_charge_facts **ret);

/* Whom the rule proposes for a family, and the people it chose among. Candidates serve today, may be named workers and belong to whom the area
 * belongs to; those of an operator under contract serve this area by name (Setagaya: contractors' staff in their own areas only). */
struct family_proposal {
	struct staff_person *person; struct charge_candidate *candidate; size_t n;
	struct charge_proposal choice;                  /* places are indices into both */
	struct charge_order order;
	int64_t mean_n;                                 /* load of a full-time share, on the average */
};
bool family_charge_is_possible(const struct desk *, const struct staff_person *, struct area_id, struct day on);
void family_charge_ask(struct desk *, const struct family_charge_facts *, struct family_proposal *ret);

enum family_charge_refusal { FAMILY_CHARGE_OK, FAMILY_CHARGE_NO_SUCH, FAMILY_CHARGE_TAKEN, FAMILY_CHARGE_REASON, FAMILY_CHARGE_BAD };
/* Makes somebody the named worker (no person: whom the rule proposes). TAKEN: the family's worker is not (any more) `seen` (absent: none). REASON:
 * not whom the rule proposes, and no reason is given (up to 500 letters). BAD: may not be this family's. A change of worker leaves a handover note to
 * write, and the family is told. */
struct family_charge_new { struct family_id family_id; struct person_id person_id, seen_person_id; struct str reason; };
enum family_charge_refusal family_charge_put(struct desk *, const struct family_charge_new *);
/* By another operation that has asked already (a plan carried out, an import): kind "handover" or "import". */
void family_charge_hand_over(struct desk *, const struct family_charge_row *old, struct person_id to, int64_t reason_n);
/* The first worker of a family, of a list that others made: kind "import", since the day the family was registered. */
void family_charge_begin(struct desk *, struct family_id, struct person_id);
int64_t family_charge_load(struct desk *, struct person_id);    /* what somebody's families weigh today, in tenths of a child */
/* Back as it was before that moment, at which the family was handed to `to` (absent: let go): who had them has them again, since when they had them;
 * both stay in the history. False, and nothing changes: something else has come of it since, or the note of handover is written. */
bool family_charge_take_back(struct desk *, struct family_id, struct person_id to, struct moment at);
/* No worker any more: end_kind "school", "moved" or "other". */
void family_charge_end(struct desk *, const struct family_charge_row *, const char *end_kind);
/* Timed: families whose last child has entered school say goodbye to their worker; at most `most_n`. How many. */
int64_t family_charge_school(struct desk *, int64_t most_n);
/* A family is erased. */
void family_charge_forget(struct desk *, struct family_id);

/* The code of a worker's labels: made when it is first asked for. The person behind one; false: unknown. */
struct str family_charge_token(struct desk *, struct person_id);
bool family_charge_person_by_token(struct desk *, struct str token, struct staff_person *ret);

/* ---- handing over ---- */
enum family_note_refusal { FAMILY_NOTE_OK, FAMILY_NOTE_NO_SUCH, FAMILY_NOTE_CHANGED, FAMILY_NOTE_NOT_YOURS };
/* Notes that wait for this person: to be written (given_at absent) or to be read. Managers: their operator's. */
size_t family_notes_waiting(struct desk *, struct family_charge_note_row **ret);
bool family_note_by_id(struct desk *, struct note_id, struct family_charge_note_row *ret);
enum family_note_refusal family_note_give(struct desk *, const struct family_charge_note_row *, struct str words);
enum family_note_refusal family_note_take(struct desk *, const struct family_charge_note_row *);

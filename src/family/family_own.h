/* A family's own page: who comes in by which code, what each guardian sees, and who looked at the record. */
#pragma once
#include "family/family.h"
#include "base/out.h"
#include "family/family_own.sql.h"

enum { FAMILY_CODE_DAYS = 7, FAMILY_CODE_TRIES = 30 };

/* A code of eight letters and figures, as "K7QX-4M2P", that binds an account to this guardian; good for FAMILY_CODE_DAYS, once. Ends older ones.
 * It is kept as a keyed hash only. By staff in person, or by the first guardian for the second (given_by "staff", "guardian"). */
struct str family_own_code(struct desk *, const struct family_guardian_row *, const char *given_by);
/* Binds the account to the code's guardian. NO_SUCH: wrong, used or past; NOT_NOW: this account or guardian is bound to another already (accounts
 * never merge by themselves). A new phone comes in by the same way: the guardian's old account ends. */
enum family_refusal family_own_use_code(struct desk *, struct str typed, struct account_id, struct family_guardian_row *ret);
/* Is there such a code that still opens? Consumes nothing. The second gives its guardian. */
bool family_own_code_is_open(struct desk *, struct str typed);
bool family_own_code_guardian(struct desk *, struct str typed, struct family_guardian_row *ret);
/* The second guardian, confirmed by the first: a code for them in *ret. NOT_NOW under 秘匿: only staff may then. */
enum family_refusal family_own_second(struct desk *, const struct family_guardian_row *first, const struct family_new *, struct str *ret_code);
/* What the guardian may see of the child today: 'custody' | 'calendar' | 'none'. Without papers the first guardian has custody, others calendar. */
struct str family_own_right(struct desk *, const struct family_guardian_row *, bool is_first, struct child_id);
/* The first is who was confirmed by staff earliest; also true for one who is alone. */
bool family_own_is_first(struct desk *, const struct family_guardian_row *);

/* Whether who asks belongs to a household under 秘匿: no code on a poster counts them. */
bool family_own_is_hushed(struct desk *);
/* Who looked, one line a person within ten minutes; newest first. purpose as family_pass keeps it; no names. */
struct family_looked { struct moment at; struct str role, purpose; bool is_charge; };
size_t family_own_looked(struct desk *, const struct family_guardian_row *, struct family_looked **ret);

/* What rooms above add to a guardian's own export, as members of a JSON object (`"talks":[...]`): the list stands in app/rooms.c. */
struct family_told { struct moment at; struct str words, by; bool is_from_staff; };
struct family_piece { const char *room; void (*write)(struct desk *, struct out *, struct account_id);
	/* The same for people to read, oldest first; NULL: nothing. */
	size_t (*told)(struct desk *, struct account_id, struct family_told **ret); };
extern const struct family_piece family_pieces[];
extern const size_t family_piece_n;
/* What that guardian wrote, was sent or shown, as JSON. */
struct str family_own_export(struct desk *, const struct family_guardian_row *);

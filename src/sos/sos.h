/* Calls for help (SOS): raised by a family's button, by urgent words, by staff. A call rings on the screens of those who may see it until a person
 * takes it, goes up a ladder while nobody does (sos_rules.h), and closes only with an outcome. Others on duty learn that there is one and no
 * more. Door of the room; it stands below the talks, which raise calls and say where they lead. */
#pragma once
#include "desk/may.h"
#include "desk/tenant.h"
#include "sos/sos.sql.h"
#include "sos/sos_rules.h"

enum sos_refusal { SOS_OK, SOS_NO_SUCH, SOS_TAKEN, SOS_CLOSED, SOS_CHANGED, SOS_BAD };

/* source: "family", "words", "staff". subject: of which one call at most is open (a talk's number, a visit's), or 0; href: where that is read.
 * kind and reason: of urgent words the kind and the row of the table; of staff their own words (up to 1,000 letters); kind "care": a helper on a
 * visit pressed. charge: whose family it is, absent: nobody's. family: in whose story it stands; absent: not known (sos_join_family). pressed_at:
 * where it was pressed without signal, before it came. is_morning: rings from the next opening on. */
struct sos_new { const char *source; int64_t subject_id; struct str href, kind, reason; struct operator_id operator_id; struct area_id area_id;
	struct account_id charge_account_id; struct family_id family_id; struct moment pressed_at; bool is_morning; };
/* Raises, or notes that it was raised again where one is open for the subject: one that waited for the morning rings then, unless this one waits
 * too. */
struct sos_id sos_raise(struct desk *, const struct sos_new *);
/* The next rungs of the ladder, each once, however late it is asked. Timed: by a letter of the outbox on channel "sos" (sos_due_letter). */
void sos_ring(struct desk *, struct sos_id);
/* Whose talk it is has become known: its calls, the closed ones too, stand in that family's story from now on, each at its own time. */
void sos_join_family(struct desk *, int64_t subject_id, struct family_id);
bool sos_of_subject(struct desk *, int64_t subject_id, struct sos_row *ret);    /* the open one */

/* For staff; NO_SUCH also where this person may not see it. */
enum sos_refusal sos_for_staff(struct desk *, struct sos_id, struct sos_row *ret);
enum sos_refusal sos_take(struct desk *, struct sos_id);        /* of two who take it at once one gets OK, the other TAKEN */
enum sos_refusal sos_give_back(struct desk *, struct sos_id);   /* rings again from the ladder's foot; only by its taker or a manager */
/* outcome: calm | met | passed | emergency | mistaken | unreached. passed and emergency want an agency and a basis: consent | law (with its
 * article) | life | contract; else BAD. Must have been taken (TAKEN is then not said: NO_SUCH, CLOSED, CHANGED, BAD). */
struct sos_end { int64_t version_n; struct str outcome, agency, basis, article, note; };
enum sos_refusal sos_close(struct desk *, struct sos_id, const struct sos_end *);
bool sos_goes_on(struct str outcome);                   /* passed, emergency */
/* The subject is gone (a talk is erased): so is what was open for it. */
void sos_forget_subject(struct desk *, int64_t subject_id);
int64_t sos_forget(struct desk *, int64_t most_n);      /* closed ones older than retain_months; how many */

/* Is anybody there? WATCHING: in the hours, and somebody who would see it has used the desk within five minutes. ON_DUTY: in the hours of the
 * counter or of the night duty. NOBODY: neither. has_word: the town has switched the word SOS on, and has night duty for every hour. */
enum sos_presence { SOS_NOBODY, SOS_ON_DUTY, SOS_WATCHING };
struct sos_watch { enum sos_presence presence; bool has_word; struct moment opens_at; };
struct sos_watch sos_watch(struct desk *, struct area_id, struct operator_id);

/* What stands on top of one person's pages: calls that they may see and those they took; and whether there are others. */
struct sos_line { struct sos_row row; enum sos_shown shown; bool is_morning; };         /* morning: does not ring yet */
struct sos_bar { const struct tenant *tenant; struct sos_line *line; size_t line_n; bool has_others, rings;
	struct str ring; };                             /* where it is asked again */
void sos_look(struct desk *, struct sos_bar *ret);

/* 開示請求: somebody asks what the town holds about a guardian or a child. Entered, who they are checked, everything gathered, third parties masked,
 * released by two persons, handed over as HTML or PDF; a clock of 30 days (個人情報の保護に関する法律 83条) that is a task. Door of the room. */
#pragma once
#include "disclose/disclose.sql.h"
#include "family/family.h"

enum disclose_refusal { DISCLOSE_OK, DISCLOSE_NO_SUCH, DISCLOSE_CHANGED, DISCLOSE_NOT_NOW, DISCLOSE_SAME_PERSON, DISCLOSE_COUNTER };
enum { DISCLOSE_DAYS = 30, DISCLOSE_ITEMS_MOST = 2000 };

/* One of guardian_id and child_id: about whom; relation: 'self' | 'parent' | 'agent'. */
struct disclose_new { struct family_id family_id; struct guardian_id guardian_id; struct child_id child_id; struct str asker, relation, what;
	struct day asked_on; };
enum disclose_refusal disclose_enter(struct desk *, const struct disclose_new *, struct request_id *ret);

/* By a guardian on its own phone, about itself or a child. COUNTER: nobody of the staff has seen who holds this account (its code was not given in
 * person by staff), or 秘匿: at a counter, with papers. NO_SUCH: no child here that it has custody of; NOT_NOW: one about the same is open. The desk
 * checks the person once more when it hands the records over. */
struct disclose_own { struct family_row family; struct family_child_row *child; size_t child_n; struct disclose_row *request; size_t request_n;
	bool may_ask; };
void disclose_own_read(struct desk *, const struct family_guardian_row *, struct disclose_own *ret);
enum disclose_refusal disclose_ask(struct desk *, const struct family_guardian_row *, struct child_id, struct str what);

/* NO_SUCH also behind walls. */
enum disclose_refusal disclose_for_staff(struct desk *, struct request_id, struct disclose_row *ret);
size_t disclose_list(struct desk *, struct disclose_row **ret); /* open ones by their day, then those that are done; those one may see */
bool disclose_is_open(const struct disclose_row *);

/* The paper that was shown ("マイナンバーカード", never its number). asked -> checked. Each step is refused as NOT_NOW out of order, and as CHANGED where
 * the request is not at version_n any more. */
enum disclose_refusal disclose_check(struct desk *, const struct disclose_row *, struct str paper, int64_t version_n);
/* Once, up to 30 days more, with its reason. */
enum disclose_refusal disclose_lengthen(struct desk *, const struct disclose_row *, struct day due_on, struct str why);
/* Takes together what is held about that person, anew each time until it is proposed; the names, telephones and mails of the family's other
 * grown-ups, and the address under 秘匿, are proposed to be hidden. checked | gathered -> gathered. */
enum disclose_refusal disclose_gather(struct desk *, const struct disclose_row *, int64_t version_n);
/* hidden: words to black out, a line each. why: 'third' | 'safety' | 'business' | 'other', where anything is hidden. */
struct disclose_mask { struct item_id item_id; struct str hidden, why; bool is_left_out; };
enum disclose_refusal disclose_mask(struct desk *, const struct disclose_row *, const struct disclose_mask *);
/* The first says it is right (gathered -> proposed), another one lets it go (proposed -> released), or gives it back (proposed -> gathered). */
enum disclose_refusal disclose_propose(struct desk *, const struct disclose_row *, int64_t version_n);
enum disclose_refusal disclose_release(struct desk *, const struct disclose_row *, int64_t version_n);
enum disclose_refusal disclose_give_back(struct desk *, const struct disclose_row *, struct str why, int64_t version_n);
/* released -> handed: 'counter' | 'post' | 'other'. */
enum disclose_refusal disclose_hand(struct desk *, const struct disclose_row *, struct str how, struct day on, int64_t version_n);
/* Withdrawn, or not possible; any open state -> closed. */
enum disclose_refusal disclose_end(struct desk *, const struct disclose_row *, struct str why, int64_t version_n);

size_t disclose_items(struct desk *, const struct disclose_row *, struct disclose_item_row **ret);
size_t disclose_steps(struct desk *, const struct disclose_row *, struct disclose_steps_of_row **ret);
/* What is read in place of the item's words: hidden ones as black squares; absent where it is left out. */
struct str disclose_shown(struct arena *, const struct disclose_item_row *);

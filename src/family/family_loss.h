/* Miscarriage, stillbirth, death of a child: one switch for one pregnancy or child. Every notice of its age or weeks stops at once, letters that wait
 * for it are not sent; a living twin's go on. Staff see the line with the black edge first. Two persons take a mistaken switch back. */
#pragma once
#include "family/family.h"
#include "family/family_loss.sql.h"

/* One of pregnancy_id and child_id. */
struct family_loss_new { struct family_id family_id; struct pregnancy_id pregnancy_id; struct child_id child_id; struct day lost_on;
	struct str source; };
/* NO_SUCH: not this family's, or not open for who asks; NOT_NOW: it is lost, or the pregnancy has ended, already. */
enum family_refusal family_loss_switch(struct desk *, const struct family_loss_new *);
/* The same without walls, for lists of residents that say so. */
enum family_refusal family_loss_start(struct desk *, const struct family_loss_new *);
/* The first asks (FAMILY_OK, nothing changes yet), another one confirms. SAME_PERSON: who asked may not confirm. */
enum family_refusal family_loss_undo(struct desk *, struct family_id, struct loss_id, bool *ret_is_undone);
/* Somebody was lost, and no pregnancy goes on and no child is here. */
bool family_is_mourning(struct desk *, struct family_id);
/* What every room asks before a notice, gift, survey, invitation, calendar line or label about this child or pregnancy (absent ids: about the
 * family as such, false where somebody was lost and no pregnancy goes on and no child is here): false while it is lost. */
bool family_may_tell(struct desk *, struct family_id, struct pregnancy_id, struct child_id);

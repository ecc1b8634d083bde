/* Touchpoints (母子手帳の交付, clinics, nurseries, shops ...): a poster or card with a code that leads to asking and registering, and how many came by
 * which, so that a town sees what reaches whom. Opening the address consumes nothing and names nobody. Door of the room. */
#pragma once
#include "desk/tenant.h"
#include "touch/touch.sql.h"

enum touch_refusal { TOUCH_OK, TOUCH_NO_SUCH, TOUCH_CHANGED };

struct touch_new { struct str kind, name; struct area_id area_id; };
struct touch_id touch_add(struct desk *, const struct touch_new *);
/* NO_SUCH: not there, or behind the walls of who asks. */
enum touch_refusal touch_for_staff(struct desk *, struct touch_id, struct touch_row *ret);
size_t touch_list(struct desk *, struct touch_row **ret);       /* those one may see, withdrawn ones last */
/* CHANGED: somebody else did meanwhile; nothing was written. */
enum touch_refusal touch_edit(struct desk *, const struct touch_row *, const struct touch_new *, int64_t version_n);
/* A withdrawn code still answers, kindly; putting it back is as easy. */
void touch_withdraw(struct desk *, const struct touch_row *, bool is_withdrawn);

/* Whatever its state; false: there is no such code. */
bool touch_by_token(struct desk *, struct str token, struct touch_row *ret);
/* Counts an opening, after the page has left; not for whom touch_hush names. */
void touch_seen(struct desk *, const struct touch_row *);
/* A question or a registration that began there. An unknown or withdrawn token, or whom touch_hush names: nothing is kept. */
struct touch_way { struct str token; const char *kind; int64_t subject_id; const char *stage; };
void touch_led(struct desk *, const struct touch_way *);
/* How far a family is: 'pregnant' before birth, else by the age of the child born then. */
const char *touch_stage(struct day due_on, struct day born_on, struct day today);
/* Where a family ("join") or talk ("ask") came from; false: not by a touchpoint. */
bool touch_of(struct desk *, const char *kind, int64_t subject_id, struct touch_row *ret);
/* It is not counted any more: under 秘匿, or erased. */
void touch_forget(struct desk *, const char *kind, int64_t subject_id);

/* Rooms above say who is never counted; the list stands in app/rooms.c. */
typedef bool touch_hush_fn(struct desk *);
extern touch_hush_fn *const touch_hushes[];
extern const size_t touch_hush_n;

/* What came of each from one day to another, both counted. */
struct touch_sum { struct touch_row touch; int64_t seen_n, ask_n, join_n, lang_n[LANG_N], stage_n[6]; };
enum { TOUCH_PREGNANT, TOUCH_BABY, TOUCH_TODDLER, TOUCH_PRESCHOOL, TOUCH_SCHOOL, TOUCH_UNKNOWN };
size_t touch_sums(struct desk *, struct day from_on, struct day until_on, struct touch_sum **ret);
struct touch_day { struct day on; int64_t seen_n, ask_n, join_n; };
size_t touch_days(struct desk *, struct touch_id, struct day from_on, struct day until_on, struct touch_day **ret);   /* newest first */

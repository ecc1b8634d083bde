/* The record of a family: who belongs to it, who is expected, what to know of it, its next step, and the one story over everything that happened.
 * Upper rooms add their line to the story through this door; family never reads upwards. Door of the room. */
#pragma once
#include "desk/tenant.h"
#include "family/family.sql.h"
#include "family/family_search.sql.h"

enum family_refusal { FAMILY_OK, FAMILY_NO_SUCH, FAMILY_CHANGED, FAMILY_PURPOSE, FAMILY_ALIKE, FAMILY_NOT_NOW, FAMILY_SAME_PERSON };
enum { FAMILY_LIST_MOST = 60, FAMILY_STORY_MOST = 300, FAMILY_PASS_HOURS = 8 };

/* What a counter asks: name, kana and one of due_on or child_born_on; all else may be absent. area_id decides whose family it is. */
struct family_new {
	struct str name, kana;                          /* of the guardian, as in the register, variants of kanji (IVS) included */
	struct str relation;                            /* mother | father | grandparent | other; absent: mother */
	struct day born_on;                             /* DAY_NONE: not said */
	struct str phone, mail, address;
	struct str lang;                                /* lang_code; absent: ja */
	bool is_interpreted;                            /* an interpreter is needed */
	struct area_id area_id;
	struct operator_id operator_id;                 /* where there is no area; absent: who registers */
	struct day due_on, notified_on;                 /* a pregnancy, where due_on is a day */
	int64_t fetus_n;                                /* 0: one */
	bool is_first;                                  /* first child */
	struct str child_name, child_kana, child_sex;   /* a child that is here, where child_born_on is a day; sex "f", "m" or absent */
	struct day child_born_on;
	bool is_coming;                                 /* about to move in: no address yet; area_id is where it will live */
	struct str from_place; struct day coming_on;    /* as far as known */
	struct str how;                                 /* 'counter' | 'phone' | 'demo' | 'import': said in the story's first line */
};
/* Registers without asking whether there is somebody alike (family_find_alike). Story, keys, a task for its empty next step, audit. */
struct family_id family_register(struct desk *, const struct family_new *);
/* At most 10 that may be the same family, and why: the guardian's or child's kana (folded), the name as written, the telephone, or a birthday under
 * that surname; within the asker's walls. Whatever is absent of the new one is not compared, so it may be asked while somebody types. */
struct family_alike { struct family_id family_id; struct area_id area_id; struct str name, kana; bool is_kana, is_name, is_phone, is_birthday; };
size_t family_find_alike(struct desk *, const struct family_new *, struct family_alike **ret);

/* One of its guardians, children, pregnancies more. Children of one birth share birth_id (absent: a birth of its own). */
struct family_child_new { struct family_id family_id; struct birth_id birth_id; struct pregnancy_id pregnancy_id; struct str name, kana, sex;
	struct day born_on; int64_t birth_order_n; };
struct child_id family_child_add(struct desk *, const struct family_child_new *);
struct pregnancy_id family_pregnancy_add(struct desk *, struct family_id, const struct family_new *);
struct guardian_id family_guardian_add(struct desk *, struct family_id, const struct family_new *, bool is_confirmed);

/* Whether the two numbers name one family (the same household, or put together). */
bool family_is_same(struct desk *, struct family_id, struct family_id);
/* Without walls, for rooms that have checked and for clocks. False: there is none. A family that is the same as another is that other. */
bool family_by_id(struct desk *, struct family_id, struct family_row *ret);
/* The same for the rows of a list with one question: ret[i] is of id[i], its family_id absent where there is none. */
void family_listed(struct desk *, const struct family_id *id, size_t n, struct family_row *ret);
/* Children by their numbers, eldest first; of which family each is, the caller looks. */
size_t family_children_by_id(struct desk *, const struct child_id *id, size_t n, struct family_child_row **ret);
/* For staff. NO_SUCH also behind walls; PURPOSE: outside of its charge and no purpose given yet (ret is filled in: show nothing of it). */
enum family_refusal family_for_staff(struct desk *, struct family_id, struct family_row *ret);
/* The walls alone, without the question for a purpose: whether the one who asks may act `may` on it. A named worker, and who stands in for her, is
 * not kept off by areas: a town gives her families wherever they live, and they move; the legal body's wall stands. */
bool family_may(struct desk *, int may, const struct family_row *);
/* Whether the one who asks belongs to its charge: named worker or who stands in; where nobody is named, the workers of its area. */
bool family_is_in_charge(struct desk *, const struct family_row *);
/* Says for what somebody outside of the charge opens it; good for FAMILY_PASS_HOURS. kept apart: for protection (秘匿, 虐待), seen by managers only. */
enum family_refusal family_pass(struct desk *, struct family_id, struct str purpose, bool is_kept_apart);
/* The trace of a look that the page waits for, with the purpose that was given. */
void family_trace_look(struct desk *, const struct family_row *);

/* Those of the area (absent: of all that may be seen), by kana. */
size_t family_list(struct desk *, struct area_id, int64_t limit_n, struct family_line_row **ret);
/* Those of one named worker, by kana, within the asker's walls. */
size_t family_list_of(struct desk *, struct person_id, struct area_id, int64_t limit_n, struct family_line_row **ret);
/* By kana or name (beginning of the whole or of the given name), telephone, birthday; two words narrow each other. At most 50. */
size_t family_search(struct desk *, struct str typed, struct area_id, struct family_line_row **ret);
/* Whose next step is empty or past. */
size_t family_without_next(struct desk *, int64_t limit_n, struct family_line_row **ret);

/* who_may_see: "family" (the guardian and staff), "staff", "charge" (charge and managers). */
struct family_line_new { struct family_id family_id; struct moment happened_at; struct str kind, line, room; int64_t subject_id;
	struct str who_may_see; struct account_id owner_account_id; };
/* Adds a line in the caller's transaction. kind: 'registered', 'talk', 'call', 'visit', 'counter', 'letter', 'note', 'charge', 'gift' ...;
 * room and subject_id lead to the thing; owner_account_id: the guardian whose words or things these are, for their own export. */
struct story_id family_story_add(struct desk *, const struct family_line_new *);
/* Newest first; lines for the charge only where the asker belongs to it. */
size_t family_story(struct desk *, const struct family_row *, struct family_story_row **ret);
/* Where a line leads: "/desk/talk/..."; STR_NONE: nowhere. */
struct str family_story_way(struct desk *, const struct family_story_row *);

/* What comes next, with its day; the task of its being empty is settled. An empty line with DAY_NONE takes it away. */
enum family_refusal family_next_set(struct desk *, struct family_id, struct str line, struct day on);
/* One key fact. kind: 'now' | 'allergy' | 'health' | 'contact' | 'wish' | 'consent' | 'other'. */
struct family_fact_new { struct family_id family_id; struct child_id child_id; struct str kind, line, source; };
struct fact_id family_fact_add(struct desk *, const struct family_fact_new *);
enum family_refusal family_fact_drop(struct desk *, struct family_id, struct fact_id);

/* The family of a signed-in guardian; false when the account is bound to none. */
bool family_of_account(struct desk *, struct account_id, struct family_guardian_row *ret);
/* Timed: tasks for next steps that are empty or past. */
void family_hourly(struct desk *);

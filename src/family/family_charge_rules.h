/* Who should be a family's named worker, and why: arithmetic over terms, and the fewest terms without which somebody else would have come first.
 * Loads count what a family asks of its worker, in tenths of a preschool child. Pure. */
#pragma once
#include "base/day.h"
#include "base/str.h"

/* In the order in which they are said. */
enum charge_term { CHARGE_KNOWN, CHARGE_FIRST, CHARGE_LANGUAGE, CHARGE_AREA, CHARGE_LOAD, CHARGE_LEAVE, CHARGE_TERM_N };
const char *family_charge_term_word(enum charge_term);

/* What each term weighs in points, and what a family weighs: data of the tenant (settings charge.order and charge.load). */
struct charge_order { int64_t weight[CHARGE_TERM_N], experienced_years, leave_days; };
struct charge_weights { int64_t pregnancy, newborn, infant, toddler, child, first, multiple, interpreter, watch; };
/* `known=60,first=30,...,years=5,days=180`. False: a word or number that there is not; ret then holds the defaults. */
bool family_charge_order_read(struct str text, struct charge_order *ret);
bool family_charge_weights_read(struct str text, struct charge_weights *ret);

struct charge_asks {                                    /* the family, as far as it matters here */
	bool is_first;                                  /* first child, or first pregnancy */
	bool needs_language;                            /* other than Japanese */
	bool has_area;
};
struct charge_candidate {
	int64_t id;                                     /* ties go to the earlier in the list */
	int years;                                      /* in the profession; -1: not known */
	int64_t load_n, capacity_n;                     /* load in tenths of a child; share of full time in percent, over 0 */
	bool is_known;                                  /* cares for a sibling, or did before */
	bool has_area, has_language;
	int leave_in_days;                              /* a long leave or transfer begins so soon; -1: none ahead */
};

/* Points of a candidate by term, the higher the better; what does not matter to this family gives all the same. */
void family_charge_points(const struct charge_order *, const struct charge_asks *, const struct charge_candidate *, int64_t ret[CHARGE_TERM_N]);

enum { CHARGE_SHOWN = 3 };
struct charge_place { size_t at; uint32_t reasons; };   /* which candidate; bits 1 << term */
/* place[0] is proposed: its reasons are the fewest terms without all of which another would come first, or, where the list's order would still keep
 * them first, have as many points; none of them can be spared. Empty only where points are alike and the list's order decided. place[1..] are the
 * next best: the terms that put them behind the first, fewest again. */
struct charge_proposal { size_t n; struct charge_place place[CHARGE_SHOWN]; };
struct charge_question { const struct charge_order *order; const struct charge_asks *asks; const struct charge_candidate *x; size_t n; };
void family_charge_propose(const struct charge_question *, struct charge_proposal *ret);
/* The first when the terms of `without` do not count; n over 0. */
size_t family_charge_first(const struct charge_question *, uint32_t without);

/* A child or pregnancy. */
struct charge_child { bool is_pregnancy, is_first, is_multiple; struct day born_on; };
/* What one of them weighs on that day; 0 from school entry on (1 April after the sixth birthday). */
int64_t family_charge_child_load(const struct charge_weights *, const struct charge_child *, struct day on);
/* 1 April on which a child born then enters school: a person reaches an age on the day before the birthday (年齢計算ニ関する法律; 学校教育法 17条). */
struct day family_charge_school_on(struct day born_on);

/* How evenly loads a full-time share are spread. gini: 0 all alike, 1 one has all; in thousandths. */
struct charge_even { int64_t gini_n, most_n, least_n, mean_n; };
struct charge_even family_charge_evenness(const int64_t *load_n, const int64_t *capacity_n, size_t n);

/* What it costs to give a family to a worker when many are shared out anew: least for who they have, more the more they know each other. */
struct charge_move { bool is_own, is_own_leaving; int64_t months_n, load_n; bool has_area, has_language, lacks_experience; };
int64_t family_charge_move_cost(const struct charge_order *, const struct charge_move *);

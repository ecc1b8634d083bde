/* Who could go, and why not: one request and the facts of each helper in; out either ALL facts that stand in the way, with dates and
 * numbers, or a place in the order with its cost term by term against the first. Pure: no words. A planner over days may share it. */
#pragma once
#include "base/day.h"

enum { MATCH_SPANS = 8, MATCH_REASONS = 24, MATCH_WAY_UNKNOWN = 30, MATCH_FAMILY_MOST = 5, MATCH_REST_DAYS = 3, MATCH_EVENING = 18 * 60 };
enum match_mode { MATCH_WALK, MATCH_BICYCLE, MATCH_BUS, MATCH_CAR };
enum match_state { MATCH_ACTIVE, MATCH_RESTING, MATCH_NOT_YET };

struct match_place { int64_t lat_n, lon_n; };           /* millionths of a degree; 0 and 0: nobody knows where */
struct match_span { int from, until; };                 /* minutes of the day; until is the first minute after */
struct match_time { struct moment from_at, until_at; struct match_place from, end; };   /* what is booked, and where it begins and ends */
struct match_paper { int need; struct day done_on, until_on; };         /* a training that this kind needs; done_on DAY_NONE: never had */

struct match_request {
	struct moment now, from_at, until_at;           /* on quarters of an hour, within a day */
	struct match_place from, end;
	unsigned kind, langs;                           /* the bit of the kind; bits of languages of which one is wished, 0: none */
	int child_n, youngest_n, oldest_n;              /* months on that day; without children 0, 0, 0 */
	bool has_pet, is_urgent, has_checks;
	bool is_guessed;                                /* the place is the middle of its area: for the page, it changes nothing here */
};

struct match_helper {
	int64_t person_id;
	enum match_state state; struct day resting_until_on;
	unsigned kinds, langs;
	int from_months_n, until_months_n, child_n, way_n, week_n;      /* what they take; way_n minutes at most; week_n minutes wished, 0: not said */
	bool is_pet_fine, is_evening_fine, is_urgent_fine, is_in_area;
	struct match_place home; enum match_mode mode; bool is_guessed; /* home is the middle of their area */
	struct match_span span[MATCH_SPANS]; size_t span_n;             /* when they can come on that day */
	const struct match_time *time; size_t time_n;                   /* what they have around that day, by from_at, none over another */
	const struct match_paper *paper; size_t paper_n;
	struct day insured_until_on;                                    /* DAY_NONE: by the body's own insurance */
	bool is_check_in_scope; struct day confirmed_on, due_on;
	struct day away_from_on, away_until_on;                         /* a leave that touches the day; from DAY_NONE: none; until DAY_NONE: nobody knows */
	bool is_apart, is_own_family, was_sounded;                      /* paused, refused pair or open private report; asked for this slot before */
	int week_minutes_n;                                             /* booked in that week (Monday to Sunday) */
	int family_n; struct day family_last_on;                        /* times with this family */
	int load_n, evening_n, urgent_n; struct day last_on;            /* minutes, evenings, urgent ones of the last 90 days; last time before that day */
};

/* Points for what costs; fairness in percent counts over load, evening and urgent: 0 leaves them out. One point is one minute on the way. */
struct match_weights { int way, family, area, lang, load, evening, urgent, rest, fairness; };
extern const struct match_weights care_match_ordinary;

/* In this order, all that apply. Two are shown masked: CHECK as 必要な確認が未了, APART as 今回は対象外. */
enum match_block {
	MATCH_APART, MATCH_CHECK,                       /* nothing more is said of either */
	MATCH_STATE,                                    /* on: resting until (DAY_NONE: not said); n: enum match_state */
	MATCH_OWN, MATCH_SOUNDED,                       /* the family is their own; asked for this slot before */
	MATCH_KIND,                                     /* does not offer it */
	MATCH_PAPER_NONE,                               /* need; on: done later than that day, DAY_NONE never */
	MATCH_PAPER_LAPSED, MATCH_INSURANCE,            /* need; on: last day of validity, before that day */
	MATCH_AWAY,                                     /* on: last day of the leave, DAY_NONE nobody knows */
	MATCH_BUSY,                                     /* from_at, until_at: what lies over it (one reason each) */
	MATCH_HOURS,                                    /* outside of when they can come; from_at, until_at: the nearest span, absent: none */
	MATCH_BEFORE,                                   /* until_at: end of what is before; n: minutes on the way, too many */
	MATCH_AFTER,                                    /* from_at: beginning of what is after; n: minutes on the way */
	MATCH_FAR,                                      /* n: minutes from home; most: what they take */
	MATCH_WEEK,                                     /* n: minutes booked in the week, without this; most: what they wish */
	MATCH_YOUNG, MATCH_OLD,                         /* n: months of the youngest or oldest; most: from or until which they take */
	MATCH_CHILDREN,                                 /* n children; most */
	MATCH_PET, MATCH_EVENING_WISH, MATCH_URGENT_WISH,
	MATCH_BLOCK_N
};
struct match_reason { enum match_block kind; int need; struct day on; struct moment from_at, until_at; int n, most; };
/* A person may set it aside with a reason of their own; never a lapsed training or check, a pause, a double booking. */
bool care_match_may_override(enum match_block);

enum match_term { MATCH_T_WAY, MATCH_T_FAMILY, MATCH_T_AREA, MATCH_T_LANG, MATCH_T_LOAD, MATCH_T_EVENING, MATCH_T_URGENT, MATCH_T_REST,
	MATCH_TERM_N };
struct match_result {
	size_t helper;                                  /* which of the helpers */
	struct match_reason reason[MATCH_REASONS]; size_t reason_n;     /* none: possible */
	bool is_overridable;                            /* every reason may be set aside */
	struct moment else_at;                          /* blocked by times alone: the nearest beginning of that day that would do; absent: none */
	int way_n;                                      /* minutes from home; -1: not known */
	int cost, term[MATCH_TERM_N];
	int rank;                                       /* 1 first; 0: not possible */
	int gap;                                        /* cost above the first; of the first: what the second costs more (0: there is none) */
	enum match_term lever; bool is_lever_enough;    /* the term that is most above the first's; as low as the first's it would come first */
};

int64_t care_match_metres(struct match_place, struct match_place);           /* straight line; -1: not known */
/* Minutes, rounded up, of a straight line: 60 m a minute on foot, 160 by bicycle, 200 by bus and 10 for waiting, 300 by car and 5; -1: not known. */
int care_match_minutes(struct match_place, struct match_place, enum match_mode);
/* Everything that stands in this helper's way. */
size_t care_match_reasons(const struct match_request *, const struct match_helper *, struct match_reason ret[MATCH_REASONS]);
int care_match_cost(const struct match_request *, const struct match_helper *, const struct match_weights *, int ret_term[MATCH_TERM_N]);
/* Those who can by cost, then by load, then by person_id; behind them those whom only overridable reasons block, then the others, by person_id. */
void care_match_rank(const struct match_request *, const struct match_helper *, size_t n, const struct match_weights *, struct match_result *ret);

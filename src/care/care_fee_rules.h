/* What an hour of help costs, as a town's own data: bands by kind of day and hours, the first hour whole and then half hours, a flat price for a
 * short while, brothers and sisters, the way, and what a cancelled visit costs. Three amounts: the family pays, the town adds, the helper receives.
 * Pure: no desk, no store. The three tables of real centres that stand in the tests are facts; none of them is a constant here. */
#pragma once
#include "base/arena.h"
#include "base/day.h"

enum { CARE_FEE_BANDS = 12, CARE_FEE_TIERS = 6, CARE_FEE_LINES = 16, CARE_FEE_CHILDREN = 8, CARE_FEE_LETTERS = 4000 };

/* A day is exactly one of these: year end before holiday before the day of the week. Bits, so that a band may hold on several. */
enum care_fee_days { CARE_FEE_WEEKDAY = 1, CARE_FEE_SATURDAY = 2, CARE_FEE_SUNDAY = 4, CARE_FEE_HOLIDAY = 8, CARE_FEE_YEAR_END = 16,
	CARE_FEE_EVERY_DAY = 31 };
/* From `from` (minute of the day) until `until`, not included: what the family pays and the town adds for an hour of the first child. */
struct care_fee_band { int days, from, until; int64_t hour_yen, add_yen; };
/* A piece of time (the hour, then half hours) that lies in two bands costs as where it began, or as where the family pays more. */
enum care_fee_cross { CARE_FEE_AT_START, CARE_FEE_DEARER };
enum care_fee_way { CARE_WAY_FOOT, CARE_WAY_BICYCLE, CARE_WAY_PUBLIC, CARE_WAY_CAR, CARE_WAY_N };
enum care_fee_way care_fee_way_of(struct str);          /* foot, bicycle, public, car; CARE_WAY_N: none of them */

/* Called off until `minute` of the day that lies `day_n` days before the visit: nothing, so many minutes of the visit, or a part of it. The first
 * tier that still holds counts; whoever calls off later than all of them, or is not there, pays the last one. */
enum care_fee_charge { CARE_CHARGE_NOTHING, CARE_CHARGE_MINUTES, CARE_CHARGE_PERCENT, CARE_CHARGE_YEN };
struct care_fee_tier { int day_n, minute; enum care_fee_charge charge; int64_t charge_n; };

struct care_fee_rules {
	struct care_fee_band band[CARE_FEE_BANDS]; size_t band_n;
	int first_minutes, step_minutes;                /* 60 and 30 */
	int flat_minutes; int64_t flat_yen, flat_add_yen;       /* up to so many minutes this, for the first child; 0 minutes: no such price */
	int sibling_percent, sibling_add_percent;       /* of the first child's, for each more; what the family pays and what the town adds */
	enum care_fee_cross cross;
	int grace_minutes;                              /* so much longer or earlier than agreed is not counted */
	bool is_door_to_door;                           /* the clock runs from leaving home to coming back */
	bool is_way_paid[CARE_WAY_N];                   /* what the way really cost; else free */
	int64_t car_km_yen;                             /* by car so much a kilometre instead; 0: what was typed */
	int year_end_from, year_end_until;              /* month * 100 + day, 1229 and 103; 0: no such days */
	struct care_fee_tier tier[CARE_FEE_TIERS]; size_t tier_n;       /* the earliest first; then the last word, whose day_n is -1: not there */
	bool is_cancel_added;                           /* the town adds its part to a cancelled visit too */
	int64_t registration_yen;                       /* a family pays it once */
};

/* As it is kept and as an officer may read it: lines `band = weekday 07:00-19:00 700 +0`; see care_fee_rules_write. False with a word for the page in
 * *ret_why ("band", "tier", ...) and the number of the line. */
struct care_fee_wrong { const char *what; int line; };
bool care_fee_rules_read(struct arena *, struct str text, struct care_fee_rules *ret, struct care_fee_wrong *ret_wrong);
struct str care_fee_rules_write(struct arena *, const struct care_fee_rules *);
/* NULL when a fee can be reckoned by it; else what is wrong: "none", "hours", "overlap", "minus", "flat" (dearer than what comes after), "tiers". */
const char *care_fee_rules_wrong(const struct care_fee_rules *);

/* holidays: `2026-12-29,2026-12-30`, the tenant's closed_days. */
enum care_fee_days care_fee_day(const struct care_fee_rules *, struct day, struct str holidays);

/* When help began and ended; left and back are the helper's way, absent where nobody wrote it. way_yen: what it really cost. */
struct care_fee_ask { struct moment from_at, until_at, left_at, back_at; int64_t child_n, way_yen, way_metre_n;
	enum care_fee_way way; struct str holidays; };
/* MIDNIGHT: it ends on another day than it began. CLOSED: some of it lies in no band. */
enum care_fee_refusal { CARE_FEE_OK, CARE_FEE_BAD, CARE_FEE_MIDNIGHT, CARE_FEE_CLOSED, CARE_FEE_TOO_MUCH };
enum care_fee_kind { CARE_FEE_TIME, CARE_FEE_FLAT, CARE_FEE_SIBLING, CARE_FEE_WAY, CARE_FEE_CANCEL, CARE_FEE_REGISTRATION, CARE_FEE_KIND_N };
struct care_fee_line { enum care_fee_kind kind; int days; int64_t minute_n, hour_yen, child_n, family_yen, add_yen; };
struct care_fee { struct care_fee_line line[CARE_FEE_LINES]; size_t line_n; int64_t family_yen, add_yen, helper_yen; int64_t minute_n; };

/* The helper receives what the family pays and the town adds, to the yen. Halves of a yen fall to the payer. *ret is untouched on refusal. */
enum care_fee_refusal care_fee_reckon(const struct care_fee_rules *, const struct care_fee_ask *, struct care_fee *ret);
/* What calling it off at that moment costs; MOMENT_NONE: nobody was there. *ret_tier is its place in rules->tier (tier_n: there are none). */
enum care_fee_refusal care_fee_cancel(const struct care_fee_rules *, const struct care_fee_ask *, struct moment called_at, struct care_fee *ret,
	size_t *ret_tier);
/* Until when that tier holds for a visit on that day; MOMENT_NONE for the last word. */
struct moment care_fee_tier_until(const struct care_fee_tier *, struct day);

/* What is counted of a visit: the agreed time; less where it ended before, more where it began or ended beyond the grace. Absent: as agreed. */
struct care_fee_clock { struct moment from_at, until_at, started_at, ended_at; };
void care_fee_clock(const struct care_fee_rules *, const struct care_fee_clock *, struct care_fee_ask *ret);

/* Lines as they are kept with a statement, `time,1,90,700,1,1050,0;...`, and back. False: it is none. */
struct str care_fee_lines_write(struct arena *, const struct care_fee *);
bool care_fee_lines_read(struct str, struct care_fee *ret);

/* Time is cut into pieces (the first hour, then half hours), each piece has a price of its band, and the same pieces lie on one line. */
#include "care/care_fee_rules.h"
#include <string.h>

enum { DAY_MINUTES = 1440, HOUR_MINUTES = 60, YEN_MOST = 1000000, WHOLE = 100 };

/* ---- days ---- */

static bool is_year_end(const struct care_fee_rules *r, struct day_parts on)
{
	int x = on.month * 100 + on.day;
	if (!r->year_end_from)
		return false;
	return r->year_end_from <= r->year_end_until ? x >= r->year_end_from && x <= r->year_end_until
		: x >= r->year_end_from || x <= r->year_end_until;
}

static bool is_holiday(struct day on, struct str holidays)
{
	struct str rest = holidays, one;
	struct day day;
	while (str_cut(&rest, ',', &one))
		if (day_parse(str_trim(one), &day) && day.n == on.n)
			return true;
	return false;
}

enum care_fee_days care_fee_day(const struct care_fee_rules *r, struct day on, struct str holidays)
{
	if (is_year_end(r, day_split(on)))
		return CARE_FEE_YEAR_END;
	if (is_holiday(on, holidays))
		return CARE_FEE_HOLIDAY;
	int weekday = day_weekday(on);
	return weekday == 0 ? CARE_FEE_SUNDAY : weekday == 6 ? CARE_FEE_SATURDAY : CARE_FEE_WEEKDAY;
}

/* ---- whether rules can be reckoned by ---- */

static const char *bands_wrong(const struct care_fee_rules *r)
{
	for (size_t i = 0; i < r->band_n; i++) {
		const struct care_fee_band *x = &r->band[i];
		if (x->from < 0 || x->until > DAY_MINUTES || x->from >= x->until || !(x->days & CARE_FEE_EVERY_DAY))
			return "hours";
		if (x->hour_yen < 0 || x->add_yen < 0 || x->hour_yen > YEN_MOST || x->add_yen > YEN_MOST)
			return "minus";
		for (size_t k = 0; k < i; k++)
			if ((x->days & r->band[k].days) && x->from < r->band[k].until && r->band[k].from < x->until)
				return "overlap";
	}
	return NULL;
}

static bool is_tier_fine(const struct care_fee_tier *x)
{
	if (x->charge_n < 0 || x->day_n < -1 || x->day_n > 60 || x->minute < 0 || x->minute > DAY_MINUTES)
		return false;
	return x->charge_n <= (x->charge == CARE_CHARGE_PERCENT ? WHOLE : x->charge == CARE_CHARGE_MINUTES ? DAY_MINUTES : YEN_MOST);
}

static const char *tiers_wrong(const struct care_fee_rules *r)
{
	for (size_t i = 0; i < r->tier_n; i++) {
		const struct care_fee_tier *x = &r->tier[i];
		if (!is_tier_fine(x) || (x->day_n == -1) != (i + 1 == r->tier_n))
			return "tiers";
		if (i && x->day_n >= 0 && (x->day_n > x[-1].day_n || (x->day_n == x[-1].day_n && x->minute <= x[-1].minute)))
			return "tiers";
	}
	return NULL;
}

/* A longer visit never costs less: the flat price stays at or below the cheapest first piece. */
static bool is_flat_fine(const struct care_fee_rules *r)
{
	for (size_t i = 0; i < r->band_n; i++)
		if (r->flat_yen > r->band[i].hour_yen * r->first_minutes / HOUR_MINUTES
			|| r->flat_add_yen > r->band[i].add_yen * r->first_minutes / HOUR_MINUTES)
			return false;
	return r->flat_minutes <= r->first_minutes;
}

const char *care_fee_rules_wrong(const struct care_fee_rules *r)
{
	if (r->band_n == 0 || r->band_n > CARE_FEE_BANDS)
		return "none";
	if (r->first_minutes < 1 || r->step_minutes < 1 || r->first_minutes > DAY_MINUTES || r->step_minutes > DAY_MINUTES)
		return "hours";
	if (r->grace_minutes < 0 || r->grace_minutes > HOUR_MINUTES || r->flat_yen < 0 || r->flat_add_yen < 0 || r->flat_minutes < 0
		|| r->registration_yen < 0 || r->registration_yen > YEN_MOST)
		return "minus";
	if (r->sibling_percent < 0 || r->sibling_percent > WHOLE || r->sibling_add_percent < 0 || r->sibling_add_percent > WHOLE)
		return "sibling";
	const char *wrong = bands_wrong(r);
	if (!wrong && r->flat_minutes && !is_flat_fine(r))
		wrong = "flat";
	return wrong ? wrong : tiers_wrong(r);
}

/* ---- reckoning ---- */

static const struct care_fee_band *band_at(const struct care_fee_rules *r, int days, int minute)
{
	for (size_t i = 0; i < r->band_n; i++)
		if ((r->band[i].days & days) && r->band[i].from <= minute && minute < r->band[i].until)
			return &r->band[i];
	return NULL;
}

/* Of a piece that begins at `from` and is used until `until`. */
static const struct care_fee_band *band_of_piece(const struct care_fee_rules *r, int days, int from, int until)
{
	const struct care_fee_band *best = band_at(r, days, from);
	for (const struct care_fee_band *x = best; r->cross == CARE_FEE_DEARER && x && x->until < until; ) {
		x = band_at(r, days, x->until);
		if (x && (x->hour_yen > best->hour_yen || (x->hour_yen == best->hour_yen && x->add_yen > best->add_yen)))
			best = x;
	}
	return best;
}

static bool is_open_all(const struct care_fee_rules *r, int days, int from, int until)
{
	while (from < until) {
		const struct care_fee_band *x = band_at(r, days, from);
		if (!x)
			return false;
		from = x->until;
	}
	return true;
}

static void line_add(struct care_fee *fee, const struct care_fee_line *x)
{
	for (size_t i = 0; i < fee->line_n; i++) {
		struct care_fee_line *y = &fee->line[i];
		if (y->kind != x->kind || y->days != x->days || y->hour_yen != x->hour_yen || y->child_n != x->child_n)
			continue;
		y->minute_n += x->minute_n;
		y->family_yen += x->family_yen;
		y->add_yen += x->add_yen;
		return;
	}
	if (fee->line_n < CARE_FEE_LINES)
		fee->line[fee->line_n++] = *x;
}

static void sum(struct care_fee *fee)
{
	fee->family_yen = fee->add_yen = 0;
	for (size_t i = 0; i < fee->line_n; i++) {
		fee->family_yen += fee->line[i].family_yen;
		fee->add_yen += fee->line[i].add_yen;
	}
	fee->helper_yen = fee->family_yen + fee->add_yen;
}

static void pieces(const struct care_fee_rules *r, int days, int from, int until, struct care_fee *fee)
{
	for (int at = from, long_n = r->first_minutes; at < until; at += long_n, long_n = r->step_minutes) {
		int end = at + long_n < until ? at + long_n : until;
		const struct care_fee_band *x = band_of_piece(r, days, at, end);
		line_add(fee, &(struct care_fee_line){ .kind = CARE_FEE_TIME, .days = days, .minute_n = long_n, .hour_yen = x->hour_yen, .child_n = 1,
			.family_yen = x->hour_yen * long_n / HOUR_MINUTES, .add_yen = x->add_yen * long_n / HOUR_MINUTES });
	}
}

/* Those after the first, by what the first one's time cost. */
static void siblings(const struct care_fee_rules *r, int64_t child_n, struct care_fee *fee)
{
	sum(fee);
	if (child_n < 2)
		return;
	line_add(fee, &(struct care_fee_line){ .kind = CARE_FEE_SIBLING, .minute_n = fee->minute_n, .child_n = child_n - 1,
		.family_yen = fee->family_yen * r->sibling_percent / WHOLE * (child_n - 1),
		.add_yen = fee->add_yen * r->sibling_add_percent / WHOLE * (child_n - 1) });
	sum(fee);
}

static enum care_fee_refusal time_of(const struct care_fee_rules *r, const struct care_fee_ask *ask, int minute_n, struct care_fee *ret)
{
	struct moment from_at = r->is_door_to_door && ask->left_at.ms ? ask->left_at : ask->from_at;
	struct moment until_at = r->is_door_to_door && ask->back_at.ms ? ask->back_at : ask->until_at;
	int from = day_minute(from_at), until = day_minute(until_at);
	if (!from_at.ms || until_at.ms <= from_at.ms || ask->child_n < 1 || ask->way_yen < 0)
		return CARE_FEE_BAD;
	if (ask->child_n > CARE_FEE_CHILDREN || ask->way_yen > YEN_MOST)
		return CARE_FEE_TOO_MUCH;
	if (until == 0)
		until = DAY_MINUTES;
	if (day_of(from_at).n != day_of((struct moment){ until_at.ms - 1 }).n)
		return CARE_FEE_MIDNIGHT;
	if (minute_n && from + minute_n < until)
		until = from + minute_n;
	int days = (int)care_fee_day(r, day_of(from_at), ask->holidays);
	if (!is_open_all(r, days, from, until))
		return CARE_FEE_CLOSED;
	ret->minute_n = until - from;
	if (r->flat_minutes && until - from <= r->flat_minutes)
		line_add(ret, &(struct care_fee_line){ .kind = CARE_FEE_FLAT, .days = days, .minute_n = until - from, .child_n = 1,
			.family_yen = r->flat_yen, .add_yen = r->flat_add_yen });
	else
		pieces(r, days, from, until, ret);
	siblings(r, ask->child_n, ret);
	return CARE_FEE_OK;
}

/* Nobody is paid for a bicycle; a car costs by the kilometre where the town says so. */
static int64_t way_of(const struct care_fee_rules *r, const struct care_fee_ask *ask)
{
	if (ask->way < 0 || ask->way >= CARE_WAY_N || !r->is_way_paid[ask->way])
		return 0;
	return ask->way == CARE_WAY_CAR && r->car_km_yen ? (r->car_km_yen * ask->way_metre_n + 500) / 1000 : ask->way_yen;
}

enum care_fee_refusal care_fee_reckon(const struct care_fee_rules *r, const struct care_fee_ask *ask, struct care_fee *ret)
{
	struct care_fee fee = { .line_n = 0 };
	enum care_fee_refusal refusal = time_of(r, ask, 0, &fee);
	if (refusal != CARE_FEE_OK)
		return refusal;
	if (way_of(r, ask) > 0)
		line_add(&fee, &(struct care_fee_line){ .kind = CARE_FEE_WAY, .days = (int)ask->way, .child_n = 1, .family_yen = way_of(r, ask) });
	sum(&fee);
	*ret = fee;
	return CARE_FEE_OK;
}

/* ---- called off ---- */

struct moment care_fee_tier_until(const struct care_fee_tier *x, struct day on)
{
	return x->day_n < 0 ? MOMENT_NONE : day_moment((struct day){ on.n - x->day_n }, x->minute);
}

static size_t tier_at(const struct care_fee_rules *r, const struct care_fee_ask *ask, struct moment called_at)
{
	for (size_t i = 0; i + 1 < r->tier_n; i++) {
		struct moment until_at = care_fee_tier_until(&r->tier[i], day_of(ask->from_at));
		if (until_at.ms > ask->from_at.ms)
			until_at = ask->from_at;
		if (called_at.ms && called_at.ms <= until_at.ms)
			return i;
	}
	return r->tier_n ? r->tier_n - 1 : 0;
}

enum care_fee_refusal care_fee_cancel(const struct care_fee_rules *r, const struct care_fee_ask *ask, struct moment called_at, struct care_fee *ret,
	size_t *ret_tier)
{
	struct care_fee time = { .line_n = 0 };
	size_t at = tier_at(r, ask, called_at);
	const struct care_fee_tier *x = r->tier_n ? &r->tier[at] : &(struct care_fee_tier){ .charge = CARE_CHARGE_NOTHING };
	int minute_n = x->charge == CARE_CHARGE_MINUTES ? (int)x->charge_n : 0;
	struct care_fee_ask planned = *ask;
	planned.left_at = planned.back_at = MOMENT_NONE;
	enum care_fee_refusal refusal = time_of(r, &planned, minute_n, &time);
	if (refusal != CARE_FEE_OK)
		return refusal;
	int64_t percent = x->charge == CARE_CHARGE_MINUTES && minute_n ? WHOLE : x->charge == CARE_CHARGE_PERCENT ? x->charge_n : 0;
	struct care_fee fee = { .minute_n = time.minute_n };
	line_add(&fee, &(struct care_fee_line){ .kind = CARE_FEE_CANCEL, .days = (int)at, .minute_n = minute_n, .child_n = ask->child_n,
		.family_yen = x->charge == CARE_CHARGE_YEN ? x->charge_n : time.family_yen * percent / WHOLE,
		.add_yen = r->is_cancel_added ? time.add_yen * percent / WHOLE : 0 });
	sum(&fee);
	*ret = fee;
	*ret_tier = at;
	return CARE_FEE_OK;
}

/* ---- what is counted ---- */

void care_fee_clock(const struct care_fee_rules *r, const struct care_fee_clock *x, struct care_fee_ask *ret)
{
	int64_t grace = (int64_t)r->grace_minutes * MINUTE;
	ret->from_at = x->from_at;
	ret->until_at = x->until_at;
	if (x->started_at.ms && x->started_at.ms < x->from_at.ms - grace)
		ret->from_at = x->started_at;
	if (x->ended_at.ms > x->until_at.ms + grace || (x->ended_at.ms > ret->from_at.ms && x->ended_at.ms < x->until_at.ms))
		ret->until_at = x->ended_at;
}

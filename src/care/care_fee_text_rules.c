/* Rules as lines that an officer may read: `band = weekday,saturday 07:00-19:00 700 +0`. And the lines of a statement as they are kept. */
#include "base/out.h"
#include "care/care_fee_rules.h"
#include <string.h>

enum { WORDS = 5, NUMBERS = 7, HOUR_MINUTES = 60 };

static const struct { const char *word; int days; } day_words[] = {
	{ "weekday", CARE_FEE_WEEKDAY }, { "saturday", CARE_FEE_SATURDAY }, { "sunday", CARE_FEE_SUNDAY }, { "holiday", CARE_FEE_HOLIDAY },
	{ "year-end", CARE_FEE_YEAR_END },
};
static const char *const way_words[CARE_WAY_N] = { "foot", "bicycle", "public", "car" };
static const char *const charge_words[] = { "nothing", "minutes", "percent", "yen" };
static const char *const kind_words[CARE_FEE_KIND_N] = { "time", "flat", "sibling", "way", "cancel", "registration" };
enum { DAYS_N = sizeof day_words / sizeof *day_words, CHARGE_N = sizeof charge_words / sizeof *charge_words };

/* ---- reading ---- */

struct words { struct str word[WORDS]; size_t n; };

static struct words cut(struct str s)
{
	struct words w = { .n = 0 };
	struct str rest = str_trim(s), one;
	while (w.n < WORDS && str_cut(&rest, ' ', &one))
		if (one.n)
			w.word[w.n++] = one;
	return w;
}

static bool yen(struct str s, int64_t *ret)
{
	if (s.n && s.s[0] == '+')
		s = (struct str){ s.s + 1, s.n - 1 };
	return str_int(s, ret) && *ret >= 0;
}

static bool number(struct str s, int *ret)
{
	int64_t n;
	if (!yen(s, &n) || n > INT32_MAX)
		return false;
	*ret = (int)n;
	return true;
}

static bool clock_of(struct str s, int *ret)
{
	struct str rest = s, hour, minute;
	int h, m;
	if (!str_cut(&rest, ':', &hour) || !str_cut(&rest, ':', &minute) || !number(hour, &h) || !number(minute, &m) || h > 24 || m > 59)
		return false;
	*ret = h * HOUR_MINUTES + m;
	return true;
}

static bool days_of(struct str s, int *ret)
{
	struct str rest = s, one;
	int days = str_is(s, "every") ? CARE_FEE_EVERY_DAY : 0;
	while (!days && str_cut(&rest, ',', &one)) {
		int found = 0;
		for (size_t i = 0; i < DAYS_N; i++)
			if (str_is(one, day_words[i].word))
				found = day_words[i].days;
		if (!found)
			return false;
		*ret |= found;
	}
	*ret |= days;
	return *ret != 0;
}

static bool read_band(const struct words *w, struct care_fee_rules *r)
{
	struct care_fee_band x = { .days = 0 };
	struct str rest, from, until;
	if (w->n < 3 || r->band_n == CARE_FEE_BANDS || !days_of(w->word[0], &x.days))
		return false;
	rest = w->word[1];
	if (!str_cut(&rest, '-', &from) || !str_cut(&rest, '-', &until) || !clock_of(from, &x.from) || !clock_of(until, &x.until))
		return false;
	if (!yen(w->word[2], &x.hour_yen) || (w->n > 3 && !yen(w->word[3], &x.add_yen)))
		return false;
	r->band[r->band_n++] = x;
	return true;
}

static bool read_tier(const struct words *w, struct care_fee_rules *r)
{
	struct care_fee_tier x = { .day_n = -1 };
	bool is_last = w->n && str_is(w->word[0], "absent");
	size_t at = is_last ? 1 : 2;
	if (w->n < at + 1 || r->tier_n == CARE_FEE_TIERS)
		return false;
	if (!is_last && (!number(w->word[0], &x.day_n) || !clock_of(w->word[1], &x.minute)))
		return false;
	for (size_t i = 0; i < CHARGE_N; i++)
		if (str_is(w->word[at], charge_words[i])) {
			x.charge = (enum care_fee_charge)i;
			r->tier[r->tier_n++] = x;
			return x.charge == CARE_CHARGE_NOTHING || (w->n > at + 1 && yen(w->word[at + 1], &r->tier[r->tier_n - 1].charge_n));
		}
	return false;
}

enum care_fee_way care_fee_way_of(struct str word)
{
	int i = 0;
	while (i < CARE_WAY_N && !str_is(word, way_words[i]))
		i++;
	return (enum care_fee_way)i;
}

static bool read_ways(struct str s, struct care_fee_rules *r)
{
	struct str rest = s, one;
	while (str_cut(&rest, ',', &one)) {
		bool is_known = str_is(one, "none");
		for (size_t i = 0; i < CARE_WAY_N; i++)
			if (str_is(one, way_words[i]))
				is_known = r->is_way_paid[i] = true;
		if (!is_known)
			return false;
	}
	return true;
}

static bool read_more(struct str key, const struct words *w, struct care_fee_rules *r)
{
	if (str_is(key, "sibling"))
		return number(w->word[0], &r->sibling_percent) && (w->n < 2 || number(w->word[1], &r->sibling_add_percent));
	if (str_is(key, "year_end"))
		return w->n > 1 && number(w->word[0], &r->year_end_from) && number(w->word[1], &r->year_end_until);
	if (str_is(key, "grace"))
		return number(w->word[0], &r->grace_minutes);
	if (str_is(key, "registration"))
		return yen(w->word[0], &r->registration_yen);
	if (str_is(key, "car_km"))
		return yen(w->word[0], &r->car_km_yen);
	r->is_cancel_added = str_is(w->word[0], "yes");
	return str_is(key, "cancel_added");
}

static bool read_line(struct str key, struct str value, struct care_fee_rules *r)
{
	struct words w = cut(value);
	if (w.n == 0)
		return false;
	if (str_is(key, "band"))
		return read_band(&w, r);
	if (str_is(key, "cancel"))
		return read_tier(&w, r);
	if (str_is(key, "first"))
		return number(w.word[0], &r->first_minutes);
	if (str_is(key, "step"))
		return number(w.word[0], &r->step_minutes);
	if (str_is(key, "flat"))
		return w.n > 1 && number(w.word[0], &r->flat_minutes) && yen(w.word[1], &r->flat_yen) && (w.n < 3 || yen(w.word[2], &r->flat_add_yen));
	if (str_is(key, "way"))
		return read_ways(w.word[0], r);
	if (str_is(key, "cross")) {
		r->cross = str_is(w.word[0], "dearer") ? CARE_FEE_DEARER : CARE_FEE_AT_START;
		return r->cross == CARE_FEE_DEARER || str_is(w.word[0], "start");
	}
	if (str_is(key, "clock")) {
		r->is_door_to_door = str_is(w.word[0], "door");
		return r->is_door_to_door || str_is(w.word[0], "visit");
	}
	return read_more(key, &w, r);
}

bool care_fee_rules_read(struct arena *a, struct str text, struct care_fee_rules *ret, struct care_fee_wrong *ret_wrong)
{
	struct care_fee_rules r = { .first_minutes = 60, .step_minutes = 30, .sibling_percent = 100, .sibling_add_percent = 100 };
	struct str rest = text, line, key;
	for (int at = 1; str_cut(&rest, '\n', &line); at++) {
		if (!str_trim(line).n || str_trim(line).s[0] == '#')
			continue;
		struct str value = line;
		if (str_cut(&value, '=', &key) && read_line(str_trim(key), value, &r))
			continue;
		*ret_wrong = (struct care_fee_wrong){ arena_str(a, str_trim(key)).s, at };
		return false;
	}
	const char *wrong = care_fee_rules_wrong(&r);
	*ret_wrong = (struct care_fee_wrong){ wrong, 0 };
	if (!wrong)
		*ret = r;
	return !wrong;
}

/* ---- writing ---- */

static void put_days(struct out *o, int days)
{
	const char *mark = "";
	if (days == CARE_FEE_EVERY_DAY) {
		out_z(o, "every");
		return;
	}
	for (size_t i = 0; i < DAYS_N; i++)
		if (days & day_words[i].days) {
			out_fmt(o, "%s%s", mark, day_words[i].word);
			mark = ",";
		}
}

static void put_tier(struct out *o, const struct care_fee_tier *x)
{
	if (x->day_n < 0)
		out_z(o, "cancel = absent");
	else
		out_fmt(o, "cancel = %d %02d:%02d", x->day_n, x->minute / HOUR_MINUTES, x->minute % HOUR_MINUTES);
	out_fmt(o, " %s %lld\n", charge_words[x->charge], (long long)x->charge_n);
}

static void put_ways(struct out *o, const struct care_fee_rules *r)
{
	const char *mark = "way = ";
	for (size_t i = 0; i < CARE_WAY_N; i++)
		if (r->is_way_paid[i]) {
			out_fmt(o, "%s%s", mark, way_words[i]);
			mark = ",";
		}
	out_z(o, mark[0] == ',' ? "\n" : "way = none\n");
	if (r->car_km_yen)
		out_fmt(o, "car_km = %lld\n", (long long)r->car_km_yen);
}

struct str care_fee_rules_write(struct arena *a, const struct care_fee_rules *r)
{
	struct out o = { .arena = a };
	for (size_t i = 0; i < r->band_n; i++) {
		const struct care_fee_band *x = &r->band[i];
		out_z(&o, "band = ");
		put_days(&o, x->days);
		out_fmt(&o, " %02d:%02d-%02d:%02d %lld +%lld\n", x->from / HOUR_MINUTES, x->from % HOUR_MINUTES, x->until / HOUR_MINUTES,
			x->until % HOUR_MINUTES, (long long)x->hour_yen, (long long)x->add_yen);
	}
	out_fmt(&o, "first = %d\nstep = %d\ngrace = %d\n", r->first_minutes, r->step_minutes, r->grace_minutes);
	if (r->flat_minutes)
		out_fmt(&o, "flat = %d %lld +%lld\n", r->flat_minutes, (long long)r->flat_yen, (long long)r->flat_add_yen);
	out_fmt(&o, "sibling = %d +%d\ncross = %s\nclock = %s\n", r->sibling_percent, r->sibling_add_percent,
		r->cross == CARE_FEE_DEARER ? "dearer" : "start", r->is_door_to_door ? "door" : "visit");
	put_ways(&o, r);
	if (r->year_end_from)
		out_fmt(&o, "year_end = %d %d\n", r->year_end_from, r->year_end_until);
	for (size_t i = 0; i < r->tier_n; i++)
		put_tier(&o, &r->tier[i]);
	out_fmt(&o, "cancel_added = %s\nregistration = %lld\n", r->is_cancel_added ? "yes" : "no", (long long)r->registration_yen);
	return out_done(&o);
}

/* ---- lines of a statement ---- */

struct str care_fee_lines_write(struct arena *a, const struct care_fee *fee)
{
	struct out o = { .arena = a };
	for (size_t i = 0; i < fee->line_n; i++) {
		const struct care_fee_line *x = &fee->line[i];
		out_fmt(&o, "%s%s,%d,%lld,%lld,%lld,%lld,%lld", i ? ";" : "", kind_words[x->kind], x->days, (long long)x->minute_n, (long long)x->hour_yen,
			(long long)x->child_n, (long long)x->family_yen, (long long)x->add_yen);
	}
	return out_done(&o);
}

static bool line_read(struct str line, struct care_fee_line *ret)
{
	struct str rest = line, one;
	int64_t n[NUMBERS - 1];
	int kind = -1;
	if (!str_cut(&rest, ',', &one))
		return false;
	for (int i = 0; i < CARE_FEE_KIND_N; i++)
		if (str_is(one, kind_words[i]))
			kind = i;
	for (int i = 0; i < NUMBERS - 1; i++)
		if (!str_cut(&rest, ',', &one) || !str_int(one, &n[i]))
			return false;
	*ret = (struct care_fee_line){ (enum care_fee_kind)kind, (int)n[0], n[1], n[2], n[3], n[4], n[5] };
	return kind >= 0;
}

bool care_fee_lines_read(struct str text, struct care_fee *ret)
{
	struct care_fee fee = { .line_n = 0 };
	struct str rest = text, one;
	while (str_cut(&rest, ';', &one)) {
		if (fee.line_n == CARE_FEE_LINES || !line_read(one, &fee.line[fee.line_n]))
			return false;
		fee.family_yen += fee.line[fee.line_n].family_yen;
		fee.add_yen += fee.line[fee.line_n++].add_yen;
	}
	fee.helper_yen = fee.family_yen + fee.add_yen;
	*ret = fee;
	return fee.line_n > 0;
}

/* The one calendar: taking quarters, giving them back, and what is left free. */
#include "staff/staff_time.h"
#include "base/hours.h"
#include "desk/audit.h"

enum { FREE_MOST = 400, FREE_DAYS_MOST = 120 };

static const char *const kinds[] = { "visit", "talk", "interview", "outreach", "leave", "accompaniment", "other" };

static bool is_known(struct str kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(kind, kinds[i]))
			return true;
	return false;
}

/* ---- hours ---- */

static struct str usual_hours(const struct desk *d, const struct staff_person *x)
{
	if (x->hours_rule.n)
		return x->hours_rule;
	for (size_t i = 0; i < d->tenant->counter_n; i++)
		if (!d->tenant->counter[i].is_outreach && d->tenant->counter[i].hours_rule.n)
			return d->tenant->counter[i].hours_rule;
	return STR_NONE;
}

static size_t shift_spans(const struct staff_time_shift_row *row, size_t row_n, struct staff_span ret[STAFF_SPANS])
{
	size_t n = 0;
	for (size_t i = 0; i < row_n && n < STAFF_SPANS; i++)
		if (row[i].from_n < row[i].until_n)
			ret[n++] = (struct staff_span){ (int)row[i].from_n, (int)row[i].until_n };
	return n;
}

size_t staff_hours_on(struct desk *d, const struct staff_person *x, struct day on, struct staff_span ret[STAFF_SPANS])
{
	struct hours_span span[HOURS_SPANS];
	struct staff_time_shift_row *row;
	if (!staff_serves(x, on) || staff_is_away(d, x->person_id, on, NULL))
		return 0;
	size_t n = staff_time_shift_on(d, x->person_id, on, &row);
	if (n)
		return shift_spans(row, n, ret);
	if (hours_are_closed_on(on, tenant_get(d->tenant, "closed_days")))
		return 0;
	n = hours_on(usual_hours(d, x), day_weekday(on), span);
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct staff_span){ span[i].from, span[i].to };
	return n;
}

bool staff_is_on_duty(struct desk *d, const struct staff_person *x, struct moment at)
{
	struct staff_span span[STAFF_SPANS];
	struct staff_time_leave_now_row row;
	int minute = day_minute(at);
	size_t n = staff_hours_on(d, x, day_of(at), span);
	return staff_spans_hold(span, n, minute, minute + 1) && !staff_time_leave_now(d, x->person_id, at, &row);
}

enum staff_refusal staff_shift_put(struct desk *d, struct person_id person_id, struct day on, const struct staff_span *span, size_t n)
{
	int last = 0;
	for (size_t i = 0; i < n; i++) {
		if (span[i].from < last || span[i].until <= span[i].from || span[i].until > 24 * 60)
			return STAFF_BAD;
		last = span[i].until;
	}
	staff_time_shift_drop(d, person_id, on);
	for (size_t i = 0; i < n; i++)
		staff_time_shift_add(d, &(struct staff_time_shift_add_in){ .person_id = person_id, .shift_on = on, .from_n = span[i].from,
			.until_n = span[i].until, .by_account_id = d->who.account_id });
	if (!n)
		staff_time_shift_add(d, &(struct staff_time_shift_add_in){ .person_id = person_id, .shift_on = on, .by_account_id = d->who.account_id });
	audit_note(d, "staff.shift", "person", person_id.v, STR_NONE);
	return STAFF_OK;
}

void staff_shift_usual(struct desk *d, struct person_id person_id, struct day on)
{
	staff_time_shift_drop(d, person_id, on);
	audit_note(d, "staff.shift", "person", person_id.v, STR_NONE);
}

/* ---- booking ---- */

static int64_t quarter_of(struct moment at)
{
	return at.ms / STAFF_QUARTER;
}

static enum staff_time_refusal shape_of(const struct staff_time *t)
{
	bool is_whole = t->from_at.ms % STAFF_QUARTER == 0 && t->until_at.ms % STAFF_QUARTER == 0;
	int64_t n = quarter_of(t->until_at) - quarter_of(t->from_at);
	return is_whole && n > 0 && n <= STAFF_TIME_LONGEST && is_known(t->kind) && (t->person_id.v || t->calendar_id.v)
		? STAFF_TIME_OK : STAFF_TIME_BAD;
}

static enum staff_time_refusal person_can(struct desk *d, const struct staff_time *t, bool must_fit)
{
	struct staff_person x;
	struct staff_span span[STAFF_SPANS];
	struct day on = day_of(t->from_at);
	if (must_fit && t->from_at.ms < d->now.ms)
		return STAFF_TIME_PAST;
	if (!t->person_id.v)
		return STAFF_TIME_OK;
	if (!staff_person_by_id(d, t->person_id, &x))
		return STAFF_TIME_NO_SUCH;
	if (!staff_serves(&x, on) || (!str_is(t->kind, "leave") && staff_is_away(d, x.person_id, on, NULL)))
		return STAFF_TIME_AWAY;
	int from = day_minute(t->from_at), until = from + (int)((t->until_at.ms - t->from_at.ms) / MINUTE);
	size_t n = must_fit ? staff_hours_on(d, &x, on, span) : 0;
	return !must_fit || staff_spans_hold(span, n, from, until) ? STAFF_TIME_OK : STAFF_TIME_OUTSIDE;
}

/* All quarters of this one calendar, or not all: then what was taken is given back by who asked. */
static bool take(struct desk *d, int64_t whose, const struct staff_time *t)
{
	for (int64_t q = quarter_of(t->from_at); q < quarter_of(t->until_at); q++)
		if (staff_time_quarter_take(d, (struct calendar_id){ whose }, q, t->booking_id) != 1)
			return false;
	return true;
}

static bool take_all(struct desk *d, const struct staff_time *t)
{
	return (!t->person_id.v || take(d, t->person_id.v, t)) && (!t->calendar_id.v || take(d, t->calendar_id.v, t));
}

static enum staff_time_refusal check(struct desk *d, const struct staff_time *t, bool must_fit)
{
	enum staff_time_refusal r = shape_of(t);
	return r == STAFF_TIME_OK ? person_can(d, t, must_fit) : r;
}

enum staff_time_refusal staff_time_book(struct desk *d, struct staff_time *t, bool must_fit)
{
	enum staff_time_refusal r = check(d, t, must_fit);
	if (r != STAFF_TIME_OK)
		return r;
	t->booking_id.v = id_new();
	t->version_n = 1;
	staff_time_booking_add(d, &(struct staff_time_booking_add_in){ .booking_id = t->booking_id, .kind = t->kind, .person_id = t->person_id,
		.calendar_id = t->calendar_id, .from_at = t->from_at, .until_at = t->until_at, .room = t->room, .subject_n = t->subject_n,
		.line = t->line, .made_at = d->now, .by_account_id = d->who.account_id });
	if (take_all(d, t)) {
		audit_note(d, "staff.book", "booking", t->booking_id.v, STR_NONE);
		return STAFF_TIME_OK;
	}
	staff_time_quarters_free(d, t->booking_id);
	staff_time_booking_drop(d, t->booking_id);
	t->booking_id.v = 0;
	return STAFF_TIME_TAKEN;
}

enum staff_time_refusal staff_time_move(struct desk *d, const struct staff_time *to, bool must_fit)
{
	struct staff_time old, t;
	if (!staff_time_by_id(d, to->booking_id, &old) || old.is_ended)
		return STAFF_TIME_NO_SUCH;
	t = old;
	t.from_at = to->from_at;
	t.until_at = to->until_at;
	if (to->person_id.v)
		t.person_id = to->person_id;
	enum staff_time_refusal r = check(d, &t, must_fit);
	if (r != STAFF_TIME_OK)
		return r;
	staff_time_quarters_free(d, t.booking_id);
	if (!take_all(d, &t)) {
		staff_time_quarters_free(d, t.booking_id);
		take_all(d, &old);
		return STAFF_TIME_TAKEN;
	}
	staff_time_booking_moved(d, &(struct staff_time_booking_moved_in){ .booking_id = t.booking_id, .person_id = t.person_id,
		.calendar_id = t.calendar_id, .from_at = t.from_at, .until_at = t.until_at });
	audit_note(d, "staff.move", "booking", t.booking_id.v, STR_NONE);
	return STAFF_TIME_OK;
}

static void put_back(struct desk *d, const struct staff_time *old, size_t n)
{
	for (size_t i = 0; i < n; i++)
		staff_time_quarters_free(d, old[i].booking_id);
	for (size_t i = 0; i < n; i++)
		take_all(d, &old[i]);
}

enum staff_time_refusal staff_time_move_all(struct desk *d, const struct staff_time *to, size_t n)
{
	struct staff_time *old = ARENA_ARRAY(d->arena, struct staff_time, n + 1), *t = ARENA_ARRAY(d->arena, struct staff_time, n + 1);
	enum staff_time_refusal r = STAFF_TIME_OK;
	for (size_t i = 0; i < n && r == STAFF_TIME_OK; i++) {
		if (!staff_time_by_id(d, to[i].booking_id, &old[i]) || old[i].is_ended)
			return STAFF_TIME_NO_SUCH;
		t[i] = old[i];
		t[i].from_at = to[i].from_at;
		t[i].until_at = to[i].until_at;
		r = check(d, &t[i], false);
	}
	for (size_t i = 0; i < n && r == STAFF_TIME_OK; i++)
		staff_time_quarters_free(d, t[i].booking_id);
	for (size_t i = 0; i < n && r == STAFF_TIME_OK; i++)
		if (!take_all(d, &t[i]))
			r = STAFF_TIME_TAKEN;
	if (r == STAFF_TIME_TAKEN)
		put_back(d, old, n);
	for (size_t i = 0; i < n && r == STAFF_TIME_OK; i++)
		staff_time_booking_moved(d, &(struct staff_time_booking_moved_in){ .booking_id = t[i].booking_id, .person_id = t[i].person_id,
			.calendar_id = t[i].calendar_id, .from_at = t[i].from_at, .until_at = t[i].until_at });
	return r;
}

bool staff_time_cancel(struct desk *d, struct booking_id booking_id)
{
	if (staff_time_booking_ended(d, d->now, booking_id) != 1)
		return false;
	staff_time_quarters_free(d, booking_id);
	audit_note(d, "staff.cancel", "booking", booking_id.v, STR_NONE);
	return true;
}

/* ---- reading ---- */

static struct staff_time time_of(const struct staff_time_booking_row *x)
{
	return (struct staff_time){ .booking_id = x->booking_id, .kind = x->kind, .person_id = x->person_id, .calendar_id = x->calendar_id,
		.from_at = x->from_at, .until_at = x->until_at, .room = x->room, .subject_n = x->subject_n, .line = x->line,
		.version_n = x->version_n, .is_ended = x->ended_at.ms != 0 };
}

bool staff_time_by_id(struct desk *d, struct booking_id booking_id, struct staff_time *ret)
{
	struct staff_time_booking_row row;
	if (!staff_time_booking_by_id(d, booking_id, &row))
		return false;
	*ret = time_of(&row);
	return true;
}

size_t staff_time_of(struct desk *d, struct person_id person_id, struct moment from_at, struct moment until_at, struct staff_time **ret)
{
	struct staff_time_booking_row *row;
	struct moment first_at = moment_add(from_at, -STAFF_TIME_LONGEST * (int64_t)STAFF_QUARTER);
	size_t kept = 0, n = person_id.v ? staff_time_bookings_of(d, person_id, first_at, until_at, &row)
		: staff_time_bookings_all(d, first_at, until_at, &row);
	*ret = ARENA_ARRAY(d->arena, struct staff_time, n + 1);
	for (size_t i = 0; i < n; i++)
		if (row[i].until_at.ms > from_at.ms)
			(*ret)[kept++] = time_of(&row[i]);
	return kept;
}

/* ---- what is free ---- */

static void mark_day(const struct staff_time_quarters_taken_row *row, size_t n, struct day on, bool taken[STAFF_DAY_QUARTERS])
{
	int64_t first = quarter_of(day_moment(on, 0));
	for (int i = 0; i < STAFF_DAY_QUARTERS; i++)
		taken[i] = false;
	for (size_t i = 0; i < n; i++)
		if (row[i].quarter_n >= first && row[i].quarter_n < first + STAFF_DAY_QUARTERS)
			taken[row[i].quarter_n - first] = true;
}

/* Beginnings of one day, behind those that ret holds already. */
static size_t free_on(struct moment *ret, size_t n, const struct staff_time_ask *ask, struct day on, const struct staff_slot_ask *slots)
{
	int slot[STAFF_DAY_QUARTERS];
	size_t slot_n = staff_slots(slots, slot);
	for (size_t k = 0; k < slot_n && n < FREE_MOST; k++) {
		struct moment at = day_moment(on, slot[k]);
		if (at.ms >= ask->not_before_at.ms)
			ret[n++] = at;
	}
	return n;
}

static size_t counter_hours_on(const struct desk *d, const struct tenant_counter *counter, struct day on, struct staff_span ret[STAFF_SPANS])
{
	struct hours_span span[HOURS_SPANS];
	if (hours_are_closed_on(on, tenant_get(d->tenant, "closed_days")))
		return 0;
	size_t n = hours_on(counter->hours_rule, day_weekday(on), span);
	n = n < STAFF_SPANS ? n : STAFF_SPANS;
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct staff_span){ span[i].from, span[i].to };
	return n;
}

/* Of a person, or of a counter. */
static size_t free_of(struct desk *d, const struct staff_time_ask *ask, const struct staff_person *x, const struct tenant_counter *counter,
	struct moment *ret)
{
	struct staff_time_quarters_taken_row *row;
	size_t n = 0;
	int days_n = ask->days_n > FREE_DAYS_MOST ? FREE_DAYS_MOST : ask->days_n;
	struct calendar_id whose = { x ? x->person_id.v : counter->counter_id.v };
	size_t row_n = staff_time_quarters_taken(d, whose, quarter_of(day_moment(ask->from_on, 0)),
		quarter_of(day_moment((struct day){ ask->from_on.n + days_n }, 0)), &row);
	for (int i = 0; i < days_n; i++) {
		struct day on = { ask->from_on.n + i };
		struct staff_span span[STAFF_SPANS];
		bool taken[STAFF_DAY_QUARTERS];
		size_t span_n = x ? staff_hours_on(d, x, on, span) : counter_hours_on(d, counter, on, span);
		mark_day(row, row_n, on, taken);
		n = free_on(ret, n, ask, on, &(struct staff_slot_ask){ span, span_n, taken, ask->minutes_n, ask->step_n, ask->margin_n });
	}
	return n;
}

size_t staff_time_free(struct desk *d, const struct staff_time_ask *ask, struct moment **ret)
{
	struct staff_person x;
	*ret = ARENA_ARRAY(d->arena, struct moment, FREE_MOST);
	return staff_person_by_id(d, ask->person_id, &x) ? free_of(d, ask, &x, NULL, *ret) : 0;
}

size_t staff_time_free_at(struct desk *d, const struct tenant_counter *counter, const struct staff_time_ask *ask, struct moment **ret)
{
	*ret = ARENA_ARRAY(d->arena, struct moment, FREE_MOST);
	return free_of(d, ask, NULL, counter, *ret);
}

/* Sounding out: one, several in turn, many at once; the first yes wins, in one transaction with the calendar; who drops out is replaced. */
#include "care/care_inside.h"
#include "care/care_match.h"
#include "care/care_words.page.h"
#include "desk/audit.h"
#include "desk/task.h"

enum { DAY_FROM = 7 * 60, DAY_TO = 21 * 60 };

/* ---- who may be asked ---- */

bool care_is_paused(struct desk *d, struct person_id person_id, struct family_id family_id)
{
	struct care_private_bars_row row = { 0 };
	return care_private_bars(d, person_id, family_id, &row) && row.private_n > 0;
}

/* A training that is kept with an end, and has lapsed on the day. */
static bool has_lapsed(struct desk *d, struct person_id person_id, struct day on)
{
	struct staff_training *t;
	size_t n = staff_training_list(d, person_id, &t);
	for (size_t i = 0; i < n; i++)
		if (!day_is_none(t[i].until_on) && t[i].until_on.n < on.n)
			return true;
	return false;
}

enum care_refusal care_may_go(struct desk *d, const struct care_request_row *x, struct person_id person_id)
{
	struct staff_person person;
	struct day on = day_of(x->from_at);
	if (!x->consented_at.ms)
		return CARE_CONSENT;
	if (!x->from_at.ms)
		return CARE_NOT_NOW;
	if (!staff_person_by_id(d, person_id, &person) || !staff_serves(&person, on) || staff_is_away(d, person_id, on, NULL))
		return CARE_BARRED;
	bool is_barred = care_is_paused(d, person_id, x->family_id) || has_lapsed(d, person_id, on) || care_match_bars(d, x, person_id);
	return is_barred ? CARE_BARRED : CARE_OK;
}

/* ---- asking helpers ---- */

/* Nobody's time runs out while they sleep, unless it is urgent; and no offer lives longer than what it is about. */
static struct moment offer_until(struct desk *d, const struct care_request_row *x, int64_t minutes_n)
{
	struct moment from = d->now, until;
	int minute = day_minute(d->now);
	if (!x->is_urgent && minute >= DAY_TO)
		from = day_moment((struct day){ d->today.n + 1 }, DAY_FROM);
	else if (!x->is_urgent && minute < DAY_FROM)
		from = day_moment(d->today, DAY_FROM);
	until = moment_add(from, minutes_n * MINUTE);
	return until.ms < x->from_at.ms ? until : x->from_at;
}

/* Whose turn it is: everybody of the lowest place that waits. Nobody: the desk has to look further. */
static void open_next(struct desk *d, const struct care_request_row *x)
{
	struct care_offer_row first, *all;
	struct care_offers_open_n_row left = { 0 };
	if (!care_offer_waiting(d, x->request_id, x->slot_n, &first)) {
		care_offers_open_n(d, x->request_id, x->slot_n, &left);
		if (left.offer_n == 0 && care_request_state(d, STR("asked"), 1, x->request_id, STR("offered")) == 1)
			care_task(d, x);
		return;
	}
	size_t n = care_offers_of(d, x->request_id, &all);
	for (size_t i = 0; i < n; i++) {
		if (all[i].slot_n != x->slot_n || all[i].turn_n != first.turn_n || !str_is(all[i].state, "waiting"))
			continue;
		care_offer_open(d, d->now, offer_until(d, x, all[i].minutes_n), all[i].offer_id);
		care_tell_person(d, all[i].person_id, "/help");
		care_counted(d, x, "care-offer", all[i].offer_id.v);
	}
	care_request_state(d, STR("offered"), 1, x->request_id, STR("asked"));
}

static bool is_anybody_open(struct desk *d, const struct care_request_row *x)
{
	struct care_offer_row *all;
	size_t n = care_offers_of(d, x->request_id, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].slot_n == x->slot_n && str_is(all[i].state, "open"))
			return true;
	return false;
}

/* The reason stands with those alone who need one. */
struct offering { const struct care_offer_new *o; size_t i; int64_t turn_n; bool is_warned; };

static enum care_refusal add(struct desk *d, const struct care_request_row *x, const struct offering *one)
{
	const struct care_offer_new *o = one->o;
	size_t i = one->i;
	struct staff_time *busy;
	enum care_refusal r = care_may_go(d, x, o->person[i]);
	if (r != CARE_OK)
		return r;
	if (staff_time_of(d, o->person[i], x->from_at, x->until_at, &busy))
		return CARE_TIME;
	if (one->is_warned && !str_trim(o->reason).n)
		return CARE_BAD;
	struct moment until_at = offer_until(d, x, o->minutes_n);
	bool is_open = !o->is_turn;
	struct offer_id offer_id = { id_new() };
	int64_t added_n = care_offer_add(d, &(struct care_offer_add_in){ .offer_id = offer_id, .request_id = x->request_id, .slot_n = x->slot_n,
		.person_id = o->person[i], .turn_n = one->turn_n, .minutes_n = o->minutes_n, .state = is_open ? STR("open") : STR("waiting"),
		.made_at = d->now, .opened_at = is_open ? d->now : MOMENT_NONE, .until_at = is_open ? until_at : MOMENT_NONE,
		.by_account_id = d->who.account_id, .by_name = d->who.name, .reason = one->is_warned ? o->reason : STR_NONE });
	if (added_n != 1)
		return CARE_TWICE;
	if (is_open) {
		care_tell_person(d, o->person[i], "/help");
		care_counted(d, x, "care-offer", offer_id.v);
	}
	return CARE_OK;
}

bool care_is_past(const struct desk *d, const struct care_request_row *x)
{
	return x->stage_n == 1 && x->from_at.ms && x->until_at.ms <= d->now.ms;
}

enum care_refusal care_offer_send(struct desk *d, const struct care_request_row *x, const struct care_offer_new *o, struct person_id *ret_person)
{
	struct care_offer_turns_row turns = { 0 };
	bool warned[CARE_OFFERS_MOST];
	if (x->stage_n != 1)
		return CARE_NOT_NOW;
	if (care_is_past(d, x))
		return CARE_PAST;
	if (!x->from_at.ms || o->n == 0 || o->n > CARE_OFFERS_MOST || o->minutes_n < 5 || o->minutes_n > 3 * 24 * 60)
		return CARE_BAD;
	care_offer_turns(d, x->request_id, x->slot_n, &turns);
	care_match_warns(d, x, o->person, o->n, warned);
	for (size_t i = 0; i < o->n; i++) {
		enum care_refusal r = add(d, x, &(struct offering){ o, i, turns.turn_n + 1 + (o->is_turn ? (int64_t)i : 0), warned[i] });
		if (r == CARE_OK)
			continue;
		*ret_person = o->person[i];
		return r;
	}
	if (o->is_turn && !is_anybody_open(d, x))
		open_next(d, x);
	care_request_state(d, STR("offered"), 1, x->request_id, STR("asked"));
	care_task_done(d, x->request_id);
	audit_note(d, "care.offer", "request", x->request_id.v, o->reason.n ? STR("reason") : STR_NONE);
	return CARE_OK;
}

bool care_offer_of(struct desk *d, struct offer_id offer_id, struct care_offer_row *ret)
{
	return care_offer_by_id(d, offer_id, ret);
}

size_t care_offers(struct desk *d, const struct care_request_row *x, struct care_offer_row **ret)
{
	return care_offers_of(d, x->request_id, ret);
}

/* ---- answers ---- */

static struct str booked_line(struct desk *d, const struct care_request_row *x)
{
	struct out line = { .arena = d->arena };
	struct page p = care_plain(d, &line, LANG_JA);
	care_booked_line(&p, x->kind);
	return str_trim(out_done(&line));
}

static enum care_refusal hold(struct desk *d, const struct care_request_row *x, const struct care_offer_row *o, enum staff_time_refusal *ret_time)
{
	struct assignment_id assignment_id = { id_new() };
	struct staff_time time = { .kind = STR("accompaniment"), .person_id = o->person_id, .from_at = x->from_at, .until_at = x->until_at,
		.room = STR("care"), .subject_n = assignment_id.v, .line = booked_line(d, x) };
	*ret_time = staff_time_book(d, &time, false);
	if (*ret_time != STAFF_TIME_OK)
		return CARE_TIME;
	if (care_request_filled(d, d->now, x->request_id, x->slot_n) != 1)
		return CARE_TOO_LATE;
	care_counted(d, x, "care-fill", assignment_id.v);
	return care_assignment_add(d, &(struct care_assignment_add_in){ .assignment_id = assignment_id, .request_id = x->request_id,
		.family_id = x->family_id, .person_id = o->person_id, .booking_id = time.booking_id, .offer_id = o->offer_id, .from_at = x->from_at,
		.until_at = x->until_at, .held_at = d->now }) == 1 ? CARE_OK : CARE_TOO_LATE;
}

static void tell_others(struct desk *d, const struct care_request_row *x)
{
	struct care_offer_row *all;
	size_t n = care_offers_of(d, x->request_id, &all);
	for (size_t i = 0; i < n; i++)
		if (str_is(all[i].state, "open"))
			care_tell_person(d, all[i].person_id, "/help");
	care_offers_withdraw(d, d->now, x->request_id);
}

static void mark(struct desk *d, const struct care_offer_row *o, const char *state, bool is_entered)
{
	care_offer_answered(d, &(struct care_offer_answered_in){ .offer_id = o->offer_id, .state = str_of(state), .answered_at = d->now,
		.is_entered = is_entered, .answered_by = d->who.name });
	desk_tell(d, STR("task"), STR("changed"));
}

static enum care_refusal accept(struct desk *d, const struct care_request_row *x, const struct care_offer_row *o, bool is_entered,
	enum staff_time_refusal *ret_time)
{
	struct staff_person person;
	if (x->stage_n != 1 || x->slot_n != o->slot_n || (!is_entered && o->until_at.ms <= d->now.ms))
		return CARE_TOO_LATE;
	enum care_refusal r = care_may_go(d, x, o->person_id);
	if (r == CARE_OK)
		r = hold(d, x, o, ret_time);
	if (r != CARE_OK)
		return r;
	mark(d, o, "accepted", is_entered);
	tell_others(d, x);
	care_task_done(d, x->request_id);
	bool is_known = staff_person_by_id(d, o->person_id, &person);
	care_tell_story(d, x, "accepted", is_known ? person.name : STR_NONE);
	care_tell_family(d, x);
	audit_note(d, "care.accept", "request", x->request_id.v, is_entered ? STR("entered") : STR_NONE);
	return CARE_OK;
}

enum care_refusal care_offer_answer(struct desk *d, struct offer_id offer_id, bool is_yes, bool is_entered, enum staff_time_refusal *ret_time)
{
	struct care_offer_row o;
	struct care_request_row x;
	*ret_time = STAFF_TIME_OK;
	if (!care_offer_by_id(d, offer_id, &o) || !care_request_by_id(d, o.request_id, &x))
		return CARE_NO_SUCH;
	if (!str_is(o.state, "open") && !(is_entered && str_is(o.state, "waiting")))
		return CARE_TOO_LATE;
	if (is_yes)
		return accept(d, &x, &o, is_entered, ret_time);
	mark(d, &o, "refused", is_entered);
	if (x.stage_n == 1 && x.slot_n == o.slot_n && !is_anybody_open(d, &x))
		open_next(d, &x);
	return CARE_OK;
}

/* ---- who goes ---- */

bool care_assigned(struct desk *d, struct request_id request_id, struct care_assignment_row *ret)
{
	return care_assignment_held(d, request_id, ret);
}

bool care_assignment_of(struct desk *d, struct assignment_id assignment_id, struct care_assignment_row *ret)
{
	return care_assignment_by_id(d, assignment_id, ret);
}

size_t care_assignments_of_person(struct desk *d, struct person_id person_id, struct moment from_at, struct moment until_at,
	struct care_assignment_row **ret)
{
	return care_assignments_to(d, person_id, from_at, until_at, ret);
}

size_t care_assignments_of_family(struct desk *d, struct family_id family_id, struct care_assignment_row **ret)
{
	return care_assignments_for_family(d, family_id, ret);
}

size_t care_assignments_in(struct desk *d, struct moment from_at, struct moment until_at, int64_t limit_n, struct care_assignment_row **ret)
{
	return care_assignments_between(d, from_at, until_at, limit_n, ret);
}

enum care_refusal care_drop_out(struct desk *d, const struct care_assignment_row *a, struct str note)
{
	struct care_request_row x;
	if (!str_is(a->state, "held") || a->started_at.ms || !care_request_by_id(d, a->request_id, &x))
		return CARE_NOT_NOW;
	if (care_request_again(d, a->request_id) != 1 || care_assignment_closed(d, STR("dropped"), d->now, note, a->assignment_id) != 1)
		return CARE_CHANGED;
	staff_time_cancel(d, a->booking_id);
	care_offer_dropped(d, a->offer_id);
	care_counted_back(d, a->assignment_id);
	care_request_by_id(d, a->request_id, &x);
	care_task(d, &x);
	if (care_offers_reopen(d, x.request_id, x.slot_n) > 0)
		open_next(d, &x);
	care_tell_story(d, &x, "dropped", STR_NONE);
	care_tell_family(d, &x);
	audit_note(d, "care.drop", "request", x.request_id.v, STR_NONE);
	return CARE_OK;
}

/* ---- the clock ---- */

bool care_is_due(struct desk *d)
{
	struct care_offer_row *row;
	return care_offers_lapsed(d, d->now, 1, &row) > 0;
}

int64_t care_minutely(struct desk *d, int64_t most_n)
{
	struct care_offer_row *row;
	size_t n = care_offers_lapsed(d, d->now, most_n, &row);
	for (size_t i = 0; i < n; i++) {
		struct care_request_row x;
		mark(d, &row[i], "expired", false);
		if (care_request_by_id(d, row[i].request_id, &x) && x.stage_n == 1 && x.slot_n == row[i].slot_n && !is_anybody_open(d, &x))
			open_next(d, &x);
	}
	return (int64_t)n;
}

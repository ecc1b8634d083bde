/* Planning, moving, cancelling and settling visits. */
#include "visit/visit.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "family/family_charge.h"
#include "visit/visit_inside.h"
#include "visit/visit_words.page.h"
#include "web/page.h"

static const char *const kinds[] = { "pregnancy", "newborn", "growth", "other" };

static bool is_kind(struct str kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(kind, kinds[i]))
			return true;
	return false;
}

/* ---- who goes, and when ---- */

static bool worker_last_there(struct desk *d, const struct family_row *f, struct staff_person *ret)
{
	struct visit_row *x;
	size_t n = visit_of_family(d, f->family_id, &x);
	return n && staff_person_by_id(d, x[0].person_id, ret) && staff_serves(ret, d->today) && ret->is_named;
}

/* The named worker, or who stands in while they are away. */
static bool worker_named(struct desk *d, const struct family_row *f, struct staff_person *ret)
{
	struct family_charge_row charge;
	if (!family_charge_of(d, f->family_id, &charge))
		return false;
	struct person_id person_id = staff_stand_in(d, charge.person_id, d->today);
	return staff_person_by_id(d, person_id.v ? person_id : charge.person_id, ret) && staff_serves(ret, d->today);
}

bool visit_worker(struct desk *d, const struct family_row *f, struct staff_person *ret)
{
	struct staff_person *all;
	if (worker_named(d, f, ret))
		return true;
	if (worker_last_there(d, f, ret))
		return true;
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .operator_id = f->operator_id, .area_id = f->area_id, .is_named_only = true }, &all);
	if (n)
		*ret = all[0];
	return n > 0;
}

size_t visit_slots(struct desk *d, const struct staff_person *worker, struct moment **ret)
{
	return staff_time_free(d, &(struct staff_time_ask){ .person_id = worker->person_id, .from_on = d->today, .days_n = VISIT_DAYS,
		.minutes_n = VISIT_MINUTES, .step_n = VISIT_STEP, .margin_n = VISIT_MARGIN,
		.not_before_at = moment_add(d->now, (int64_t)VISIT_LEAD_HOURS * HOUR) }, ret);
}

/* ---- what is said of it ---- */

struct page visit_plain(struct desk *d, struct out *out, enum lang lang)
{
	return (struct page){ .out = out, .base = d->base, .lang = lang };
}

void visit_tell_story(struct desk *d, const struct visit_row *x, const char *what)
{
	struct out line = { .arena = d->arena };
	struct page p = visit_plain(d, &line, LANG_JA);
	visit_story_line(&p, x, str_of(what));
	family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .kind = STR("visit"), .line = str_trim(out_done(&line)),
		.room = STR("visit"), .subject_id = x->visit_id.v, .who_may_see = STR("staff"),
		.owner_account_id = d->who.role == ROLE_FAMILY ? d->who.account_id : (struct account_id){ 0 } });
}

static void next_step(struct desk *d, const struct visit_row *x)
{
	struct out line = { .arena = d->arena };
	struct page p = visit_plain(d, &line, LANG_JA);
	visit_next_line(&p);
	family_next_set(d, x->family_id, str_trim(out_done(&line)), day_of(x->from_at));
}

/* ---- planning ---- */

static bool is_free_slot(struct desk *d, const struct staff_person *worker, struct moment from_at)
{
	struct moment *slot;
	size_t n = visit_slots(d, worker, &slot);
	for (size_t i = 0; i < n; i++)
		if (slot[i].ms == from_at.ms)
			return true;
	return false;
}

/* What a family picks must be free by the same rule by which it was offered. */
static enum staff_time_refusal may_pick(struct desk *d, const struct visit_new *v)
{
	struct staff_person worker;
	if (!v->is_by_family)
		return STAFF_TIME_OK;
	return staff_person_by_id(d, v->person_id, &worker) && is_free_slot(d, &worker, v->from_at) ? STAFF_TIME_OK : STAFF_TIME_TAKEN;
}

static struct staff_time time_for(const struct visit_new *v, struct visit_id visit_id)
{
	return (struct staff_time){ .kind = STR("visit"), .person_id = v->person_id, .from_at = v->from_at,
		.until_at = moment_add(v->from_at, (int64_t)v->minutes * MINUTE), .room = STR("visit"), .subject_n = visit_id.v };
}

enum visit_refusal visit_plan(struct desk *d, const struct visit_new *v, struct visit_id *ret, enum staff_time_refusal *ret_time)
{
	struct family_row f;
	struct visit_row old;
	struct visit_id visit_id = { id_new() };
	struct staff_time time = time_for(v, visit_id);
	*ret_time = STAFF_TIME_OK;
	if (!family_by_id(d, v->family_id, &f))
		return VISIT_NO_SUCH;
	if (!is_kind(v->kind) || v->minutes < 15 || v->minutes > 4 * 60)
		return VISIT_BAD;
	if (v->is_by_family && visit_next(d, f.family_id, d->now, &old))
		return VISIT_HAS_ONE;
	*ret_time = may_pick(d, v);
	if (*ret_time == STAFF_TIME_OK)
		*ret_time = staff_time_book(d, &time, v->is_by_family);
	if (*ret_time != STAFF_TIME_OK)
		return VISIT_TIME;
	visit_add(d, &(struct visit_add_in){ .visit_id = visit_id, .family_id = f.family_id, .person_id = v->person_id, .booking_id = time.booking_id,
		.operator_id = f.operator_id, .area_id = f.area_id, .kind = v->kind, .from_at = time.from_at, .until_at = time.until_at,
		.is_fixed = v->is_fixed || v->is_by_family, .is_by_family = v->is_by_family, .place = v->place.n ? v->place : f.address,
		.lat_n = v->lat_n, .lon_n = v->lon_n, .made_at = d->now });
	struct visit_row x = { .visit_id = visit_id, .family_id = f.family_id, .from_at = time.from_at, .is_by_family = v->is_by_family };
	visit_tell_story(d, &x, "planned");
	next_step(d, &x);
	audit_note(d, "visit.plan", "visit", visit_id.v, STR_NONE);
	*ret = visit_id;
	return VISIT_OK;
}

enum visit_refusal visit_move(struct desk *d, const struct visit_row *x, struct moment from_at, struct person_id person_id,
	enum staff_time_refusal *ret_time)
{
	bool is_family = d->who.role == ROLE_FAMILY;
	struct visit_row now = *x;
	*ret_time = STAFF_TIME_OK;
	if (!str_is(x->state, "planned"))
		return VISIT_SETTLED;
	now.person_id = person_id.v ? person_id : x->person_id;
	now.from_at = from_at;
	now.until_at = moment_add(from_at, x->until_at.ms - x->from_at.ms);
	if (is_family)
		*ret_time = may_pick(d, &(struct visit_new){ .is_by_family = true, .person_id = now.person_id, .from_at = from_at });
	if (*ret_time == STAFF_TIME_OK)
		*ret_time = staff_time_move(d, &(struct staff_time){ .booking_id = x->booking_id, .person_id = now.person_id, .from_at = now.from_at,
			.until_at = now.until_at }, is_family);
	if (*ret_time != STAFF_TIME_OK)
		return VISIT_TIME;
	visit_moved(d, now.person_id, now.from_at, now.until_at, x->visit_id);
	visit_tell_story(d, &now, "moved");
	next_step(d, &now);
	audit_note(d, "visit.move", "visit", x->visit_id.v, STR_NONE);
	return VISIT_OK;
}

enum visit_refusal visit_cancel(struct desk *d, const struct visit_row *x)
{
	if (visit_cancelled(d, d->now, x->visit_id) != 1)
		return VISIT_SETTLED;
	staff_time_cancel(d, x->booking_id);
	visit_tell_story(d, x, "cancelled");
	audit_note(d, "visit.cancel", "visit", x->visit_id.v, STR_NONE);
	return VISIT_OK;
}

/* ---- who may see it ---- */

static bool is_own_visit(struct desk *d, const struct visit_row *x)
{
	struct staff_person person;
	return staff_person_by_id(d, x->person_id, &person) && person.account_id.v && person.account_id.v == d->who.account_id.v;
}

enum visit_refusal visit_for_staff(struct desk *d, struct visit_id visit_id, struct visit_row *ret, struct family_row *ret_family)
{
	struct visit_row x;
	struct family_row f;
	if (!visit_by_id(d, visit_id, &x) || !family_by_id(d, x.family_id, &f))
		return VISIT_NO_SUCH;
	if (!family_may(d, MAY_VISIT_READ, &f) && !is_own_visit(d, &x))
		return VISIT_NO_SUCH;
	*ret = x;
	*ret_family = f;
	return VISIT_OK;
}

enum visit_refusal visit_for_family(struct desk *d, struct visit_id visit_id, struct visit_row *ret)
{
	struct visit_row x;
	struct family_guardian_row guardian;
	struct family_row f;
	if (!visit_by_id(d, visit_id, &x) || !family_of_account(d, d->who.account_id, &guardian) || !family_by_id(d, guardian.family_id, &f)
		|| x.family_id.v != f.family_id.v)
		return VISIT_NO_SUCH;
	*ret = x;
	return VISIT_OK;
}

bool visit_next_of(struct desk *d, struct family_id family_id, struct visit_row *ret)
{
	return visit_next(d, family_id, d->now, ret);
}

size_t visit_list_of(struct desk *d, struct family_id family_id, struct visit_row **ret)
{
	return visit_of_family(d, family_id, ret);
}

/* ---- what came of it ---- */

enum visit_refusal visit_draft(struct desk *d, struct visit_id visit_id, struct str words)
{
	return visit_draft_put(d, words, d->now, visit_id) == 1 ? VISIT_OK : VISIT_SETTLED;
}

/* Silence is a signal: colleagues look at it together. */
static void conference(struct desk *d, const struct visit_row *x, const struct family_row *f)
{
	struct staff_person person = { .version_n = 0 };
	staff_person_by_id(d, x->person_id, &person);
	task_raise(d, &(struct task_new){ .kind = TASK_VISIT, .subject_id = x->visit_id.v, .line = f->name,
		.href = arena_fmt(d->arena, "/desk/visit/%s", id_text(d->arena, x->visit_id.v).s), .due_at = moment_add(d->now, 3 * DAY_MS),
		.operator_id = f->operator_id, .area_id = f->area_id, .to_account_id = person.account_id, .least = ROLE_WORKER });
}

enum visit_refusal visit_settle(struct desk *d, struct visit_id visit_id, int64_t version_n, struct str state, struct str note)
{
	struct visit_row x;
	struct family_row f;
	bool is_done = str_is(state, "done"), is_known = is_done || str_is(state, "absent") || str_is(state, "refused") || str_is(state, "away");
	if (visit_for_staff(d, visit_id, &x, &f) != VISIT_OK)
		return VISIT_NO_SUCH;
	if (!is_known || (is_done && !note.n))
		return VISIT_BAD;
	if (!str_is(x.state, "planned"))
		return VISIT_SETTLED;
	if (visit_settled(d, &(struct visit_settled_in){ .state = state, .note = note, .settled_at = d->now, .by_account_id = d->who.account_id,
		.by_name = d->who.name, .visit_id = visit_id, .version_n = version_n }) != 1)
		return VISIT_CHANGED;
	x.note = note.s ? note : STR("");
	visit_tell_story(d, &x, state.s);
	if (!is_done)
		conference(d, &x, &f);
	family_next_set(d, f.family_id, STR_NONE, DAY_NONE);
	audit_note(d, "visit.settle", "visit", visit_id.v, state);
	return VISIT_OK;
}

/* The story of a call for help: raised, rung, taken by one, given back, closed with what came of it. */
#include "sos/sos.h"
#include "base/hours.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "sos/sos_inside.h"

enum { OPEN_MOST = 50, HERE_MINUTES = 5 };

static struct thing thing_of(const struct sos_row *s)
{
	return (struct thing){ .operator_id = s->operator_id, .area_id = s->area_id, .owner_id = s->charge_account_id };
}

static int64_t minutes_of(const struct desk *d)
{
	int64_t n = 5;
	str_int(tenant_get(d->tenant, "sos.minutes"), &n);
	return n;
}

void sos_step(struct desk *d, struct sos_id sos_id, const char *kind, int64_t told_n)
{
	bool is_staff = (d->who.role & ROLE_STAFF) != 0;
	sos_step_add(d, &(struct sos_step_add_in){ .step_id = { id_new() }, .sos_id = sos_id, .kind = str_of(kind), .told_n = told_n, .happened_at = d->now,
		.by_account_id = d->who.account_id, .by_name = is_staff ? d->who.name : STR_NONE });
}

/* ---- the ladder ---- */

/* A letter that nobody gets: when it is due, the next rung is. */
static void timer(struct desk *d, struct sos_id sos_id, struct moment at)
{
	outbox_put(d, &(struct outbox_letter){ .channel = STR("sos"), .to = id_text(d->arena, sos_id.v), .text = STR("-"), .reason = STR("sos"),
		.subject_id = sos_id.v, .not_before = at });
}

void sos_ring(struct desk *d, struct sos_id sos_id)
{
	struct sos_row s;
	if (!sos_by_id(d, sos_id, &s) || s.closed_at.ms || s.taken_at.ms)
		return;
	int64_t due = sos_rungs_due(s.rings_at, d->now, minutes_of(d)), rung = s.step_n;
	for (; rung < due; rung++)
		sos_tell(d, &s, sos_rung_kind(rung));
	sos_climb(d, rung, sos_id);
	outbox_stop_kind(d, STR("sos"), sos_id.v);
	if (rung < SOS_RUNG_LAST)
		timer(d, sos_id, sos_rung_at(s.rings_at, rung, minutes_of(d)));
	desk_tell(d, STR("sos"), STR("changed"));
}

/* ---- raised ---- */

static void again(struct desk *d, const struct sos_row *s, bool is_morning)
{
	sos_step(d, s->sos_id, "again", 0);
	desk_tell(d, STR("sos"), STR("changed"));
	if (s->taken_at.ms || is_morning || s->rings_at.ms <= d->now.ms)
		return;
	sos_ring_now(d, d->now, s->sos_id);
	sos_ring(d, s->sos_id);
}

struct sos_id sos_raise(struct desk *d, const struct sos_new *v)
{
	struct sos_row s;
	struct sos_id sos_id = { id_new() };
	if (v->subject_id && sos_by_subject(d, v->subject_id, &s)) {
		again(d, &s, v->is_morning);
		return s.sos_id;
	}
	struct sos_watch watch = sos_watch(d, v->area_id, v->operator_id);
	struct moment rings_at = v->is_morning && watch.opens_at.ms > d->now.ms ? watch.opens_at : d->now;
	sos_add(d, &(struct sos_add_in){ .sos_id = sos_id, .source = str_of(v->source), .subject_n = v->subject_id, .href = v->href, .kind = v->kind,
		.reason = v->reason, .operator_id = v->operator_id, .area_id = v->area_id, .charge_account_id = v->charge_account_id, .raised_at = d->now,
		.rings_at = rings_at, .by_account_id = d->who.account_id, .family_id = v->family_id, .pressed_at = v->pressed_at });
	sos_step(d, sos_id, "raised", 0);
	sos_tell_story(d, &(struct sos_row){ .sos_id = sos_id, .source = str_of(v->source), .kind = v->kind, .family_id = v->family_id }, "raised",
		v->pressed_at);
	audit_note(d, "sos.raise", "sos", sos_id.v, str_of(v->source));
	sos_ring(d, sos_id);
	return sos_id;
}

bool sos_of_subject(struct desk *d, int64_t subject_id, struct sos_row *ret)
{
	return subject_id && sos_by_subject(d, subject_id, ret);
}

/* ---- seen ---- */

static enum sos_shown shown_to(struct desk *d, const struct sos_row *s)
{
	struct thing thing = thing_of(s);
	bool is_taker = s->taken_by_account_id.v && s->taken_by_account_id.v == d->who.account_id.v;
	return sos_shown_to(&(struct sos_onlooker){ .may_see = may(d, MAY_SOS_SEE, &thing), .is_manager = d->who.role == ROLE_MANAGER,
		.is_taken = s->taken_at.ms != 0, .is_taker = is_taker, .rung_n = s->step_n, .rings_at = s->rings_at }, d->now);
}

void sos_look(struct desk *d, struct sos_bar *ret)
{
	struct sos_row *row;
	size_t n = sos_open(d, OPEN_MOST, &row);
	*ret = (struct sos_bar){ .tenant = d->tenant, .ring = arena_fmt(d->arena, "%.*s/desk/ring", STR_ARG(d->base)),
		.line = ARENA_ARRAY(d->arena, struct sos_line, n + 1) };
	for (size_t i = 0; i < n; i++) {
		enum sos_shown shown = shown_to(d, &row[i]);
		size_t at = ret->line_n;
		ret->has_others = ret->has_others || shown == SOS_LINE;
		ret->rings = ret->rings || shown == SOS_RINGS;
		if (shown < SOS_SEEN)
			continue;
		for (; shown == SOS_RINGS && at > 0 && ret->line[at - 1].shown != SOS_RINGS; at--)
			ret->line[at] = ret->line[at - 1];      /* what rings stands above what is only seen */
		ret->line[at] = (struct sos_line){ row[i], shown, row[i].rings_at.ms > d->now.ms };
		ret->line_n++;
	}
}

enum sos_refusal sos_for_staff(struct desk *d, struct sos_id sos_id, struct sos_row *ret)
{
	if (!sos_by_id(d, sos_id, ret))
		return SOS_NO_SUCH;
	struct thing thing = thing_of(ret);
	return may(d, MAY_SOS_SEE, &thing) ? SOS_OK : SOS_NO_SUCH;
}

/* ---- taken, given back, closed ---- */

enum sos_refusal sos_take(struct desk *d, struct sos_id sos_id)
{
	struct sos_row s;
	enum sos_refusal r = sos_for_staff(d, sos_id, &s);
	if (r != SOS_OK || s.closed_at.ms)
		return r != SOS_OK ? r : SOS_CLOSED;
	if (s.taken_by_account_id.v == d->who.account_id.v && s.taken_at.ms)
		return SOS_OK;
	if (sos_take_open(d, d->now, d->who.account_id, d->who.name, sos_id) != 1)
		return SOS_TAKEN;
	outbox_stop(d, sos_id.v);
	sos_step(d, sos_id, "taken", 0);
	s.taken_by_name = d->who.name;
	sos_tell_story(d, &s, "taken", MOMENT_NONE);
	audit_note(d, "sos.take", "sos", sos_id.v, STR_NONE);
	desk_tell(d, STR("sos"), STR("changed"));
	return SOS_OK;
}

enum sos_refusal sos_give_back(struct desk *d, struct sos_id sos_id)
{
	struct sos_row s;
	enum sos_refusal r = sos_for_staff(d, sos_id, &s);
	if (r != SOS_OK)
		return r;
	if (s.taken_by_account_id.v != d->who.account_id.v && d->who.role != ROLE_MANAGER)
		return SOS_TAKEN;
	if (sos_give_back_row(d, d->now, sos_id) != 1)
		return SOS_CLOSED;
	sos_step(d, sos_id, "back", 0);
	audit_note(d, "sos.back", "sos", sos_id.v, STR_NONE);
	sos_ring(d, sos_id);
	return SOS_OK;
}

bool sos_goes_on(struct str outcome)
{
	return str_is(outcome, "passed") || str_is(outcome, "emergency");
}

static bool is_one_of(struct str word, const char *const *known)
{
	for (; *known; known++)
		if (str_is(word, *known))
			return true;
	return false;
}

/* A disclosure carries what it rests on (個人情報保護法 27条 and 69条: consent, law, protection of life; contract: 委託). */
static bool is_end_fine(const struct sos_end *e)
{
	static const char *const outcomes[] = { "calm", "met", "passed", "emergency", "mistaken", "unreached", NULL };
	static const char *const bases[] = { "consent", "law", "life", "contract", NULL };
	if (!is_one_of(e->outcome, outcomes))
		return false;
	if (!sos_goes_on(e->outcome))
		return true;
	return e->agency.n && is_one_of(e->basis, bases) && (e->article.n || !str_is(e->basis, "law"));
}

enum sos_refusal sos_close(struct desk *d, struct sos_id sos_id, const struct sos_end *e)
{
	struct sos_row s;
	enum sos_refusal r = sos_for_staff(d, sos_id, &s);
	bool goes_on = sos_goes_on(e->outcome);
	if (r != SOS_OK || s.closed_at.ms)
		return r != SOS_OK ? r : SOS_CLOSED;
	if (!is_end_fine(e))
		return SOS_BAD;
	if (sos_close_taken(d, &(struct sos_close_taken_in){ .closed_at = d->now, .outcome = e->outcome, .agency = goes_on ? e->agency : STR_NONE,
		.basis = goes_on ? e->basis : STR_NONE, .article = goes_on && str_is(e->basis, "law") ? e->article : STR_NONE, .note = e->note,
		.sos_id = sos_id, .version_n = e->version_n }) != 1)
		return SOS_CHANGED;
	outbox_stop(d, sos_id.v);
	sos_step(d, sos_id, "closed", 0);
	s.outcome = e->outcome;
	s.agency = goes_on ? e->agency : STR_NONE;
	sos_tell_story(d, &s, "closed", MOMENT_NONE);
	audit_note(d, "sos.close", "sos", sos_id.v, arena_fmt(d->arena, "%.*s%s%.*s", STR_ARG(e->outcome), goes_on ? ":" : "",
		goes_on ? (int)e->basis.n : 0, goes_on ? e->basis.s : ""));
	desk_tell(d, STR("sos"), STR("changed"));
	return SOS_OK;
}

/* ---- forgotten ---- */

static void erase(struct desk *d, struct sos_id sos_id)
{
	outbox_stop(d, sos_id.v);
	sos_steps_erase(d, sos_id);
	sos_erase(d, sos_id);
}

void sos_forget_subject(struct desk *d, int64_t subject_id)
{
	struct sos_row s;
	if (sos_of_subject(d, subject_id, &s))
		erase(d, s.sos_id);
}

int64_t sos_forget(struct desk *d, int64_t most_n)
{
	struct sos_past_row *past;
	int months = d->tenant->retain_months;
	size_t n = months > 0 ? sos_past(d, moment_add(d->now, -31 * DAY_MS * months), most_n, &past) : 0;
	for (size_t i = 0; i < n; i++)
		erase(d, past[i].sos_id);
	return (int64_t)n;
}

/* ---- is anybody there? ---- */

static bool is_anybody_here(struct desk *d, const struct thing *thing)
{
	struct account_line *line;
	size_t n = account_here(d, moment_add(d->now, -HERE_MINUTES * MINUTE), &line);
	for (size_t i = 0; i < n; i++)
		if (sos_is_for(d, &line[i], thing))
			return true;
	return false;
}

struct sos_watch sos_watch(struct desk *d, struct area_id area_id, struct operator_id operator_id)
{
	struct sos_watch w = { .presence = SOS_NOBODY, .has_word = tenant_has_night_duty(d->tenant) && str_is(tenant_get(d->tenant, "sos.word"), "yes") };
	const struct tenant_counter *counter = tenant_counter_for(d->tenant, area_id);
	struct str hours = counter ? counter->hours_rule : STR_NONE, closed = tenant_get(d->tenant, "closed_days");
	struct thing thing = { .operator_id = operator_id, .area_id = area_id };
	w.opens_at = hours_next_open(d->now, hours, closed);
	if (!hours_are_open(d->now, hours, closed) && !hours_are_open(d->now, tenant_get(d->tenant, "sos.night"), STR_NONE))
		return w;
	w.opens_at = d->now;
	w.presence = is_anybody_here(d, &thing) ? SOS_WATCHING : SOS_ON_DUTY;
	return w;
}

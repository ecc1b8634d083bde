/* From the talk beforehand to the family's word: each step once, in its order, and each told to whom it concerns. */
#include "care/care_report.h"
#include "care/care_fee.h"
#include "care/care_inside.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"

const char *const care_points[] = { "emergency", "medical", "allergy", "pickup", "soothe", "sleep", "place", "photo", NULL };

bool care_is_own(struct desk *d, const struct care_assignment_row *a)
{
	struct staff_person person;
	return staff_person_by_id(d, a->person_id, &person) && person.account_id.v && person.account_id.v == d->who.account_id.v;
}

/* One step of the request's state; the desk's screens hear of it. */
static void step(struct desk *d, const struct care_assignment_row *a, const char *from, const char *to)
{
	bool is_over = strcmp(to, "confirmed") == 0;
	care_request_state(d, str_of(to), is_over ? 3 : 2, a->request_id, str_of(from));
	audit_note(d, "care.step", "request", a->request_id.v, str_of(to));
	desk_tell(d, STR("task"), STR("changed"));
}

static void story(struct desk *d, const struct care_assignment_row *a, const char *what, struct str word)
{
	struct care_request_row x;
	if (care_request_by_id(d, a->request_id, &x))
		care_tell_story(d, &x, what, word);
}

static void tell_family(struct desk *d, const struct care_assignment_row *a)
{
	struct care_request_row x;
	if (care_request_by_id(d, a->request_id, &x))
		care_tell_family(d, &x);
}

/* ---- beforehand ---- */

/* Who agrees: staff for both, since they sat with both; a family that asks is a family. */
static void agree(const struct desk *d, const struct care_meet *m, struct care_report_meet_in *in)
{
	bool is_staff = (d->who.role & ROLE_STAFF) != 0, is_family = d->who.role == ROLE_FAMILY;
	if (is_staff || is_family)
		in->meet_family_at = m->is_agreed ? d->now : MOMENT_NONE;
	if (!is_family)
		in->meet_helper_at = m->is_agreed ? d->now : MOMENT_NONE;
}

enum care_refusal care_meet_put(struct desk *d, const struct care_assignment_row *a, const struct care_meet *m)
{
	struct care_report_meet_in in = { .assignment_id = a->assignment_id, .meet_at = m->meet_at, .meet_how = m->how.n ? m->how : STR_NONE,
		.meet_note = m->note, .meet_points = m->points.n ? m->points : STR(","), .meet_family_at = a->meet_family_at,
		.meet_helper_at = a->meet_helper_at, .version_n = a->version_n };
	agree(d, m, &in);
	if (!str_is(a->state, "held") || a->started_at.ms)
		return CARE_NOT_NOW;
	if (care_report_meet(d, &in) != 1)
		return CARE_CHANGED;
	if (in.meet_family_at.ms && in.meet_helper_at.ms && !(a->meet_family_at.ms && a->meet_helper_at.ms)) {
		step(d, a, "accepted", "agreed");
		story(d, a, "agreed", STR_NONE);
	} else if (!(in.meet_family_at.ms && in.meet_helper_at.ms)) {
		step(d, a, "agreed", "accepted");
	}
	return CARE_OK;
}

/* ---- on the day ---- */

enum care_refusal care_late(struct desk *d, const struct care_assignment_row *a, int64_t minutes_n)
{
	if (minutes_n < 0 || minutes_n > 240)
		return CARE_BAD;
	if (care_report_late(d, minutes_n, d->now, a->assignment_id) != 1)
		return CARE_NOT_NOW;
	tell_family(d, a);
	audit_note(d, "care.late", "request", a->request_id.v, STR_NONE);
	desk_tell(d, STR("task"), STR("changed"));
	return CARE_OK;
}

static bool is_moment_fine(const struct desk *d, struct moment at)
{
	return at.ms <= d->now.ms + MINUTE && at.ms >= d->now.ms - 12 * (int64_t)HOUR;
}

enum care_refusal care_start(struct desk *d, const struct care_assignment_row *a, struct moment at)
{
	struct moment when = at.ms ? at : d->now;
	if (!is_moment_fine(d, when))
		return CARE_BAD;
	if (when.ms < a->from_at.ms - CARE_EARLY_HOURS * (int64_t)HOUR)
		return CARE_NOT_NOW;
	if (care_report_start(d, when, a->left_home_at, a->assignment_id) != 1)
		return CARE_NOT_NOW;
	step(d, a, "accepted", "under_way");
	step(d, a, "agreed", "under_way");
	story(d, a, "started", STR_NONE);
	return CARE_OK;
}

enum care_refusal care_end(struct desk *d, const struct care_assignment_row *a, struct moment at)
{
	struct moment when = at.ms ? at : d->now;
	if (!is_moment_fine(d, when) || when.ms < a->started_at.ms)
		return CARE_BAD;
	if (care_report_end(d, when, a->assignment_id) != 1)
		return CARE_NOT_NOW;
	step(d, a, "under_way", "ended");
	return CARE_OK;
}

static void task_of(struct desk *d, const struct care_assignment_row *a, enum task_kind kind, int64_t subject_id)
{
	struct care_request_row x;
	struct family_row f;
	if (!care_request_by_id(d, a->request_id, &x) || !family_by_id(d, x.family_id, &f))
		return;
	task_raise(d, &(struct task_new){ .kind = kind, .subject_id = subject_id, .line = f.name, .operator_id = x.operator_id, .area_id = x.area_id,
		.href = arena_fmt(d->arena, "/desk/care/%s", id_text(d->arena, x.request_id.v).s), .due_at = d->now, .least = ROLE_SITE });
}

/* Of no single person's charge: the whole desk of the area is told first, and whoever sees the call may read the request behind it. */
void care_call_desk(struct desk *d, const struct care_assignment_row *a, struct moment pressed_at)
{
	struct care_request_row x;
	if (!care_request_by_id(d, a->request_id, &x))
		return;
	bool is_morning = sos_watch(d, x.area_id, x.operator_id).presence == SOS_NOBODY;
	sos_raise(d, &(struct sos_new){ .source = "staff", .kind = STR("care"), .subject_id = a->assignment_id.v, .family_id = x.family_id,
		.href = arena_fmt(d->arena, "/desk/care/%s", id_text(d->arena, x.request_id.v).s), .operator_id = x.operator_id, .area_id = x.area_id,
		.pressed_at = pressed_at, .is_morning = is_morning });
	audit_note(d, "care.call", "request", a->request_id.v, STR_NONE);
}

/* ---- the report ---- */

enum care_refusal care_report_keep(struct desk *d, const struct care_assignment_row *a, const struct care_report *r)
{
	return care_report_draft_put(d, r->words, r->entry_ids.n ? r->entry_ids : STR(","), a->assignment_id) == 1 ? CARE_OK : CARE_NOT_NOW;
}

enum care_refusal care_report_give(struct desk *d, const struct care_assignment_row *a, const struct care_report *r)
{
	struct care_request_row x;
	bool has_way = r->left_home_at.ms && r->back_home_at.ms;
	if (!r->words.n || r->transport_yen < 0 || r->transport_yen > 100000 || r->way_metre_n < 0 || r->way_metre_n > CARE_WAY_METRES_MOST)
		return CARE_BAD;
	if (r->way.n && care_fee_way_of(r->way) == CARE_WAY_N)
		return CARE_BAD;
	if (has_way && (r->left_home_at.ms > a->started_at.ms || r->back_home_at.ms < a->ended_at.ms || r->back_home_at.ms - r->left_home_at.ms > DAY_MS))
		return CARE_BAD;
	if (care_report_put(d, &(struct care_report_put_in){ .assignment_id = a->assignment_id, .report = r->words,
		.entry_ids = r->entry_ids.n ? r->entry_ids : STR(","), .transport_yen = r->transport_yen,
		.way = r->way.n ? r->way : STR_NONE, .way_metre_n = r->way_metre_n, .left_home_at = r->left_home_at,
		.back_home_at = r->back_home_at, .reported_at = d->now }) != 1)
		return CARE_NOT_NOW;
	step(d, a, "ended", "reported");
	story(d, a, "reported", STR_NONE);
	if (care_request_of(d, a->request_id, &x))
		care_counted_visit(d, &x, a);
	care_fee_settle_visit(d, a->assignment_id);
	tell_family(d, a);
	return CARE_OK;
}

enum care_refusal care_confirm(struct desk *d, const struct care_assignment_row *a)
{
	if (care_report_confirm(d, d->now, a->assignment_id) != 1)
		return CARE_NOT_NOW;
	step(d, a, "reported", "confirmed");
	story(d, a, "confirmed", STR_NONE);
	return CARE_OK;
}

/* ---- 率直な声 ---- */

enum care_refusal care_voice_say(struct desk *d, const struct care_assignment_row *a, struct str mark, struct str words)
{
	if (!str_is(mark, "good") && !str_is(mark, "fair") && !str_is(mark, "bad"))
		return CARE_BAD;
	if (!a->ended_at.ms)
		return CARE_NOT_NOW;
	if (care_report_voice_add(d, &(struct care_report_voice_add_in){ .voice_id = { id_new() }, .assignment_id = a->assignment_id,
		.family_id = a->family_id, .mark = mark, .words = words, .said_at = d->now }) != 1)
		return CARE_TWICE;
	audit_note(d, "care.voice", "request", a->request_id.v, STR_NONE);
	return CARE_OK;
}

bool care_voice(struct desk *d, struct assignment_id assignment_id, struct care_voice_row *ret)
{
	return care_report_voice_of(d, assignment_id, ret);
}

enum care_refusal care_voice_reply(struct desk *d, const struct care_voice_row *x, struct str words)
{
	if (!words.n)
		return CARE_BAD;
	return care_report_voice_answer(d, words, d->now, d->who.name, x->voice_id) == 1 ? CARE_OK : CARE_TWICE;
}

/* ---- what went wrong ---- */

enum care_refusal care_incident_tell(struct desk *d, const struct care_assignment_row *a, struct str kind, struct str words, struct str done)
{
	struct care_request_row x;
	struct incident_id incident_id = { id_new() };
	if (!words.n || (!str_is(kind, "near_miss") && !str_is(kind, "accident")))
		return CARE_BAD;
	if (!care_request_by_id(d, a->request_id, &x))
		return CARE_NO_SUCH;
	care_report_incident_add(d, &(struct care_report_incident_add_in){ .incident_id = incident_id, .assignment_id = a->assignment_id,
		.operator_id = x.operator_id, .area_id = x.area_id, .kind = kind, .words = words, .done = done, .told_at = d->now,
		.by_account_id = d->who.account_id, .by_name = d->who.name });
	task_of(d, a, TASK_CARE_INCIDENT, incident_id.v);
	audit_note(d, "care.incident", "request", a->request_id.v, kind);
	return CARE_OK;
}

size_t care_incidents(struct desk *d, struct assignment_id assignment_id, struct care_incident_row **ret)
{
	return care_report_incidents_of(d, assignment_id, ret);
}

enum care_refusal care_incident_end(struct desk *d, struct incident_id incident_id, struct str outcome)
{
	if (!outcome.n)
		return CARE_BAD;
	if (care_report_incident_close(d, d->now, outcome, d->who.name, incident_id) != 1)
		return CARE_NOT_NOW;
	task_settle_subject(d, TASK_CARE_INCIDENT, incident_id.v);
	audit_note(d, "care.incident-end", "incident", incident_id.v, STR_NONE);
	return CARE_OK;
}

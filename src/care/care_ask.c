/* Asking: the draft that stays, what it lacks, once more like last time, the time that becomes certain, and how a request ends without a visit. */
#include "care/care_inside.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"

static const char *const reasons[] = { "nobody_free", "nobody_near", "too_soon", "training", "sick_child", "language", "withdrawn", "other" };
static const char *const parts[] = { "morning", "afternoon", "evening", "any" };

static bool is_one_of(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(word, list[i]))
			return true;
	return false;
}

/* ---- the draft ---- */

bool care_draft_of(struct desk *d, struct family_id family_id, struct care_request_row *ret)
{
	return care_request_draft_of(d, family_id, d->who.account_id, ret);
}

struct care_request_row care_draft(struct desk *d, const struct family_row *f)
{
	struct care_request_row x = { 0 };
	struct request_id request_id = { id_new() };
	bool is_family = d->who.role == ROLE_FAMILY;
	if (care_draft_of(d, f->family_id, &x))
		return x;
	care_request_add(d, &(struct care_request_add_in){ .request_id = request_id, .family_id = f->family_id, .operator_id = f->operator_id,
		.area_id = f->area_id, .is_by_family = is_family, .owner_account_id = is_family ? d->who.account_id : (struct account_id){ 0 },
		.by_account_id = d->who.account_id, .by_name = is_family ? STR_NONE : d->who.name, .made_at = d->now });
	care_request_by_id(d, request_id, &x);
	return x;
}

static bool draft_is_fine(const struct care_request_row *x)
{
	bool has_span = !x->from_at.ms || (x->until_at.ms > x->from_at.ms && x->until_at.ms - x->from_at.ms <= DAY_MS);
	bool is_whole = x->from_at.ms % STAFF_QUARTER == 0 && x->until_at.ms % STAFF_QUARTER == 0;
	return has_span && is_whole && (!x->wish_part.n || is_one_of(x->wish_part, parts, sizeof parts / sizeof *parts));
}

enum care_refusal care_draft_put(struct desk *d, const struct care_request_row *x)
{
	if (!draft_is_fine(x))
		return CARE_BAD;
	return care_request_write(d, &(struct care_request_write_in){ .request_id = x->request_id, .kind = x->kind, .scene_id = x->scene_id,
		.words = x->words, .from_at = x->from_at, .until_at = x->until_at, .wish_from_on = x->wish_from_on, .wish_until_on = x->wish_until_on,
		.wish_part = x->wish_part, .minutes_n = x->minutes_n, .place_kind = x->place_kind, .place = x->place, .place_area_id = x->place_area_id,
		.lat_n = x->lat_n,
		.lon_n = x->lon_n, .end_place = x->end_place, .end_lat_n = x->end_lat_n, .end_lon_n = x->end_lon_n, .child_ids = x->child_ids,
		.child_n = x->child_n, .note = x->note, .reason = x->reason, .is_urgent = x->is_urgent, .consented_at = x->consented_at,
		.like_request_id = x->like_request_id }) == 1 ? CARE_OK : CARE_NOT_NOW;
}

void care_draft_drop(struct desk *d, const struct care_request_row *x)
{
	care_request_drop(d, x->request_id);
}

static bool has_time(const struct desk *d, const struct care_request_row *x)
{
	if (x->from_at.ms)
		return x->from_at.ms > d->now.ms;
	return !day_is_none(x->wish_until_on) && x->wish_until_on.n >= d->today.n && x->wish_part.n && x->minutes_n > 0;
}

const char *care_draft_lacks(struct desk *d, const struct care_request_row *x)
{
	const char *use[CARE_USES];
	bool needs_child = str_is(x->kind, "care") || str_is(x->kind, "escort");
	if (!x->kind.n || (!x->scene_id.v && !x->words.n))
		return "scene";
	if (!has_time(d, x))
		return "on";
	if (!x->place_kind.n || (str_is(x->place_kind, "out") && !x->place.n))
		return "place";
	if (str_is(x->kind, "escort") && !x->end_place.n)
		return "end-place";
	if (!x->reason.n && care_uses(d, use))
		return "use";
	if (needs_child && x->child_n < 1)
		return "children";
	return x->consented_at.ms ? NULL : "consent";
}

/* ---- asking ---- */

enum care_refusal care_ask(struct desk *d, const struct care_request_row *draft)
{
	struct care_request_row x;
	const char *lack = care_draft_lacks(d, draft);
	if (lack)
		return str_is(str_of(lack), "consent") ? CARE_CONSENT : CARE_BAD;
	if (!care_kind_is_open(d, draft->kind))
		return CARE_NOT_OPEN;
	struct moment sort_at = draft->from_at.ms ? draft->from_at : day_moment(draft->wish_from_on, 0);
	if (care_request_asked_now(d, sort_at, d->now, draft->request_id) != 1 || !care_request_by_id(d, draft->request_id, &x))
		return CARE_NOT_NOW;
	care_task(d, &x);
	care_counted(d, &x, "care-ask", x.request_id.v);
	care_tell_story(d, &x, "asked", STR_NONE);
	audit_note(d, "care.ask", "request", x.request_id.v, x.kind);
	return CARE_OK;
}

struct care_request_row care_again(struct desk *d, const struct care_request_row *old)
{
	struct family_row f;
	struct care_request_row x = { 0 };
	if (!family_by_id(d, old->family_id, &f))
		return x;
	x = care_draft(d, &f);
	struct care_request_row y = *old;
	y.request_id = x.request_id;
	y.from_at = y.until_at = y.consented_at = MOMENT_NONE;
	y.wish_from_on = y.wish_until_on = DAY_NONE;
	y.wish_part = STR_NONE;
	y.minutes_n = old->from_at.ms ? (old->until_at.ms - old->from_at.ms) / MINUTE : old->minutes_n;
	y.is_urgent = false;
	y.like_request_id = old->request_id;
	if (care_draft_put(d, &y) == CARE_OK)
		care_request_by_id(d, x.request_id, &x);
	return x;
}

/* ---- a guardian's own ---- */

static void export_time(struct out *out, const char *name, struct moment at)
{
	struct day_parts x = day_split(day_of(at));
	if (at.ms)
		out_fmt(out, ",\"%s\":\"%04d-%02d-%02dT%02d:%02d+09:00\"", name, x.year, x.month, x.day, day_minute(at) / 60, day_minute(at) % 60);
}

static void export_text(struct out *out, const char *name, struct str text)
{
	if (!text.n)
		return;
	out_fmt(out, ",\"%s\":", name);
	out_json(out, text);
}

void care_export(struct desk *d, struct out *out, struct account_id account_id)
{
	struct care_request_row *x;
	size_t n = care_requests_of_owner(d, account_id, &x);
	out_z(out, "\"care\":[");
	for (size_t i = 0; i < n; i++) {
		out_fmt(out, "%s{\"state\":\"%.*s\"", i ? "," : "", STR_ARG(x[i].state));
		export_time(out, "asked_at", x[i].asked_at);
		export_time(out, "from_at", x[i].from_at);
		export_time(out, "until_at", x[i].until_at);
		export_text(out, "kind", x[i].kind);
		export_text(out, "words", x[i].words);
		export_text(out, "place", x[i].place);
		export_text(out, "note", x[i].note);
		out_z(out, "}");
	}
	out_z(out, "]");
}

/* ---- changing and ending ---- */

static void withdraw_offers(struct desk *d, const struct care_request_row *x)
{
	struct care_offer_row *offer;
	size_t n = care_offers_of(d, x->request_id, &offer);
	for (size_t i = 0; i < n; i++)
		if (str_is(offer[i].state, "open"))
			care_tell_person(d, offer[i].person_id, "/help");
	care_offers_withdraw(d, d->now, x->request_id);
}

enum care_refusal care_slot_set(struct desk *d, const struct care_request_row *x, struct moment from_at, struct moment until_at)
{
	struct care_request_row y = *x;
	y.from_at = from_at;
	y.until_at = until_at;
	if (!from_at.ms || !draft_is_fine(&y) || from_at.ms <= d->now.ms)
		return CARE_BAD;
	if (x->stage_n != 1)
		return CARE_NOT_NOW;
	withdraw_offers(d, x);
	if (care_request_slot(d, &(struct care_request_slot_in){ .request_id = x->request_id, .from_at = from_at, .until_at = until_at,
		.minutes_n = (until_at.ms - from_at.ms) / MINUTE, .version_n = x->version_n }) != 1)
		return CARE_CHANGED;
	care_tell_story(d, &y, "slot", STR_NONE);
	audit_note(d, "care.slot", "request", x->request_id.v, STR_NONE);
	return CARE_OK;
}

/* The helper has the time back and reads on their page that nothing is to be done. */
static void give_back(struct desk *d, const struct care_request_row *x)
{
	struct care_assignment_row a;
	if (!care_assignment_held(d, x->request_id, &a))
		return;
	care_assignment_closed(d, STR("cancelled"), d->now, STR_NONE, a.assignment_id);
	staff_time_cancel(d, a.booking_id);
	care_tell_person(d, a.person_id, "/help");
}

static enum care_refusal over(struct desk *d, const struct care_request_row *x, const struct care_request_over_in *in)
{
	withdraw_offers(d, x);
	give_back(d, x);
	if (care_request_over(d, in) != 1)
		return CARE_CHANGED;
	care_task_done(d, x->request_id);
	care_counted_over(d, x, in->state, in->unfilled_reason);
	care_tell_story(d, x, in->state.s, in->unfilled_reason);
	audit_note(d, "care.over", "request", x->request_id.v, in->state);
	return CARE_OK;
}

enum care_refusal care_cancel(struct desk *d, const struct care_request_row *x, struct str note)
{
	bool is_before = x->stage_n == 1 || str_is(x->state, "accepted") || str_is(x->state, "agreed");
	if (!is_before)
		return CARE_NOT_NOW;
	return over(d, x, &(struct care_request_over_in){ .request_id = x->request_id, .state = STR("cancelled"), .closed_at = d->now,
		.closed_note = note, .cancelled_by = d->who.role == ROLE_FAMILY ? STR("family") : STR("staff"), .version_n = x->version_n });
}

enum care_refusal care_unfilled(struct desk *d, const struct care_request_row *x, struct str reason, struct str note)
{
	if (!is_one_of(reason, reasons, sizeof reasons / sizeof *reasons))
		return CARE_BAD;
	if (x->stage_n != 1)
		return CARE_NOT_NOW;
	enum care_refusal r = over(d, x, &(struct care_request_over_in){ .request_id = x->request_id, .state = STR("unfilled"), .closed_at = d->now,
		.unfilled_reason = reason, .closed_note = note, .version_n = x->version_n });
	if (r == CARE_OK)
		care_tell_family(d, x);
	return r;
}

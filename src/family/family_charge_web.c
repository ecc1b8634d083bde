/* One family's named worker at the desk, the notes of handover, and the page behind the label's code. */
#include "family/family_charge_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family.h"
#include "family/family_charge_card.page.h"
#include "family/family_charge_desk.page.h"
#include "staff/staff_time.h"
#include "web/reply.h"

enum { REASON_MOST = 500, NOTE_MOST = 4000 };

/* ---- what the pages ask ---- */

struct str family_tenths(struct page *p, int64_t n)
{
	return arena_fmt(p->out->arena, "%lld.%lld", (long long)(n / 10), (long long)(n % 10));
}

bool family_says(uint32_t reasons, enum charge_term term)
{
	return reasons >> term & 1;
}

int family_term_next(uint32_t reasons, int after)
{
	for (int t = after + 1; t < CHARGE_TERM_N; t++)
		if (reasons >> t & 1)
			return t;
	return -1;
}

struct url family_charge_tel(struct page *p, struct str phone)
{
	struct out o = { .arena = p->out->arena };
	out_z(&o, "tel:");
	for (size_t i = 0; i < phone.n && (phone.s[i] == '-' || phone.s[i] == '+' || (phone.s[i] >= '0' && phone.s[i] <= '9')); i++)
		out_put(&o, &phone.s[i], 1);
	return url_of(out_done(&o));
}

/* ---- one family ---- */

static bool family_of(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id family_id;
	enum family_refusal r = id_parse(c->part[0], &family_id.v) ? family_for_staff(d, family_id, ret) : FAMILY_NO_SUCH;
	if (r == FAMILY_PURPOSE)                                /* the family's own page asks what for */
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, family_id.v).s));
	else if (r != FAMILY_OK)
		refuse_missing(d, c);
	return r == FAMILY_OK;
}

static void charge_page(struct desk *d, struct call *c, const struct family_row *family, struct family_charge_view *v)
{
	struct page p;
	struct family_charge_note_row *note;
	v->tenant = d->tenant;
	if (!family_charge_facts_of(d, family->family_id, d->today, &v->family)) {
		refuse_missing(d, c);
		return;
	}
	v->may_decide = family_may(d, MAY_CHARGE_DECIDE, family);
	v->has_now = v->family.person_id.v && staff_person_by_id(d, v->family.person_id, &v->now);
	family_charge_ask(d, &v->family, &v->proposal);
	v->past_n = family_charge_history(d, family->family_id, &v->past);
	v->past_person = ARENA_ARRAY(d->arena, struct staff_person, v->past_n + 1);
	for (size_t i = 0; i < v->past_n; i++)
		staff_person_by_id(d, v->past[i].person_id, &v->past_person[i]);
	v->has_note = family_charge_notes_of_family(d, family->family_id, &note) > 0;
	if (v->has_note)
		v->note = note[0];
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, family->family_id.v).s);
	family_charge_page(&p, v);
}

static void show_charge(struct desk *d, struct call *c)
{
	struct family_row family;
	if (!family_of(d, c, &family))
		return;
	family_trace_look(d, &family);
	charge_page(d, c, &family, &(struct family_charge_view){ .is_new = str_is(form_value(c, "new"), "1") });
}

static void decide(struct desk *d, struct call *c)
{
	struct family_row family;
	if (!family_of(d, c, &family))
		return;
	if (!family_may(d, MAY_CHARGE_DECIDE, &family)) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct family_charge_new x = { .family_id = family.family_id, .person_id = { form_id(&f, "person", !form_is_on(&f, "proposed")) },
		.seen_person_id = { form_id(&f, "seen", false) }, .reason = form_text(&f, "reason", REASON_MOST, false) };
	enum family_charge_refusal r = form_is_fine(&f) ? family_charge_put(d, &x) : x.person_id.v ? FAMILY_CHARGE_REASON : FAMILY_CHARGE_BAD;
	if (r == FAMILY_CHARGE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s/charge?new=1", id_text(d->arena, family.family_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == FAMILY_CHARGE_TAKEN ? 409 : 422);
	charge_page(d, c, &family, &(struct family_charge_view){ .refusal = r, .asks_again = true, .typed_person_id = x.person_id,
		.typed_reason = form_value(c, "reason") });
}

/* ---- notes ---- */

static void notes_page(struct desk *d, struct call *c, struct family_notes_view *v)
{
	struct page p;
	struct family_charge_note_row *x;
	struct staff_person me = { .version_n = 0 }, from, to;
	struct family_row family;
	size_t n = family_notes_waiting(d, &x);
	staff_person_of_account(d, d->who.account_id, &me);
	v->tenant = d->tenant;
	v->line = ARENA_ARRAY(d->arena, struct family_note_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (!staff_person_by_id(d, x[i].from_person_id, &from) || !staff_person_by_id(d, x[i].to_person_id, &to)
			|| !family_by_id(d, x[i].family_id, &family))
			continue;
		bool is_manager = d->who.role == ROLE_MANAGER;
		v->line[v->line_n++] = (struct family_note_line){ .note = x[i], .family = family.name, .from = from.name, .to = to.name,
			.is_from_mine = is_manager || from.person_id.v == me.person_id.v, .is_to_mine = is_manager || to.person_id.v == me.person_id.v };
	}
	frame_begin(&p, d, c, TAB_FAMILY);
	family_notes_page(&p, v);
}

static void show_notes(struct desk *d, struct call *c)
{
	desk_trace(d, &(struct desk_trace){ .act = STR("charge.notes"), .kind = STR("notes"), .is_awaited = true });
	notes_page(d, c, &(struct family_notes_view){ 0 });
}

static bool note_of(struct desk *d, struct call *c, struct family_charge_note_row *ret)
{
	struct note_id note_id;
	if (id_parse(c->part[0], &note_id.v) && family_note_by_id(d, note_id, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void note_answer(struct desk *d, struct call *c, enum family_note_refusal r)
{
	if (r == FAMILY_NOTE_OK) {
		reply_see_other(c, STR("/desk/charge/notes"));
		return;
	}
	desk_refuse(d);
	if (r == FAMILY_NOTE_CHANGED) {
		reply_status(c, 409);
		notes_page(d, c, &(struct family_notes_view){ .is_changed = true });
	} else {
		refuse_missing(d, c);
	}
}

static void give(struct desk *d, struct call *c)
{
	struct family_charge_note_row x;
	if (!note_of(d, c, &x))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "words", NOTE_MOST, true);
	x.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	if (form_complaint(&f, "words")) {
		desk_refuse(d);
		reply_status(c, 422);
		notes_page(d, c, &(struct family_notes_view){ .wrong_id = x.note_id, .typed = form_value(c, "words") });
		return;
	}
	note_answer(d, c, form_is_fine(&f) ? family_note_give(d, &x, words) : FAMILY_NOTE_CHANGED);
}

static void take(struct desk *d, struct call *c)
{
	struct family_charge_note_row x;
	if (!note_of(d, c, &x))
		return;
	struct form f = form_of(c);
	x.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	note_answer(d, c, form_is_fine(&f) ? family_note_take(d, &x) : FAMILY_NOTE_CHANGED);
}

/* ---- behind the code ---- */

static void show_nurse(struct desk *d, struct call *c)
{
	struct page p;
	struct family_nurse_view v = { .tenant = d->tenant, .token = c->part[0] };
	if (!id_is_token(c->part[0]) || !family_charge_person_by_token(d, c->part[0], &v.person)) {
		refuse_missing(d, c);
		return;
	}
	v.is_gone = !staff_serves(&v.person, d->today);
	v.is_away = staff_is_away(d, v.person.person_id, d->today, NULL);
	v.is_here = staff_is_on_duty(d, &v.person, d->now);
	frame_begin(&p, d, c, TAB_TALK);
	frame_of(&p)->is_noindex = true;
	family_nurse_page(&p, &v);
}

void family_charge_hourly(struct desk *d)
{
	family_charge_school(d, 50);
}

const struct route family_charge_routes[] = {
	{ METHOD_GET, "/n/{token}", MAY_READ_SITE, show_nurse, .room = "family", .holes = "token:nurse" },
	{ METHOD_GET, "/desk/family/{family}/charge", MAY_CHARGE_DECIDE, show_charge, .room = "family", .holes = "unnamed" },
	{ METHOD_POST, "/desk/family/{family}/charge", MAY_CHARGE_DECIDE, decide, .room = "family", .holes = "unnamed",
		.sample = "proposed=1&seen=" },
	{ METHOD_GET, "/desk/charge/notes", MAY_CHARGE_DECIDE, show_notes, .room = "family" },
	{ METHOD_POST, "/desk/charge/notes/{note}/give", MAY_CHARGE_DECIDE, give, .room = "family", .holes = "note",
		.sample = "version=1&words=%E5%A4%9C%E6%B3%A3%E3%81%8D" },
	{ METHOD_POST, "/desk/charge/notes/{note}/take", MAY_CHARGE_DECIDE, take, .room = "family", .holes = "note:given", .sample = "version=2" },
};
const size_t family_charge_route_n = sizeof family_charge_routes / sizeof *family_charge_routes;

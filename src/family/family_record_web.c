/* One family's page: opened by its charge, or with a purpose; what is written on it. */
#include "family/family_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_desk.page.h"
#include "family/family_page.h"
#include "family/family_record.page.h"
#include "touch/touch.h"
#include "web/reply.h"

enum { LINE_MOST = 100, NOTE_MOST = 2000 };

static bool part_family(struct call *c, struct family_id *ret)
{
	return id_parse(c->part[0], &ret->v);
}

/* ---- the question for a purpose ---- */

static void purpose_page(struct desk *d, struct call *c, struct family_id family_id, bool is_bad)
{
	struct page p;
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/family");
	family_purpose_page(&p, &(struct family_purpose_view){ .tenant = d->tenant, .family_id = family_id, .is_bad = is_bad,
		.typed = is_bad ? form_value(c, "words") : STR_NONE });
}

/* What is kept is a word and what was written; pages say the word in people's language. */
static void look(struct desk *d, struct call *c)
{
	static const char *const why[] = { "away", "here", "plan", "list", "guard", NULL };
	struct family_id family_id;
	struct family_row f;
	struct form form = form_of(c);
	struct str words = form_text(&form, "words", LINE_MOST, false);
	if (!part_family(c, &family_id) || family_for_staff(d, family_id, &f) == FAMILY_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	int i = form_value(c, "why").n ? form_choice(&form, "why", why, false) : -1;
	if (!form_is_fine(&form) || (i < 0 && !words.n)) {
		desk_refuse(d);
		reply_status(c, 422);
		purpose_page(d, c, f.family_id, true);
		return;
	}
	struct str purpose = i < 0 ? arena_fmt(d->arena, "other: %.*s", STR_ARG(words))
		: words.n ? arena_fmt(d->arena, "%s: %.*s", why[i], STR_ARG(words)) : str_of(why[i]);
	bool is_apart = i >= 0 && str_is(str_of(why[i]), "guard");
	family_pass(d, f.family_id, purpose, is_apart);
	audit_note(d, "family.purpose", is_apart ? "family-apart" : "family", f.family_id.v, purpose);
	reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, f.family_id.v).s));
}

/* ---- the page ---- */

static bool open_family(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id family_id;
	enum family_refusal r = part_family(c, &family_id) ? family_for_staff(d, family_id, ret) : FAMILY_NO_SUCH;
	if (r == FAMILY_NO_SUCH)
		refuse_missing(d, c);
	else if (r == FAMILY_PURPOSE)
		purpose_page(d, c, ret->family_id, false);
	return r == FAMILY_OK;
}

static void record_page(struct desk *d, struct call *c, const struct family_row *f, const struct form *form)
{
	struct page p;
	struct touch_row touch;
	struct family_record_view v = { .tenant = d->tenant, .family = f, .area = tenant_area_of(d->tenant, f->area_id), .today = d->today,
		.now = d->now, .form = form, .call = form ? c : NULL, .may_write = family_may(d, MAY_FAMILY_WRITE, f),
		.is_in_charge = family_is_in_charge(d, f) };
	v.has_charge = family_charge_card(d, f->family_id, &v.charge);
	if (touch_of(d, "join", f->family_id.v, &touch))
		v.touch = touch.name;
	v.is_coming = family_edit_coming_of(d, f->family_id, &v.coming);
	v.guardian_n = family_guardians_of(d, f->family_id, &v.guardian);
	v.pregnancy_n = family_pregnancies_of(d, f->family_id, &v.pregnancy);
	v.child_n = family_children_of(d, f->family_id, &v.child);
	v.fact_n = family_facts_of(d, f->family_id, &v.fact);
	v.story_n = family_story(d, f, &v.story);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/family");
	if (form)
		frame_complaints(&p, form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	family_record_page(&p, &v);
}

static void show(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!open_family(d, c, &f))
		return;
	family_trace_look(d, &f);
	record_page(d, c, &f, NULL);
}

/* ---- writing on it ---- */

bool family_to_write(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id family_id;
	bool is_fine = part_family(c, &family_id) && family_for_staff(d, family_id, ret) == FAMILY_OK && family_may(d, MAY_FAMILY_WRITE, ret);
	if (!is_fine)
		refuse_missing(d, c);
	return is_fine;
}

static void end_write(struct desk *d, struct call *c, const struct family_row *f, struct form *form)
{
	if (form_is_fine(form)) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s?done=1", id_text(d->arena, f->family_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	record_page(d, c, f, form);
}

static void put_next(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct day on = form_day(&form, "next-on", true);
	struct str line = form_text(&form, "next-line", LINE_MOST, true);
	if (!day_is_none(on) && on.n < d->today.n)
		form_complain(&form, "next-on", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&form))
		family_next_set(d, f.family_id, line, on);
	end_write(d, c, &f, &form);
}

static void put_fact(struct desk *d, struct call *c)
{
	static const char *const kind[] = { "now", "allergy", "health", "contact", "wish", "consent", "other", NULL };
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	int i = form_choice(&form, "kind", kind, true);
	struct str line = form_text(&form, "fact", LINE_MOST, true), source = form_text(&form, "source", 40, false);
	if (form_is_fine(&form))
		family_fact_add(d, &(struct family_fact_new){ .family_id = f.family_id, .kind = str_of(kind[i < 0 ? 0 : i]), .line = line,
			.source = source });
	end_write(d, c, &f, &form);
}

static void drop_fact(struct desk *d, struct call *c)
{
	struct family_row f;
	struct fact_id fact_id;
	if (!family_to_write(d, c, &f))
		return;
	if (!id_parse(c->part[1], &fact_id.v) || family_fact_drop(d, f.family_id, fact_id) != FAMILY_OK)
		refuse_missing(d, c);
	else
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s?done=1", id_text(d->arena, f.family_id.v).s));
}

static void put_note(struct desk *d, struct call *c)
{
	static const char *const how[] = { "call", "counter", "visit", "note", NULL };
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	int i = form_choice(&form, "how", how, true);
	struct str note = form_text(&form, "note", NOTE_MOST, true);
	if (form_is_fine(&form)) {
		family_story_add(d, &(struct family_line_new){ .family_id = f.family_id, .kind = str_of(how[i < 0 ? 3 : i]), .line = note,
			.room = STR("family"), .who_may_see = form_is_on(&form, "charge") ? STR("charge") : STR("staff") });
		audit_note(d, "family.note", "family", f.family_id.v, STR_NONE);
	}
	end_write(d, c, &f, &form);
}

const struct route family_record_routes[] = {
	{ METHOD_GET, "/desk/family/{family}", MAY_FAMILY_READ, show, .room = "family", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/look", MAY_FAMILY_READ, look, .room = "family", .sample = "why=away", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/next", MAY_FAMILY_WRITE, put_next, .room = "family",
		.sample = "next-on=2027-01-10&next-line=%E9%9B%BB%E8%A9%B1", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/fact", MAY_FAMILY_WRITE, put_fact, .room = "family", .sample = "kind=now&fact=%E5%A4%9C%E6%B3%A3%E3%81%8D",
		.holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/fact/{fact}/drop", MAY_FAMILY_WRITE, drop_fact, .room = "family", .sample = "x=1",
		.holes = "family,fact" },
	{ METHOD_POST, "/desk/family/{family}/note", MAY_FAMILY_WRITE, put_note, .room = "family", .sample = "how=call&note=%E9%9B%BB%E8%A9%B1",
		.holes = "family" },
};
const size_t family_record_route_n = sizeof family_record_routes / sizeof *family_record_routes;

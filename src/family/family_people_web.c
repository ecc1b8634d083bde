/* Who belongs to a family and what they may see; two records put together and apart; a line that moves. */
#include "family/family_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_page.h"
#include "family/family_people.page.h"
#include "family/family_people_page.h"
#include "touch/touch.h"
#include "web/reply.h"

enum { LINE_MOST = 100 };

static void people_page(struct desk *d, struct call *c, const struct family_row *f, struct family_people_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->family = f;
	v->today = d->today;
	v->guardian_n = family_guardians_of(d, f->family_id, &v->guardian);
	v->pregnancy_n = family_pregnancies_of(d, f->family_id, &v->pregnancy);
	v->child_n = family_children_of(d, f->family_id, &v->child);
	v->right_n = family_own_rights_of(d, f->family_id, &v->right);
	v->merge_n = family_merge_all(d, f->family_id, &v->merge);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, f->family_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	family_people_page(&p, v);
}

static void show_people(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	family_trace_look(d, &f);
	people_page(d, c, &f, &(struct family_people_view){ .form = NULL });
}

static void end_people(struct desk *d, struct call *c, const struct family_row *f, struct form *form)
{
	if (form_is_fine(form)) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s/people?done=1", id_text(d->arena, f->family_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	people_page(d, c, f, &(struct family_people_view){ .form = form, .call = c });
}

/* ---- guardians ---- */

static void add_guardian(struct desk *d, struct call *c)
{
	static const char *const relation[] = { "mother", "father", "grandparent", "other", NULL };
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct family_new v = { .name = form_text(&form, "name", LINE_MOST, true), .kana = form_text(&form, "kana", LINE_MOST, true),
		.born_on = DAY_NONE };
	int i = form_choice(&form, "relation", relation, true);
	if (form_is_fine(&form)) {
		v.relation = str_of(relation[i]);
		family_guardian_add(d, f.family_id, &v, true);
		audit_note(d, "family.guardian", "family", f.family_id.v, STR_NONE);
	}
	end_people(d, c, &f, &form);
}

static bool guardian_of(struct desk *d, struct call *c, const struct family_row *f, struct family_guardian_row *ret)
{
	struct guardian_id id;
	bool is_there = id_parse(c->part[1], &id.v) && family_guardian_by_id(d, id, ret) && family_is_same(d, ret->family_id, f->family_id)
		&& !ret->ended_at.ms;
	if (!is_there)
		refuse_missing(d, c);
	return is_there;
}

/* Nothing is counted of whoever is protected, neither where they registered nor where they asked. */
static void forget_touch(struct desk *d, const struct family_row *f)
{
	struct family_story_row *line;
	size_t n = family_story_of(d, f->family_id, true, FAMILY_STORY_MOST, &line);
	touch_forget(d, "join", f->family_id.v);
	for (size_t i = 0; i < n; i++)
		if (str_is(line[i].room, "consult") && line[i].subject_n)
			touch_forget(d, "ask", line[i].subject_n);
}

/* 秘匿: the household is secret as long as one of its guardians is protected. */
static void protect(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_guardian_row g, *all;
	if (!family_to_write(d, c, &f) || !guardian_of(d, c, &f, &g))
		return;
	struct form form = form_of(c);
	bool is_on = str_is(form_value(c, "on"), "1"), is_secret = is_on;
	family_own_protect(d, is_on, g.guardian_id);
	size_t n = family_guardians_of(d, f.family_id, &all);
	for (size_t i = 0; i < n; i++)
		is_secret = is_secret || all[i].is_protected;
	family_own_secret(d, is_secret, d->now, f.family_id);
	if (is_secret)
		forget_touch(d, &f);
	audit_note(d, is_on ? "family.protect" : "family.unprotect", "family-apart", f.family_id.v, STR_NONE);
	end_people(d, c, &f, &form);
}

static bool child_of(struct desk *d, const struct family_row *f, struct str typed, struct child_id *ret)
{
	struct family_child_row *child;
	size_t n = family_children_of(d, f->family_id, &child);
	if (!id_parse(typed, &ret->v))
		return false;
	for (size_t i = 0; i < n; i++)
		if (child[i].child_id.v == ret->v)
			return true;
	return false;
}

static void put_right(struct desk *d, struct call *c)
{
	static const char *const kind[] = { "custody", "calendar", "none", NULL };
	struct family_row f;
	struct family_guardian_row g;
	struct child_id child_id;
	if (!family_to_write(d, c, &f) || !guardian_of(d, c, &f, &g))
		return;
	struct form form = form_of(c);
	int i = form_choice(&form, "kind", kind, true);
	struct str paper = form_text(&form, "paper", LINE_MOST, true);
	struct day from_on = form_day(&form, "from", true);
	if (!child_of(d, &f, form_value(c, "child"), &child_id))
		form_complain(&form, "child", COMPLAINT_NOT_CHOICE);
	if (form_is_fine(&form)) {
		family_own_right_put(d, &(struct family_own_right_put_in){ .right_id = { id_new() }, .family_id = f.family_id,
			.guardian_id = g.guardian_id, .child_id = child_id, .kind = str_of(kind[i]), .paper = paper, .from_on = from_on,
			.by_account_id = d->who.account_id, .noted_at = d->now });
		audit_note(d, "family.right", "family", f.family_id.v, STR_NONE);
	}
	end_people(d, c, &f, &form);
}

/* ---- children: a birth ends its pregnancy, and twins share it ---- */

static struct birth_id birth_of(struct desk *d, const struct family_row *f, struct pregnancy_id pregnancy_id)
{
	struct family_child_row *child;
	size_t n = pregnancy_id.v ? family_children_of(d, f->family_id, &child) : 0;
	for (size_t i = 0; i < n; i++)
		if (child[i].pregnancy_id.v == pregnancy_id.v)
			return child[i].birth_id;
	return (struct birth_id){ 0 };
}

static bool pregnancy_of(struct desk *d, const struct family_row *f, struct str typed, struct pregnancy_id *ret)
{
	struct family_pregnancy_row *x;
	size_t n = family_pregnancies_of(d, f->family_id, &x);
	ret->v = 0;
	if (!typed.n)
		return true;
	for (size_t i = 0; id_parse(typed, &ret->v) && i < n; i++)
		if (x[i].pregnancy_id.v == ret->v)
			return !str_is(x[i].state, "lost");
	return false;
}

static void add_child(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct family_child_new v = { .family_id = f.family_id, .name = form_text(&form, "child-name", LINE_MOST, false),
		.kana = form_text(&form, "child-kana", LINE_MOST, false), .born_on = form_day(&form, "child-born", true) };
	if (!pregnancy_of(d, &f, form_value(c, "child-of"), &v.pregnancy_id))
		form_complain(&form, "child-of", COMPLAINT_NOT_CHOICE);
	if (!day_is_none(v.born_on) && v.born_on.n > d->today.n)
		form_complain(&form, "child-born", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&form)) {
		v.birth_id = birth_of(d, &f, v.pregnancy_id);
		family_child_add(d, &v);
		if (v.pregnancy_id.v)
			family_pregnancy_end(d, STR("born"), v.born_on, v.pregnancy_id);
		family_story_add(d, &(struct family_line_new){ .family_id = f.family_id, .happened_at = day_moment(v.born_on, 12 * 60), .kind = STR("birth"),
			.line = v.name, .room = STR("family"), .who_may_see = STR("family") });
		audit_note(d, "family.child", "family", f.family_id.v, STR_NONE);
	}
	end_people(d, c, &f, &form);
}

/* ---- together and apart; a line that moves ---- */

static void pick_page(struct desk *d, struct call *c, const struct family_row *f, struct family_pick_view *v)
{
	struct page p;
	struct form form = form_of(c);
	v->tenant = d->tenant;
	v->family = f;
	v->typed = form_text(&form, "q", 80, false);
	v->why = form_value(c, "why");
	if (!v->typed.n && !v->story_id.v)
		v->typed = f->kana;
	if (v->typed.n)
		v->found_n = family_search(d, v->typed, (struct area_id){ 0 }, &v->found);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, f->family_id.v).s);
	family_pick_page(&p, v);
}

static void show_merge(struct desk *d, struct call *c)
{
	struct family_row f;
	if (family_to_write(d, c, &f))
		pick_page(d, c, &f, &(struct family_pick_view){ .is_wrong = false });
}

static void merge(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_id other;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct str why = form_text(&form, "why", LINE_MOST, true);
	bool is_wrong = !form_is_fine(&form) || !id_parse(form_value(c, "other"), &other.v);
	enum family_refusal r = is_wrong ? FAMILY_OK : family_merge(d, f.family_id, other, why);
	if (is_wrong || r != FAMILY_OK) {
		desk_refuse(d);
		reply_status(c, is_wrong ? 422 : 409);
		pick_page(d, c, &f, &(struct family_pick_view){ .is_wrong = is_wrong, .is_not_now = !is_wrong });
		return;
	}
	reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s/people?done=1", id_text(d->arena, f.family_id.v).s));
}

static void undo(struct desk *d, struct call *c)
{
	struct family_row f;
	struct merge_id merge_id;
	if (!family_to_write(d, c, &f))
		return;
	enum family_refusal r = id_parse(c->part[1], &merge_id.v) ? family_merge_undo(d, f.family_id, merge_id) : FAMILY_NO_SUCH;
	if (r == FAMILY_NO_SUCH) {
		refuse_missing(d, c);
	} else if (r != FAMILY_OK) {
		desk_refuse(d);
		reply_status(c, 409);
		people_page(d, c, &f, &(struct family_people_view){ .is_late = true });
	} else {
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s/people?done=1", id_text(d->arena, f.family_id.v).s));
	}
}

static bool line_of(struct desk *d, struct call *c, struct family_row *f, struct family_story_row *ret)
{
	struct story_id id;
	if (!family_to_write(d, c, f))
		return false;
	bool is_there = id_parse(c->part[1], &id.v) && family_story_by_id(d, id, ret) && family_is_same(d, ret->family_id, f->family_id)
		&& (!str_is(ret->who_may_see, "charge") || family_is_in_charge(d, f) || d->who.role == ROLE_MANAGER);
	if (!is_there)
		refuse_missing(d, c);
	return is_there;
}

static void show_move(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_story_row line;
	if (line_of(d, c, &f, &line))
		pick_page(d, c, &f, &(struct family_pick_view){ .story_id = line.story_id, .line = line.line });
}

static void move_line(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_story_row line;
	struct family_id other;
	if (!line_of(d, c, &f, &line))
		return;
	bool is_wrong = !id_parse(form_value(c, "other"), &other.v);
	enum family_refusal r = is_wrong ? FAMILY_OK : family_story_move(d, f.family_id, line.story_id, other);
	if (is_wrong || r != FAMILY_OK) {
		desk_refuse(d);
		reply_status(c, is_wrong ? 422 : 409);
		pick_page(d, c, &f, &(struct family_pick_view){ .story_id = line.story_id, .line = line.line, .is_wrong = is_wrong,
			.is_not_now = !is_wrong });
		return;
	}
	reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s?done=1", id_text(d->arena, f.family_id.v).s));
}

const struct route family_people_routes[] = {
	{ METHOD_GET, "/desk/family/{family}/people", MAY_FAMILY_WRITE, show_people, .room = "family", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/guardian", MAY_FAMILY_WRITE, add_guardian, .room = "family",
		.sample = "name=%E5%B1%B1&kana=%E3%82%84%E3%81%BE&relation=father", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/guardian/{guardian}/protect", MAY_FAMILY_WRITE, protect, .room = "family", .sample = "on=1",
		.holes = "family,guardian" },
	{ METHOD_POST, "/desk/family/{family}/guardian/{guardian}/right", MAY_FAMILY_WRITE, put_right, .room = "family",
		.sample = "child={thing-child}&kind=none&paper=x&from=2026-11-01", .holes = "family,guardian" },
	{ METHOD_POST, "/desk/family/{family}/child", MAY_FAMILY_WRITE, add_child, .room = "family", .sample = "child-born=2026-11-01",
		.holes = "family" },
	{ METHOD_GET, "/desk/family/{family}/merge", MAY_FAMILY_WRITE, show_merge, .room = "family", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/merge", MAY_FAMILY_WRITE, merge, .room = "family", .sample = "why=x&other={thing-mine}",
		.holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/merge/{merge}/undo", MAY_FAMILY_WRITE, undo, .room = "family", .sample = "x=1",
		.holes = "family,merge" },
	{ METHOD_GET, "/desk/family/{family}/story/{story}/move", MAY_FAMILY_WRITE, show_move, .room = "family", .holes = "family,story" },
	{ METHOD_POST, "/desk/family/{family}/story/{story}/move", MAY_FAMILY_WRITE, move_line, .room = "family", .sample = "other={thing-mine}",
		.holes = "family,story" },
};
const size_t family_people_route_n = sizeof family_people_routes / sizeof *family_people_routes;

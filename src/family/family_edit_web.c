/* Putting right what was registered, a birth, and a family that moves in. */
#include "family/family_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_edit.page.h"
#include "family/family_edit_page.h"
#include "family/family_edit_person.page.h"
#include "web/reply.h"

enum { NAME_MOST = 100, ADDRESS_MOST = 200, NOTE_MOST = 200, YEAR_DAYS = 366, BABIES_MOST = 9 };
static const char *const languages[] = { "ja", "ja-easy", "en", "zh", "vi", "pt", NULL };

static struct str way(struct desk *d, const struct family_row *f, const char *rest)
{
	return arena_fmt(d->arena, "/desk/family/%s%s", id_text(d->arena, f->family_id.v).s, rest);
}

static void begin(struct page *p, struct desk *d, struct call *c, struct family_edit_view *v)
{
	v->tenant = d->tenant;
	v->today = d->today;
	frame_begin(p, d, c, TAB_FAMILY);
	frame_of(p)->back = way(d, v->family, v->guardian || v->child || v->pregnancy ? "/edit" : "");
	if (v->form)
		frame_complaints(p, v->form);
	if (form_value(c, "done").n)
		frame_of(p)->notice = STR("saved");
}

static void edit_page(struct desk *d, struct call *c, struct family_edit_view *v)
{
	struct page p;
	struct family_edit_coming_of_row coming;
	v->guardian_n = family_guardians_of(d, v->family->family_id, &v->guardian_all);
	v->child_n = family_children_of(d, v->family->family_id, &v->child_all);
	v->pregnancy_n = family_pregnancies_of(d, v->family->family_id, &v->pregnancy_all);
	v->change_n = family_edit_changes(d, v->family->family_id, &v->change);
	if (family_edit_coming_of(d, v->family->family_id, &coming))
		v->coming = &coming;
	begin(&p, d, c, v);
	if (v->guardian)
		family_edit_guardian_page(&p, v);
	else if (v->child)
		family_edit_child_page(&p, v);
	else if (v->pregnancy)
		family_edit_pregnancy_page(&p, v);
	else
		family_edit_page(&p, v);
}

/* Saved: back to the record's own list. Else the form again, with what was typed and what stands there now. */
static void end(struct desk *d, struct call *c, struct family_edit_view *v, enum family_refusal r)
{
	if (form_is_fine(v->form) && r == FAMILY_OK) {
		reply_see_other(c, way(d, v->family, "/edit?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, form_is_fine(v->form) ? 409 : 422);
	v->typed = c;
	v->is_changed = r == FAMILY_CHANGED;
	v->is_not_now = r == FAMILY_NOT_NOW;
	v->wants_basis = r == FAMILY_PURPOSE;
	edit_page(d, c, v);
}

static int64_t version_of(struct form *form)
{
	return form_int(form, "version", 1, INT32_MAX, true);
}

/* ---- the household ---- */

static void show_household(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	family_trace_look(d, &f);
	edit_page(d, c, &(struct family_edit_view){ .family = &f, .version_n = f.version_n });
}

static void put_household(struct desk *d, struct call *c)
{
	static const char *const basis[] = { "consent", "contract", "law", NULL };
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct family_household_edit v = { .area_id = { form_id(&form, "area", false) }, .address = form_text(&form, "address", ADDRESS_MOST, false),
		.is_interpreted = form_is_on(&form, "interpreter"), .version_n = version_of(&form) };
	int lang = form_choice(&form, "lang", languages, true);
	int why = form_value(c, "basis").n ? form_choice(&form, "basis", basis, false) : -1;
	if (v.area_id.v && !tenant_area_of(d->tenant, v.area_id))
		form_complain(&form, "area", COMPLAINT_NOT_CHOICE);
	if (!d->tenant->area_n)
		v.area_id = f.area_id;
	v.basis = why >= 0 ? str_of(basis[why]) : STR_NONE;
	v.lang = str_of(languages[lang < 0 ? 0 : lang]);
	enum family_refusal r = form_is_fine(&form) ? family_edit_household(d, &f, &v) : FAMILY_OK;
	struct family_row now;
	if (r == FAMILY_OK && form_is_fine(&form) && family_by_id(d, f.family_id, &now) && !family_may(d, MAY_FAMILY_WRITE, &now)) {
		reply_see_other(c, STR("/desk/family?done=1"));
		return;
	}
	end(d, c, &(struct family_edit_view){ .family = &f, .form = &form, .version_n = f.version_n }, r);
}

/* ---- one of its people ---- */

static bool guardian_of(struct desk *d, struct call *c, struct family_row *f, struct family_guardian_row *ret)
{
	struct guardian_id id;
	if (!family_to_write(d, c, f))
		return false;
	bool is_there = id_parse(c->part[1], &id.v) && family_guardian_by_id(d, id, ret) && family_is_same(d, ret->family_id, f->family_id)
		&& !ret->ended_at.ms;
	if (!is_there)
		refuse_missing(d, c);
	return is_there;
}

static bool child_of(struct desk *d, struct call *c, struct family_row *f, struct family_child_row *ret)
{
	struct family_child_row *x;
	int64_t id;
	if (!family_to_write(d, c, f))
		return false;
	size_t n = id_parse(c->part[1], &id) ? family_children_of(d, f->family_id, &x) : 0;
	for (size_t i = 0; i < n; i++)
		if (x[i].child_id.v == id) {
			*ret = x[i];
			return true;
		}
	refuse_missing(d, c);
	return false;
}

static bool pregnancy_of(struct desk *d, struct call *c, struct family_row *f, struct family_pregnancy_row *ret)
{
	struct family_pregnancy_row *x;
	int64_t id;
	if (!family_to_write(d, c, f))
		return false;
	size_t n = id_parse(c->part[1], &id) ? family_pregnancies_of(d, f->family_id, &x) : 0;
	for (size_t i = 0; i < n; i++)
		if (x[i].pregnancy_id.v == id) {
			*ret = x[i];
			return true;
		}
	refuse_missing(d, c);
	return false;
}

static void show_guardian(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_guardian_row g;
	if (!guardian_of(d, c, &f, &g))
		return;
	family_trace_look(d, &f);
	edit_page(d, c, &(struct family_edit_view){ .family = &f, .guardian = &g, .version_n = g.version_n });
}

static void put_guardian(struct desk *d, struct call *c)
{
	static const char *const relation[] = { "mother", "father", "grandparent", "other", NULL };
	struct family_row f;
	struct family_guardian_row g;
	if (!guardian_of(d, c, &f, &g))
		return;
	struct form form = form_of(c);
	int i = form_choice(&form, "relation", relation, true);
	struct family_guardian_edit v = { .relation = str_of(relation[i < 0 ? 0 : i]), .name = form_text(&form, "name", NAME_MOST, true),
		.kana = form_text(&form, "kana", NAME_MOST, true), .phone = form_text(&form, "phone", 20, false), .mail = form_mail(&form, "mail", false),
		.born_on = form_day(&form, "born", false), .version_n = version_of(&form) };
	if (!day_is_none(v.born_on) && (v.born_on.n > d->today.n - 10 * YEAR_DAYS || v.born_on.n < d->today.n - 120 * YEAR_DAYS))
		form_complain(&form, "born", COMPLAINT_OUT_OF_RANGE);
	enum family_refusal r = form_is_fine(&form) ? family_edit_guardian(d, &g, &v) : FAMILY_OK;
	end(d, c, &(struct family_edit_view){ .family = &f, .guardian = &g, .form = &form, .version_n = g.version_n }, r);
}

static void end_guardian(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_guardian_row g;
	if (!guardian_of(d, c, &f, &g))
		return;
	struct form form = form_of(c);
	int64_t version_n = version_of(&form);
	enum family_refusal r = form_is_fine(&form) ? family_edit_guardian_gone(d, &g, version_n) : FAMILY_OK;
	end(d, c, &(struct family_edit_view){ .family = &f, .form = &form, .version_n = f.version_n }, r);
}

static void show_child(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_child_row x;
	if (!child_of(d, c, &f, &x))
		return;
	family_trace_look(d, &f);
	edit_page(d, c, &(struct family_edit_view){ .family = &f, .child = &x, .version_n = x.version_n });
}

static struct str sex_of(struct form *form, struct call *c, const char *name)
{
	static const char *const sex[] = { "f", "m", NULL };
	int i = form_value(c, name).n ? form_choice(form, name, sex, false) : -1;
	return i < 0 ? STR_NONE : str_of(sex[i]);
}

static void put_child(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_child_row x;
	if (!child_of(d, c, &f, &x))
		return;
	struct form form = form_of(c);
	struct family_child_edit v = { .name = form_text(&form, "name", NAME_MOST, false), .kana = form_text(&form, "kana", NAME_MOST, false),
		.sex = sex_of(&form, c, "sex"), .born_on = form_day(&form, "born", true), .version_n = version_of(&form),
		.birth_order_n = form_value(c, "order").n ? form_int(&form, "order", 1, 20, false) : 0 };
	if (!day_is_none(v.born_on) && (v.born_on.n > d->today.n || v.born_on.n < d->today.n - 25 * YEAR_DAYS))
		form_complain(&form, "born", COMPLAINT_OUT_OF_RANGE);
	enum family_refusal r = form_is_fine(&form) ? family_edit_child(d, &x, &v) : FAMILY_OK;
	end(d, c, &(struct family_edit_view){ .family = &f, .child = &x, .form = &form, .version_n = x.version_n }, r);
}

static void show_pregnancy(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_pregnancy_row x;
	if (!pregnancy_of(d, c, &f, &x))
		return;
	family_trace_look(d, &f);
	edit_page(d, c, &(struct family_edit_view){ .family = &f, .pregnancy = &x, .version_n = x.version_n });
}

static void put_pregnancy(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_pregnancy_row x;
	if (!pregnancy_of(d, c, &f, &x))
		return;
	struct form form = form_of(c);
	struct family_pregnancy_edit v = { .due_on = form_day(&form, "due", true), .notified_on = form_day(&form, "notified", false),
		.fetus_n = form_int(&form, "fetuses", 1, BABIES_MOST, true), .is_first = form_is_on(&form, "first"),
		.note = form_text(&form, "note", NOTE_MOST, false), .version_n = version_of(&form) };
	if (!day_is_none(v.due_on) && (v.due_on.n > d->today.n + 300 || v.due_on.n < d->today.n - 60))
		form_complain(&form, "due", COMPLAINT_OUT_OF_RANGE);
	if (!day_is_none(v.notified_on) && v.notified_on.n > d->today.n)
		form_complain(&form, "notified", COMPLAINT_OUT_OF_RANGE);
	enum family_refusal r = form_is_fine(&form) ? family_edit_pregnant(d, &x, &v) : FAMILY_OK;
	end(d, c, &(struct family_edit_view){ .family = &f, .pregnancy = &x, .form = &form, .version_n = x.version_n }, r);
}

static void add_pregnancy(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct family_new v = { .due_on = form_day(&form, "new-due", true), .notified_on = d->today, .is_first = form_is_on(&form, "new-first"),
		.fetus_n = form_value(c, "new-fetuses").n ? form_int(&form, "new-fetuses", 1, BABIES_MOST, false) : 1 };
	if (!day_is_none(v.due_on) && (v.due_on.n > d->today.n + 300 || v.due_on.n < d->today.n - 30))
		form_complain(&form, "new-due", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&form))
		family_pregnancy_add(d, f.family_id, &v);
	end(d, c, &(struct family_edit_view){ .family = &f, .form = &form, .version_n = f.version_n }, FAMILY_OK);
}

/* ---- a birth ---- */

static void birth_page(struct desk *d, struct call *c, struct family_edit_view *v)
{
	struct page p;
	begin(&p, d, c, v);
	family_birth_page(&p, v);
}

static void show_birth(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_pregnancy_row x;
	if (!pregnancy_of(d, c, &f, &x))
		return;
	struct form form = form_of(c);
	int64_t n = form_value(c, "n").n ? form_int(&form, "n", 1, BABIES_MOST, false) : x.fetus_n;
	birth_page(d, c, &(struct family_edit_view){ .family = &f, .pregnancy = &x, .baby_n = n > 0 ? (size_t)n : (size_t)x.fetus_n });
}

static void read_baby(struct desk *d, struct call *c, struct form *form, size_t i, struct family_child_new *ret)
{
	*ret = (struct family_child_new){ .name = form_text(form, arena_fmt(d->arena, "name-%zu", i + 1).s, NAME_MOST, false),
		.kana = form_text(form, arena_fmt(d->arena, "kana-%zu", i + 1).s, NAME_MOST, false),
		.sex = sex_of(form, c, arena_fmt(d->arena, "sex-%zu", i + 1).s) };
}

static void put_birth(struct desk *d, struct call *c)
{
	struct family_row f;
	struct family_pregnancy_row x;
	if (!pregnancy_of(d, c, &f, &x))
		return;
	struct form form = form_of(c);
	struct family_birth v = { .pregnancy = &x, .born_on = form_day(&form, "born", true), .n = (size_t)form_int(&form, "n", 1, BABIES_MOST, true) };
	if (!v.n)
		v.n = (size_t)x.fetus_n;
	for (size_t i = 0; i < v.n; i++)
		read_baby(d, c, &form, i, &v.child[i]);
	if (!day_is_none(v.born_on) && (v.born_on.n > d->today.n || v.born_on.n < x.due_on.n - 150))
		form_complain(&form, "born", COMPLAINT_OUT_OF_RANGE);
	enum family_refusal r = form_is_fine(&form) ? family_bear(d, &v) : FAMILY_OK;
	if (form_is_fine(&form) && r == FAMILY_OK) {
		reply_see_other(c, way(d, &f, "?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, form_is_fine(&form) ? 409 : 422);
	birth_page(d, c, &(struct family_edit_view){ .family = &f, .pregnancy = &x, .form = &form, .typed = c, .baby_n = v.n,
		.is_not_now = r == FAMILY_NOT_NOW });
}

/* ---- about to move in ---- */

static void put_coming(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct str from_place = form_text(&form, "from-place", NAME_MOST, false);
	struct day on = form_day(&form, "coming", false);
	if (form_is_fine(&form))
		family_coming_note(d, f.family_id, from_place, on);
	end(d, c, &(struct family_edit_view){ .family = &f, .form = &form, .version_n = f.version_n }, FAMILY_OK);
}

static void put_came(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct str address = form_text(&form, "came-address", ADDRESS_MOST, false);
	enum family_refusal r = form_is_fine(&form) ? family_came(d, &f, address) : FAMILY_OK;
	end(d, c, &(struct family_edit_view){ .family = &f, .form = &form, .version_n = f.version_n }, r);
}

#define EDIT(method, path, handle, sample, holes) \
	{ METHOD_##method, "/desk/family/{family}" path, MAY_FAMILY_WRITE, handle, NULL, "family", sample, holes }
const struct route family_edit_routes[] = {
	EDIT(GET, "/edit", show_household, NULL, "family"),
	EDIT(POST, "/edit", put_household, "version=1&lang=en", "family"),
	EDIT(GET, "/guardian/{guardian}/edit", show_guardian, NULL, "family,guardian"),
	EDIT(POST, "/guardian/{guardian}/edit", put_guardian, "version=1&relation=mother&name=Umi&kana=Umi", "family,guardian"),
	EDIT(POST, "/guardian/{guardian}/gone", end_guardian, "version=1", "family,second"),
	EDIT(GET, "/child/{child}/edit", show_child, NULL, "family,child"),
	EDIT(POST, "/child/{child}/edit", put_child, "version=1&name=Umi&born=2026-01-10", "family,child"),
	EDIT(GET, "/pregnancy/{pregnancy}/edit", show_pregnancy, NULL, "family,pregnancy"),
	EDIT(POST, "/pregnancy/{pregnancy}/edit", put_pregnancy, "version=1&due=2027-03-01&fetuses=1", "family,pregnancy"),
	EDIT(POST, "/pregnancy", add_pregnancy, "new-due=2027-05-01", "family"),
	EDIT(GET, "/pregnancy/{pregnancy}/birth", show_birth, NULL, "family,pregnancy"),
	EDIT(POST, "/pregnancy/{pregnancy}/birth", put_birth, "n=2&born=2026-11-20", "family,pregnancy"),
	EDIT(POST, "/coming", put_coming, "from-place=Ichi&coming=2027-03-01", "family"),
	EDIT(POST, "/came", put_came, "came-address=Ni", "coming"),
};
const size_t family_edit_route_n = sizeof family_edit_routes / sizeof *family_edit_routes;

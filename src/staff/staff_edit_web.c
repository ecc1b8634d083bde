/* Adding and changing people, their trainings, and what each decides for themselves. */
#include "base/out.h"
#include "desk/account.h"
#include "desk/frame.h"
#include "desk/refuse.h"
#include "file/file.h"
#include "staff/staff_edit.page.h"
#include "staff/staff_web.h"
#include "web/reply.h"

static const char *const kind_words[] = { "nurse", "midwife", "specialist", "coordinator", "concierge", "clerk", "manager", NULL };

bool staff_list_has_area(const struct staff_person *x, struct area_id area_id)
{
	return x->area_ids.n > 0 && staff_has_area(x, area_id);
}

static bool is_new(const struct call *c)
{
	return c->part_n == 0;
}

/* ---- reading the form ---- */

static struct operator_id own_operator(const struct desk *d)
{
	return d->who.operator_id.v || d->tenant->operator_n != 1 ? d->who.operator_id : d->tenant->operator[0].operator_id;
}

static void read_operator(struct desk *d, struct form *f, struct staff_person *x)
{
	int64_t id = form_id(f, "operator", false);
	if (!id) {
		if (!x->person_id.v)
			x->operator_id = own_operator(d);
		return;
	}
	bool is_known = false;
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		is_known = is_known || d->tenant->operator[i].operator_id.v == id;
	if (is_known)
		x->operator_id.v = id;
	else
		form_complain(f, "operator", COMPLAINT_NOT_CHOICE);
}

static struct str read_areas(struct desk *d, const struct call *c)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < c->fields.field_n; i++) {
		int64_t id;
		const struct field *f = &c->fields.field[i];
		if (str_is(f->name, "area[]") && id_parse(f->value, &id) && tenant_area_of(d->tenant, (struct area_id){ id }))
			out_fmt(&o, "%s%lld,", o.n ? "" : ",", (long long)id);
	}
	return o.n ? out_done(&o) : STR("");
}

static struct str read_languages(struct desk *d, struct form *f)
{
	static const enum lang other[] = { LANG_EN, LANG_ZH, LANG_VI, LANG_PT };
	struct out o = { .arena = d->arena };
	out_z(&o, ",ja,");
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (form_is_on(f, arena_fmt(d->arena, "speaks-%s", lang_code(other[i])).s))
			out_fmt(&o, "%s,", lang_code(other[i]));
	return out_done(&o);
}

static void read_account(struct desk *d, struct form *f, struct staff_person *x, struct str login)
{
	struct account_line line;
	if (!login.n)
		x->account_id.v = 0;
	else if (account_by_login(d, account_login_clean(d, login), &line) && !str_is(line.role, "family"))
		x->account_id = line.account_id;
	else
		form_complain(f, "login", COMPLAINT_WRONG);
}

static void read_person(struct desk *d, struct form *f, struct staff_person *x)
{
	x->name = form_text(f, "name", 100, true);
	x->kana = form_text(f, "kana", 100, false);
	int kind = form_choice(f, "kind", kind_words, true);
	x->kind = kind >= 0 ? str_of(kind_words[kind]) : x->kind;
	x->code = form_text(f, "code", 100, false);
	x->phone = form_text(f, "phone", 40, false);
	x->hours = form_text(f, "hours", 200, false);
	x->hours_rule = form_text(f, "hours-rule", 300, false);
	if (!tenant_hours_rule_is_fine(x->hours_rule))
		form_complain(f, "hours-rule", COMPLAINT_WRONG);
	x->capacity_n = form_int(f, "capacity", 0, 200, true);
	x->began_on = form_day(f, "began", false);
	x->joined_on = form_day(f, "joined", false);
	x->left_on = form_day(f, "left", false);
	if (!day_is_none(x->joined_on) && !day_is_none(x->left_on) && x->left_on.n <= x->joined_on.n)
		form_complain(f, "left", COMPLAINT_OUT_OF_RANGE);
	x->is_named = form_is_on(f, "named");
	x->languages = read_languages(d, f);
	x->area_ids = read_areas(d, f->call);
	read_operator(d, f, x);
}

/* ---- the page ---- */

static void draw(struct desk *d, struct call *c, struct staff_edit_view *v)
{
	struct page p;
	struct account_line line;
	v->tenant = d->tenant;
	if (!v->form && v->person.account_id.v && account_by_id(d, v->person.account_id, &line))
		v->login = line.login;
	frame_begin(&p, d, c, TAB_STAFF);
	frame_of(&p)->back = v->is_new ? STR("/desk/staff") : arena_fmt(d->arena, "/desk/staff/%s", id_text(d->arena, v->person.person_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	staff_edit_page(&p, v);
}

static bool find(struct desk *d, struct call *c, struct staff_edit_view *v)
{
	v->is_new = is_new(c);
	if (v->is_new) {
		v->person = (struct staff_person){ .kind = STR("nurse"), .capacity_n = 100, .is_named = true, .began_on = DAY_NONE, .joined_on = DAY_NONE,
			.left_on = DAY_NONE, .operator_id = own_operator(d), .area_ids = STR(""), .languages = STR(",ja,") };
		return true;
	}
	if (!staff_web_person(d, c, &v->person))
		return false;
	bool is_allowed = staff_person_may_edit(d, &v->person);
	if (!is_allowed)
		refuse_missing(d, c);
	return is_allowed;
}

static void show_edit(struct desk *d, struct call *c)
{
	struct staff_edit_view v = { .form = NULL };
	if (find(d, c, &v))
		draw(d, c, &v);
}

static void save(struct desk *d, struct call *c)
{
	struct staff_edit_view v = { .form = NULL };
	if (!find(d, c, &v))
		return;
	struct form f = form_of(c);
	struct staff_person stored = v.person;
	v.login = form_text(&f, "login", 64, false);
	read_person(d, &f, &v.person);
	read_account(d, &f, &v.person, v.login);
	v.person.version_n = v.is_new ? 0 : form_int(&f, "version", 1, INT32_MAX, true);
	if (form_is_fine(&f) && !staff_person_may_edit(d, &v.person))
		form_complain(&f, "operator", COMPLAINT_NOT_CHOICE);
	enum staff_refusal r = form_is_fine(&f) ? staff_put(d, &v.person) : STAFF_BAD;
	if (r == STAFF_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/staff/%s?done=1", id_text(d->arena, v.person.person_id.v).s));
		return;
	}
	if (r == STAFF_TAKEN)
		form_complain(&f, v.login.n ? "login" : "code", COMPLAINT_TAKEN);
	desk_refuse(d);
	reply_status(c, r == STAFF_CHANGED ? 409 : 422);
	v.is_changed = r == STAFF_CHANGED;
	v.person.version_n = stored.version_n;
	v.form = &f;
	draw(d, c, &v);
}

/* ---- trainings ---- */

static bool find_person(struct desk *d, struct call *c, struct staff_person *ret)
{
	struct staff_edit_view v = { .form = NULL };
	bool is_there = find(d, c, &v);
	*ret = v.person;
	return is_there;
}

static void add_training(struct desk *d, struct call *c)
{
	struct staff_person x;
	if (!find_person(d, c, &x))
		return;
	struct form f = form_of(c);
	struct staff_training t = { .person_id = x.person_id, .name = form_text(&f, "name", 100, true), .done_on = form_day(&f, "done", true),
		.until_on = form_day(&f, "until", false) };
	if (!day_is_none(t.until_on) && t.until_on.n < t.done_on.n)
		form_complain(&f, "until", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&f) && staff_training_put(d, &t) == STAFF_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/staff/%.*s?done=1", STR_ARG(c->part[0])));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	staff_web_show(d, c, &f);
}

static void drop_training(struct desk *d, struct call *c)
{
	struct staff_person x;
	struct training_id training_id;
	if (!find_person(d, c, &x))
		return;
	if (id_parse(c->part[1], &training_id.v) && staff_training_drop(d, x.person_id, training_id) == STAFF_OK)
		reply_see_other(c, arena_fmt(d->arena, "/desk/staff/%.*s?done=1", STR_ARG(c->part[0])));
	else
		refuse_missing(d, c);
}

/* ---- one's own ---- */

static void draw_own(struct desk *d, struct call *c, struct staff_own_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->batch = file_batch(d);
	frame_begin(&p, d, c, TAB_STAFF);
	frame_of(&p)->back = STR("/desk/staff");
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	staff_own_page(&p, v);
}

static void show_own(struct desk *d, struct call *c)
{
	struct staff_own_view v = { .form = NULL };
	v.is_there = staff_person_of_account(d, d->who.account_id, &v.person);
	draw_own(d, c, &v);
}

static void take_photo(struct desk *d, struct form *f, struct staff_person *x)
{
	const struct file_batch *batch = file_batch(d);
	struct file_place old = { .kind = "face", .subject_id = x->photo_id.v, .part_id = 1 };
	if (batch->refusal != FILE_OK || (batch->n && str_is(str_of(batch->file[0].picture.type), "application/pdf"))) {
		form_complain(f, "photo", COMPLAINT_NOT_IMAGE);
		return;
	}
	if (x->photo_id.v && (batch->n || form_is_on(f, "drop-photo"))) {
		file_erase(d, &old);
		x->photo_id.v = 0;
	}
	if (batch->n) {
		x->photo_id.v = id_new();
		file_attach(d, &(struct file_place){ .kind = "face", .subject_id = x->photo_id.v, .part_id = 1 }, &batch->file[0]);
	}
}

static void save_own(struct desk *d, struct call *c)
{
	struct staff_own_view v = { .is_there = true };
	struct person_id person_id;
	if (!id_parse(c->part[0], &person_id.v) || !staff_person_by_id(d, person_id, &v.person) || !staff_web_may(d, MAY_STAFF_OWN, &v.person)) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct staff_person stored = v.person;
	v.person.is_name_shown = form_is_on(&f, "show-name");
	v.person.is_photo_shown = form_is_on(&f, "show-photo");
	v.person.nickname = form_text(&f, "nickname", 40, false);
	v.person.about = form_text(&f, "about", 300, false);
	v.person.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	take_photo(d, &f, &v.person);
	enum staff_refusal r = form_is_fine(&f) ? staff_put(d, &v.person) : STAFF_BAD;
	if (r == STAFF_OK) {
		reply_see_other(c, STR("/desk/me/staff?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == STAFF_CHANGED ? 409 : 422);
	v.is_changed = r == STAFF_CHANGED;
	v.person.version_n = stored.version_n;
	v.person.photo_id = stored.photo_id;
	v.form = &f;
	draw_own(d, c, &v);
}

#define SAMPLE "name=%E6%97%A5%E5%90%91&kind=nurse&capacity=100&version=1"
const struct route staff_edit_routes[] = {
	{ METHOD_GET, "/desk/roster/new", MAY_STAFF_EDIT, show_edit, .room = NULL },
	{ METHOD_POST, "/desk/roster/new", MAY_STAFF_EDIT, save, .room = NULL, .sample = SAMPLE },
	{ METHOD_GET, "/desk/roster/{person}", MAY_STAFF_EDIT, show_edit, .room = NULL, .holes = "person" },
	{ METHOD_POST, "/desk/roster/{person}", MAY_STAFF_EDIT, save, .room = NULL, .sample = SAMPLE, .holes = "person" },
	{ METHOD_POST, "/desk/roster/{person}/training", MAY_STAFF_EDIT, add_training, .room = NULL,
		.sample = "name=CPR&done=2026-11-01&until=2031-11-01", .holes = "person" },
	{ METHOD_POST, "/desk/roster/{person}/training/{training}/end", MAY_STAFF_EDIT, drop_training, .room = NULL, .sample = "x=1",
		.holes = "person,training" },
	{ METHOD_GET, "/desk/me/staff", MAY_STAFF_OWN, show_own, .room = NULL },
	{ METHOD_POST, "/desk/own/{person}", MAY_STAFF_OWN, save_own, file_prepare, .room = NULL, .sample = "show-name=on&about=Hello&version=1",
		.holes = "person" },
};
const size_t staff_edit_route_n = sizeof staff_edit_routes / sizeof *staff_edit_routes;

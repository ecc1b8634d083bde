/* The counter: finding a family, registering one, and saying for what a record is opened. */
#include "family/family_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_desk.page.h"
#include "family/family_page.h"
#include "web/reply.h"

enum { TYPED_MOST = 80, LINE_MOST = 200 };

/* What was found by words, narrowed to a named worker's families. */
static size_t of_person(struct desk *d, struct family_list_view *v, size_t n)
{
	struct family_charge_row charge;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!v->person_id.v || (family_charge_of(d, v->line[i].family_id, &charge) && charge.person_id.v == v->person_id.v))
			v->line[kept++] = v->line[i];
	return kept;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct form f = form_of(c);
	struct family_list_view v = { .tenant = d->tenant, .today = d->today, .typed = form_text(&f, "q", TYPED_MOST, false),
		.area_id = { form_id(&f, "area", false) }, .is_without_next = str_is(form_value(c, "next"), "none"),
		.may_register = may_ever(d, MAY_FAMILY_REGISTER), .may_review = may_ever(d, MAY_FAMILY_REVIEW) };
	v.person_id.v = form_id(&f, "who", false);
	v.person_n = staff_people(d, &(struct staff_wish){ .is_named_only = true }, &v.person);
	v.is_sought = v.typed.n > 0 || v.area_id.v || v.person_id.v;
	if (v.typed.n)
		v.line_n = of_person(d, &v, family_search(d, v.typed, v.area_id, &v.line));
	else if (v.person_id.v)
		v.line_n = family_list_of(d, v.person_id, v.area_id, 2 * FAMILY_LIST_MOST, &v.line);
	else if (v.is_without_next)
		v.line_n = family_without_next(d, FAMILY_LIST_MOST, &v.line);
	else
		v.line_n = family_list(d, v.area_id, FAMILY_LIST_MOST, &v.line);
	v.is_cut = v.line_n == (v.person_id.v ? 2 : 1) * FAMILY_LIST_MOST;
	desk_trace(d, &(struct desk_trace){ .act = v.typed.n ? STR("family.search") : STR("family.list"), .kind = STR("families"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_FAMILY);
	family_list_page(&p, &v);
}

/* ---- registering ---- */

/* The one area of who asks, where there is just one. */
static struct area_id own_area(const struct desk *d)
{
	struct area_id found = { 0 };
	struct str rest = d->who.area_ids, one;
	while (str_cut(&rest, ',', &one)) {
		int64_t id = 0;
		if (!id_parse(str_trim(one), &id))
			continue;
		if (found.v)
			return (struct area_id){ 0 };
		found.v = id;
	}
	return found;
}

static void register_page(struct desk *d, struct call *c, struct family_register_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->is_birth = v->call && str_is(form_value(c, "when"), "born");
	if (!v->area_id.v)
		v->area_id = own_area(d);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/family");
	if (v->form)
		frame_complaints(&p, v->form);
	family_register_page(&p, v);
}

static void show_register(struct desk *d, struct call *c)
{
	register_page(d, c, &(struct family_register_view){ .call = NULL });
}

static void read_more(struct form *f, struct call *c, struct family_new *v)
{
	static const char *const lang[] = { "ja", "ja-easy", "en", "zh", "vi", "pt", NULL };
	int i = form_value(c, "lang").n ? form_choice(f, "lang", lang, false) : 0;
	v->lang = str_of(lang[i > 0 ? i : 0]);
	v->address = form_text(f, "address", LINE_MOST, false);
	v->born_on = form_day(f, "born", false);
	v->mail = form_mail(f, "mail", false);
	v->is_interpreted = form_is_on(f, "interpreter");
	v->fetus_n = form_value(c, "fetuses").n ? form_int(f, "fetuses", 1, 9, false) : 1;
	v->child_name = form_text(f, "child", 100, false);
	v->child_kana = form_text(f, "child-kana", 100, false);
	v->is_coming = form_is_on(f, "is-coming");
	v->from_place = form_text(f, "from-place", 100, false);
	v->coming_on = form_day(f, "coming", false);
}

/* The day says what it is: a pregnancy ends within 300 days, a child was born within the last 19 years. */
static struct family_new read_new(struct desk *d, struct call *c, struct form *f)
{
	struct family_new v = { .name = form_text(f, "name", 100, true), .kana = form_text(f, "kana", 100, true),
		.phone = form_text(f, "phone", 20, false), .area_id = { form_id(f, "area", false) }, .is_first = form_is_on(f, "first"),
		.due_on = DAY_NONE, .child_born_on = DAY_NONE, .notified_on = DAY_NONE, .how = STR("counter") };
	struct day on = form_day(f, "on", true);
	bool is_birth = str_is(form_value(c, "when"), "born");
	read_more(f, c, &v);
	if (!day_is_none(on) && (is_birth ? on.n > d->today.n || on.n < d->today.n - 19 * 366 : on.n > d->today.n + 300 || on.n < d->today.n - 30))
		form_complain(f, "on", COMPLAINT_OUT_OF_RANGE);
	*(is_birth ? &v.child_born_on : &v.due_on) = on;
	v.notified_on = is_birth ? DAY_NONE : d->today;
	if (v.area_id.v && !tenant_area_of(d->tenant, v.area_id))
		v.area_id.v = 0;
	if (!v.area_id.v)
		v.area_id = own_area(d);
	return v;
}

/* While somebody types: a piece of a page, or nothing. */
static void show_alike(struct desk *d, struct call *c)
{
	struct page p;
	struct form f = form_of(c);
	bool is_birth = str_is(form_value(c, "when"), "born");
	struct family_new v = { .name = form_text(&f, "name", TYPED_MOST, false), .kana = form_text(&f, "kana", TYPED_MOST, false),
		.phone = form_text(&f, "phone", 20, false), .child_kana = form_text(&f, "child-kana", TYPED_MOST, false),
		.born_on = form_day(&f, "born", false), .child_born_on = is_birth ? form_day(&f, "on", false) : DAY_NONE };
	struct family_register_view view = { .tenant = d->tenant };
	view.alike_n = family_find_alike(d, &v, &view.alike);
	if (view.alike_n)
		desk_trace(d, &(struct desk_trace){ .act = STR("family.search"), .kind = STR("families"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_FAMILY);
	family_alike_live(&p, &view);
}

static void register_family(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct family_new v = read_new(d, c, &f);
	struct family_register_view view = { .form = &f, .call = c, .area_id = v.area_id };
	bool is_sure = str_is(form_value(c, "anyway"), "1");
	if (form_is_fine(&f) && !is_sure)
		view.alike_n = family_find_alike(d, &v, &view.alike);
	if (!form_is_fine(&f) || view.alike_n) {
		desk_refuse(d);
		reply_status(c, form_is_fine(&f) ? 409 : 422);
		register_page(d, c, &view);
		return;
	}
	struct family_id id = family_register(d, &v);
	reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s/charge", id_text(d->arena, id.v).s));
}

const struct route family_routes[] = {
	{ METHOD_GET, "/desk/family", MAY_FAMILY_LIST, show_list, .room = "family" },
	{ METHOD_GET, "/desk/family/new", MAY_FAMILY_REGISTER, show_register, .room = "family" },
	{ METHOD_GET, "/desk/family/alike", MAY_FAMILY_REGISTER, show_alike, .room = "family" },
	{ METHOD_POST, "/desk/family/new", MAY_FAMILY_REGISTER, register_family, .room = "family",
		.sample = "name=%E5%B1%B1&kana=%E3%82%84%E3%81%BE&when=due&on=2027-05-01&first=1&anyway=1" },
};
const size_t family_route_n = sizeof family_routes / sizeof *family_routes;

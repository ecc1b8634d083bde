/* Operators, areas and counters: listed, added, changed; a counter may end. */
#include "desk/account_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "desk/setting_place.page.h"
#include "desk/setting_view.h"
#include "desk/setting_web.h"
#include "web/reply.h"

static void begin(struct page *p, struct desk *d, struct call *c, const char *back, const struct form *form)
{
	frame_begin(p, d, c, TAB_SETTINGS);
	frame_of(p)->back = str_of(back);
	if (form)
		frame_complaints(p, form);
}

static void show_places(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, "/desk/settings", NULL);
	setting_places_page(&p, &(struct setting_places_view){ .tenant = d->tenant, .is_saved = form_value(c, "saved").n > 0 });
}

static bool is_new(const struct call *c)
{
	return str_is(c->part[0], "new");
}

static bool operator_is_known(const struct tenant *t, int64_t id)
{
	for (size_t i = 0; i < t->operator_n; i++)
		if (t->operator[i].operator_id.v == id)
			return true;
	return id == 0;
}

static struct operator_id operator_of(struct desk *d, struct form *form)
{
	int64_t id = form_id(form, "operator", false);
	if (!operator_is_known(d->tenant, id))
		form_complain(form, "operator", COMPLAINT_NOT_CHOICE);
	return (struct operator_id){ id };
}

/* The key of a new row: its name, as profiles have it, or a number when that is taken or too long. */
static struct str key_for(struct desk *d, struct str name, bool is_taken)
{
	return is_taken || str_letters(name) > 60 || !name.n ? id_text(d->arena, id_new()) : name;
}

static void done(struct desk *d, struct call *c)
{
	account_go(d, c, STR("/desk/settings/places?saved=1"));
}

static void again(struct desk *d, struct call *c)
{
	desk_refuse(d);
	reply_status(c, 422);
}

/* ---- operators ---- */
static bool find_operator(struct desk *d, struct call *c, struct tenant_operator *ret)
{
	int64_t id;
	*ret = (struct tenant_operator){ .kind = STR("public") };
	if (is_new(c))
		return true;
	for (size_t i = 0; id_parse(c->part[0], &id) && i < d->tenant->operator_n; i++)
		if (d->tenant->operator[i].operator_id.v == id) {
			*ret = d->tenant->operator[i];
			return true;
		}
	refuse_missing(d, c);
	return false;
}

static void draw_operator(struct desk *d, struct call *c, const struct form *form, const struct tenant_operator *one)
{
	struct page p;
	begin(&p, d, c, "/desk/settings/places", form);
	setting_operator_page(&p, &(struct setting_operator_view){ .form = form, .tenant = d->tenant, .operator = *one, .is_new = is_new(c) });
}

static void show_operator(struct desk *d, struct call *c)
{
	struct tenant_operator one;
	if (find_operator(d, c, &one))
		draw_operator(d, c, NULL, &one);
}

static void put_operator(struct desk *d, struct call *c)
{
	static const char *const kinds[] = { "public", "private", NULL };
	struct tenant_operator one;
	struct form form = form_of(c);
	struct str why;
	bool is_taken = false;
	if (!find_operator(d, c, &one))
		return;
	one.name = form_text(&form, "name", 100, true);
	int kind = form_choice(&form, "kind", kinds, true);
	one.kind = kind >= 0 ? str_of(kinds[kind]) : STR_NONE;
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		is_taken = is_taken || str_eq(d->tenant->operator[i].key, one.name);
	if (is_new(c))
		one.key = key_for(d, one.name, is_taken);
	if (form_is_fine(&form) && tenant_operator_put(d, &one, &why) == TENANT_OK) {
		done(d, c);
		return;
	}
	if (form_is_fine(&form))
		form_complain(&form, "name", COMPLAINT_NOT_TEXT);
	again(d, c);
	draw_operator(d, c, &form, &one);
}

/* ---- areas ---- */
static bool find_area(struct desk *d, struct call *c, struct tenant_area *ret)
{
	int64_t id;
	*ret = (struct tenant_area){ .key = STR_NONE };
	if (is_new(c))
		return true;
	const struct tenant_area *area = id_parse(c->part[0], &id) ? tenant_area_of(d->tenant, (struct area_id){ id }) : NULL;
	if (area)
		*ret = *area;
	else
		refuse_missing(d, c);
	return area != NULL;
}

static void draw_area(struct desk *d, struct call *c, const struct form *form, const struct tenant_area *one)
{
	struct page p;
	begin(&p, d, c, "/desk/settings/places", form);
	setting_area_page(&p, &(struct setting_area_view){ .form = form, .tenant = d->tenant, .area = *one, .is_new = is_new(c) });
}

static void show_area(struct desk *d, struct call *c)
{
	struct tenant_area one;
	if (find_area(d, c, &one))
		draw_area(d, c, NULL, &one);
}

static void put_area(struct desk *d, struct call *c)
{
	struct tenant_area one;
	struct form form = form_of(c);
	struct str why;
	bool is_taken = false;
	if (!find_area(d, c, &one))
		return;
	one.name = form_text(&form, "name", 100, true);
	one.nickname = form_text(&form, "nickname", 100, false);
	one.operator_id = operator_of(d, &form);
	for (size_t i = 0; i < d->tenant->area_n; i++)
		is_taken = is_taken || str_eq(d->tenant->area[i].key, one.name);
	if (is_new(c))
		one.key = key_for(d, one.name, is_taken);
	if (form_is_fine(&form) && tenant_area_put(d, &one, &why) == TENANT_OK) {
		done(d, c);
		return;
	}
	if (form_is_fine(&form))
		form_complain(&form, "name", COMPLAINT_NOT_TEXT);
	again(d, c);
	draw_area(d, c, &form, &one);
}

/* ---- counters ---- */
static bool find_counter(struct desk *d, struct call *c, struct tenant_counter *ret)
{
	int64_t id;
	*ret = (struct tenant_counter){ .key = STR_NONE };
	if (is_new(c))
		return true;
	const struct tenant_counter *counter = id_parse(c->part[0], &id) ? tenant_counter_of(d->tenant, (struct counter_id){ id }) : NULL;
	if (counter)
		*ret = *counter;
	else
		refuse_missing(d, c);
	return counter != NULL;
}

static void draw_counter(struct desk *d, struct call *c, const struct form *form, const struct tenant_counter *one)
{
	struct page p;
	begin(&p, d, c, "/desk/settings/places", form);
	setting_counter_page(&p, &(struct setting_counter_view){ .form = form, .tenant = d->tenant, .counter = *one, .is_new = is_new(c) });
}

static void show_counter(struct desk *d, struct call *c)
{
	struct tenant_counter one;
	if (find_counter(d, c, &one))
		draw_counter(d, c, NULL, &one);
}

static void read_counter(struct desk *d, struct form *form, struct tenant_counter *ret)
{
	ret->name = form_text(form, "name", 100, true);
	ret->nickname = form_text(form, "nickname", 100, false);
	ret->place = form_text(form, "place", 200, false);
	ret->phone = form_text(form, "phone", 100, false);
	ret->hours = form_text(form, "hours", 300, false);
	ret->hours_rule = form_text(form, "hours-rule", 300, false);
	ret->note = form_text(form, "note", 1000, false);
	ret->is_outreach = form_is_on(form, "outreach");
	ret->operator_id = operator_of(d, form);
	int64_t area_id = form_id(form, "area", false);
	if (area_id && !tenant_area_of(d->tenant, (struct area_id){ area_id }))
		form_complain(form, "area", COMPLAINT_NOT_CHOICE);
	ret->area_id = (struct area_id){ area_id };
	if (!tenant_hours_rule_is_fine(ret->hours_rule))
		form_complain(form, "hours-rule", COMPLAINT_WRONG);
}

static void put_counter(struct desk *d, struct call *c)
{
	struct tenant_counter one;
	struct form form = form_of(c);
	struct str why;
	bool is_taken = false;
	if (!find_counter(d, c, &one))
		return;
	read_counter(d, &form, &one);
	for (size_t i = 0; i < d->tenant->counter_n; i++)
		is_taken = is_taken || str_eq(d->tenant->counter[i].key, one.name);
	if (is_new(c))
		one.key = key_for(d, one.name, is_taken);
	if (form_is_fine(&form) && tenant_counter_put(d, &one, &why) == TENANT_OK) {
		done(d, c);
		return;
	}
	if (form_is_fine(&form))
		form_complain(&form, "name", COMPLAINT_NOT_TEXT);
	again(d, c);
	draw_counter(d, c, &form, &one);
}

static void show_counter_end(struct desk *d, struct call *c)
{
	struct tenant_counter one;
	struct page p;
	if (is_new(c)) {
		refuse_missing(d, c);
		return;
	}
	if (!find_counter(d, c, &one))
		return;
	begin(&p, d, c, "/desk/settings/places", NULL);
	setting_counter_end_page(&p, &(struct setting_counter_view){ .tenant = d->tenant, .counter = one });
}

static void end_counter(struct desk *d, struct call *c)
{
	struct tenant_counter one;
	if (!is_new(c) && !find_counter(d, c, &one))
		return;
	if (is_new(c) || !tenant_counter_end(d, one.counter_id))
		refuse_missing(d, c);
	else
		done(d, c);
}

const struct route setting_place_routes[] = {
	{ METHOD_GET, "/desk/settings/places", MAY_SET_TENANT, .handle = show_places },
	{ METHOD_GET, "/desk/settings/operators/{operator}", MAY_SET_TENANT, .handle = show_operator, .holes = "operator" },
	{ METHOD_POST, "/desk/settings/operators/{operator}", MAY_SET_TENANT, .handle = put_operator, .holes = "operator",
		.sample = "name=Machi&kind=public" },
	{ METHOD_GET, "/desk/settings/areas/{area}", MAY_SET_TENANT, .handle = show_area, .holes = "area" },
	{ METHOD_POST, "/desk/settings/areas/{area}", MAY_SET_TENANT, .handle = put_area, .holes = "area", .sample = "name=Kita" },
	{ METHOD_GET, "/desk/settings/counters/{counter}", MAY_SET_TENANT, .handle = show_counter, .holes = "counter" },
	{ METHOD_POST, "/desk/settings/counters/{counter}", MAY_SET_TENANT, .handle = put_counter, .holes = "counter",
		.sample = "name=Madoguchi&hours-rule=Mon-Fri+08%3A30-17%3A15" },
	{ METHOD_GET, "/desk/settings/counters/{counter}/end", MAY_SET_TENANT, .handle = show_counter_end, .holes = "counter" },
	{ METHOD_POST, "/desk/settings/counters/{counter}/end", MAY_SET_TENANT, .handle = end_counter, .holes = "counter", .sample = "" },
};
const size_t setting_place_route_n = sizeof setting_place_routes / sizeof setting_place_routes[0];

/* The manager's pages: how evenly families lie, drafts of sharing out, carrying them out; and the label's PDF. */
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family.h"
#include "family/family_balance.page.h"
#include "family/family_charge_card.page.h"
#include "family/family_charge_facts.sql.h"
#include "family/family_charge_label.h"
#include "family/family_charge_web.h"
#include "file/file.h"
#include "web/reply.h"

enum { BAR_LEFT = 130, BAR_WIDE = 380, BAR_HIGH = 32 };

/* ---- the page ---- */

static void bars(struct desk *d, struct family_balance_view *v)
{
	int64_t most = v->loads.even.most_n > 0 ? v->loads.even.most_n : 1;
	v->bar = ARENA_ARRAY(d->arena, struct family_bar, v->loads.n + 1);
	v->high = (int)v->loads.n * BAR_HIGH + 4;
	for (size_t i = 0; i < v->loads.n; i++) {
		const struct family_load *x = &v->loads.line[i];
		v->bar[i] = (struct family_bar){ .name = x->person.name, .y = (int)i * BAR_HIGH, .wide = (int)(x->share_n * BAR_WIDE / most),
			.mean_x = BAR_LEFT + (int)(v->loads.even.mean_n * BAR_WIDE / most),
			.value = arena_fmt(d->arena, "%lld.%lld", (long long)(x->share_n / 10), (long long)(x->share_n % 10)),
			.note = x->person.capacity_n == 100 ? STR("") : arena_fmt(d->arena, "(%lld%%)", (long long)x->person.capacity_n) };
	}
}

static int64_t share(int64_t load_n, int64_t capacity_n)
{
	return capacity_n > 0 ? load_n * 100 / capacity_n : 0;
}

static void what_if(struct family_balance_view *v)
{
	int64_t without_n = 0;
	v->share_now_n = share(v->loads.load_n, v->loads.capacity_n);
	for (size_t i = 0; i < v->loads.n; i++)
		if (v->loads.line[i].person.person_id.v == v->without_id.v)
			without_n = v->loads.line[i].person.capacity_n;
	v->share_then_n = share(v->loads.load_n, v->loads.capacity_n - without_n);
	v->share_newcomer_n = share(v->loads.load_n, v->loads.capacity_n + 100);
}

static void balance_page(struct desk *d, struct call *c, struct family_balance_view *v)
{
	struct page p;
	struct family_charge_facts_unnamed_row unnamed;
	struct day_parts today = day_split(d->today);
	v->tenant = d->tenant;
	family_loads_read(d, d->today, &v->loads);
	struct family_charge_facts_births_row births;
	if (family_charge_facts_births(d, (struct day){ d->today.n - 365 }, &births))
		v->birth_n = births.birth_n;
	if (family_charge_facts_unnamed(d, &unnamed))
		v->loads.unnamed_n = unnamed.family_n;
	family_charge_weights_read(tenant_get(d->tenant, "charge.load"), &v->weights);
	v->gini = arena_fmt(d->arena, "0.%03lld", (long long)v->loads.even.gini_n);
	v->next_april = day_make(today.month < 4 ? today.year : today.year + 1, 4, 1);
	v->plan_n = family_plans(d, &v->plan);
	bars(d, v);
	what_if(v);
	frame_begin(&p, d, c, TAB_CHARGE);
	family_balance_page(&p, v);
}

static void show_balance(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	balance_page(d, c, &(struct family_balance_view){ .without_id = { form_id(&f, "without", false) } });
}

/* ---- drafts ---- */

static void reckon(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct family_plan_draft *draft = ARENA_NEW(d->arena, struct family_plan_draft);
	struct family_plan_wish wish = { .kind = arena_str(d->arena, form_value(c, "kind")), .person_id = { form_id(&f, "person", false) },
		.as_of_on = form_day(&f, "as-of", true) };
	draft->end = FAMILY_PLAN_BAD;
	if (form_is_fine(&f) && may_ever(d, MAY_CHARGE_BALANCE))
		family_plan_reckon(d, &wish, draft);
	desk_turn_end(d);
	d->prepared = draft;
}

static void keep(struct desk *d, struct call *c)
{
	const struct family_plan_draft *draft = d->prepared;
	if (draft && draft->end == FAMILY_PLAN_OK) {
		struct plan_id plan_id = family_plan_keep(d, draft);
		reply_see_other(c, arena_fmt(d->arena, "/desk/charge/plan/%s", id_text(d->arena, plan_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	balance_page(d, c, &(struct family_balance_view){ .has_end = true, .end = draft ? draft->end : FAMILY_PLAN_BAD });
}

/* Reckoned in the slow lane, so that the writer only writes. */
static void naming(struct desk *d, struct call *c)
{
	struct family_naming *x = ARENA_NEW(d->arena, struct family_naming);
	(void)c;
	if (may_ever(d, MAY_CHARGE_BALANCE))
		family_naming_reckon(d, x);
	desk_turn_end(d);
	d->prepared = x;
}

static void name_all(struct desk *d, struct call *c)
{
	if (d->prepared)
		family_naming_put(d, d->prepared);
	reply_see_other(c, STR("/desk/charge"));
}

static bool plan_of(struct desk *d, struct call *c, struct family_charge_plan_row *ret)
{
	struct plan_id plan_id;
	if (id_parse(c->part[0], &plan_id.v) && family_plan_for_staff(d, plan_id, ret) == FAMILY_PLAN_FINE)
		return true;
	refuse_missing(d, c);
	return false;
}

struct names { struct staff_person *person; size_t n; };

static struct str name_of(const struct names *x, struct person_id person_id)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->person[i].person_id.v == person_id.v)
			return x->person[i].name;
	return STR("-");
}

static struct family_plan_side *side_of(struct family_plan_view *v, const struct family_loads *loads, struct person_id id)
{
	for (size_t i = 0; i < loads->n; i++)
		if (loads->line[i].person.person_id.v == id.v)
			return &v->side[i];
	return NULL;
}

static void lines(struct desk *d, struct family_plan_view *v, const struct names *names, const struct family_loads *loads)
{
	struct family_charge_plan_move_row *m;
	struct family_row family;
	size_t n = family_plan_moves(d, v->plan.plan_id, &m);
	v->line = ARENA_ARRAY(d->arena, struct family_plan_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct family_plan_side *from = side_of(v, loads, m[i].from_person_id), *to = side_of(v, loads, m[i].to_person_id);
		bool is_there = family_by_id(d, m[i].family_id, &family);
		v->line[v->line_n++] = (struct family_plan_line){ .family = is_there ? family.name : STR("-"), .from = name_of(names, m[i].from_person_id),
			.to = name_of(names, m[i].to_person_id), .reason_n = m[i].reason_n, .load_n = m[i].load_n, .is_done = m[i].done_at.ms != 0,
			.is_ended = !m[i].to_person_id.v };
		v->left_n += !m[i].done_at.ms;
		if (from) {
			from->gives_n++;
			from->after_n -= m[i].done_at.ms ? 0 : m[i].load_n;
		}
		if (to) {
			to->gets_n++;
			to->after_n += m[i].done_at.ms ? 0 : m[i].load_n;
		}
	}
}

static void plan_page(struct desk *d, struct call *c, struct family_plan_view *v)
{
	struct page p;
	struct family_loads loads;
	struct names names;
	v->tenant = d->tenant;
	names.n = staff_people_of_house(d, &(struct staff_wish){ .has_left_too = true }, &names.person);
	family_loads_read(d, v->plan.as_of_on, &loads);
	v->side = ARENA_ARRAY(d->arena, struct family_plan_side, loads.n + 1);
	v->side_n = loads.n;
	for (size_t i = 0; i < loads.n; i++)
		v->side[i] = (struct family_plan_side){ .name = loads.line[i].person.name, .before_n = loads.line[i].load_n, .after_n = loads.line[i].load_n };
	lines(d, v, &names, &loads);
	v->person = v->plan.person_id.v ? name_of(&names, v->plan.person_id) : STR_NONE;
	v->is_early = v->plan.as_of_on.n > d->today.n;
	v->may_go_back = v->left_n < (int64_t)v->line_n && family_plan_may_go_back(d, &v->plan);
	frame_begin(&p, d, c, TAB_CHARGE);
	frame_of(&p)->back = STR("/desk/charge");
	family_plan_page(&p, v);
}

static void show_plan(struct desk *d, struct call *c)
{
	struct family_plan_view v = { .tenant = d->tenant };
	if (!plan_of(d, c, &v.plan))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("charge.plan.read"), .kind = STR("plan"), .subject_id = v.plan.plan_id.v, .is_awaited = true });
	plan_page(d, c, &v);
}

static void carry_out(struct desk *d, struct call *c)
{
	struct family_plan_view v = { .tenant = d->tenant };
	int64_t left_n;
	if (!plan_of(d, c, &v.plan))
		return;
	if (family_plan_carry_out(d, &v.plan, &left_n) == FAMILY_PLAN_FINE) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/charge/plan/%s", id_text(d->arena, v.plan.plan_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	plan_page(d, c, &v);
}

static void drop(struct desk *d, struct call *c)
{
	struct family_plan_view v = { .tenant = d->tenant };
	if (!plan_of(d, c, &v.plan))
		return;
	struct form f = form_of(c);
	int64_t back_n, left_n = 0;
	bool is_back = form_is_on(&f, "back");
	if ((is_back ? family_plan_go_back(d, &v.plan, &back_n, &left_n) : family_plan_drop(d, &v.plan)) == FAMILY_PLAN_FINE) {
		reply_see_other(c, is_back ? arena_fmt(d->arena, "/desk/charge/plan/%s", id_text(d->arena, v.plan.plan_id.v).s) : STR("/desk/charge"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	plan_page(d, c, &v);
}

/* ---- the label ---- */

struct printing { struct desk_later later; struct family_label label; struct file_reading *photo; bool is_sheet; int first, n; };

static void print(struct desk *d, struct call *c, struct desk_later *later)
{
	struct printing *x = (struct printing *)later;
	if (x->photo && !file_reading_get(d, x->photo, &x->label.photo.jpeg))
		x->label.photo.jpeg = STR_NONE;
	struct str pdf = x->is_sheet ? family_label_sheet(d->arena, &x->label, x->first, x->n) : family_label_single(d->arena, &x->label);
	if (!pdf.n) {
		refuse_fault(d, c);
		return;
	}
	reply_file(c, pdf, "application/pdf", x->is_sheet ? "labels.pdf" : "label.pdf");
}

static struct family_label label_of(struct desk *d, const struct staff_person *x, enum lang lang)
{
	struct out foot = { .arena = d->arena };
	struct page p = { .out = &foot, .base = d->base, .lang = lang };
	struct str name = staff_shown_name(x);
	family_charge_label_foot(&p, d->tenant);
	return (struct family_label){ .heading = frame_words(d, lang, family_charge_label_heading), .write = frame_words(d, lang, family_charge_label_write),
		.role = arena_fmt(d->arena, "%.*s %.*s", STR_ARG(d->tenant->town), STR_ARG(d->tenant->worker_word)),
		.name = name.n ? name : d->tenant->worker_word, .phone = x->phone, .hours = x->hours, .foot = str_trim(out_done(&foot)),
		.face = x->face.n == 1 ? x->face.s[0] - '0' : 1, .lang = lang_html(lang), .hue = d->tenant->hue };
}

/* Shown where its owner shows it to families. */
static void photo_of(struct desk *d, const struct staff_person *x, struct printing *to)
{
	struct file_place place = { .kind = "face", .subject_id = x->photo_id.v, .part_id = 1 };
	struct file_line_row *line;
	if (!x->photo_id.v || !x->is_photo_shown || !file_list(d, &place, &line) || !str_is(line[0].type, "image/jpeg"))
		return;
	to->photo = file_reading_of(d, &place, line[0].file_id, true);
	to->label.photo.wide = (int)line[0].small_width_n;
	to->label.photo.high = (int)line[0].small_height_n;
}

static void send_label(struct desk *d, struct call *c)
{
	struct staff_person x;
	struct person_id person_id;
	struct form f = form_of(c);
	struct printing *to = ARENA_NEW(d->arena, struct printing);
	struct family_charge_link_row link;
	enum lang lang;
	if (!id_parse(c->part[0], &person_id.v) || staff_person_for_staff(d, person_id, &x) != STAFF_OK
		|| !family_charge_link_of(d, person_id, &link)) {
		refuse_missing(d, c);
		return;
	}
	if (!lang_parse(form_value(c, "lang"), &lang))
		lang = LANG_JA;
	to->label = label_of(d, &x, lang);
	to->label.url = arena_fmt(d->arena, "%.*s/n/%.*s", STR_ARG(d->site), STR_ARG(link.token));
	photo_of(d, &x, to);
	to->is_sheet = form_is_on(&f, "sheet");
	to->first = (int)form_int(&f, "first", 0, FAMILY_LABELS_A_SHEET - 1, false);
	to->n = (int)form_int(&f, "n", 1, FAMILY_LABELS_A_SHEET, false);
	to->n = to->n > 0 ? to->n : FAMILY_LABELS_A_SHEET - to->first;
	to->later = (struct desk_later){ .run = print, .is_slow = true };
	d->later = &to->later;
}

const struct route family_balance_routes[] = {
	{ METHOD_GET, "/desk/charge", MAY_CHARGE_BALANCE, show_balance, .room = "family" },
	{ METHOD_POST, "/desk/charge/plan", MAY_CHARGE_BALANCE, keep, reckon, .room = "family", .sample = "kind=even&as-of=2026-11-25" },
	{ METHOD_POST, "/desk/charge/name", MAY_CHARGE_BALANCE, name_all, naming, .room = "family", .sample = "sure=1" },
	{ METHOD_GET, "/desk/charge/plan/{plan}", MAY_CHARGE_BALANCE, show_plan, .room = "family", .holes = "plan" },
	{ METHOD_POST, "/desk/charge/plan/{plan}", MAY_CHARGE_BALANCE, carry_out, .room = "family", .holes = "plan", .sample = "sure=1" },
	{ METHOD_POST, "/desk/charge/plan/{plan}/drop", MAY_CHARGE_BALANCE, drop, .room = "family", .holes = "plan", .sample = "sure=1" },
	{ METHOD_GET, "/desk/charge/label/{person}", MAY_CHARGE_DECIDE, send_label, .room = "family", .holes = "nurse" },
};
const size_t family_balance_route_n = sizeof family_balance_routes / sizeof *family_balance_routes;
